"""A new machine: restores a backup as its operator would type it, and tells what the public and the keys find there.

Run as a child with a disk and a database of its own. What people keep outside the machine (return words, sheets, the
newest head, a copy of the no-list) comes in as JSON on standard input; what was found goes out as JSON.
"""

import hashlib
import json
import os
import sys
from dataclasses import dataclass

import django


@dataclass(frozen=True)
class Kept:
    """What is left when the machine is gone."""

    folder: str
    head: str
    older_list: str
    newest_list: str
    addresses: list[str]
    returns: dict[str, list[int]]  # by contribution
    staff: dict[str, str]  # the seed by key id
    sheets: list[str]
    gone: list[str]


def surroundings(machine: dict[str, str]) -> dict[str, str]:
    """The environment of the new machine. A slot file was on the disk that is gone: only the mirror is named."""
    return os.environ | machine


def main() -> None:
    django.setup()
    kept = Kept(**json.load(sys.stdin))
    print(json.dumps(restored(kept)))


def restored(kept: Kept) -> dict:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    told = {"quietly": _said("restore", kept.folder)}
    told["closed"] = _visit(kept)
    told["older_list"] = _said("restore", kept.folder, head=kept.head, no_list=kept.older_list)
    told["still_closed"] = _visit(kept)
    told["supplied"] = _said("restore", kept.folder, head=kept.head, no_list=kept.newest_list)
    told["open"] = _visit(kept)
    told["ledger"] = _said("verify_ledger")
    told["originals"] = {contribution: _original(kept, contribution) for contribution in kept.returns}
    told["may"] = _may()
    told["swept"] = _swept(kept.gone)
    return told


def _said(*command, **options) -> dict:
    """What a command answered, and whether it refused."""
    import io
    from pathlib import Path

    from django.core.management import CommandError, call_command

    out = io.StringIO()
    options = {name: Path(value) if name == "no_list" else value for name, value in options.items()}
    try:
        call_command(*command, stdout=out, stderr=out, **options)
    except CommandError as refusal:
        return {"done": False, "said": str(refusal)}
    except SystemExit as ended:
        return {"done": not ended.code, "said": out.getvalue()}
    return {"done": True, "said": out.getvalue()}


def _visit(kept: Kept) -> dict:
    from publication.rehearsal import public

    return {address: answer.as_data() for address, answer in public.visit(kept.addresses).items()}


def _original(kept: Kept, contribution: str) -> dict[str, str]:
    """The digest of the original as each holder opens it; nothing where it opens to them no more."""
    from publication.rehearsal.holders import opened_by_parent, opened_by_seed
    from stories import sealing
    from stories.vault import sheets

    found = {"return words": opened_by_parent(kept.returns[contribution])}
    for key_id, seed in kept.staff.items():
        found[f"staff {key_id[:4]}"] = opened_by_seed(contribution, key_id, bytes.fromhex(seed))
    found["recovery sheets"] = opened_by_seed(contribution, sealing.RECOVERY, sheets.join(*kept.sheets))
    return {holder: _digest(text) for holder, text in found.items()}


def _digest(text: str | None) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text is not None else ""


def _may() -> dict[str, dict[str, bool]]:
    """For each story that came back: the rule's word on each use."""
    import datetime

    from consent.uses import OUTSIDE
    from publication import gate
    from stories.models import StoryVersion

    today = datetime.date.today()
    return {
        version.story.contribution_id: {use.value: gate.may_use(version, use=use, day=today).allowed for use in OUTSIDE}
        for version in StoryVersion.objects.select_related("story", "agreement", "edition")
    }


def _swept(gone: list[str]) -> dict:
    from publication.rehearsal.everywhere import swept

    outcome = swept(gone)
    return {"found": [str(finding) for finding in outcome.findings], "missed": outcome.missed}


if __name__ == "__main__":
    main()
