"""Pictures that a parent adds on the private page: made anew, sealed, shown to her, and gone when she says so."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stories import keys
from stories.journey.uploads import MOST_BYTES
from stories.models import Contribution, Picture, Record
from tests.hostile.sweep import files, rows
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.walking import WORDS, Page, come_back, send, sent, words_on
from tests.stories.pictures import CANARY, drawing_with_a_name, drawn, photograph_with_a_name

SHOWS = "A drawing of a house at night with one light on"


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client))


@pytest.fixture
def page(client, words):
    return come_back(client, words).press("Add a picture")


def upload(page: Page, data: bytes, *, shows: str = SHOWS, name: str = "picture.png", **changed) -> Page:
    """Chooses a file and presses the button, as a browser does."""
    fields = {key: value for key, value in page.fields.items() if key != "picture"}
    body = {**fields, "shows": shows, **changed, "picture": SimpleUploadedFile(name, data, "image/png")}
    return Page(page.client, page.client.post(WORDS, body, headers={"Sec-Fetch-Site": "same-origin"}))


def shown(page: Page) -> list[str]:
    """The descriptions of the pictures on the page."""
    return [image.get("alt") for image in page.tree.xpath("//figure/img")]


def test_a_picture_is_sealed_and_shown_with_what_she_says_of_it(page):
    page = upload(page, drawn())
    assert "We have your picture" in page.said
    assert shown(page) == [SHOWS]
    assert page.tree.xpath("//figure/img")[0].get("src").startswith("data:image/jpeg;base64,")
    record = Record.objects.get(kind="picture")
    assert len(bytes(record.sealed)) == record.size
    assert not Picture.objects.exists()


def test_the_page_that_shows_it_is_kept_by_nobody_and_may_show_it(page):
    answer = upload(page, drawn()).response
    assert answer["Cache-Control"] == "no-store"
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize("data", [photograph_with_a_name(), drawing_with_a_name()], ids=["photograph", "drawing"])
def test_what_a_file_tells_beside_its_pixels_is_in_no_byte_that_we_keep(page, data, tmp_path, monkeypatch):
    """Metadata, and the file's own name, are looked for in each row and in each file, temporary ones too."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert CANARY.encode() in data
    upload(page, data, name=f"{CANARY}.jpg")
    assert Record.objects.filter(kind="picture").count() == 1
    wanted = [one.encode() for one in (CANARY, CANARY.lower(), CANARY.upper())]
    assert [name for name, held in (*rows(), *files()) if any(word in held for word in wanted)] == []


def test_what_is_seen_of_it_and_said_of_it_is_in_no_row_in_clear(page):
    upload(page, drawn(), shows=f"{CANARY} at the window")
    kept = b"".join(held for _, held in rows())
    assert CANARY.encode() not in kept and b"IHDR" not in kept


def test_a_missing_picture_and_missing_words_are_each_asked_for(page):
    empty = page.press("Add this picture", shows="")
    assert empty.errors == ["Choose a picture from your phone or computer.", "Say in a few words what is to be seen."]
    assert empty.title.startswith("Error: ")


