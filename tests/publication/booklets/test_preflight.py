"""The list an editor works through: what the build would do with each text, and why."""

import pytest

from consent import actions
from consent.uses import Use
from publication.composing import freeze_plan, planned_ids
from publication.preflight import preflight
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets.making import make_booklet, make_release, place
from tests.publication.booklets.test_editing import another_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]


def lines(page, **changes):
    return {line.version: line for line in preflight(page, day=TODAY, **changes).lines}


def test_what_may_go_in_has_no_reason_and_no_advice():
    page = make_booklet(version := make_version())
    assert (lines(page)[version].reasons, lines(page)[version].advice) == ((), "")


def test_what_it_lets_in_is_what_the_build_takes():
    stopped, elsewhere, old = make_version("Stopped"), make_version("Next", edition=make_edition(2028)), make_version()
    newer = another_version(old)
    actions.stop(agreement=stopped.agreement, today=TODAY)
    page = make_booklet(stopped, elsewhere, old, newer, edition=make_edition(2027))
    told = {version for version, line in lines(page).items() if not line.reasons}
    assert told == {story.version for story in make_release(page).stories.in_files_of(Use.ONLINE)} == {old}


def test_each_use_is_asked_by_itself():
    page = make_booklet(version := make_version(allowing={Use.ONLINE}))
    assert not lines(page)[version].reasons
    assert lines(page, use=Use.PRINT)[version].reasons


def test_another_year_says_what_to_do():
    page = make_booklet(version := make_version(edition=make_edition(2028)), edition=make_edition(2027))
    assert "Ask the parent about this year." in " ".join(lines(page)[version].reasons)


def test_an_older_text_goes_in_with_advice():
    old = make_version()
    another_version(old)
    line = lines(make_booklet(old))[old]
    assert line.reasons == ()
    assert "Choose the newer one" in line.advice


def test_the_newest_draft_is_looked_at_and_not_what_is_live():
    page = make_booklet(make_version("The kettle"))
    place(page, drafted := make_version("The stair"))
    assert list(lines(page)) == [drafted]


def test_the_plan_keeps_the_order_and_each_story_once():
    first, second = make_version("The kettle"), make_version("The stair")
    page = make_booklet(second, first, second)
    assert planned_ids(freeze_plan(page.draft())) == [second.pk, first.pk]
