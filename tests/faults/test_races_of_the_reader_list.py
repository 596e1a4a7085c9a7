"""Two people change the list of readers at the same moment, in processes of their own: the list stays one chain that
sealing believes, and whoever came second is told so, or has changed what the first one left."""

import pytest

from stories import actions, readers, roles, sealing
from stories.models import Grant, Reader, ReaderListDocument
from stories.states import NotAllowedNow
from tests.faults.at_once import at_once
from tests.stories.desk.conftest import desk, staff
from tests.stories.keys.conftest import vault_of

__all__ = ["desk"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sql]
ROUNDS = [pytest.param(1), *(pytest.param(number, marks=pytest.mark.proof) for number in range(2, 9))]


@pytest.fixture(params=ROUNDS)
def two(request, desk):
    """Amara and Ben, each at a desk with an open vault; Cleo and Dara are in triage and have no key yet."""
    desk.cleo, desk.dara = staff("cleo", roles.TRIAGE), staff("dara", roles.TRIAGE)
    desk.a, desk.b = vault_of(desk.amara), vault_of(desk.ben)
    return desk


def told(*acts) -> int:
    """How many of two were told that somebody came before them."""
    return at_once(*acts, expected=(NotAllowedNow,)).count("NotAllowedNow")


def listed(*people) -> list[bool]:
    """Who of them is on the list that sealing believes; each version of it follows from the one before."""
    trusted = readers.trusted()
    versions = [row.version for row in ReaderListDocument.objects.order_by("version")]
    assert versions == list(range(versions[0], versions[0] + len(versions)))
    rows = {row.user_id: row.key_id for row in Reader.objects.all()}
    return [rows.get(person.user.pk) in trusted.readers for person in people]


def test_both_enrol_somebody(two):
    late = told(
        lambda: actions.enrol_reader(user=two.cleo.user, who=two.a),
        lambda: actions.enrol_reader(user=two.dara.user, who=two.b),
    )
    assert listed(two.amara, two.ben) == [True, True]
    assert listed(two.cleo, two.dara).count(False) == late
    assert Reader.objects.count() == 4 - late, "nobody is left with a key that no list names"


def test_both_enrol_the_same_colleague(two):
    late = told(*(lambda who=who: actions.enrol_reader(user=two.cleo.user, who=who) for who in (two.a, two.b)))
    assert late == 1
    row = Reader.objects.get(user=two.cleo.user)
    assert readers.trusted().readers[row.key_id] == bytes(row.public_key)


def test_each_takes_the_other_off(two):
    """One of them stays, or there would be nobody left to let anybody in."""
    late = told(
        lambda: actions.remove_reader(reader=two.b.reader, who=two.a),
        lambda: actions.remove_reader(reader=two.a.reader, who=two.b),
    )
    assert late == 1
    assert sorted(listed(two.amara, two.ben)) == [False, True]


def test_one_is_taken_off_while_enrolling_a_friend(two):
    """Whether the friend came before or not at all: who leaves signs nothing afterwards."""
    contribution, _ = two.send()
    told(
        lambda: actions.remove_reader(reader=two.b.reader, who=two.a),
        lambda: actions.enrol_reader(user=two.cleo.user, who=two.b),
    )
    amara, ben, cleo = listed(two.amara, two.ben, two.cleo)
    assert amara
    if ben:  # Ben's list came first, and Amara was told to look at it and try again
        actions.remove_reader(reader=two.b.reader, who=two.a)
    assert listed(two.ben) == [False] and listed(two.cleo) == [cleo]
    assert not Grant.objects.filter(holder=two.b.reader.key_id).exists()
    with pytest.raises(NotAllowedNow):
        actions.enrol_reader(user=two.dara.user, who=two.b)
    assert sealing.open_with_identity(contribution, two.a.reader.key_id, two.a.identity)


def test_one_gives_a_colleague_a_new_phrase_while_another_takes_them_off(two):
    """Either they are off, with nothing left to unlock, or what they unlock is what the list names."""
    told(
        lambda: actions.renew_reader(reader=two.b.reader, who=two.a),
        lambda: actions.remove_reader(reader=two.b.reader, who=two.a),
    )
    row = Reader.objects.get(pk=two.b.reader.pk)
    if listed(two.ben) == [True]:
        assert readers.trusted().readers[row.key_id] == bytes(row.public_key)
        assert row.wrapped_seed
    else:
        assert not row.wrapped_seed
