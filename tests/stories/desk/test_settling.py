"""A hold is seen and settled at the contribution, before any story exists; the parent's own takes two readers."""

import re

from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from consent import actions as consent
from stories.models import Story
from tests.factories import TODAY

HOLDS = "contribution:holds"
CHILD = "The child would be upset."


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def held(desk, **more):
    contribution, _ = desk.send()
    hold = consent.hold(agreement=contribution.agreement, kind="child", reason=CHILD, today=TODAY, **more)
    return contribution, hold


def settle(person, contribution, hold, why="We asked the family worker.", **more):
    data = {"settle": hold.pk, f"hold-{hold.pk}-why": why} | more
    return person.post(HOLDS, contribution.pk, data=data, follow=True)


def is_open(hold) -> bool:
    hold.refresh_from_db()
    return hold.is_open


def test_a_hold_is_told_wherever_the_contribution_is_worked_on_and_leads_to_its_page(desk):
    contribution, _ = held(desk)
    desk.prepare(contribution)
    assert CHILD in words(desk.ben.get("contribution:edit", contribution.pk))
    desk.ben.open(contribution, "check")
    for name in ("safeguarding", "prepare", "check", "read", "holds"):
        page = desk.ben.get(f"contribution:{name}", contribution.pk)
        assert CHILD in words(page) and "The child&#x27;s own view" in page.content.decode(), name
    assert "It cannot be cleared while it is held" in words(desk.ben.get("contribution:check", contribution.pk))


def test_what_the_parents_answer_opened_takes_two_readers(desk):
    contribution, hold = held(desk)
    desk.prepare(contribution)
    assert "A second reader must say so too" in words(settle(desk.amara, contribution, hold))
    assert "A second reader must say so too" in words(settle(desk.amara, contribution, hold, "Once more."))
    assert is_open(hold)

    desk.ben.open(contribution, "check")
    assert "We asked the family worker." in words(desk.ben.get(HOLDS, contribution.pk))
    settle(desk.ben, contribution, hold, "So do I.")
    assert not is_open(hold) and hold.closed_by == desk.ben.user
    assert desk.clear(contribution) == Story.objects.get()


def test_nobody_is_told_that_it_can_go_on_while_another_hold_is_open(desk):
    contribution, hold = held(desk, by=desk.ben.user)
    court = consent.hold(
        agreement=contribution.agreement, kind="court", reason="A trial.", today=TODAY, by=desk.ben.user
    )
    desk.amara.open(contribution)
    told = words(settle(desk.amara, contribution, hold))
    assert "Released. One other hold is still open: settle it too." in told and "go on its way" not in told
    assert "Released. It can go on its way." in words(settle(desk.amara, contribution, court))


def test_what_the_desk_opened_takes_one(desk):
    contribution, hold = held(desk, by=desk.ben.user)
    desk.amara.open(contribution)
    settle(desk.amara, contribution, hold)
    assert not is_open(hold)


def test_why_it_is_settled_is_written_down_and_sealed(desk):
    contribution, hold = held(desk)
    desk.amara.open(contribution)
    page = words(settle(desk.amara, contribution, hold, ""))
    assert "Write what was decided, and why." in page and "Nothing was done yet: 1 thing below needs a word" in page
    settle(desk.amara, contribution, hold, "Her daughter said yes.")
    assert not any(b"said yes" in bytes(record.sealed) for record in contribution.records.all())
    assert not any("said yes" in str(entry.data) for entry in ModelLogEntry.objects.all())
    # Ben has no open vault: the hold is shown, what was said about it is not, and he cannot say yes to it unread.
    page = desk.ben.get(HOLDS, contribution.pk)
    assert CHILD in words(page) and "said yes" not in words(page)
    assert "Open the contribution to settle it" in words(page)


def test_a_reason_typed_while_the_vault_locks_itself_comes_back(desk):
    contribution, hold = held(desk)
    desk.amara.open(contribution)
    desk.amara.post("stories_desk:lock")
    page = settle(desk.amara, contribution, hold, "A long reason.")
    assert "A long reason." in page.content.decode() and "Your vault is locked" in words(page)
    settle(desk.amara, contribution, hold, "A long reason.", phrase=desk.amara.phrase)
    assert "A long reason." in words(desk.amara.get(HOLDS, contribution.pk))


def test_one_reader_holds_a_contribution_without_opening_it(desk):
    contribution, _ = desk.send()
    data = {"hold": "1", "kind": "safeguarding", "reason": "The lead reads it first."}
    assert "Held." in words(desk.amara.post(HOLDS, contribution.pk, data=data, follow=True))
    assert contribution.agreement.holds.open().get().opened_by == desk.amara.user
    page = desk.amara.post(HOLDS, contribution.pk, data=data | {"reason": ""})
    assert "Write what must be settled first" in words(page)


def test_a_hold_of_another_family_cannot_be_settled_from_here(desk):
    contribution, _ = held(desk)
    _, other = held(desk)
    desk.amara.open(contribution)
    assert settle(desk.amara, contribution, other).status_code == 404
    assert is_open(other)


def test_the_storys_page_does_not_release_what_two_readers_must(desk):
    story, _ = desk.story()
    hold = consent.hold(agreement=story.agreement, kind="child", reason=CHILD, today=TODAY)
    holds = "wagtailsnippets_stories_story:holds"
    desk.dana.post(holds, story.pk, data={"release": hold.pk})
    assert is_open(hold)
    assert "Settle it there" not in words(desk.dana.get(holds, story.pk))
    assert "Settle it there" in words(desk.ben.get(holds, story.pk))
