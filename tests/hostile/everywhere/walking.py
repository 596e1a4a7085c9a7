"""Visits addresses as one person: looks, searches, asks for exports, and presses every button of every form.

What a press does is undone, so that each is made in the same house. Answers are searched as the sweep searches files,
since an export is a packed one.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import lxml.html
from django.db import transaction
from django.test import Client

from tests.hostile.everywhere.addresses import Address
from tests.publication.sweeping.looking import scan

LISTS = ("", "?q={word}&search={word}&query={word}", "?export=xlsx&q={word}", "?export=csv", "?p=1&s={word}&type=page")
PASSED_OVER = ("/admin/logout/", "/admin/vault/lock/")  # they end the visit, and show nothing


class Visitor:
    """`words` are looked for in everything that comes back; `found` says at which addresses which of them were."""

    def __init__(self, person, words: dict[str, str]):
        self.person, self.words = person, words
        self.cookies = {name: morsel.value for name, morsel in person.client.cookies.items()}
        self.found: set[tuple[str, str]] = set()
        self.statuses: Counter = Counter()

    def client(self) -> Client:
        """A browser with the person's cookies as they were before the walk."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        return client

    def visit(self, address: Address) -> None:
        searched = next(iter(self.words.values()))[:-3]
        alone = not any(part.isdigit() or len(part) == 32 for part in address.path.split("/"))
        for query in LISTS if alone else LISTS[:1]:
            with undone():
                page = self.look(address, self.client().get(address.path + query.format(word=searched)))
            if not query:
                for target, data in presses(page, address.path):
                    self.press(Address(address.name, target), data)
        if address.path not in PASSED_OVER:
            self.press(address, self.plausible(searched))

    def press(self, address: Address, data: dict) -> None:
        if address.path.partition("?")[0] not in PASSED_OVER:
            with undone():
                client = self.client()
                answer, _ = self.look(address, client.post(address.path, data))
                # An answer is often the page that one is led to.
                if (led := answer.headers.get("Location", "")).startswith("/"):
                    self.look(address, client.get(led))

    def plausible(self, searched: str) -> dict[str, str]:
        """What a person who wants to read something would say to a page whose form they do not see."""
        wishes = {"reason": "triage", "phrase": self.person.phrase, "q": searched, "words": searched}
        return wishes | {"save": "1", "ready": "1", "clear": "1", "read": "on", "sure": "on", "open": "1"}

    def look(self, address: Address, answer):
        self.statuses[answer.status_code] += 1
        held = b"".join(answer.streaming_content) if answer.streaming else answer.content
        plain = answer.headers.get("Content-Type", "").startswith(("text/html", "application/json"))
        for name, word in self.words.items():
            if word.encode() in held or (not plain and held and scan(held, word)):
                self.found.add((name, address.name))
        return answer, held if plain else b""


def presses(page, path: str) -> Iterator[tuple[str, dict]]:
    """Each form of a page as it stands, with each of its buttons."""
    answer, held = page
    if answer.status_code != 200 or b"<form" not in held:
        return
    for form in lxml.html.document_fromstring(held).forms:
        if (form.method or "").upper() != "POST":
            continue
        values = dict(form.form_values())
        target = form.get("action") or path
        buttons = [one for one in form.xpath(".//button[@name]") if one.get("type", "submit") == "submit"]
        for button in buttons[:4] or [None]:
            pressed = {button.get("name"): button.get("value", "")} if button is not None else {}
            if target.startswith("/"):
                yield target, values | pressed


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
