"""A parent sees a picture in the final words, and takes it back without waiting for anybody."""

import json

import pytest

from consent.errors import AgreementEnded
from consent.uses import Use
from stories import actions, tree
from stories.models import Picture, Record
from stories.vault import words as vault_words
from stories.vault.shards import SlotErased
from tests.factories import TODAY
from tests.stories.desk.pictures.steps import SHOWS, approved, cannot, cleared, rows_about, sealed, stored
from tests.stories.journey.walking import come_back, send
from tests.stories.pictures import drawn

pytestmark = pytest.mark.django_db


def test_a_picture_taken_back_from_cleared_words_is_gone_at_once(desk, sent):
    story = cleared(desk, sent)
    row = Picture.objects.get()
    actions.remove_picture(visit=sent, sha256=row.sha256, today=TODAY)
    assert (stored(), Picture.objects.count(), Record.objects.filter(kind="picture").count()) == ([], 0, 0)
    assert rows_about(row.pk) == []
    story.refresh_from_db()
    assert tree.pictures(story.tree()) == () == tree.pictures(story.get_latest_revision_as_object().tree())
    assert "drawing of a house" not in json.dumps(list(story.body.raw_data))
    assert "drawing of a house" not in json.dumps(story.latest_revision.content)
    assert "came home at four" in str(story.body)


def test_words_that_show_it_are_closed_when_she_takes_it_back(desk, sent):
    version = approved(desk, sent)
    allowed = {"digest": version.digest, "edition": version.edition, "day": TODAY}
    assert version.agreement.may_use(Use.ONLINE, **allowed).allowed
    actions.remove_picture(visit=sent, sha256=sealed(sent).sha256, today=TODAY)
    for use in (Use.ONLINE, Use.PRINT):
        verdict = version.agreement.may_use(use, **allowed)
        assert not verdict.allowed and "words_refused" in {reason.code for reason in verdict.reasons}


def test_taking_one_back_that_is_gone_says_no_to_nothing(desk, sent):
    version = approved(desk, sent)
    actions.remove_picture(visit=sent, sha256="0" * 64, today=TODAY)
    allowed = {"digest": version.digest, "edition": version.edition, "day": TODAY}
    assert version.agreement.may_use(Use.ONLINE, **allowed).allowed


def test_a_removal_cut_short_can_be_pressed_again(desk, sent, monkeypatch):
    cleared(desk, sent)
    digest = Picture.objects.get().sha256
    with monkeypatch.context() as patched, pytest.raises(OSError, match="read-only"):
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", cannot)
        actions.remove_picture(visit=sent, sha256=digest, today=TODAY)
    assert Record.objects.filter(kind="picture").exists()
    actions.remove_picture(visit=sent, sha256=digest, today=TODAY)
    assert (stored(), Picture.objects.count(), Record.objects.filter(kind="picture").count()) == ([], 0, 0)


@pytest.fixture
def asked(desk):
    """A contribution whose words and picture are before the parent; returns the return words."""
    contribution, indices = desk.send()
    visit = actions.come_back(indices=indices)
    actions.add_picture(visit=visit, data=drawn(), description=SHOWS)
    story = cleared(desk, visit)
    actions.ask_parent(story=story, edition=desk.edition, uses={Use.ONLINE}, user=desk.dana.user, today=TODAY)
    return vault_words.as_words(indices)


def test_the_page_of_the_exact_words_shows_it_with_the_words_that_stand_for_it(asked, client):
    page = come_back(client, asked).press("Read the final words")
    (image,) = page.tree.xpath("//article//img")
    assert image.get("src").startswith("data:image/png;base64,")
    assert image.get("alt") == "My daughter’s drawing of a house at night"


def test_removing_one_that_is_in_the_final_words_says_what_it_does_and_does_it(asked, client):
    page = come_back(client, asked).press("Look at my pictures")
    assert "This one is in the final words." in page.said
    assert "we cannot add a picture to them now" in page.said
    (name,) = page.tree.xpath("//button[@name='remove']/@value")
    gone = send(client, {**page.fields, "remove": name})
    assert "The picture is gone" in gone.said
    assert (stored(), Picture.objects.count()) == ([], 0)
    assert "Read the final words" not in come_back(client, asked).buttons


def test_a_removal_that_fails_is_told_and_the_picture_stays_on_the_page(asked, client, monkeypatch):
    page = come_back(client, asked).press("Look at my pictures")
    (name,) = page.tree.xpath("//button[@name='remove']/@value")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", cannot)
        failed = send(client, {**page.fields, "remove": name})
    assert "Please press remove once more" in failed.said
    # The no to the words came first, and holds whatever the disk does.
    assert "Read the final words" not in come_back(client, asked).buttons
    gone = send(client, {**failed.fields, "remove": name})
    assert "The picture is gone" in gone.said and stored() == []


def test_a_picture_for_a_story_that_was_deleted_meanwhile_finds_no_page(desk, client):
    contribution, indices = desk.send()
    page = come_back(client, vault_words.as_words(indices)).press("Add a picture")
    visit = actions.come_back(indices=indices)
    actions.erase(contribution=contribution, today=TODAY)
    with pytest.raises((AgreementEnded, SlotErased)):
        actions.add_picture(visit=visit, data=drawn(), description="Late")
    late = send(client, {**page.fields, "shows": "Late"})
    assert late.heading == "Come back to your story"
