"""The desk sees who is asked about the coming booklet and who has answered, by code and week, and makes a yes final."""

import datetime

import pytest
from django.utils import timezone

from consent import actions as consent
from consent import notices
from consent.uses import Use
from publication.preflight import preflight
from stories import roles
from stories.models import StoryVersion
from tests.clock import clock_from
from tests.factories import make_edition, make_version
from tests.publication.booklets.making import make_booklet
from tests.stories.desk.conftest import staff

LIST, SLIP = "another_year", "another_year_slip"
CARRY = "wagtailsnippets_stories_story:carry_over"
EDIT = "wagtailsnippets_stories_story:edit"
AUTUMN = datetime.date(2027, 10, 6)


@pytest.fixture(autouse=True)
def october():
    with clock_from(datetime.datetime.combine(AUTUMN, datetime.time(12), timezone.get_default_timezone())):
        yield


@pytest.fixture
def coming(db):
    return make_edition(2028)


@pytest.fixture
def version(coming):
    return make_version(edition=make_edition(2027), allowing={Use.ONLINE, Use.PRINT})


@pytest.fixture
def ben(db):
    return staff("ben", roles.PUBLISHERS)


@pytest.fixture
def dana(db):
    return staff("dana", roles.EDITORS)


def renew(version, coming):
    consent.renew(
        agreement=version.agreement,
        digest=version.digest,
        edition=coming,
        uses={Use.ONLINE, Use.PRINT},
        notice=notices.current(),
        today=AUTUMN,
    )


def row(page, version) -> str:
    return page.content.decode().split(f">{version.story.code}<")[1].split("</tr>")[0]


def test_the_list_tells_by_code_and_week_who_has_answered(dana, version, coming):
    stopped = make_version("The gate", edition=make_edition(2027), allowing={Use.ONLINE})
    consent.stop(agreement=stopped.agreement, today=AUTUMN)
    before = dana.get(LIST)
    assert "They are being asked now." in before.content.decode()
    assert "No answer yet" in row(before, version) and "Not asked" in row(before, stopped)
    renew(version, coming)
    after = dana.get(LIST)
    assert "Said yes again" in row(after, version) and "2027-W40" in row(after, version)
    assert version.title not in after.content.decode()


def test_a_publisher_makes_the_same_words_final_and_an_editor_cannot(dana, ben, version, coming):
    ben.post(CARRY, version.story_id)
    assert not StoryVersion.objects.for_edition(coming).exists(), "before a yes nothing is made"
    renew(version, coming)
    assert "Make final for 2028" in ben.get(EDIT, version.story_id).content.decode()
    assert "Said yes for another year" in dana.get("wagtailadmin_home").content.decode()
    dana.post(CARRY, version.story_id)
    assert not StoryVersion.objects.for_edition(coming).exists()
    assert "I put the kettle on" in ben.get(CARRY, version.story_id).content.decode()
    ben.post(CARRY, version.story_id)
    made = StoryVersion.objects.for_edition(coming).get()
    assert (made.digest, made.number, made.proposal.uses) == (version.digest, 2, [Use.ONLINE, Use.PRINT])
    assert "Final for this booklet" in row(ben.get(LIST), version)
    ben.post(CARRY, version.story_id)
    assert StoryVersion.objects.filter(story=version.story).count() == 2


def test_the_booklet_of_before_is_not_told_to_take_next_years_version(ben, version, coming):
    renew(version, coming)
    ben.post(CARRY, version.story_id)
    made = StoryVersion.objects.for_edition(coming).get()
    for booklet, advised in ((make_booklet(version), False), (make_booklet(version, edition=coming), True)):
        assert bool(preflight(booklet, day=AUTUMN).lines[0].advice) == advised
    assert preflight(make_booklet(made, edition=make_edition(2029)), day=AUTUMN).lines[0].advice == ""


def test_a_stop_after_the_yes_is_not_made_final(ben, version, coming):
    renew(version, coming)
    consent.stop(agreement=version.agreement, today=AUTUMN)
    ben.post(CARRY, version.story_id)
    assert not StoryVersion.objects.for_edition(coming).exists()


def test_the_slip_names_the_days_and_no_family(dana, version, coming):
    slip = dana.get(SLIP).content.decode()
    assert "Come back between 1 September 2027 and 31 January 2028." in slip
    assert version.story.code not in slip and version.title not in slip


def test_only_who_works_on_stories_sees_the_list(db, coming):
    for who in (staff("tom", roles.TRIAGE), staff("pat", roles.PARENT_EDITORS)):
        assert who.get(LIST).status_code in (302, 403) and who.get(SLIP).status_code in (302, 403)
