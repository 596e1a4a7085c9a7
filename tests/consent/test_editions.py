"""The calendar of a year, which is a promise to families."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from consent.models import Edition
from tests.factories import TODAY, make_edition
from tests.people import amara

pytestmark = pytest.mark.django_db


def test_a_calendar_that_runs_forward_is_accepted():
    make_edition().full_clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("call_closes", datetime.date(2026, 4, 1)),
        ("content_lock", datetime.date(2026, 12, 1)),
        ("print_order", datetime.date(2027, 1, 1)),
        ("opens_at", datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC)),
        ("opens_at", datetime.datetime(2028, 3, 18, tzinfo=datetime.UTC)),
        ("opens_at", datetime.datetime(2027, 5, 1, tzinfo=datetime.UTC)),
    ],
)
def test_a_calendar_that_runs_backwards_is_refused_at_the_date_that_is_wrong(field, value):
    edition = make_edition()
    setattr(edition, field, value)
    with pytest.raises(ValidationError) as refusal:
        edition.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_booklet_that_must_not_open_says_why():
    edition = make_edition(do_not_open=True)
    with pytest.raises(ValidationError, match="Say why"):
        edition.full_clean()


def test_a_year_that_families_were_asked_about_stays_that_year():
    edition = make_edition(2027)
    edition.year = 2026
    edition.opens_at = edition.opens_at.replace(year=2026)
    with pytest.raises(ValidationError) as refusal:
        edition.full_clean()
    assert "year" not in refusal.value.message_dict
    amara(Edition.objects.get())
    with pytest.raises(ValidationError, match="Families have been asked about this year"):
        edition.full_clean()


def test_an_edition_opens_at_its_second_unless_it_must_not():
    edition = make_edition()
    second = datetime.timedelta(seconds=1)
    assert not edition.is_open(edition.opens_at - second)
    assert edition.is_open(edition.opens_at)
    edition.do_not_open = True
    assert not edition.is_open(edition.opens_at)


def test_the_hour_of_opening_is_that_of_the_clock_in_london():
    edition = make_edition()
    assert timezone.localtime(edition.opens_at).hour == 7


def test_the_current_edition_is_the_one_that_takes_stories_else_the_next_one():
    this, following = make_edition(2027), make_edition(2028)
    assert Edition.objects.current(TODAY) == this
    assert Edition.objects.current(this.call_closes + datetime.timedelta(days=1)) == this
    assert Edition.objects.current(this.lapses_on) == this
    assert Edition.objects.current(this.lapses_on + datetime.timedelta(days=1)) == following
    assert Edition.objects.current(datetime.date(2030, 1, 1)) is None
