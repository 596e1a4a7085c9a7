"""How long `verify_ledger` takes: `python benchmarks/ledger.py [decisions]`, beside the bare hashing in the same run.

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

ROOT = Path(__file__).resolve().parent.parent
PER_FAMILY = 20
RUNS = 3


def main(decisions: int) -> str:
    """The sentence that is printed. Needs a home of its own, so the settings are read in here."""
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
        return measured(decisions)


def measured(decisions: int) -> str:
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
    return (
        f"{found.length} decisions, {no_list.read().length} noes: verify_ledger {check:.2f} s,"
        f" bare hashing {least:.2f} s, ratio {check / least:.1f} (medians of {RUNS})."
    )


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
    sys.path.insert(0, str(ROOT))
    print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
