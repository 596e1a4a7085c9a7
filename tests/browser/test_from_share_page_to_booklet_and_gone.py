"""One story all the way, in real browsers: a parent writes it, two readers clear it, she approves it, people read it,
and she takes it away."""

import re
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import expect

from publication.models import BookletPage, Release
from stories.models import Contribution, Story, StoryVersion
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.parent import come_back, heading, walk
from tests.browser.parent import press as push
from tests.browser.staff import AtDesk
from tests.browser.watching import Cookies, SecondLook

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "The key in the door"
TEXT = """My daughter Brixlyn was a child when it began. We lived in Rotherham then.

I lay awake and listened for her key. Brixlyn came home at four."""
CLEARED = "I lay awake and listened for her key. My daughter came home at four."
SECOND_TITLE, SECOND_TEXT = "The bus stop", "I waited at the bus stop. I wait there still."
EDITED_TITLE = "Her key in the door"


@pytest.fixture
def cookies():
    return Cookies()


def test_from_the_share_page_to_the_booklet_and_gone(house, open_context, desk, cookies, axe_finds_nothing):
    parent = cookies.over(open_context(PHONE, scripts=False))
    reader = cookies.over(open_context(DESKTOP))
    second_look = SecondLook(open_context(PHONE))
    share, booklet = house.share.url, house.booklet.url
    each = lambda name="": None if "empty" in name else second_look.finds_nothing(parent)  # noqa: E731

    words = walk(parent, door=share, each=each, title=TITLE, text=TEXT)
    push(parent, "I have written them down")
    other_words = walk(parent, door=share, title=SECOND_TITLE, text=SECOND_TEXT)

    amara, ben, dana = desk("amara"), desk("ben"), desk("dana")
    codes = [contribution.code for contribution in Contribution.objects.all()]
    assert len(codes) == 2
    for code in codes:
        prepared(amara, code)
        checked(ben, code)
    story = Story.objects.get(title=TITLE)
    assert "Brixlyn" not in dana_reads(dana, story) and CLEARED in dana_reads(dana, story)
    edited(dana, story)
    for one in Story.objects.all():
        asked(dana, one)

    for key in (words, other_words):
        come_back(parent, key, door=share)
        each()
        approved(parent, each)
    for one in Story.objects.all():
        signed_off(ben, one)
    placed(ben, house.booklet, [EDITED_TITLE, SECOND_TITLE])
    released(ben, house.booklet)

    assert reader.goto(booklet).status == 404
    house.let_the_day_come()
    address = read(reader, booklet, axe_finds_nothing)
    assert EDITED_TITLE in pdf_text(reader, booklet)

    come_back(parent, words, door=share)
    push(parent, "Delete my story")
    each()
    parent.get_by_label("Your return words").fill(words)
    push(parent, "Delete my story for ever")
    each()
    assert heading(parent) == "It is gone"

    assert reader.goto(address).status == 410
    axe_finds_nothing(reader)
    assert_gone(reader, booklet, axe_finds_nothing)
    come_back(parent, words, door=share)
    assert parent.locator(".error-summary").is_visible()

    for path in ("/", share, "/words/", "/articles/", "/about/", booklet, "/nowhere/"):
        reader.goto(path)
        axe_finds_nothing(reader)
    for path, status in (("/exit/", 303), (f"{booklet}files/booklet.pdf", 200), (f"{booklet}files/booklet.txt", 200)):
        answer = reader.context.request.get(path, max_redirects=0)
        assert answer.status == status and "set-cookie" not in answer.headers
    assert {"/", share, "/words/", booklet, urlsplit(address).path} <= cookies.watched()
    assert cookies.set_by() == []
    assert parent.context.cookies() == reader.context.cookies() == []


def test_an_answer_that_sets_a_cookie_is_seen(house, open_context, cookies):
    somebody = AtDesk(cookies.over(open_context(DESKTOP)))
    somebody.sign_in("dana")
    assert cookies.set_by()


