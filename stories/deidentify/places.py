"""Finds places and organisations: streets, schools, hospitals, police forces, courts, listed towns."""

from collections.abc import Iterator

from stories.deidentify import lexicon
from stories.deidentify.candidates import Candidate, Label, Tier
from stories.deidentify.reading import Reading
from stories.deidentify.tokens import CaseMode, Word, adjoin

LONGEST_PLACE = 4
LONGEST_ORGANISATION = 6


def streets(reading: Reading) -> Iterator[Candidate]:
    """Street names, with a house number where there is one: "14 Elm Tree Close"."""
    for at, word in enumerate(reading.words):
        if word.lower not in lexicon.STREETS or at == 0:
            continue
        if reading.words[at - 1].lower in lexicon.ORGANISATION_MIDDLES:  # "Crown Court" is no street
            continue
        small = reading.mode is not CaseMode.MIXED
        first = at
        while first and at - first < 3 and adjoin(reading.words[first - 1], reading.words[first]):
            before = reading.words[first - 1]
            if not before.capital or (before.opens and reading.ordinary(before)):
                break
            first -= 1
        number = _house_number(reading.text, reading.words[first if first < at else at - 1].start)
        if first < at and (word.capital or number) and not small:
            start = number if number is not None else reading.words[first].start
        elif number is not None and adjoin(reading.words[at - 1], word):
            start = number
        else:
            continue
        surface = reading.text[start : word.end]
        yield Candidate(start, word.end, surface, Label.PLACE, Tier.DIRECT, 0.9, "ends like a street name")


def _house_number(text: str, start: int) -> int | None:
    """Where a house number begins just before `start`, if one does."""
    head = text[max(0, start - 7) : start]
    digits = head.rstrip(" ,abcdABCD")
    if len(digits) == len(head) or not digits[-1:].isdigit():
        return None
    kept = len(digits) - len(digits.rstrip("0123456789"))
    return start - len(head) + len(digits) - kept if kept <= 4 else None


def organisations(reading: Reading) -> Iterator[Candidate]:
    """Schools, hospitals, police forces, courts, clubs, and police operations, by their last or first word."""
    for at, word in enumerate(reading.words):
        if word.lower == "operation" and at + 1 < len(reading.words):
            following = reading.words[at + 1]
            if adjoin(word, following) and (reading.stands_out(following) or reading.mode is CaseMode.CAPITALS):
                why = "a named police operation"
                yield reading.candidate(word, following, Label.ORGANISATION, Tier.DIRECT, 0.9, why)
        if word.lower not in lexicon.ORGANISATION_ENDS:
            continue
        first = _organisation_start(reading, at)
        if first == at:
            continue
        last = _organisation_end(reading, at)
        yield reading.candidate(
            reading.words[first], reading.words[last], Label.ORGANISATION, Tier.QUASI, 0.9, f"ends with '{word.lower}'"
        )


def _organisation_start(reading: Reading, at: int) -> int:
    """How far back the name of an organisation reaches; `at` itself when there is no name."""
    first, named = at, at
    while first and at - first < LONGEST_ORGANISATION and _within(reading.words[first].gap):
        before = reading.words[first - 1]
        if reading.mode is CaseMode.MIXED:
            part = before.capital and not (before.opens and reading.ordinary(before))
        else:
            part = before.lower in lexicon.ORGANISATION_ENDS or _known_place(before) or reading.can_be_name(before)
        if part or before.lower in lexicon.ORGANISATION_ENDS | lexicon.ORGANISATION_MIDDLES:
            first -= 1
            named = first if part else named
        elif before.lower in lexicon.JOINERS:
            first -= 1
        else:
            break
    return named


def _within(gap: str) -> bool:
    return gap in (" ", "-", ". ", "'s ", "' ", " & ", ", ") and gap != ", "


def _organisation_end(reading: Reading, at: int) -> int:
    """Takes in "of X" after the last word: "University of Leeds", "Court of Session"."""
    words_ = reading.words
    if at + 2 < len(words_) and words_[at + 1].lower == "of" and reading.stands_out(words_[at + 2]):
        return at + 2
    if at + 1 < len(words_) and words_[at + 1].lower in lexicon.ORGANISATION_ENDS and words_[at + 1].gap == " ":
        return at + 1
    return at


def _known_place(word: Word) -> bool:
    return (word.lower,) in lexicon.phrases("places") and word.lower not in lexicon.words("place_words")


def listed_places(reading: Reading) -> Iterator[Candidate]:
    """Towns, counties and countries of the lists, up to four words long."""
    for at, word in enumerate(reading.words):
        for length in range(min(LONGEST_PLACE, len(reading.words) - at), 0, -1):
            run = reading.words[at : at + length]
            phrase = tuple(part.lower for part in run)
            if any(part.gap not in (" ", "-") for part in run[1:]):
                continue
            if phrase in lexicon.phrases("places"):
                yield from _place(reading, at, run)
                break
            if phrase in lexicon.phrases("countries") and (word.capital or reading.mode is CaseMode.LOWER):
                yield reading.candidate(run[0], run[-1], Label.PLACE, Tier.POSSIBLE, 0.4, "a country")
                break


def _place(reading: Reading, at: int, run: list[Word]) -> Iterator[Candidate]:
    if reading.mode is CaseMode.MIXED and not run[0].capital:
        return
    cue = at > 0 and reading.words[at - 1].lower in lexicon.PLACE_CUES
    if len(run) == 1 and run[0].lower in lexicon.words("place_words") | lexicon.words("first_names"):
        if cue and (reading.stands_out(run[0]) or reading.mode is CaseMode.CAPITALS):
            yield reading.candidate(run[0], run[0], Label.PLACE, Tier.QUASI, 0.8, "a town, after a word of place")
        return
    yield reading.candidate(run[0], run[-1], Label.PLACE, Tier.QUASI, 0.9, "in the list of places")
