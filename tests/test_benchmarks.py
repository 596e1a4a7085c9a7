"""What measures must itself be right: the invented texts can be rehearsed, and the table says what was measured."""

import re

import pytest

from benchmarks import ledger, rehearsal
from publication.rehearsal import lines


def run(argon2: float, migrate: float, send: float, *, yardstick: float) -> dict:
    return {
        "seconds": {"argon2": argon2, "migrate": migrate, "send": send},
        "seconds_without_argon2": migrate + send,
        "peak_memory_mb": int(100 * yardstick),
        "yardstick": yardstick,
    }


def test_the_invented_texts_can_all_be_rehearsed(tmp_path):
    file = rehearsal.invented(tmp_path)
    read = list(lines.read(file.read_text(encoding="utf-8").splitlines()))
    assert len(read) > 5 and all(isinstance(line, lines.Line) for line in read)


@pytest.mark.parametrize(
    "row",
    [
        "| migrate | 4.00 | 4.0 |",
        "| send | 2.00 | 2.0 |",
        "| **all of these** | **6.00** | **6.0** |",
        "| key derivations (Argon2id), slow on purpose | 3.00 | 3.0 |",
        "| peak memory | 200 MB | |",
    ],
)
def test_the_table_holds_medians_in_seconds_and_in_yardsticks(row):
    runs = [run(3, 4, 2, yardstick=1), run(6, 8, 4, yardstick=2), run(1.5, 2, 1, yardstick=0.5)]
    assert row in rehearsal.table(runs).splitlines()


def test_the_slowest_stage_stands_first():
    told = rehearsal.table([run(9, 1, 2, yardstick=1)])
    assert told.index("send") < told.index("migrate")


@pytest.mark.django_db(transaction=True)
def test_the_ledger_is_measured_whole_and_beside_bare_hashing():
    told = ledger.measured(40)
    assert re.fullmatch(r"40 decisions, \d+ noes: verify_ledger [\d.]+ s, bare hashing [\d.]+ s, ratio [\d.]+ .*", told)
