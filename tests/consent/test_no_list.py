"""The file of every no: it only grows, lies in two places, and tells nobody anything by itself."""

import subprocess
import sys
import textwrap

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from consent import no_list
from consent.errors import NoListMissing
from consent.no_list import Line, Listed
from consent.no_list_copy import LEVEL_NS, LINE

SOMEBODY, OTHER = "a" * 32, "b" * 32


def line(number: int, kind: Listed = Listed.NO, agreement: str = SOMEBODY) -> Line:
    return Line(kind, agreement, f"{number:032x}")


def test_what_is_added_is_in_both_copies_and_can_be_read(no_lists):
    no_list.add([line(1), line(2, Listed.HOLD, OTHER)])
    first, second = (path.read_bytes() for path in no_lists)
    assert first == second and len(first) == 2 * LINE
    assert no_list.read().of(SOMEBODY) == {line(1).mark}
    assert no_list.read().standing == {(SOMEBODY, line(1).mark): Listed.NO, (OTHER, line(2).mark): Listed.HOLD}


def test_a_line_says_nothing_but_its_kind_and_two_accidental_numbers(no_lists):
    no_list.add([line(7)])
    assert no_lists[0].read_bytes() == f"n {SOMEBODY} {7:032x}\n".encode()


def test_the_files_own_times_do_not_tell_when_somebody_said_no(no_lists):
    no_list.add([line(1)])
    for path in no_lists:
        assert (path.stat().st_mtime_ns, path.stat().st_mode & 0o777) == (LEVEL_NS, 0o600)


def test_what_was_lifted_stands_no_more_and_is_still_in_the_file(no_lists):
    no_list.add([line(1, Listed.HOLD)])
    no_list.add([line(1, Listed.LIFTED)])
    assert no_list.read().of(SOMEBODY) == frozenset()
    assert no_list.read().length == 2


def test_a_longer_list_extends_the_shorter_one_and_no_other(no_lists):
    assert no_list.extends(0, "0" * 64)
    no_list.add([line(1)])
    earlier = no_list.read()
    no_list.add([line(2)])
    assert no_list.extends(earlier.length, earlier.hash)
    assert not no_list.extends(earlier.length, "0" * 64)
    assert not no_list.extends(3, no_list.read().hash)
    for path in no_lists:
        path.write_bytes(line(9).to_bytes() + path.read_bytes()[LINE:])
    assert not no_list.extends(earlier.length, earlier.hash)


@pytest.mark.parametrize("away", [0, 1])
def test_with_one_disk_away_a_no_is_written_to_the_other_and_carried_over_later(no_lists, away):
    no_list.add([line(1)])
    moved = no_lists[away].rename(no_lists[away].with_name("away"))
    assert no_list.add([line(2)]) == (no_lists[away],)
    assert no_list.read().of(SOMEBODY) == {line(1).mark, line(2).mark}
    with pytest.raises(NoListMissing, match=str(no_lists[away])):
        no_list.mend()
    moved.rename(no_lists[away])
    assert no_list.differ()
    assert no_list.mend() == 1
    assert no_lists[0].read_bytes() == no_lists[1].read_bytes() and not no_list.differ()


def test_with_both_away_it_is_missing_and_not_empty(no_lists):
    for path in no_lists:
        path.unlink()
    for act in (no_list.read, no_list.mend, lambda: no_list.add([line(1)])):
        with pytest.raises(NoListMissing):
            act()


@pytest.mark.parametrize("broken", [0, 1])
def test_a_disk_that_shows_its_file_and_does_not_give_it_is_as_good_as_away(no_lists, broken):
    no_list.add([line(1)])
    no_lists[broken].unlink()
    no_lists[broken].mkdir()  # opens, and cannot be read
    assert no_list.read().of(SOMEBODY) == {line(1).mark}
    assert no_list.add([line(2)]) == (no_lists[broken],)
    assert no_list.read().of(SOMEBODY) == {line(1).mark, line(2).mark} and no_list.differ()
    no_lists[1 - broken].unlink()
    no_lists[1 - broken].mkdir()
    for act in (no_list.read, lambda: no_list.add([line(3)])):
        with pytest.raises(NoListMissing):
            act()


def test_a_copy_that_is_lost_is_not_made_anew_beside_the_other(no_lists):
    no_list.add([line(1)])
    no_lists[1].unlink()
    no_list.create()
    assert not no_lists[1].exists()


def test_half_a_line_that_a_crash_left_is_written_over(no_lists):
    no_list.add([line(1)])
    with no_lists[0].open("ab") as stream:
        stream.write(line(2).to_bytes()[:20])
    assert no_list.read().of(SOMEBODY) == {line(1).mark}
    no_list.add([line(3)])
    assert no_lists[0].read_bytes() == no_lists[1].read_bytes() == line(1).to_bytes() + line(3).to_bytes()


def test_a_line_spoilt_in_one_copy_is_read_and_mended_from_the_other(no_lists):
    no_list.add([line(1), line(2)])
    whole = no_lists[0].read_bytes()
    no_lists[0].write_bytes(b"\0" * LINE + whole[LINE:])
    assert no_list.read().of(SOMEBODY) == {line(1).mark, line(2).mark}
    no_list.mend()
    assert [path.read_bytes() for path in no_lists] == [whole, whole]


@pytest.mark.parametrize("spoilt", [b"n " + b"z" * 65 + b"\n", b"q " + b"a" * 32 + b" " + b"b" * 32 + b"\n"])
def test_a_line_spoilt_in_both_copies_hides_no_other(no_lists, spoilt):
    for path in no_lists:
        path.write_bytes(spoilt + line(2).to_bytes())
    assert no_list.read().of(SOMEBODY) == {line(2).mark}


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    both=st.lists(st.integers(0, 9), max_size=4),
    only_first=st.lists(st.integers(10, 19), max_size=4, unique=True),
    only_second=st.lists(st.integers(20, 29), max_size=4, unique=True),
)
def test_whatever_each_copy_missed_both_hold_every_line_afterwards(no_lists, both, only_first, only_second):
    for path, own in zip(no_lists, (only_first, only_second), strict=True):
        path.write_bytes(b"".join(line(number).to_bytes() for number in both + own))
    seen = no_list.read().of(SOMEBODY)
    no_list.mend()
    assert no_lists[0].read_bytes() == no_lists[1].read_bytes()
    everything = {line(number).mark for number in both + only_first + only_second}
    assert no_list.read().of(SOMEBODY) == seen == everything


def test_many_processes_lose_no_line(no_lists):
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from django.conf import settings
        settings.configure(NO_LIST_FILES=[Path(sys.argv[1]), Path(sys.argv[2])])
        from consent import no_list
        from consent.no_list import Line, Listed
        for number in range(20):
            no_list.add([Line(Listed.NO, "a" * 32, f"{int(sys.argv[3]) * 100 + number:032x}")])
    """)
    command = [sys.executable, "-c", program, *map(str, no_lists)]
    running = [subprocess.Popen([*command, str(number)], cwd=settings.BASE_DIR) for number in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert no_list.read().length == 60 and len(no_list.read().of(SOMEBODY)) == 60
    assert not no_list.differ()


def test_a_full_disk_on_one_path_leaves_the_other_good(no_lists):
    no_lists[0].unlink()
    no_lists[0].symlink_to("/dev/full")
    assert no_list.add([line(1)]) == (no_lists[0],)
    assert no_lists[1].read_bytes() == line(1).to_bytes()
