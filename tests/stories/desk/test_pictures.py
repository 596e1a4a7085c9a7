"""A parent's pictures at the desk: seen by readers, decided on, checked by a second one, in clear only then."""

import datetime
import json
import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Collection, GroupCollectionPermission, ModelLogEntry, ReferenceIndex

from consent.errors import AgreementEnded
from consent.uses import Use
from publication.models import StandardPage
from publication.pictures import picture_url
from stories import actions, family_pictures, roles, tree
from stories.actions.leaving import finish_erasing
from stories.models import Contribution, Picture, PictureRendition, Record, Story, StoryVersion
from stories.sent_pictures import sent_pictures
from stories.states import NotAllowedNow, State
from stories.vault import words as vault_words
from stories.vault.shards import SlotErased
from tests.factories import TODAY, make_version
from tests.publication.site import invent
from tests.stories.desk.conftest import posted, staff
from tests.stories.journey.walking import come_back, send
from tests.stories.pictures import drawn

pytestmark = pytest.mark.django_db

SHOWS = "Brixlyn’s drawing of a house at night"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()  # Wagtail remembers sizes by the key of a picture, and a test before had the same keys
    return Path(settings.MEDIA_ROOT)


def stored() -> list[str]:
    """Every file of a picture that lies on the disk."""
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


@pytest.fixture
def sent(desk):
    """A contribution with one picture, and the visit of its parent."""
    contribution, indices = desk.send()
    visit = actions.come_back(indices=indices)
    actions.add_picture(visit=visit, data=drawn(), description=SHOWS)
    return visit


def form(page, use="use", **changed) -> dict:
    """The prepare form as a person sends it back, with this decision about each picture."""
    data = posted(page) | {"unseen": [value for value, _ in page.context["form"].fields["unseen"].choices]}
    data["picture"] = [row.sha256 for row in page.context["pictures"]]
    for row in page.context["pictures"]:
        said = {name: row.form[name].value() or "" for name in ("description", "transcript")} | {"use": use}
        data |= {f"{row.form.prefix}-{name}": value for name, value in (said | changed).items()}
    return data


def prepare_page(desk, visit):
    contribution = visit.contribution
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard"})
    return desk.amara.get("contribution:prepare", contribution.pk)


def prepared(desk, visit, use="use", **changed):
    """Amara decides on everything, the picture too, and asks for the check."""
    data = form(prepare_page(desk, visit), use, **changed) | {"ready": "1"}
    return desk.amara.post("contribution:prepare", visit.contribution.pk, data=data, follow=True)


def cleared(desk, visit, use="use", **changed) -> Story:
    prepared(desk, visit, use, **changed)
    return desk.clear(visit.contribution)


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def approved(desk, visit) -> StoryVersion:
    """The story with its picture, asked about, approved and signed off."""
    story = cleared(desk, visit)
    proposal = actions.ask_parent(
        story=story, edition=desk.edition, uses={Use.ONLINE, Use.PRINT}, user=desk.dana.user, today=TODAY
    )
    yes = dict.fromkeys((Use.ONLINE, Use.PRINT), True)
    actions.answer_proposal(visit=visit, proposal=proposal, digest=proposal.digest, uses=yes, today=TODAY)
    return actions.sign_off(story=story, user=desk.ben.user, today=TODAY)


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
    assert row.file.open("rb").read() == _sealed(sent).data
    (shown,) = tree.pictures(story.tree())
    assert (shown.sha256, shown.description) == (row.sha256, "My daughter’s drawing of a house at night")


def _sealed(visit):
    return sent_pictures(visit.opened)[0]


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
    actions.remove_picture(visit=sent, sha256=_sealed(sent).sha256, today=TODAY)
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


# What goes, and when.


def test_deleting_deletes_files_rows_sizes_and_what_wagtail_knows_of_them(desk, sent):
    approved(desk, sent)
    row = Picture.objects.get()
    row.get_rendition("max-165x165")
    assert len(stored()) == 2
    actions.erase(contribution=sent.contribution, today=TODAY)
    assert stored() == []
    assert not Picture.objects.exists() and not PictureRendition.objects.exists()
    assert _rows_about(row.pk) == []


def _rows_about(pk: int) -> list:
    kind = ContentType.objects.get_for_model(Picture)
    return [
        *ModelLogEntry.objects.filter(content_type=kind, object_id=str(pk)),
        *ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(pk)),
        *ReferenceIndex.objects.filter(content_type=kind, object_id=str(pk)),
    ]


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
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", _cannot)
        with pytest.raises(OSError, match="read-only"):
            actions.erase(contribution=sent.contribution, today=TODAY)
    assert Picture.objects.exists() and len(stored()) == 1
    finish_erasing(today=TODAY)
    assert (stored(), Picture.objects.count()) == ([], 0)


def _cannot(self, name):
    raise OSError("read-only")


def uploaded_by_staff(colour="#777777") -> Picture:
    return Picture.objects.create(title="A lamp", description="A lamp", file=ContentFile(drawn(colour), "lamp.png"))


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


