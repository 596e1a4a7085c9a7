"""What a parent does in a real browser: answers what the page asks, presses a button, reads the words it shows.

Everything is found by what it does and not by what it says, so that a walk works in any language and meets steps
that came later.
"""

from collections.abc import Callable

from tests.stories.journey.walking import ANSWERS

FORM = "main form:has(button)"
SEND = "main button[name=send]"
PATIENT = 3  # a page may ask to press send once more
LONGEST = 30  # pages


def fill(page, **changed) -> None:
    """Answers whatever the page asks: as `ANSWERS` says, and the last choice where it says nothing."""
    answers = ANSWERS | changed
    for name in names(page):
        controls = page.locator(f"main [name='{name}']:visible")
        if controls.first.get_attribute("type") == "radio":
            wanted = page.locator(f"main input[name='{name}'][value='{answers.get(name, '')}']")
            (wanted.first if wanted.count() else controls.last).check()
        elif name in answers and controls.first.get_attribute("type") not in ("checkbox", "file"):
            controls.first.fill(answers[name])


def names(page) -> list[str]:
    """The fields that a person can see, each once; not what only programs would fill in."""
    fields = "main input:not([type=hidden]):visible, main textarea:visible, main select:visible"
    return list(dict.fromkeys(page.locator(fields).evaluate_all("fields => fields.map(field => field.name)")))


def press(page, name=None) -> None:
    """Presses a button; the first one of the form, when none is named."""
    follow(page, page.get_by_role("button", name=name) if name else page.locator(f"{FORM} button"))


def follow(page, button) -> None:
    """Presses the first of these buttons and waits for the page that it leads to."""
    with page.expect_navigation():
        button.first.click()


def heading(page) -> str:
    return " ".join(page.locator("h1").first.inner_text().split())


def where(page) -> str:
    """Which page of the journey this is, as the form tells the server; nothing outside a form."""
    at = page.locator("main input[name=at]")
    return at.first.get_attribute("value") if at.count() else ""


def begin(page, *, door: str = "/words/") -> None:
    """Through the door to the first page."""
    page.goto(door)
    follow(page, page.locator("form:has(input[name=door][value=write]) button"))


def nothing(_name: str) -> None:
    """What a walk without a companion does on each page."""


def to_check(page, *, each: Callable[[str], None] = nothing, errors: bool = False, **changed) -> None:
    """From the first page to the one before sending; with `errors`, each page is pressed empty first."""
    for _ in range(LONGEST):
        if page.locator(SEND).count():
            return
        at = where(page)
        each(f"{at}, empty")
        if names(page):
            if errors:
                refused(page, at, each)
            fill(page, **changed)
            each(f"{at}, filled")
        press(page)
    raise AssertionError(f"the way has no end; the last page was {where(page)!r}")


def refused(page, at: str, each) -> None:
    """Presses with nothing answered; a page that needs no answer is gone back to."""
    press(page)
    if where(page) == at:
        assert page.locator(".error-summary").is_visible(), at
        each(f"{at}, in error")
    else:
        follow(page, page.locator("main button[name=back]"))
        assert where(page) == at


def send(page) -> str:
    """Presses send, again if the page asks for it, and reads the return words."""
    for _ in range(PATIENT):
        follow(page, page.locator(SEND))
        if not page.locator(SEND).count():
            break
    return words(page)


def words(page) -> str:
    return " ".join(page.locator("div.words-box li").all_inner_texts())


def walk(page, *, door: str = "/words/", each: Callable[[str], None] = nothing, errors: bool = False, **changed) -> str:
    """From a door to the return words; `each` is told the name of every page while it can be looked at."""
    page.goto(door)
    each("door")
    begin(page, door=door)
    to_check(page, each=each, errors=errors, **changed)
    each("check")
    found = send(page)
    each("sent")
    return found


def come_back(page, words: str, *, door: str = "/words/") -> None:
    page.goto(door)
    follow(page, page.locator("form:has(input[name=door][value=return]) button"))
    page.locator("main textarea[name=words]").fill(words)
    press(page)
