"""A document is read in memory, looked at, sealed; and no use of it is allowed until its family says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from consent.kinds import Captured
from consent.models import DecisionDetail
from consent.uses import Answer, Use
from stories.models import Contribution
from tests.stories.desk.conftest import staff
from tests.stories.desk.test_capturing import CANARY, words
from tests.stories.documents.made import docx, p, run

BRING_IN = "stories_desk:bring_in"
FILE = docx(p("By hand", "Title"), p(f"I wrote it at the kitchen table. {CANARY} slept."), p(run("Loud.", "<w:b/>")))


def read(person, data: bytes = FILE, name: str = "story.docx", **changes):
    return person.post(BRING_IN, data={"file": SimpleUploadedFile(name, data), "kind": "prose"} | changes)


def sealed(person, page=None, **changes):
    initial = (page or read(person)).context["form"].initial
    answers = {"credit": "A mother", "kept": "on", "court": "unsure", "child": "unsaid"}
    return person.post(BRING_IN, data=initial | answers | changes)


def test_what_was_read_is_shown_with_what_could_not_be_carried(desk):
    shown = words(read(desk.amara))
    assert CANARY in shown
    assert "Bold, italic or underlined words." in shown


def test_who_forgot_the_kind_is_told_that_the_file_must_be_chosen_again(desk):
    assert "Choose the document once more, too" in words(read(desk.amara, kind=""))


def test_reading_alone_keeps_nothing(desk):
    before = Contribution.objects.count()
    assert read(desk.amara)["Cache-Control"] == "no-store"
    assert Contribution.objects.count() == before
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            assert CANARY not in str(cursor.fetchall()), table


def test_sealed_it_waits_like_any_other_and_its_return_words_are_shown_once(desk):
    before = set(Contribution.objects.values_list("pk", flat=True))
    page = read(desk.amara)
    slip = sealed(desk.amara, page)
    assert "Your return words" in words(slip)
    made = Contribution.objects.exclude(pk__in=before).get()
    assert made.state == "received"
    assert CANARY not in str(Contribution.objects.filter(pk=made.pk).values())


def test_every_use_is_still_to_be_decided_whatever_the_form_says(desk):
    before = set(Contribution.objects.values_list("pk", flat=True))
    sealed(desk.amara, **{"use-online": "yes", "use-print": "yes", "captured": "paper"})
    made = Contribution.objects.exclude(pk__in=before).get()
    told = {one.use: one.answer for one in DecisionDetail.objects.filter(agreement=made.agreement, kind="answer")}
    assert told == {use: (Answer.YES if use == Use.KEEP else Answer.LATER) for use in Use}
    assert set(made.agreement.details.values_list("captured", flat=True)) == {Captured.IMPORT}


def test_without_leave_to_keep_it_nothing_is_sealed_and_nothing_typed_is_lost(desk):
    before = Contribution.objects.count()
    page = read(desk.amara)
    data = page.context["form"].initial | {"court": "none", "child": "knows", "text": f"{CANARY} slept, corrected."}
    again = desk.amara.post(BRING_IN, data=data)
    assert Contribution.objects.count() == before
    assert f"{CANARY} slept, corrected." in again.content.decode()
    assert "Bold, italic" in words(again)


def test_a_second_press_makes_no_second_one(desk):
    page, before = read(desk.amara), Contribution.objects.count()
    first, second = sealed(desk.amara, page), sealed(desk.amara, page)
    assert first.context["words"] == second.context["words"]
    assert Contribution.objects.count() == before + 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("story.pdf", b"%PDF", "ends in .docx"),
        ("story.docx", b"noise", "damaged"),
        ("story.txt", b"", "no words"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(desk, name, data, said):
    assert said in words(read(desk.amara, data, name))


def test_it_is_for_those_who_open_what_parents_send(desk):
    stranger = staff("eve", "Editors")
    assert stranger.client.get("/admin/vault/bring-in/").status_code == 302
