"""Editors put pages of their own between stories, asks and help into the plan; a release keeps their words."""

import datetime
import io
import itertools
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from wagtail.blocks import StreamBlockValidationError
from wagtail.test.utils.form_data import streamfield

from consent import actions
from publication import between
from publication.actions.reissuing import reissue
from publication.composing import planned
from publication.formats.edition import Piece, from_data, to_data
from publication.formats.leaves import Breath, PicturePage, QuotationPage
from publication.frozen_plan import freeze_plan
from publication.models import BookletPage, HelpLine, Release
from publication.plan import BookletBody
from publication.plan_pages import StaffPictureBlock
from stories.actions import erase
from stories.models import Contribution, Picture
from stories.tree import Paragraph, Run, StoryTree
from tests.clock import clock
from tests.factories import TODAY, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import BEFORE, OPENS, make_booklet, make_release
from tests.publication.booklets.test_editing import as_posted, edit, row, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


@pytest.fixture
def picture():
    made = io.BytesIO()
    Image.new("RGB", (60, 40), "#8a6d3b").save(made, "PNG")
    return Picture.objects.create(
        title="Threads", description="Threads in a field", file=ContentFile(made.getvalue(), "t.png")
    )


def line(name: str, **changes) -> HelpLine:
    return HelpLine.objects.create(name=name, phone="0808 157 0000", verified_on=TODAY, **changes)


def breath(words: str = "", **place) -> tuple[str, dict]:
    return "breath", {"words": words, **place}


def part(*versions, title="At home", between=()) -> tuple[str, dict]:
    return "part", {"title": title, "intro": "", "stories": list(versions), "between": list(between)}


def saved(page, *blocks) -> BookletPage:
    page.body = list(blocks)
    page.save_revision().publish()
    return BookletPage.objects.get(pk=page.pk)


def read(page) -> list:
    """What stands in the booklet's draft in order: titles of stories, and the editors' pages."""
    edition = planned(page.draft(), day=TODAY)
    return [
        item.tree.title if isinstance(item, Piece) else type(item).__name__
        for one in edition.parts
        for item in one.in_order()
    ]


class TestTheirPlaces:
    @pytest.fixture
    def versions(self):
        return [make_version(title) for title in ("One", "Two", "Three")]

    @pytest.fixture
    def page(self, versions, picture):
        law = ("quotation", {"words": "Nobody\n\nwaits.", "source": "A law", "after": 2})
        inside = [breath("Rest.", after=1), law]
        blocks = [breath("First."), part(*versions, between=inside), ("picture", {"picture": picture, "caption": "T"})]
        return saved(make_booklet(*versions), *blocks)

    def test_they_stand_where_the_editors_put_them(self, page):
        assert read(page) == ["Breath", "One", "Breath", "Two", "QuotationPage", "Three", "PicturePage"]

    def test_the_plan_keeps_staffs_words_and_comes_back_as_an_edition(self, page):
        edition = planned(page, day=TODAY)
        assert from_data(json.loads(json.dumps(to_data(edition)))) == edition
        leaves = [leaf for one in edition.parts for leaf in one.leaves]
        assert leaves[2] == QuotationPage(2, ("Nobody", "waits."), "A law")
        assert isinstance(leaves[3], PicturePage)
        assert (leaves[3].description, leaves[3].caption) == ("Threads in a field", "T")

    def test_a_story_that_may_not_be_shown_leaves_no_gap(self, page, versions):
        actions.stop(agreement=versions[1].agreement, today=TODAY)
        assert read(page) == ["Breath", "One", "Breath", "QuotationPage", "Three", "PicturePage"]

    def test_a_part_whose_stories_are_all_gone_takes_the_pages_inside_it_along(self, page, versions):
        for version in versions:
            actions.stop(agreement=version.agreement, today=TODAY)
        assert read(page) == ["Breath", "PicturePage"]

    def test_two_breaths_never_follow_each_other(self, versions):
        inside = [breath(after=1), breath("Rest.", after=2)]
        page = saved(make_booklet(*versions), part(*versions, between=inside))
        actions.stop(agreement=versions[1].agreement, today=TODAY)
        edition = planned(page, day=TODAY)
        assert [leaf for one in edition.parts for leaf in one.leaves] == [Breath(1, "Rest.")]

    def test_a_deleted_story_moves_no_page_of_the_draft(self, page, versions):
        erase(contribution=versions[0].story.contribution, today=TODAY)
        page = BookletPage.objects.get(pk=page.pk)
        assert [block.value["after"] for block in page.draft().body[1].value["between"]] == [0, 1]
        page.draft().save_revision()
        page.refresh_from_db()
        assert read(page) == ["Breath", "Two", "QuotationPage", "Three", "PicturePage"]

    def test_a_release_built_from_the_plan_shows_them_and_so_does_the_next(self, page, versions, client):
        first = make_release(page)
        actions.stop(agreement=versions[1].agreement, today=TODAY)
        second = reissue(release=first, day=TODAY)
        second.refresh_from_db()
        assert second.state == Release.State.READY
        assert second.frozen == first.frozen
        with clock(OPENS):
            contents = client.get(page.url).content.decode()
            shown = client.get(f"{page.url}{versions[0].story.code}/").content.decode()
        assert "First." in contents
        assert "Rest." in shown


