"""Once a week the ledger's head goes to the duty address, and the mail tells nothing else."""

import datetime

import pytest

from consent import ledger
from publication import daily, weekly_head
from publication.models import SiteIdentity
from tests.factories import TODAY
from tests.people import ben

pytestmark = pytest.mark.django_db
A_WEEK = datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def duty(db):
    identity = SiteIdentity.load()
    identity.duty_email = "duty@example.org"
    identity.save()


def test_the_head_goes_out_once_a_week(duty, mailoutbox):
    ben()
    assert [weekly_head.send(day) for day in (TODAY, TODAY, TODAY + A_WEEK)] == [1, 0, 1]
    assert [mail.to for mail in mailoutbox] == [["duty@example.org"]] * 2
    assert str(ledger.head()) in mailoutbox[0].body


def test_the_words_are_the_same_each_week_but_for_the_head(duty, mailoutbox):
    weekly_head.send(TODAY)
    before = str(ledger.head())
    ben()
    weekly_head.send(TODAY + A_WEEK)
    first, second = mailoutbox
    assert first.subject == second.subject
    assert first.body.replace(before, "") == second.body.replace(str(ledger.head()), "")


def test_without_a_duty_address_nothing_is_sent(mailoutbox):
    assert weekly_head.send(TODAY) == 0 and mailoutbox == []


def test_a_mail_that_could_not_go_is_tried_again(duty, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.nowhere"
    with pytest.raises(ImportError):
        weekly_head.send(TODAY)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert weekly_head.send(TODAY) == 1 and len(mailoutbox) == 1


def test_the_daily_run_sends_it():
    assert weekly_head.send in [step.act for step in daily.STEPS]
