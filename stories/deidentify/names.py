"""Finds names by the words beside them, by the lists, and by capital letters that nothing else explains."""

from collections.abc import Iterator

from stories.deidentify import lexicon
from stories.deidentify.candidates import Candidate, Label, Tier
from stories.deidentify.reading import Reading
from stories.deidentify.tokens import CaseMode, adjoin

# Adverbs and verbs that begin a sentence: "Presently", "Walking", "Startled".
NO_NAME_ENDS = ("ly", "ing", "ed", "ness", "tion", "ment")


def cued_names(reading: Reading) -> Iterator[Candidate]:
    """Names after a title ("PC Hart"), after kin ("my son Tomasz") or after "called"."""
    for at, word in enumerate(reading.words[:-1]):
        following = reading.words[at + 1]
        if not adjoin(word, following) and not (following.gap == ", " and word.lower in lexicon.KIN):
            continue
        if word.lower in lexicon.TITLES:
            whole, why = word.capital or reading.mode is not CaseMode.MIXED, f"follows '{word.text}'"
        elif word.lower in lexicon.KIN and at and reading.words[at - 1].lower in lexicon.OWNERS:
            whole, why = False, f"follows '{reading.words[at - 1].text} {word.text}'"
        elif word.lower in lexicon.NAMING or (
            word.lower in ("is", "was") and at and reading.words[at - 1].lower in ("name", "names")
        ):
            whole, why = False, f"follows '{word.text}'"
        else:
            continue
        if not reading.can_be_name(following) or (following.opens and following.gap == "\n"):
            continue
        last = reading.name_end(at + 1)
        first = word if whole else following
        yield reading.candidate(first, reading.words[last], Label.NAME, Tier.DIRECT, 1.0, why)


def listed_names(reading: Reading) -> Iterator[Candidate]:
    """Names of the lists, wherever they stand; a name that is also a word needs its capital."""
    for at, word in enumerate(reading.words):
        double = word.lower in lexicon.words("word_names")
        if word.lower in lexicon.words("first_names") and not double:
            if reading.mode is CaseMode.MIXED and not word.capital:
                if word.lower not in lexicon.words("common"):
                    yield reading.candidate(word, word, Label.NAME, Tier.POSSIBLE, 0.5, "a first name in small letters")
                continue
            last = reading.name_end(at)
            yield reading.candidate(word, reading.words[last], Label.NAME, Tier.DIRECT, 0.9, "a first name")
        elif double and word.capital and reading.mode is CaseMode.MIXED:
            follows = reading.words[at + 1].lower if at + 1 < len(reading.words) else ""
            if not word.opens or (follows in lexicon.PERSON_VERBS and word.lower not in lexicon.words("common")):
                tier = Tier.QUASI if word.lower not in reading.seen_small else Tier.POSSIBLE
                why = "a first name that is also a word, with a capital letter"
                yield reading.candidate(word, reading.words[reading.name_end(at)], Label.NAME, tier, 0.6, why)


def standing_out(reading: Reading) -> Iterator[Candidate]:
    """Capital letters inside a sentence that no list explains; and at its start, before a person's verb."""
    at = 0
    while at < len(reading.words):
        word = reading.words[at]
        last = at
        if word.capital and len(word.text) > 1 and not word.text.isupper() and not reading.ordinary(word):
            last = reading.name_end(at)
            previous = reading.words[at - 1].lower if at else ""
            following = reading.words[last + 1].lower if last + 1 < len(reading.words) else ""
            if reading.stands_out(word) and previous in lexicon.PLACE_CUES:
                yield reading.candidate(word, reading.words[last], Label.PLACE, Tier.QUASI, 0.7,
                                        f"capital letter after '{previous}'")  # fmt: skip
            elif reading.stands_out(word):
                yield reading.candidate(word, reading.words[last], Label.NAME, Tier.QUASI, 0.7,
                                        "capital letter inside a sentence")  # fmt: skip
            elif reading.mode is CaseMode.MIXED and following in lexicon.PERSON_VERBS:
                yield reading.candidate(word, reading.words[last], Label.NAME, Tier.QUASI, 0.5,
                                        f"unknown word before '{following}'")  # fmt: skip
            elif reading.mode is CaseMode.MIXED and last == at and not word.lower.endswith(NO_NAME_ENDS):
                calling = reading.text[word.end : word.end + 1] in (",", "!")
                tier, why = (Tier.QUASI, "like a call to somebody") if calling else (Tier.POSSIBLE, "an unknown word")
                yield reading.candidate(word, word, Label.NAME, tier, 0.4, f"{why}, at the start of a sentence")
            elif reading.mode is CaseMode.MIXED and last > at:
                yield reading.candidate(word, reading.words[last], Label.NAME, Tier.QUASI, 0.5,
                                        "capital letters side by side")  # fmt: skip
        at = last + 1


def abbreviations(reading: Reading) -> Iterator[Candidate]:
    """Capitals that abbreviate something the list does not know: a unit, a club, somebody's initials."""
    if reading.mode is not CaseMode.MIXED:
        return
    for word in reading.words:
        if 2 <= len(word.text) <= 6 and word.text.isupper() and word.lower not in lexicon.words("common"):
            yield reading.candidate(word, word, Label.ORGANISATION, Tier.POSSIBLE, 0.3, "an abbreviation")
