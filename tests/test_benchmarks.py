"""What measures must itself be right: the invented texts can be rehearsed, and the table says what was measured."""

import re

import pytest

from benchmarks import ledger, rehearsal, vault
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


def measured(*, submit: float = 0.06, expired: float = 0.05, peak: float = 250.0) -> list[str]:
    """The rows about what sealing costs, for some measurements."""
    told = vault.table(
        vault.Beside([submit, submit, 9.0], [0.04, 0.04, 0.02]),
        vault.Beside([0.05], [0.04]),
        {"erased": 0.05, "expired": expired, "never issued": 0.05},
        vault.Flood(taken=200, kept=3, seconds=5.0, peak_mb=peak),
    )
    return told.splitlines()


@pytest.mark.parametrize(
    "row",
    [
        "| bare Argon2id, 19 MiB, 2 passes | 40 ms |  |  |  |",
        "| send, from the press to the last byte | 56 ms | 1.400 | 1.5 | yes |",
        "| come back | 50 ms | 1.250 |  |  |",
        "| words that are expired | 50.0 ms | 1 |  |  |",
        "| the slowest of these beside the fastest |  | 1 | 1.03 | yes |",
        "| refusals among them, each of which kept every field |  | 3 |  |  |",
        "| most memory meanwhile, all processes, MB |  | 250 | 400 | yes |",
    ],
)
def test_what_sealing_costs_is_told_as_ratios_of_medians_with_their_aims(row):
    assert row in measured(submit=0.056)


def test_an_aim_that_was_missed_is_told_as_missed():
    missed = [row for row in measured(submit=0.1, expired=0.06, peak=512) if row.endswith("| **no** |")]
    assert [row.split(" | ")[2] for row in missed] == ["2.500", "1.200", "512"]
