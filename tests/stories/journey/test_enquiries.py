"""Anybody can complain, ask what we hold, or object to a story: without an account, and nothing of it lies in clear."""

import pytest
from django.apps import apps
from django.db import connection

from consent import actions as consent
from consent.models import Hold
from consent.uses import Use
from stories import actions, enquiries, keys, thread
from stories.actions import ringing
from stories.journey import floods
from stories.models import Contribution, Enquiry, ReaderListDocument, Story
from stories.states import Said
from stories.vault.shards import SlotErased
from tests.stories.journey.grade import grade, sentences, words
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import WORDS, Page, send, sent, words_on

CANARY = "Kestrelwood"
NEVER = "abacus abdomen abdominal abide abiding ability ablaze"


@pytest.fixture(autouse=True)
def buckets_of_its_own():
    floods._buckets.cache_clear()
    yield
    floods._buckets.cache_clear()


def tell(client, **answers) -> Page:
    asked = {"kind": "complaint", "text": f"{CANARY} was rude to me."} | answers
    return send(client, {"door": "tell"}).press("Send it", **asked)


def object_to(client, which: str = "", **answers) -> Page:
    asked = {"about": "story" if which else "me", "which": which, "who": "young", "text": f"I am {CANARY}."} | answers
    return send(client, {"door": "object"}).press("Send it", **asked)


def said(house, enquiry=None) -> dict:
    return enquiries.read(enquiry or Enquiry.objects.get(), who=house.amara)


def everything_in_clear() -> bytes:
    """Every column of every table of ours, as the database has it."""
    found = b""
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            found += b"\n".join(repr(row).encode() for row in cursor.fetchall())
    return found


def test_the_door_names_both_and_they_open_without_a_cookie(client, house):
    start = Page(client, client.get(WORDS))
    assert "A story should not be here" in start.said and "Complain, or ask what we hold" in start.said
    for door, heading in (("tell", "Complain, or ask what we hold"), ("object", "A story should not be here")):
        page = send(client, {"door": door})
        assert page.heading == heading and page.title == "Your words"
        assert not client.cookies and page.response["Cache-Control"] == "no-store"


def test_a_complaint_is_sealed_to_the_readers_and_lies_nowhere_in_clear(client, house):
    told = tell(client, reply="a.parent@example.org")
    assert told.heading == "We have your letter" and CANARY not in told.html and not client.cookies
    enquiry = Enquiry.objects.get()
    assert enquiry.kind == "complaint" and said(house)["text"] == f"{CANARY} was rude to me."
    assert said(house)["reply"] == "a.parent@example.org"
    assert enquiries.read(enquiry, who=house.ben) == said(house)
    clear = everything_in_clear()
    assert CANARY.encode() not in clear and b"a.parent" not in clear and b"complaint" in clear


def test_staff_are_rung_and_told_in_the_mail_of_the_hour(client, house):
    tell(client)
    object_to(client)
    assert (ringing.rung(ringing.ENQUIRY), ringing.rung(ringing.OBJECTION)) == (1, 1)


def test_with_return_words_it_goes_to_her_own_page_and_leaves_with_it(client, house):
    return_words = words_on(sent(client))
    told = tell(client, words=return_words)
    assert "We answer you on your own page" in told.said and not Enquiry.objects.exists()
    contribution = Contribution.objects.get()
    assert thread.newest(contribution) == (1, Said.MESSAGE)
    opened = actions.open_contribution(contribution=contribution, who=house.amara, reason="answer")
    (turn,) = thread.thread(opened)
    assert turn.about == thread.COMPLAINT and CANARY in turn.text


def test_words_that_open_nothing_keep_the_letter_on_its_page(client, house):
    page = tell(client, words=NEVER)
    assert "We cannot open a page with these words" in page.errors[0]
    assert CANARY in page.fields["text"] and not Enquiry.objects.exists()
    assert tell(client, words="one two three").errors


def test_what_is_missing_is_named_and_what_was_typed_stays(client, house):
    page = send(client, {"door": "tell"}).press("Send it", text="   ", reply="here")
    assert page.errors == ["Choose what it is.", "Write it here."] and page.fields["reply"].strip() == "here"
    page = send(client, {"door": "object"}).press("Send it", about="story", who="other")
    assert page.errors == ["Write which one it is, or choose the last answer above."]
    assert object_to(client, text="").errors == ["Tell us a little, so that we can find the story."]
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("odd", ["\x00", "x" * 30_000, "<script>alert(1)</script>", "‮gnp"])
def test_odd_letters_are_taken_or_refused_in_words(client, house, odd):
    for page in (tell(client, text=odd), object_to(client, which=odd[:9] or "x")):
        assert page.status == 200 and "<script>alert" not in page.html


def test_pressing_twice_sends_it_once(client, house):
    page = send(client, {"door": "tell"})
    asked = {"kind": "other", "text": "Hello."}
    assert page.press("Send it", **asked).heading == page.press("Send it", **asked).heading == "We have your letter"
    assert Enquiry.objects.count() == 1


