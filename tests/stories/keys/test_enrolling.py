"""Readers come, lose their phrase, are locked, and go; and what rank alone cannot do."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from stories import actions, keys, readers, roles, sealing
from stories.models import Contribution, Reader, ReaderListDocument
from stories.states import NotAllowedNow
from stories.unlocking import COOKIE, UnlockedReader
from stories.vault.readers import NotTrusted
from tests.stories.desk.conftest import staff
from tests.stories.keys.conftest import key_of, phrase_on, vault_of

ACTS = {
    "enrol": lambda one, other: one.post("stories_desk:enrol", data={"user": other.user.pk}),
    "renew": lambda one, other: one.post("stories_desk:reader", key_of(other), data={"renew": "1", "beside": "on"}),
    "leave": lambda one, other: one.post("stories_desk:reader", key_of(other), data={"leave": "1", "sure": "on"}),
}


def enrol(desk, person):
    desk.amara.unlock()
    page = desk.amara.post("stories_desk:enrol", data={"user": person.user.pk})
    person.phrase = phrase_on(page)
    return page


def leave(by, person, **data):
    by.unlock()
    return by.post("stories_desk:reader", key_of(person), data={"leave": "1", "sure": "on"} | data)


def open_as(person, contribution):
    person.unlock()
    return person.open(contribution)


def opens(person, contribution) -> bool:
    """Whether the pages show this person a word of it."""
    open_as(person, contribution)
    pages = [person.get(f"contribution:{name}", contribution.pk) for name in ("safeguarding", "read", "prepare")]
    return any(b"Brixlyn" in page.content for page in pages)


def test_a_reader_enrols_a_colleague_who_opens_what_comes_from_then_on(desk, cleo):
    before, _ = desk.send()
    page = enrol(desk, cleo)
    assert len(cleo.phrase.split()) >= 6
    assert "no-store" in page["Cache-Control"]
    assert "Write them down on paper now" in page.content.decode()
    after, _ = desk.send(title="Another")
    assert opens(cleo, after)
    assert not opens(cleo, before)


def test_the_phrase_is_shown_once_and_kept_nowhere(desk, cleo):
    enrol(desk, cleo)
    again = desk.amara.post("stories_desk:enrol", data={"user": cleo.user.pk})
    assert 'translate="no"' not in again.content.decode()
    row = Reader.objects.get(user=cleo.user)
    assert cleo.phrase.encode() not in bytes(row.wrapped_seed)
    assert not ModelLogEntry.objects.filter(data__icontains=cleo.phrase.split()[0]).exists()


def test_only_accounts_in_triage_without_a_key_are_offered(desk, cleo):
    desk.amara.unlock()
    offered = desk.amara.get("stories_desk:enrol").context["form"].fields["user"].queryset
    assert list(offered) == [cleo.user]
    desk.amara.post("stories_desk:enrol", data={"user": desk.dana.user.pk})
    assert not Reader.objects.filter(user=desk.dana.user).exists()


def test_nobody_enrols_renews_or_removes_themselves(desk):
    amara = vault_of(desk.amara)
    for act in (
        lambda: actions.enrol_reader(user=amara.user, who=amara),
        lambda: actions.renew_reader(reader=amara.reader, who=amara),
        lambda: actions.remove_reader(reader=amara.reader, who=amara),
    ):
        with pytest.raises(NotAllowedNow):
            act()
    assert ReaderListDocument.objects.count() == 1


@pytest.mark.parametrize("act", ["renew", "leave"])
@pytest.mark.parametrize("groups", [(), (roles.TRIAGE,), (roles.ADMINISTRATORS,)])
def test_a_superuser_without_a_key_changes_no_reader(desk, groups, act):
    desk.root.user.groups.add(*Group.objects.filter(name__in=groups))
    ACTS[act](desk.root, desk.amara)
    desk.amara.unlock()
    assert ReaderListDocument.objects.count() == 1
    assert "Your vault is open" in desk.amara.get("stories_desk:vault").content.decode()


def test_a_superuser_without_a_key_enrols_nobody(desk, cleo):
    desk.root.user.groups.add(*Group.objects.filter(name=roles.TRIAGE))
    ACTS["enrol"](desk.root, cleo)
    assert not Reader.objects.filter(user=cleo.user).exists()
    assert desk.root.get("stories_desk:new_keys").status_code == 200
    desk.root.post("stories_desk:new_keys", data={"suspect": "1"})
    assert actions.suspected_since() is None


@pytest.mark.parametrize("who", ["root", "ada"])
def test_those_who_look_after_accounts_see_the_list_and_can_lock(desk, who):
    person = desk.root if who == "root" else staff("ada", roles.ADMINISTRATORS)
    page = person.get("stories_desk:keys")
    assert page.status_code == 200 and "amara" in page.content.decode()
    desk.amara.unlock()
    person.post("stories_desk:reader", key_of(desk.amara), data={"lock": "1"})
    assert "Your vault is locked" in desk.amara.get("stories_desk:vault").content.decode()
    for name in ("enrol", "new_keys"):
        assert person.get(f"stories_desk:{name}").status_code in (302, 403)


def test_an_editor_does_not_see_the_readers(desk):
    answer = desk.dana.client.get(reverse("stories_desk:keys"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    with pytest.raises(NotAllowedNow):
        actions.lock_everywhere(reader=Reader.objects.get(user=desk.amara.user), user=desk.dana.user)


def test_locking_closes_every_open_vault_of_one_person_and_of_nobody_else(desk):
    desk.amara.unlock()
    desk.ben.unlock()
    cookie, session = desk.amara.client.cookies[COOKIE].value, desk.amara.client.session.session_key
    epoch = str(Reader.objects.get(user=desk.amara.user).epoch)
    desk.ben.post("stories_desk:reader", key_of(desk.amara), data={"lock": "1"})
    assert keys.unlocks().seed(cookie, session=session, user=str(desk.amara.user.pk), epoch=epoch, now=0) is None
    assert "Your vault is locked" in desk.amara.get("stories_desk:vault").content.decode()
    assert "Your vault is open" in desk.ben.get("stories_desk:vault").content.decode()
    desk.amara.unlock()
    assert "Your vault is open" in desk.amara.get("stories_desk:vault").content.decode()


def test_a_lost_phrase_gives_new_keys_and_what_the_colleague_can_open_again(desk):
    shared, _ = desk.send()
    apart, _ = desk.send(title="Apart")
    actions.take_back(contribution=apart, reader=vault_of(desk.amara).reader, who=vault_of(desk.amara))
    old = vault_of(desk.ben)
    desk.amara.unlock()
    page = desk.amara.post("stories_desk:reader", key_of(desk.ben), data={"renew": "1", "beside": "on"})
    assert "no-store" in page["Cache-Control"] and (page.context["made"].given, page.context["made"].missing) == (1, 1)
    lost, desk.ben.phrase = desk.ben.phrase, phrase_on(page)

    assert "do not open your vault" in desk.ben.post("stories_desk:vault", data={"phrase": lost}).content.decode()
    assert opens(desk.ben, shared)
    with pytest.raises(sealing.NoGrant):
        sealing.open_with_identity(apart, old.reader.key_id, old.identity)
    with pytest.raises(NotAllowedNow):
        actions.suspect(who=old)
    assert key_of(desk.ben) == old.reader.key_id, "by a new id he could check his own work"


def test_sending_the_form_for_a_lost_phrase_again_changes_nothing(desk):
    desk.amara.unlock()
    data = {"renew": "1", "beside": "on"}
    desk.ben.phrase = phrase_on(desk.amara.post("stories_desk:reader", key_of(desk.ben), data=data))
    page = desk.amara.post("stories_desk:reader", key_of(desk.ben), data=data)
    assert 'translate="no"' not in page.content.decode() and "press again only if it is lost" in page.content.decode()
    assert desk.ben.unlock().status_code == 302


def test_what_was_taken_back_from_a_reader_does_not_come_back_with_a_new_phrase(desk):
    contribution, _ = desk.send()
    actions.take_back(contribution=contribution, reader=vault_of(desk.ben).reader, who=vault_of(desk.amara))
    actions.renew_reader(reader=vault_of(desk.ben).reader, who=vault_of(desk.amara))
    assert not contribution.grants.filter(holder=key_of(desk.ben)).exists()


def test_a_departed_reader_opens_nothing_through_any_page(desk):
    contribution, _ = desk.send()
    desk.ben.unlock()
    desk.ben.open(contribution)
    assert b"Brixlyn" in desk.ben.get("contribution:read", contribution.pk).content
    leave(desk.amara, desk.ben)

    names = ("edit", "safeguarding", "prepare", "check", "read", "holds", "grants", "history")
    for name in names:
        address = reverse(f"contribution:{name}", args=[contribution.pk])
        for answer in (
            desk.ben.client.get(address, follow=True),
            desk.ben.client.post(address, {"phrase": desk.ben.phrase}),
        ):
            assert b"Brixlyn" not in answer.content and contribution.code.encode() not in answer.content, name
    assert not roles.holds(type(desk.ben.user).objects.get(pk=desk.ben.user.pk), roles.TRIAGE)
    later, _ = desk.send(title="Later")
    assert not later.grants.filter(holder=key_of(desk.ben)).exists()


def test_a_departed_reader_who_is_given_the_role_and_the_old_row_again_opens_nothing(desk):
    """Somebody with the database puts everything back but the signature."""
    contribution, _ = desk.send()
    row, grants = Reader.objects.get(user=desk.ben.user), list(contribution.grants.all())
    leave(desk.amara, desk.ben)
    row.save()
    contribution.grants.all().delete()
    for grant in grants:
        grant.save(force_insert=True)
    desk.ben.user.groups.add(*Group.objects.filter(name=roles.TRIAGE))
    page = desk.ben.post("stories_desk:vault", data={"phrase": desk.ben.phrase})
    assert "not on the signed list" in page.content.decode()
    assert not opens(desk.ben, contribution)


def test_a_public_key_put_straight_into_the_database_receives_nothing(desk, cleo):
    """With a row, a wrapped seed, the role and the rank: no sending, no grant, no new keys, no act."""
    made = readers.make_reader(user=cleo.user)
    cleo.phrase = made.phrase
    contribution, _ = desk.send()
    amara, evil = vault_of(desk.amara), vault_of(cleo)
    with pytest.raises(NotAllowedNow):
        actions.grant_contribution(contribution=contribution, reader=made.reader, who=amara)
    actions.rotate(contribution=contribution, who=amara)
    assert not contribution.grants.filter(holder=made.reader.key_id).exists()
    for act in (
        lambda: actions.enrol_reader(user=desk.dana.user, who=evil),
        lambda: actions.remove_reader(reader=amara.reader, who=evil),
        lambda: actions.grant_contribution(contribution=contribution, reader=made.reader, who=evil),
        lambda: actions.rotate(contribution=contribution, who=evil),
        lambda: actions.suspect(who=evil),
    ):
        with pytest.raises(NotAllowedNow):
            act()
    assert "not on the signed list" in cleo.unlock().content.decode()
    assert "Not on the signed list" in desk.amara.get("stories_desk:keys").content.decode()


def test_a_key_exchanged_in_a_readers_row_receives_nothing(desk):
    contribution, _ = desk.send()
    actions.take_back(contribution=contribution, reader=vault_of(desk.ben).reader, who=vault_of(desk.amara))
    evil = readers.draw()
    right = vault_of(desk.ben)
    Reader.objects.filter(user=desk.ben.user).update(
        public_key=evil.identity.public, signing_key=evil.identity.signing_public, wrapped_seed=evil.wrapped_seed
    )
    ben = Reader.objects.get(user=desk.ben.user)
    actions.grant_contribution(contribution=contribution, reader=ben, who=vault_of(desk.amara))
    assert sealing.open_with_identity(contribution, ben.key_id, right.identity).read("body")
    with pytest.raises(Exception, match="not sealed to this key"):
        sealing.open_with_identity(contribution, ben.key_id, evil.identity)


def test_a_reader_who_comes_back_is_enrolled_again_under_the_same_id(desk):
    before = key_of(desk.ben)
    leave(desk.amara, desk.ben)
    desk.ben.user.groups.add(*Group.objects.filter(name=roles.TRIAGE))
    enrol(desk, desk.ben)
    assert key_of(desk.ben) == before
    contribution, _ = desk.send()
    assert opens(desk.ben, contribution)


def test_the_list_says_since_which_version_and_when_a_key_was_last_used(desk, cleo):
    contribution, _ = desk.send()
    desk.ben.open(contribution)
    enrol(desk, cleo)
    found = {one.name: one for one in desk.amara.get("stories_desk:keys").context["keyring"].standings}
    assert (found["amara"].since, found["cleo"].since) == (1, 2)
    assert found["ben"].last_use is not None and found["cleo"].last_use is None
    leave(desk.amara, desk.ben)
    found = {one.name: one for one in desk.amara.get("stories_desk:keys").context["keyring"].standings}
    assert found["ben"].since is None and found["ben"].says == "Has left the list"


def test_a_key_whose_account_was_deleted_can_be_taken_off_the_list(desk):
    key = key_of(desk.ben)
    desk.ben.user.delete()
    desk.amara.unlock()
    assert key[:8] in desk.amara.get("stories_desk:keys").content.decode()
    desk.amara.post("stories_desk:keys", data={"key": key_of(desk.amara)})
    assert len(readers.trusted().readers) == 2, "a colleague's key is not taken off here"
    desk.amara.post("stories_desk:keys", data={"key": key})
    assert list(readers.trusted().readers) == [key_of(desk.amara)]


def test_a_form_without_an_open_vault_asks_for_the_phrase_and_then_does_it(desk, cleo):
    page = desk.amara.post("stories_desk:enrol", data={"user": cleo.user.pk})
    assert "Your unlock phrase" in page.content.decode() and not Reader.objects.filter(user=cleo.user).exists()
    wrong = desk.amara.post("stories_desk:enrol", data={"user": cleo.user.pk, "phrase": desk.ben.phrase})
    assert "do not open your vault" in wrong.content.decode()
    page = desk.amara.post("stories_desk:enrol", data={"user": cleo.user.pk, "phrase": desk.amara.phrase})
    assert phrase_on(page) and COOKIE in page.cookies


def test_a_list_that_cannot_be_trusted_is_named_and_nothing_is_done(desk, cleo, settings):
    desk.amara.unlock()
    settings.READER_PIN_FILE.unlink()
    assert "cannot be trusted" in desk.amara.get("stories_desk:keys").content.decode()
    page = desk.amara.post("stories_desk:enrol", data={"user": cleo.user.pk})
    assert "cannot be trusted" in page.content.decode()
    assert not Reader.objects.filter(user=cleo.user).exists()
    with pytest.raises(NotTrusted):
        readers.trusted()


def test_every_act_is_logged_and_names_a_contribution_by_its_code_alone(desk, cleo):
    contribution, _ = desk.send()
    enrol(desk, cleo)
    amara, ben = vault_of(desk.amara), vault_of(desk.ben)
    colleague = Reader.objects.get(user=cleo.user)
    actions.grant_contribution(contribution=contribution, reader=colleague, who=amara)
    actions.take_back(contribution=contribution, reader=colleague, who=amara)
    actions.lock_everywhere(reader=ben.reader, user=desk.root.user)
    actions.renew_reader(reader=colleague, who=amara)
    leave(desk.amara, desk.ben, suspicion="on")
    actions.rotate(contribution=contribution, who=amara)
    logged = {entry.action: entry for entry in ModelLogEntry.objects.all()}
    assert {f"stories.{name}_reader" for name in ("enrol", "renew", "lock", "remove")} <= set(logged)
    assert {"stories.grant", "stories.take_back", "stories.suspect", "stories.new_keys"} <= set(logged)
    assert all(entry.label == contribution.code for entry in ModelLogEntry.objects.for_instance(contribution))
    assert logged["stories.lock_reader"].user == desk.root.user
    assert all(entry.message for entry in logged.values())


def test_an_opened_vault_of_a_stranger_to_the_list_signs_nothing(desk):
    evil = readers.draw()
    stranger = UnlockedReader(desk.root.user, Reader(key_id="0" * 32, user=desk.root.user), evil.identity)
    with pytest.raises(NotAllowedNow):
        actions.enrol_reader(user=desk.ben.user, who=stranger)
    assert Contribution.objects.count() == 0 and ReaderListDocument.objects.count() == 1
