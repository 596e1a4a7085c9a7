"""Takes a parent's sending: seals it, records what they allowed, and makes their return words."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from consent import actions as consent
from consent.models import Agreement, Edition, Notice
from consent.notices import current as current_notice
from consent.uses import OUTSIDE, Answer, Use
from consent.weeks import week_of
from stories import keys, readers, reading, sealing, tree
from stories.actions import ringing
from stories.models import Contribution, Grant
from stories.states import Kind
from stories.vault import envelope, words
from stories.vault.readers import NotTrusted
from stories.vault.shards import PathMissing, Slot

SOMEBODY_MAY_BE_IN_DANGER = {"yes", "unsure"}
# The answer to "what does your child know about this?" that stops everything until two people have talked.
CHILD_WOULD_BE_UPSET = "upset"
# The only answer to "are the police or a court looking into it?" that leaves nothing to be settled first.
NO_COURT = "none"
# A contribution that never became a story is not kept for ever (docs/personal_data.md).
KEPT_FOR = timedelta(days=365)
# What somebody entered for a family goes sooner: the family may never have held the slip in its hands.
KEPT_FOR_IF_ENTERED = timedelta(days=180)


class CannotSealNow(Exception):
    """Nothing was stored, because it could not be sealed safely; the parent's words are still on their page."""


@dataclass(frozen=True)
class Sending:
    """All that the journey asks, as the parent left it. `answers` holds what is sealed besides the text."""

    title: str
    text: str
    kind: str
    uses: dict[Use, Answer]
    language: str = "en"
    credit: str = ""
    dials: dict[str, str] = field(default_factory=dict)
    answers: dict = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    captured: str = "web"
    # The wording they answered; None for the one that the website shows now.
    notice: Notice | None = None
    # What else is sealed with it: kind of record and data, such as pictures of its pages.
    beside: tuple[tuple[str, dict], ...] = ()


@dataclass(frozen=True)
class WayBack:
    """Where return words lead that a parent has already: the lookup, and the key that is sealed to."""

    lookup: str
    public: bytes

    @classmethod
    def of(cls, returner: words.Returner) -> "WayBack":
        return cls(returner.lookup.hex(), envelope.Identity.from_seed(returner.seed).public)


@dataclass(frozen=True)
class Sent:
    """The new return words; None when she keeps those that she had."""

    indices: tuple[int, ...] | None


def receive(
    *, sending: Sending, today: date, indices: tuple[int, ...] | None = None, back: WayBack | None = None
) -> Sent:
    """Seals one contribution to the parent, to every reader on the signed list and to the recovery key.

    Returns the return words as indices; they exist nowhere else. Raises `ValueError` unless the parent
    said yes to keeping it, and `CannotSealNow` when the reader list cannot be trusted or one of the two
    slot files is missing: refusing is safer than sealing to a stranger or with a key that has one copy.
    `indices` chooses the words, which only the demonstration may, since its words are published. With `back` the
    words are those that a saved draft has; stories.actions.saving sends a draft. Raises `lanes.Busy`, with nothing
    stored, when too many send at this moment.
    """
    if indices is not None and not settings.DEMONSTRATION:
        raise ValueError("Return words are made by machine. Only the demonstration may choose them.")
    if sending.uses.get(Use.KEEP) != Answer.YES:
        raise ValueError("A contribution is kept only after a yes to keeping it.")
    shard, half = envelope.new_shard(), envelope.new_half()
    try:
        trusted = readers.trusted()
        if back is None:
            indices = indices or words.make()
            slot, back = _claim_while_deriving(shard, indices)
        else:
            slot = keys.slots().claim(shard)
    except (NotTrusted, PathMissing) as refusal:
        raise CannotSealNow(str(refusal)) from refusal

    dek = envelope.dek(half, shard)
    try:
        with transaction.atomic():
            agreement = consent.agree(
                answers=sending.uses,
                dials=sending.dials,
                notice=sending.notice or current_notice(),
                today=today,
                captured=sending.captured,
            )
            kept_for = KEPT_FOR if sending.captured == "web" else KEPT_FOR_IF_ENTERED
            contribution = Contribution.objects.create(
                lookup=back.lookup,
                public_key=back.public,
                slot=slot.index,
                tag=slot.tag,
                week=week_of(today),
                expires=week_of(today + kept_for),
                agreement=agreement,
            )
            _seal_parts(contribution, dek, sending)
            _hold(agreement, sending, today)
            if sending.answers.get("danger") in SOMEBODY_MAY_BE_IN_DANGER:
                ringing.ring(ringing.DANGER)
            _approve_as_seen(agreement, sending, today)
            holders = {sealing.PARENT: back.public, sealing.RECOVERY: trusted.recovery_public, **trusted.readers}
            for holder, public in sorted(holders.items()):
                sealed = envelope.grant(public, id=bytes.fromhex(contribution.id), half=half)
                Grant.objects.create(contribution=contribution, holder=holder, sealed=sealed)
    except BaseException:
        keys.erase_slot(slot)
        raise
    return Sent(indices)


