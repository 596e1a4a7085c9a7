"""The checks of a booklet, asked again: every story in it, what to ask about each, and the recorded answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.models import Hold
from publication import rechecking
from publication.actions.freezing import NotNow
from publication.actions.rechecking import check_again
from publication.desk.frame import BookletDeskView
from publication.rechecking import QUESTIONS, Standing
from stories.models import Story, StoryVersion


@dataclass(frozen=True)
class Line:
    """One text to ask about. `held` and `was_held` are kinds of holds, open ones and released ones."""

    version: StoryVersion
    is_new: bool
    held: tuple[str, ...]
    was_held: tuple[str, ...]
    hold_url: str


class ChecksView(BookletDeskView):
    """Editors and publishers ask; whoever sees that a story must be held does that first, at the story's own page."""

    template_name = "publication/desk/checks.html"
    leaf = gettext_lazy("Holds and checks")

    def get_context_data(self, **kwargs):
        found = rechecking.standing(self.page, day=timezone.localdate())
        return super().get_context_data(
            checks=found,
            first=rechecking.moments(self.page.edition)[0],
            moments=rechecking.moments(self.page.edition),
            questions=[(kind.label, question) for kind, question in QUESTIONS.items()],
            lines=list(_lines(found)),
            answers=[(one, rechecking.moment_of(self.page.edition, one.asked_on)) for one in found.answers],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        seen = request.POST.get("seen", "")
        try:
            check_again(page=self.page, seen=seen, user=request.user, day=timezone.localdate())
        except NotNow as reason:
            return self.refused(reason)
        return self.done(_("Written down: the checks were asked again, and nothing stands against what is in it."))


def _lines(found: Standing) -> Iterator[Line]:
    holds = list(Hold.objects.filter(agreement__in=[one.agreement_id for one in found.texts]).order_by("pk"))
    where = Story.snippet_viewset.get_url_name("holds")
    for version in found.texts:
        about = [hold for hold in holds if hold.agreement_id == version.agreement_id]
        yield Line(
            version=version,
            is_new=bool(found.newest) and version.pk in found.unasked,
            held=_kinds(hold for hold in about if hold.is_open),
            was_held=_kinds(hold for hold in about if not hold.is_open),
            hold_url=reverse(where, args=[version.story_id]),
        )


def _kinds(holds) -> tuple[str, ...]:
    return tuple(dict.fromkeys(hold.get_kind_display() for hold in holds))
