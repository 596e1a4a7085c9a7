"""What a parent does in a real browser: answers what the page asks, presses a button, reads the words it shows."""

from tests.stories.journey.walking import ANSWERS


def fill(page, **changed) -> None:
    """Answers whatever the page asks."""
    for name, value in {**ANSWERS, **changed}.items():
        for control in page.locator(f"main [name='{name}']:not([type=hidden])").all():
            if control.get_attribute("type") != "radio":
                control.fill(value)
            elif control.get_attribute("value") == value:
                control.check()


def press(page, name=None) -> None:
    """Presses a button; the first one of the form, when none is named."""
    with page.expect_navigation():
        (page.get_by_role("button", name=name) if name else page.locator("main form button").first).click()


def heading(page) -> str:
    return " ".join(page.locator("h1").first.inner_text().split())


def walk(page, *, door: str = "/words/", each=lambda: None, **changed) -> str:
    """From a door to the return words; `each` looks at every page empty, in error and filled."""
    page.goto(door)
    each()
    press(page, "Start writing")
    while heading(page) != "Check your answers":
        here = heading(page)
        each()
        if page.locator("main input[type=radio]:not([name^=marks-])").count():
            press(page)
            assert heading(page) == here and page.locator(".error-summary").is_visible()
            each()
            fill(page, **changed)
            each()
        press(page)
    each()
    press(page, "Send my story")
    each()
    return " ".join(page.locator("div.words-box li").all_inner_texts())


def come_back(page, words, *, door: str = "/words/") -> None:
    page.goto(door)
    press(page, "Come back")
    page.get_by_label("Your return words").fill(words)
    press(page, "Open my page")
