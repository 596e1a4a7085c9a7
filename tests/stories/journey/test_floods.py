"""Too much at once: slowed down in words, with every field kept, and nobody locked out."""

import time
from contextlib import ExitStack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stories import keys
from stories.journey import floods
from stories.models import Contribution, Record
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.walking import ANSWERS, WORDS, Page, come_back, send, sent, to, words_on
from tests.stories.pictures import drawn

pytestmark = pytest.mark.usefixtures("house")
NEVER = "abacus abdomen abdominal abide abiding ability ablaze"
FILLED = {floods.DECOY: "https://example.org"}
THERE, ELSEWHERE = "81.2.69.160", "81.2.69.161"


@pytest.fixture(autouse=True)
def buckets_of_its_own():
    floods._buckets.cache_clear()
    yield
    floods._buckets.cache_clear()


@pytest.fixture
def unhurried(settings, monkeypatch):
    """Lets hours pass between two pages."""
    settings.SECONDS_BEFORE_SENDING = 3
    real, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + passed[0])

    def wait(seconds: float) -> None:
        passed[0] += seconds

    return wait


def press_send(check: Page, **changed: str) -> Page:
    return check.press(next(label for label in check.buttons if label.startswith("Send my story")), **changed)


def kept(page: Page) -> dict[str, str]:
    return {name: page.fields.get(name) for name in ANSWERS}


def from_there(client, address: str):
    client.defaults["REMOTE_ADDR"] = address
    return client


def test_who_sends_sooner_than_a_person_can_is_asked_once_more_with_everything_kept(client, unhurried):
    asked = press_send(to(client, "Check your answers"))
    assert asked.heading == "Check your answers"
    assert "Please look once more, then press send again" in asked.said
    assert kept(asked) == ANSWERS and not Contribution.objects.exists()
    unhurried(4)
    assert press_send(asked).heading.startswith("We have your story")
    assert Contribution.objects.count() == 1


def test_who_took_their_time_is_asked_nothing_more(client, unhurried):
    check = to(client, "Check your answers")
    unhurried(4)
    assert press_send(check).heading.startswith("We have your story")


def test_who_sends_without_ever_having_opened_a_page_is_asked_once_more(client, unhurried):
    check = to(client, "Check your answers")
    unhurried(4)
    bare = {name: value for name, value in check.fields.items() if name not in floods.FIELDS}
    asked = send(client, {**bare, "send": "1"})
    assert "Please look once more" in asked.said and kept(asked) == ANSWERS
    unhurried(4)
    assert press_send(asked).heading.startswith("We have your story")


@pytest.mark.parametrize("forged", ["x", "AAAA" * 30, "é", "again 0"])
def test_a_moment_that_we_did_not_seal_counts_for_nothing(client, unhurried, forged):
    check = to(client, "Check your answers")
    unhurried(4)
    asked = press_send(check, opened=forged)
    assert asked.heading == "Check your answers" and kept(asked) == ANSWERS
    assert not Contribution.objects.exists()


def test_a_page_open_for_days_is_told_to_be_old_and_not_to_be_a_machines(client, unhurried):
    check = to(client, "Check your answers")
    unhurried(2 * 24 * 3600)
    asked = press_send(check)
    assert "open for a long time" in asked.said and "Did a page say “We have your story”?" in asked.said
    assert kept(asked) == ANSWERS
    unhurried(4)
    assert press_send(asked).heading.startswith("We have your story")


def test_no_person_sees_hears_or_reaches_the_unseen_field(client):
    page = to(client, "Your story")
    (field,) = page.tree.xpath(f"//input[@name='{floods.DECOY}']")
    assert field.get("tabindex") == "-1" and field.get("autocomplete") == "off"
    (around,) = [above for above in field.iterancestors() if "hidden" in above.attrib]
    assert around.get("aria-hidden") == "true"


@pytest.mark.parametrize("where", ["Your story", "Check your answers"])
def test_who_fills_the_unseen_field_is_asked_once_more_wherever_it_was_and_may_go_on(client, unhurried, where):
    page = to(client, where)
    if where != "Check your answers":
        page = page.press(**{name: ANSWERS[name] for name in ("kind", "title", "text")}, **FILLED)
        while page.heading != "Check your answers":
            page = page.answer()
        unhurried(4)
        asked = press_send(page)
    else:
        unhurried(4)
        asked = press_send(page, **FILLED)
    assert "Please look once more" in asked.said and kept(asked) == ANSWERS
    assert not Contribution.objects.exists()
    unhurried(4)
    # A password manager fills it each time.
    assert press_send(asked, **FILLED).heading.startswith("We have your story")


def test_neither_of_the_two_is_sealed_with_the_story(client, house):
    sent(client)
    from stories import sealing

    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert not set(floods.FIELDS) & (set(opened.read("body")) | set(opened.read("answers")))


def test_too_many_from_one_place_are_slowed_down_with_every_field_kept_and_others_are_not(client, settings):
    settings.SENDS_PER_SOURCE, settings.SENDS_PER_HOUR = 2, 100
    from_there(client, THERE)
    for _ in range(2):
        assert sent(client).heading.startswith("We have your story")
    busy = sent(client)
    assert busy.heading == "We are very busy just now"
    assert busy.status == 503 and int(busy.response["Retry-After"]) == pytest.approx(1800, abs=5)
    assert "Please wait about 30 minutes" in busy.said
    assert kept(busy) == ANSWERS
    assert Contribution.objects.count() == 2
    assert sent(from_there(client, ELSEWHERE)).heading.startswith("We have your story")


