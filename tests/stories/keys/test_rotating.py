"""New keys after a suspicion: the old ones open nothing, the parent notices nothing, a crash leaves nothing open."""

import os
import sys

import pytest
from django.db import connection, connections
from django.test import Client

from stories import actions, keys, rotations, sealing
from stories.models import Contribution, Record
from stories.states import NotAllowedNow
from stories.vault import envelope
from stories.vault.shards import Slot, SlotErased
from tests.factories import TODAY
from tests.stories.keys.conftest import key_of, vault_of
from tests.stories.keys.test_enrolling import leave, opens


def place(contribution) -> Slot:
    row = Contribution.objects.get(pk=contribution.pk)
    return Slot(row.slot, bytes(row.tag))


def half_of(contribution, person) -> bytes:
    who = vault_of(person)
    return sealing.open_with_identity(contribution, who.reader.key_id, who.identity).half


def rotate(desk, contribution, by=None):
    actions.rotate(contribution=contribution, who=vault_of(by or desk.amara))


def test_the_old_half_and_shard_open_nothing_and_everybody_else_opens_as_before(desk):
    contribution, indices = desk.send()
    desk.prepare(contribution)
    before = {record.pk: bytes(record.sealed) for record in contribution.records.all()}
    half, slot = half_of(contribution, desk.ben), place(contribution)
    shard = keys.slots().read(slot)
    rotate(desk, contribution)

    with pytest.raises(SlotErased):
        keys.slots().read(slot)
    now = keys.slots().read(place(contribution))
    for record in Record.objects.filter(contribution=contribution):
        assert bytes(record.sealed) != before[record.pk] and record.size == len(record.sealed)
        about = {"id": bytes.fromhex(contribution.pk), "kind": record.kind, "version": record.version}
        for old in (envelope.dek(half, shard), envelope.dek(half, now)):
            with pytest.raises(envelope.Refused):
                envelope.open_record(old, bytes(record.sealed), **about)
    assert set(before) == {record.pk for record in contribution.records.all()}
    assert opens(desk.ben, contribution) and opens(desk.amara, contribution)
    visit = actions.come_back(indices=indices)
    assert "Brixlyn" in visit.opened.read("body")["text"]
    assert half_of(contribution, desk.ben) != half


def test_a_story_goes_on_its_way_after_new_keys(desk):
    contribution, indices = desk.send()
    desk.prepare(contribution)
    rotate(desk, contribution)
    story = desk.clear(contribution)
    assert story.contribution == contribution
    actions.erase(contribution=actions.come_back(indices=indices).contribution, today=TODAY)
    assert actions.come_back(indices=indices) is None


def test_a_departed_readers_grant_and_half_are_worthless_after_new_keys(desk):
    contribution, indices = desk.send()
    ben, grant = vault_of(desk.ben), contribution.grants.get(holder=key_of(desk.ben))
    slot = place(contribution)
    leave(desk.amara, desk.ben, suspicion="on")
    assert "New keys" in desk.amara.get("stories_desk:new_keys").content.decode()
    desk.amara.post("stories_desk:new_keys", data={"rotate": "1"})
    assert not actions.waiting_for_new_keys().exists()
    assert set(contribution.grants.values_list("holder", flat=True)) == {"parent", "recovery", key_of(desk.amara)}

    grant.save(force_insert=True)
    restored = sealing.open_with_identity(contribution, ben.reader.key_id, ben.identity)
    with pytest.raises(envelope.Refused):
        restored.read("body")
    with pytest.raises(SlotErased):
        keys.slots().read(slot)
    assert actions.come_back(indices=indices)


def test_new_keys_come_in_portions_and_each_contribution_once(desk):
    sent = [desk.send(title=f"Number {number}")[0] for number in range(5)]
    amara = vault_of(desk.amara)
    actions.suspect(who=amara)
    assert actions.rotate_waiting(who=amara, at_most=2) == 3
    places = {one.pk: place(one) for one in sent if not actions.waiting_for_new_keys().filter(pk=one.pk).exists()}
    assert len(places) == 2
    assert actions.rotate_waiting(who=amara, at_most=20) == 0
    assert all(place(Contribution.objects.get(pk=pk)) == where for pk, where in places.items())
    assert not actions.waiting_for_new_keys().exists()


def test_what_one_reader_cannot_open_waits_for_a_colleague(desk):
    contribution, _ = desk.send()
    amara, ben = vault_of(desk.amara), vault_of(desk.ben)
    actions.take_back(contribution=contribution, reader=amara.reader, who=amara)
    actions.suspect(who=amara)
    assert actions.rotate_waiting(who=amara, at_most=20) == 0
    assert list(actions.waiting_for_new_keys()) == [contribution]
    desk.amara.unlock()
    assert "Ask a colleague who can" in desk.amara.get("stories_desk:new_keys").content.decode()
    actions.rotate_waiting(who=ben, at_most=20)
    assert not actions.waiting_for_new_keys().exists()


