"""The coming booklet and the words of earlier ones: who is asked, the slip to hand over, and making a yes final."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consent.uses import LABELS
from stories import actions, roles
from stories.desk.another_year import coming, lines
from stories.desk.listing import EditorsListView
from stories.desk.views.asking import StoryStepView


class AnotherYearView(EditorsListView):
    """Every story of an earlier booklet by its code, with where it stands."""

    page_title = _("Words for another year")
    header_icon = "date"
    template_name = "stories/desk/another_year.html"

    def get(self, request):
        today = timezone.localdate()
        edition = coming(today)
        context = {
            "edition": edition,
            "is_open": edition is not None and edition.asks_anew_from <= today <= edition.asks_anew_until,
            "lines": lines(edition, today=today) if edition else [],
            "where": settings.SITE_URL + reverse("words"),
        }
        return self.render_to_response(self.get_context_data(**context))

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class SlipView(AnotherYearView):
    """A slip for whoever may never log in by themselves. It names no family, no story and no word."""

    page_title = _("A slip to hand over")
    template_name = "stories/desk/another_year_slip.html"

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("another_year"), "label": AnotherYearView.page_title}
        return [*super().get_breadcrumbs_items()[:-1], listing, {"url": "", "label": self.get_page_title()}]


class CarryOverView(StoryStepView):
    """Makes the same words final for the coming booklet, once the family has said yes again."""

    page_title = _("Make final for another year")
    template_name = "stories/desk/carry_over.html"
    may = staticmethod(roles.may_sign_off)

    def get(self, request, **kwargs):
        renewed = actions.renewed_for(self.story.contribution, today=timezone.localdate())
        if renewed is None:
            return self.show(renewed=None)
        labels = [LABELS[use] for use in renewed.uses]
        return self.show(renewed=renewed, words=renewed.version.story_tree(), labels=labels)

    def post(self, request, **kwargs):
        return self.attempt(
            lambda: actions.carry_over(story=self.story, user=request.user, today=timezone.localdate()),
            _("Final for another year. The same words can now be placed in that booklet."),
        )
