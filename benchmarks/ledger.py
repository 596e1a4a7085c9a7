"""How long `verify_ledger` takes: `python -m benchmarks.ledger [decisions]`, beside the bare hashing in the same run.

Invented families answer into a database of its own in a temporary folder, with real keys in a real slot file and a
line in the no-list for each no. The comparison is what no implementation could save: reading nothing, computing one
HMAC and one SHA-256 for each decision, over bytes of the same length. What is reported is the ratio of the two.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.aims import Aim, table

PER_FAMILY = 20
RUNS = 3
DECISIONS = 100_000
# "A few seconds", on a machine that does little else.
SECONDS = 5


def main(decisions: int = DECISIONS) -> list[Aim]:
    """Needs a home of its own, so the settings are read in here."""
    with tempfile.TemporaryDirectory(prefix="parent-press-ledger-") as home:
        os.environ |= {
            "DATA_DIR": f"{home}/data",
            "VOLATILE_DIR": f"{home}/volatile",
            "SECRET_KEY": "a benchmark",
            "DJANGO_SETTINGS_MODULE": "publication.settings",
        }
        import django
        from django.core.management import call_command

        Path(home, "data").mkdir()
        django.setup()
        call_command("migrate", verbosity=0)
        before = os.getloadavg()[0]
        aims = measured(decisions)
        print(table(aims) + f"\n\nMedians of {RUNS}. Load {before:.1f} before.")
        return aims


def measured(decisions: int) -> list[Aim]:
    from consent import ledger, no_list
    from stories import keys

    keys.create_files()
    fill(decisions)
    checks, bare = [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = ledger.verify()
        checks.append(time.perf_counter() - begun)
        assert found.whole and found.length >= decisions, found.faults[:3]
        bare.append(hashing(found.length))
    check, least = statistics.median(checks), statistics.median(bare)
    what = f"verify_ledger of {found.length} decisions, {no_list.read().length} noes, seconds"
    return [
        Aim(what, f"{check:.2f} s", check, SECONDS),
        Aim("bare hashing of as many", f"{least:.2f} s"),
        Aim("the check beside the bare hashing", "", check / least),
    ]


def fill(decisions: int) -> None:
    """Families with twenty answers each, every third of them a no."""
    import datetime

    from django.db import transaction

    from consent import ledger
    from consent.actions import install_notices
    from consent.kinds import Kind
    from consent.models import Agreement, Notice
    from consent.uses import Answer, Use
    from stories import keys

    today, uses = datetime.date(2026, 11, 21), list(Use)
    install_notices(today)
    notice = Notice.objects.filter(language="en").first()
    said = [
        ledger.Said(
            Kind.ANSWER, Answer.NO if number % 3 == 0 else Answer.YES, use=uses[number % len(uses)], notice=notice
        )
        for number in range(PER_FAMILY)
    ]
    for start in range(0, decisions, PER_FAMILY * 100):
        with transaction.atomic():
            for _ in range(min(100, -(-(decisions - start) // PER_FAMILY))):
                slot, tag, key = keys.ledger_keys.create()
                agreement = Agreement.objects.create(slot=slot, slot_tag=tag, week="2026-W47")
                ledger.append(agreement, said, key=key, today=today)


def hashing(times: int) -> float:
    """Seconds for one HMAC and one hash of each decision, over as many bytes as a payload and a row have."""
    import hashlib
    import hmac

    key, payload, row = bytes(32), bytes(300), bytes(220)
    begun = time.perf_counter()
    for _ in range(times):
        hmac.digest(key, payload, "sha256")
        hashlib.sha256(row).digest()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