def test_a_parents_key_exchanged_in_the_database_gets_no_new_keys(desk):
    contribution, indices = desk.send()
    evil = envelope.Identity.from_seed(b"somebody with the database......")
    Contribution.objects.filter(pk=contribution.pk).update(public_key=evil.public)
    with pytest.raises(NotAllowedNow, match="is not the one that came with their words"):
        rotate(desk, contribution)
    assert actions.come_back(indices=indices), "and the parent's own way in is as it was"


def test_a_page_that_a_parent_left_open_asks_for_the_words_again_and_writes_nothing_unreadable(desk):
    contribution, indices = desk.send()
    visit = actions.come_back(indices=indices)
    token = actions.token_for(visit)
    rotate(desk, contribution)
    assert actions.revisit(token=token) is None
    with pytest.raises(sealing.KeysChanged):
        visit.opened.write("message", {"text": "Hello"}, replace=False)
    assert actions.come_back(indices=indices).opened.read_all("message") == []


def test_a_missing_slot_path_stops_new_keys_before_anything_is_changed(desk, settings, tmp_path):
    contribution, _ = desk.send()
    before, mirror = place(contribution), settings.SLOT_FILES[1]
    aside = mirror.with_name("aside")
    mirror.rename(aside)
    try:
        with pytest.raises(NotAllowedNow, match="is missing"):
            rotate(desk, contribution)
    finally:
        aside.rename(mirror)
    assert place(contribution) == before and opens(desk.ben, contribution)


def test_a_deletion_after_new_keys_were_cut_short_leaves_no_slot_alive(desk):
    """As if killed after the rows were stored: the note is there, and both slots are."""
    contribution, _ = desk.send()
    old = place(contribution)
    rotate(desk, contribution)
    new, other = place(contribution), keys.slots().claim(envelope.new_shard())
    with rotations.noted(contribution.pk, other, new):
        pass
    actions.erase(contribution=contribution, today=TODAY)
    for slot in (old, new, other):
        with pytest.raises(SlotErased):
            keys.slots().read(slot)
    assert not list(rotations.folder().iterdir())


def test_a_note_of_somebody_at_work_is_left_alone(desk):
    contribution, _ = desk.send()
    other = keys.slots().claim(envelope.new_shard())
    with rotations.noted(contribution.pk, place(contribution), other):
        assert rotations.finish() == 0
        assert keys.slots().read(other)
    assert rotations.finish() == 1
    assert keys.slots().read(place(contribution))
    with pytest.raises(SlotErased):
        keys.slots().read(other)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_commit_of_new_keys_waits_for_the_disk_before_the_old_slot_goes():
    usual = setting("synchronous")
    with rotations.durably():
        assert setting("synchronous") in ("2", "on")
    assert setting("synchronous") == usual


WATCHED = tuple(
    os.path.join("stories", *path)
    for path in (("actions", "rekeying.py"), ("actions", "rekeying_enquiries.py"), ("rotations.py",))
)


def killed_at(step: int, act) -> bool:
    """Does `act` in a process that is killed at a step of it; False when it was over before that."""
    connections.close_all()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    seen = 0

    def watch(frame, event, _arg):
        nonlocal seen
        if event in ("call", "return", "c_call") and frame.f_code.co_filename.endswith(WATCHED):
            seen += 1
            if seen > step:
                os._exit(9)

    try:
        sys.setprofile(watch)
        act()
    except BaseException:  # The child must never go on to run the tests itself.
        os._exit(1)
    os._exit(0)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_it_is_whole_and_running_it_again_finishes(desk):
    contribution, indices = desk.send()
    amara = vault_of(desk.amara)
    step, moved = 0, 0
    while True:
        before = place(contribution)
        actions.suspect(who=amara)
        if not killed_at(step, lambda: actions.rotate_waiting(who=amara, at_most=5)):
            break
        assert "Brixlyn" in actions.come_back(indices=indices).opened.read("body")["text"], step
        moved += place(contribution) != before
        actions.rotate_waiting(who=amara, at_most=5)
        rotations.finish()
        after = place(contribution)
        assert after != before and not list(rotations.folder().iterdir()), step
        with pytest.raises(SlotErased):
            keys.slots().read(before)
        assert half_of(contribution, desk.ben) and actions.come_back(indices=indices), step
        step += 3
    assert step > 60 and 0 < moved < step, "kills fell before and after the commit"
    assert opens(desk.ben, contribution)
    assert Client().get("/").status_code < 500
