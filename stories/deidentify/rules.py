"""Runs every rule over a text and settles where they overlap."""

from collections.abc import Iterable, Iterator

from stories.deidentify import names, places
from stories.deidentify.candidates import NEEDS_DECISION, STRENGTH, Candidate
from stories.deidentify.patterns import PATTERNS
from stories.deidentify.reading import Reading


def candidates(text: str) -> Iterator[Candidate]:
    """Every candidate of every rule, overlaps included, in the places of the plain text."""
    yield from shapes(text)
    reading = Reading(text)
    for rule in (
        places.streets,
        places.organisations,
        names.cued_names,
        places.listed_places,
        names.listed_names,
        names.standing_out,
        names.abbreviations,
    ):
        yield from rule(reading)


def shapes(text: str) -> Iterator[Candidate]:
    """What has a fixed shape: contact data, references, dates, ages, numbers."""
    for one in PATTERNS:
        group = "this" if "this" in one.expression.groupindex else 0
        for match in one.expression.finditer(text):
            start, end = match.span(group)
            found = text[start:end].rstrip(".,;:!?'\") \n")
            if found:
                yield Candidate(start, start + len(found), found, one.label, one.tier, one.score, one.why)


def strongest(found: Iterable[Candidate], length: int) -> list[Candidate]:
    """Candidates without overlap, in reading order.

    One that needs a decision wins over a possible one; among those the longer wins, then the surer.
    Each character is taken once, so the time grows with the text and not with the overlaps.
    """
    taken = bytearray(length)
    kept = []
    for one in sorted(
        found, key=lambda c: (c.tier not in NEEDS_DECISION, c.start - c.end, -c.score, -STRENGTH[c.tier])
    ):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda c: c.start)
