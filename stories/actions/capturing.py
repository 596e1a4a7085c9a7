"""What reached us on paper, by telephone or in a forum: entered by one person, confirmed by another.

Until then no yes counts: the ledger holds “later” in its place, and the yes lies sealed with the evidence. A no counts
from the entry on, since a no never waits. The confirmation counts from the entry too, so that whatever the family said
itself in between, with the return words from the slip, wins.
"""

import base64
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from consent import actions as consent
from consent.kinds import Captured
from consent.models import Notice
from consent.uses import Answer, Use
from stories import scans, sealing
from stories.actions.receive import Sending, Sent, receive
from stories.imaging import Limits, NotAPicture, reencode
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader

ENTRY, EVIDENCE, CONFIRMED, DOUBT = "entry", "evidence", "confirmed", "doubt"
MOST_PAGES = 20
# A page of handwriting stays readable, and sealed it fits into one megabyte.
ONE_PDF = _("Choose one PDF alone, or pictures; not both, and not two PDFs.")
PAGE = Limits(pixels=25_000_000, photograph=60_000_000, side=1800, bytes=700_000, on_paper=True)


@dataclass(frozen=True)
class Entry:
    """What one person entered: who (their key), how it reached us, what was answered, and the notice that was read."""

    by: str
    captured: Captured
    uses: dict[Use, Answer]
    notice: Notice | None

    def to_data(self) -> dict:
        uses = {use.value: answer.value for use, answer in self.uses.items()}
        return {"by": self.by, "captured": self.captured.value, "uses": uses, "notice": self.notice.pk}

    @classmethod
    def from_data(cls, data: dict) -> "Entry":
        uses = {Use(use): Answer(answer) for use, answer in data["uses"].items()}
        notice = Notice.objects.filter(pk=data["notice"]).first()
        return cls(data["by"], Captured(data["captured"]), uses, notice)


def enter(*, sending: Sending, entry: Entry, pages: list[bytes], today: date) -> Sent:
    """Seals what was typed and its pages; returns the return words for the slip.

    `pages` are pictures, or one PDF of them. Everything but keeping starts as “later” for a forum's, whatever was
    entered: a public post is no consent. Raises `imaging.NotAPicture` for what is neither, and as `receive` does.
    """
    asked = {use: answer for use, answer in entry.uses.items() if use != Use.KEEP}
    if entry.captured == Captured.FORUM:
        asked = dict.fromkeys((use for use in Use if use != Use.KEEP), Answer.LATER)
        entry = replace(entry, uses={Use.KEEP: Answer.YES, **asked})
    waiting = {use: Answer.LATER if answer == Answer.YES else answer for use, answer in asked.items()}
    evidence = []
    for page in as_pictures(pages)[:MOST_PAGES]:
        made = reencode(page, PAGE)
        evidence.append({"suffix": made.suffix, "data": base64.b64encode(made.data).decode()})
    return receive(
        sending=replace(
            sending,
            uses={Use.KEEP: Answer.YES, **waiting},
            captured=entry.captured.value,
            notice=entry.notice,
            beside=((ENTRY, entry.to_data()), *((EVIDENCE, page) for page in evidence)),
        ),
        today=today,
    )


def as_pictures(pages: list[bytes]) -> list[bytes]:
    """A PDF by its pages; pictures as they are."""
    if any(scans.is_pdf(page) for page in pages):
        if len(pages) > 1:
            raise NotAPicture(str(ONE_PDF))
        return scans.pages(pages[0])
    return pages


def entry_of(opened: Opened) -> Entry | None:
    data = opened.read(ENTRY)
    return Entry.from_data(data) if data else None


def pages(opened: Opened) -> list[tuple[str, bytes]]:
    """The pictures of the pages in their order: how each file's name ends, and its bytes."""
    return [(page["suffix"], base64.b64decode(page["data"])) for page in opened.read_all(EVIDENCE)]


def waits_for_a_second_person(contribution: Contribution) -> bool:
    """Told from the kinds of its records: nothing is opened for it."""
    kinds = set(contribution.records.filter(kind__in=(ENTRY, CONFIRMED)).values_list("kind", flat=True))
    return kinds == {ENTRY}


@transaction.atomic
def confirm(*, contribution: Contribution, who: UnlockedReader, today: date) -> None:
    """The second person has compared the pages with what was typed: from now on each yes counts, from the entry on.

    Raises `NotAllowedNow` for whoever entered it, and when there is nothing to confirm.
    """
    opened, entry = _waiting(contribution, who)
    if entry.by == who.reader.key_id:
        raise NotAllowedNow("You entered this yourself. A second person must compare it; ask a colleague.")
    allowed = {use for use, answer in entry.uses.items() if answer == Answer.YES and use != Use.KEEP}
    if allowed:
        about = {"agreement": contribution.agreement, "captured": entry.captured, "notice": entry.notice}
        consent.confirm(**about, uses=allowed, today=today)
    opened.write(CONFIRMED, {"by": who.reader.key_id})
    log(instance=contribution, action="stories.confirm", user=who.user, title=contribution.code)


@transaction.atomic
def doubt(*, contribution: Contribution, who: UnlockedReader, note: str) -> None:
    """The second person does not find on the pages what was typed. Sealed; nothing counts, as before."""
    opened, _entry = _waiting(contribution, who)
    opened.write(DOUBT, {"by": who.reader.key_id, "note": note}, replace=False)
    log(instance=contribution, action="stories.doubt", user=who.user, title=contribution.code)


def _waiting(contribution: Contribution, who: UnlockedReader) -> tuple[Opened, Entry]:
    contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
    if not waits_for_a_second_person(contribution):
        raise NotAllowedNow("Nothing waits to be confirmed here. It was confirmed already, or came by the website.")
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    return opened, entry_of(opened)
