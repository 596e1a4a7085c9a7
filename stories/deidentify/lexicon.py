"""The word lists of the detector: names, places, ordinary words. Our own, short, easy to extend.

A name that is in no list is still found by its capital letter or by the words beside it; the lists
add certainty, sentence starts and texts written without capitals.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("words")


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.strip().lower() for line in lines if line.strip() and not line.startswith("#")]


@cache
def words(name: str) -> frozenset[str]:
    """A list of single words: "first_names", "word_names", "surnames", "place_words", "common"."""
    return frozenset(word for line in _lines(f"{name}.txt") for word in line.split())


@cache
def phrases(name: str) -> frozenset[tuple[str, ...]]:
    """A list with one phrase to a line ("places", "countries"), each as its words in lower case."""
    return frozenset(tuple(line.replace("-", " ").split()) for line in _lines(f"{name}.txt"))


@cache
def cues() -> dict[str, frozenset[str]]:
    """The sections of cues.txt by name."""
    sections: dict[str, set[str]] = {}
    for line in _lines("cues.txt"):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), set())
        else:
            current.update(line.split())
    return {name: frozenset(section) for name, section in sections.items()}


TITLES = cues()["titles"]
KIN = cues()["kin"]
OWNERS = cues()["owners"]
NAMING = cues()["naming"]
ORGANISATION_ENDS = cues()["organisation_ends"]
ORGANISATION_MIDDLES = cues()["organisation_middles"]
JOINERS = cues()["joiners"]
STREETS = cues()["streets"]
PLACE_CUES = cues()["place_cues"]
PERSON_VERBS = cues()["person_verbs"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FESTIVALS = (
    "Christmas", "Christmas Eve", "Boxing Day", "New Year's Eve", "New Year's Day", "Easter", "Good Friday", "Whitsun",
    "Bonfire Night", "Halloween", "Mother's Day", "Father's Day", "Valentine's Day", "Diwali", "Vaisakhi",
    "Eid al-Fitr", "Eid al-Adha", "Hanukkah",
)  # fmt: skip
NUMBER_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
ORDINAL_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "thirtieth", "fortieth", "fiftieth",
)  # fmt: skip
