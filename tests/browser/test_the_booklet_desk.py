"""A year's booklet at the desk in a real browser: every page of it can be used by everybody, on a phone and by night.

Long journeys, so they are proofs.
"""

import datetime

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from consent.models import Edition
from publication.models import HandedOut, PressLink
from stories import roles
from tests.browser import axe
from tests.browser.looking import NARROW, WIDE
from tests.browser.test_the_desk import STILL
from tests.browser.test_the_release_desk import sign_in
from tests.clock import an_autumn_day
from tests.factories import TODAY, make_edition, make_user, make_version
from tests.publication.booklets.making import make_booklet, make_release
from tests.publication.booklets.test_editing_pages import breath, part, saved
from tests.stories.documents.made import docx, p, run

__all__ = ["an_autumn_day"]
# Buttons fade from one colour to the other; half way there nothing can be read.
SETTLED = """() => Promise.all(
    document.getAnimations().filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => null))
)"""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.proof]


@pytest.fixture
def publisher(live_server, settings, tmp_path):
    settings.RELEASES_DIR = tmp_path / "releases"
    user = make_user("idris")
    user.groups.add(Group.objects.get(name=roles.PUBLISHERS))
    return user


@pytest.fixture
def booklet(publisher):
    versions = [make_version(title, f"{title}: words that nobody else wrote.") for title in ("Kettle", "Stair", "Gate")]
    law = ("quotation", {"words": "Nobody waits.", "source": "An invented law"})
    inside = part(*versions[:2], between=[breath("Rest a little.", after=1)])
    return saved(make_booklet(*versions), inside, law, part(versions[2], title="Out of doors"))


