"""Visits addresses as one person: looks, searches, asks for exports, and presses every button of every form.

What a press does is undone, so that each is made in the same house. Answers are searched as the sweep searches files,
since an export is a packed one.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import lxml.html
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client

from tests.hostile.everywhere.addresses import Address
from tests.publication.sweeping.looking import scan

LISTS = ("", "?q={word}&search={word}&query={word}&s={word}&p=1", "?export=xlsx&q={word}")
OF_A_SHEET = "?export=csv"  # where there is one sheet there may be another
PASSED_OVER = ("/admin/logout/", "/admin/vault/lock/")  # they end the visit, and show nothing


class Visitor:
    """`words` are looked for in everything that comes back; `found` says at which addresses which of them were."""

    def __init__(self, person, words: dict[str, str]):
        self.person, self.words = person, words
        self.cookies = {name: morsel.value for name, morsel in person.client.cookies.items()}
        self.found: set[tuple[str, str]] = set()
        self.statuses: Counter = Counter()
        self._led: set[tuple] = set()

    def client(self) -> Client:
        """A browser with the person's cookies as they were before the walk."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies)
        return client

    def visit(self, address: Address) -> None:
        searched = next(iter(self.words.values()))[:-3]
        alone = not any(part.isdigit() or len(part) == 32 for part in address.path.split("/"))
        for query in LISTS if alone else LISTS[:1]:
            page = self.get(address, query.format(word=searched))
            if not query:
                for target, data in presses(page, address.path):
                    self.press(Address(address.name, target), data)
            elif page[0].headers.get("Content-Disposition"):
                self.get(address, OF_A_SHEET)
        if address.path not in PASSED_OVER:
            self.press(address, self.plausible(searched))

    def get(self, address: Address, query: str):
        with undone():
            return self.look(address, self.client().get(address.path + query))

    def press(self, address: Address, data: dict) -> None:
        if address.path.partition("?")[0] not in PASSED_OVER:
            with undone():
                client = self.client()
                answer, _ = self.look(address, client.post(address.path, data))
                # An answer is often the page that one is led to. Hundreds of presses lead to the same one with the
                # same refusal, which is looked at once.
                led = answer.headers.get("Location", "")
                said = tuple(str(one) for one in get_messages(answer.wsgi_request))
                if led.startswith("/") and (led, said) not in self._led:
                    self._led.add((led, said))
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
