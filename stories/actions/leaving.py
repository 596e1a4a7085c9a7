"""Stop and delete: the parent's way out, without staff, reason or wait."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, WorkflowState

from consent import actions as consent
from consent.models import Agreement
from consent.uses import Answer, Use
from consent.weeks import week_of
from stories import family_pictures, keys, rotations, signals
from stories.actions import saving
from stories.actions.come_back import Visit
from stories.models import Contribution, Deletion, Picture, Proposal, Span, Story, StoryVersion
from stories.states import State
from stories.vault.shards import Slot


def stop(*, visit: Visit, uses: set[Use] | None = None, today: date) -> None:
    """Says no to some uses, or to all that leave the house. It works at once, and destroys nothing."""
    consent.stop(agreement=visit.agreement, uses=uses, today=today)


def allow_again(*, visit: Visit, use: Use, today: date) -> None:
    """A yes after a no. Words already approved must be approved again before they are used."""
    consent.answer(agreement=visit.agreement, use=use, answer=Answer.YES, today=today)


def erase(*, contribution: Contribution, today: date, number: str = "") -> None:
    """Deletes a contribution and everything made of it. No undo.

    `number` is what the parent is told; it is listed in public, with its week alone, from the moment the deletion has
    begun (stories.models.deletion). Nothing connects the two.

    The order is the design's section 9: the no first, then public files, then the key, then every row.
    Each step can be repeated, and nothing after the key needs it, so a run cut short anywhere is
    finished by calling this again (`Contribution.objects.half_erased()`). When a file cannot be unlinked the
    key goes all the same, and the error is raised after it: what is left then is known, and tried again.
    """
    agreement = contribution.agreement
    consent.begin_erasing(agreement)
    with transaction.atomic():
        begun = Contribution.objects.filter(pk=contribution.pk).exclude(state=State.ERASING).update(state=State.ERASING)
        if begun and number:
            Deletion.objects.create(number=number, week=week_of(today))
    # From here on nobody gives it new keys; those it has now are the ones to destroy.
    contribution = Contribution.objects.filter(pk=contribution.pk).first() or contribution
    heard = signals.leaving.send_robust(Contribution, contribution=contribution)
    left = [failure for _receiver, failure in heard if isinstance(failure, Exception)]
    pictures = family_pictures.of(contribution)
    try:
        family_pictures.unlink(pictures)
    except OSError as failure:
        left.append(failure)
    keys.erase_slot(Slot(contribution.slot, bytes(contribution.tag)))
    for failure in left:
        raise failure
    saving.erase_leftover(contribution.lookup)
    _delete_rows(contribution, pictures)
    consent.forget(agreement=agreement, today=today)
    rotations.finish()
    _empty_the_log()


def finish_erasing(*, today: date) -> int:
    """Finishes every deletion that was cut short; returns how many there were."""
    unfinished = list(Contribution.objects.half_erased())
    for contribution in unfinished:
        erase(contribution=contribution, today=today)
    left = list(Agreement.objects.filter(state=Agreement.State.ERASING))
    for agreement in left:
        consent.forget(agreement=agreement, today=today)
    rotations.finish()
    _empty_the_log()
    return len(unfinished) + len(left)


@transaction.atomic
def _delete_rows(contribution: Contribution, pictures: list[Picture]) -> None:
    # With the stories that name them: a run cut short must find both again.
    family_pictures.delete_rows(pictures)
    stories = Story.objects.of(contribution)
    Span.objects.filter(story__in=stories).delete()
    StoryVersion.objects.filter(story__in=stories).delete()
    Proposal.objects.filter(story__in=stories).delete()
    for story in stories:
        WorkflowState.objects.for_instance(story).delete()
        Revision.objects.for_instance(story).delete()
        ModelLogEntry.objects.for_instance(story).delete()
        ReferenceIndex.remove_for_object(story)
        # Wagtail keeps what an editor's page held when it was last previewed, and who had it open.
        FormState.objects.for_instance(story).delete()
        EditingSession.objects.filter(object_id=story.pk, content_type=_type_of(story)).delete()
        story.delete()
        ModelLogEntry.objects.for_instance(story).delete()
    contribution.records.all().delete()
    contribution.grants.all().delete()
    ModelLogEntry.objects.for_instance(contribution).delete()
    Contribution.objects.filter(pk=contribution.pk).delete()


def _type_of(story: Story) -> ContentType:
    return ContentType.objects.get_for_model(story, for_concrete_model=False)


def _empty_the_log() -> None:
    """SQLite overwrites the pages it frees (settings.py), but its write-ahead log keeps older pages until it is cut.

    Somebody who reads at this moment may hold it open; then the next deletion or the daily run cuts it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
