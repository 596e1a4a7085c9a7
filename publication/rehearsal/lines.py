"""Reads the file of contributions: one JSON object a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stories.journey.answers import TEXT_LIMIT

KINDS = ("prose", "poem", "letter")
TITLE_LIMIT = 200


@dataclass(frozen=True)
class Line:
    number: int
    id: str
    kind: str
    title: str
    text: str


@dataclass(frozen=True)
class BadLine:
    number: int
    reason: str


def read(lines: Iterable[str]) -> Iterator[Line | BadLine]:
    """Each line as what it holds or as what is wrong with it; empty lines are passed over."""
    seen: set[str] = set()
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        found = _line(number, raw, seen)
        if isinstance(found, Line):
            seen.add(found.id)
        yield found


def _line(number: int, raw: str, seen: set[str]) -> Line | BadLine:
    try:
        data = json.loads(raw)
    except ValueError:
        return BadLine(number, "is not JSON")
    if not isinstance(data, dict):
        return BadLine(number, "is not a JSON object")
    for name in ("id", "kind", "title", "text"):
        if not isinstance(data.get(name), str):
            return BadLine(number, f"has no text under “{name}”")
    if not data["id"].strip():
        return BadLine(number, "has an empty id")
    if data["id"] in seen:
        return BadLine(number, "repeats the id of an earlier line")
    if data["kind"] not in KINDS:
        return BadLine(number, f"has a kind that is none of {', '.join(KINDS)}")
    if not data["title"].strip():
        return BadLine(number, "has an empty title")
    if len(data["title"]) > TITLE_LIMIT:
        return BadLine(number, f"has a title of more than {TITLE_LIMIT} characters")
    if not data["text"].strip():
        return BadLine(number, "has an empty text")
    if len(data["text"]) > TEXT_LIMIT:
        return BadLine(number, f"has a text of more than {TEXT_LIMIT} characters")
    return Line(number, data["id"], data["kind"], data["title"], data["text"])
