"""A hold stops every use at once; the story's page says why and where to release it."""

from consent import actions as consent
from consent.uses import Use
from tests.factories import TODAY
from tests.stories.desk.test_way import answer, ask

HOLDS = "wagtailsnippets_stories_story:holds"
EDIT = "wagtailsnippets_stories_story:edit"


def allowed(story):
    proposal = story.proposals.get()
    verdict = story.agreement.may_use(Use.ONLINE, digest=proposal.digest, edition=proposal.edition, day=TODAY)
    return verdict.allowed


def test_a_hold_stops_an_approved_story_until_it_is_released(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    assert allowed(story)

    desk.dana.post(HOLDS, story.pk, data={"kind": "court", "reason": "A date in spring must pass first."})
    assert not allowed(story)
    page = desk.dana.get(EDIT, story.pk).content.decode()
    assert "Look at the open hold" in page and "There is an open hold" in page

    hold = story.agreement.holds.open().get()
    desk.dana.post(HOLDS, story.pk, data={"release": hold.pk})
    assert allowed(story)


def test_a_hold_of_another_family_cannot_be_released_from_here(desk):
    story, _ = desk.story()
    other, _ = desk.send(title="Another")
    hold = consent.hold(agreement=other.agreement, kind="other", reason="Wait.", today=TODAY)
    for wrong in (str(hold.pk), "x", ""):
        assert desk.dana.post(HOLDS, story.pk, data={"release": wrong}).status_code == 404
    assert other.agreement.holds.open().count() == 1


def test_a_hold_without_a_reason_is_asked_for_it(desk):
    story, _ = desk.story()
    page = desk.dana.post(HOLDS, story.pk, data={"kind": "court", "reason": ""})
    assert "Write what must be settled first" in page.content.decode()
    assert not story.agreement.holds.exists()
