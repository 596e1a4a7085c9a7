"""At the desk: what people wrote to us is listed by code, opened with a key, answered, and deleted."""

import re

import pytest
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from stories import actions, readers, roles
from stories.models import Enquiry
from tests.factories import TODAY
from tests.stories.desk.conftest import staff
from tests.stories.keys.conftest import vault_of

LIST, PAGE = "stories_desk:enquiries", "stories_desk:enquiry"
CANARY = "Kestrelwood"


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


@pytest.fixture
def complaint(desk) -> Enquiry:
    return actions.enquire(kind="complaint", text=f"{CANARY} was rude.", reply="here@example.org", today=TODAY)


def objected(code: str = "") -> Enquiry:
    return actions.object_to(
        about="story" if code else "me", which=code, code=code, who="young", text=f"I am {CANARY}.", today=TODAY
    )


def test_the_list_says_what_waits_and_nothing_of_what_it_says(desk, complaint):
    objection = objected()
    page = words(desk.amara.get(LIST))
    assert page.index(objection.code) < page.index(complaint.code), "objections come first"
    assert "An objection to a story" in page and "Not yet" in page and CANARY not in page
    home = words(desk.amara.get("wagtailadmin_home"))
    assert f"Objections, complaints and requests 2 {objection.code}, {complaint.code}" in home


def test_it_opens_with_the_phrase_alone_and_the_opening_is_logged_once(desk, complaint):
    assert CANARY not in words(desk.amara.get(PAGE, complaint.pk))
    desk.amara.post(PAGE, complaint.pk, data={"phrase": "wrong words of mine"})
    assert CANARY not in words(desk.amara.get(PAGE, complaint.pk))
    page = desk.amara.post(PAGE, complaint.pk, data={"phrase": desk.amara.phrase}, follow=True)
    assert f"{CANARY} was rude." in words(page) and "here@example.org" in words(page)
    desk.amara.get(PAGE, complaint.pk)
    (entry,) = ModelLogEntry.objects.filter(action="stories.open_enquiry")
    assert entry.user == desk.amara.user and CANARY not in str(entry.data) + entry.label


@pytest.mark.parametrize("who", ["dana", "root"])
def test_nobody_outside_triage_sees_that_it_exists(desk, complaint, who):
    person = getattr(desk, who)
    for page in (person.get(LIST), person.get(PAGE, complaint.pk)):
        assert complaint.code not in page.content.decode()
    assert complaint.code not in words(person.get("wagtailadmin_home"))


def test_a_reader_who_came_later_is_told_whom_to_ask(desk, complaint):
    kofi = staff("kofi", roles.TRIAGE)
    made = readers.make_reader(user=kofi.user)
    readers.admit(entry=made.entry, by=vault_of(desk.amara).identity)
    page = kofi.post(PAGE, complaint.pk, data={"phrase": made.phrase}, follow=True)
    assert "This was written before you had your key" in words(page) and CANARY not in words(page)
    later = actions.enquire(kind="other", text="Later.", today=TODAY)
    assert "Later." in words(kofi.get(PAGE, later.pk))


def test_a_touched_one_is_told_in_words_and_left(desk, complaint):
    sealed = bytearray(bytes(complaint.sealed))
    sealed[-1] ^= 1
    Enquiry.objects.filter(pk=complaint.pk).update(sealed=bytes(sealed))
    page = desk.amara.post(PAGE, complaint.pk, data={"phrase": desk.amara.phrase}, follow=True)
    assert "was damaged or changed" in words(page)


def test_it_is_marked_answered_and_only_then_deleted(desk, complaint):
    desk.amara.unlock()
    assert "answered this yet" in words(desk.amara.post(PAGE, complaint.pk, data={"delete": "1"}, follow=True))
    desk.amara.post(PAGE, complaint.pk, data={"answered": "1"})
    complaint.refresh_from_db()
    assert complaint.answered_by == desk.amara.user and complaint.answered_week
    assert complaint.code not in words(desk.amara.get("wagtailadmin_home"))
    assert f"{complaint.code} is deleted." in words(
        desk.amara.post(PAGE, complaint.pk, data={"delete": "1"}, follow=True)
    )
    assert not Enquiry.objects.exists() and not ModelLogEntry.objects.filter(label=complaint.code).exists()


def test_an_objection_leads_to_the_hold_and_to_taking_down(desk):
    story, _ = desk.story()
    objection = objected(story.code)
    desk.amara.unlock()
    page = desk.amara.get(PAGE, objection.pk)
    assert f"{story.code} is held since this came" in words(page)
    assert f"/admin/take-down/?story={story.code}" in page.content.decode()
    holds = words(desk.amara.get("contribution:holds", story.contribution_id))
    assert "Somebody outside opened this hold by objecting" in holds and objection.code in holds
    assert "It names no story by its code" in words(desk.amara.get(PAGE, objected().pk))
