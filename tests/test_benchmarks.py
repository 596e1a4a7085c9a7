"""What measures must itself be right: the invented texts can be rehearsed, and the table says what was measured."""

import pytest

from benchmarks import __main__ as every
from benchmarks import aims, booklet_pdf, invented, leaving, ledger, rehearsal, vault, whole_release
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
    check, bare, ratio = ledger.measured(40)
    assert check.what.startswith("verify_ledger of 40 decisions, ")
    assert check.figure > 0 and bare.took.endswith(" s") and ratio.figure > 1


def measured(*, submit: float = 0.06, expired: float = 0.05, peak: float = 250.0) -> list[str]:
    """The rows about what sealing costs, for some measurements."""
    told = vault.told(
        vault.Beside([submit, submit, 9.0], [0.04, 0.04, 0.02]),
        vault.Beside([0.05], [0.04]),
        {"erased": 0.05, "expired": expired, "never issued": 0.05},
        vault.Flood(taken=200, kept=3, seconds=5.0, peak_mb=peak),
    )
    return aims.table(told).splitlines()


@pytest.mark.parametrize(
    "row",
    [
        "| bare Argon2id, 19 MiB, 2 passes | 40 ms |  |  |  |",
        "| send, from the press to the last byte | 56 ms | 1.4 | 1.5 | yes |",
        "| come back | 50 ms | 1.25 |  |  |",
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
    assert [row.split(" | ")[2] for row in missed] == ["2.5", "1.2", "512"]


def test_more_can_be_better():
    assert aims.Aim("so many times faster", "", 9, 8, more_is_better=True).met is True
    assert aims.Aim("so many times faster", "", 7, 8, more_is_better=True).met is False


def test_the_last_table_holds_what_has_an_aim_and_names_what_could_not_be_measured():
    told = every.summary([aims.Aim("a", "", 1, 2), aims.Aim("b", "1 s")], ["leaving"])
    assert "| a |" in told and "| b |" not in told
    assert told.endswith("Not measured: leaving.")


def test_a_benchmark_that_there_is_not_is_refused_with_those_that_there_are():
    with pytest.raises(every.NoSuchBenchmark, match="no benchmark speed. There are: vault, .*booklet_pdf"):
        every.main("speed")


def test_an_aim_for_every_family_is_held_to_the_slowest():
    rows = leaving.told({"stop: gone from every public address": [0.2, 0.3, 1.4], "a page of the booklet": [0.1]})
    assert [(row.took, row.figure, row.met) for row in rows] == [("0.30 s", 1.4, False), ("0.10 s", None, None)]


def test_a_whole_release_is_told_with_the_moment_in_which_each_file_was_begun():
    rows = whole_release.told(120, [{"Making booklet.pdf": 1.0, "ready": 18.0, "memory": 500.0}])
    assert [row.took for row in rows] == ["1.0 s", "18.0 s", ""]
    assert [row.met for row in rows] == [None, True, None]


def test_the_invented_stories_are_the_same_at_every_call_and_of_every_kind():
    assert list(invented.stories(12)) == list(invented.stories(12))
    assert {told.kind for told in invented.stories(12)} == {"prose", "poem", "letter"}
    assert len({told.text for told in invented.stories(12)}) == 12


def test_weasyprint_gets_every_word_that_we_set(tmp_path):
    edition, pictures = invented.edition(6)
    page = booklet_pdf.on_one_page(edition, pictures, tmp_path).read_text()
    for piece in edition.stories():
        assert page.count(f">{piece.tree.title}</") == 2  # in the contents and over the story
    for told in invented.stories(6):
        for line in filter(None, told.text.splitlines()):
            assert line.strip() in page
    assert page.count("<img ") == 2
