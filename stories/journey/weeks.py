"""Says a week as a parent would: by the day on which it begins."""

from consent.weeks import monday_of
from stories.journey.calendar import in_full


def beginning_of(week: str) -> str:
    """“16 November 2026” for "2026-W47"; "" for what is no week."""
    try:
        return in_full(monday_of(week))
    except ValueError:
        return ""
