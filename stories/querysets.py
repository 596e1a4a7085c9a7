"""Sets of contributions, stories, proposals, versions and spans, as sentences."""

from django.apps import apps
from django.db import models

from consent.models import Agreement
from consent.querysets import may_use_q
from consent.weeks import week_of
from stories.states import MAY_BE_PREPARED, WAITING_FOR_A_CHECK, WAITING_FOR_A_READER, Said, State

DONE = (State.CLEARED, State.NOT_USED)


class ContributionQuerySet(models.QuerySet):
    def present(self):
        """All but those whose deletion has begun: for everybody, they are gone already."""
        return self.exclude(state=State.ERASING).filter(agreement__state=Agreement.State.LIVE)

    def waiting_for_a_reader(self):
        return self.filter(state__in=WAITING_FOR_A_READER)

    def waiting_for_a_check(self):
        return self.filter(state__in=WAITING_FOR_A_CHECK)

    def waiting_to_be_prepared(self):
        return self.filter(state__in=WAITING_FOR_A_READER - {State.RECEIVED})

    def waiting_to_be_confirmed(self):
        """Entered from paper or by telephone by one person, and compared by nobody else yet."""
        records = self.model._meta.get_field("records").related_model.objects.filter(contribution=models.OuterRef("pk"))
        return self.filter(models.Exists(records.filter(kind="entry"))).exclude(
            models.Exists(records.filter(kind="confirmed"))
        )

    def unopened(self):
        return self.filter(state=State.RECEIVED)

    def that_may_be_prepared(self):
        return self.filter(state__in=MAY_BE_PREPARED)

    def with_who_wrote_last(self):
        """`last_said` is the kind of the newest entry of the thread. Kinds lie in clear: nothing is opened for it."""
        entries = self.model._meta.get_field("records").related_model.objects
        newest = entries.filter(contribution=models.OuterRef("pk"), kind__in=list(Said)).order_by("-version")
        return self.annotate(last_said=models.Subquery(newest.values("kind")[:1]))

    def waiting_for_an_answer(self):
        """The newest entry of the thread is the parent's."""
        return self.with_who_wrote_last().filter(last_said=Said.MESSAGE)

    def held(self):
        """Something must be settled before anything of them may be used."""
        return self.exclude(state=State.CLEARED).filter(agreement__holds__closed_week="").distinct()

    def urgent(self):
        """Marked by a reader, and not yet done with."""
        return self.filter(urgent=True).exclude(state__in=DONE)

    def in_turn(self):
        """What waits for somebody before what is done, what is urgent first, then the oldest week."""
        done = models.When(state__in=DONE, then=2)
        urgent = models.When(urgent=True, then=0)
        return self.annotate(turn=models.Case(done, urgent, default=1)).order_by("turn", "week", "id")

    def expired(self, today):
        """Contributions that became no story by the end of the week they were kept until."""
        return self.present().exclude(state=State.CLEARED).filter(expires__lt=week_of(today))

    def half_erased(self):
        """Deletions that a crash cut short; whoever meets one finishes it."""
        return self.filter(models.Q(state=State.ERASING) | models.Q(agreement__state=Agreement.State.ERASING))


class DraftQuerySet(models.QuerySet):
    def present(self, today):
        """Those whose last week has not passed; an older one is gone for everybody before its row is."""
        return self.filter(expires__gte=week_of(today))

    def expired(self, today):
        return self.filter(expires__lt=week_of(today))

    def sent(self):
        """Those whose words lead to a contribution: a sending was cut short before it removed them."""
        return self.filter(models.Exists(self._under_the_same_words()))

    def unsent(self):
        return self.exclude(models.Exists(self._under_the_same_words()))

    def _under_the_same_words(self):
        return apps.get_model("stories", "Contribution").objects.filter(lookup=models.OuterRef("lookup"))


class StoryQuerySet(models.QuerySet):
    def present(self):
        """All but those whose deletion has begun."""
        return self.filter(agreement__state=Agreement.State.LIVE)

    def of(self, contribution):
        return self.filter(contribution=contribution)

    def named(self, code: str):
        """The story with this code, or the one that the quotation with this code is from."""
        return self.filter(models.Q(code=code) | models.Q(spans__code=code)).distinct()

    def never_asked(self):
        """Cleared and being edited: nothing was put before the parent, or every question was taken back."""
        return self.exclude(proposals__withdrawn=False)

    def held(self):
        return self.filter(agreement__holds__closed_week="").distinct()

    def taken_down(self):
        return self.filter(agreement__take_downs__closed_week="").distinct()

    def read_aloud_to_be_confirmed(self):
        """One person has noted a yes to the words that are asked about; a second one has said nothing yet."""
        return self.filter(
            proposals__readings_aloud__state="waiting", proposals__withdrawn=False, proposals__version__isnull=True
        ).distinct()

    def waiting_for_the_parent(self):
        return self.filter(proposals__withdrawn=False, proposals__version__isnull=True).distinct()


class ProposalQuerySet(models.QuerySet):
    def open(self):
        """Asked, not taken back, and not yet made a version."""
        return self.filter(withdrawn=False, version__isnull=True)

    def of(self, contribution):
        return self.filter(story__contribution=contribution)

    def signed_with_quotations(self):
        """The newest signed words of their story, if quotations were asked about beside them."""
        versions = apps.get_model("stories", "StoryVersion").objects.newest_of_each_story()
        return self.filter(version__in=versions).exclude(spans=[])

    def newest_first(self):
        return self.order_by("-pk")


class StoryVersionQuerySet(models.QuerySet):
    def newest_of_each_story(self):
        newer = self.model.objects.filter(story=models.OuterRef("story"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer))

    def for_edition(self, edition):
        return self.filter(edition=edition)

    def allowed(self, use, *, edition, day):
        """Versions that the rule lets out for this use, edition and day: the rule of `consent.rules` as SQL."""
        return self.filter(may_use_q(use, edition=edition, day=day, agreement="agreement", tag="tag"))


class SpanQuerySet(models.QuerySet):
    def of(self, contribution):
        return self.filter(story__contribution=contribution)

    def of_the_newest_words(self):
        """Those approved with the newest version of their story: words signed off since may not say them any more."""
        versions = apps.get_model("stories", "StoryVersion").objects.newest_of_each_story()
        return self.filter(proposal__in=versions.values("proposal"))

    def for_edition(self, edition):
        return self.filter(edition=edition)

    def newest_edition_first(self):
        return self.order_by("-edition__year", "story__code", "code")

    def allowed(self, use, *, edition, day):
        """Spans of this edition that the rule lets out for this use and day: the rule of `consent.rules` as SQL."""
        return self.for_edition(edition).filter(
            may_use_q(use, edition=edition, day=day, agreement="agreement", tag="tag")
        )
