"""Somebody can write to the database, and to nothing else: not to the slot files, not to the release folder."""

import json
import secrets
from dataclasses import replace

import pytest
from django.db import DataError, connection, transaction

from consent import actions as consent
from consent import ledger
from consent.models import Agreement, DecisionDetail
from consent.uses import Answer, Use
from publication import gate
from publication.actions.building import CouldNotBuild
from publication.preflight import preflight
from publication.serving.story_pictures import approved_bytes, picture_bytes
from stories import actions, tree
from stories.models import Contribution, Picture, Proposal, Reader, ReaderListDocument, StoryVersion
from stories.states import NotAllowedNow
from stories.vault import readers as lists
from stories.vault.envelope import Identity, Refused, open_grant
from tests.clock import clock
from tests.consent.test_a_no_outlives_the_register import forge_a_deletion
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets.making import OPENS, make_booklet, make_release, make_released, place
from tests.stories.desk.test_way import answer, ask

pytestmark = pytest.mark.django_db(transaction=True)
EVIL = "Her name is Zacharetta and she lives at number nine."


def write(row, **columns) -> None:
    """Changes columns past every model and every rule."""
    sets = ", ".join(f'"{name}" = %s' for name in columns)
    values = [json.dumps(value) if isinstance(value, dict) else value for value in columns.values()]
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {sets} WHERE {row._meta.pk.column} = %s', [*values, row.pk])


def other_words(row) -> dict:
    changed = json.loads(json.dumps(row.tree))
    changed["nodes"][0]["runs"] = [{"text": EVIL}]
    return changed


def everything_public(client, page, code) -> bytes:
    with clock(OPENS):
        files = [f"{page.url}files/{name}" for name in ("booklet.txt", "booklet.pdf")]
        answers = [client.get(url) for url in (page.url, f"{page.url}{code}/", *files)]
        return b"".join(getattr(one, "streaming_content", None) and b"".join(one) or one.content for one in answers)


@pytest.mark.parametrize("renamed", [False, True], ids=["words", "words and digest"])
def test_words_changed_under_a_released_story_are_on_no_page_from_then_on(client, renamed):
    page, _release, (version, other) = make_released("The kettle", "The gate")
    evil = other_words(version)
    write(version, tree=evil, **({"digest": tree.digest(tree.from_data(evil))} if renamed else {}))
    with clock(OPENS):
        assert client.get(f"{page.url}{version.story.code}/").status_code == 410
        assert client.get(f"{page.url}{other.story.code}/").status_code == 200
    assert EVIL.encode() not in everything_public(client, page, version.story.code)


def test_the_next_release_is_built_without_changed_words_and_the_editors_are_told_why():
    version, other = make_version("The kettle", "One."), make_version("The gate", "Two.")
    page = make_booklet(version, other)
    write(version, tree=other_words(version))
    release = make_release(page)
    assert [story.version_id for story in release.stories.in_files_of(Use.ONLINE)] == [other.pk]
    (refused,) = preflight(page, day=TODAY).refused
    assert refused.version == version and "changed in the database" in refused.reasons[0]