def test_her_words_stay_when_the_file_is_no_picture_and_she_is_told_to_choose_again(page):
    page = upload(page, b"no picture at all")
    assert "We could not read this file as a picture" in page.errors[0]
    assert page.fields["shows"] == SHOWS
    page = upload(page, drawn(), shows=" ")
    assert "a page cannot keep a file" in page.said
    assert not Record.objects.filter(kind="picture").exists()


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 40 * 1024 * 1024])
def test_a_file_that_is_too_large_is_answered_in_words_and_touches_no_disk(page, size, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a file was opened")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    page = upload(page, bytes(size))
    assert page.errors == ["This picture is too large. Save it smaller, or take a photo of it, and choose that."]
    assert page.fields["shows"] == SHOWS


def test_a_picture_with_too_many_points_is_answered_in_words(page):
    page = upload(page, drawn(size=(4000, 4000)))
    assert page.errors[0].startswith("This picture is too large.")


def test_only_one_file_of_one_field_is_ever_taken(page):
    body = {**page.fields, "shows": SHOWS, "story": SimpleUploadedFile("x", b"y" * 1000)}
    body["picture"] = [SimpleUploadedFile("a.png", drawn()), SimpleUploadedFile("b.png", drawn("#111111"))]
    answer = page.client.post(WORDS, body)
    assert list(answer.wsgi_request.FILES) == ["picture"]
    assert len(answer.wsgi_request.FILES.getlist("picture")) == 1
    assert answer.wsgi_request.FILES["picture"].name == "picture"


def test_three_pictures_are_enough(page):
    for colour in ("#111111", "#222222", "#333333"):
        before, page = page, upload(page, drawn(colour))
    assert "You have added three pictures" in page.said
    assert "Add this picture" not in page.buttons
    refused = upload(before, drawn("#444444"))
    assert refused.errors == ["You have added three pictures. Remove one first, then add another."]
    assert len(shown(refused)) == 3


def test_a_page_sent_twice_adds_one(page):
    upload(page, drawn())
    again = upload(page, drawn())
    assert again.status == 200 and len(shown(again)) == 1


def test_a_page_sent_again_brings_nothing_back_that_she_removed(page):
    there = upload(page, drawn())
    gone = remove(there)
    assert shown(gone) == [] and "The picture is gone" in gone.said
    assert shown(upload(page, drawn())) == []
    assert not Record.objects.filter(kind="picture").exists()


def test_going_back_and_choosing_another_file_adds_the_other(page):
    upload(page, drawn())
    assert len(shown(upload(page, drawn("#123456"), shows="Another"))) == 2


def test_the_same_picture_chosen_anew_is_kept_once(page):
    assert len(shown(upload(upload(page, drawn()), drawn(), shows="Once more"))) == 1


def remove(page: Page, number: int = 0) -> Page:
    button = page.tree.xpath("//button[@name='remove']")[number]
    return send(page.client, {**page.fields, "remove": button.get("value")})


def test_only_the_one_she_removes_goes(page):
    page = upload(upload(page, drawn()), drawn("#123456"), shows="The other one")
    assert shown(remove(page)) == ["The other one"]
    assert shown(remove(page)) == ["The other one"]


def later(monkeypatch, minutes):
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + minutes * 60)


def test_a_page_that_has_closed_keeps_her_words_and_comes_back_with_them(page, words, monkeypatch):
    later(monkeypatch, 16)
    closed = upload(page, drawn())
    assert closed.heading == "Come back to your story"
    back = closed.press(words=words)
    assert (back.heading, back.fields["shows"]) == ("Pictures", SHOWS)
    assert shown(upload(back, drawn())) == [SHOWS]


def test_a_page_from_before_a_restart_asks_for_her_words_and_then_for_the_picture_again(page, words):
    keys.empty_volatile()
    back = upload(page, drawn()).press(words=words)
    assert (back.heading, back.fields["shows"]) == ("Pictures", SHOWS)


def test_the_private_page_says_that_there_are_some(page, words):
    upload(page, drawn())
    assert "Look at my pictures" in come_back(page.client, words).buttons


def test_the_private_page_offers_no_picture_that_it_would_refuse(client, house, words):
    house.clear(Contribution.objects.get())
    page = come_back(client, words)
    assert "Add a picture" not in page.buttons and "Look at my pictures" not in page.buttons


def test_nobody_can_add_one_with_a_token_of_somebody_else(page, client, words):
    other = words_on(sent(client, title="Another"))
    theirs = come_back(client, other).press("Add a picture")
    upload(theirs, drawn())
    assert shown(come_back(client, words).press("Add a picture")) == []


def test_deleting_the_story_deletes_its_sealed_pictures(page, words):
    upload(page, drawn())
    gone = come_back(page.client, words).press("Delete my story").press(words=words)
    assert gone.heading == "It is gone"
    assert not Record.objects.exists() and not Contribution.objects.exists()


def test_two_pictures_of_unlike_size_say_little_by_the_size_of_their_rows(page):
    upload(upload(page, drawn(size=(30, 30))), drawn("#123456", size=(80, 60)), shows="B")
    assert len(set(Record.objects.filter(kind="picture").values_list("size", flat=True))) == 1


def test_the_page_reads_easily_and_its_title_tells_nothing(page):
    full = upload(page, b"broken")
    for one in (page, full, upload(page, drawn())):
        assert grade(sentences(one.tree.find(".//main"))) <= 6
        assert re.sub("^Error: ", "", one.title) == "Your words"
