"""A parent in the rehearsal: sends through the site's own pages and forms, comes back with her own words."""

import html.parser
import re

from django.test import Client
from django.urls import reverse

from consent.uses import Answer, Use
from publication.rehearsal.lines import Line
from stories.journey.forms import ASKED, name_of
from stories.vault import words


class NotSent(Exception):
    """The journey did not end on the page with the return words; the message names what it said instead."""


def send(line: Line) -> tuple[int, ...]:
    """Posts the story to the journey as a browser would, and reads the return words off the last page."""
    client = Client()
    answers = {
        "door": "write",
        "danger": "no",
        "who": "parent",
        "court": "none",
        name_of(Use.KEEP): Answer.YES,
        "kind": line.kind,
        "title": line.title,
        "text": line.text,
        "edit": "spelling",
        "description": "parent",
        "credit": "",
        **{name_of(use): Answer.YES for use in ASKED},
        "silence": "stay",
        "child": "unsaid",
        "exact": "no",
        "contact": "none",
    }
    answers["notice"] = _field(
        _post(client, {"door": "write", "danger": "no", "who": "parent", "at": "about"}), "notice"
    )
    last = _post(client, answers | {"at": "last"})
    nonce = _field(last, "nonce")
    if not nonce:
        raise NotSent(_heading(last))
    sent = _post(client, answers | {"at": "check", "send": "1", "nonce": nonce})
    found = re.search(r"(?:\d{4}\D{1,60}?){6}\d{4}", _text(sent))
    if not found:
        raise NotSent(_heading(sent))
    return words.parse(re.sub(r"\D+", " ", found[0]))


def _post(client: Client, data: dict) -> str:
    return client.post(reverse("words"), data).content.decode()


def _field(page: str, name: str) -> str:
    """The value of an input of the page's form."""
    found = [dict(attrs) for attrs in _Inputs.of(page)]
    return next((attrs.get("value") or "" for attrs in found if attrs.get("name") == name), "")


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def _heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    return " ".join(_text(found[1]).split()) if found else "a page without a heading"


class _Inputs(html.parser.HTMLParser):
    @classmethod
    def of(cls, page: str) -> list:
        reader = cls()
        reader.found = []
        reader.feed(page)
        return reader.found

    def handle_starttag(self, tag, attrs):
        if tag == "input":
            self.found.append(attrs)
