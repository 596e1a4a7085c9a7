"""Somebody takes the disk: the database with its write-ahead log, and every file beside it."""

import os
import re
import time

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.admin.models import EditingSession, FormState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from consent import actions as consent
from stories import actions
from tests.factories import TODAY
from tests.hostile.sweep import finds
from tests.publication.booklets.making import make_released
from tests.stories.desk.test_way import answer, ask

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "wagtailsnippets_stories_story:"
HERS = "Quillfeathered"
TIME = re.compile(r"\d{4}-\d\d-\d\d[ T](?!00:00:00)\d\d:\d\d")


def edit(desk, story):
    """An editor has the story's page open, previews her words, and saves them."""
    body = streamfield([("paragraph", f"{HERS} came home at four.")])
    data = {"title": HERS, "credit": "", "kind": "prose", "body": body, "edition": desk.edition.pk}
    data = nested_form_data({**data, "standfirst": "", "content_note": "", "themes": ""})
    desk.dana.get(f"{STORY}edit", story.pk)
    desk.dana.client.post(reverse(f"{STORY}preview_on_edit", args=[story.pk]), data)
    desk.dana.post(f"{STORY}edit", story.pk, data=data)


def test_after_a_deletion_no_word_of_a_storys_previews_and_revisions_is_on_the_disk(desk):
    story, indices = desk.story()
    edit(desk, story)
    assert FormState.objects.exists() and EditingSession.objects.exists()
    assert finds(HERS), "or this test could not fail"
    actions.erase(contribution=actions.come_back(indices=indices).contribution, today=TODAY)
    assert not FormState.objects.exists() and not EditingSession.objects.exists()
    assert finds(HERS) == []


def test_a_deletion_cut_short_leaves_no_words_in_the_log_once_it_is_finished(desk):
    story, indices = desk.story()
    edit(desk, story)
    contribution = actions.come_back(indices=indices).contribution
    consent.begin_erasing(contribution.agreement)
    assert actions.finish_erasing(today=TODAY) == 1
    assert finds(HERS) == []


@pytest.mark.parametrize("act", ["stops", "deletes"])
def test_no_file_or_folder_tells_when_a_family_said_no(settings, act):
    page, _release, (leaving, _other) = make_released("The kettle", "The gate")
    yesterday = time.time() - 86_400
    for path in files_of_the_house(settings):
        os.utime(path, (yesterday, yesterday))
    if act == "stops":
        consent.stop(agreement=leaving.agreement, today=TODAY)
    else:
        actions.erase(contribution=leaving.story.contribution, today=TODAY)
    assert page.newest_release().number == 2
    assert [path.name for path in files_of_the_house(settings) if path.stat().st_mtime > yesterday + 1] == []


def files_of_the_house(settings):
    return [settings.RELEASES_DIR, *settings.RELEASES_DIR.rglob("*"), *settings.SLOT_FILES]


def test_nothing_that_a_parents_act_writes_into_a_table_is_finer_than_its_week(desk):
    """Sends, comes back, answers, stops, deletes: every value that looks like a time of day is compared."""
    before = times_of_day()
    story, indices = desk.story()
    ask(desk, story)
    staffs_own = times_of_day()
    assert len(staffs_own) > len(before), "or this test could not see any"
    answer(indices, story, online=True, print=False)
    visit = actions.come_back(indices=indices)
    actions.stop(visit=visit, today=TODAY)
    desk.send()
    assert times_of_day() <= staffs_own
    actions.erase(contribution=visit.contribution, today=TODAY)
    assert times_of_day() <= staffs_own


def times_of_day() -> set[str]:
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found |= {f"{table} {value}" for row in cursor.fetchall() for value in row if TIME.search(str(value))}
    return found
