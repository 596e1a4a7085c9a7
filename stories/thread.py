"""The thread of a contribution: what its parent and the desk have written to each other, sealed with it.

The three kinds of record share one numbering, so that the kind of the newest one says whose turn it is without
opening anything.
"""

from dataclasses import dataclass

from stories.models import Contribution
from stories.sealing import Opened
from stories.states import Said

KINDS = tuple(Said)
# What a message is about when it came with an answer to the final words.
WORDS = "words"
# What a message is about when it came as a complaint.
COMPLAINT = "complaint"


@dataclass(frozen=True)
class Turn:
    """One entry. `week` is all that is known of its time; `digest` names the final words that it is about,
    and `by` the key of the reader who wrote it.

    `readable` is False when the sealed bytes were damaged: the rest of the thread can still be read then.
    """

    number: int
    kind: Said
    text: str = ""
    week: str = ""
    about: str = ""
    digest: str = ""
    by: str = ""
    readable: bool = True


def thread(opened: Opened) -> list[Turn]:
    """Every entry, the first one first."""
    return [
        Turn(record.version, Said(record.kind), readable=data is not None, **_said(data or {}))
        for record, data in opened.read_in_order(KINDS)
    ]


def _said(data: dict) -> dict[str, str]:
    return {name: data.get(name, "") for name in ("text", "week", "about", "digest", "by")}


def newest(contribution: Contribution) -> tuple[int, str]:
    """Number and kind of the newest entry; 0 and "" while there is none. Opens nothing."""
    entries = contribution.records.filter(kind__in=KINDS).order_by("-version")
    return entries.values_list("version", "kind").first() or (0, "")


def unanswered(contribution: Contribution) -> int:
    """How many messages came since the desk last wrote or said that no answer is needed."""
    entries = contribution.records.filter(kind__in=KINDS).order_by("-version").values_list("kind", flat=True)
    count = 0
    for kind in entries:
        if kind != Said.MESSAGE:
            break
        count += 1
    return count
