"""From paper, telephone or forum: entered by one, confirmed by another; before that no yes counts."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from consent import actions as consent
from consent.models import Notice
from consent.uses import Answer, Use
from consent.weeks import week_of
from stories import actions
from stories.actions import capturing
from stories.journey.everything import everything
from stories.models import Contribution, Story
from stories.vault import words as return_words
from tests.factories import TODAY
from tests.stories.desk.conftest import staff
from tests.stories.pictures import drawn
from tests.stories.test_scans import made, scanned, with_a_program

ENTER, CONFIRM = "stories_desk:enter", "contribution:confirm"
CANARY = "Kestrelwood"


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def page_of_paper(name="page.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn(kind="JPEG"), "image/jpeg")


def answers(**changed) -> dict:
    return {
        "captured": "paper",
        "notice": Notice.objects.in_force().get().pk,
        "kept": "on",
        "title": "By hand",
        "kind": "prose",
        "text": f"I wrote it at the kitchen table. {CANARY} slept.",
        "credit": "A mother",
        "court": "none",
        "child": "knows",
        "use-online": "yes",
        "use-print": "no",
        "use-press": "later",
        "pages": [page_of_paper(), page_of_paper()],
    } | changed


def form(person) -> dict:
    return {"nonce": person.get(ENTER).context["form"]["nonce"].value()}


def enter(person, **changed):
    return person.post(ENTER, data=form(person) | answers(**changed))


def entered(desk, **changed) -> Contribution:
    before = set(Contribution.objects.values_list("pk", flat=True))
    page = enter(desk.amara, **changed)
    assert "Your return words" in words(page), words(page)
    return Contribution.objects.exclude(pk__in=before).get()


def compared(person, contribution, **data):
    person.open(contribution, "check")
    return person.post(CONFIRM, contribution.pk, data=data or {"confirm": "1"}, follow=True)


def says(contribution) -> dict:
    return {use.value: contribution.agreement.standing(use) for use in (Use.ONLINE, Use.PRINT, Use.PRESS, Use.SOCIAL)}


def test_before_a_second_person_has_confirmed_it_no_yes_counts_and_a_no_does(desk):
    contribution = entered(desk)
    assert says(contribution) == {"online": Answer.LATER, "print": Answer.NO, "press": Answer.LATER, "social": None}
    assert contribution.agreement.standing(Use.KEEP) == Answer.YES
    assert f"Entered from paper, to be confirmed 1 {contribution.code}" in words(desk.ben.get("wagtailadmin_home"))

    assert "Confirmed." in words(compared(desk.ben, contribution))
    assert says(contribution) == {"online": Answer.YES, "print": Answer.NO, "press": Answer.LATER, "social": None}
    assert ModelLogEntry.objects.get(action="stories.confirm").user == desk.ben.user
    details = contribution.agreement.details.filter(use="online")
    assert [one.captured for one in details] == ["paper", "paper"]
    assert {one.notice for one in details} == {Notice.objects.get()}


def test_who_entered_it_cannot_confirm_it(desk):
    contribution = entered(desk)
    assert "A second person must compare it" in words(compared(desk.amara, contribution))
    assert says(contribution)["online"] == Answer.LATER
    assert "You entered it." in words(desk.amara.get(CONFIRM, contribution.pk))


def test_what_the_family_said_itself_in_between_wins(desk):
    contribution = entered(desk)
    consent.answer(agreement=contribution.agreement, use=Use.ONLINE, answer=Answer.NO, today=TODAY)
    compared(desk.ben, contribution)
    assert says(contribution)["online"] == Answer.NO


def test_the_second_person_sees_pages_and_typing_side_by_side(desk):
    contribution = entered(desk)
    desk.ben.open(contribution, "check")
    page = desk.ben.get(CONFIRM, contribution.pk)
    html = page.content.decode()
    assert html.count("data:image/jpeg;base64,") == 2 and 'alt="Page 2"' in html
    assert CANARY in words(page) and "entered by amara" in words(page)
    assert "<dt>Online booklet</dt><dd>Yes</dd>" in html and "<dt>Printed booklet</dt><dd>No</dd>" in html
    locked = staff("kofi", "Triage")
    assert CANARY not in words(locked.get(CONFIRM, contribution.pk))


def test_one_pdf_stands_for_its_pages_and_nothing_else_of_it_is_kept(desk):
    pdf = SimpleUploadedFile("letter.pdf", scanned("red", "green", "blue"), "application/pdf")
    contribution = entered(desk, pages=[pdf])
    desk.ben.open(contribution, "check")
    html = desk.ben.get(CONFIRM, contribution.pk).content.decode()
    assert html.count("data:image/jpeg;base64,") == 3 and 'alt="Page 3"' in html
    assert CANARY in html
    kinds = set(contribution.records.values_list("kind", flat=True))
    assert contribution.records.filter(kind=capturing.EVIDENCE).count() == 3 and "pdf" not in kinds


def test_two_pdfs_a_pdf_with_pictures_and_one_with_a_program_are_refused_and_nothing_is_lost(desk):
    def pdf(data=None):
        return SimpleUploadedFile("letter.pdf", data or scanned("red"), "application/pdf")

    for pages, says in (
        ([pdf(), pdf()], "Choose one PDF alone, or pictures"),
        ([page_of_paper(), pdf()], "Choose one PDF alone, or pictures"),
        ([pdf(made(with_a_program))], "holds a program"),
        ([pdf(scanned("red")[:-600])], "ends too early"),
    ):
        page = enter(desk.amara, pages=pages)
        assert says in words(page) and CANARY in page.content.decode()
    assert not Contribution.objects.exists()


def test_a_doubt_is_sealed_and_nothing_counts(desk):
    contribution = entered(desk)
    page = compared(desk.ben, contribution, doubt="1", note=f"{CANARY} is not on the page.")
    assert "Nothing of it counts" in words(page) and f"{CANARY} is not on the page." in words(page)
    assert says(contribution)["online"] == Answer.LATER
    assert capturing.waits_for_a_second_person(contribution)
    assert not any(CANARY in str(one.data) + one.label for one in ModelLogEntry.objects.all())


def test_it_cannot_be_cleared_before_it_is_confirmed(desk):
    contribution = entered(desk)
    desk.prepare(contribution, keep=True)
    with pytest.raises(Story.DoesNotExist):
        desk.clear(contribution)
    assert "nobody has confirmed it yet" in words(desk.ben.get("contribution:check", contribution.pk))
    compared(desk.ben, contribution)
    assert desk.clear(contribution).title == "By hand"


def test_confirming_twice_is_answered_in_words_and_counts_once(desk):
    contribution = entered(desk)
    compared(desk.ben, contribution)
    length = contribution.agreement.details.count()
    assert "Nothing waits to be confirmed" in words(compared(desk.ben, contribution))
    assert contribution.agreement.details.count() == length


def test_what_came_by_the_website_has_nothing_to_confirm(desk):
    contribution, _ = desk.send()
    assert "Nothing waits to be confirmed" in words(compared(desk.ben, contribution))


def test_a_forum_starts_as_unknown_whatever_was_chosen(desk):
    contribution = entered(desk, captured="forum", **{"use-social": "yes"})
    compared(desk.ben, contribution)
    assert set(says(contribution).values()) == {Answer.LATER}


def test_the_slip_opens_the_familys_own_page_and_is_shown_for_one_press(desk):
    data = form(desk.amara) | answers()
    slip = words(desk.amara.post(ENTER, data=data))
    again = words(desk.amara.post(ENTER, data=data | {"pages": [page_of_paper()]}))
    assert Contribution.objects.count() == 1
    typed = re.search(r"Your return words ([a-z -]+?) or as numbers", slip)[1]
    assert typed in again
    visit = actions.come_back(indices=return_words.parse(typed))
    assert visit.contribution == Contribution.objects.get() and CANARY in visit.opened.read("body")["text"]


def test_the_familys_copy_of_everything_holds_its_pages(desk):
    data = form(desk.amara) | answers()
    slip = words(desk.amara.post(ENTER, data=data))
    visit = actions.come_back(indices=return_words.parse(re.search(r"words ([a-z -]+?) or as numbers", slip)[1]))
    _parts, files = everything(visit, today=TODAY)
    assert [file.name for file in files] == ["page-1.jpg", "page-2.jpg"]
    assert files[0].content.startswith(b"\xff\xd8") and b"Exif" not in files[0].content


def test_it_is_kept_for_a_shorter_time_and_its_holds_open_at_once(desk):
    contribution = entered(desk, court="charged", child="upset")
    by_web, _ = desk.send()
    assert week_of(TODAY) < contribution.expires < by_web.expires
    assert {hold.kind for hold in contribution.agreement.holds.open()} == {"court", "child"}


def test_nothing_typed_or_scanned_lies_in_clear(desk):
    contribution = entered(desk)
    kinds = sorted(contribution.records.values_list("kind", flat=True))
    assert kinds == ["answers", "body", "entry", "evidence", "evidence"]
    sealed = b"".join(bytes(record.sealed) for record in contribution.records.all())
    assert CANARY.encode() not in sealed and b"base64" not in sealed


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": "  "}, "Type their words here."),
        ({"captured": ""}, "Choose how it reached us."),
        ({"captured": "web"}, "Select a valid choice"),
        ({"kept": ""}, "Without this we may not keep it."),
        ({"notice": ""}, "Choose the wording"),
        ({"pages": []}, "Choose at least one picture"),
        ({"court": ""}, "Choose an answer about the police"),
        ({"use-online": "perhaps"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(desk, changed, says):
    page = enter(desk.amara, **changed)
    assert says in words(page) and "By hand" in page.content.decode()
    assert not Contribution.objects.exists()


def test_a_page_that_is_no_picture_is_refused_in_words_and_nothing_is_kept(desk):
    for bad in (b"GIF89a not a picture", b"x", drawn(kind="JPEG")[:200]):
        page = enter(desk.amara, pages=[page_of_paper(), SimpleUploadedFile("page.jpg", bad, "image/jpeg")])
        assert "We could not read this file as a picture" in words(page)
    too_many = enter(desk.amara, pages=[page_of_paper() for _ in range(21)])
    assert "You chose 21 files, and at most 20 go together" in words(too_many) and not Contribution.objects.exists()


def test_only_readers_enter(desk):
    kofi = staff("kofi", "Triage")
    assert "has no vault key yet" in words(kofi.get(ENTER))
    assert kofi.post(ENTER, data=answers()).status_code == 404
    desk.dana.post(ENTER, data=answers())
    assert not Contribution.objects.exists()
