"""The whole journey in two invented languages: longer than English, and from right to left.

What a person then reads in plain English was never given to gettext. The test gives the editors' own words (site,
booklet, notice, help lines) and the parent's in the same brackets, so that nothing else is left outside.
"""

import pytest

from consent import wording
from consent.models import Edition, Notice
from consent.uses import Use
from publication.models import HelpLine, SiteIdentity
from stories.models import Contribution
from tests import as_migrated
from tests.browser import axe, looking
from tests.browser.parent import come_back, follow, names, press, walk
from tests.browser.test_every_page_of_the_journey import private_pages
from tests.languages import pseudo
from tests.stories.journey.house import TODAY, found, make_edition

pytestmark = pytest.mark.django_db(transaction=True)

# Every text that is shown, that can be read out, or that stands in a field; but for her return words.
READ = """NOT_OURS => {
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const around = node.parentElement;
    if (!around.closest(`script, textarea, ${NOT_OURS}`)) said.push(node.data);
  }
  for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) said.push(element.getAttribute(name) ?? '');
  return said;
}"""
# Her return words, numbers to ring, a word that was found in her story, and her name in the booklet's own language.
NOT_OURS = '[translate=no], a[href^="tel:"], .found-word, .original, .story-credit'


@pytest.fixture
def house(settings, tmp_path):
    """A house whose editors write in these languages too."""
    pseudo.install(tmp_path / "locale")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en-gb", "English"), (pseudo.LONG, "Long"), (pseudo.RIGHT_TO_LEFT, "Right to left")]
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    settings.EXIT_URL = "/robots.txt"
    yield found(make_edition())
    as_migrated.give_back()


def written_by_editors(language: str) -> None:
    """The words that stand in tables."""
    say = lambda words: pseudo.say(words, language)  # noqa: E731
    body = {use: {part: say(text) for part, text in said.items()} for use, said in wording.ENGLISH.body.items()}
    notice = Notice(key=wording.KEY, version=1, language=language, title=say("Uses"), body=body)
    notice.put_in_force(TODAY)
    Edition.objects.update(title=say("Still we light the lamp"))
    identity = SiteIdentity.load()
    identity.site_name, identity.charity_name = say("Parent Press"), say("Pace")
    identity.save()
    for line in HelpLine.objects.all():
        line.name, line.says = say(line.name), say(line.says)
        line.save()


def untranslated(page) -> list[str]:
    """What a person meets on this page in plain letters."""
    left = [pseudo.outside(text) for text in page.evaluate(READ, NOT_OURS)]
    return [text for text in left if any(sign.isalpha() for sign in text)]


def directions(page, selector: str) -> set[str]:
    """Which way these parts of the page run."""
    return set(page.locator(selector).evaluate_all("found => found.map((one) => getComputedStyle(one).direction)"))


@pytest.mark.proof  # without a browser tests/languages asks each sentence for its translation, and each sheet for sides
@pytest.mark.parametrize("language", [pseudo.LONG, pseudo.RIGHT_TO_LEFT])
def test_every_sentence_is_translated_and_nothing_is_cut_off(open_context, house, language):
    written_by_editors(language)
    page, seen = open_context(locale=language), []
    own = {name: pseudo.say("My own words", language) for name in ("text", "title")}

    def look(name):
        seen.append(name)
        assert page.locator("html").get_attribute("dir") == ("rtl" if language == pseudo.RIGHT_TO_LEFT else "ltr")
        assert untranslated(page) == [], name
        for width in looking.at_widths(page):
            assert looking.cut_off(page) == [], (name, width)
        if "filled" not in name:
            assert axe.faults(page) == [], name

    words = walk(page, each=look, errors=True, danger="yes", **own)
    assert directions(page, ".words-box bdi, .return-digits") == {"ltr"}
    house.ask(Contribution.objects.get(), Use.ONLINE)
    come_back(page, "wrong words")
    look("return, in error")
    come_back(page, words)
    look("page")
    for name in private_pages(page):
        follow(page, page.locator(f"main button[name=go][value={name}]"))
        look(name)
        if names(page) and name != "choices":
            press(page)
            look(f"{name}, in error")
        come_back(page, words)
    assert len(seen) > 25
