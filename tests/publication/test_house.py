"""The desk's first page says how the house stands: the daily work, the newest backup, the ledger."""

import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.html import strip_tags

from consent.models import DecisionDetail
from publication import daily, house, noted
from stories import actions, roles
from tests.factories import TODAY, make_agreement
from tests.publication.booklets.staff import editor, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_noted_yet(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def lines(today=TODAY) -> dict[str, tuple[str, bool]]:
    return {line.name: (line.says, line.is_well) for line in house.standing(today)}


def home(client) -> str:
    return re.sub(r"\s+", " ", strip_tags(client.get(reverse("wagtailadmin_home")).content.decode()))


def test_before_anything_ran_each_line_says_so_and_what_to_do():
    for says, is_well in lines().values():
        assert not is_well and re.search("never run|Nobody has checked|None was made", says)


def test_after_the_daily_work_it_says_when_and_that_the_ledger_is_whole():
    make_agreement(allowing={"keep"})
    daily.run(TODAY)
    assert lines()["Daily work"] == ("Done on 21 November 2026.", True)
    says, is_well = lines()["Consent ledger"]
    assert is_well and "Whole on 21 November 2026: 1 rows, head" in says
    assert not lines(TODAY + 3 * DAY)["Daily work"][1] and not lines(TODAY + 3 * DAY)["Consent ledger"][1]


def test_what_could_not_be_done_is_named():
    def breaks(today):
        raise OSError("Amara's words")

    daily.run(TODAY, (daily.Step("slots mended", breaks),))
    says, is_well = lines()["Daily work"]
    assert "could not do: slots mended" in says and not is_well and "Amara" not in says


def test_an_altered_row_is_found_by_the_daily_work_and_told():
    make_agreement(allowing={"keep"})
    DecisionDetail.objects.update(answer="no")
    (found,) = [one for one in daily.run(TODAY) if one.name == "ledger checked"]
    assert found.trouble == "LedgerNotWhole"
    says, is_well = lines()["Consent ledger"]
    assert "it was not whole" in says and "Publish nothing" in says and not is_well
    with pytest.raises(CommandError):
        call_command("daily")


def test_an_old_backup_is_told_and_a_new_one_is_well(tmp_path):
    noted.note(noted.BACKUP, {"day": (TODAY - 9 * DAY).isoformat()})
    assert lines()["Backup"] == ("The newest is of 12 November 2026. Make one now.", False)
    noted.note(noted.BACKUP, {"day": TODAY.isoformat()})
    assert lines()["Backup"] == ("The newest is of 21 November 2026.", True)


@pytest.mark.parametrize("spoilt", [b"", b"[]", b"{", b'{"day": 5}', b'{"day": "soon"}', b"\xff"])
def test_a_note_that_was_spoilt_is_as_if_there_were_none(tmp_path, spoilt):
    (tmp_path / "noted").mkdir()
    (tmp_path / "noted" / "daily.json").write_bytes(spoilt)
    assert "never run" in lines()["Daily work"][0]


def test_everybody_at_the_desk_sees_it():
    for client in (editor(), signed_in(roles.TRIAGE), signed_in(roles.ADMINISTRATORS)):
        assert "The house" in home(client) and "It has never run here" in home(client)


def test_the_daily_work_lets_old_enquiries_go(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(actions, "drop_old_enquiries", lambda *, today: 3)
    assert [one.done for one in daily.run(TODAY) if one.name == "enquiries expired"] == [3]
