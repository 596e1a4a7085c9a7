"""The contents board: order, length and tone at a glance, two of the hardest never unnoticed; and the next booklet."""

import re

import pikepdf
import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from consent import actions
from consent.uses import Use
from publication.counting import counted
from publication.models import BookletPage
from stories import roles
from stories.models import Contribution
from stories.states import Severity
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet, make_release

pytestmark = pytest.mark.django_db(transaction=True)
FRONT = ("front", {"kind": "foreword", "title": "Foreword", "text": "Read slowly.", "signature": "Wren"})


def part(title, *versions):
    return ("part", {"title": title, "intro": "", "stories": list(versions)})


@pytest.fixture
def stories():
    return [make_version(title, f"{title}: words that nobody else wrote.") for title in ("Kettle", "Stair", "Gate")]


@pytest.fixture
def page(stories):
    kettle, stair, gate = stories
    page = make_booklet(kettle)
    page.body = [FRONT, part("At home", kettle, stair), part("Out of doors", gate)]
    page.save_revision()
    return BookletPage.objects.get()


def rate(severity, *versions):
    Contribution.objects.filter(stories__versions__in=versions).update(severity=severity)


def board(page, client=None) -> str:
    return " ".join(
        (client or staff.editor()).get(reverse("booklet_desk:board", args=[page.pk])).content.decode().split()
    )


def move(client, page, version, where, seen=None):
    page.refresh_from_db()
    data = {"story": version.pk, "where": where, "seen": page.latest_revision_id if seen is None else seen}
    return client.post(reverse("booklet_desk:move", args=[page.pk]), data, follow=True)


def titles(page):
    draft = BookletPage.objects.get(pk=page.pk).draft()
    return [[v.title for v in block.value["stories"]] for block in draft.body if block.block_type == "part"]


class TestWhatItShows:
    def test_parts_and_stories_in_order_with_their_length(self, page):
        shown = board(page)
        places = [
            shown.index(words)
            for words in ("Foreword", ">At home</h2>", ">Kettle<", ">Stair<", ">Out of doors</h2>", ">Gate<")
        ]
        assert places == sorted(places)
        assert "3 stories, 27 words, about 3 minutes to read." in shown
        assert "9 words" in shown

    def test_pages_are_those_of_the_newest_release(self, page):
        assert "9 words, 1 page" not in board(page)
        make_release(page)
        assert "9 words, 1 page" in board(page)

    def test_in_a_release_too_a_page_between_stories_is_none_of_the_story_before_it(self, page, stories):
        rest = ("breath", {"words": "Rest a little."})
        page.body = [FRONT, part("At home", *stories[:2]), rest, part("Outside", stories[2]), ("breath", {"words": ""})]
        page.save_revision()
        make_release(page)
        assert board(page).count("9 words, 1 page") == 3

    def test_tone_and_note_stand_beside_the_title(self, page, stories):
        rate(Severity.HARD, stories[0])
        stories[0].story.content_note = "A night in hospital"
        stories[0].story.save()
        shown = board(page)
        assert "Hard reading" in shown
        assert "A night in hospital" in shown

    def test_a_story_that_was_stopped_is_pointed_out(self, page, stories):
        actions.stop(agreement=stories[0].agreement, uses={Use.ONLINE}, today=TODAY)
        assert "may not go in now" in board(page)

    def test_pages_between_stories_stand_where_readers_meet_them(self, page, stories):
        kettle, stair, gate = stories
        inside = [("breath", {"words": "Rest a little.", "after": 1}), ("breath", {"words": "The end.", "after": 9})]
        kind, value = part("At home", kettle, stair)
        page.body = [(kind, value | {"between": inside}), part("Out of doors", gate)]
        page.save_revision()
        shown = board(page)
        order = (">Kettle<", "Breathing page: Rest a little.", ">Stair<", "Breathing page: The end.", ">Gate<")
        assert [shown.index(words) for words in order] == sorted(shown.index(words) for words in order)

    def test_an_empty_plan_is_told_in_words(self):
        page = make_booklet(edition=make_edition())
        page.body = []
        page.save_revision()
        assert "The plan is empty." in board(page)

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_who_may_not_read_stories_does_not_see_it(self, page, role):
        assert "Kettle" not in board(page, staff.signed_in(role))


class TestCountingThePages:
    def count(self, page, client=None) -> str:
        url = reverse("booklet_desk:board", args=[page.pk])
        return " ".join((client or staff.editor()).get(url, {"count": ""}, follow=True).content.decode().split())

    def test_before_any_release_it_says_what_the_plan_comes_to(self, page):
        shown = self.count(page)
        assert int(re.search(r"inside of the printed booklet would have (\d+) pages", shown)[1]) % 4 == 0
        assert "nothing needs to be added" in shown
        assert "9 words, 1 page" in shown

    def test_a_page_between_two_stories_is_none_of_the_story_before_it(self, page, stories):
        page.body = [FRONT, part("At home", *stories[:2]), ("breath", {"words": ""}), part("Outside", stories[2])]
        page.save_revision()
        assert self.count(page).count("9 words, 1 page") == 3

    def test_it_says_which_pages_would_fill_the_last_sheet_and_what_could_instead(self, page, stories):
        page.body = [FRONT, part("At home", *stories[:2]), part("Outside", stories[2]), ("breath", {"words": ""})]
        page.save_revision()
        shown = self.count(page)
        assert "3 would be added at its end: one for a reader’s own words, the others with the thread" in shown
        assert "You could use them yourself: 3 pages of breath, picture or quotation" in shown

    def test_it_counts_as_the_release_will(self, page):
        expected = counted(page, day=TODAY)
        release = make_release(page)
        with (
            pikepdf.open(release.folder / "booklet.pdf") as screen,
            pikepdf.open(release.folder / "print/inner.pdf") as paper,
        ):
            assert (expected.screen, expected.paper.pages) == (len(screen.pages), len(paper.pages))

    def test_where_nothing_may_be_printed_it_says_so(self):
        page = make_booklet(make_version("Kettle", allowing={Use.ONLINE}))
        assert "No story of the plan may be printed yet" in self.count(page)

    def test_a_letter_that_cannot_be_set_is_named(self):
        page = make_booklet(make_version("Ogham", "Words that ᚛ no font has."))
        assert "The pages cannot be counted yet." in (shown := self.count(page))
        assert "OGHAM" in shown


