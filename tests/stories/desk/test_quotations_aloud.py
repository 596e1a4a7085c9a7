"""Quotations read aloud beside their text: each answered by itself, noted by one person, confirmed by another."""

import pytest

from consent import actions as consent
from consent import notices
from consent.models import Agreement
from consent.uses import Answer, Use
from stories import actions, roles
from stories.models import Proposal, ReadAloud, Span
from stories.states import NotAllowedNow
from tests.factories import TODAY, make_user, make_version
from tests.stories.desk.conftest import an_autumn_day, staff

__all__ = ["an_autumn_day"]

PAGE = "wagtailsnippets_stories_story:read_aloud"
EDIT = "wagtailsnippets_stories_story:edit"
KETTLE, GATE = "it knew before I did", "I put the kettle on"


@pytest.fixture
def proposal(db) -> Proposal:
    """Words that are asked about for online, print and a line on social media, with two quotations beside them."""
    allowed = {Use.ONLINE, Use.PRINT, Use.SOCIAL}
    story = make_version(allowing=allowed).story
    story.title = "The kettle again"
    story.save_revision()
    about = {"edition": story.edition, "uses": allowed, "quotations": (KETTLE, GATE)}
    return actions.ask_parent(story=story, user=make_user(), today=TODAY, **about)


@pytest.fixture
def dana(db):
    return staff("dana", roles.EDITORS)


@pytest.fixture
def ben(db):
    return staff("ben", roles.PUBLISHERS)


def said(proposal, **changes) -> dict:
    """What Dana sends when the parent said yes to all of the text and, unless told otherwise, nothing to quotations."""
    texts = {f"use-{use}": "yes" for use in proposal.uses}
    quotations = {"quotation-1": "unsaid", "quotation-2": "unsaid"}
    shown = {"digest": proposal.digest, "quoted": " ".join(span.digest for span in proposal.asked_spans())}
    how = {"captured": "phone", "notice": notices.current().pk}
    return texts | quotations | shown | how | {name.replace("__", "-"): word for name, word in changes.items()}


def noted(who, proposal, **changes) -> str:
    answer = who.post(PAGE, proposal.story_id, data=said(proposal, **changes), follow=True)
    return answer.content.decode()


def settle(who, proposal, word="confirm") -> str:
    reading = proposal.readings_aloud.latest("pk")
    data = {word: "1", "reading": reading.pk}
    return who.post(PAGE, proposal.story_id, data=data, follow=True).content.decode()


def may(proposal, use=Use.ONLINE) -> list[bool]:
    """Whether each quotation may be used, in the order of asking."""
    family = Agreement.objects.get(pk=proposal.agreement_id)
    asked = {"edition": proposal.edition, "day": TODAY}
    return [family.may_use(use, digest=span.digest, **asked).allowed for span in proposal.asked_spans()]


def answer_herself(proposal, **quotations: bool) -> None:
    spans = proposal.asked_spans()
    actions.answer_proposal(
        visit=actions.Visit(proposal.story.contribution, b""),
        proposal=proposal,
        digest=proposal.digest,
        uses=dict.fromkeys(map(Use, proposal.uses), True),
        quotations={spans[int(name[1:]) - 1].digest: yes for name, yes in quotations.items()},
        today=TODAY,
    )


def test_the_page_reads_out_each_quotation_with_its_places_and_a_choice_of_its_own(dana, proposal):
    page = dana.get(PAGE, proposal.story_id).content.decode()
    quotations = page.split("Ask about each quotation by itself")[1].split("How it was done")[0]
    assert KETTLE in quotations and GATE in quotations and "The kettle again" not in quotations
    assert quotations.count("in the online booklet; in the printed booklet; on social media") == 2
    assert "Quote 2: may we use it alone?" in quotations and quotations.count("They did not say") == 2
    assert " checked" not in quotations
    assert "If they say no above to quotes on social media or in the press" in quotations


