"""The release desk and the booklet's editor in a real browser, under the desk's own policy."""

import pytest
from playwright.sync_api import expect

from publication.actions import freeze
from publication.models import BookletPage, Build
from stories import roles
from tests.factories import make_user, make_version
from tests.publication.booklets.making import being_built, make_booklet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def publisher(live_server, settings, tmp_path):
    from django.contrib.auth.models import Group

    settings.RELEASES_DIR = tmp_path / "releases"
    user = make_user("idris")
    user.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    return user


def sign_in(page):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("idris")
    page.get_by_label("Password").fill("a long enough pass phrase")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def test_progress_moves_by_itself_and_a_stopped_build_is_noticed(publisher, desktop):
    booklet = make_booklet(make_version("The kettle"))
    freeze(page=booklet, user=publisher)
    Build.objects.update(done=1, steps=9, says="Making booklet.pdf")
    sign_in(desktop)
    with being_built():
        desktop.goto(f"/admin/booklets/{booklet.pk}/")
        expect(desktop.locator("#progress").get_by_role("status")).to_contain_text("Making booklet.pdf")
        Build.objects.update(done=5, says="Making booklet.txt")
        expect(desktop.locator("#progress").get_by_role("status")).to_contain_text("Making booklet.txt")
        assert desktop.locator("progress").evaluate("bar => bar.value") == 5
    expect(desktop.get_by_role("heading", name="The build of release 2027.1 has stopped")).to_be_visible()
    desktop.get_by_role("button", name="Start it again").click()
    expect(desktop.get_by_role("link", name="booklet.pdf")).to_be_visible()
    assert desktop.get_by_role("heading", name="has stopped").count() == 0


def test_an_editor_chooses_a_story_and_saves(publisher, desktop):
    booklet = make_booklet(make_version("The kettle"))
    make_version("The stair", "The stair: words that nobody else wrote.")
    sign_in(desktop)
    desktop.goto(f"/admin/pages/{booklet.pk}/edit/")
    row = desktop.locator(".chooser", has_text="The kettle")
    row.get_by_role("button").first.click()
    desktop.get_by_role("button", name="Choose another story").click()
    dialog = desktop.locator(".modal")
    dialog.get_by_label("Title or code").fill("stair")
    expect(dialog.get_by_role("link", name="The kettle")).to_have_count(0)
    dialog.get_by_role("link", name="The stair").click()
    expect(desktop.locator(".chooser", has_text="The stair")).to_be_visible()
    desktop.get_by_role("button", name="Save draft").click()
    expect(desktop.locator(".messages")).to_contain_text("The light left on")
    draft = BookletPage.objects.get().draft()
    assert [version.title for version in draft.body[0].value["stories"]] == ["The stair"]
