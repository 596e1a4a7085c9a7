"""What the house notes of its own work, for the desk's first page: small files beside the data, no table.

A restored database would say what was true on the machine it came from; these files say what happened here. Nothing
depends on them, and none holds anything of a family.
"""

import json
import os
from pathlib import Path

from django.conf import settings

DAILY, LEDGER, BACKUP = "daily", "ledger", "backup"


def note(name: str, facts: dict) -> None:
    """Replaces what was noted under this name."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    aside.replace(path)


def noted(name: str) -> dict:
    """What was noted last; nothing when there is no such note, or none that can be read."""
    try:
        found = json.loads(_path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _path(name: str) -> Path:
    return Path(settings.DATA_DIR) / "noted" / f"{name}.json"