def test_without_quotations_the_page_speaks_of_none(dana, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(spans=[])
    page = dana.get(PAGE, proposal.story_id).content.decode()
    assert "Ask about each use by itself" in page and "quotation" not in page.split("desk-capture")[1]


def test_each_quotation_needs_a_choice(dana, proposal):
    sent = said(proposal)
    del sent["quotation-2"]
    page = dana.post(PAGE, proposal.story_id, data=sent).content.decode()
    assert "Choose what they said to quotation 2." in page and "Nothing you chose is lost" in page
    assert not ReadAloud.objects.exists()


def test_a_yes_counts_when_a_second_person_has_confirmed_it_and_a_span_is_made_at_sign_off(dana, ben, proposal):
    page = noted(dana, proposal, quotation__1="yes", quotation__2="no")
    assert f"Quotation 1: “{KETTLE}”" in page and f"Quotation 2: “{GATE}”" in page
    assert may(proposal) == [False, False]
    settle(ben, proposal)
    assert may(proposal) == may(proposal, Use.SOCIAL) == [True, False]
    actions.sign_off(story=proposal.story, user=ben.user, today=TODAY)
    assert [span.digest for span in Span.objects.filter(proposal=proposal)] == [proposal.asked_spans()[0].digest]


def test_a_no_to_a_quotation_alone_counts_at_once_and_the_parent_is_still_asked(dana, proposal):
    unsaid = {f"use__{use}": "unsaid" for use in proposal.uses}
    noted(dana, proposal, quotation__1="no", **unsaid)
    assert not ReadAloud.objects.exists()
    assert {row.answer for row in proposal.agreement.details.filter(kind="span")} == {Answer.NO}
    assert actions.standing_of(proposal, today=TODAY).state == "waiting"
    again = noted(dana, proposal, quotation__1="yes")
    assert "The parent has said no to quotation 1. Only they can allow it again" in again


def test_a_yes_to_a_quotation_needs_an_answer_to_the_text(dana, proposal):
    unsaid = {f"use__{use}": "unsaid" for use in proposal.uses}
    assert "a yes to a quotation cannot be noted yet" in noted(dana, proposal, quotation__1="yes", **unsaid)
    assert "there is nothing to note" in noted(dana, proposal, **unsaid)
    assert not ReadAloud.objects.exists()


def test_a_quotation_may_stand_where_the_text_may_not_but_not_where_short_quotes_may_not(dana, ben, proposal):
    page = noted(dana, proposal, use__print="no", use__social="no", quotation__1="yes")
    assert "Yes, but not for: A short quote on social media" in page
    settle(ben, proposal)
    assert may(proposal) == may(proposal, Use.PRINT) == [True, False]
    assert may(proposal, Use.SOCIAL) == [False, False]


def test_beside_a_no_to_the_whole_text_a_yes_waits_for_its_confirmation_too(dana, ben, proposal):
    noted(dana, proposal, use__online="no", use__print="no", use__social="no", quotation__1="yes")
    assert actions.standing_of(proposal, today=TODAY).state == "refused" and may(proposal) == [False, False]
    settle(ben, proposal)
    assert may(proposal) == [True, False]


@pytest.mark.parametrize("no", ["quotation", "stop"])
def test_what_the_parent_said_in_between_wins(dana, ben, proposal, no):
    noted(dana, proposal, quotation__1="yes")
    about = {"agreement": proposal.agreement, "today": TODAY}
    if no == "stop":
        consent.stop(**about)
    else:
        digest = proposal.asked_spans()[0].digest
        consent.answer_spans(**about, edition=proposal.edition, spans={digest: {Use.ONLINE: False}})
    settle(ben, proposal)
    assert may(proposal) == [False, False]


def test_a_quotation_that_she_puts_off_herself_cannot_be_confirmed_any_more(dana, ben, proposal):
    noted(dana, proposal, quotation__1="yes", quotation__2="yes")
    answer_herself(proposal, q2=True)
    assert proposal.readings_aloud.get().state == ReadAloud.State.REFUSED
    assert "does not wait for a second person" in settle(ben, proposal)
    with pytest.raises(NotAllowedNow):
        actions.confirm_reading(reading=proposal.readings_aloud.get(), user=ben.user, today=TODAY)
    assert may(proposal) == [False, True]


def test_after_she_has_answered_a_quotation_that_she_left_open_is_hers(dana, proposal):
    answer_herself(proposal)
    assert "A yes after that is theirs to give" in noted(dana, proposal, quotation__1="yes")
    assert may(proposal) == [False, False]


def test_a_refused_reading_opens_no_quotation_and_it_can_be_read_again(dana, ben, proposal):
    noted(dana, proposal, quotation__1="yes")
    settle(ben, proposal, "refuse")
    assert may(proposal) == [False, False]
    noted(ben, proposal, quotation__2="yes")
    settle(dana, proposal)
    assert may(proposal) == [False, True]


def test_an_answer_from_a_page_with_other_quotations_is_not_taken(dana, proposal):
    turned = " ".join(span.digest for span in reversed(proposal.asked_spans()))
    for quoted in ("", turned):
        assert "not asked about any more" in noted(dana, proposal, quotation__1="yes", quoted=quoted)
    with pytest.raises(NotAllowedNow):
        actions.note_what_was_said(
            proposal=proposal,
            digest=proposal.digest,
            uses={Use.ONLINE: True},
            quotations={"d" * 64: True},
            captured="phone",
            notice=notices.current(),
            user=dana.user,
            today=TODAY,
        )
    assert not ReadAloud.objects.exists()


def test_the_story_tells_of_each_quotation_that_a_yes_waits(dana, ben, proposal):
    noted(dana, proposal, quotation__1="yes")
    assert "no second person has confirmed" in " ".join(ben.get(EDIT, proposal.story_id).content.decode().split())


def test_a_quotation_that_she_puts_off_in_the_moment_of_its_confirmation_is_not_used(dana, ben, proposal):
    noted(dana, proposal, quotation__1="yes", quotation__2="yes")
    settle(ben, proposal)
    assert may(proposal) == [True, True]
    answer_herself(proposal, q2=True)
    assert may(proposal) == [False, True] == may(proposal, Use.SOCIAL)