def test_another_familys_tag_does_not_let_words_out():
    mine, theirs = make_version("Mine", allowing=set()), make_version("Theirs")
    write(mine, tag=theirs.tag, agreement_id=theirs.agreement_id)
    assert gate.allowed_ids([mine.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY) == set()


def test_words_of_a_family_whose_key_is_gone_are_not_let_out():
    from stories import keys

    version = make_version()
    assert version.is_exact()
    keys.ledger_keys.erase(version.agreement.slot, bytes(version.agreement.slot_tag))
    assert not version.is_exact()
    assert gate.allowed_ids([version.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY) == set()


def test_words_stored_in_another_order_of_keys_are_still_the_same():
    version = make_version()
    write(version, tree=dict(reversed(version.tree.items())))
    assert StoryVersion.objects.get().is_exact()


@pytest.mark.parametrize("junk", [{}, {"version": 1}, {"nodes": 7}])
def test_whatever_lies_in_the_column_is_a_no_and_no_fault(junk):
    version = make_version()
    StoryVersion.objects.filter(pk=version.pk).update(tree=junk)
    assert not StoryVersion.objects.get().is_exact()


def test_half_a_character_is_a_no_or_never_gets_in():
    version = make_version()
    half = {**version.tree, "title": "\ud800"}
    if connection.vendor == "postgresql":
        with pytest.raises(DataError), transaction.atomic():
            StoryVersion.objects.filter(pk=version.pk).update(tree=half)
        return
    StoryVersion.objects.filter(pk=version.pk).update(tree=half)
    assert not StoryVersion.objects.get().is_exact()


def test_a_no_turned_into_a_yes_in_the_register_is_in_no_release():
    version = make_version()
    page = make_booklet(version)
    no = DecisionDetail.objects.filter(agreement=version.agreement, use=Use.ONLINE, kind="answer").get()
    DecisionDetail.objects.filter(pk=no.pk).update(answer=Answer.NO)
    assert make_release(page).stories.in_files_of(Use.ONLINE).count() == 0

    said_no = make_version("Another", allowing={Use.PRINT})
    place(page, said_no)
    forge_a_yes(said_no)
    assert gate.allowed_ids([said_no.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY), "the rule is deceived"
    assert make_release(page).stories.in_files_of(Use.ONLINE).count() == 0
    assert preflight(page, day=TODAY).allowed == 0


def forge_a_yes(version) -> None:
    """Two of her decisions about print are made to be about the online booklet."""
    DecisionDetail.objects.filter(agreement=version.agreement, use=Use.PRINT).update(use=Use.ONLINE)


def test_a_stop_hidden_behind_a_made_up_deletion_lets_nothing_out(client):
    """Her newest no is taken away, its count corrected, and a row says that a deletion let it go."""
    page, _release, (version,) = make_released("The kettle")
    before = ledger.head().sequence
    consent.stop(agreement=version.agreement, today=TODAY)
    forge_a_deletion(version.agreement, since=before)
    assert gate.allowed_ids([version.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY) == set()
    with clock(OPENS):
        assert client.get(f"{page.url}{version.story.code}/").status_code == 410
    assert make_release(page).stories.count() == 0
    assert not ledger.verify().whole


def test_a_question_changed_in_the_database_is_not_shown_not_answered_and_not_signed_off(desk):
    story, indices = desk.story()
    ask(desk, story)
    proposal = story.proposals.get()
    digest = proposal.digest
    write(proposal, tree=other_words(proposal))
    visit = actions.come_back(indices=indices)
    from stories.journey.where import waiting

    assert waiting(visit, today=TODAY) is None
    with pytest.raises(actions.WordsHaveChanged):
        actions.answer_proposal(visit=visit, proposal=proposal, digest=digest, uses={Use.ONLINE: True}, today=TODAY)


def test_words_put_under_her_yes_before_the_sign_off_are_refused(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    proposal = Proposal.objects.get()
    write(proposal, tree=other_words(proposal))
    with pytest.raises(NotAllowedNow, match="changed in the database"):
        actions.sign_off(story=story, user=desk.ben.user, today=TODAY)
    assert not StoryVersion.objects.exists()


def test_another_picture_under_an_approved_name_is_not_shown():
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(drawn, "PNG")
    picture = Picture(title="A gate", description="A gate", file=SimpleUploadedFile("a.png", drawn.getvalue()))
    picture.save()
    approved = picture.sha256
    assert approved_bytes(picture)
    Picture.objects.filter(pk=picture.pk).update(sha256="0" * 64)
    assert approved_bytes(Picture.objects.get()) is None
    text = tree.StoryTree(title="T", credit="", language="en", nodes=(tree.Picture("0" * 64, "A gate"),))
    assert picture_bytes([text]) == {} and approved != "0" * 64


def test_an_agreement_brought_back_from_deletion_lets_nothing_out(client):
    """The row is set to live again; the key that would prove her words is gone all the same."""
    page, _release, (version,) = make_released("The kettle")
    agreement = version.agreement
    from stories import keys

    keys.ledger_keys.erase(agreement.slot, bytes(agreement.slot_tag))
    Agreement.objects.filter(pk=agreement.pk).update(state="live")
    with clock(OPENS):
        assert client.get(f"{page.url}{version.story.code}/").status_code == 410
        assert client.get(f"{page.url}files/booklet.txt").status_code == 503


def test_a_disk_that_is_away_empties_no_booklet(settings, tmp_path):
    """Nothing is served without the keys; but the release that readers had stays theirs until the disk is back."""
    page, release, (version,) = make_released("The kettle")
    before = settings.SLOT_FILES
    settings.SLOT_FILES = (tmp_path / "away" / "first.slots", tmp_path / "away" / "second.slots")
    assert gate.allowed_ids([version.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY) == set()
    with pytest.raises(CouldNotBuild, match="slot files"):
        make_release(page)
    settings.SLOT_FILES = before
    assert page.newest_release() == release and release.stories.in_files_of(Use.ONLINE).count() == 1
    assert gate.allowed_ids([version.pk], use=Use.ONLINE, edition=make_edition(), day=TODAY) == {version.pk}


def test_a_public_key_put_into_the_tables_receives_no_story(desk):
    """Into a reader's row, as a row of its own, and as a grant that names a reader."""
    mine = Identity.from_seed(secrets.token_bytes(32))
    Reader.objects.filter(user=desk.ben.user).update(public_key=mine.public, signing_key=mine.signing_public)
    Reader.objects.create(
        key_id="f" * 32, user=desk.root.user, public_key=mine.public, signing_key=mine.signing_public, wrapped_seed=b""
    )
    contribution, _ = desk.send()
    for grant in contribution.grants.all():
        with pytest.raises(Refused):
            open_grant(mine, bytes(grant.sealed), id=bytes.fromhex(contribution.id))


def test_a_reader_list_signed_by_a_stranger_stops_all_sealing(desk):
    mine = Identity.from_seed(secrets.token_bytes(32))
    entry = lists.Entry("f" * 32, mine.public, mine.signing_public)
    forged = lists.first(mine, (entry,))
    ReaderListDocument.objects.create(version=2, document=replace(forged, version=2).to_bytes())
    with pytest.raises(actions.CannotSealNow):
        desk.send()
    ReaderListDocument.objects.all().delete()
    ReaderListDocument.objects.create(version=1, document=forged.to_bytes())
    with pytest.raises(actions.CannotSealNow):
        desk.send()
    assert not Contribution.objects.exists()


def test_sealed_words_moved_to_another_contribution_open_for_nobody(desk):
    """Somebody sends a story of their own, and has another family's sealed words put into it."""
    theirs, _ = desk.send("The words of another family.")
    mine, indices = desk.send("Mine.")
    sealed = theirs.records.get(kind="body").sealed
    mine.records.filter(kind="body").update(sealed=sealed)
    assert actions.come_back(indices=indices) is None
    mine.grants.filter(holder="parent").update(sealed=theirs.grants.get(holder="parent").sealed)
    assert actions.come_back(indices=indices) is None
    Contribution.objects.filter(pk=mine.pk).update(slot=theirs.slot, tag=theirs.tag)
    assert actions.come_back(indices=indices) is None


def test_an_older_record_put_in_a_newer_ones_place_is_refused(desk):
    contribution, indices = desk.send()
    desk.prepare(contribution, ready=False)
    first = contribution.records.get(kind="working")
    version, sealed = first.version, bytes(first.sealed)
    desk.prepare(contribution, ready=False)
    newer = contribution.records.get(kind="working")
    assert newer.version > version
    type(newer).objects.filter(pk=newer.pk).update(sealed=sealed)
    assert desk.amara.get("contribution:prepare", contribution.pk).status_code == 302
    assert "was damaged or changed" in desk.amara.get("contribution:index").content.decode()
    with pytest.raises(Refused):
        actions.come_back(indices=indices).opened.read("working")
