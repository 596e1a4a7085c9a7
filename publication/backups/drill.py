"""Reads a whole backup as a restore would, opens all that may still be opened, and changes nothing anywhere."""

from collections.abc import Iterator
from pathlib import Path

from publication.backups import refilling, rows, sealing
from publication.backups.map import backed_up
from publication.backups.parts import Kept


def told(folder: Path) -> Iterator[str]:
    """What would come back, as lines. Raises `parts.Broken`, `PathMissing` and `envelope.Refused`."""
    kept = Kept(folder)
    kept.check()
    yield f"Every one of {len(kept.parts)} files is what was written in week {kept.manifest['week']}."
    secrets = refilling.secrets_of(kept)
    open_rows = sum(1 for label in backed_up() for _row in kept.table(label))
    yield f"{open_rows} rows lie open or are sealed by the vault."
    words = pictures = 0
    for family in refilling.families(kept, secrets):
        for label, found in family["tables"].items():
            words += sum(1 for row in found if row.keys() == _names(label))
        for part in family["pictures"].values():
            sealing.unseal(secrets.live[family["of"]], kept.bytes(f"pictures/{part}"), of=part)
            pictures += 1
    yield f"{words} rows of families and {pictures} of their pictures open."
    yield f"{len(secrets.live)} keys are there, {len(secrets.erased)} were erased, {len(secrets.missing)} are missing."
    yield f"The head of this backup: {kept.manifest['head']}"


def _names(label: str) -> set[str]:
    return {field.attname for field in rows.columns(rows.model_of(label))}
