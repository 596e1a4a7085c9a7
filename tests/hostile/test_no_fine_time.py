"""No row tells the day on which a parent did something, whichever of her acts it was."""

import datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Revision

from publication.models import Release
from stories import actions
from stories.models import Contribution, Draft
from tests.clock import clock
from tests.factories import TODAY
from tests.hostile.sweep import rows
from tests.hostile.test_canary import Steps, booklet, site  # noqa: F401  (the same way, another question)
from tests.stories.journey.walking import come_back, send, to, words_on

pytestmark = pytest.mark.django_db(transaction=True)

# Staff act on TODAY, and the parent on this day.
LATER = TODAY + datetime.timedelta(days=5)  # a Thursday


@pytest.fixture
def steps(desk, booklet):  # noqa: F811
    return Steps(desk, booklet)


def written_by(act) -> list[tuple[str, bytes]]:
    """The rows that name the day of an act after it."""
    with clock(datetime.datetime.combine(LATER, datetime.time(15), timezone.get_default_timezone())):
        act()
    return [(table, row) for table, row in rows() if LATER.isoformat().encode() in row]


def until(steps, last: str) -> None:
    """Walks the way up to a step."""
    for name in ("send", "ask_for_a_check", "clear", "ask", "approve", "sign_off", "place", "release"):
        getattr(steps, name)()
        if name == last:
            return


def test_sending_and_coming_back_write_no_day(steps):
    assert written_by(steps.send) == []
    assert written_by(lambda: come_back(steps.parent, steps.words)) == []


def test_saving_coming_back_to_it_sending_and_deleting_it_write_no_day(steps):
    drafts = Drafts(steps.parent)
    for act in (drafts.save, drafts.save_again, drafts.come_back, drafts.send):
        assert written_by(act) == [], act.__name__
    assert written_by(drafts.save) == []
    assert written_by(drafts.delete) == []
    assert Contribution.objects.count() == 1 and not Draft.objects.exists()


class Drafts:
    """A parent who saves before she sends."""

    def __init__(self, parent):
        self.parent, self.page, self.words = parent, None, ""

    def save(self):
        saved = to(self.parent, "Your story").press("Save and come back later")
        self.page, self.words = saved.press("Carry on writing"), words_on(saved)
        assert Draft.objects.count() == 1

    def save_again(self):
        assert "Saved." in self.page.press("Save", text="One more line.").said

    def come_back(self):
        self.page = come_back(self.parent, self.words).press("Carry on writing")

    def send(self):
        check = to(self.parent, "Check your answers")
        sent = send(self.parent, {**check.fields, "draft": self.page.fields["draft"], "send": "1"})
        assert "Your return words stay the same" in sent.said

    def delete(self):
        gone = come_back(self.parent, self.words).press("Delete what I saved").press(words=self.words)
        assert gone.heading == "It is gone"


def test_an_answer_writes_no_day_and_neither_does_the_desk_that_follows_it(steps):
    until(steps, "ask")
    assert written_by(steps.approve) == []
    assert written_by(lambda: actions.catch_up(story=steps.story, today=LATER)) == []


def test_stopping_a_released_story_writes_no_day(steps):
    until(steps, "release")
    stop = lambda: come_back(steps.parent, steps.words).press("Stop all uses").press("Stop now")  # noqa: E731
    assert written_by(stop) == []
    assert Release.objects.count() == 2


def test_deleting_a_released_story_writes_no_day(steps):
    until(steps, "release")
    assert written_by(steps.delete) == []
    assert Release.objects.ready().count() == 1


def test_a_row_that_names_the_day_is_found(steps):
    kind = ContentType.objects.get_for_model(Release)
    made = written_by(
        lambda: Revision.objects.create(base_content_type=kind, content_type=kind, object_id="1", content={})
    )
    assert [table for table, _ in made] == ["wagtailcore_revision"]
