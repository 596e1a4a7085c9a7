"""A tired parent at night can read every page: grade 6 at most, and no sentence longer than a breath."""

import pytest

from consent.uses import Use
from stories import actions
from stories.models import Contribution, ReaderListDocument
from tests.stories.journey.drafting import carry_on_to_check
from tests.stories.journey.grade import grade, sentences, syllables, words
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import WORDS, Page, begin, come_back, everywhere, marks_on, send, sent, to, words_on


@pytest.fixture
def pages(client, house) -> dict[str, Page]:
    """Every page a parent can meet, by a name for it."""
    found = {"start": Page(client, client.get(WORDS))}
    page = begin(client)
    while page.heading != "Check your answers":
        found[page.heading] = page
        page = page.answer(danger="unsure", child="upset", court="police", exact="yes")
    found["check"] = page
    for who in ("young", "worker"):
        found[who] = to(client, "Before you decide").press("Continue", who=who)
    named = to(client, "Words that might tell who you are", text="My daughter Sarah Jones went to Hill Top School.")
    found["names"] = named
    found["to change"] = named.press(**dict.fromkeys(marks_on(named), "change"))
    found["declined"] = to(client, "What we promise, and what we cannot").press("Continue", use__keep="no")
    found["old"] = send(client, {**page.fields, "nonce": "", "send": "1"})
    found["reworded"] = send(client, {**page.fields, "notice": "0", "send": "1"})
    found["elsewhere"] = send(client, page.fields, **{"Sec-Fetch-Site": "cross-site"})
    found["too much"] = Page(client, client.post(WORDS, b"", content_type="multipart/form-data"))
    found["sent, and the child would be upset"] = sent(client, child="upset", court="unsure", exact="yes")
    waits = Contribution.objects.get()
    found["sent"] = sent(client)
    found["done"] = found["sent"].press()
    found["already"] = send(client, {**page.fields, "nonce": found["sent"].fields["nonce"], "send": "1"})
    found["return"] = send(client, {"door": "return"})
    return_words = words_on(found["sent"])
    found["page"] = come_back(client, return_words)
    for label in ("Look at my answers", "Stop all uses", "Delete my story"):
        found[label] = found["page"].press(label)
    house.ask(Contribution.objects.exclude(pk=waits.pk).get(), Use.ONLINE)
    found["waiting"] = come_back(client, return_words)
    found["approve"] = found["waiting"].press("Read the final words")
    found["approved"] = found["approve"].press(words__online="yes")
    found["changed"] = send(client, {**found["approve"].fields, "digest": "x"})
    found["stopped"] = found["page"].press("Stop all uses").press()
    found |= pages_of_saving(client)
    found |= pages_of_the_way_back(client, house)
    ReaderListDocument.objects.all().delete()
    found["cannot"] = found["check"].press(next(label for label in page.buttons if label.startswith("Send")))
    found["deleted"] = found["Delete my story"].press(words=return_words)
    return found


def pages_of_the_way_back(client, house) -> dict[str, Page]:
    before = set(Contribution.objects.values_list("pk", flat=True))
    words = words_on(sent(client))
    contribution = Contribution.objects.exclude(pk__in=before).get()
    page = come_back(client, words)
    found = {"no messages": page.press("Write to us"), "no final words": page.press("Read the words")}
    found["copy"], found["new words"] = page.press("Get a copy"), page.press("Change my words")
    found["empty message"] = found["no messages"].press(message="")
    found["very old"] = found["no messages"].press(message="Hello", nonce="x")
    found["message written"] = found["no messages"].press(message="Hello")
    about = {"contribution": contribution, "who": house.amara, "today": TODAY}
    actions.no_answer_needed(seen=1, **about)
    found["noted"] = come_back(client, words)
    actions.reply(text="Hello.", seen=2, **about)
    found["we wrote"] = come_back(client, words)
    found["messages"] = found["we wrote"].press("Read our message")
    house.ask(contribution, Use.ONLINE, Use.PRINT, quotations=("I left the light on", "She came home in the spring."))
    approve = come_back(client, words).press("Read the final words")
    found["quotes beside the final words"] = approve
    found["final words wait"] = come_back(client, words).press("Read the words")
    found["change and yes"] = approve.press(words__online="yes", words__print="change", change="One word.")
    found["final words"] = found["change and yes"].press("Read the words")
    found["quotes"] = found["change and yes"].press("Look at my quotes")
    found["quotes changed"] = found["quotes"].press(quoted="x")
    asked = come_back(client, words).press("Change my words")
    found["new words shown"] = asked.press(words=words)
    found["begin again"] = send(client, {**found["new words shown"].fields, "nonce": "x"})
    found["words changed"] = found["new words shown"].press()
    found["perhaps changed"] = found["new words shown"].press()
    return found


def pages_of_saving(client) -> dict[str, Page]:
    story = to(client, "Your story")
    found = {"saved": story.press("Save and come back later")}
    found["saved again"] = found["saved"].press("Carry on writing").press("Save")
    found["where to save"] = send(client, {**story.fields, "draft": "x", "save": "1"})
    found["an old page to save"] = send(client, {**story.fields, "save_nonce": "x", "save": "1"})
    found["draft"] = come_back(client, words_on(found["saved"]))
    found["delete the draft"] = found["draft"].press("Delete what I saved")
    found["draft deleted"] = found["delete the draft"].press(words=words_on(found["saved"]))
    found["apart"] = sent_with(client, draft="x")
    found["carry on"] = found["saved"].press("Carry on writing")
    found["check of what was saved"] = carry_on_to_check(found["carry on"])
    declined = send(client, {**found["carry on"].fields, "at": "promise", "use-keep": "no"})
    assert declined.heading == "Thank you for coming here"
    found["declined after saving"] = declined
    found["sent to no place"] = sent(client, **everywhere("no"))
    found["kept"] = sent_with(client, draft=to(client, "Your story").press("Save and come back later").fields["draft"])
    assert len({page.said for page in found.values()}) == len(found)
    return found


def sent_with(client, **fields: str) -> Page:
    check = to(client, "Check your answers")
    return send(client, {**check.fields, **fields, "send": "1"})


def test_every_page_can_be_read_at_grade_six(pages):
    assert len(pages) > 30
    grades = {name: round(grade(sentences(page.tree.find(".//main"))), 1) for name, page in pages.items()}
    assert not {name: found for name, found in grades.items() if found > 6}
    assert max(grades.values()) > 2, "the measure measures nothing"


def test_no_sentence_is_longer_than_a_breath(pages):
    for name, page in pages.items():
        long = [found for found in sentences(page.tree.find(".//main")) if len(words(found)) > 25]
        assert not long, name


def test_the_measure_of_reading_can_fail():
    assert grade(["Participants authorise unlimited dissemination of anonymised testimony internationally."]) > 12


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("stop", 1),
        ("story", 2),
        ("delete", 2),
        ("places", 2),
        ("locked", 1),
        ("wanted", 2),
        ("little", 2),
        ("people", 2),
    ],
)
def test_syllables_are_counted_well_enough(word, count):
    assert syllables(word) == count
