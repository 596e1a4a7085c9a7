"""What was written to us gets new keys after a suspicion too: who kept the old ones opens nothing with them."""

import pytest

from stories import actions, enquiries, keys, rotations
from stories.models import Enquiry, Reader
from stories.sealing import NoGrant
from stories.vault import envelope
from stories.vault.shards import SlotErased
from tests.factories import TODAY
from tests.stories.desk.conftest import Desk
from tests.stories.keys.conftest import vault_of
from tests.stories.keys.test_rotating import killed_at

SAID = "Please answer me about Brixlyn."


def written() -> Enquiry:
    return actions.enquire(kind="complaint", text=SAID, today=TODAY)


def old_keys(enquiry: Enquiry, person) -> tuple[bytes, bytes]:
    """The half and the shard, as somebody who copied them has them."""
    who = vault_of(person)
    grant = enquiry.grants.get(holder=who.reader.key_id)
    half = envelope.open_grant(who.identity, bytes(grant.sealed), id=bytes.fromhex(enquiry.pk))
    return half, keys.slots().read(enquiries.slot_of(enquiry))


def read(enquiry: Enquiry, person) -> str:
    return enquiries.read(Enquiry.objects.get(pk=enquiry.pk), who=vault_of(person))["text"]


@pytest.mark.django_db(transaction=True)
def test_the_old_keys_open_nothing_and_every_reader_reads_it_as_before(desk: Desk):
    enquiry = written()
    half, shard = old_keys(enquiry, desk.ben)
    before = enquiries.slot_of(enquiry)
    actions.suspect(who=vault_of(desk.amara))
    assert actions.rotate_waiting(who=vault_of(desk.amara), at_most=20) == 0
    assert not actions.enquiries_waiting_for_new_keys().exists()

    with pytest.raises(SlotErased):
        keys.slots().read(before)
    row = Enquiry.objects.get(pk=enquiry.pk)
    now = keys.slots().read(enquiries.slot_of(row))
    for key in (envelope.dek(half, shard), envelope.dek(half, now)):
        with pytest.raises(envelope.Refused):
            envelope.open_record(key, bytes(row.sealed), id=bytes.fromhex(row.pk), **enquiries.PLACE)
    assert read(enquiry, desk.amara) == read(enquiry, desk.ben) == SAID
    assert (row.week, row.expires, row.kind) == (enquiry.week, enquiry.expires, enquiry.kind)
    assert row.grants.count() == enquiry.grants.count() == 3  # two readers and the recovery key


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_left_the_list_gets_no_new_half(desk: Desk):
    enquiry = written()
    ben = vault_of(desk.ben)
    reader = Reader.objects.get(user=desk.ben.user)
    actions.remove_reader(reader=reader, who=vault_of(desk.amara), suspicion=True)
    actions.rotate_waiting(who=vault_of(desk.amara), at_most=20)
    assert read(enquiry, desk.amara) == SAID
    with pytest.raises(NoGrant):
        enquiries.read(Enquiry.objects.get(pk=enquiry.pk), who=ben)


@pytest.mark.django_db(transaction=True)
def test_contributions_come_first_and_a_portion_is_never_more_than_was_asked(desk: Desk):
    desk.send()
    for _ in range(3):
        written()
    who = vault_of(desk.amara)
    actions.suspect(who=who)
    assert actions.rotate_waiting(who=who, at_most=2) == 2
    assert not actions.waiting_for_new_keys().exists()
    assert actions.enquiries_waiting_for_new_keys().count() == 2
    assert actions.rotate_waiting(who=who, at_most=2) == 0
    assert not actions.enquiries_waiting_for_new_keys().exists()


@pytest.mark.django_db(transaction=True)
def test_one_that_no_key_opens_any_more_stops_nothing(desk: Desk):
    gone, whole = written(), written()
    keys.erase_slot(enquiries.slot_of(gone))
    who = vault_of(desk.amara)
    actions.suspect(who=who)
    actions.rotate_waiting(who=who, at_most=20)
    assert list(actions.enquiries_waiting_for_new_keys()) == [gone]
    assert read(whole, desk.ben) == SAID


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [10, 35, 60])
def test_killed_on_the_way_it_is_whole_and_no_old_slot_outlives_it(desk: Desk, step):
    enquiry = written()
    before = enquiries.slot_of(enquiry)
    who = vault_of(desk.amara)
    actions.suspect(who=who)
    assert killed_at(step, lambda: actions.rotate_waiting(who=who, at_most=5))
    assert read(enquiry, desk.ben) == SAID
    actions.suspect(who=who)
    actions.rotate_waiting(who=who, at_most=5)
    rotations.finish()
    assert read(enquiry, desk.ben) == SAID and not list(rotations.folder().iterdir())
    with pytest.raises(SlotErased):
        keys.slots().read(before)