def look(page, address: str = "") -> None:
    """Axe on a small phone by night and on a desk by day, and nothing beyond the edge."""
    if address:
        page.goto(address)
    page.mouse.move(0, 0)
    page.evaluate(STILL)
    for width, scheme in ((NARROW, "dark"), (WIDE, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        axe.finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def press(page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def desk_of(booklet) -> str:
    return f"/admin/booklets/{booklet.pk}"


def test_the_plan_is_counted_and_put_in_order(booklet, desktop):
    desk = desk_of(booklet)
    sign_in(desktop)
    look(desktop, "/admin/booklets/")
    look(desktop, f"{desk}/board/")
    desktop.get_by_role("link", name="Count the pages").click()
    expect(desktop.get_by_role("heading", name="If it were released now")).to_be_visible(timeout=60_000)
    look(desktop)
    press(desktop, "Move “Stair” up")
    expect(desktop.locator(".messages")).to_contain_text("Moved, and saved as a draft.")


def test_a_proof_is_signed_and_a_sending_written_down_corrected_and_told(booklet, desktop):
    desk = desk_of(booklet)
    make_release(booklet)
    sign_in(desktop)
    look(desktop, f"{desk}/")
    press(desktop, "I have seen the proof of release 2027.1")
    expect(desktop.get_by_text("Families can still leave the print until 12 February 2027")).to_be_visible()
    look(desktop)

    look(desktop, f"{desk}/sent/{booklet.newest_release().pk}/")
    desktop.get_by_label("Sent to").fill("Leaf Printers")
    desktop.get_by_label("print/inner.pdf").check()
    press(desktop, "Write it down")
    look(desktop)
    desktop.get_by_role("link", name="Correct what was sent to Leaf Printers").click()
    assert desktop.get_by_label("Sent to").input_value() == "Leaf Printers"
    assert desktop.get_by_label("print/inner.pdf").is_checked()
    look(desktop)
    look(desktop, f"{desk}/sending/{HandedOut.objects.get().pk}/delete/")

    make_release(booklet)
    look(desktop, f"{desk}/")
    desktop.get_by_role("link", name="They have been told").first.click()
    look(desktop)
    look(desktop, "/admin/")


def test_the_checks_are_asked_again_and_a_story_is_held_from_their_list(booklet, desktop):
    Edition.objects.update(content_lock=TODAY + datetime.timedelta(days=3))
    sign_in(desktop)
    look(desktop, "/admin/")
    desktop.get_by_role("link", name="Ask them about the booklet of 2027").click()
    look(desktop)
    address, code = desktop.url, booklet.entries.order_by("pk").first().version.story.code
    desktop.get_by_role("link", name=f"Hold {code}").click()
    desktop.get_by_label("Courts and police").check()
    desktop.get_by_label("What must be settled first?").fill("A date in court.")
    press(desktop, "Hold it")
    desktop.goto(address)
    expect(desktop.get_by_text("Held now: Courts and police")).to_be_visible()
    press(desktop, "We have asked them again, and nothing stands against what is in it")
    look(desktop)
    look(desktop, address)


def test_a_press_link_is_made_corrected_and_ended(booklet, desktop):
    desk = desk_of(booklet)
    make_release(booklet)
    sign_in(desktop)
    look(desktop, f"{desk}/press/")
    desktop.get_by_label("For whom").fill("Ann of the Courier")
    press(desktop, "Make the link")
    look(desktop)
    address = desktop.locator(".release-desk-link").inner_text()
    assert address.endswith("/") and "/press/" in address
    look(desktop, f"{desk}/press/{PressLink.objects.get().pk}/name/")
    look(desktop, f"{desk}/press/{PressLink.objects.get().pk}/delete/")
    press(desktop, "End the link and take it off the list")
    assert not PressLink.objects.exists()
    look(desktop)


def test_an_edition_is_kept_shut_and_the_next_booklet_begun(booklet, desktop):
    desk = desk_of(booklet)
    sign_in(desktop)
    make_edition(2028)
    for page in ("shut", "next"):
        look(desktop, f"{desk}/{page}/")
    press(desktop, "Start this booklet")
    expect(desktop.locator(".messages")).to_contain_text("The booklet of 2028 has been begun")


def test_the_draft_and_the_rehearsal_are_walked_through_as_readers_will(booklet, desktop):
    make_release(booklet)
    sign_in(desktop)
    for walk, mark in (("draft", "Draft as it was last saved"), ("rehearsal", "Dress rehearsal")):
        look(desktop, f"/admin/booklets/{booklet.pk}/{walk}/")
        expect(desktop.locator("aside.not-for-everybody")).to_contain_text(mark)
        desktop.get_by_role("link", name="Begin with the first story").click()
        expect(desktop.get_by_text("Rest a little.")).to_be_visible()
        look(desktop)
        desktop.get_by_role("link", name="The next story").click()
        expect(desktop.get_by_text("Nobody waits.")).to_be_visible()


def test_the_form_previews_pages_between_stories_before_they_are_saved(booklet, desktop):
    sign_in(desktop)
    # Wagtail takes for the beginning what stands in the form two seconds after it came.
    desktop.add_init_script("document.addEventListener('w-unsaved:watch-edits', () => document.body.id = 'watched')")
    desktop.goto(f"/admin/pages/{booklet.pk}/edit/")
    desktop.get_by_role("button", name="Toggle preview").click()
    frame = desktop.frame_locator("iframe[title=Preview]").last
    frame.get_by_role("heading", name="The light left on").wait_for()
    desktop.get_by_label("Preview mode").select_option(label="Web: “Kettle”")
    frame.get_by_text("Rest a little.").wait_for()
    desktop.locator("#watched").wait_for()
    # Letter by letter, as a person does: Wagtail looks at the form now and then, and can miss a single change.
    sentence = desktop.get_by_label("One quiet sentence").first
    sentence.clear()
    sentence.press_sequentially("Put it down for a while.", delay=60)
    frame.get_by_text("Put it down for a while.").wait_for()


def test_what_is_wrong_with_the_address_is_seen(booklet, desktop):
    sign_in(desktop)
    desktop.goto(f"/admin/pages/{booklet.pk}/edit/")
    make_booklet(edition=make_edition(2028))
    desktop.locator("#id_slug").fill("2028")
    desktop.get_by_role("button", name="Save draft").click()
    expect(desktop.get_by_text("already in use").first).to_be_visible()


def test_a_document_is_brought_in(house, desk):
    somebody = desk("amara")
    page = somebody.page
    look(page, "/admin/vault/bring-in/")
    page.get_by_label("The document").set_input_files(
        {
            "name": "story.docx",
            "mimeType": "application/octet-stream",
            "buffer": docx(p("By hand", "Title"), p("I wrote it at the kitchen table."), p(run("Loud.", "<w:b/>"))),
        }
    )
    somebody.choose("Story")
    somebody.press("Read it")
    look(page)
    assert "kitchen table" in page.get_by_label("Their words").input_value()
