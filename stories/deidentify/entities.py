"""Joins mentions of one thing through a whole story, so that it is decided once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stories.deidentify import lexicon
from stories.deidentify.candidates import STRENGTH, Candidate, Label, Tier
from stories.deidentify.plain import Plain, plain
from stories.deidentify.rules import candidates, strongest
from stories.deidentify.tokens import words

# A story is cut short before the search, never the search: the forms refuse longer ones by name.
LONGEST_TEXT = 200_000
LONGEST_PHRASE = 6
SPREADING = frozenset({Label.NAME, Label.PLACE, Label.ORGANISATION})


@dataclass(frozen=True)
class Entity:
    """One person, place or fact with all its mentions; `tier` is that of its strongest mention."""

    key: str
    label: Label
    tier: Tier
    text: str
    mentions: tuple[Candidate, ...]


def find(text: str, *, title: str = "") -> list[Candidate]:
    """All candidates of a text and its title, in reading order, title first; the same input, the same list.

    Raises ValueError for a text longer than LONGEST_TEXT characters.
    """
    if len(text) + len(title) > LONGEST_TEXT:
        raise ValueError(f"A story of more than {LONGEST_TEXT} characters is not searched.")
    plains = {"title": plain(title), "text": plain(text)}
    found = {where: _found(one.text, everything_common=where == "title") for where, one in plains.items()}
    known = _phrases(candidate for part in found.values() for candidate in part)
    everywhere = []
    for where, one in plains.items():
        settled = strongest([*found[where], *_spread(one.text, known)], len(one.text))
        everywhere += [_placed(candidate, one, title if where == "title" else text, where) for candidate in settled]
    return _keyed(everywhere)


def _found(text: str, *, everything_common: bool) -> list[Candidate]:
    """Candidates of one part; a title's capitals are habit, so an unknown word in it is only possible."""
    found = list(candidates(text))
    if everything_common:
        return [
            replace(one, tier=Tier.POSSIBLE, score=0.3) if one.why.startswith(("capital", "unknown")) else one
            for one in found
        ]
    return found


def entities(found: Iterable[Candidate]) -> list[Entity]:
    """Mentions gathered by entity: those that need a decision first, then in reading order."""
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in found:
        groups[candidate.entity].append(candidate)
    gathered = []
    for key, mentions in groups.items():
        best = max(mentions, key=lambda one: (STRENGTH[one.tier], one.score, len(one.text)))
        longest = max(mentions, key=lambda one: len(one.text))
        gathered.append(Entity(key, best.label, best.tier, longest.text, tuple(mentions)))
    return sorted(gathered, key=lambda one: -STRENGTH[one.tier])


def _phrases(found: Iterable[Candidate]) -> dict[tuple[str, ...], Candidate]:
    """Each sure name, place or organisation as its words, with the strongest mention of it."""
    known: dict[tuple[str, ...], Candidate] = {}
    for one in found:
        if one.label not in SPREADING or one.tier is Tier.POSSIBLE:
            continue
        parts = tuple(word.lower for word in words(one.text))
        if not 0 < len(parts) <= LONGEST_PHRASE:
            continue
        if parts not in known or STRENGTH[known[parts].tier] < STRENGTH[one.tier]:
            known[parts] = one
    return known


def _spread(text: str, known: dict[tuple[str, ...], Candidate]) -> list[Candidate]:
    """Every other mention of what was found once: at a sentence's start, in capitals, in small letters."""
    spread = []
    lengths = sorted({len(parts) for parts in known}, reverse=True)
    found = words(text)
    for at in range(len(found)):
        for length in lengths:
            run = found[at : at + length]
            source = known.get(tuple(word.lower for word in run)) if len(run) == length else None
            if source is None:
                continue
            small_word = length == 1 and not run[0].capital and _is_ordinary(run[0].lower)
            if not small_word:
                surface = text[run[0].start : run[-1].end]
                why = source.why if surface == source.text else f"found elsewhere in this story: {source.why}"
                spread.append(replace(source, start=run[0].start, end=run[-1].end, text=surface, why=why))
            break
    return spread


def _is_ordinary(word: str) -> bool:
    return any(word in lexicon.words(name) for name in ("common", "word_names", "place_words"))


def _placed(candidate: Candidate, one: Plain, given: str, where: str) -> Candidate:
    start, end = one.place(candidate.start, candidate.end)
    return replace(candidate, start=start, end=end, text=given[start:end], where=where)


def _spoken(one: Candidate) -> str:
    """A mention as words in small letters; a title stays only where no first name follows it."""
    parts = [word.lower for word in words(plain(one.text).text)]
    untitled = [part for part in parts if part not in lexicon.TITLES]
    return " ".join(untitled if one.label is Label.NAME and len(untitled) > 1 else parts)


def _keyed(found: list[Candidate]) -> list[Candidate]:
    """Gives each mention its entity: "name:sarah jones" also for "Sarah" alone, where only one Sarah has a surname."""
    spoken = {id(one): _spoken(one) for one in found}
    families: dict[str, set[str]] = defaultdict(set)
    for one in found:
        name = spoken[id(one)]
        if one.label is Label.NAME and " " in name:
            families[name.split()[0]].add(name)
    keyed = []
    for one in found:
        name = spoken[id(one)]
        if one.label is Label.NAME and len(families.get(name, ())) == 1:
            (name,) = families[name]
        elif one.label not in SPREADING:
            name = plain(one.text).text.lower()
        keyed.append(replace(one, entity=f"{one.label.value}:{name}"))
    return keyed
