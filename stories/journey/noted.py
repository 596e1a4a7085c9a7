"""What somebody noted for her: the final words were read aloud to her, and these were her answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consent.kinds import ALOUD, CAPTURED_LABELS, OF_WORDS, Kind
from consent.models import DecisionDetail
from consent.uses import LABELS, Answer, Use
from stories.actions import Visit, quoting, waiting_reading
from stories.journey.weeks import beginning_of
from stories.models import Proposal
from stories.passages import beginning

WORDS = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.LATER: _("Yes, but it does not count yet"),
}


@dataclass(frozen=True)
class Noted:
    """How and in which week, and each answer with its uses and quotations. `waits`: a second person must confirm a yes.

    `quoted` says that an answer to a quotation is among them.
    """

    way: str
    week: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]
    waits: bool
    quoted: bool


def noted_for(visit: Visit) -> Noted | None:
    """What stands of answers to the newest question that somebody noted; None once she has answered it all herself."""
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).newest_first().first()
    if asked is None:
        return None
    reading = waiting_reading(asked)
    tags = [asked.tag, *(span.tag for span in asked.asked_spans())]
    rows = visit.agreement.details.filter(kind__in=OF_WORDS, digest_tag__in=tags, edition=asked.edition_id)
    newest = {
        (row.kind, row.digest_tag, row.use): row
        for row in rows.select_related("decision").order_by("effective_sequence", "decision")
        # What a second person would not confirm is nothing that was said.
        if row.answer != Answer.LATER or (reading and reading.holds(row.pk))
    }
    found = [row for row in newest.values() if row.captured in ALOUD]
    text = {row.use: row for row in found if (row.kind, row.digest_tag) == (Kind.APPROVAL, asked.tag)}
    said = [(str(LABELS[use]), text[use].answer) for use in Use if use in text]
    passages = list(_to_quotations(asked, [row for row in found if row.kind == Kind.SPAN]))
    answers = [*said, *passages]
    if not answers:
        return None
    last = max(found, key=lambda row: row.pk)
    return Noted(
        way=str(CAPTURED_LABELS[last.captured]),
        week=beginning_of(last.decision.week),
        answers=tuple(
            (str(words), tuple(label for label, one in answers if one == answer))
            for answer, words in WORDS.items()
            if any(one == answer for _label, one in answers)
        ),
        waits=any(one == Answer.LATER for _label, one in answers),
        quoted=bool(passages),
    )


def _to_quotations(asked: Proposal, rows: Sequence[DecisionDetail]) -> Iterator[tuple[str, str]]:
    """Each quotation by its first words, with its one answer."""
    history = asked.agreement.history()
    for number, span in enumerate(asked.asked_spans(), start=1):
        said = {row.answer for row in rows if row.digest_tag == span.tag}
        later = Answer.LATER if Answer.LATER in said else None
        if said and (answer := later or quoting.said_to(span, asked.edition, history)):
            words = {"number": number, "words": beginning(span.story_tree())}
            yield str(_("Quote %(number)d, “%(words)s”") % words), answer
