"""A parent's pictures at the desk: seen by readers, decided on, checked by a second one, in clear only then."""

import datetime
import os
from pathlib import Path

import pytest

from stories import actions, family_pictures, tree
from stories.models import Contribution, Picture, Record, Story
from stories.states import State
from tests.factories import TODAY
from tests.stories.desk.conftest import posted
from tests.stories.desk.pictures.steps import (
    SHOWS,
    cleared,
    form,
    prepare_page,
    prepared,
    sealed,
    stored,
    words,
)
from tests.stories.pictures import drawn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["safeguarding", "read", "prepare"])
def test_readers_see_it_with_what_the_parent_says_of_it(desk, sent, name):
    prepare_page(desk, sent)
    page = desk.amara.get(f"contribution:{name}", sent.contribution.pk)
    assert 'src="data:image/png;base64,' in page.content.decode()
    assert SHOWS in words(page)
    assert page["Cache-Control"] == "no-store"
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_nothing_is_chosen_beforehand_and_the_check_waits_for_a_choice(desk, sent):
    page = prepare_page(desk, sent)
    (row,) = page.context["pictures"]
    assert not row.form["use"].value()
    answer = prepared(desk, sent, use="")
    assert "The pictures are not all decided on" in words(answer)
    assert Contribution.objects.get().state == State.PREPARING


def test_a_page_that_shows_no_pictures_leaves_them_undecided(desk, sent):
    data = {name: value for name, value in form(prepare_page(desk, sent)).items() if not name.startswith("picture")}
    desk.amara.post("contribution:prepare", sent.contribution.pk, data=data | {"ready": "1"})
    assert Contribution.objects.get().state == State.PREPARING


def test_a_name_in_the_description_is_found_and_replaced_like_one_in_the_text(desk, sent):
    page = prepare_page(desk, sent)
    desk.amara.post("contribution:prepare", sent.contribution.pk, data=form(page) | {"save": "1"})
    (row,) = desk.amara.get("contribution:prepare", sent.contribution.pk).context["pictures"]
    assert row.form["description"].value() == "My daughter’s drawing of a house at night"


def test_a_name_that_stands_in_the_words_of_a_picture_alone_must_be_decided_on(desk, sent):
    data = form(prepare_page(desk, sent), transcript="Love from Marwenna") | {"ready": "1"}
    answer = desk.amara.post("contribution:prepare", sent.contribution.pk, data=data, follow=True)
    assert [finding.text for _, finding in answer.context["must"]] == ["Marwenna"]
    assert Contribution.objects.get().state == State.PREPARING


def test_a_picture_shown_without_a_description_is_refused_at_its_place(desk, sent):
    data = form(prepare_page(desk, sent), description=" ") | {"save": "1"}
    page = desk.amara.post("contribution:prepare", sent.contribution.pk, data=data)
    assert "Say what is to be seen" in words(page)
    assert "1 thing below needs a word" in words(page)


def test_with_the_vault_locked_the_choice_about_a_picture_is_kept_on_the_page(desk, sent):
    data = form(prepare_page(desk, sent), description="A house") | {"save": "1"}
    desk.amara.post("stories_desk:lock")
    page = desk.amara.post("contribution:prepare", sent.contribution.pk, data=data)
    assert "data:image" not in page.content.decode()
    (row,) = page.context["pictures"]
    assert (row.form["use"].value(), row.form["description"].value()) == ("use", "A house")
    desk.amara.post("contribution:prepare", sent.contribution.pk, data=data | {"phrase": desk.amara.phrase})
    (row,) = desk.amara.get("contribution:prepare", sent.contribution.pk).context["pictures"]
    assert (row.form["use"].value(), row.form["description"].value()) == ("use", "A house")


def test_the_second_reader_sees_it_with_the_words_that_would_be_cleared(desk, sent):
    prepared(desk, sent, transcript="Light on")
    desk.ben.open(sent.contribution, "check")
    page = desk.ben.get("contribution:check", sent.contribution.pk)
    assert 'src="data:image/png;base64,' in page.content.decode()
    for said in (SHOWS, "It would be shown", "My daughter’s drawing of a house at night", "Light on"):
        assert said in words(page)


