"""The way in, walked as a browser without scripts walks it."""

import html

import pytest

from stories.journey.answers import TEXT_LIMIT
from stories.models import Contribution
from tests.stories.journey.walking import ANSWERS, USES, begin, send, sent, to, walk_and_send, words_on

pytestmark = pytest.mark.usefixtures("house")

HEADINGS = [
    "Staying safe",
    "Is your child, or anyone, in danger now?",
    "Before you decide",
    "What we promise, and what we cannot",
    "Your child, the police and the courts",
    "Your story",
    "Words that might tell who you are",
    "How we work with your words",
    "The booklet",
    "Other places",
    "Last things",
    "Check your answers",
]
# Pages on which something must be answered.
ASKING = [heading for heading in HEADINGS[1:-1] if heading != "Words that might tell who you are"]
ODD = (
    "\n\n  Two empty lines stand first.\tThen a tab & <b>a tag</b> \"quoted\" 'so'.\n"
    "    four spaces\n\u2028سلام — «نه» 👩‍👧 e\u0301 \ufeff\n\n\ntrailing  \n\n"
)


def test_a_parent_walks_from_the_door_to_her_return_words(client):
    page = walk_and_send(client)
    assert page.heading == "We have your story. Thank you."
    assert len(words_on(page).split()) == 7
    assert Contribution.objects.count() == 1


def test_every_page_comes_in_its_order_and_has_a_title_of_its_own_that_tells_nothing(client):
    page, titles = begin(client), []
    for heading in HEADINGS:
        assert page.heading == heading
        titles.append(page.title)
        page = page.answer() if heading != HEADINGS[-1] else page
    assert len(set(titles)) == len(HEADINGS)
    assert all(title.startswith("Your words") for title in titles)


def test_nothing_is_chosen_before_the_parent_chooses(client):
    page, seen = begin(client), 0
    while page.heading != "Check your answers":
        assert not page.tree.xpath("//input[@checked]"), page.heading
        seen += len(page.tree.xpath("//input[@type='radio']"))
        page = page.answer()
    assert seen > 60


def test_every_use_is_asked_with_yes_no_and_later(client):
    for heading, uses in (("The booklet", USES[:4]), ("Other places", USES[4:])):
        page = to(client, heading)
        for use in uses:
            assert page.tree.xpath(f"//input[@name='use-{use}']/@value") == ["yes", "no", "later"]


@pytest.mark.parametrize("heading", ASKING)
def test_a_missing_answer_is_named_above_and_beside_its_question(client, heading):
    page = to(client, heading)
    needed = {e.get("name") for e in page.form.xpath(".//input[@type='radio']")} | (
        {"text"} if heading == "Your story" else set()
    )
    refused = page.press()
    assert refused.heading == heading
    assert refused.title.startswith("Error: Your words")
    assert len(refused.errors) == len(needed)
    first = refused.tree.find(".//main")[0]
    assert first.get("class") == "error-summary" and first.get("tabindex") == "-1"
    for link in refused.tree.xpath("//div[@class='error-summary']//a"):
        assert refused.tree.get_element_by_id(link.get("href")[1:]) is not None
        assert link.text_content().strip() in " ".join(refused.form.text_content().split())


def test_no_page_leaves_checking_to_the_browser(client):
    page = begin(client)
    while page.heading != "Check your answers":
        assert "novalidate" in page.form.attrib
        assert not page.tree.xpath("//*[@required]")
        page = page.answer()


def test_back_keeps_what_was_typed_on_this_page_and_on_all_others(client):
    page = to(client, "Your story").press("Back", kind="poem", title="Half", text="a line")
    assert page.heading == "Your child, the police and the courts"
    page = page.press("Continue")
    assert page.heading == "Your story"
    assert (page.fields["kind"], page.fields["title"], page.fields["text"]) == ("poem", "Half", "a line")


def test_back_from_every_page_leads_to_the_one_before(client):
    page = to(client, "Check your answers")
    for heading in reversed(HEADINGS[:-1]):
        page = page.press("Back")
        assert page.heading == heading
    while page.heading != "Check your answers":
        page = page.press("Continue")
    assert {name: page.fields[name] for name in ANSWERS} == ANSWERS


def test_change_leads_to_one_page_and_straight_back(client):
    page = to(client, "Check your answers")
    page = page.press("Change: Your story")
    assert page.heading == "Your story"
    page = page.press("Continue", title="Another")
    assert page.heading == "Check your answers"
    assert page.fields["title"] == "Another"
    assert "Another" in page.said


def test_back_from_a_change_leads_to_the_check_page(client):
    page = to(client, "Check your answers").press("Change: The booklet").press("Back")
    assert page.heading == "Check your answers"


def test_changing_to_danger_shows_help_and_then_the_check_page(client):
    page = to(client, "Check your answers").press("Change: Danger now").press("Continue", danger="unsure")
    assert page.heading == "Help comes first"
    assert page.press("Carry on").heading == "Check your answers"