def _hold(agreement: Agreement, sending: Sending, today: date) -> None:
    """What the parent told us that must be settled by two people before anything is used."""
    if sending.answers.get("child") == CHILD_WOULD_BE_UPSET:
        consent.hold(
            agreement=agreement,
            kind="child",
            reason="The child has said no, or would be upset. Two people decide what is best for the child.",
            today=today,
        )
    if sending.answers.get("court", NO_COURT) != NO_COURT:
        consent.hold(
            agreement=agreement,
            kind="court",
            reason="The parent told us of police or a court, or is not sure. Find out what may be printed, and when.",
            today=today,
        )


def _approve_as_seen(agreement: Agreement, sending: Sending, today: date) -> None:
    """Her yes to these exact words, when she said “publish it exactly as I see it” and a booklet still takes words.

    It is worth something only if clearing changes nothing: the approval is of this digest and this year.
    """
    edition = Edition.objects.current(today)
    allowed = {use: True for use in sorted(OUTSIDE) if sending.uses.get(use) == Answer.YES}
    if sending.dials.get("exact") != "yes" or edition is None or today > edition.content_lock or not allowed:
        return
    seen = reading.from_text(
        sending.title, sending.text, kind=sending.kind, credit=sending.credit, language=sending.language
    )
    consent.approve(
        agreement=agreement,
        digest=tree.digest(seen),
        edition=edition,
        uses=allowed,
        notice=current_notice(),
        today=today,
        captured=sending.captured,
    )


def _claim_while_deriving(shard: bytes, indices: tuple[int, ...]) -> tuple[Slot, WayBack]:
    """The disks write the slot while the processor derives. Who finds no free place for that has claimed none."""
    with keys.deriving(indices, keys.SEND) as derived:
        slot = keys.slots().claim(shard)
        try:
            return slot, WayBack.of(derived())
        except BaseException:
            keys.erase_slot(slot)
            raise


def _seal_parts(contribution: Contribution, dek: bytes, sending: Sending) -> None:
    body = {
        "title": sending.title,
        "text": sending.text,
        "kind": Kind(sending.kind).value,
        "language": sending.language,
        "credit": sending.credit,
        # The row's copy could be exchanged by somebody with the database; new keys are sealed to this one.
        sealing.PARENT_KEY: bytes(contribution.public_key).hex(),
    }
    sealing.write_record(contribution, dek, kind="body", version=1, data=body)
    sealing.write_record(contribution, dek, kind="answers", version=1, data=dict(sending.answers))
    if sending.contact:
        sealing.write_record(contribution, dek, kind="contact", version=1, data=dict(sending.contact))
    versions = Counter()
    for kind, data in sending.beside:
        versions[kind] += 1
        sealing.write_record(contribution, dek, kind=kind, version=versions[kind], data=data)
