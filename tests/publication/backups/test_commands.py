"""What the operator types and reads: `backup`, `restore`, and the monthly drill."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from consent import ledger
from publication import noted
from stories import actions, keys
from stories.models import Contribution
from tests.publication.backups.installation import destroy_the_machine
from tests.stories.journey.house import TODAY


def told(*args, **options) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def shelf(tmp_path):
    return tmp_path / "shelf"


@pytest.fixture
def backed_up(small, shelf):
    said = told("backup", str(shelf))
    (folder,) = shelf.glob("2*")
    return folder, said


def test_a_backup_tells_where_it_lies_and_which_line_to_keep(backed_up):
    folder, said = backed_up
    assert f"The backup lies in {folder}" in said
    assert f"Keep this line somewhere else, with the newest ones: {ledger.head()}" in said


def test_the_desk_is_told_how_old_the_newest_backup_is(backed_up):
    assert noted.noted(noted.BACKUP) == {"day": timezone.localdate().isoformat()}


def test_a_restore_without_a_head_says_that_all_is_closed_and_what_opens_it(backed_up, small, settings):
    folder, _said = backed_up
    head = ledger.head()
    kept = destroy_the_machine(small.home, settings)
    said = told("restore", str(folder))
    assert "every use is closed" in said
    assert f"manage.py restore {folder} --head" in said
    said = told("restore", str(folder), head=str(head), no_list=kept)
    assert "Run `manage.py verify_ledger` now." in said
    assert "The ledger is whole" in told("verify_ledger")


def test_families_that_ended_something_since_are_counted_and_not_named(backed_up, small, settings):
    folder, _said = backed_up
    leaving = small.families["leaving"]
    actions.erase(contribution=leaving.contribution, today=TODAY)
    head = ledger.head()
    destroy_the_machine(small.home, settings, with_list=True)
    said = told("restore", str(folder), head=str(head))
    assert "1 families had said no, or deleted, since this backup" in said
    assert leaving.contribution.pk not in said and leaving.version.agreement_id not in said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"head": "812 3f9a"}, "A head has four parts"),
        ({"head": "812 " + "f" * 64}, "A head has four parts"),
        ({"no_list": "/dev/null"}, "Give the newest head as well"),
    ],
)
def test_half_a_head_is_refused_by_a_sentence(backed_up, options, says):
    from pathlib import Path

    folder, _said = backed_up
    options = {name: Path(value) if name == "no_list" else value for name, value in options.items()}
    with pytest.raises(CommandError, match=says):
        call_command("restore", str(folder), **options)


def test_a_folder_that_is_no_backup_is_named(tmp_path):
    with pytest.raises(CommandError, match="holds no backup"):
        call_command("restore", str(tmp_path))


def test_a_shelf_that_cannot_be_written_is_named(empty_site, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", str(tmp_path / "file"))


def test_the_drill_opens_everything_and_changes_nothing(backed_up, small):
    folder, _said = backed_up
    before = ledger.head(), Contribution.objects.count()
    said = told("restore", str(folder), drill=True)
    assert "is what was written in week" in said
    assert "and 2 of their pictures open" in said
    assert "4 keys are there, 0 were erased, 0 are missing." in said
    assert (ledger.head(), Contribution.objects.count()) == before
    assert small.families["staying"].visit()  # nothing was closed


def test_the_drill_shows_that_a_deleted_familys_words_open_no_more(backed_up, small):
    folder, _said = backed_up
    actions.erase(contribution=small.families["leaving"].contribution, today=TODAY)
    said = told("restore", str(folder), drill=True)
    assert "and 1 of their pictures open" in said
    assert "2 keys are there, 2 were erased, 0 are missing." in said


def test_the_drill_names_a_part_that_is_spoilt(backed_up):
    folder, _said = backed_up
    part = folder / "agreements.jsonl"
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(CommandError, match=r"agreements\.jsonl of the backup is not what was written"):
        call_command("restore", str(folder), drill=True)


def test_the_drill_counts_keys_that_are_missing_and_were_not_erased(backed_up, small, settings, tmp_path):
    folder, _said = backed_up
    settings.SLOT_FILES = (tmp_path / "a" / "new.slots", tmp_path / "b" / "new.slots")
    keys.create_files()
    assert "0 keys are there, 0 were erased, 4 are missing." in told("restore", str(folder), drill=True)
