"""Backup, a deletion and a stop, the machine destroyed, restore: what was ended stays ended, the rest is as before."""

import base64
import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex, Revision

from consent import heads, ledger, no_list
from consent.errors import NoListAwaited, NotThisList
from consent.models import Agreement, DecisionDetail, Hold, LedgerHead
from consent.no_list_copy import LINE
from consent.uses import Use
from publication.backups.parts import Kept
from publication.backups.reading import CannotRestore, restore
from publication.backups.writing import back_up
from publication.models import BookletEntry, BookletPage, CheckedAgain, Release
from stories import actions, sealing
from stories.models import Contribution, Picture, Record, Span, Story, StoryVersion
from stories.vault.shards import SlotErased
from tests.clock import clock
from tests.publication.backups.installation import Installation, destroy_the_machine, empty_database, words_of
from tests.publication.booklets.making import files_with, make_release
from tests.stories.journey.house import TODAY


def read_by_all(client, site: Installation) -> set[str]:
    """The families whose words a reader finds in the booklet, or in one of its files, once it has opened."""
    with clock(site.opens_at):
        content = client.get(site.page.url).content.decode()
    titles = {name: family.words["title"] for name, family in site.families.items()}
    return {name for name, title in titles.items() if title in content or files_with(title)}


def rows_of(version: StoryVersion) -> list:
    """What a story and its version are, row by row."""
    story = Story.objects.get(pk=version.story_id)
    revisions = Revision.objects.for_instance(story).order_by("pk").values_list("content", "object_str", "created_at")
    plain = Story.objects.filter(pk=story.pk).values("code", "title", "credit", "standfirst", "latest_revision_id")
    words = [*StoryVersion.objects.filter(pk=version.pk).values(), *Span.objects.filter(story=story).values()]
    return [*plain, story.digest, *revisions, *words]


def asked_about(site: Installation) -> set[str]:
    """The families about whose words somebody at the desk asked the checks again."""
    asked = CheckedAgain.objects.get().versions.values_list("pk", flat=True)
    return {name for name, family in site.families.items() if family.version.pk in asked}


def use_online(site: Installation, name: str) -> bool:
    version = site.families[name].version
    agreement = Agreement.objects.get(pk=version.agreement_id)
    return agreement.may_use(Use.ONLINE, digest=version.digest, edition=site.house.edition, day=TODAY).allowed


