"""The last door: the clock, and the rule."""

import datetime

import pytest

from consent import actions
from consent.uses import Use
from publication import gate
from stories.models import StoryVersion
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets.making import BEFORE, OPENS

pytestmark = pytest.mark.django_db


def test_an_edition_is_shut_until_its_second_and_open_from_it():
    edition = make_edition(opens_at=OPENS)
    assert not gate.is_open(edition, now=BEFORE)
    assert gate.is_open(edition, now=OPENS)


def test_the_clock_is_compared_across_time_zones():
    edition = make_edition(opens_at=OPENS)
    kyiv = datetime.timezone(datetime.timedelta(hours=2))
    assert gate.is_open(edition, now=OPENS.astimezone(kyiv))
    assert not gate.is_open(edition, now=BEFORE.astimezone(kyiv))


def test_an_edition_that_must_not_open_stays_shut():
    edition = make_edition(opens_at=OPENS, do_not_open=True, do_not_open_reason="The printer found a name.")
    assert not gate.is_open(edition, now=OPENS + datetime.timedelta(days=5))


def test_the_list_and_the_single_answer_agree():
    versions = [make_version(), make_version("Print only", allowing={Use.PRINT}), make_version("Stopped")]
    actions.stop(agreement=versions[2].agreement, today=TODAY)
    allowed = gate.allowed_ids([v.pk for v in versions], use=Use.ONLINE, edition=make_edition(), day=TODAY)
    assert allowed == {versions[0].pk}
    for version in versions:
        assert gate.may_use(version, use=Use.ONLINE, day=TODAY).allowed == (version.pk in allowed)


def test_every_reason_against_a_text_is_given():
    version = make_version()
    actions.stop(agreement=version.agreement, today=TODAY)
    actions.take_down(agreement=version.agreement, reason="other", by=None, today=TODAY)
    assert len(gate.may_use(version, use=Use.ONLINE, day=TODAY).reasons) >= 2


def test_words_approved_for_another_year_do_not_come_through():
    version = make_version(edition=make_edition(2027))
    assert not gate.allowed_ids([version.pk], use=Use.ONLINE, edition=make_edition(2028), day=TODAY)


def test_an_unknown_id_is_no():
    assert not gate.allowed_ids([999_999], use=Use.ONLINE, edition=make_edition(), day=TODAY)
    assert not StoryVersion.objects.exists()


@pytest.mark.parametrize("code", ["S-27-0042", "S-00-9999"])
def test_a_code_is_known_by_its_shape(code):
    assert gate.CODE.fullmatch(code)


@pytest.mark.parametrize("code", ["s-27-0042", "S-27-42", "S-27-00042", "X-27-0042", "S-27-0042/", "S-٢٧-0042", ""])
def test_what_is_no_code_is_known_too(code):
    assert not gate.CODE.fullmatch(code)