class TestTwoOfTheHardest:
    def test_following_each_other_they_are_pointed_out(self, page, stories):
        rate(Severity.HARDEST, *stories[:2])
        assert "Follows another of the hardest" in board(page)

    def test_across_two_parts_too(self, page, stories):
        rate(Severity.HARDEST, *stories[1:])
        assert "In one place two of the hardest stories follow each other." in board(page)

    def test_apart_they_are_not(self, page, stories):
        rate(Severity.HARDEST, stories[0], stories[2])
        assert "of the hardest" not in board(page)

    def test_a_breathing_page_between_them_is_enough(self, page, stories):
        rate(Severity.HARDEST, *stories[1:])
        kettle, stair, gate = stories
        page.body = [part("At home", kettle, stair), ("breath", {"words": ""}), part("Out of doors", gate)]
        page.save_revision()
        assert "of the hardest" not in board(page)


class TestMoving:
    def test_a_story_moves_up_down_and_to_another_part_as_a_draft(self, page, stories):
        kettle, stair, gate = stories
        client = staff.editor()
        move(client, page, stair, "up")
        assert titles(page) == [["Stair", "Kettle"], ["Gate"]]
        move(client, page, kettle, "down")
        assert titles(page) == [["Stair"], ["Kettle", "Gate"]]
        move(client, page, stair, "part-1")
        assert titles(page) == [[], ["Kettle", "Gate", "Stair"]]
        live = BookletPage.objects.get().body
        assert [v.title for block in live if block.block_type == "part" for v in block.value["stories"]] == ["Kettle"]

    def test_who_moved_it_stands_in_the_history(self, page, stories):
        client = staff.editor()
        move(client, page, stories[1], "up")
        page.refresh_from_db()
        assert page.latest_revision.user == client.user

    def test_on_an_old_look_nothing_moves(self, page, stories):
        seen = page.latest_revision_id
        client = staff.editor()
        move(client, page, stories[1], "up")
        shown = move(client, page, stories[1], "down", seen=seen).content.decode()
        assert "Somebody has saved the plan since you looked" in shown
        assert titles(page) == [["Stair", "Kettle"], ["Gate"]]

    @pytest.mark.parametrize("changes", [{"story": "x"}, {"where": "nowhere"}, {"story": "9" * 30}, {"seen": "x"}])
    def test_nonsense_moves_nothing(self, page, stories, changes):
        data = {"story": stories[0].pk, "where": "down", "seen": page.latest_revision_id} | changes
        answer = staff.editor().post(reverse("booklet_desk:move", args=[page.pk]), data)
        assert answer.status_code == 302
        assert titles(page) == [["Kettle", "Stair"], ["Gate"]]

    def test_a_locked_plan_stays(self, page, stories):
        BookletPage.objects.update(locked=True)
        move(staff.editor(), page, stories[1], "up")
        assert titles(page) == [["Kettle", "Stair"], ["Gate"]]

    def test_at_the_edge_there_is_no_button_that_does_nothing(self, page, stories):
        shown = board(page)
        assert "Move “Kettle” up" not in shown
        assert "Move “Gate” down" not in shown
        assert "Move “Gate” up" in shown


class TestTheNextBooklet:
    def start(self, client, page, edition):
        return client.post(reverse("booklet_desk:next", args=[page.pk]), {"edition": edition.pk}, follow=True)

    def test_it_has_the_front_matter_and_imprint_and_no_story(self, page):
        client = staff.publisher()
        self.start(client, page, make_edition(2028))
        made = BookletPage.objects.get(edition__year=2028)
        assert [block.block_type for block in made.draft().body] == ["front"]
        assert made.draft().body[0].value["text"] == "Read slowly."
        assert made.imprint == "Made at a kitchen table."
        assert not made.live
        assert not made.entries.exists()
        assert PageLogEntry.objects.get(action="publication.start_next").user == client.user

    def test_asks_and_breathing_pages_come_along(self, page):
        ask = {"what": "Listen first.", "to": "Police", "answers": []}
        page.body = [FRONT, ("breath", {"words": "Rest."}), ("asks", {"intro": "We ask.", "asks": [ask]})]
        page.save_revision()
        self.start(staff.publisher(), page, make_edition(2028))
        body = BookletPage.objects.get(edition__year=2028).draft().body
        assert [block.block_type for block in body] == ["front", "breath", "asks"]
        assert body[2].value["asks"][0]["what"] == "Listen first."

    def test_an_edition_has_one_booklet(self, page):
        self.start(staff.publisher(), page, page.edition)
        assert BookletPage.objects.count() == 1

    def test_without_another_edition_the_desk_says_what_to_make_first(self, page):
        shown = staff.publisher().get(reverse("booklet_desk:next", args=[page.pk])).content.decode()
        assert "Every edition has a booklet already" in shown