def test_what_is_restored_reads_as_before_and_what_was_ended_stays_ended(living, settings, client, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    assert read_by_all(client, living) == {"staying", "stopping", "leaving"}
    staying, stopping, leaving = living.families.values()
    before = rows_of(staying.version)
    picture = staying.contribution.pictures.get()
    shown = picture.file.open().read()
    actions.stop(visit=stopping.visit(), today=TODAY)
    actions.erase(contribution=leaving.contribution, today=TODAY)
    newest = ledger.head()
    kept = destroy_the_machine(living.home, settings)

    restore(folder, today=TODAY)
    assert read_by_all(client, living) == set()
    assert not any(use_online(living, name) for name in ("staying", "stopping"))
    with pytest.raises(NoListAwaited):
        no_list.read()
    call_command("migrate", verbosity=0)  # as each start does; it must not make the site a new, empty list
    assert not use_online(living, "staying")

    restore(folder, today=TODAY, offered=kept.read_bytes(), head=newest)
    assert read_by_all(client, living) == {"staying"}
    assert use_online(living, "staying") and not use_online(living, "stopping")
    assert rows_of(staying.version) == before
    quoted = Span.objects.get(story=staying.version.story_id)
    assert quoted.is_exact() and quoted.may_use(Use.ONLINE, day=TODAY).allowed
    assert Picture.objects.get(pk=picture.pk).file.open().read() == shown
    assert staying.visit().opened.read("body")["title"] == staying.words["title"]
    assert staying.visit().opened.read("message")["text"] == staying.words["message"]
    assert stopping.visit().opened.read("body")["title"] == stopping.words["title"]
    assert leaving.visit() is None
    assert Agreement.objects.get(pk=leaving.version.agreement_id).state == Agreement.State.ERASED
    assert not Contribution.objects.filter(pk=leaving.contribution.pk).exists()
    assert not StoryVersion.objects.filter(pk=leaving.version.pk).exists()
    assert BookletEntry.objects.count() == 2
    for who in (living.house.amara, living.house.ben):
        opened = sealing.open_with_identity(stopping.contribution, who.reader.key_id, who.identity)
        assert opened.read("body")["title"] == stopping.words["title"]

    # The stopped one comes back only when its family allows it and approves the words again.
    visit = stopping.visit()
    actions.allow_again(visit=visit, use=Use.ONLINE, today=TODAY)
    assert not use_online(living, "stopping")


def test_the_ledger_is_whole_and_can_still_only_be_added_to(living, settings, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    actions.erase(contribution=living.families["leaving"].contribution, today=TODAY)
    newest = ledger.head()
    kept = destroy_the_machine(living.home, settings)
    restore(folder, today=TODAY, offered=kept.read_bytes(), head=newest)
    call_command("verify_ledger", stdout=io.StringIO())
    for statement in ("UPDATE consent_decision SET week = ''", "DELETE FROM consent_decision"):
        with pytest.raises(DatabaseError, match="only be added to"), transaction.atomic():
            connection.cursor().execute(statement)
    before = ledger.head().sequence
    actions.stop(visit=living.families["staying"].visit(), today=TODAY)
    assert ledger.head().sequence > before
    assert ledger.verify().whole


def test_with_the_mirror_alone_every_other_original_opens_by_words_by_readers_and_by_the_sheets(
    living, settings, tmp_path
):
    """The disk is gone; slot file and no-list are there in their second copies."""
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    actions.erase(contribution=living.families["leaving"].contribution, today=TODAY)
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)
    restore(folder, today=TODAY, head=newest)
    for name in ("staying", "stopping"):
        family = living.families[name]
        row = Contribution.objects.get(pk=family.contribution.pk)
        holders = [(one.reader.key_id, one.identity) for one in (living.house.amara, living.house.ben)]
        for holder, identity in [*holders, (sealing.RECOVERY, living.recovery)]:
            assert sealing.open_with_identity(row, holder, identity).read("body")["title"] == family.words["title"]
        assert family.visit().opened.read_all("picture")[0]["description"] == family.words["picture"]
        assert use_online(living, name)
    assert no_list.extends(newest.noes, newest.noes_hash)
    assert not no_list.differ()  # both copies are there again


def test_restored_or_raw_the_backup_yields_nothing_of_the_deleted_to_any_key(living, settings, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    leaving = living.families["leaving"]
    actions.erase(contribution=leaving.contribution, today=TODAY)
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)

    # Raw: whoever holds a grant still gets the half, and nothing opens by it.
    kept = Kept(folder)
    row = next(row for row in kept.table("stories.Contribution") if row["id"] == leaving.contribution.pk)
    gone = Contribution(id=row["id"], slot=row["slot"], tag=base64.b64decode(row["tag"]))
    records = [row for row in kept.table("stories.Record") if row["contribution_id"] == gone.pk]
    assert {record["kind"] for record in records} >= {"body", "answers", "message", "picture", "working"}
    for grant in (row for row in kept.table("stories.Grant") if row["contribution_id"] == gone.pk):
        identity = {sealing.RECOVERY: living.recovery}.get(grant["holder"]) or next(
            (one.identity for one in (living.house.amara, living.house.ben) if one.reader.key_id == grant["holder"]),
            None,
        )
        if identity is None:
            assert grant["holder"] == sealing.PARENT
            continue
        half = sealing.envelope.open_grant(identity, base64.b64decode(grant["sealed"]), id=bytes.fromhex(gone.pk))
        for record in records:
            stored = Record(kind=record["kind"], version=record["version"], sealed=base64.b64decode(record["sealed"]))
            with pytest.raises(SlotErased):
                sealing.Opened(gone, half).read_record(stored)

    # Restored: no row, no file, no way back, before and after the list is there.
    for head in (None, newest):
        restore(folder, today=TODAY, head=head)
        assert leaving.visit() is None
        assert not Contribution.objects.filter(pk=gone.pk).exists()
        assert not Record.objects.filter(contribution=gone.pk).exists()
        assert not Picture.objects.filter(contribution=gone.pk).exists()
        stored = json.dumps(list(Revision.objects.values_list("content", flat=True)))
        assert not any(word in stored for word in leaving.words.values())
        assert len(default_storage.listdir("original_images")[1]) == 3  # two families' and one of staff's


def test_a_deletion_that_only_the_no_list_knows_is_done_again(living, settings, tmp_path):
    """The slot files came back as they were, as from a disk that somebody had copied against all advice."""
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    leaving = living.families["leaving"]
    slots = [Path(path).read_bytes() for path in settings.SLOT_FILES]
    actions.erase(contribution=leaving.contribution, today=TODAY)
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)
    Path(settings.SLOT_FILES[1]).write_bytes(slots[1])
    restore(folder, today=TODAY, head=newest)
    assert leaving.visit() is None
    assert not Story.objects.filter(title=leaving.words["title"]).exists()
    assert asked_about(living) == {"staying", "stopping"}
    assert Agreement.objects.get(pk=leaving.version.agreement_id).state == Agreement.State.ERASED
    call_command("verify_ledger", stdout=io.StringIO())


