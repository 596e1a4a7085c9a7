"""Whoever is on duty hears of danger at fixed hours, of what is urgent at once, and never whose it is."""

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command

from consent.uses import Answer, Use
from publication.models import SiteIdentity
from stories import actions
from stories.actions import ringing
from stories.models import Bell, Contribution
from stories.states import OpeningReason, Safeguarding
from tests.factories import TODAY
from tests.stories.desk.conftest import desk
from tests.stories.keys.conftest import vault_of

__all__ = ["desk"]
pytestmark = pytest.mark.django_db
CANARY = "Kestrelwood"


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.fixture(autouse=True)
def on_duty(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    identity = SiteIdentity.load()
    identity.duty_email = "duty@example.org"
    identity.save()


def send(danger: str, today) -> Contribution:
    before = set(Contribution.objects.values_list("pk", flat=True))
    actions.receive(
        sending=actions.Sending(
            title=CANARY,
            text=f"{CANARY} by night.",
            kind="prose",
            uses={Use.KEEP: Answer.YES},
            answers={"danger": danger},
        ),
        today=today,
    )
    return Contribution.objects.exclude(pk__in=before).get()


def mark(desk, contribution, *, urgent: bool) -> None:
    who = vault_of(desk.amara)
    actions.open_contribution(contribution=contribution, who=who, reason=OpeningReason.TRIAGE)
    actions.record_safeguarding(contribution=contribution, who=who, decision=Safeguarding.REFERRED, urgent=urgent)


@pytest.mark.parametrize(("danger", "told"), [("yes", True), ("unsure", True), ("no", False)])
def test_what_a_parent_says_of_danger_is_in_the_next_mail_of_the_hour(desk, danger, told):
    send(danger, TODAY)
    assert mail.outbox == []
    call_command("tell_staff")
    (sent,) = mail.outbox
    assert sent.to == ["duty@example.org"]
    assert ("in danger" in sent.body) is told


def test_a_mail_goes_out_at_every_hour_under_one_subject_whether_or_not_anything_came(desk):
    call_command("tell_staff")
    send("yes", TODAY)
    call_command("tell_staff")
    call_command("tell_staff")
    quiet, loud, after = mail.outbox
    assert quiet.subject == loud.subject == after.subject
    assert quiet.body == after.body != loud.body


def test_no_mail_says_whose_it_is(desk, django_capture_on_commit_callbacks):
    contribution = send("yes", TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        mark(desk, contribution, urgent=True)
    call_command("tell_staff")
    assert len(mail.outbox) == 2
    for sent in mail.outbox:
        everything = sent.message().as_string()
        for secret in (CANARY, contribution.code, contribution.pk, contribution.week, contribution.agreement_id):
            assert secret not in everything


def test_what_a_reader_marks_urgent_is_told_at_once_and_once(desk, django_capture_on_commit_callbacks):
    contribution = send("no", TODAY)
    for urgent in (True, True):
        contribution.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            mark(desk, contribution, urgent=urgent)
    (sent,) = mail.outbox
    assert "urgent" in sent.body
    call_command("tell_staff")
    assert "urgent" not in mail.outbox[-1].body


def test_what_could_not_be_told_at_once_is_told_at_the_next_hour(desk, settings, django_capture_on_commit_callbacks):
    contribution = send("no", TODAY)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with django_capture_on_commit_callbacks(execute=True):
        mark(desk, contribution, urgent=True)
    contribution.refresh_from_db()
    assert contribution.urgent
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("tell_staff")
    assert "urgent" in mail.outbox[-1].body


def test_a_mail_that_cannot_be_sent_leaves_the_bell_ringing(desk, settings):
    send("yes", TODAY)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    with pytest.raises(CommandError, match="EMAIL_HOST"):
        call_command("tell_staff")
    assert ringing.rung(ringing.DANGER) == 1


def test_without_a_duty_address_the_command_says_where_to_set_one(desk):
    SiteIdentity.objects.update(duty_email="")
    with pytest.raises(CommandError, match="duty address"):
        call_command("tell_staff")


def test_what_rings_while_a_mail_is_sent_is_in_the_next(desk):
    send("yes", TODAY)
    counted = ringing.rung(ringing.DANGER)
    send("unsure", TODAY)
    ringing.told(ringing.DANGER, counted)
    assert ringing.rung(ringing.DANGER) == 1


def test_the_bell_holds_two_counts_and_nothing_else(desk):
    for danger in ("yes", "unsure", "no"):
        send(danger, TODAY)
    assert list(Bell.objects.values("name", "rung")) == [{"name": "danger", "rung": 2}]


def test_objections_and_complaints_are_in_the_mail_of_the_hour_without_a_word_of_them(desk):
    actions.enquire(kind="complaint", text=CANARY, today=TODAY)
    about = {"about": "me", "which": "", "code": "", "who": "young"}
    actions.object_to(**about, text=CANARY, today=TODAY)
    actions.object_to(**about, text=CANARY, today=TODAY)
    call_command("tell_staff")
    call_command("tell_staff")
    first, second = (message.body for message in mail.outbox)
    assert "objected to a story, 2 times" in first and "a complaint or a request, 1 times" in first
    assert CANARY not in first and "Nothing came" in second
