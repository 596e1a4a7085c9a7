"""A parent in a real browser, on a phone and at a desk, with scripts and without; and what her browser keeps of it."""

import pytest

from consent.uses import Use
from stories.models import Contribution, Draft
from tests import as_migrated
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.parent import (
    LONGEST,
    SEND,
    begin,
    come_back,
    fill,
    follow,
    heading,
    press,
    send,
    to_check,
    walk,
    where,
    words,
)
from tests.stories.journey.house import found, make_edition
from tools.find_browser import FLAGS

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "the zebra-lamp stood on the sill"
# What a browser can keep for a site, as a list of what it has kept.
KEPT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map((one) => one.name), ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
].filter(Boolean)"""
# Both sizes, with scripts and without, in each run; the two other pairs are proofs.
ANYWHERE = pytest.mark.parametrize(
    ("size", "scripts"),
    [
        pytest.param(PHONE, False, id="phone without scripts"),
        pytest.param(DESKTOP, True, id="desktop"),
        pytest.param(PHONE, True, id="phone", marks=pytest.mark.proof),
        pytest.param(DESKTOP, False, id="desktop without scripts", marks=pytest.mark.proof),
    ],
)


@pytest.fixture
def house(settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    yield found(make_edition())
    as_migrated.give_back()


@ANYWHERE
def test_a_parent_sends_comes_back_says_yes_stops_and_deletes(open_context, house, size, scripts):
    page = open_context(size, scripts=scripts)
    return_words = walk(page)
    press(page, "I have written them down")
    house.ask(Contribution.objects.get(), Use.ONLINE)
    come_back(page, return_words)
    press(page, "Read the final words")
    page.get_by_label("Yes, just as they stand").check()
    press(page, "Send my answer")
    assert heading(page) == "You said yes to the final words"
    press(page, "Stop all uses")
    press(page, "Stop now")
    assert "It is stopped" in page.locator("main").inner_text()
    press(page, "Delete my story")
    page.get_by_label("Your return words").fill(return_words)
    press(page, "Delete my story for ever")
    assert heading(page) == "It is gone"
    assert not Contribution.objects.exists()
    assert page.context.cookies() == []


@ANYWHERE
def test_a_parent_saves_comes_back_and_finds_every_word(open_context, house, size, scripts):
    page = open_context(size, scripts=scripts)
    begin(page)
    while where(page) != "story":
        fill(page)
        press(page)
    fill(page, text=CANARY)
    follow(page, page.locator("main button[name=save]"))
    return_words = words(page)
    assert len(return_words.split()) == 7
    press(page, "I have written them down")
    come_back(page, return_words)
    press(page, "Carry on writing")
    assert page.locator("main textarea[name=text]").input_value() == CANARY
    to_check(page, text=CANARY)
    send(page)
    assert Contribution.objects.count() == 1
    assert not Draft.objects.exists()
    come_back(page, return_words)
    assert CANARY in page.locator("main").text_content()


def test_her_browser_keeps_nothing(phone, house):
    walk(phone, text=CANARY)
    assert phone.evaluate(KEPT) == []
    assert phone.context.cookies() == []
    phone.evaluate("localStorage.setItem('x', 'y')")
    assert phone.evaluate(KEPT) == ["x"]


def test_nothing_of_hers_is_on_the_disk_of_her_phone(driver, program, live_server, house, tmp_path):
    """The browser's own folder, after it was closed; with a name in it that must be found."""
    profile = tmp_path / "profile"
    browser = driver.chromium.launch_persistent_context(profile, executable_path=path(program), args=list(FLAGS))
    page = browser.new_page()
    page.goto(live_server.url + "/robots.txt?giraffe-lamp")
    return_words = walk(page, door=live_server.url + "/words/", text=CANARY, title="zebra-lamp")
    come_back(page, return_words, door=live_server.url + "/words/")
    page.locator("main summary").first.click()
    assert CANARY in page.locator("main").inner_text()
    browser.close()
    kept = b"".join(file.read_bytes() for file in profile.rglob("*") if file.is_file())
    assert found_in(kept, "giraffe-lamp")
    assert not found_in(kept, "zebra-lamp")
    assert not any(found_in(kept, joined.join(return_words.split())) for joined in (" ", "+", "%20"))


def path(program: str) -> str | None:
    return None if program == "playwright" else program


def found_in(data: bytes, word: str) -> bool:
    return any(word.encode(code) in data for code in ("utf-8", "utf-16-le"))


def test_send_pressed_twice_makes_one_story(phone, house):
    begin(phone)
    to_check(phone)
    assert len(send(phone).split()) == 7
    return_words = words(phone)
    phone.reload()  # The browser sends the last post again.
    assert words(phone) == return_words
    assert Contribution.objects.count() == 1


@pytest.mark.parametrize("lost", ["aborted", "connectionreset"])
def test_an_answer_lost_on_the_way_back_costs_nothing(phone, house, lost):
    """Our answer was on its way when the train went into the tunnel: the same press again shows the same words."""
    begin(phone)
    to_check(phone)
    answers = []

    def lose(route):
        answers.append(route.fetch().text())
        route.abort(lost)

    phone.route("**/words/", lose, times=1)
    phone.locator(SEND).click(no_wait_after=True)
    while not answers:
        phone.wait_for_timeout(50)
    phone.wait_for_timeout(200)
    if lost == "aborted":  # the page stayed where it was, and so does everything typed
        return_words = send(phone)
    else:  # the browser shows its own page, and asks to send again
        phone.reload()
        return_words = words(phone)
    assert len(return_words.split()) == 7
    assert all(word in answers[0] for word in return_words.split())
    assert Contribution.objects.count() == 1


def test_back_and_send_again_after_a_deletion_makes_nothing(phone, house):
    """Back asks whether to send a page again: whichever it is, the answer makes nothing, and brings nothing back."""
    posted = []
    phone.on("request", lambda request: posted.append(request.post_data) if request.method == "POST" else None)
    return_words = walk(phone)
    press(phone, "I have written them down")
    come_back(phone, return_words)
    press(phone, "Delete my story")
    phone.get_by_label("Your return words").fill(return_words)
    press(phone, "Delete my story for ever")
    assert not Contribution.objects.exists()
    phone.reload()  # The browser sends the deletion again.
    assert not Contribution.objects.exists()
    assert len(posted) > LONGEST // 2
    for body in posted:
        again = phone.request.post("/words/", data=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert again.status == 200
        assert not Contribution.objects.exists()
    come_back(phone, return_words)
    assert phone.locator(".error-summary").is_visible()


def test_what_is_wrong_takes_the_focus_and_leads_to_its_field(phone, house):
    begin(phone)
    for _ in range(LONGEST):
        if phone.locator(SEND).count():
            break
        at = where(phone)
        press(phone)
        if where(phone) == at:
            assert phone.title().startswith("Error: ")
            assert phone.evaluate("document.activeElement.className") == "error-summary"
            for link in phone.locator(".error-summary a").all():
                link.click()
                assert "#" + phone.evaluate("document.activeElement.id") == link.get_attribute("href")
            fill(phone)
            press(phone)


def test_enter_in_a_field_goes_on_and_not_back(phone, house):
    begin(phone)
    while where(phone) != "story":
        fill(phone)
        press(phone)
    fill(phone)
    with phone.expect_navigation():
        phone.locator("main input[name=title]").press("Enter")
    assert where(phone) != "story" and not phone.locator(".error-summary").count()
