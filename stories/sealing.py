"""Reads and writes the sealed records of one contribution, for somebody who holds a grant to it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from stories import keys
from stories.models import Contribution, Record
from stories.states import NotAllowedNow
from stories.vault import envelope
from stories.vault.shards import Slot

PARENT = "parent"
RECOVERY = "recovery"
# Where the body record names the public key of the parent who sent it.
PARENT_KEY = "parent_key"


class NoGrant(Exception):
    """This holder was never given the contribution's key, or it was taken back."""


class KeysChanged(NotAllowedNow):
    """New keys were given between opening and writing; what was sealed under the old ones could never be read."""


@dataclass(frozen=True)
class Opened:
    """A contribution with the half that opens it; `half` stays in memory and is never written down."""

    contribution: Contribution
    half: bytes

    @property
    def _dek(self) -> bytes:
        shard = keys.slots().read(Slot(self.contribution.slot, bytes(self.contribution.tag)))
        return envelope.dek(self.half, shard)

    def _id(self) -> bytes:
        return bytes.fromhex(self.contribution.id)

    def _plain(self, record: Record) -> bytes:
        sealed, place = bytes(record.sealed), {"kind": record.kind, "version": record.version}
        return envelope.open_record(self._dek, sealed, id=self._id(), **place)

    def _open(self, record: Record) -> dict:
        return json.loads(self._plain(record))

    def read_record(self, record: Record) -> dict:
        """One record of this contribution. Raises `envelope.Refused` if its bytes were touched."""
        return self._open(record)

    def sealed_under(self, dek: bytes, record: Record, *, data: dict | None = None) -> bytes:
        """The same record, of the same kind and version, under another key; with `data`, saying that instead."""
        plain = self._plain(record) if data is None else _encoded(data)
        return envelope.seal(dek, plain, id=self._id(), kind=record.kind, version=record.version)

    def read(self, kind: str) -> dict | None:
        """The newest record of a kind, or None. Raises `envelope.Refused` if its bytes were touched."""
        record = self.contribution.records.filter(kind=kind).order_by("-version").first()
        return self._open(record) if record else None

    def read_all(self, kind: str) -> list[dict]:
        return [self._open(record) for record in self.contribution.records.filter(kind=kind).order_by("version")]

    def read_in_order(self, kinds: Iterable[str]) -> Iterator[tuple[Record, dict | None]]:
        """Records of kinds that share one numbering, the first one first; None where the bytes were touched."""
        for record in self.contribution.records.filter(kind__in=kinds).order_by("version"):
            try:
                yield record, self._open(record)
            except envelope.Refused:
                yield record, None

    @transaction.atomic
    def write(self, kind: str, data: dict, *, replace: bool = True, among: tuple[str, ...] = ()) -> None:
        """Seals `data` as the newest record of its kind; `replace` drops the older ones in the same transaction.

        `among` are the kinds that share one numbering with it, so that their order is known.
        """
        self._refuse_old_keys()
        records = self.contribution.records
        numbered = records.filter(kind__in=among or (kind,)).order_by("-version")
        newest = numbered.values_list("version", flat=True).first() or 0
        if replace:
            records.filter(kind=kind).delete()
        write_record(self.contribution, self._dek, kind=kind, version=newest + 1, data=data)

    def _refuse_old_keys(self) -> None:
        place = {"slot": self.contribution.slot, "tag": self.contribution.tag}
        held = Contribution.objects.select_for_update().filter(pk=self.contribution.pk, **place)
        if held.values_list("pk").first() is None:
            raise KeysChanged("This contribution was given new keys at this moment. Open it again, and save again.")


def write_record(contribution: Contribution, dek: bytes, *, kind: str, version: int, data: dict) -> Record:
    """Seals one record under `dek`; the size stored is the padded one, the same for most contributions."""
    sealed = envelope.seal(dek, _encoded(data), id=bytes.fromhex(contribution.id), kind=kind, version=version)
    return Record.objects.create(contribution=contribution, kind=kind, version=version, size=len(sealed), sealed=sealed)


def _encoded(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def open_with_identity(contribution: Contribution, holder: str, identity: envelope.Identity) -> Opened:
    """The contribution opened by the holder's own key.

    Raises `NoGrant` when no grant names this holder, so that neither a superuser nor a departed
    reader opens anything by rank.
    """
    # The slot first: keys move together, so a grant read later is never older than it.
    place = Contribution.objects.filter(pk=contribution.pk).values_list("slot", "tag").first()
    if place:
        contribution.slot, contribution.tag = place
    grant = contribution.grants.filter(holder=holder).first()
    if grant is None:
        raise NoGrant(
            "You have not been given the key to this contribution. Ask a colleague who can open it to grant it to you."
        )
    half = envelope.open_grant(identity, bytes(grant.sealed), id=bytes.fromhex(contribution.id))
    return Opened(contribution, half)