def test_too_quick_or_with_the_unseen_field_filled_it_is_asked_for_once_more(client, house, settings):
    settings.SECONDS_BEFORE_SENDING = 60
    page = tell(client)
    assert "Please press send once more" in page.said and CANARY in page.fields["text"]
    settings.SECONDS_BEFORE_SENDING = 0
    filled = {floods.DECOY: "https://example.org"}
    page = tell(client, **filled)
    assert "Please press send once more" in page.said and not Enquiry.objects.exists()
    assert page.press("Send it").heading == "We have your letter"


def test_a_flood_is_slowed_down_with_every_field_kept(client, house, settings):
    settings.SENDS_PER_HOUR = 1
    tell(client)
    busy = tell(client)
    assert busy.status == 503 and busy.fields["text"] == f"{CANARY} was rude to me."
    settings.SENDS_PER_HOUR = 0
    assert busy.press("Try again").heading == "We have your letter"


def test_when_it_cannot_be_sealed_nothing_is_lost_and_nothing_is_kept(client, house):
    ReaderListDocument.objects.all().delete()
    page = tell(client)
    assert "We could not lock it safely" in page.said and CANARY in page.fields["text"]
    assert not Enquiry.objects.exists() and not ringing.rung(ringing.ENQUIRY)


class TestAnObjection:
    @pytest.fixture
    def story(self, client, house) -> Story:
        sent(client)
        return house.clear(Contribution.objects.get())

    def test_holds_a_story_that_no_release_has_shown_at_once(self, client, house, story):
        object_to(client, f"https://booklet.example/booklets/2027/{story.code.lower()}/")
        hold = story.agreement.holds.open().get()
        assert hold.kind == Hold.Kind.OBJECTION and Enquiry.objects.get().code in hold.reason
        assert CANARY not in hold.reason and hold.opened_by is None
        assert not story.agreement.may_use(Use.KEEP, day=TODAY).allowed

    def test_never_takes_down_what_is_out_and_says_the_same(self, client, house, story):
        held = object_to(client, story.code)
        for hold in story.agreement.holds.open():
            consent.release_hold(hold=hold, by=house.amara.user, today=TODAY)
        about = {"agreement": story.agreement, "digest": story.digest, "edition": story.edition, "today": TODAY}
        consent.approve(**about, uses={Use.ONLINE: True})
        shown = {"use": Use.ONLINE, "edition": story.edition, "release": "2027.1", "today": TODAY}
        consent.show([(story.agreement, story.digest)], **shown)
        out = object_to(client, story.code)
        assert not story.agreement.holds.open().exists()
        unknown = object_to(client, "S-99-9999")
        assert held.said == out.said == unknown.said
        assert Enquiry.objects.count() == 3

    def test_is_settled_by_two_readers_and_says_where_it_comes_from(self, client, house, story):
        object_to(client, story.code)
        about = {"contribution": story.contribution, "hold": story.agreement.holds.get(), "today": TODAY}
        assert not actions.settle_hold(who=house.amara, why="I asked her.", **about)
        assert actions.settle_hold(who=house.ben, why="So did I.", **about)

    def test_about_a_booklet_or_about_me_needs_no_code(self, client, house, story):
        object_to(client, "2027", about="booklet")
        object_to(client)
        assert not story.agreement.holds.exists()
        assert {said(house, one)["about"] for one in Enquiry.objects.all()} == {"booklet", "me"}


def test_a_year_later_it_is_gone_with_its_key(client, house):
    tell(client)
    enquiry = Enquiry.objects.get()
    assert actions.drop_old_enquiries(today=TODAY) == 0
    assert actions.drop_old_enquiries(today=TODAY.replace(year=TODAY.year + 1, month=12)) == 1
    assert not Enquiry.objects.exists()
    with pytest.raises(SlotErased):
        keys.slots().read(enquiries.slot_of(enquiry))


def test_a_row_that_a_backup_brought_back_goes_again(client, house):
    tell(client)
    keys.erase_slot(enquiries.slot_of(Enquiry.objects.get()))
    assert actions.drop_old_enquiries(today=TODAY) == 1 and not Enquiry.objects.exists()


def test_a_key_of_a_letter_that_was_not_kept_is_destroyed(house, monkeypatch):
    claimed = []
    seal = enquiries.seal
    monkeypatch.setattr(enquiries, "seal", lambda *a, **k: claimed.append(seal(*a, **k)) or claimed[-1])
    monkeypatch.setattr(ringing, "ring", lambda name: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.enquire(kind="other", text="Hello.", today=TODAY)
    assert not Enquiry.objects.exists()
    with pytest.raises(SlotErased):
        keys.slots().read(claimed[0][1])


def test_every_page_of_it_reads_at_grade_six(client, house):
    pages = {door: send(client, {"door": door}) for door in ("tell", "object")}
    pages |= {"told": tell(client), "objected": object_to(client), "answered": tell(client, reply="here")}
    for name, page in pages.items():
        found = sentences(page.tree.find(".//main"))
        assert grade(found) <= 6, (name, grade(found))
        assert not [one for one in found if len(words(one)) > 25], name
