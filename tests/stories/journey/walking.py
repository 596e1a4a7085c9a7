"""A browser without scripts, for the parent's pages: reads a page's form, fills it in, presses a button."""

from dataclasses import dataclass

import lxml.html
from django.test import Client

from stories.journey.writing import wording_in_force

WORDS = "/words/"
USES = ("panel", "online", "print", "formats", "social", "press", "training", "policy", "research")
# What one parent answers on each page. Tests change single answers.
ANSWERS = {
    "danger": "no",
    "who": "parent",
    "use-keep": "yes",
    "court": "none",
    "child": "happy",
    "kind": "prose",
    "title": "The kitchen light",
    "text": "I left the light on every night.\n\nShe came home in the spring.",
    "edit": "spelling",
    "description": "parent",
    "credit": "",
    **{f"use-{use}": "yes" for use in USES},
    "silence": "come_down",
    "exact": "no",
    "contact": "none",
}


def everywhere(answer: str) -> dict[str, str]:
    """One answer to every use that is asked about."""
    return {f"use-{use}": answer for use in USES}


@dataclass
class Page:
    """What one answer of the server shows, and what can be done on it."""

    client: Client
    response: object
    posted: dict[str, str] | None = None  # what it answers

    def __post_init__(self):
        self.html = self.response.content.decode()
        self.tree = lxml.html.document_fromstring(self.html)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return self.tree.findtext(".//title").strip()

    @property
    def heading(self) -> str:
        return " ".join(self.tree.find(".//h1").text_content().split())

    @property
    def said(self) -> str:
        """Everything in <main> as one line."""
        return " ".join(self.tree.find(".//main").text_content().split())

    @property
    def form(self):
        return self.tree.find(".//main").find(".//form")

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [line.text_content().strip() for line in self.tree.xpath("//div[@class='error-summary']//li")]

    @property
    def fields(self) -> dict[str, str]:
        """What the browser would send as the page stands, but for the button."""
        found = {}
        for control in self.form.xpath(".//input | .//textarea"):
            if control.tag == "textarea":
                # A browser drops the line feed that stands first.
                found[control.get("name")] = (control.text or "").removeprefix("\n")
            elif control.get("type") not in ("radio", "checkbox") or "checked" in control.attrib:
                found[control.get("name")] = control.get("value", "")
        return found

    @property
    def buttons(self) -> dict[str, tuple[str, str] | None]:
        found = {}
        for button in self.form.xpath(".//button"):
            label = " ".join(button.text_content().split())
            found[label] = (button.get("name"), button.get("value")) if button.get("name") else None
        return found

    def press(self, label: str | None = None, **answers: str) -> "Page":
        """Presses a button (the first one, as Enter would) with some answers given."""
        sent = {**self.fields, **{name.replace("__", "-"): value for name, value in answers.items()}}
        button = self.buttons[label] if label else next(iter(self.buttons.values()))
        if button:
            sent[button[0]] = button[1]
        return send(self.client, sent)

    def answer(self, **changed: str) -> "Page":
        """Presses the first button with the usual answers to whatever this page asks."""
        answers = {**ANSWERS, **{name.replace("__", "-"): value for name, value in changed.items()}}
        asked = {
            element.get("name")
            for element in self.form.xpath(".//input[@type='radio' or @type='checkbox' or @type='text'] | .//textarea")
        }
        return self.press(**{name: value for name, value in answers.items() if name in asked})


def send(client: Client, data: dict[str, str], **headers) -> Page:
    """A post as a browser makes it: line ends are CRLF."""
    crlf = {name: value.replace("\r\n", "\n").replace("\n", "\r\n") for name, value in data.items()}
    return Page(client, client.post(WORDS, crlf, headers=headers or {"Sec-Fetch-Site": "same-origin"}), data)


def begin(client: Client) -> Page:
    return send(client, {"door": "write"})


def walk(client: Client, heading: str, **changed: str) -> Page:
    """From the door to the page with this heading, through every page between them."""
    page = begin(client)
    for _ in range(25):
        if page.heading == heading:
            return page
        assert not page.errors, page.errors
        page = page.answer(**changed)
    raise AssertionError(f"never came to {heading!r}, stood at {page.heading!r}")


MADE_BY_THE_SERVER = {"opened", "save_nonce"}
# By page, wording and answers: what was posted last on the way there.
_led: dict[tuple, dict[str, str]] = {}


def to(client: Client, heading: str, **changed: str) -> Page:
    """The page with this heading, as whoever walks comes to it.

    The way is twenty posts long, and nothing of it is on the server: all answers travel in each page, and each is
    looked at again. So once somebody has walked, the last of these posts is made again after the first page, with what
    the server itself writes into a page as it writes it now. If it does not lead there as things stand, she walks.
    """
    asked = wording_in_force()
    way = (heading, asked and asked.version, *sorted(changed.items()))
    if way in _led and (door := begin(client)).status == 200:
        written_now = {name: value for name, value in door.fields.items() if name in MADE_BY_THE_SERVER}
        page = send(client, _led[way] | written_now)
        if page.heading == heading and not page.errors:
            return page
    page = walk(client, heading, **changed)
    _led[way] = {name: value for name, value in page.posted.items() if name not in MADE_BY_THE_SERVER}
    return page


def sent(client: Client, **changed: str) -> Page:
    """Comes all the way and sends."""
    return press_send(to(client, "Check your answers", **changed))


def walk_and_send(client: Client, **changed: str) -> Page:
    """Through every page of the way, for whoever looks at what the way itself does or leaves."""
    return press_send(walk(client, "Check your answers", **changed))


def press_send(check: Page) -> Page:
    return check.press(next(label for label in check.buttons if label.startswith("Send my story")))


def words_on(page: Page) -> str:
    return " ".join(item.text_content() for item in page.tree.xpath("//div[@class='words-box']//li"))


def come_back(client: Client, words: str) -> Page:
    return send(client, {"door": "return"}).press(words=words)


def marks_on(page: Page) -> list[str]:
    """The names of the questions about words that might tell who somebody is."""
    return list(dict.fromkeys(page.form.xpath(".//input[starts-with(@name, 'marks-')]/@name")))
