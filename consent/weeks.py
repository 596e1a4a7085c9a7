"""This file knows weeks: the finest time that a row caused by a parent may carry.

A week is written as in ISO 8601, "2026-W47". Written so, weeks sort in order of time.
"""

import datetime


def week_of(day: datetime.date) -> str:
    """The ISO week of a day. The year is the week's own: 1 January 2027 lies in "2026-W53"."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def monday_of(week: str) -> datetime.date:
    """The Monday of a week; raises `ValueError` for anything not written as "2026-W47"."""
    year, mark, number = week.partition("-W")
    if not (mark and year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) == 2):
        raise ValueError(f"{week!r} is not a week. Write it as 2026-W47.")
    return datetime.date.fromisocalendar(int(year), int(number), 1)