# Taking one picture back.


def test_a_picture_taken_back_from_cleared_words_is_gone_at_once(desk, sent):
    story = cleared(desk, sent)
    row = Picture.objects.get()
    actions.remove_picture(visit=sent, sha256=row.sha256, today=TODAY)
    assert (stored(), Picture.objects.count(), Record.objects.filter(kind="picture").count()) == ([], 0, 0)
    assert _rows_about(row.pk) == []
    story.refresh_from_db()
    assert tree.pictures(story.tree()) == () == tree.pictures(story.get_latest_revision_as_object().tree())
    assert "drawing of a house" not in json.dumps(list(story.body.raw_data))
    assert "drawing of a house" not in json.dumps(story.latest_revision.content)
    assert "came home at four" in str(story.body)


def test_words_that_show_it_are_closed_when_she_takes_it_back(desk, sent):
    version = approved(desk, sent)
    allowed = {"digest": version.digest, "edition": version.edition, "day": TODAY}
    assert version.agreement.may_use(Use.ONLINE, **allowed).allowed
    actions.remove_picture(visit=sent, sha256=_sealed(sent).sha256, today=TODAY)
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
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", _cannot)
        actions.remove_picture(visit=sent, sha256=digest, today=TODAY)
    assert Record.objects.filter(kind="picture").exists()
    actions.remove_picture(visit=sent, sha256=digest, today=TODAY)
    assert (stored(), Picture.objects.count(), Record.objects.filter(kind="picture").count()) == ([], 0, 0)


# What the parent sees of it.


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
        patched.setattr("django.core.files.storage.FileSystemStorage.delete", _cannot)
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


# Who sees it.


@pytest.fixture
def painter(desk):
    """Somebody whom an administrator let into the picture library, and who may not see stories."""
    group = Group.objects.create(name="Painters")
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for name in ("add_image", "change_image", "choose_image"):
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=name, content_type__app_label="wagtailimages"),
        )
    return staff("painter", "Painters")


@pytest.mark.parametrize("who", ["painter", "dana", "root"])
def test_no_list_and_no_chooser_of_pictures_shows_it_to_anybody(desk, sent, painter, who):
    story = cleared(desk, sent)
    row, other = Picture.objects.get(), uploaded_by_staff()
    person = {"painter": painter, "dana": desk.dana, "root": desk.root}[who]
    lists = ["wagtailimages:index", "wagtailimages:index_results", "wagtailimages_chooser:choose"]
    for name in lists:
        for query in ({}, {"q": story.code}):
            page = person.get(name, **query).content.decode()
            assert row.title not in page, name
            assert row.sha256[:20] not in page
        assert other.title in person.get(name).content.decode()
    for name in ("edit", "delete", "image_usage", "preview", "url_generator"):
        args = [row.pk, "max-100x100"] if name == "preview" else [row.pk]
        answer = person.client.get(reverse(f"wagtailimages:{name}", args=args))
        assert answer.status_code in (302, 403, 404), name
    person.client.post(reverse("wagtailimages:delete", args=[row.pk]))
    assert person.client.get(reverse("wagtailimages_chooser:chosen", args=[row.pk])).status_code in (302, 403, 404)
    assert Picture.objects.filter(pk=row.pk).exists()


def test_its_file_is_for_those_who_may_see_the_story(desk, sent, painter, client):
    cleared(desk, sent)
    row = Picture.objects.get()
    addresses = [row.file.url, row.get_rendition("max-165x165").url]
    triage = staff("only", roles.TRIAGE)
    for address in addresses:
        assert desk.dana.client.get(address).status_code == 200
        for person in (painter.client, triage.client, client):
            assert person.get(address).status_code == 404


def test_no_page_of_the_site_serves_it_whoever_put_it_there(desk, sent, client):
    cleared(desk, sent)
    row = Picture.objects.get()
    page = StandardPage(title="With picture", slug="pic", body=[("picture", {"picture": row, "caption": ""})])
    invent().home.add_child(instance=page)
    page.save_revision().publish()
    for who in (client, desk.root.client):
        assert who.get(picture_url(row, "max-1240x1240")).status_code == 404


def test_a_story_that_shows_another_familys_picture_is_put_before_no_parent(desk, sent):
    cleared(desk, sent)
    row = Picture.objects.get()
    other = make_version("Another", edition=desk.edition).story
    Story.objects.filter(pk=other.pk).update(
        body=[{"type": "picture", "value": {"image": row.pk, "description": "A house", "transcript": ""}}]
    )
    other.proposals.update(withdrawn=True)
    other.refresh_from_db()
    other.save_revision()
    with pytest.raises(NotAllowedNow, match="another family"):
        actions.ask_parent(story=other, edition=desk.edition, uses={Use.ONLINE}, user=desk.dana.user, today=TODAY)


def test_the_editors_page_shows_the_picture_in_its_story(desk, sent):
    story = cleared(desk, sent)
    page = desk.dana.get("wagtailsnippets_stories_story:edit", story.pk).content.decode()
    assert f"{story.code}, picture 1" in page
