"""What readers meet on and after 18 March, with all kinds of text: contents, stories, the shelf, and what is gone."""

import pytest

from publication.demonstrating.stories import IN_THE_BOOKLET
from publication.models import Release
from stories import actions
from stories.pages import SharePage
from tests import as_migrated
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watching import Cookies
from tests.clock import clock
from tests.factories import make_version
from tests.publication.booklets.making import DAY, OPENS, make_booklet, make_release

pytestmark = pytest.mark.django_db(transaction=True)

FOREWORD = {
    "kind": "foreword",
    "title": "Before you begin",
    "text": "We are parents.\n\nRead slowly.",
    "signature": "Us",
}


@pytest.fixture
def booklet(settings, tmp_path):
    """The demonstration's stories in a booklet that has opened a second ago; the first is deleted since."""
    settings.RELEASES_DIR = tmp_path / "releases"
    with clock(OPENS):
        versions = [make_version(one.title, one.text, kind=one.kind) for one in IN_THE_BOOKLET]
        for version, one in zip(versions, IN_THE_BOOKLET, strict=True):
            version.story.content_note, version.story.standfirst = one.note, one.standfirst
            version.story.save()
        page = make_booklet(*versions, front=[("front", FOREWORD | {"signature": "A panel"})])
        page.get_parent().get_parent().add_child(instance=SharePage(title="Share your story", slug="share"))
        make_release(page, day=DAY)
        page.gone = f"{page.url}{versions[0].story.code}/"
        actions.erase(contribution=versions[0].story.contribution, today=DAY)
        yield page
    as_migrated.give_back()


def addresses(page) -> list[str]:
    """Every public page of this site, one of each kind, and every story."""
    edition = page.served(DAY).edition
    stories = [f"{page.url}{piece.code}/" for piece in edition.stories()]
    assert len(stories) == len(IN_THE_BOOKLET) - 1
    return ["/", "/booklets/", page.url, *stories, page.gone, f"{page.url}S-27-9999/", "/share/", "/words/", "/about/"]


# Light on a phone and dark on a desk in each run; the two others are proofs.
@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(PHONE, "light", id="phone-light"),
        pytest.param(DESKTOP, "dark", id="desktop-dark"),
        pytest.param(PHONE, "dark", id="phone-dark", marks=pytest.mark.proof),
        pytest.param(DESKTOP, "light", id="desktop-light", marks=pytest.mark.proof),
    ],
)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(open_context, booklet, axe_finds_nothing, size, scheme):
    reader = open_context(size, color_scheme=scheme)
    for address in addresses(booklet):
        reader.goto(address)
        axe_finds_nothing(reader)
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_reader_goes_through_the_whole_booklet_without_scripts_and_gets_no_cookie(open_context, booklet):
    cookies = Cookies()
    reader = cookies.over(open_context(PHONE, scripts=False))
    reader.goto("/")
    reader.get_by_role("link", name="Read the booklet").click()
    reader.get_by_role("link", name="Begin with the first story").click()
    read = []
    while (heading := reader.locator("h1").inner_text()) != booklet.title:
        assert heading not in read
        read.append(heading)
        assert reader.locator(".story").inner_text().strip()
        reader.locator("a.next").click()
    assert [title.casefold() for title in read] == [one.title.casefold() for one in IN_THE_BOOKLET[1:]]
    for address in (booklet.gone, *addresses(booklet)):
        reader.goto(address)
    assert len(cookies.watched()) > len(IN_THE_BOOKLET)
    assert cookies.set_by() == [] and reader.context.cookies() == []


def test_nobody_sees_anything_of_it_a_second_before(open_context, booklet):
    reader = open_context(PHONE)
    found = addresses(booklet)
    with clock(OPENS.replace(year=2026)):
        for address in found:
            inside = address.startswith(booklet.url)
            assert reader.goto(address).status == (404 if inside else 200), address
            assert booklet.title not in reader.locator("main").inner_text()


def test_a_deleted_story_and_a_code_that_never_was_get_the_same_page(open_context, booklet):
    reader = open_context(PHONE)
    pages = []
    for address in (booklet.gone, f"{booklet.url}S-27-9999/"):
        assert reader.goto(address).status == 410
        pages.append(reader.locator("main").inner_html())
    assert pages[0] == pages[1]
    assert Release.objects.ready().get().number == 2


def test_a_story_with_a_note_can_be_left_out_before_a_word_of_it_is_read(open_context, booklet):
    reader = open_context(PHONE)
    warned = next(one for one in IN_THE_BOOKLET[1:] if one.note)
    reader.goto(booklet.url)
    reader.get_by_role("link", name=warned.title, exact=True).click()
    note, words = reader.locator(".content-note"), reader.locator("div.story")
    assert warned.note in note.inner_text()
    assert note.bounding_box()["y"] < words.bounding_box()["y"]
    note.get_by_role("link").click()
    assert reader.locator("h1").inner_text() != warned.title
