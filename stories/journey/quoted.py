"""The quotations she was asked about: what she said to each, where it would stand, and whether it may be used today."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from consent import rules
from consent.models import Edition
from consent.uses import Answer, Use
from stories.actions import Visit, quoting, waiting_reading
from stories.journey.final_words import said_to
from stories.models import AskedSpan, Proposal
from stories.passages import MOST

# Those of ten questions: no story is asked about more often in the years in which its words may stay.
MOST_SHOWN = 10 * MOST
PLACES = {
    Use.ONLINE: _("in the online booklet"),
    Use.PRINT: _("in the printed booklet"),
    Use.SOCIAL: _("on social media"),
    Use.PRESS: _("in the press"),
}


@dataclass(frozen=True)
class Answered:
    """A passage that she was asked about in an edition, and what she said to it last; None while she has not."""

    span: AskedSpan
    edition: Edition
    said: Answer | None
    # Where the rule lets it out today.
    used: tuple[str, ...]
    # Somebody noted a yes for her, which a second person must confirm; then nothing is said yet.
    noted: bool = False


def places(uses: Collection[str]) -> tuple[str, ...]:
    return tuple(str(words) for use, words in PLACES.items() if use in uses)


def named(spans: Sequence[AskedSpan]) -> str:
    """What a page carries to say which passages it showed, and in which order."""
    return " ".join(span.digest for span in spans)


def decided(spans: Sequence[AskedSpan], said: Sequence[str]) -> dict[str, bool]:
    """Her yes or no to each passage by its digest; what she puts off is not in it."""
    both = zip(spans, said, strict=True)
    return {span.digest: word == Answer.YES for span, word in both if word in (Answer.YES, Answer.NO)}


def every(visit: Visit) -> Iterator[tuple[Proposal, AskedSpan]]:
    """Every passage that was put before her and not taken back, with its question, the newest first."""
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).exclude(spans=[]).newest_first()
    for proposal in asked.select_related("edition", "agreement"):
        yield from ((proposal, span) for span in proposal.asked_spans() if span.is_exact())


def answered(visit: Visit, *, today: date, waiting: bool = False) -> list[Answered]:
    """The passages beside words that she has answered about, the newest first; with `waiting`, the others too."""
    history = visit.agreement.history()
    found = {}
    for proposal, span in every(visit):
        if waiting or said_to(proposal, history):
            edition = proposal.edition
            used, noted = _used(history, span, edition, today), _noted(proposal, span, history)
            said = None if noted else quoting.said_to(span, edition, history)
            found.setdefault((span.digest, edition.pk), Answered(span, edition, said, used, noted))
    return list(found.values())


def may_change(visit: Visit, *, today: date) -> list[Answered]:
    """Those on the page where she changes an answer: until the last day on which one of them may stay anywhere."""
    return [one for one in answered(visit, today=today) if today <= one.edition.stays_until][:MOST_SHOWN]


def _noted(proposal: Proposal, span: AskedSpan, history: rules.History) -> bool:
    # Most families never said anything aloud, and their pages need not ask the table for each passage.
    if not any(entry.tag == span.tag and entry.answer == Answer.LATER for entry in history.entries):
        return False
    reading = waiting_reading(proposal)
    return reading is not None and quoting.is_noted(span, reading, history)


def _used(history: rules.History, span: AskedSpan, edition: Edition, today: date) -> tuple[str, ...]:
    asked = {"tag": span.tag, "edition": edition.facts, "day": today}
    return places({use for use in span.uses if rules.may_use(history, use=use, **asked).allowed})
