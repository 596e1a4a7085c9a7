import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.weeks import monday_of, week_of


def test_a_day_is_known_by_its_week_alone():
    assert week_of(datetime.date(2026, 11, 21)) == "2026-W47"


def test_the_first_days_of_january_may_belong_to_the_week_of_the_old_year():
    assert week_of(datetime.date(2027, 1, 1)) == "2026-W53"


@given(st.dates(min_value=datetime.date(1000, 1, 8)))
def test_a_week_begins_on_the_monday_before_or_on_the_day(day):
    monday = monday_of(week_of(day))
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6


@given(st.dates(min_value=datetime.date(1000, 1, 8)), st.dates(min_value=datetime.date(1000, 1, 8)))
def test_written_weeks_sort_in_order_of_time(one, other):
    if monday_of(week_of(one)) < monday_of(week_of(other)):
        assert week_of(one) < week_of(other)


@pytest.mark.parametrize("text", ["", "2026-47", "2026-W7", "2026-W54", "26-W47", "2026-W4a", "2026-11-21"])
def test_anything_else_is_no_week(text):
    with pytest.raises(ValueError):
        monday_of(text)
