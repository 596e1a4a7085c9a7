"""A page of the final words that came too late: they were answered meanwhile, aloud, elsewhere or by a first press.

A no on it still counts, and what she puts off is none of her yes; a yes on it is older than what was said since.
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from consent import actions as consent
from consent.notices import current as current_notice
from consent.uses import Answer, Use
from stories import thread
from stories.actions import quoting
from stories.actions.asking import WordsHaveChanged, newest_to
from stories.actions.come_back import Visit
from stories.actions.talking import write_message
from stories.models import Proposal


@transaction.atomic
def refuse_words(
    *,
    visit: Visit,
    proposal: Proposal,
    digest: str,
    uses: Collection[Use],
    quotations: Collection[str],
    change: str = "",
    today: date,
) -> bool:
    """Ends each yes that stands to these uses of the words, and to these quotations; returns whether there was one.

    Words that were signed off already are reached too: a no never comes too late. `change` is noted once, though the
    page be sent twice. Raises `WordsHaveChanged` when the question was taken back, or is about other words.
    """
    asked = Proposal.objects.filter(withdrawn=False).select_for_update(of=("self",))
    current = asked.filter(pk=proposal.pk, agreement=visit.agreement).first()
    if current is None or digest != current.digest or not current.is_exact():
        raise WordsHaveChanged()
    history = visit.agreement.history()
    stands = newest_to(current, history)
    ended = {use: False for use in uses if stands.get(use) == Answer.YES}
    spans = [span for span in current.asked_spans() if span.digest in quotations]
    closed = [span for span in spans if not quoting.is_closed(span, current.edition, history)]
    if change.strip() and not _is_noted(visit, change, digest):
        write_message(visit=visit, text=change, today=today, about=thread.WORDS, digest=digest)
    about = {"agreement": visit.agreement, "edition": current.edition, "today": today}
    if ended:
        consent.approve(digest=digest, uses=ended, notice=current_notice(), **about)
    if closed:
        quoting.record(said=dict.fromkeys(closed, False), **about)
    return bool(ended or closed)


def _is_noted(visit: Visit, change: str, digest: str) -> bool:
    return any((turn.digest, turn.text.strip()) == (digest, change.strip()) for turn in thread.thread(visit.opened))