def test_the_second_reader_clears_exactly_the_pictures_on_the_screen(desk, sent):
    prepared(desk, sent)
    before = desk.amara.get("contribution:check", sent.contribution.pk).context["copy"].digest
    desk.amara.open(sent.contribution)
    prepared(desk, sent, use="leave")
    after = desk.amara.get("contribution:check", sent.contribution.pk).context["copy"].digest
    assert before != after


def test_until_it_is_cleared_no_file_and_no_row_holds_it(desk, sent):
    prepared(desk, sent)
    assert (stored(), Picture.objects.count()) == ([], 0)
    story = desk.clear(sent.contribution)
    row = Picture.objects.get()
    assert stored() == [Path(row.file.name).name]
    assert row.contribution == sent.contribution
    assert (row.width, row.height) == (60, 40)
    assert row.file.open("rb").read() == sealed(sent).data
    (shown,) = tree.pictures(story.tree())
    assert (shown.sha256, shown.description) == (row.sha256, "My daughter’s drawing of a house at night")


def test_one_that_is_left_out_stays_sealed(desk, sent):
    story = cleared(desk, sent, use="leave")
    assert tree.pictures(story.tree()) == ()
    assert (stored(), Picture.objects.count()) == ([], 0)
    assert Record.objects.filter(kind="picture").count() == 1


def test_a_row_is_called_by_its_story_and_is_in_no_search_index(desk, sent):
    story = cleared(desk, sent)
    row = Picture.objects.get()
    assert str(row) == f"{story.code}, picture 1"
    assert "description" not in {field.field_name for field in Picture.search_fields}


def test_a_picture_that_came_after_the_preparing_is_not_cleared_unseen(desk, sent):
    prepared(desk, sent)
    actions.add_picture(visit=sent, data=drawn("#123456"), description="Another")
    desk.ben.open(sent.contribution, "check")
    page = desk.ben.get("contribution:check", sent.contribution.pk)
    assert "Nobody has decided on this picture yet" in words(page)
    _press_clear(desk, sent)
    assert not Story.objects.exists()


def test_a_picture_taken_back_after_the_preparing_is_not_cleared(desk, sent):
    prepared(desk, sent)
    actions.remove_picture(visit=sent, sha256=sealed(sent).sha256, today=TODAY)
    _press_clear(desk, sent)
    assert not Story.objects.exists() and not Picture.objects.exists()
    data = posted(desk.amara.get("contribution:prepare", sent.contribution.pk))
    data |= {"unseen": [value for value, _ in _unseen(desk, sent)], "ready": "1"}
    desk.amara.post("contribution:prepare", sent.contribution.pk, data=data)
    assert tree.pictures(desk.clear(sent.contribution).tree()) == ()


def _unseen(desk, visit):
    return desk.amara.get("contribution:prepare", visit.contribution.pk).context["form"].fields["unseen"].choices


def _press_clear(desk, visit):
    desk.ben.open(visit.contribution, "check")
    page = desk.ben.get("contribution:check", visit.contribution.pk)
    data = {"seen": page.context["clear_form"]["seen"].value(), "edition": desk.edition.pk, "read": "on", "clear": "1"}
    desk.ben.post("contribution:check", visit.contribution.pk, data=data)


def test_a_clearing_that_fails_leaves_no_file(desk, sent, monkeypatch):
    prepared(desk, sent)

    def fail(*args, **kwargs):
        raise OSError("full")

    monkeypatch.setattr("stories.actions.preparing.Story.save_revision", fail)
    with pytest.raises(OSError, match="full"):
        _press_clear(desk, sent)
    assert (stored(), Picture.objects.count(), Story.objects.count()) == ([], 0, 0)


def test_a_file_that_a_killed_process_left_is_found_and_one_in_use_is_not(desk, sent, files):
    cleared(desk, sent)
    Picture.objects.get().get_rendition("max-165x165")
    kept = stored()
    for folder in ("original_images", "images"):
        (files / folder / "stray.png").write_bytes(drawn())
    assert family_pictures.remove_strays() == 0  # perhaps its row is being written at this moment
    long_ago = datetime.datetime(2026, 11, 1).timestamp()
    for path in files.rglob("*.*"):
        os.utime(path, (long_ago, long_ago))
    assert family_pictures.remove_strays() == 2
    assert stored() == kept


def test_no_picture_is_taken_once_the_story_is_cleared(desk, sent):
    cleared(desk, sent)
    with pytest.raises(actions.TooLateForPictures):
        actions.add_picture(visit=sent, data=drawn("#123456"), description="Late")
