"""An editor picks passages; the desk says of each where it may be used, and every reason why not."""

import pytest

from consent import actions as consent
from consent.uses import Answer, Use
from stories import actions
from stories.models import Proposal, Span, Story
from tests.factories import TODAY, make_version

ASK = "wagtailsnippets_stories_story:ask"
EDIT = "wagtailsnippets_stories_story:edit"
KEY, HOME = "listened for her key", "My daughter came home at four."


@pytest.fixture
def story(desk) -> Story:
    return desk.story()[0]


def ask(desk, story, *quotations: str, follow=False):
    data = {"edition": desk.edition.pk, "uses": ["online"]}
    data |= {f"quotation-{number}": typed for number, typed in enumerate(quotations, start=1)}
    return desk.dana.post(ASK, story.pk, data=data, follow=follow)


def answer(proposal: Proposal, *said: bool) -> None:
    visit = actions.Visit(proposal.story.contribution, b"")
    quotations = {span.digest: yes for span, yes in zip(proposal.asked_spans(), said, strict=False)}
    asked = {"visit": visit, "proposal": proposal, "digest": proposal.digest, "today": TODAY}
    actions.answer_proposal(**asked, uses={Use.ONLINE: True}, quotations=quotations)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_passages_are_frozen_with_the_question(desk, story):
    ask(desk, story, KEY, "", HOME)
    (first, second) = Proposal.objects.get().asked_spans()
    assert [span.story_tree().nodes[0].runs[0].text for span in (first, second)] == [KEY, HOME]
    assert set(first.uses) == {Use.ONLINE, Use.PRINT, Use.SOCIAL, Use.PRESS}


def test_what_the_story_does_not_say_is_named_and_what_was_typed_is_kept(desk, story):
    page = ask(desk, story, KEY, "listened for a key")
    assert page.status_code == 200 and not Proposal.objects.exists()
    assert page.context["form"].errors.keys() == {"quotation-2"}
    said = text(page)
    assert "does not say this, word for word" in said
    assert f">{KEY}</textarea>" in said.replace("> ", ">") and "listened for a key</textarea>" in said


def test_a_refusal_of_the_whole_question_keeps_what_was_typed(desk, story):
    ask(desk, story, KEY)
    page = ask(desk, story, HOME)
    assert "has been asked already" in text(page) and f"{HOME}</textarea>" in text(page)


def test_where_no_place_is_allowed_no_quotation_is_offered(desk):
    version = make_version(edition=desk.edition, allowing={Use.TRAINING})
    page = desk.dana.get(ASK, version.story.pk)
    assert page.context["form"].quotation_fields() == []
    assert "no place where a quotation could stand" in text(page)


def test_the_desk_shows_each_quotation_with_every_reason(desk, story):
    ask(desk, story, KEY, HOME)
    assert text(desk.dana.get(EDIT, story.pk)).count("has not answered about this quotation yet") == 2
    answer(Proposal.objects.get(), True, False)
    unsigned = text(desk.dana.get(EDIT, story.pk))
    assert (unsigned.count("Approved; it can be used once"), unsigned.count("Not approved")) == (1, 1)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    code = Span.objects.get().code
    page = text(desk.dana.get(EDIT, story.pk))
    assert code in page and "said no to these words for quotes on social media" in page
    listed = text(desk.dana.get("stories_desk:quotations"))
    assert code in listed and KEY in listed and HOME not in listed and listed.count("w-status--primary") == 1
    consent.hold(agreement=story.agreement, kind="court", reason="-", today=TODAY)
    assert "There is an open hold (Courts and police)" in text(desk.dana.get("stories_desk:quotations"))


def test_quotations_change_only_with_a_new_question(desk, story):
    ask(desk, story, KEY)
    ask(desk, story, HOME)
    assert len(Proposal.objects.get().spans) == 1
    desk.dana.post("wagtailsnippets_stories_story:withdraw", story.pk)
    ask(desk, story, HOME)
    (span,) = Proposal.objects.open().get().asked_spans()
    assert span.story_tree().nodes[0].runs[0].text == HOME


def test_words_approved_when_sent_have_no_quotations(desk):
    contribution, _ = desk.send("A quiet house.\n\nNobody rang.", title="Quiet")
    agreement = contribution.agreement
    consent.set_dials(agreement=agreement, dials={"exact": "yes"}, today=TODAY)
    desk.prepare(contribution)
    story = desk.clear(contribution)
    consent.approve(
        agreement=agreement, digest=story.digest, edition=desk.edition, uses={Use.ONLINE: True}, today=TODAY
    )
    page = ask(desk, story, "Nobody rang.")
    assert "said yes to exactly these words" in text(page) and "Nobody rang.</textarea>" in text(page)
    ask(desk, story)
    assert Proposal.objects.get().spans == []


@pytest.mark.parametrize(("who", "status"), [("dana", 200), ("amara", 200), ("ben", 200), ("root", 200)])
def test_whoever_works_on_stories_sees_the_quotations(desk, who, status):
    assert getattr(desk, who).get("stories_desk:quotations").status_code == status


def test_somebody_without_a_role_does_not_see_them(desk):
    desk.dana.user.groups.clear()
    assert desk.dana.get("stories_desk:quotations").status_code in (302, 403)


def test_a_family_that_says_no_to_the_place_is_not_asked_about_it(desk, story):
    consent.answer(agreement=story.agreement, use=Use.SOCIAL, answer=Answer.NO, today=TODAY)
    ask(desk, story, KEY)
    assert Use.SOCIAL not in Proposal.objects.get().asked_spans()[0].uses
