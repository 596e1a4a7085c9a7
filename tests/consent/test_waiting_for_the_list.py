"""A restored site waits for its no-list: everything is closed, and only the list that a printed head names opens it."""

from pathlib import Path

import pytest

from consent import awaiting, ledger, marks, no_list
from consent.errors import NoListAwaited, NoListMissing, NotThisList
from consent.models import Agreement
from consent.no_list import Line, Listed
from consent.no_list_copy import LEVEL_NS, LINE
from consent.uses import Use
from tests.factories import TODAY
from tests.people import amara

SOMEBODY = "a" * 32


def line(number: int) -> Line:
    return Line(Listed.NO, SOMEBODY, f"{number:032x}")


def known() -> dict:
    """Length and hash, as a printed head has them."""
    listed = no_list.read()
    return {"length": listed.length, "hash": listed.hash}


@pytest.fixture
def waiting(no_lists):
    """Two lines, a head that names them, and then a restore: (length and hash, the list as bytes)."""
    no_list.add([line(1), line(2)])
    head, content = known(), no_lists[0].read_bytes()
    no_list.await_supply()
    return head, content


def test_while_it_waits_the_list_reads_as_missing_though_both_copies_are_there(waiting):
    with pytest.raises(NoListAwaited, match="restored from a backup"):
        no_list.read()


@pytest.mark.django_db
def test_while_it_waits_nothing_of_any_family_may_be_used(no_lists):
    family = amara()
    assert family.may(Use.ONLINE).allowed
    no_list.await_supply()
    assert not any(family.may(use).allowed for use in Use)
    usable = Agreement.objects.usable(Use.ONLINE, edition=family.edition, day=TODAY, tag=family.tag)
    assert not usable.exists() and not Agreement.objects.allowing(Use.ONLINE).exists()
    with pytest.raises(NoListMissing):
        ledger.head()


@pytest.mark.django_db
def test_a_migration_makes_a_waiting_site_no_new_list(no_lists):
    no_list.await_supply()
    for path in no_lists:
        path.unlink()
    marks.begin()
    assert not any(path.exists() for path in no_lists)


def test_a_no_said_meanwhile_is_written_where_it_can_be(waiting, no_lists):
    assert no_list.add([line(3)]) == ()
    head, content = waiting
    no_list.supply(content, **head)
    assert no_list.read().of(SOMEBODY) == {line(number).mark for number in (1, 2, 3)}
    assert no_list.extends(**head)


@pytest.mark.parametrize("left", [0, 1])
def test_one_sign_is_enough_to_keep_it_closed(waiting, no_lists, left):
    """A disk that was away when the list came must not open anything, nor may one that was away when it began."""
    no_lists[left].with_name(awaiting.NAME).unlink()
    with pytest.raises(NoListAwaited):
        no_list.read()


def test_the_list_that_the_head_names_opens_it_in_both_places(waiting, no_lists):
    head, content = waiting
    for path in no_lists:
        path.unlink()
    no_list.supply(content, **head)
    assert known() == head
    assert [path.read_bytes() for path in no_lists] == [content, content]
    for path in no_lists:
        assert (path.stat().st_mtime_ns, path.stat().st_mode & 0o777) == (LEVEL_NS, 0o600)
        assert not path.with_name(awaiting.NAME).exists()


def test_a_longer_list_than_the_head_knows_is_kept_whole(waiting):
    head, content = waiting
    longer = content + line(9).to_bytes()
    no_list.supply(longer, **head)
    assert no_list.read().length == 3


def test_the_copies_in_their_places_are_enough(waiting, no_lists):
    head, content = waiting
    no_lists[0].write_bytes(b"")  # as a new machine makes it
    no_list.supply(None, **head)
    assert [path.read_bytes() for path in no_lists] == [content, content]


def test_the_order_that_the_head_names_is_kept_whatever_a_copy_has_more(waiting, no_lists):
    head, content = waiting
    for path in no_lists:
        path.write_bytes(b"".join(line(number).to_bytes() for number in (11, 12, 13, 14, 15)))
    no_list.supply(content, **head)
    assert no_list.extends(**head)
    assert no_list.read().length == 7


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-LINE],
        lambda content: content[LINE:],
        lambda content: content[:-1],
        lambda content: b"",
        lambda content: content[LINE:] + content[:LINE],
        lambda content: content.replace(b"n", b"l", 1),
    ],
)
def test_a_list_that_is_older_or_was_altered_opens_nothing(waiting, spoil):
    head, content = waiting
    with pytest.raises(NotThisList):
        no_list.supply(spoil(content), **head)
    with pytest.raises(NoListAwaited):
        no_list.read()


def test_with_no_list_at_all_it_goes_on_waiting(waiting, no_lists):
    head, _content = waiting
    for path in no_lists:
        path.unlink()
    with pytest.raises(NoListMissing):
        no_list.supply(None, **head)
    with pytest.raises(NoListAwaited):
        no_list.read()


def test_a_disk_that_refuses_the_list_keeps_it_closed(waiting, no_lists):
    head, content = waiting
    no_lists[1].unlink()
    no_lists[1].symlink_to("/dev/full")
    with pytest.raises(NoListMissing, match=str(no_lists[1])):
        no_list.supply(content, **head)
    with pytest.raises(NoListAwaited):
        no_list.read()


def test_waiting_can_begin_twice(no_lists):
    no_list.await_supply()
    no_list.await_supply()
    assert all(Path(path).with_name(awaiting.NAME).read_bytes() == b"" for path in no_lists)
