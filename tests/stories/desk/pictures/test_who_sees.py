"""A family's picture is seen where its story is seen, and nowhere else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, UploadedFile

from consent.uses import Use
from publication.models import StandardPage
from publication.pictures import picture_url
from stories import actions, roles
from stories.models import Picture, Story
from stories.states import NotAllowedNow
from tests.factories import TODAY, make_version
from tests.publication.site import invent
from tests.stories.desk.conftest import staff
from tests.stories.desk.pictures.steps import cleared, uploaded_by_staff
from tests.stories.pictures import CANARY, photograph_with_a_name

pytestmark = pytest.mark.django_db


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
    listed = person.client.get("/admin/api/main/images/").content.decode()
    assert other.title in listed and row.title not in listed
    assert person.client.get(f"/admin/api/main/images/{row.pk}/").status_code == 404
    insert = reverse("wagtailimages_chooser:select_format", args=[row.pk])
    for answer in (person.client.get(insert), person.client.post(insert, {"image-chooser-insertion-format": "left"})):
        assert answer.status_code in (302, 403, 404)
    mine = reverse("wagtailimages_chooser:select_format", args=[other.pk])
    assert person.client.get(mine).status_code == 200
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


def test_what_staff_upload_is_laid_aside_without_what_its_file_tells(desk, files):
    """Wagtail keeps the upload while the description is missing, under a name of its own and as it came."""
    upload = SimpleUploadedFile(f"{CANARY}.jpg", photograph_with_a_name(), "image/jpeg")
    address = reverse("wagtailimages:add_multiple")
    answer = desk.dana.client.post(address, {"title": "A lamp", "files[]": upload, "collection": 1}).json()
    assert answer["success"]
    (kept,) = [path for path in files.rglob("*") if path.is_file()]
    assert CANARY not in kept.name and CANARY.encode() not in kept.read_bytes()
    assert CANARY not in UploadedFile.objects.get().file.name
