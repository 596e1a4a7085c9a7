"""A backup: what lies in it open, what does not lie in it at all, and that it is whole or is not there."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection

from consent import ledger, no_list
from consent.errors import NoListMissing
from consent.models import Agreement
from publication.backups.parts import MANIFEST, Broken, Kept
from publication.backups.writing import STEPS, CannotBackUp, back_up
from publication.sweeping.places import Places
from publication.sweeping.search import Search
from stories import actions, keys
from stories.models import Contribution, Picture, Story
from stories.vault.shards import PathMissing, Slot
from tests.publication.backups.installation import words_of
from tests.stories.journey.house import TODAY


def found_in(folder: Path, *words: str):
    """Which of some words stand anywhere in a backup, in any form; by their numbers."""
    outcome = Search(list(words)).run(Places(paths=[folder]))
    assert outcome.missed == []
    return {finding.word for finding in outcome.findings}


def test_no_word_of_any_family_lies_in_a_backup_and_words_of_staff_do(living, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    words = [word for family in living.families.values() for word in family.words.values()]
    assert len(words) == 21
    assert Story.objects.filter(title=words_of("leaving")["title"]).exists()  # in clear in the database
    assert Picture.objects.filter(description=words_of("leaving")["picture"]).exists()
    assert found_in(folder, *words) == set()
    assert found_in(folder, "A lamp in a window", "Dear schools", "Made at a kitchen table") == {1, 2, 3}


def test_no_secret_of_the_slot_files_and_no_line_of_the_no_list_lies_in_a_backup(living, tmp_path):
    actions.stop(visit=living.families["stopping"].visit(), today=TODAY)
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    marks = no_list.read().marks
    assert marks
    for agreement, found in marks.items():
        assert agreement.encode() in content  # the register is in it
        assert not any(mark.encode() in content for mark in found)
    slots = [(one.slot, one.tag) for one in Contribution.objects.all()]
    slots += [(one.slot, one.slot_tag) for one in Agreement.objects.all()]
    for slot, tag in slots:
        secret = keys.slots().read(Slot(slot, bytes(tag)))
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert form not in content


def test_pictures_of_families_are_sealed_and_their_names_are_in_no_file_name(living, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    family, staff = Picture.objects.exclude(contribution=None), Picture.objects.filter(contribution=None).get()
    names = {path.name for path in folder.rglob("*")}
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert Path(staff.file.name).name in names and staff.file.open().read() in content
    assert family.count() == 3
    for picture in family:
        assert Path(picture.file.name).name not in names
        assert picture.file.open().read() not in content
    assert len(list((folder / "pictures").iterdir())) == 3


def test_a_picture_of_staff_that_stands_in_one_story_alone_is_sealed_with_that_story(empty_site, tmp_path):
    empty_site.staff_things()
    picture = Picture.objects.get()
    version = empty_site.family("staying").version
    story = version.story.get_latest_revision_as_object()
    story.body = [*story.body.raw_data, {"type": "picture", "value": {"image": picture.pk}}]
    story.save_revision()
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    assert found_in(folder, "A lamp in a window") == set()


def test_a_family_that_is_being_deleted_is_in_no_new_backup(empty_site, tmp_path):
    leaving, staying = empty_site.family("leaving"), empty_site.family("staying")
    keys.erase_slot(Slot(leaving.contribution.slot, bytes(leaving.contribution.tag)))
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    assert [line["of"] for line in Kept(folder).lines("families.jsonl")] == [staying.contribution.pk]


def test_the_printed_head_is_the_ledgers_own(empty_site, tmp_path):
    actions.stop(visit=empty_site.family("stopping").visit(), today=TODAY)
    folder, head = back_up(tmp_path / "shelf", today=TODAY)
    assert head == ledger.head() and head.sequence > 0 and head.noes > 0
    assert Kept(folder).manifest["head"] == str(head)


def test_a_backup_is_named_after_its_week_and_never_laid_over_another(empty_site, tmp_path):
    names = [back_up(tmp_path / "shelf", today=TODAY)[0].name for _ in range(3)]
    week = f"{TODAY.isocalendar().year}-W{TODAY.isocalendar().week:02}"
    assert names == [week, f"{week}.2", f"{week}.3"]


def test_nobody_else_may_read_a_backup(living, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0


def test_the_site_goes_on_writing_and_the_backup_shows_one_moment(empty_site, tmp_path):
    """A parent sends, and her story is cleared, right after the backup has begun."""
    first = empty_site.family("staying")

    def meanwhile(step: str) -> None:
        if step == STEPS[0].name:
            with ThreadPoolExecutor(1) as another:
                another.submit(send_and_let_go).result()

    def send_and_let_go() -> None:
        empty_site.family("later")
        connection.close()

    folder, _head = back_up(tmp_path / "shelf", today=TODAY, tell=meanwhile)
    assert Contribution.objects.count() == 2
    assert [row["id"] for row in Kept(folder).table("stories.Contribution")] == [first.contribution.pk]
    assert [line["of"] for line in Kept(folder).lines("families.jsonl")] == [first.contribution.pk]


def test_two_backups_at_once_are_refused(empty_site, tmp_path):
    def meanwhile(step: str) -> None:
        if step == STEPS[0].name:
            with pytest.raises(CannotBackUp, match="Another backup is being written"):
                back_up(tmp_path / "shelf", today=TODAY)

    back_up(tmp_path / "shelf", today=TODAY, tell=meanwhile)


def test_a_part_that_was_altered_cut_or_lost_is_named(living, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    Kept(folder).check()
    part = folder / "families.jsonl"
    content = part.read_bytes()
    for spoilt in (content[:-10], b"x" + content[1:], None):
        part.unlink() if spoilt is None else part.write_bytes(spoilt)
        with pytest.raises(Broken, match=r"families\.jsonl"):
            Kept(folder).check()
    (folder / MANIFEST).unlink()
    with pytest.raises(Broken, match="holds no backup"):
        Kept(folder)


def test_every_line_of_a_sealed_part_says_nothing_but_whose_it_is(living, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    for line in (folder / "families.jsonl").read_text().splitlines():
        assert json.loads(line).keys() == {"of", "sealed"}
    for line in (folder / "agreements.jsonl").read_text().splitlines():
        assert json.loads(line).keys() == {"of", "sequences", "sealed"}


def test_without_any_copy_of_slot_file_or_no_list_no_backup_is_made(empty_site, tmp_path):
    empty_site.family("staying")
    for paths, refusal in ((site.NO_LIST_FILES, NoListMissing), (site.SLOT_FILES, PathMissing)):
        kept = [Path(path).read_bytes() for path in paths]
        for path in paths:
            Path(path).unlink()
        with pytest.raises(refusal):
            back_up(tmp_path / "shelf", today=TODAY)
        for path, content in zip(paths, kept, strict=True):
            Path(path).write_bytes(content)
        assert not list((tmp_path / "shelf").glob("2*"))
