"""What the tests of saved writing do alike: press save, carry on, let a page grow old."""

import time

from stories.actions import draft_of_token
from tests.stories.journey.house import TODAY
from tests.stories.journey.walking import ANSWERS, Page

SAVE, AGAIN = "Save and come back later", "Save"
WRITTEN, CARRY_ON, DELETE = "I have written them down. Stop for now", "Carry on writing", "Delete what I saved"
NEVER = "abacus abdomen abdominal abide abiding ability ablaze"
HALF = "I left the light on\nevery night, and “then” <b>she</b> & I"


def press_send(check) -> Page:
    return check.press(next(label for label in check.buttons if label.startswith("Send my story")))


def answered(page) -> dict[str, str]:
    return {name: value for name, value in page.fields.items() if name in ANSWERS}


def written(token: str) -> dict[str, str]:
    return draft_of_token(token=token, today=TODAY).read().answers


def carry_on_to_check(page) -> Page:
    for _ in range(15):
        if page.heading == "Check your answers":
            return page
        page = page.answer()
        assert not page.errors, page.errors
    raise AssertionError(page.heading)


def an_old_token(page: Page, monkeypatch) -> None:
    later = time.time() + 25 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
