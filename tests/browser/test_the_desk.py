"""The desk in a real browser, page by page: axe finds nothing of ours, and nothing sticks out on a phone."""

import pytest

from consent.uses import Answer, Use
from stories import actions
from stories.models import Contribution, Story
from tests.browser import axe
from tests.factories import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "My daughter Brixlyn took the bus from Rotherham. I waited at the stop."
WIDTHS = (1280, 390)
STILL = """async () => {
    const moving = [...document.querySelectorAll(".messages")].flatMap(one => one.getAnimations({subtree: true}))
    await Promise.all(moving.map(one => one.finished))
}"""
STORY = "/admin/snippets/stories/story"


def send() -> list[int]:
    """A parent sends, and says that her child would be upset; returns her return words."""
    return actions.receive(
        sending=actions.Sending(
            title="The bus stop",
            text=TEXT,
            kind="prose",
            uses=dict.fromkeys(Use, Answer.YES),
            answers={"danger": "no", "child": "upset"},
            dials={"silence": "stay", "edit": "spelling"},
        ),
        today=TODAY,
    ).indices


def look(somebody, address: str = "") -> None:
    """At the page where somebody stands, or at an address."""
    page = somebody.page
    if address:
        page.goto(address)
    # What the desk says slides in; half way its colours are not yet what they will be.
    page.evaluate(STILL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        axe.finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def settle(somebody, says: str, button: str) -> None:
    with somebody.page.expect_navigation():
        somebody.page.get_by_role("main").get_by_role("link", name="Settle it").first.click()
    look(somebody)
    somebody.page.get_by_label("What was decided, and why?").fill(says)
    somebody.press(button)
    look(somebody)


def test_every_page_of_the_desk_can_be_used_by_everybody_and_on_a_phone(house, desk):
    words = send()
    code = Contribution.objects.get().code
    amara, ben = desk("amara"), desk("ben")
    for address in ("/admin/", "/admin/contributions/", "/admin/vault/"):
        look(amara, address)

    amara.open(code, "First reading")
    look(amara)
    amara.choose("Nobody needs to be told", "Gentle reading")
    amara.press("Seal the decision")
    look(amara)
    amara.prepare()
    assert "A second reader can check it now" in amara.said
    look(amara)
    settle(amara, "She is grown up, and we asked her.", "It is settled, as I see it")

    ben.open(code, "To check a colleague's work")
    assert "It cannot be cleared while it is held" in ben.page.locator("main").inner_text()
    look(ben)
    settle(ben, "So do I.", "It is settled: release it")
    ben.open(code, "To check a colleague's work")
    look(ben)
    ben.page.locator("#id_edition input").first.check()
    ben.choose("I have read both texts from the first word to the last")
    ben.press("Clear it and make the story")
    look(ben)

    story = Story.objects.get()
    look(ben, f"{STORY}/")
    look(ben, f"{STORY}/holds/{story.pk}/")
    look(ben, f"{STORY}/ask/{story.pk}/")
    ben.press("Ask the parent")
    look(ben, f"{STORY}/withdraw/{story.pk}/")
    proposal, visit = story.proposals.get(), actions.come_back(indices=words)
    actions.answer_proposal(
        visit=visit, proposal=proposal, digest=proposal.digest, uses={Use.ONLINE: True}, today=TODAY
    )
    look(ben, f"{STORY}/sign-off/{story.pk}/")
    ben.press("Sign off")
    assert "Signed off" in ben.said