class TestPictures:
    @pytest.fixture
    def version(self):
        return make_version("One")

    @pytest.fixture
    def page(self, version, picture):
        return saved(make_booklet(version), part(version), ("picture", {"picture": picture, "caption": ""}))

    def test_one_is_served_from_the_second_of_the_opening_and_not_before(self, page, picture, client):
        make_release(page)
        address = f"{page.url}pictures/{picture.sha256[:32]}/"
        with clock(BEFORE):
            assert client.get(address).status_code == 404
        with clock(OPENS):
            assert client.get(address).status_code == 200

    def test_nor_by_the_address_of_pictures_of_the_site(self, page, picture, client):
        from publication.pictures import picture_url

        assert client.get(picture_url(picture, "max-300x300")).status_code == 404

    def test_one_that_was_deleted_since_stops_no_release(self, page, picture):
        first = make_release(page)
        Picture.objects.filter(pk=picture.pk).delete()
        again = reissue(release=first, day=TODAY)
        again.refresh_from_db()
        assert again.state == Release.State.READY, again.trouble

    def test_nor_does_one_whose_file_is_lost(self, page, picture):
        picture.file.storage.delete(picture.file.name)
        assert make_release(page).state == Release.State.READY

    def test_a_familys_picture_cannot_be_chosen_and_is_never_frozen(self, page, picture, version):
        contribution = Contribution.objects.get(pk=version.story.contribution_id)
        Picture.objects.filter(pk=picture.pk).update(contribution=contribution)
        with pytest.raises(ValidationError, match="family's story"):
            StaffPictureBlock().clean(Picture.objects.get(pk=picture.pk))
        assert freeze_plan(BookletPage.objects.get(pk=page.pk))["parts"][0]["then"] == []

    def test_one_without_a_description_is_refused(self, picture):
        Picture.objects.filter(pk=picture.pk).update(description="  ")
        with pytest.raises(ValidationError, match="no description"):
            StaffPictureBlock().clean(Picture.objects.get(pk=picture.pk))

    def test_the_desk_sees_one_before_the_first_story_in_the_preview(self, page, picture, version):
        page = saved(page, ("picture", {"picture": picture, "caption": ""}), part(version))
        answer = staff.editor().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        (address,) = re.findall(r'src="(/pictures/[^"]+)"', said(answer))
        assert staff.editor().get(address).status_code == 200
        assert Client().get(address).status_code == 404


class TestAsksAndHelp:
    def test_asks_keep_their_answers_in_the_order_of_the_editors(self):
        answer = {"who": "The Office", "when": "May 2027", "says": "They\nwill."}
        asks = ("asks", {"intro": "We ask.", "asks": [{"what": "A name", "to": "Chiefs", "answers": [answer]}]})
        page = saved(make_booklet(version := make_version("One")), asks, part(version))
        edition = planned(page, day=TODAY)
        assert edition.asks_intro == "We ask."
        (ask,) = edition.asks
        assert (ask.what, ask.to) == ("A name", "Chiefs")
        assert [(a.who, a.when, a.says) for a in ask.answers] == [("The Office", "May 2027", "They will.")]

    def test_without_a_choice_every_help_line_is_printed(self):
        line("First"), line("Second")
        page = make_booklet(make_version("One"))
        printed = [one.name for one in planned(page, day=TODAY).help]
        assert printed == [one.name for one in HelpLine.objects.all()]
        assert {"First", "Second"} < set(printed)

    def test_the_editors_may_choose_and_order_them(self):
        first, second = line("First"), line("Second")
        line("Third")
        chosen = ("help", {"intro": "Ring.", "lines": [second, first, second, None]})
        page = saved(make_booklet(version := make_version("One")), part(version), chosen)
        edition = planned(page, day=TODAY)
        assert [one.name for one in edition.help] == ["Second", "First"]
        assert edition.help_intro == "Ring."

    def test_one_that_was_deleted_is_passed_over(self):
        first, second = line("First"), line("Second")
        chosen = ("help", {"intro": "", "lines": [second, first]})
        page = saved(make_booklet(version := make_version("One")), part(version), chosen)
        second.delete()
        page = BookletPage.objects.get(pk=page.pk)
        assert [one.name for one in planned(page.draft(), day=TODAY).help] == ["First"]
        page.draft().save_revision()

    def test_a_second_block_of_asks_is_refused(self):
        block = BookletBody()
        asks = {"type": "asks", "value": {"intro": "", "asks": []}}
        with pytest.raises(StreamBlockValidationError):
            block.clean(block.to_python([asks, asks]))