def prepared(amara, code) -> None:
    amara.open(code, "First reading")
    amara.choose("Nobody needs to be told", "Gentle reading")
    amara.press("Seal the decision")
    amara.prepare()
    assert "A second reader can check it now" in amara.said


def checked(ben, code) -> None:
    ben.open(code, "To check a colleague's work")
    ben.page.locator("#id_edition input").first.check()
    ben.choose("I have read both texts from the first word to the last")
    ben.press("Clear it and make the story")
    assert "Cleared. It is now story" in ben.said


def story_page(somebody, story) -> None:
    somebody.page.goto(f"/admin/snippets/stories/story/edit/{story.pk}/")


def dana_reads(dana, story) -> str:
    story_page(dana, story)
    return " ".join(area.input_value() for area in dana.page.locator("textarea").all())


def edited(dana, story) -> None:
    story_page(dana, story)
    dana.page.get_by_label("Title").first.fill(EDITED_TITLE)
    dana.press("Save draft")
    assert "updated" in dana.said or "saved" in dana.said, dana.said


def asked(dana, story) -> None:
    story_page(dana, story)
    dana.page.get_by_role("link", name="Ask the parent").click()
    dana.press("Ask the parent")
    assert "Asked. The parent sees these exact words" in dana.said


def approved(parent, each) -> None:
    push(parent, "Read the final words")
    each()
    for yes in parent.get_by_label("Yes, just as they stand").all():
        yes.check()
    push(parent, "Send my answer")
    assert heading(parent) == "You said yes to the final words"
    each()


def signed_off(ben, story) -> None:
    story_page(ben, story)
    ben.page.get_by_role("link", name="Sign off").click()
    ben.press("Sign off")
    assert StoryVersion.objects.filter(story=story).exists()


def placed(ben, booklet, titles) -> None:
    """Chooses the stories into a part of the booklet, in Wagtail's own editor."""
    page = ben.page
    page.goto(f"/admin/pages/{booklet.pk}/edit/")
    page.get_by_role("button", name=re.compile("Insert a block")).first.click()
    page.get_by_role("option", name="Part").click()
    for number, title in enumerate(titles):
        if number:
            page.locator("[data-contentpath=stories] .c-sf-add-button").last.click()
        page.get_by_role("button", name="Choose a story").last.click()
        page.locator(".modal-body").get_by_role("link", name=title, exact=True).click()
        # Gone, not only fading: a press while the dialog before is still closing opens nothing.
        expect(page.locator(".modal, .modal-backdrop")).to_have_count(0)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text(re.compile("published")).first.wait_for()
    assert BookletPage.objects.get().entries.count() == len(titles)


def released(ben, booklet) -> None:
    ben.page.goto(f"/admin/booklets/{booklet.pk}/")
    ben.press("Freeze this plan and build the next release")
    assert Release.objects.ready().get().number == 1


def read(reader, booklet, look) -> str:
    """From the front page through the booklet; returns the story's address."""
    reader.goto("/")
    look(reader)
    reader.goto(booklet)
    look(reader)
    reader.get_by_role("link", name=EDITED_TITLE, exact=True).click()
    reader.get_by_text(CLEARED).wait_for()
    assert "Brixlyn" not in reader.content()
    look(reader)
    return reader.url


def pdf_text(reader, booklet) -> str:
    reader.goto(booklet)
    with reader.expect_download() as coming:
        reader.get_by_role("link", name=re.compile("PDF")).first.click()
    pages = pypdfium2.PdfDocument(coming.value.path())
    return " ".join(page.get_textpage().get_text_range() for page in pages)


def assert_gone(reader, booklet, look) -> None:
    """Release 2 is there without the story, and nothing of release 1 is left."""
    now = Release.objects.ready().get()
    assert now.number == 2
    first = Release.objects.get(number=1)
    assert not first.folder.exists() and not first.files.exists()
    reader.goto(booklet)
    look(reader)
    assert EDITED_TITLE not in reader.content() and SECOND_TITLE in reader.content()
    text = pdf_text(reader, booklet)
    assert EDITED_TITLE not in text and SECOND_TITLE in text
