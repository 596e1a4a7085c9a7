"""Her receipt: to read, to keep as a file or not at all; and the check of one, which anybody may ask for."""

import json
import re

import pytest

from consent import ledger, no_list
from consent.models import Decision
from consent.uses import Use
from stories.models import Contribution
from stories.vault import words as return_words
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.walking import ANSWERS, come_back, send, sent, words_on

pytestmark = pytest.mark.django_db(transaction=True)
KEY_WORDS = ("kitchen light", "every night", "came home")


@pytest.fixture
def indices_and_page(house, client):
    words = words_on(sent(client, use__press="no"))
    return words, come_back(client, words).press("Look at my receipt")


def test_the_receipt_says_what_she_said_and_who_holds_it(indices_and_page):
    _words, page = indices_and_page
    assert page.heading == "My receipt"
    assert "A short quote in the press No, the week of" in page.said
    assert "Online booklet Yes, the week of" in page.said
    assert str(ledger.head()) in page.said
    assert "Parent Press" in page.said and "wording 1" in page.said


@pytest.mark.parametrize(
    ("button", "name", "kind"),
    [
        ("Save it as a note", "notes-2.txt", "text/plain"),
        ("Save it for a program", "notes.json", "application/ld+json"),
    ],
)
def test_a_file_has_a_name_that_says_nothing_and_holds_no_word_of_hers(
    house, client, indices_and_page, button, name, kind
):
    words, page = indices_and_page
    answer = client.post("/words/", {**page.fields, "file": dict(page.buttons)[button][1]})
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"].startswith(kind)
    assert answer["Cache-Control"] == "no-store"
    content = answer.content.decode()
    indices = return_words.parse(words)
    digits = return_words.as_digits(indices)
    for secret in (*KEY_WORDS, ANSWERS["title"], words, digits, digits.split()[0] + " " + digits.split()[1]):
        assert secret not in content
    if kind.endswith("json"):
        assert json.loads(content)["@type"] == "dpv:ConsentReceipt"


def test_a_yes_that_she_has_stopped_does_not_read_like_one_that_counts(house, client):
    words = words_on(sent(client))
    asked = house.ask(Contribution.objects.get(), Use.ONLINE, Use.PRINT)
    come_back(client, words).press("Read the final words").press(words__online="yes", words__print="no")

    def row() -> str:
        page = come_back(client, words).press("Look at my receipt")
        assert page.tree.xpath("//h3")[0].text_content() == asked.edition.title
        return page.said.split(asked.edition.title)[1]

    assert "we do not use it now" not in row() and "until 30 April" in row()
    come_back(client, words).press("Stop all uses").press("Stop now")
    assert "; we do not use it now Printed booklet No, the week of" in row() and "until 30 April" not in row()


def test_she_need_not_save_it_and_is_told_that_a_file_stays(indices_and_page):
    _words, page = indices_and_page
    assert "a file stays on this phone or computer" in page.said
    assert next(iter(page.buttons)) == "Do not save it"
    assert page.press("Do not save it").heading == "We have your story"


def test_looking_at_a_receipt_writes_nothing(client, indices_and_page):
    _words, page = indices_and_page
    before = ledger.head(), Decision.objects.count()
    client.post("/words/", {**page.fields, "file": "text"})
    assert (ledger.head(), Decision.objects.count()) == before


@pytest.mark.parametrize("file", ["", "exe", "../../etc/passwd"])
def test_an_unknown_file_is_the_page_again(client, indices_and_page, file):
    _words, page = indices_and_page
    assert send(client, {**page.fields, "file": file}).heading == "My receipt"


def test_with_the_no_list_away_the_page_says_so_and_gives_no_half_receipt(client, indices_and_page, settings, tmp_path):
    words, page = indices_and_page
    settings.NO_LIST_FILES = (tmp_path / "a", tmp_path / "b")
    assert "cannot make your receipt just now" in come_back(client, words).press("Look at my receipt").said
    assert send(client, {**page.fields, "file": "text"}).heading == "My receipt"


def checked(client, note: str):
    return send(client, {"door": "return"}).press("I only want to check a receipt").press(note=note)


def test_anybody_can_check_a_receipt_without_return_words(client, indices_and_page):
    _words, page = indices_and_page
    for file in ("text", "data"):
        content = client.post("/words/", {**page.fields, "file": file}).content.decode()
        page_after = checked(client, content)
        assert "Yes. This is part of our book today." in page_after.said
        assert not page_after.errors
    assert "Yes." in checked(client, str(ledger.head())).said


def test_a_receipt_of_another_book_is_not_part_of_this_one(client, indices_and_page):
    head = str(ledger.head())
    wrong = head.replace(head.split()[1], "f" * 64)
    assert "No. This does not fit our book today." in checked(client, wrong).said


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("", "Paste your receipt here."),
        ("hello", "We see no such numbers in this."),
        ("x" * 60_000, "That is too long."),
        ("9" * 18 + " " + "a" * 64, "No. This does not fit our book today."),
        ("1 " + "a" * 64 + " " + "9" * 18 + " " + "b" * 64, "No. This does not fit our book today."),
    ],
)
def test_whatever_is_pasted_gets_a_plain_answer(house, client, note, says):
    page = checked(client, note)
    assert page.status == 200 and says in page.html


def test_the_answer_tells_nothing_of_what_else_is_in_the_book(client, indices_and_page):
    """The same page for a number that is not there and for one that is there with another hash."""
    length = Decision.objects.count()
    answers = {
        re.sub(r"<textarea.*?</textarea>", "", checked(client, f"{number} {'a' * 64}").html, flags=re.S)
        for number in (1, length, length + 1, 10**17)
    }
    assert len(answers) == 1


def test_with_the_no_list_away_the_check_says_later(house, client, settings, tmp_path):
    head = str(ledger.head())
    settings.NO_LIST_FILES = (tmp_path / "a", tmp_path / "b")
    page = checked(client, head)
    assert page.status == 503 and "cannot look just now" in page.said
    settings.NO_LIST_FILES = (tmp_path / "a", tmp_path / "b")
    no_list.create()
    assert checked(client, "0 " + "0" * 64).status == 200


def test_both_pages_can_be_read_by_a_tired_parent(client, indices_and_page):
    _words, page = indices_and_page
    for one in (page, checked(client, str(ledger.head())), checked(client, "hello")):
        assert grade(sentences(one.tree.find(".//main"))) <= 6
