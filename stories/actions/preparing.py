"""From the sealed original to cleared text: prepare, check by a second person, clear."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent.models import Edition
from consent.uses import Use
from stories import family_pictures, sealing, tree, working_copy
from stories.actions.capturing import waits_for_a_second_person
from stories.models import Contribution, Reader, Story
from stories.models.codes import new_code
from stories.sealing import Opened
from stories.sent_pictures import SentPicture, sent_pictures
from stories.states import MAY_BE_PREPARED, NotAllowedNow, State, require
from stories.stream import stream_from_tree
from stories.unlocking import UnlockedReader
from stories.working_copy import RECORD, WorkingCopy


def read_working_copy(*, opened: Opened) -> WorkingCopy:
    """The sealed working copy; before the first save, the parent's own words as the start of one."""
    data = opened.read(RECORD)
    return WorkingCopy.from_data(data) if data else working_copy.begin(opened.read("body"))


@transaction.atomic
def save_working_copy(
    *, contribution: Contribution, who: UnlockedReader, copy: WorkingCopy, ready: bool
) -> WorkingCopy:
    """Seals the copy and remembers, inside it, everybody who had a hand in it.

    `ready` asks a second reader to check it. Raises `NotAllowedNow` before the safeguarding decision, and when a
    copy with open candidates, an undecided picture or an unfinished list of unseen things is called ready.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if contribution.state not in MAY_BE_PREPARED | {State.NOT_USED}:
        require(contribution.state, State.PREPARING)
    if ready:
        refuse_unfinished(copy)
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    if ready:
        refuse_other_pictures(copy, sent_pictures(opened))
    before = opened.read(RECORD)
    hands = set(before["prepared_by"]) if before else set()
    copy = replace(copy, prepared_by=tuple(sorted(hands | {who.reader.key_id})))
    opened.write(RECORD, copy.to_data())
    if contribution.state != State.PREPARING:
        require(contribution.state, State.PREPARING)
    contribution.state = State.CHECKING if ready else State.PREPARING
    contribution.kind = copy.kind
    contribution.save(update_fields=["state", "kind"])
    log(instance=contribution, action="stories.prepare", user=who.user, title=contribution.code)
    return copy


def _things(count: int) -> str:
    return (
        f"{count} things that may identify somebody have" if count > 1 else "One thing that may identify somebody has"
    )


def refuse_unfinished(copy: WorkingCopy) -> None:
    """Raises `NotAllowedNow` while anything the detector found, or the list of unseen things, stands open."""
    if found := len({c.entity for c in copy.open_candidates()}):
        raise NotAllowedNow(
            f"{_things(found)} no decision yet. Decide on everything that was found, then ask for the check."
        )
    if copy.unseen_left():
        raise NotAllowedNow(
            "The list of what no tool can see is not finished. "
            "Read the text for each line, tick it, then ask for the check."
        )
    if not copy.title.strip():
        raise NotAllowedNow(
            "The working copy has no title. Think of one, then ask for the check; the parent will see it too."
        )
    if not copy.text.strip():
        raise NotAllowedNow("The working copy is empty. Write or paste the text that may be cleared.")


def refuse_other_pictures(copy: WorkingCopy, sent: list[SentPicture]) -> None:
    """Raises `NotAllowedNow` unless the copy decides on exactly the pictures that the parent has sent by now."""
    if copy.undecided(one.sha256 for one in sent):
        raise NotAllowedNow(
            "The pictures are not all decided on: the parent may have added one or taken one back meanwhile. "
            "Decide on each on the page where the text is prepared, then ask for the check."
        )


@transaction.atomic
def send_back(*, contribution: Contribution, who: UnlockedReader, note: str) -> None:
    """The checker returns a copy to be prepared again; the note stays sealed inside it."""
    require(contribution.state, State.PREPARING)
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    opened.write(RECORD, replace(read_working_copy(opened=opened), note=note).to_data())
    contribution.state = State.PREPARING
    contribution.save(update_fields=["state"])
    log(instance=contribution, action="stories.send_back", user=who.user, title=contribution.code)


@transaction.atomic
def not_used(*, contribution: Contribution, who: UnlockedReader) -> None:
    """Sets a contribution aside. It stays sealed until it expires or the parent deletes it."""
    require(contribution.state, State.NOT_USED)
    contribution.state = State.NOT_USED
    contribution.save(update_fields=["state"])
    log(instance=contribution, action="stories.set_aside", user=who.user, title=contribution.code)


def clear(*, contribution: Contribution, who: UnlockedReader, seen_digest: str, edition: Edition, today: date) -> Story:
    """Creates the `Story` from the checked copy: only now is any text in clear, or any picture of it a file.

    `seen_digest` names the copy the checker had on screen. Raises `NotAllowedNow` when the checker
    prepared it too, when it changed since, when something is open in it, or when the family no longer
    lets us keep it.
    """
    with family_pictures.files_go_with_their_rows():
        return _clear(contribution, who, seen_digest, edition, today)


@transaction.atomic
def _clear(contribution: Contribution, who: UnlockedReader, seen_digest: str, edition: Edition, today: date) -> Story:
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    require(contribution.state, State.CLEARED)
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    copy = read_working_copy(opened=opened)
    if who.reader.key_id in copy.prepared_by:
        raise NotAllowedNow(
            "You prepared this text yourself. A second person must check it; ask a colleague who can open the vault."
        )
    if copy.digest != seen_digest:
        raise NotAllowedNow("The working copy has changed since you opened it. Read it again, then clear it.")
    if waits_for_a_second_person(contribution):
        raise NotAllowedNow(
            "This was entered from paper or by telephone, and nobody has confirmed it yet. A second person compares it"
            " with its pages first: open it, and choose “Confirm what was entered”."
        )
    refuse_unfinished(copy)
    sent = sent_pictures(opened)
    refuse_other_pictures(copy, sent)
    verdict = contribution.agreement.may_use(Use.KEEP, day=today)
    if not verdict.allowed:
        raise NotAllowedNow(" ".join(reason.sentence for reason in verdict.reasons))
    story = _create_story(contribution, copy, sent, edition=edition, by=who)
    contribution.state = State.CLEARED
    contribution.save(update_fields=["state"])
    log(instance=contribution, action="stories.clear", user=who.user, title=contribution.code)
    return story


def _create_story(
    contribution: Contribution,
    copy: WorkingCopy,
    sent: list[SentPicture],
    *,
    edition: Edition,
    by: UnlockedReader,
) -> Story:
    made = copy.tree()
    preparer = Reader.objects.filter(key_id__in=copy.prepared_by).select_related("user").first()
    code = new_code(Story, "S", edition.year)
    rows = family_pictures.make_rows(contribution, tree.pictures(made), sent, named=code)
    story = Story(
        code=code,
        contribution=contribution,
        agreement=contribution.agreement,
        edition=edition,
        kind=copy.kind,
        title=made.title,
        credit=made.credit,
        language=made.language,
        body=stream_from_tree(made, picture_key=rows.get),
        prepared_by=preparer.user if preparer else None,
        cleared_by=by.user,
        live=False,
    )
    story.save()
    story.save_revision(user=by.user, log_action=False)
    if workflow := story.get_workflow():
        workflow.start(story, by.user)
    return story
