"""What a parent's visit leaves behind: in the browser, in the tables, in the answers."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client

from stories.journey.steps import FIELDS
from tests.stories.journey.walking import ANSWERS, WORDS, Page, begin, come_back, send, sent, to, walk, words_on

CANARY = "Quillfeather"


class Watching(Client):
    """Keeps every answer that it was given."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.answers = []

    def request(self, **request):
        response = super().request(**request)
        self.answers.append(response)
        return response


@pytest.fixture
def watching(house):
    """Every kind of answer a parent can get, once."""
    client = Watching()
    client.get(WORDS)
    client.get("/exit/")
    page = walk(client, "Check your answers", danger="yes")
    send(client, {**page.fields, "send": "1", "nonce": "bad"})
    send(client, page.fields, **{"Sec-Fetch-Site": "cross-site"})
    begin(client).press().press()
    words = words_on(sent(client))
    come_back(client, "wrong")
    page = come_back(client, words)
    for label in ("Look at my answers", "Stop all uses", "Delete my story"):
        page.press(label)
    page.press("Stop all uses").press()
    page.press("Delete my story").press(words=words)
    save(client)
    client.post(WORDS, b"\x00" * 10, content_type="multipart/form-data; boundary=x")
    return client


def save(client) -> None:
    story = to(client, "Your story")
    page = story.press("Save and come back later")
    page.press("Carry on writing").press("Save")
    send(client, {**story.fields, "draft": "bad", "save": "1"}).press("Save in the same place", words="wrong")
    draft = come_back(client, words_on(page))
    draft.press("Carry on writing")
    draft.press("Delete what I saved").press(words=words_on(page))
    page.press("I have written them down. Stop for now")


def test_no_answer_sets_a_cookie(watching):
    assert len(watching.answers) > 35
    assert not watching.cookies
    assert not any(answer.cookies or answer.has_header("Set-Cookie") for answer in watching.answers)


def test_every_answer_asks_to_be_kept_by_nobody(watching):
    for answer in watching.answers:
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_every_page_has_the_one_address_and_a_title_that_tells_nothing(watching):
    pages = [answer for answer in watching.answers if answer.status_code != 303]
    for answer in pages:
        assert answer.request["PATH_INFO"] == WORDS and not answer.request["QUERY_STRING"]
        assert Page(watching, answer).title.removeprefix("Error: ").startswith("Your words")


def test_every_form_posts_to_the_one_address(watching):
    for answer in watching.answers:
        if answer.content:
            for form in Page(watching, answer).tree.xpath("//form"):
                assert (form.get("method"), form.get("action")) == ("post", WORDS)


def test_every_page_has_the_way_out(watching):
    for answer in watching.answers:
        if answer.content:
            assert Page(watching, answer).tree.xpath("//a[@href='/exit/' and @data-quick-exit]")


def test_the_way_out_empties_what_the_browser_kept(client, settings):
    answer = client.get("/exit/")
    assert answer.status_code == 303
    assert answer["Location"] == settings.EXIT_URL
    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_an_address_with_words_in_it_shows_only_the_plain_page(client, house):
    plain = client.get(WORDS).content
    assert client.get(WORDS + "?at=check&text=something&words=abacus").content == plain


def test_another_site_cannot_send_for_a_parent_but_loses_none_of_her_words(client, house):
    check = to(client, "Check your answers")
    page = send(client, {**check.fields, "send": "1"}, **{"Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
    assert "Another website sent you here" in page.said
    assert page.press().fields["text"] == ANSWERS["text"]


def test_another_site_can_choose_no_answer_for_her(client, house):
    """It may know our fields; so what it posted as hers about uses, silence or exact words is asked anew."""
    page = send(client, {**to(client, "Check your answers").fields, "send": "1"}, **{"Sec-Fetch-Site": "cross-site"})
    written = {"title", "text", "credit"}
    assert {name: page.fields[name] for name in written} == {name: ANSWERS[name] for name in written}
    assert not [name for name in ANSWERS if name in page.fields and name not in written]


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_every_other_way_of_coming_is_let_in(client, house, site):
    assert send(client, {"door": "write"}, **{"Sec-Fetch-Site": site}).status == 200


def test_an_old_browser_without_the_header_is_let_in(client, house):
    assert client.post(WORDS, {"door": "write"}, headers={"Origin": "null"}).status_code == 200


def test_nothing_is_stored_before_the_parent_sends(client, house):
    client.get(WORDS)  # The first page ever shown makes the site's own settings.
    before = everything()
    walk(client, "Check your answers")
    assert everything() == before


def test_no_word_of_hers_is_in_any_byte_of_the_database(client, house):
    title, text = f"{CANARY} one", f"{CANARY} two\n\n{CANARY} three"
    page = sent(client, title=title, text=text, description="name", credit=f"{CANARY} four")
    stored = everything()
    assert CANARY.encode() not in stored
    # One word alone may stand in some text of ours; two that follow each other do not by chance.
    for pair in pairwise(words_on(page).split()):
        assert " ".join(pair).encode() not in stored


def test_no_word_of_what_she_saved_is_in_any_byte_of_the_database(client, house):
    page = to(client, "Your story").press("Save and come back later", title=CANARY, text=f"{CANARY} one")
    page.press("Carry on writing").press("Save", text=f"{CANARY} two")
    stored = everything()
    assert CANARY.encode() not in stored
    for pair in pairwise(words_on(page).split()):
        assert " ".join(pair).encode() not in stored


def test_the_search_for_a_canary_finds_one_that_is_there(client, house):
    house.ben.user.first_name = CANARY
    house.ben.user.save()
    assert CANARY.encode() in everything()


def everything() -> bytes:
    """Every byte of every row, as this connection sees them."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in row]
    return b"\x00".join(found)


def test_no_field_of_the_journey_reaches_an_error_report(client, house, rf):
    from stories.journey.views import words

    request = rf.post(WORDS, dict.fromkeys(FIELDS, CANARY))
    words(request)
    assert request.sensitive_post_parameters == "__ALL__"
