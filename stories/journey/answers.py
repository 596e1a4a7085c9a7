"""Reads what a parent's page posted. Nothing is stored: every page carries all answers in hidden fields."""

import re

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from stories.journey.uploads import OnePictureHandler

# Generous: a long chapter has 40,000 characters. More is refused in words, with every word kept on the page.
TEXT_LIMIT = 200_000
# Answers that are lists: the page posts one field for each thing, such as "themes-police"; they travel as one.
LISTS = ("marks", "themes")
MOST_PAIRS = 100
PAIR = re.compile(r"([a-z0-9]{1,24}):([a-z]{1,12})")


class TooMuch(Exception):
    """The body was larger than the server takes, was cut off, or is no form at all; nothing of it could be read."""


def posted(request: HttpRequest) -> QueryDict:
    """The posted fields, always read as UTF-8, whatever character set the sender claims.

    Raises `TooMuch` where Django would answer with a bare error page: a parent should be told in words
    what happened and how to get her text back.
    """
    request.encoding = "utf-8"
    request.upload_handlers = [OnePictureHandler(request)]
    try:
        return request.POST
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError, ValueError) as reason:
        raise TooMuch from reason


def tidy(value: str) -> str:
    """The words exactly as they were, but with one kind of line end and without what no form can type.

    Browsers send CRLF for every line end; a word processor pastes its line and page breaks as VT and FF.
    NUL and lone surrogates can neither be stored nor shown.
    """
    for line_end in ("\r\n", "\r", "\x0b", "\x0c"):
        value = value.replace(line_end, "\n")
    value = value.replace("\x00", "")
    return value.encode("utf-8", "ignore").decode("utf-8")


def read(data: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """The answers among `data`: the known names that were sent, each with its last value, tidied; lists as one."""
    found = {name: tidy(data[name]) for name in names if name in data}
    for name in LISTS:
        ticked = {key.removeprefix(f"{name}-"): data[key] for key in data if key.startswith(f"{name}-")}
        if name in names and ticked:
            found[name] = paired(pairs(found.get(name, "")) | ticked)
    return found


def pairs(value: str) -> dict[str, str]:
    """A list answer taken apart. What is no pair is dropped: a list holds only words of ours, never typed ones."""
    whole = (PAIR.fullmatch(part) for part in value.split(" "))
    return dict([pair.groups() for pair in whole if pair][:MOST_PAIRS])


def paired(found: dict[str, str]) -> str:
    """A list answer as one value that can travel in a hidden field."""
    kept = [f"{name}:{word}" for name, word in found.items() if PAIR.fullmatch(f"{name}:{word}")]
    return " ".join(kept[:MOST_PAIRS])
