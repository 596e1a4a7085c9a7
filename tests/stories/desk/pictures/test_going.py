"""A picture goes with its story: files first, then the key, then every row."""

import pytest

from publication.models import StandardPage
from stories import actions
from stories.actions.leaving import finish_erasing
from stories.models import Contribution, Picture, PictureRendition, Record, Story
from stories.states import State
from tests.factories import TODAY, make_version
from tests.publication.site import invent
from tests.stories.desk.pictures.steps import approved, cannot, cleared, prepared, rows_about, stored, uploaded_by_staff

pytestmark = pytest.mark.django_db


def test_deleting_deletes_files_rows_sizes_and_what_wagtail_knows_of_them(desk, sent):
    approved(desk, sent)
    row = Picture.objects.get()
    row.get_rendition("max-165x165")
    assert len(stored()) == 2
    actions.erase(contribution=sent.contribution, today=TODAY)
    assert stored() == []
    assert not Picture.objects.exists() and not PictureRendition.objects.exists()
    assert rows_about(row.pk) == []


def test_files_are_gone_before_the_key_and_rows_after_it(desk, sent, monkeypatch):
    cleared(desk, sent)

    def die(slot):
        assert stored() == []
        assert Picture.objects.exists()
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr("stories.actions.leaving.keys.erase_slot", die)
        actions.erase(contribution=sent.contribution, today=TODAY)
    assert finish_erasing(today=TODAY) == 1
    assert not Picture.objects.exists() and not Contribution.objects.exists()


def test_a_file_that_cannot_be_deleted_keeps_the_deletion_unfinished_and_not_the_key(desk, sent, monkeypatch):
    cleared(desk, sent)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", cannot)
        with pytest.raises(OSError, match="read-only"):
            actions.erase(contribution=sent.contribution, today=TODAY)
    assert Picture.objects.exists() and len(stored()) == 1
    finish_erasing(today=TODAY)
    assert (stored(), Picture.objects.count()) == ([], 0)


def put_into(story: Story, picture: Picture) -> None:
    """As an editor saves it: in the draft and its revision."""
    draft = story.get_latest_revision_as_object()
    value = {"image": picture.pk, "description": "A lamp", "transcript": ""}
    draft.body = [*draft.body.raw_data, {"type": "picture", "value": value}]
    draft.save()
    draft.save_revision()


def test_a_picture_that_staff_put_into_the_story_alone_goes_with_it(desk, sent):
    story = cleared(desk, sent)
    put_into(story, uploaded_by_staff())
    actions.erase(contribution=sent.contribution, today=TODAY)
    assert (stored(), Picture.objects.count()) == ([], 0)


def test_a_picture_that_another_story_or_page_shows_stays(desk, sent):
    story = cleared(desk, sent)
    elsewhere, on_a_page = uploaded_by_staff(), uploaded_by_staff("#888888")
    put_into(story, elsewhere)
    put_into(story, on_a_page)
    make_version("Another", picture=elsewhere, edition=desk.edition)
    body = [("picture", {"picture": on_a_page, "caption": ""})]
    invent().home.add_child(instance=StandardPage(title="With picture", slug="pic", body=body))
    actions.erase(contribution=sent.contribution, today=TODAY)
    assert set(Picture.objects.all()) == {elsewhere, on_a_page}
    assert len(stored()) == 2


def test_setting_aside_and_expiry_leave_no_picture_in_clear(desk, sent):
    prepared(desk, sent)
    desk.amara.post("contribution:set_aside", sent.contribution.pk)
    assert Contribution.objects.get().state == State.NOT_USED
    assert (stored(), Picture.objects.count()) == ([], 0)
    assert Record.objects.filter(kind="picture").count() == 1
    actions.erase(contribution=sent.contribution, today=TODAY)
    assert not Record.objects.exists()
