"""What somebody noted for her: the final words were read aloud to her, and these were her answers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consent.kinds import ALOUD, CAPTURED_LABELS, Kind
from consent.uses import LABELS, Answer, Use
from stories.actions import Visit, waiting_reading
from stories.journey.weeks import beginning_of
from stories.models import Proposal

WORDS = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.LATER: _("Yes, but it does not count yet"),
}


@dataclass(frozen=True)
class Noted:
    """How and in which week, and each answer with its uses. `waits`: a second person must confirm a yes."""

    way: str
    week: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    waits: bool


def noted_for(visit: Visit) -> Noted | None:
    """What stands of answers to the newest question that somebody noted; None once she has answered it all herself."""
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).newest_first().first()
    if asked is None:
        return None
    rows = visit.agreement.details.filter(kind=Kind.APPROVAL, digest_tag=asked.tag, edition=asked.edition_id)
    newest = {row.use: row for row in rows.select_related("decision").order_by("effective_sequence", "decision")}
    waits = waiting_reading(asked) is not None
    found = [newest[use] for use in Use if use in newest and newest[use].captured in ALOUD]
    # What a second person would not confirm is nothing that was said.
    found = [row for row in found if waits or row.answer != Answer.LATER]
    if not found:
        return None
    return Noted(
        way=str(CAPTURED_LABELS[found[-1].captured]),
        week=beginning_of(found[-1].decision.week),
        answers=tuple(
            (str(words), tuple(str(LABELS[Use(row.use)]) for row in found if row.answer == answer))
            for answer, words in WORDS.items()
            if any(row.answer == answer for row in found)
        ),
        waits=any(row.answer == Answer.LATER for row in found),
    )
