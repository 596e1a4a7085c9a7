"""Return words: seven words from which a parent's lookup and key are derived, and nothing else.

Threat: whoever holds the database may guess words offline. The machine draws them, 7 of 7,775, so there
are 90.4 bits to guess (people's own phrases have far fewer); Argon2id (RFC 9106) then makes each guess
cost memory. It runs once: two runs, for lookup and for key, would double what a parent waits and not what
a guesser pays for. Personalised BLAKE2b (RFC 7693, section 2.8) splits the result, so `lookup`, which is
stored, says nothing about `seed`, which is not.

The words are the EFF large list, made to be spoken, spelt and remembered. Each is also its place on that
list, 0000 to 7775, so the same secret can be kept as seven groups of four digits.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from nacl.pwhash import argon2id

_FILE = Path(__file__).with_name("eff_large_wordlist.txt")
LIST: tuple[str, ...] = tuple(line.split("\t")[1] for line in _FILE.read_text(encoding="ascii").splitlines())
COUNT = 7
# Longer than any list of words typed in earnest; nobody's megabytes are worth normalising.
_LONGEST = 4000

# The list holds both "yo-yo" and "yoyo", which sound and, without hyphens, look the same. Only the
# first is ever drawn, and the second is read as it; 7,775 words remain.
_TWIN, _KEPT = LIST.index("yoyo"), LIST.index("yo-yo")
DRAWN: tuple[int, ...] = tuple(index for index in range(len(LIST)) if index != _TWIN)
# Without hyphens no word begins another (a test holds the list to that), so words run together can
# still be read in one way only.
_INDEX = {LIST[index].replace("-", ""): index for index in DRAWN}
_LENGTHS = range(3, max(map(len, _INDEX)) + 1)
_HYPHENATED = {word.replace("-", "") for word in LIST if "-" in word}


class WordsError(ValueError):
    """What was typed cannot be return words. The message never repeats what was typed."""


class UnknownWord(WordsError):
    """A word (or group of digits) that is not on the public list; `position` counts from 1."""

    def __init__(self, position: int, word: str):
        super().__init__(f"Word {position} is not on the list.")
        self.position = position
        self.word = word


class WrongCount(WordsError):
    """All words are on the list, but there are too few or too many."""

    def __init__(self, found: int, expected: int):
        super().__init__(f"There are {found} words; {expected} are needed.")
        self.found = found
        self.expected = expected


@dataclass(frozen=True)
class Returner:
    """`lookup` finds the contribution and is stored; `seed` opens it and never is."""

    lookup: bytes
    seed: bytes = field(repr=False)


def make(count: int = COUNT) -> tuple[int, ...]:
    """Draws words from the system's randomness; a word may come twice, as with dice."""
    return tuple(secrets.choice(DRAWN) for _ in range(count))


def as_words(indices: tuple[int, ...]) -> str:
    return " ".join(LIST[index] for index in indices)


def as_digits(indices: tuple[int, ...]) -> str:
    return " ".join(f"{index:04d}" for index in indices)


def parse(text: str, count: int = COUNT) -> tuple[int, ...]:
    """The indices that somebody meant, however they wrote them.

    Forgives case, accents that a keyboard added, full-width letters, any separators or none, line
    numbers of a copied list, and accepts the digits form. Raises UnknownWord before WrongCount:
    a slip in one word is more useful to hear about than the count that follows from it.
    """
    if len(text) > _LONGEST:
        raise WrongCount(len(text.split()), count)
    tokens = _tokens(text)
    if tokens and all(token.isdigit() for token in tokens):
        found = _from_digits(tokens, count)
    else:
        found = _from_letters(tokens)
    if len(found) != count:
        raise WrongCount(len(found), count)
    return tuple(_KEPT if index == _TWIN else index for index in found)


def derive(indices: tuple[int, ...], *, salt: bytes, kib: int, passes: int) -> Returner:
    """One Argon2id run, split in two. The site's salt makes tables computed for another site useless."""
    master = stretch(indices, salt=salt, kib=kib, passes=passes)
    return Returner(
        lookup=hashlib.blake2b(key=master, person=b"pp return lookup", digest_size=32).digest(),
        seed=hashlib.blake2b(key=master, person=b"pp return seed", digest_size=32).digest(),
    )


def stretch(indices: tuple[int, ...], *, salt: bytes, kib: int, passes: int) -> bytes:
    """32 bytes from the words by Argon2id with one lane, as libsodium has it; `salt` is 16 bytes."""
    return argon2id.kdf(32, as_words(indices).encode("ascii"), salt, opslimit=passes, memlimit=kib * 1024)


def _tokens(text: str) -> list[str]:
    """Runs of letters and runs of ASCII digits, lower case, without marks and invisible characters."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (_plain(character) for character in plain if unicodedata.category(character) not in {"Mn", "Cf"})
    return re.findall(r"[0-9]+|[^\W\d_]+", "".join(kept))


def _plain(character: str) -> str:
    """Digits of every script as ASCII digits; everything else as it is."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _from_digits(tokens: list[str], count: int) -> list[int]:
    groups = [token for token in tokens if len(token) == 4]
    if len(groups) != count:
        run = "".join(tokens)
        groups = [run[start : start + 4] for start in range(0, len(run), 4)]
    for position, group in enumerate(groups, start=1):
        if int(group) >= len(LIST):
            raise UnknownWord(position, group)
    if len(groups[-1]) < 4:
        raise WrongCount(len(groups) - 1, count)
    return [int(group) for group in groups]


def _from_letters(tokens: list[str]) -> list[int]:
    # A short number among words is the numbering of a copied list.
    tokens = [token for token in tokens if not (token.isdigit() and len(token) <= 2)]
    found: list[int] = []
    place = 0
    while place < len(tokens):
        if found and tokens[place] == f"{found[-1]:04d}":
            # The word's own number beside it, as lists that show both are copied.
            place += 1
            continue
        pair = "".join(tokens[place : place + 2])
        if pair in _HYPHENATED and tokens[place] not in _INDEX:
            found.append(_INDEX.get(pair, _KEPT))
            place += 2
            continue
        words = _run_together(tokens[place])
        if not words:
            raise UnknownWord(len(found) + 1, tokens[place])
        found += words
        place += 1
    return found


def _run_together(token: str) -> list[int]:
    """The words that make up `token`, or nothing when some part of it is no word."""
    found, start = [], 0
    while start < len(token):
        for length in _LENGTHS:
            index = _INDEX.get(token[start : start + length])
            if index is not None:
                found.append(index)
                start += length
                break
        else:
            return []
    return found
