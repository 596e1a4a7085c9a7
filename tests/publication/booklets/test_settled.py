"""After the day on which the words are settled, the contents change only by a publisher's recorded word."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.clock import clock_from
from tests.factories import make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet
from tests.publication.booklets.test_board import board, move
from tests.publication.booklets.test_editing import as_posted, drafted, edit, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
WHY = "The panel asked for it on Tuesday."


@pytest.fixture
def versions():
    return [make_version(title) for title in ("The kettle", "The stair")]


@pytest.fixture
def page(versions):
    return make_booklet(*versions)


@pytest.fixture
def settled(page):
    """The clock goes on from noon of the day after the words were settled; people sign in after it."""
    after = datetime.datetime.combine(
        page.edition.content_lock + datetime.timedelta(days=1), datetime.time(12), timezone.get_default_timezone()
    )
    with clock_from(after):
        yield page


@pytest.fixture
def the_last_day(page):
    evening = datetime.datetime.combine(page.edition.content_lock, datetime.time(22), timezone.get_default_timezone())
    with clock_from(evening):
        yield page


def save(client, page, *ids, **changes):
    return client.post(edit(page), as_posted(page, *ids, **changes))


def reasons(page) -> list[str]:
    return [entry.data["reason"] for entry in PageLogEntry.objects.filter(action="publication.change_settled")]


class TestWhoMayChangeTheContents:
    def test_on_the_last_day_an_editor_still_may(self, the_last_day, versions):
        assert save(staff.editor(), the_last_day, versions[0].pk).status_code == 302
        assert drafted(the_last_day) == ["The kettle"]

    def test_afterwards_an_editor_is_refused_and_what_was_typed_stands_there(self, settled, versions):
        answer = save(staff.editor(), settled, versions[1].pk, imprint="An imprint typed just now.")
        assert answer.status_code == 200
        assert "are settled since 31 January 2027" in said(answer)
        assert "Ask a publisher to make this change" in said(answer)
        assert "An imprint typed just now." in said(answer)
        assert drafted(settled) == ["The kettle", "The stair"]

    @pytest.mark.parametrize(
        "changes", [{"title": "Another"}, {"subtitle": "Another"}, {"cover": "spine"}, {"imprint": "Another"}]
    )
    def test_whatever_readers_get_is_contents(self, settled, versions, changes):
        answer = save(staff.editor(), settled, *(v.pk for v in versions), **changes)
        assert "are settled since" in said(answer)

    def test_a_publisher_must_say_why(self, settled, versions):
        answer = save(staff.publisher(), settled, versions[1].pk)
        assert "Write why they change all the same, then save again." in said(answer)
        assert drafted(settled) == ["The kettle", "The stair"]
        assert reasons(settled) == []

    def test_with_the_reason_it_is_saved_and_stands_in_the_history_and_on_the_booklets_page(self, settled, versions):
        publisher = staff.publisher()
        assert save(publisher, settled, versions[1].pk, why_now=WHY).status_code == 302
        assert drafted(settled) == ["The stair"]
        assert reasons(settled) == [WHY]
        assert WHY in said(publisher.get(reverse("booklet_desk:booklet", args=[settled.pk])))
        assert WHY in said(publisher.get(reverse("wagtailadmin_pages:history", args=[settled.pk])))

    def test_a_reason_without_a_change_is_no_change(self, settled, versions):
        assert save(staff.publisher(), settled, *(v.pk for v in versions), why_now=WHY).status_code == 302
        assert reasons(settled) == []


class TestWhatStaysOpen:
    def test_the_sentence_on_the_home_page_is_none_of_the_contents(self, settled, versions):
        answer = save(staff.editor(), settled, *(v.pk for v in versions), summary="Read it at once.")
        assert answer.status_code == 302

    def test_an_answer_to_what_must_change_may_come_at_any_time(self, settled, versions):
        data = as_posted(settled, *(v.pk for v in versions))
        ask = {"what": "One name to ring.", "to": "", "answers-count": "0"}
        data |= {f"body-1-value-asks-0-value-{name}": value for name, value in ask.items()}
        data |= {"body-1-value-intro": "", "body-1-value-asks-count": "1", "body-1-value-asks-0-deleted": ""}
        data |= {"body-1-value-asks-0-order": "0", "body-1-value-asks-0-type": "item", "body-1-value-asks-0-id": ""}
        data |= {"body-1-type": "asks", "body-1-order": "1", "body-1-deleted": "", "body-1-id": "", "body-count": "2"}
        assert staff.editor().post(edit(settled), data).status_code == 302
        settled.refresh_from_db()
        assert [block.block_type for block in settled.draft().body] == ["part", "asks"]

    @pytest.mark.parametrize("who", [staff.editor, staff.publisher])
    def test_anybody_may_look_at_what_a_change_would_be(self, settled, versions, who):
        preview = reverse("wagtailadmin_pages:preview_on_edit", args=[settled.pk])
        client = who()
        assert client.post(preview, as_posted(settled, versions[1].pk, title="Another")).json()["is_valid"]
        assert "Another" in said(client.get(preview))
        assert drafted(settled) == ["The kettle", "The stair"]


class TestWhereItIsSaid:
    def test_before_anything_is_typed(self, settled):
        assert "A publisher can still change them" in said(staff.editor().get(edit(settled)))
        assert "write why in the first box" in said(staff.publisher().get(edit(settled)))

    def test_the_box_for_the_reason_is_there_for_publishers_and_only_then(self, page, versions):
        assert "why_now" not in said(staff.publisher().get(edit(page)))

    def test_an_editor_has_no_box_to_fill_in_vain(self, settled):
        assert "why_now" not in said(staff.editor().get(edit(settled)))

    @pytest.mark.parametrize("who", [staff.editor, staff.publisher])
    def test_the_board_moves_nothing_and_says_where_it_can_be_done(self, settled, versions, who):
        client = who()
        assert "A publisher changes their order in the plan" in board(settled, client)
        assert 'name="where"' not in board(settled, client)
        answer = move(client, settled, versions[1], "up")
        assert "A publisher changes their order in the plan" in said(answer)
        assert drafted(settled) == ["The kettle", "The stair"]
