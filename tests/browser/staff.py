"""What the people at the desk do in a real browser."""

import re
from dataclasses import dataclass

from tests.browser.press import PASSWORD

# What stands in place of the names and places in a parent's text. Whatever else is found may stay.
IN_ITS_PLACE = {"Brixlyn": "my daughter", "Rotherham": "a town in the north"}


@dataclass
class AtDesk:
    """Somebody signed in, with a browser of their own."""

    page: object
    phrase: str = ""

    def sign_in(self, name: str) -> None:
        self.page.goto("/admin/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(re.compile("/admin/$"))

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()

    def choose(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label).check()

    @property
    def said(self) -> str:
        """What the desk says at the head of the page after an act."""
        return " ".join(self.page.locator(".messages").inner_text().split())

    def unlock(self) -> None:
        self.page.goto("/admin/vault/")
        self.page.get_by_label("Your unlock phrase").fill(self.phrase)
        self.press("Unlock")
        assert "Your vault is open" in self.said

    def open(self, code: str, reason: str) -> None:
        """From the list of contributions into one of them, with a reason."""
        self.page.goto("/admin/contributions/")
        self.page.get_by_role("link", name=code).click()
        self.choose(reason)
        self.press("Open")

    def decide_on_safeguarding(self) -> None:
        self.choose("Nothing to act on", "Gentle")
        self.press("Seal the decision")

    def prepare(self) -> None:
        """Decides on everything that was found, ticks what no tool can see, and asks for a second reader."""
        for details in self.page.locator("details.desk-details").all():
            details.evaluate("one => one.open = true")
        for finding in self.page.locator(".desk-finding").all():
            text = finding.locator(".desk-mark").first.inner_text()
            if text in IN_ITS_PLACE:
                finding.get_by_label(re.compile("Say who they are instead")).check()
                finding.get_by_label("Words in its place").fill(IN_ITS_PLACE[text])
            else:
                finding.get_by_label(re.compile("Keep it, with a reason")).check()
                finding.get_by_label("Why it may stay").fill("It tells nothing about anybody.")
        for box in self.page.locator("[name=unseen]").all():
            box.check()
        self.press("Save and ask a second reader")