def test_trying_again_from_the_polite_page_sends_it(client, settings):
    settings.SENDS_PER_SOURCE = 1
    from_there(client, THERE)
    sent(client)
    busy = sent(client)
    again = busy.press("Try again")
    assert again.heading == busy.heading and kept(again) == ANSWERS
    settings.SENDS_PER_SOURCE = 50
    assert again.press("Try again").heading.startswith("We have your story")
    assert Contribution.objects.count() == 2


def test_back_from_the_polite_page_leads_to_the_answers(client, settings):
    settings.SENDS_PER_HOUR = 1
    sent(client)
    back = sent(client).press("Back")
    assert back.heading == "Last things"
    assert kept(back) == ANSWERS


def test_a_second_press_gets_its_words_even_when_no_turn_is_left(client, settings):
    settings.SENDS_PER_HOUR = 1
    check = to(client, "Check your answers")
    first, second = press_send(check), press_send(check)
    assert words_on(first) == words_on(second) != ""


def test_a_flood_of_sendings_keeps_nobody_from_coming_back(client, settings):
    words = words_on(sent(client))
    settings.SENDS_PER_HOUR = 1
    for _ in range(3):
        busy = sent(client)
    assert busy.status == 503
    assert come_back(client, words).heading == "We have your story"


def test_too_many_guesses_at_return_words_are_slowed_down_and_a_slip_is_not_counted(client, settings):
    settings.RETURNS_PER_SOURCE = 2
    from_there(client, THERE)
    for _ in range(5):
        assert come_back(client, "no such words").status == 200
    for _ in range(2):
        assert come_back(client, NEVER).errors
    busy = come_back(client, NEVER)
    assert busy.status == 503 and busy.fields["words"] == NEVER
    assert busy.press("Try again").status == 503


def picture(page: Page, colour: str) -> Page:
    file = SimpleUploadedFile("p.png", drawn(colour), "image/png")
    fields = {name: value for name, value in page.fields.items() if name != "picture"}
    body = {**fields, "shows": "A lamp", "picture": file}
    return Page(page.client, page.client.post(WORDS, body, headers={"Sec-Fetch-Site": "same-origin"}))


def test_too_many_pictures_from_one_place_are_slowed_down_and_her_words_beside_them_kept(client, settings):
    settings.PICTURES_PER_SOURCE = 1
    page = come_back(from_there(client, THERE), words_on(sent(client))).press("Add a picture")
    page = picture(page, "#112233")
    assert "We have your picture" in page.said
    busy = picture(page, "#445566")
    assert busy.status == 503 and busy.fields["shows"] == "A lamp"
    assert Record.objects.filter(kind="picture").count() == 1
    assert busy.press("Try again").fields["shows"] == "A lamp"


def test_while_one_picture_is_decoded_the_next_holds_no_thread_for_long(client):
    page = come_back(client, words_on(sent(client))).press("Add a picture")
    began = time.monotonic()
    with keys.decoding():
        busy = picture(page, "#112233")
    assert busy.status == 503 and time.monotonic() - began < 5
    assert not Record.objects.filter(kind="picture").exists()
    assert "We have your picture" in picture(page, "#112233").said


def test_stopping_and_deleting_from_an_open_page_are_never_slowed_down(client, settings):
    settings.RETURNS_PER_HOUR = 1
    words = words_on(sent(client))
    page = come_back(client, words)
    assert come_back(client, words).status == 503
    assert page.press("Delete my story").press(words=words).heading == "It is gone"


@pytest.fixture
def full(settings):
    """Holds every place of a lane, as other workers would."""
    with ExitStack() as held:

        def fill(lane: str) -> None:
            for _ in range(settings.DERIVATIONS_AT_ONCE):
                held.enter_context(keys.lanes().place(lane, settings.DERIVATIONS_AT_ONCE, patience=0))

        yield fill


def test_when_no_place_is_free_for_sending_every_field_comes_back_and_nothing_is_left_behind(client, full, settings):
    check = to(client, "Check your answers")
    slots = settings.SLOT_FILES[0].read_bytes()
    full(keys.SEND)
    busy = press_send(check)
    assert busy.status == 503 and "count slowly to ten" in busy.said
    assert int(busy.response["Retry-After"]) < 60
    assert kept(busy) == ANSWERS
    assert not Contribution.objects.exists()
    assert settings.SLOT_FILES[0].read_bytes() == slots


def test_when_all_places_for_sending_are_taken_coming_back_still_works(client, full):
    words = words_on(sent(client))
    full(keys.SEND)
    page = come_back(client, words)
    assert page.heading == "We have your story"
    assert page.press("Delete my story").press(words=words).heading == "It is gone"


def test_when_no_place_is_free_for_returning_the_words_come_back_with_the_page(client, full):
    words = words_on(sent(client))
    full(keys.RETURN)
    busy = come_back(client, words)
    assert busy.status == 503 and busy.fields["words"] == words
    assert sent(client).heading.startswith("We have your story")


def test_the_polite_page_has_the_help_lines_the_way_out_and_plain_words(client, settings):
    settings.SENDS_PER_HOUR = 1
    sent(client)
    busy = sent(client)
    assert busy.tree.xpath("//a[@href='/exit/' and @data-quick-exit]")
    assert "you do not have to wait for us" in busy.said
    assert busy.title == "Your words" and busy.response["Cache-Control"] == "no-store"
    assert not busy.response.cookies
    assert grade(sentences(busy.tree.find(".//main"))) <= 6


def test_no_address_is_in_what_the_buckets_remember(client, settings):
    settings.SENDS_PER_SOURCE = 5
    sent(from_there(client, THERE))
    remembered = floods._buckets("send", "source", 5)
    assert len(remembered) == 1
    assert THERE.encode() not in b"".join(remembered._held)
