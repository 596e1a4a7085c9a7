"""What people write to us from outside: complaints, requests about personal data, objections to a story."""

import contextlib
from collections.abc import Callable
from datetime import date

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from consent import actions as consent
from consent.models import Hold
from consent.weeks import week_of
from stories import enquiries, keys
from stories.actions import ringing
from stories.actions.receive import CannotSealNow
from stories.models import Enquiry, Story
from stories.states import NotAllowedNow
from stories.unlocking import UnlockedReader
from stories.vault.readers import NotTrusted
from stories.vault.shards import PathMissing, SlotErased, SlotMissing

HELD = "Somebody objects to this story. Read %s under Enquiries, and decide what is best for the child."


def enquire(*, kind: str, text: str, reply: str = "", today: date) -> Enquiry:
    """Seals a complaint or a request to the readers, and rings for them. Raises `CannotSealNow`; nothing is kept then.

    `reply` is where they want to be answered, if anywhere.
    """
    return _kept(kind, {"text": text, "reply": reply}, ringing.ENQUIRY, today)


def object_to(*, about: str, which: str, code: str, who: str, text: str, reply: str = "", today: date) -> Enquiry:
    """Seals an objection. A story that no release has shown is held at once, until two readers settle it.

    `code` is the story's, where it names one. What is out already is never taken down by this: whoever harms
    families could use it against them. The bell rings for both, and a reader decides. Raises `CannotSealNow`.
    """
    story = Story.objects.named(code).select_related("agreement").first() if code else None

    def hold(made: Enquiry) -> None:
        if story is not None and story.agreement.is_live and not story.agreement.shown.exists():
            kind = Hold.Kind.OBJECTION
            consent.hold(agreement=story.agreement, kind=kind, reason=HELD % made.code, today=today)

    data = {"about": about, "which": which, "code": code, "who": who, "text": text, "reply": reply}
    return _kept(Enquiry.Kind.OBJECTION, data, ringing.OBJECTION, today, hold)


def read_enquiry(*, enquiry: Enquiry, who: UnlockedReader, first: bool) -> dict:
    """What it says; the log keeps who opened it and when, never a word. `first`: not opened in this session yet."""
    said = enquiries.read(enquiry, who=who)
    if first:
        log(instance=enquiry, action="stories.open_enquiry", user=who.user, title=enquiry.code)
    return said


@transaction.atomic
def answered(*, enquiry: Enquiry, who: UnlockedReader, today: date) -> None:
    """Notes that somebody has answered it, outside this house or by what was done. Once is enough."""
    if Enquiry.objects.waiting().filter(pk=enquiry.pk).update(answered_week=week_of(today), answered_by=who.user):
        log(instance=enquiry, action="stories.answer_enquiry", user=who.user, title=enquiry.code)


def delete_enquiry(*, enquiry: Enquiry, who: UnlockedReader) -> None:
    """Deletes an answered one for good. Raises `NotAllowedNow` while nobody has answered it."""
    if Enquiry.objects.waiting().filter(pk=enquiry.pk).exists():
        raise NotAllowedNow("Nobody has answered this yet. Answer it first, and say so here; then it can be deleted.")
    _erase(enquiry)


def drop_old_enquiries(*, today: date) -> int:
    """Deletes those whose time is over, and rows that no key opens any more (a backup brought them back)."""
    old = [*Enquiry.objects.expired(today), *(one for one in Enquiry.objects.present(today) if _is_closed(one))]
    for enquiry in old:
        _erase(enquiry)
    return len(old)


def _kept(kind: str, data: dict, bell: str, today: date, beside: Callable[[Enquiry], None] | None = None) -> Enquiry:
    with contextlib.ExitStack() as undone:
        try:
            with transaction.atomic():
                made, slot = enquiries.seal(kind, data | {"week": week_of(today)}, today=today)
                undone.callback(keys.erase_slot, slot)
                if beside:
                    beside(made)
                ringing.ring(bell)
        except (NotTrusted, PathMissing) as refusal:
            raise CannotSealNow(str(refusal)) from refusal
        # It is on the disk: its key must stay.
        undone.pop_all()
    return made


def _erase(enquiry: Enquiry) -> None:
    """The key first: a row that is left by a crash opens nothing, and the next run deletes it."""
    with contextlib.suppress(SlotMissing):
        keys.erase_slot(enquiries.slot_of(enquiry))
    with transaction.atomic():
        ModelLogEntry.objects.for_instance(enquiry).delete()
        Enquiry.objects.filter(pk=enquiry.pk).delete()


def _is_closed(enquiry: Enquiry) -> bool:
    try:
        keys.slots().read(enquiries.slot_of(enquiry))
    except SlotErased:
        return True
    return False
