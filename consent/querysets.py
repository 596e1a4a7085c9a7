"""THE rule again, in SQL, for lists. `consent.rules` is the original; a property test holds both together."""

import datetime

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from consent import marks
from consent.dials import STAY, Dial
from consent.errors import NoListMissing
from consent.kinds import CLOSING, OF_WORDS, Kind
from consent.uses import INSIDE, Answer, Use

LIVE = "live"


def may_use_q(use: Use, edition, day: datetime.date, agreement: str = "agreement", tag: str = "tag") -> Q:
    """A condition for any model with a path to an agreement and one to a column that holds a tag.

    `StoryVersion.objects.filter(may_use_q(Use.ONLINE, edition, today))` are the versions that the
    rule allows. `edition` is a `consent.models.Edition`, or None for a use inside the house.
    """
    Agreement = apps.get_model("consent", "Agreement")
    allowed = Agreement.objects.usable(use, edition=edition, day=day, tag=OuterRef(OuterRef(tag)))
    return Q(Exists(allowed.filter(pk=OuterRef(agreement))))


class AgreementQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state=LIVE)

    def allowing(self, use: Use, *, edition=None, day: datetime.date | None = None):
        """Families that allow a use as such; with edition and day, only while that edition has not lapsed.

        It says whom to consider, not what to publish: publishing asks about exact words, by `usable`.
        """
        found = self._complete()._saying_yes(use)._without_stops(use)
        if edition is not None and day is not None and use not in INSIDE and day > edition.lapses_on:
            return found.filter(self._may_stay(use, edition, day))
        return found

    def usable(self, use: Use, *, edition, day: datetime.date, tag):
        """Families whose words with this tag may be used. `tag` is a text or an expression."""
        tag = Value(tag) if isinstance(tag, str) else tag
        found = self._complete()._saying_yes(use, tag)._without_stops(use)
        if use in INSIDE:
            return found
        if edition is None:
            return self.none()
        approved = _details(use).filter(
            kind__in=OF_WORDS,
            answer=Answer.YES,
            edition=edition,
            digest_tag=tag,
            effective_sequence__gt=OuterRef("newest_no"),
        )
        found = found.filter(Exists(approved))
        if day <= edition.lapses_on:
            return found
        return found.filter(self._may_stay(use, edition, day, tag))

    def _complete(self):
        """Live, with every decision's detail still there, and with every no that the no-list knows."""
        try:
            closed = marks.closed()
        except NoListMissing:
            return self.none()
        kept = _all_details().order_by().values("agreement").annotate(kept=Count("pk")).values("kept")
        return self.live().alias(kept=Coalesce(Subquery(kept), 0)).filter(kept=F("length")).exclude(pk__in=closed)

    def _saying_yes(self, use: Use, tag=None):
        """The newest answer is yes; `newest_no` of those that reach words with this tag is at hand for what follows."""
        answers = _details(use).filter(kind=Kind.ANSWER)
        reaching = Q(kind__in=CLOSING)
        if tag is not None:
            reaching |= Q(kind=Kind.SPAN, digest_tag=tag)
        noes = _details(use).filter(reaching, answer=Answer.NO)
        newest = ("-effective_sequence", "-decision")
        return self.alias(
            newest_answer=Subquery(answers.order_by(*newest).values("answer")[:1]),
            newest_no=Coalesce(Subquery(noes.order_by(*newest).values("effective_sequence")[:1]), 0),
        ).filter(newest_answer=Answer.YES)

    def _without_stops(self, use: Use):
        found = self.exclude(Exists(_open("Hold")))
        return found if use in INSIDE else found.exclude(Exists(_open("TakeDown")))

    def _may_stay(self, use: Use, edition, day: datetime.date, tag=None) -> Q:
        """After the lapse: shown, no no since, and the family chose that it stays."""
        if day > edition.stays_until:
            return Q(pk__in=[])
        shown = apps.get_model("consent", "Shown").objects.filter(
            agreement=OuterRef("pk"), use=use, edition=edition, sequence__gt=OuterRef("newest_no")
        )
        if tag is not None:
            shown = shown.filter(digest_tag=tag)
        newest_silence = (
            _all_details()
            .filter(kind=Kind.DIAL, dial=Dial.SILENCE)
            .order_by("-effective_sequence", "-decision")
            .annotate(stays=models.Case(models.When(answer=STAY, then=True), default=False))
            .values("stays")[:1]
        )
        return Q(Exists(shown)) & Q(Subquery(newest_silence, output_field=models.BooleanField()))


def _all_details():
    return apps.get_model("consent", "DecisionDetail").objects.filter(agreement=OuterRef("pk"))


def _details(use: Use):
    return _all_details().filter(use=use)


def _open(model: str):
    return apps.get_model("consent", model).objects.open().filter(agreement=OuterRef("pk"))
