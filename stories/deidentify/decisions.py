"""Carries a person's decisions through a whole text, and says which are still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from stories.deidentify.candidates import NEEDS_DECISION, Candidate
from stories.deidentify.entities import Entity, entities, find


class Way(StrEnum):
    """What may be done with an entity."""

    ROLE = "role"
    GENERALISE = "generalise"
    DELETE = "delete"
    KEEP = "keep"


class IncompleteDecision(ValueError):
    """A replacement without words, or a keep without its reason."""


@dataclass(frozen=True)
class Decision:
    """What to do with one entity. `words` is the replacement; a keep needs a `reason`."""

    way: Way
    words: str = ""
    reason: str = ""

    def __post_init__(self):
        if self.way in (Way.ROLE, Way.GENERALISE) and not self.words.strip():
            raise IncompleteDecision("Say which words stand in its place.")
        if self.way is Way.KEEP and not self.reason.strip():
            raise IncompleteDecision("Say why it may stay.")


def open_entities(found: Iterable[Candidate], decisions: Mapping[str, Decision]) -> list[Entity]:
    """Entities that still need a decision. A kept one is closed; one that was replaced and is still there is open."""
    return [
        entity
        for entity in entities(found)
        if entity.tier in NEEDS_DECISION and (entity.key not in decisions or decisions[entity.key].way is not Way.KEEP)
    ]


def apply(text: str, decisions: Mapping[str, Decision], *, candidates: Iterable[Candidate] | None = None) -> str:
    """The text after the decisions, keyed by entity. Entities without one stay as they are.

    `candidates` are those of exactly this text; without them it is searched. Pass the title's own
    candidates to change a title, so that both follow one story-wide search.
    """
    found = find(text) if candidates is None else list(candidates)
    for one in sorted(found, key=lambda candidate: -candidate.start):
        decision = decisions.get(one.entity)
        if decision is None or decision.way is Way.KEEP:
            continue
        if decision.way is Way.DELETE:
            text = _without(text, one.start, one.end)
        else:
            text = _with(text, one.start, one.end, decision.words.strip())
    return text


def _with(text: str, start: int, end: int, words: str) -> str:
    """Puts words in place: with a capital where a sentence starts, and not twice ("my son my son")."""
    before = text[:start]
    if before.rstrip(" ").lower().endswith(words.lower()) and before.endswith(" "):
        return _without(text, start, end)
    if _opens_sentence(before) or (text[start].isupper() and not before.strip()):
        words = words[:1].upper() + words[1:]
    return before + words + text[end:]


def _opens_sentence(before: str) -> bool:
    head = before[-40:].rstrip(" \"'“‘(\u00a0")
    return not head or head[-1] in ".!?\n"


def _without(text: str, start: int, end: int) -> str:
    """Takes words out with the space that only they needed; line breaks and the indents of verse stay."""
    before, after = text[:start], text[end:]
    if after[:2] in ("'s", "’s"):
        after = after[2:]
    indent = not before.rstrip(" ").rpartition("\n")[2] and before.endswith(" ")
    if before.endswith(" ") and not indent and (not after or after[0] in " .,;:!?\n)"):
        before = before[:-1]
    elif after.startswith(" ") and (indent or not before or before[-1] in "\n("):
        after = after[1:]
    return before + after
