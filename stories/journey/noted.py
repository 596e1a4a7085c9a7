"""What somebody noted for her: the final words were read aloud to her, and these were her answers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consent.kinds import ALOUD, CAPTURED_LABELS, Kind
from consent.uses import LABELS, Answer, Use
from stories.actions import Visit, waiting_reading
from stories.journey.weeks import beginning_of
from stories.models import Proposal

WORDS = {
    Answer.YES: _("yes"),
    Answer.NO: _("no"),
    Answer.LATER: _("yes, but it does not count yet"),
}


@dataclass(frozen=True)
class Noted:
    """How and in which week, and what stands by it today, use by use. `waits`: a second person must confirm a yes."""

    way: str
    week: str
    answers: tuple[tuple[str, str], ...]
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
        answers=tuple((str(LABELS[Use(row.use)]), str(WORDS[Answer(row.answer)])) for row in found),
        waits=any(row.answer == Answer.LATER for row in found),
    )
