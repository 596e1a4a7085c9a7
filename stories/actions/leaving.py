"""Stop and delete: the parent's way out, without staff, reason or wait."""

import logging
from dataclasses import dataclass, field
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, WorkflowState

from consent import actions as consent
from consent.models import Agreement
from consent.uses import Answer, Use
from consent.weeks import week_of
from stories import family_pictures, keys, residue, rotations, signals
from stories.actions import saving
from stories.actions.come_back import Visit
from stories.models import Contribution, Deletion, Proposal, Span, Story, StoryVersion
from stories.states import State
from stories.vault.lanes import Busy
from stories.vault.shards import Slot

logger = logging.getLogger(__name__)


def stop(*, visit: Visit, uses: set[Use] | None = None, today: date) -> None:
    """Says no to some uses, or to all that leave the house. It works at once, and destroys nothing."""
    consent.stop(agreement=visit.agreement, uses=uses, today=today)


def allow_again(*, visit: Visit, use: Use, today: date) -> None:
    """A yes after a no. Words already approved must be approved again before they are used."""
    consent.answer(agreement=visit.agreement, use=use, answer=Answer.YES, today=today)


@dataclass
class Leaving:
    """A deletion under way."""

    contribution: Contribution
    today: date
    number: str = ""
    # What could not be done yet; the key goes all the same.
    left: list[Exception] = field(default_factory=list)


def erase(*, contribution: Contribution, today: date, number: str = "") -> None:
    """Deletes a contribution and everything made of it. No undo.

    `number` is what the parent is told; it is listed in public, with its week alone, from the moment the deletion has
    begun (stories.models.deletion). Nothing connects the two.

    The steps are `ERASING`, in their order. Each can be repeated, by several processes at once too, and nothing after
    the key needs it, so a run cut short anywhere is finished by calling this again (`finish_erasing`). When a file
    cannot be unlinked the key goes all the same, and the error is raised after it: what is left then is known, and
    tried again.
    """
    leaving = Leaving(contribution, today, number)
    for step in ERASING:
        step(leaving)


def finish_erasing(*, today: date) -> int:
    """Finishes every deletion that was cut short; returns how many there were.

    One that cannot be finished holds up no other: its error is raised when all are tried.
    """
    unfinished, failures = list(Contribution.objects.half_erased()), []
    for contribution in unfinished:
        try:
            erase(contribution=contribution, today=today)
        except Exception as failure:
            failures.append(failure)
    # Of which nothing else is left. One that begins at this moment has its rows, by which it must be found.
    left = list(Agreement.objects.filter(state=Agreement.State.ERASING, contribution=None))
    for agreement in left:
        consent.forget(agreement=agreement, today=today)
    rotations.finish()
    residue.of_words()
    residue.of_decisions()
    for failure in failures:
        raise failure
    return len(unfinished) + len(left)


def finish_if_cut_short(*, today: date) -> None:
    """For a request that may have met what a crash left: whoever comes next finishes it, and hears nothing of it.

    No trouble keeps them from their own page: it is logged, and tried again by the next one. One at a time does it:
    while a family leaves, every reader of a booklet may come by here, and must not begin all of its work anew.
    """
    try:
        if Agreement.objects.filter(state=Agreement.State.ERASING).exists():
            with keys.finishing():
                finish_erasing(today=today)
    except Busy:
        return
    except Exception:
        logger.exception("A deletion is not finished; it will be tried again.")


def say_no(leaving: Leaving) -> None:
    """From here on the rule refuses every use, whatever becomes of the steps after this."""
    consent.begin_erasing(leaving.contribution.agreement)


@transaction.atomic
def close_it(leaving: Leaving) -> None:
    """Return words open nothing any more, and nobody gives it new keys: those it has now are the ones to destroy."""
    found = Contribution.objects.filter(pk=leaving.contribution.pk)
    found.update(state=State.ERASING)
    leaving.contribution = found.first() or leaving.contribution
    if leaving.number:
        # Of each press: whoever pressed in two windows was told two numbers, and finds both.
        Deletion.objects.get_or_create(number=leaving.number, defaults={"week": week_of(leaving.today)})


def take_it_out_of_releases(leaving: Leaving) -> None:
    """Whole files hold it; the rooms above unlink them, and let go of their own rows."""
    heard = signals.leaving.send_robust(Contribution, contribution=leaving.contribution)
    leaving.left += [failure for _receiver, failure in heard if isinstance(failure, Exception)]


def unlink_its_pictures(leaving: Leaving) -> None:
    """Their rows stay for now: a run cut short must find the files again."""
    try:
        family_pictures.unlink(family_pictures.of(leaving.contribution))
    except OSError as failure:
        leaving.left.append(failure)


def destroy_its_key(leaving: Leaving) -> None:
    """What is sealed opens for nobody any more, in no backup either."""
    keys.erase_slot(Slot(leaving.contribution.slot, bytes(leaving.contribution.tag)))


def stop_if_something_is_left(leaving: Leaving) -> None:
    """Before the rows go by which the next run finds it."""
    for failure in leaving.left:
        raise failure


def erase_what_was_only_saved(leaving: Leaving) -> None:
    saving.erase_leftover(leaving.contribution.lookup)


@transaction.atomic
def delete_its_rows(leaving: Leaving) -> None:
    contribution = leaving.contribution
    # Locked first: whoever writes about a story at this moment comes before all of this, or finds it gone.
    stories = list(Story.objects.of(contribution).select_for_update())
    # With the stories that name them: a run cut short must find both again.
    family_pictures.delete_rows(family_pictures.of(contribution))
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


def forget_what_was_decided(leaving: Leaving) -> None:
    """After everything that knows a word: until then the agreement tells that a deletion is under way."""
    consent.forget(agreement=leaving.contribution.agreement, today=leaving.today)


def settle_changes_of_keys(leaving: Leaving) -> None:
    rotations.finish()


def remove_what_rows_left(leaving: Leaving) -> None:
    """Before the agreement is let go: a death before it is known by that."""
    residue.of_words()


def remove_what_decisions_left(leaving: Leaving) -> None:
    residue.of_decisions()


# The design's section 9: the no first, then public files, then the key, then every row.
ERASING = (
    say_no,
    close_it,
    take_it_out_of_releases,
    unlink_its_pictures,
    destroy_its_key,
    stop_if_something_is_left,
    erase_what_was_only_saved,
    delete_its_rows,
    settle_changes_of_keys,
    remove_what_rows_left,
    forget_what_was_decided,
    remove_what_decisions_left,
)