def test_a_hold_since_the_backup_is_a_hold_again(living, settings, tmp_path):
    from consent.actions import hold

    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    hold(agreement=living.families["stopping"].version.agreement, kind="court", reason="A trial.", today=TODAY)
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)
    restore(folder, today=TODAY, head=newest)
    assert Hold.objects.open().get().agreement_id == living.families["stopping"].version.agreement_id
    assert not use_online(living, "stopping") and use_online(living, "staying")


def test_a_no_said_while_the_list_is_waited_for_is_kept(living, settings, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    newest = ledger.head()
    kept = destroy_the_machine(living.home, settings)
    restore(folder, today=TODAY)
    actions.stop(visit=living.families["staying"].visit(), today=TODAY)
    assert LedgerHead.objects.get().sequence > newest.sequence
    restore(folder, today=TODAY, offered=kept.read_bytes(), head=newest)
    assert not use_online(living, "staying") and use_online(living, "stopping")
    assert no_list.extends(newest.noes, newest.noes_hash) and no_list.read().length > newest.noes


def test_things_of_staff_and_of_the_site_are_back(living, settings, tmp_path):
    salt, pin = (Path(path).read_bytes() for path in (settings.SITE_SALT_FILE, settings.READER_PIN_FILE))
    pages = list(Page.objects.order_by("pk").values())
    body = [dict(block) for block in BookletPage.objects.get().body.raw_data]
    folder, head = back_up(tmp_path / "shelf", today=TODAY)
    destroy_the_machine(living.home, settings, with_list=True)
    restore(folder, today=TODAY, head=head)
    assert [Path(path).read_bytes() for path in (settings.SITE_SALT_FILE, settings.READER_PIN_FILE)] == [salt, pin]
    assert list(Page.objects.order_by("pk").values()) == pages
    assert [dict(block) for block in BookletPage.objects.get().body.raw_data] == body
    assert Document.objects.get().file.read() == b"Dear schools"
    assert asked_about(living) == {"staying", "stopping", "leaving"}
    assert ReferenceIndex.objects.exists()
    new = Page.objects.get(depth=1).add_child(title="A new page", slug="new")
    assert new.pk > max(page["id"] for page in pages)


def test_a_release_is_made_anew_once_with_a_number_that_none_can_have_had(living, settings, tmp_path):
    """Release 2027.2 was published after the backup, which knows nothing of it."""
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    make_release(living.page)
    assert [one.name for one in Release.objects.ready()] == ["2027.2"]
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)
    restore(folder, today=TODAY)
    assert [one.name for one in Release.objects.all()] == ["2027.1"]
    restore(folder, today=TODAY, head=newest)
    assert [one.name for one in Release.objects.ready()] == ["2027.101"]
    assert Release.objects.ready().get().stories.in_files_of(Use.ONLINE).count() == 3
    assert make_release(living.page).name == "2027.102"


def test_a_contribution_with_new_keys_since_the_backup_does_not_open_from_it(living, settings, tmp_path):
    folder, _head = back_up(tmp_path / "shelf", today=TODAY)
    family = living.families["staying"]
    actions.rotate(contribution=family.contribution, who=living.house.amara)
    newest = ledger.head()
    destroy_the_machine(living.home, settings, with_list=True)
    restore(folder, today=TODAY, head=newest)
    assert not Contribution.objects.filter(pk=family.contribution.pk).exists()
    assert not Story.objects.filter(title=words_of("staying")["title"]).exists()
    assert DecisionDetail.objects.filter(agreement=family.version.agreement_id, kind="approval").exists()