class TestTheForm:
    def test_a_page_between_and_the_asks_are_saved_as_posted(self):
        page = make_booklet(version := make_version("One"))
        rows = {f"stories-0-{name}": value for name, value in row(0, version.pk).items()}
        within = streamfield([("breath", {"after": "1", "words": "Rest."})])
        one = {"title": "At home", "intro": "", "stories-count": 1, **rows, "between": within}
        ask = {"what": "A name", "to": "", "answers-count": 0}
        asked = {
            "intro": "",
            "asks-count": 1,
            "asks-0-value": ask,
            "asks-0-deleted": "",
            "asks-0-order": 0,
            "asks-0-id": "",
        }
        posted = as_posted(page) | flat("body", streamfield([("part", one), breath("Last."), ("asks", asked)]))
        answer = staff.editor().post(edit(page), posted)
        assert answer.status_code == 302, said(answer)
        page.refresh_from_db()
        assert read(page) == ["One", "Breath"]
        assert [ask.what for ask in planned(page.draft(), day=TODAY).asks] == ["A name"]


def flat(name: str, data: dict) -> dict:
    from wagtail.test.utils.form_data import nested_form_data

    return nested_form_data({name: data})


class TestOldPlans:
    def test_a_plan_that_was_frozen_before_there_were_such_blocks_is_still_built(self):
        page = make_booklet(version := make_version("One"))
        old = freeze_plan(page)
        for name in ("opening", "asks", "asks_intro", "help_intro", "cover"):
            old.pop(name, None)
        for one in old["parts"]:
            del one["between"], one["then"]
        first = make_release(page)
        Release.objects.filter(pk=first.pk).update(frozen=old)
        first.refresh_from_db()
        again = reissue(release=first, day=TODAY)
        again.refresh_from_db()
        assert again.state == Release.State.READY
        assert [held.version for held in again.stories.in_files_of("online")] == [version]


def story(number: int) -> Piece:
    tree = StoryTree(f"Story {number}", "", "en", (Paragraph((Run("Words."),)),))
    return Piece(f"S-27-{number:04d}", tree, "", "", 1, "prose")


breaths = st.builds(lambda words: {"leaf": "breath", "words": words}, st.sampled_from(["", "Rest."]))
laws = st.builds(lambda n: {"leaf": "quotation", "paragraphs": [f"Law {n}"], "source": "S"}, st.integers(0, 99))
pages_between = st.one_of(breaths, laws)
inside = st.builds(lambda page, after: page | {"after": after}, pages_between, st.integers(0, 6))
titled = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["", "A part"]),
        "intro": st.just(""),
        "size": st.integers(0, 4),
        "between": st.lists(inside, max_size=4),
        "then": st.lists(pages_between, max_size=2),
    }
)


@given(st.lists(titled, max_size=4), st.lists(pages_between, max_size=2), st.sets(st.integers(0, 15)))
def test_whatever_is_left_out_the_order_stands_and_nothing_shows_the_gap(drawn, opening, refused):
    numbers = itertools.count()
    plan = {
        "opening": opening,
        "parts": [{**one, "stories": [next(numbers) for _ in range(one["size"])]} for one in drawn],
    }
    let_out = [pk for one in plan["parts"] for pk in one["stories"] if pk not in refused]
    made = between.parts(plan, {pk: story(pk) for pk in let_out}, {})
    order = [item for one in made for item in one.in_order()]
    assert [item.code for item in order if isinstance(item, Piece)] == [f"S-27-{pk:04d}" for pk in let_out]
    assert not any(isinstance(a, Breath) and isinstance(b, Breath) for a, b in itertools.pairwise(order))
    assert all(one.stories or one.leaves for one in made)
    assert len([item for item in order if not isinstance(item, Piece)]) == sum(len(one.leaves) for one in made)
    outside = [
        page for page in opening + [page for one in drawn for page in one["then"]] if page["leaf"] == "quotation"
    ]
    shown = [item.paragraphs[0] for item in order if isinstance(item, QuotationPage)]
    assert all(page["paragraphs"][0] in shown for page in outside)


def test_weeks_of_releases_are_told_from_the_opening_on(client):
    versions = [make_version("One"), make_version("Two")]
    page = make_booklet(*versions)
    make_release(page, day=TODAY)
    make_release(page, day=TODAY + datetime.timedelta(days=7))
    with clock(OPENS):
        shown = said(client.get(page.url))
        assert "2027.2, made in the week of" in shown
        assert "2027.1" not in shown
        assert "made again" not in shown
        third = make_release(page, day=datetime.date(2027, 3, 29))
        shown = said(client.get(page.url))
    assert "2027.2, made in the week of" in shown
    assert "2027.3, made again in the week of 29 March 2027" in shown
    assert "This booklet was made again in the week of 29 March 2027" in shown
    assert third.digest in shown
    assert third.ledger_head in shown
