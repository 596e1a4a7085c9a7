"""When the checks are asked again about what stands in a booklet, of which texts, and what there is to ask.

Months lie between clearing a story and printing it: a charge, a court date or a child's wish may come in between. So
they are asked again at three dates of an edition's calendar. Asked each time and kept nowhere but as the answers.
"""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.models import Agreement, Edition, Hold
from publication.frozen_plan import placed_span_ids, planned_ids
from publication.models import BookletPage, CheckedAgain, Release
from publication.plan import span_ids, version_ids
from stories.models import Span, StoryVersion

# Long enough to reach a lawyer, a social worker or a family; short enough that the answer is still true on the day.
BEFORE = datetime.timedelta(days=7)

QUESTIONS = {
    Hold.Kind.SAFEGUARDING: _(
        "Is any child or parent in more danger than when it was cleared? Has somebody gone missing, moved, or been"
        " found by people who harm?"
    ),
    Hold.Kind.COURT: _(
        "Has anybody been arrested or charged since? Is there a date in court, an appeal or a family case? Has a court"
        " said what may not be printed?"
    ),
    Hold.Kind.NATIONS: _(
        "Do we know by now that it happened in Northern Ireland or Scotland, or that somebody in it lives there? Other"
        " laws on who may be recognised hold there, also about people who are only suspected."
    ),
    Hold.Kind.DEFAMATION: _(
        "Could somebody whom it blames be recognised by now: from the news, from a trial, or from another story in"
        " this booklet?"
    ),
    Hold.Kind.CHILD: _(
        "Has the child said anything since, to the parent or to us? Has the child grown old enough to be asked?"
    ),
}


@dataclass(frozen=True)
class Moment:
    """A date before which the checks are asked again; `what` names it within a sentence."""

    what: str
    day: datetime.date

    @property
    def begins(self) -> datetime.date:
        """The first day on which an answer counts for it."""
        return self.day - BEFORE


@dataclass(frozen=True)
class Standing:
    """What the desk says of one booklet's checks: for which moment (None before the first one's week), about which
    texts, which of those nobody has asked about in its time, and every answer there was, newest first."""

    page: BookletPage
    moment: Moment | None
    texts: tuple[StoryVersion, ...]
    unasked: frozenset[int]
    answers: tuple[CheckedAgain, ...]
    day: datetime.date

    @property
    def is_waiting(self) -> bool:
        """Whether somebody should ask now. Not of a booklet that must not open, nor once nothing new may go out."""
        edition = self.page.edition
        return bool(self.moment and self.unasked) and not edition.do_not_open and self.day <= edition.lapses_on

    @property
    def newest(self) -> CheckedAgain | None:
        """The newest answer that counts for the moment."""
        return next((one for one in self.answers if self.moment and one.asked_on >= self.moment.begins), None)

    @property
    def mark(self) -> str:
        """Names exactly these texts, so that an answer speaks of those that were on the page and of no other."""
        return hashlib.sha256(",".join(str(pk) for pk in sorted(one.pk for one in self.texts)).encode()).hexdigest()


def moments(edition: Edition) -> tuple[Moment, Moment, Moment]:
    """The three, in the order of the calendar."""
    return (
        Moment(_("the day on which the words are settled"), edition.content_lock),
        before_print(edition),
        Moment(_("the opening"), timezone.localdate(edition.opens_at)),
    )


def before_print(edition: Edition) -> Moment:
    return Moment(_("the order to the printer"), edition.print_order)


def moment_of(edition: Edition, day: datetime.date) -> Moment | None:
    """The last one whose week has begun: who asks late asks for that one, and need not ask twice."""
    return next((one for one in reversed(moments(edition)) if day >= one.begins), None)


def standing(page: BookletPage, *, day: datetime.date) -> Standing:
    """Where a booklet stands on a day. Read from its newest draft and from the release that readers get."""
    moment = moment_of(page.edition, day)
    texts = texts_in(page)
    answers = tuple(page.checked_again.select_related("asked_by"))
    unasked = _unasked(page, texts, since=moment.begins) if moment else frozenset(one.pk for one in texts)
    return Standing(page, moment, texts, unasked, answers, day)


def waiting(day: datetime.date) -> list[Standing]:
    """The booklets of which somebody should ask now."""
    pages = BookletPage.objects.select_related("edition", "latest_revision").order_by("edition__year")
    due = [page for page in pages if day <= page.edition.lapses_on and moment_of(page.edition, day)]
    return [found for page in due if (found := standing(page, day=day)).is_waiting]


def may_be_printed(release: Release) -> bool:
    """Whether they were asked again about every text of a release, since the week before the order to the printer."""
    texts = _texts(planned_ids(release.frozen), placed_span_ids(release.frozen))
    return not _unasked(release.page, texts, since=before_print(release.edition).begins)


def texts_in(page: BookletPage) -> tuple[StoryVersion, ...]:
    """The texts that stand in the newest draft or in the release that readers get, whole or as a quotation.

    As planned, whatever the gate says of each today: what is let in later was asked about too.
    """
    body = page.draft().body
    versions, spans = version_ids(body), span_ids(body)
    release = page.releases.ready().first()
    if release:
        versions += planned_ids(release.frozen)
        spans += placed_span_ids(release.frozen)
    return _texts(versions, spans)


def _texts(versions: list[int], spans: list[int]) -> tuple[StoryVersion, ...]:
    """In the order of the plan, those first of which only a quotation stands. A family that is leaving has none."""
    order = {pk: place for place, pk in enumerate(dict.fromkeys(versions))}
    quoted = Span.objects.filter(pk__in=spans).values("proposal") if spans else []
    found = StoryVersion.objects.filter(Q(pk__in=order) | Q(proposal__in=quoted))
    found = found.filter(agreement__in=Agreement.objects.live()).select_related("story", "agreement")
    return tuple(sorted(found, key=lambda one: order.get(one.pk, -1)))


def _unasked(page: BookletPage, texts: Iterable[StoryVersion], *, since: datetime.date) -> frozenset[int]:
    asked = page.checked_again.filter(asked_on__gte=since).values_list("versions", flat=True)
    return frozenset(one.pk for one in texts) - set(asked)
