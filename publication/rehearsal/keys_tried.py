"""Tries every key that anybody still has on one family's part of a backup, in every way that could open it.

The grants of a contribution open to whoever holds them: staff, both recovery sheets, the parent's return words. What
they give is one half of a key; the other half lay in the slot files. So each half is tried with every secret that the
slot files still hold, and each half and each secret on what the backup itself sealed.
"""

from collections.abc import Iterable

from publication.backups import refilling, sealing
from publication.backups.parts import Kept
from stories.vault import envelope
from stories.vault.envelope import Identity, Refused


class Keyring:
    """Everything that can be tried on a backup today."""

    def __init__(self, kept: Kept, holders: Iterable[Identity]):
        self.kept, self.holders = kept, list(holders)
        self.secrets = list(dict.fromkeys(refilling.secrets_of(kept).live.values()))

    def opens(self, contribution: str, parent: Identity) -> tuple[int, int]:
        """How many sealed things of a contribution open, and how many there are."""
        halves = self.halves(contribution, [*self.holders, parent])
        records = [row for row in self.kept.table("stories.Record") if row["contribution_id"] == contribution]
        bundles = [line for line in self.kept.lines("families.jsonl") if line["of"] == contribution]
        opened = sum(self.record_opens(record, halves) for record in records)
        opened += sum(self.bundle_opens(line, halves) for line in bundles)
        return opened, len(records) + len(bundles)

    def halves(self, contribution: str, holders: list[Identity]) -> list[bytes]:
        found = []
        for row in self.kept.table("stories.Grant"):
            if row["contribution_id"] == contribution:
                for holder in holders:
                    try:
                        sealed = sealing.from_base64(row["sealed"])
                        found.append(envelope.open_grant(holder, sealed, id=bytes.fromhex(contribution)))
                    except Refused:
                        continue
        return list(dict.fromkeys(found))

    def record_opens(self, row: dict, halves: list[bytes]) -> bool:
        sealed = sealing.from_base64(row["sealed"])
        place = {"id": bytes.fromhex(row["contribution_id"]), "kind": row["kind"], "version": row["version"]}
        made = (envelope.dek(half, secret) for half in halves for secret in self.secrets)
        return any(_opens(envelope.open_record, key, sealed, **place) for key in (*made, *halves, *self.secrets))

    def bundle_opens(self, line: dict, halves: list[bytes]) -> bool:
        sealed = sealing.from_base64(line["sealed"])
        return any(_opens(sealing.unseal, key, sealed, of=line["of"]) for key in (*self.secrets, *halves))


def _opens(act, key: bytes, sealed: bytes, **place) -> bool:
    try:
        act(key, sealed, **place)
    except Refused:
        return False
    return True
