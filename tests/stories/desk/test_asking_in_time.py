"""Families were told until when words are settled, so whoever asks one sees that day."""

import datetime

import pytest

from stories.desk.ask_form import AskForm
from tests.factories import make_edition, make_version

pytestmark = pytest.mark.django_db
LOCK = datetime.date(2027, 1, 31)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (LOCK, "Families can settle their words until 31 January 2027."),
        (LOCK + datetime.timedelta(days=1), "Families were told that words are settled since 31 January 2027"),
    ],
)
def test_the_day_stands_beside_the_edition(today, said):
    version = make_version(edition=make_edition(2027))
    assert said in str(AskForm(story=version.story, tree=version.story_tree(), today=today)["edition"])
