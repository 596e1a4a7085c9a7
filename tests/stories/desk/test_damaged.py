"""What was damaged or changed in the database is told in a sentence, and shows nothing."""

from stories.models import Record
from tests.stories.desk.conftest import TEXT
from tests.stories.desk.test_preparing import prepare_page, words


def test_a_changed_record_is_told_and_shows_nothing(desk):
    contribution, _ = desk.send()
    prepare_page(desk, contribution)
    body = contribution.records.get(kind="body")
    touched = bytearray(body.sealed)
    touched[100] ^= 1
    Record.objects.filter(pk=body.pk).update(sealed=bytes(touched))
    answer = desk.amara.get("contribution:prepare", contribution.pk)
    assert answer.status_code == 302
    page = desk.amara.get("contribution:index")
    assert "was damaged or changed" in words(page)
    assert TEXT not in page.content.decode()
