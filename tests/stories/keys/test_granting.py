"""The key to one contribution goes to a colleague and comes back."""

import pytest
from django.urls import reverse

from stories import actions, sealing
from stories.states import NotAllowedNow
from tests.stories.keys.conftest import key_of, vault_of


def take_back(desk, contribution, person, by=None):
    by = by or desk.amara
    return actions.take_back(contribution=contribution, reader=vault_of(person).reader, who=vault_of(by))


def test_a_reader_takes_a_grant_back_and_gives_it_again_on_the_contributions_page(desk):
    contribution, _ = desk.send()
    desk.amara.unlock()
    desk.amara.post("contribution:grants", contribution.pk, data={"back": key_of(desk.ben)})
    assert "You have not been given the key" in desk.ben.open(contribution).content.decode()
    page = desk.amara.get("contribution:grants", contribution.pk)
    assert [one.user for one in page.context["form"].fields["reader"].queryset] == [desk.ben.user]
    desk.amara.post("contribution:grants", contribution.pk, data={"reader": key_of(desk.ben), "give": "1"})
    assert desk.ben.open(contribution).status_code == 302


def test_the_page_needs_a_phrase_when_the_vault_is_locked(desk):
    contribution, _ = desk.send()
    data = {"back": key_of(desk.ben)}
    page = desk.amara.post("contribution:grants", contribution.pk, data=data)
    assert "Your unlock phrase" in page.content.decode() and contribution.grants.count() == 4
    desk.amara.post("contribution:grants", contribution.pk, data=data | {"phrase": desk.amara.phrase})
    assert contribution.grants.count() == 3


def test_who_cannot_open_it_can_give_it_to_nobody(desk):
    contribution, _ = desk.send()
    take_back(desk, contribution, desk.ben)
    for act in (
        lambda: actions.grant_contribution(
            contribution=contribution, reader=vault_of(desk.ben).reader, who=vault_of(desk.ben)
        ),
        lambda: take_back(desk, contribution, desk.amara, by=desk.ben),
        lambda: actions.rotate(contribution=contribution, who=vault_of(desk.ben)),
    ):
        with pytest.raises(sealing.NoGrant):
            act()


def test_the_last_reader_of_a_contribution_cannot_be_taken_away(desk):
    contribution, _ = desk.send()
    take_back(desk, contribution, desk.amara)
    with pytest.raises(NotAllowedNow):
        take_back(desk, contribution, desk.ben, by=desk.ben)
    assert contribution.grants.filter(holder=key_of(desk.ben)).exists()


def test_last_use_stands_beside_staff_and_never_beside_the_parent(desk):
    contribution, indices = desk.send()
    assert actions.come_back(indices=indices)
    desk.ben.open(contribution)
    held = {one.name: one for one in desk.amara.get("contribution:grants", contribution.pk).context["held"]}
    assert held["ben"].last_use is not None and held["amara"].last_use is None
    assert [one.last_use for one in held.values() if one.reader is None] == [None, None]


@pytest.mark.parametrize("who", ["dana", "root"])
def test_nobody_outside_triage_sees_who_can_open_it(desk, who):
    contribution, _ = desk.send()
    address = reverse("contribution:grants", args=[contribution.pk])
    for answer in (
        getattr(desk, who).client.get(address),
        getattr(desk, who).client.post(address, {"back": key_of(desk.ben)}),
    ):
        assert answer.status_code in (302, 403)
    assert contribution.grants.count() == 4


@pytest.mark.sql
@pytest.mark.parametrize("odd", ["\0", "a\0b", "", "٣", "9" * 5000])
def test_a_key_that_nobody_can_have_is_not_found(desk, odd):
    contribution, _ = desk.send()
    desk.amara.unlock()
    assert desk.amara.post("contribution:grants", contribution.pk, data={"back": odd}).status_code == 404