@pytest.mark.parametrize("danger", ["yes", "unsure"])
def test_danger_leads_to_help_with_two_ways_on_of_equal_weight(client, danger):
    page = to(client, HEADINGS[1]).press("Continue", danger=danger)
    assert page.heading == "Help comes first"
    assert "999" in page.said
    carry_on = page.form.xpath(".//button[normalize-space()='Carry on']")[0]
    leave = page.form.xpath(".//a[normalize-space()='Leave']")[0]
    assert carry_on.get("class") == leave.get("class")
    assert page.press("Carry on").heading == "Before you decide"


def test_who_does_not_want_us_to_keep_it_is_thanked_and_asked_nothing_more(client):
    page = to(client, HEADINGS[3]).press("Continue", use__keep="no")
    assert page.heading == "Thank you for coming here"
    assert "We have kept nothing" in page.said
    assert page.press("Back").heading == HEADINGS[3]


def test_a_no_to_keeping_is_never_sent(client):
    check = to(client, "Check your answers")
    page = send(client, {**check.fields, "use-keep": "no", "send": "1"})
    assert page.heading == "Thank you for coming here"
    assert not Contribution.objects.exists()


def test_words_are_carried_exactly_through_every_page(client, house):
    page = to(client, "Check your answers", text=ODD, kind="poem")
    assert page.fields["text"] == ODD
    page = page.press("Change: Your story")
    assert page.fields["text"] == ODD
    sent(client, text=ODD, kind="poem")
    contribution = Contribution.objects.get()
    from stories import sealing

    body = sealing.open_with_identity(contribution, house.ben.reader.key_id, house.ben.identity).read("body")
    assert body["text"] == ODD


def test_what_is_typed_is_never_markup(client):
    page = to(client, "Check your answers", text="<script>alert(1)</script>", title="<img src=x onerror=alert(1)>")
    assert "<script>alert" not in page.html and "<img src=x" not in page.html
    assert html.escape("<script>alert(1)</script>") in page.html


def test_too_many_words_are_all_still_there(client):
    long = "word " * (TEXT_LIMIT // 5) + "end"
    page = to(client, "Your story").press("Continue", kind="prose", title="", text=long)
    assert page.heading == "Your story"
    assert "too many to send at once" in page.errors[0]
    assert page.fields["text"] == long


def test_as_many_words_as_we_say_are_taken(client):
    assert to(client, "How we work with your words", text="w" * TEXT_LIMIT).fields["text"] == "w" * TEXT_LIMIT


def test_an_earlier_answer_that_is_gone_is_asked_again_with_everything_kept(client):
    check = to(client, "Check your answers")
    without = {name: value for name, value in check.fields.items() if name != "use-print"}
    page = send(client, {**without, "send": "1"})
    assert page.heading == "The booklet"
    assert page.errors == ["May your story be in the printed booklet? Choose an answer."]
    assert page.press("Continue", use__print="no").fields["text"] == ANSWERS["text"]


def test_an_earlier_answer_that_was_tampered_with_is_asked_again(client):
    page = to(client, "Last things")
    page = send(client, {**page.fields, "silence": "stay", "child": "happy", "edit": "everything"})
    assert page.heading == "How we work with your words"
    assert page.errors == ["Choose how much we may change."]


def test_words_of_her_own_below_the_story_must_be_there(client):
    page = to(client, "How we work with your words").press("Continue", edit="spelling", description="name")
    assert page.errors == ["Write the words you choose, or pick another answer above."]


def test_an_unknown_page_name_loses_no_word(client):
    page = send(client, {"door": "write", "at": "nowhere", "text": "still here", "kind": "poem"})
    assert page.heading == "Staying safe"
    assert page.fields["text"] == "still here"


def test_a_child_who_would_be_upset_opens_a_hold(client):
    page = sent(client, child="upset")
    assert "We will" in page.said or "we wait" in page.said
    holds = Contribution.objects.get().agreement.holds
    assert [hold.kind for hold in holds.all()] == ["child"]


def test_the_sent_page_tells_the_real_dates(client, edition):
    said = sent(client).said
    assert f"{edition.content_lock.day} {edition.content_lock:%B %Y}" in said
    assert f"18 March {edition.year}" in said


@pytest.mark.parametrize("danger", ["yes", "unsure"])
def test_who_told_of_danger_is_told_again_after_sending_that_nobody_may_read_it_today(client, danger):
    assert "please call 999" in sent(client, danger=danger).said
    assert "please call 999" not in sent(client).said


def test_the_way_in_says_how_to_go_back_and_that_nothing_is_kept_before_sending(client):
    assert "Use the Back button on the page" in begin(client).said
    assert "we keep none of your words" in to(client, "Your story").said


def test_the_line_breaks_of_a_word_processor_are_line_breaks(client):
    page = to(client, "How we work with your words", text="one\x0btwo\x0cthree")
    assert page.fields["text"] == "one\ntwo\nthree"
