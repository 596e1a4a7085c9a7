"""What one parent does on the real site, step by step, and the words that must be nowhere afterwards.

A new page of the journey gets a line in STEPS and, where it takes something in, a canary.
"""

from stories.vault import words
from tests.hostile.stack import canaries
from tests.hostile.stack.browsing import Browser
from tests.stories import pictures
from tests.stories.journey.walking import WORDS, Page, come_back, send, walk, walk_and_send, words_on

PICTURES = (pictures.photograph_with_a_name(), pictures.drawing_with_a_name(), pictures.drawn("#404040", kind="JPEG"))


class Parent:
    def __init__(self, browser: Browser):
        self.browser = browser
        self.indices: tuple[int, ...] = ()
        self.of_the_saved: tuple[int, ...] = ()
        self.given: list[str] = []

    @property
    def canaries(self) -> list[str]:
        return [*canaries.OF_THE_REQUEST.values(), *self.given]

    @property
    def return_words(self) -> list[str]:
        """As they can be written: words and digits, parted by spaces, by hyphens, by nothing."""
        held = [indices for indices in (self.indices, self.of_the_saved) if indices]
        both = [form(indices) for indices in held for form in (words.as_words, words.as_digits)]
        return [between.join(form.split(" ")) for form in both for between in (" ", "-", "")]

    @property
    def typed(self) -> list[str]:
        """Those of the return words that she types in: both forms of the story's, and the words of what she saved."""
        story, saved = words.as_words(self.indices), words.as_words(self.of_the_saved)
        return [story, words.as_digits(self.indices), saved]

    def home(self) -> Page:
        return come_back(self.browser, words.as_words(self.indices))

    def look_around(self) -> None:
        """The share page, an address that does not exist, a form cut short, and the way out."""
        assert self.browser.get("/share/").status_code == 200
        assert self.browser.get(f"/{canaries.OF_THE_REQUEST['path']}/").status_code == 404
        assert self.browser.post("/words/", {"door": canaries.OF_THE_STORY["text"]}, {}).status_code == 200
        assert self.browser.get("/exit/").status_code == 303

    def make_a_mistake(self) -> None:
        """A page with an error, which shows everything that was typed."""
        page = walk(self.browser, "Check your answers", **self.story())
        assert send(self.browser, {**page.fields, "at": canaries.OF_THE_STORY["text"]}).status in (200, 400)

    def send(self) -> None:
        page = walk_and_send(self.browser, **self.story())
        self.indices = words.parse(words_on(page))
        self.given += canaries.OF_THE_STORY.values()

    def story(self) -> dict[str, str]:
        told = canaries.OF_THE_STORY
        text = f"{told['text']} came home at four.\n\n" * 3
        return {"text": text, "title": told["title"], "credit": told["credit"], "description": "name"}

    def send_a_long_story(self) -> None:
        """200 KB: the most that the site takes as one text."""
        lines = (f"{canaries.LONG} and the lamps of street {number:04}.\n\n" for number in range(10_000))
        text = "".join(lines)[:199_990].strip()
        page = walk_and_send(self.browser, **{**self.story(), "text": text})
        self.indices = words.parse(words_on(page))
        self.given += [canaries.LONG, *canaries.OF_THE_STORY.values()]
        assert canaries.LONG in self.home().html

    def come_back(self) -> None:
        """By the words, by the digits, and by words that were never given out."""
        assert canaries.OF_THE_STORY["title"] in self.home().html
        assert canaries.OF_THE_STORY["title"] in come_back(self.browser, words.as_digits(self.indices)).html
        wrong = come_back(self.browser, words.as_words(words.make()))
        assert canaries.OF_THE_STORY["title"] not in wrong.html

    def save_and_come_back(self) -> None:
        """Half a story is saved, found again by its own words, and left where it is."""
        page = walk(self.browser, "Your story").press("Save and come back later", text=canaries.SAVED, title="")
        self.of_the_saved = words.parse(words_on(page))
        self.given.append(canaries.SAVED)
        page = come_back(self.browser, words.as_words(self.of_the_saved))
        assert canaries.SAVED in page.press("Carry on writing").html

    def write_a_message(self) -> None:
        page = self.home().press("Write to us").press(message=f"{canaries.SAID} asks what comes next.")
        assert "We have your message" in page.said
        self.given.append(canaries.SAID)

    def add_three_pictures(self) -> None:
        """With a name in each place where a file can hold one, beside what is seen of it."""
        told = canaries.OF_THE_PICTURES
        page = self.home().press("Add a picture")
        for number, held in enumerate(PICTURES):
            fields = {name: value for name, value in page.fields.items() if name != "picture"}
            files = {"picture": (f"{told['file']}-{number}.jpg", held)}
            page = self.browser.upload(WORDS, {**fields, "shows": f"{told['shows']} {number}"}, files)
            assert "We have your picture" in page.said, page.errors or page.said
        assert len(page.tree.xpath("//figure/img")) == len(PICTURES)
        self.given += told.values()

    def walk(self) -> None:
        for step in STEPS:
            step(self)


STEPS = (
    Parent.look_around,
    Parent.make_a_mistake,
    Parent.save_and_come_back,
    Parent.send,
    Parent.come_back,
    Parent.write_a_message,
    Parent.add_three_pictures,
)
