"""Somebody takes the disk: the database with its write-ahead log, and every file beside it."""

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession, FormState
from wagtail.test.utils.form_data import nested_form_data, streamfield

from stories import actions
from tests.factories import TODAY
from tests.hostile.sweep import finds

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "wagtailsnippets_stories_story:"
HERS = "Quillfeathered"


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
    from consent import actions as consent

    consent.begin_erasing(contribution.agreement)
    assert actions.finish_erasing(today=TODAY) == 1
    assert finds(HERS) == []