class TestRefusals:
    @pytest.fixture
    def stopped(self, living, settings, tmp_path):
        """A backup, a stop after it, and a new machine that has the mirror: (folder, newest head, the list kept)."""
        folder, head = back_up(tmp_path / "shelf", today=TODAY)
        actions.stop(visit=living.families["stopping"].visit(), today=TODAY)
        newest = ledger.head()
        return folder, head, newest, destroy_the_machine(living.home, settings)

    def test_a_database_in_use_is_never_written_over(self, living, tmp_path):
        folder, _head = back_up(tmp_path / "shelf", today=TODAY)
        with pytest.raises(CannotRestore, match="in use"):
            restore(folder, today=TODAY)
        assert use_online(living, "staying")  # and nothing was closed

    def test_an_altered_backup_is_not_restored(self, stopped):
        folder, *_ = stopped
        part = folder / "tables" / "auth.User.jsonl"
        part.write_bytes(part.read_bytes().replace(b"amara", b"admin"))
        with pytest.raises(Exception, match="not what was written"):
            restore(folder, today=TODAY)
        assert not Contribution.objects.exists()

    def test_new_slot_files_are_not_taken_for_everybodys_deletion(self, stopped, settings, tmp_path):
        from stories import keys

        folder, *_ = stopped
        settings.SLOT_FILES = (tmp_path / "a" / "new.slots", tmp_path / "b" / "new.slots")
        keys.create_files()
        with pytest.raises(CannotRestore, match="hold no key of this backup"):
            restore(folder, today=TODAY)
        assert not Agreement.objects.exists()

    def test_a_list_that_is_too_short_or_altered_opens_nothing(self, stopped, living):
        folder, head, newest, kept = stopped
        content = kept.read_bytes()
        for offered in (content[:-LINE], content[LINE:], b"", content.replace(b"n", b"h", 1)):
            with pytest.raises(NotThisList):
                restore(folder, today=TODAY, offered=offered, head=newest)
            assert not use_online(living, "staying")
        restore(folder, today=TODAY, offered=content, head=newest)
        assert use_online(living, "staying")

    def test_a_head_older_than_the_backup_is_refused(self, stopped, living):
        folder, head, _newest, kept = stopped
        older = heads.Head(head.sequence - 1, "0" * 64, 0, heads.ZEROS)
        with pytest.raises(CannotRestore, match="older than the backup"):
            restore(folder, today=TODAY, offered=kept.read_bytes(), head=older)

    def test_a_head_of_another_ledger_is_refused(self, stopped, living):
        folder, head, newest, kept = stopped
        other = heads.Head(head.sequence, "f" * 64, newest.noes, newest.noes_hash)
        with pytest.raises(CannotRestore, match="not of this ledger"):
            restore(folder, today=TODAY, offered=kept.read_bytes(), head=other)
        assert not Contribution.objects.exists()

    def test_another_sites_salt_is_not_mixed_in(self, stopped, settings):
        folder, *_ = stopped
        Path(settings.SITE_SALT_FILE).parent.mkdir(parents=True, exist_ok=True)
        Path(settings.SITE_SALT_FILE).write_bytes(bytes(16))
        with pytest.raises(CannotRestore, match="another site's salt"):
            restore(folder, today=TODAY)
        assert not Contribution.objects.exists()

    def test_a_finished_restore_is_not_done_over_a_living_site(self, stopped, living):
        folder, _head, newest, kept = stopped
        restore(folder, today=TODAY, offered=kept.read_bytes(), head=newest)
        with pytest.raises(CannotRestore, match="in use"):
            restore(folder, today=TODAY, offered=kept.read_bytes(), head=newest)

    def test_two_backups_are_not_mixed(self, stopped, living, tmp_path):
        folder, *_ = stopped
        restore(folder, today=TODAY)
        other = tmp_path / "other"
        other.mkdir()
        manifest = json.loads((folder / "manifest.json").read_text())
        (other / "manifest.json").write_text(json.dumps(manifest | {"parts": {}}))
        with pytest.raises(CannotRestore, match="Another backup"):
            restore(other, today=TODAY)

    def test_a_backup_of_another_version_is_refused(self, stopped, tmp_path):
        folder, *_ = stopped
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["migrations"].append("stories.0999_later")
        (folder / "manifest.json").write_text(json.dumps(manifest))
        with pytest.raises(CannotRestore, match="another version"):
            restore(folder, today=TODAY)


def test_with_the_slot_file_copied_from_its_mirror_parents_can_send_again(empty_site, settings, tmp_path):
    """The reader list and its pin came back together: what is sent is sealed to the same readers."""
    folder, head = back_up(tmp_path / "shelf", today=TODAY)
    destroy_the_machine(empty_site.home, settings, with_list=True)
    told = restore(folder, today=TODAY, head=head).notes
    first, mirror = settings.SLOT_FILES
    assert any(str(first) in note and "copy" in note for note in told)
    shutil.copy(mirror, first)
    assert empty_site.family("staying").visit()


def test_empty_database_is_what_a_migration_leaves(empty_site):
    empty_database()
    assert not Contribution.objects.exists() and Page.objects.count() == 2
