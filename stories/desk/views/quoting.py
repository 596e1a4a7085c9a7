"""Every quotation that parents have approved, with where each may be used today."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories import actions
from stories.desk.listing import EditorsListView
from stories.desk.quoting import of_spans
from stories.models import Span, Story


class QuotationsView(EditorsListView):
    """For whoever makes a card or speaks to the press: nothing is changed here, each story's own page leads further."""

    page_title = _("Quotations")
    header_icon = "openquote"
    template_name = "stories/desk/quotations.html"

    def get(self, request):
        today = timezone.localdate()
        actions.catch_up_all(today=today)
        spans = Span.objects.of_the_newest_words().newest_edition_first()
        found = of_spans(spans.select_related("story", "edition", "agreement"), today=today)
        return self.render_to_response(self.get_context_data(quotations=found))

    def get_breadcrumbs_items(self):
        listing = reverse(Story.snippet_viewset.get_url_name("list"))
        here = {"url": "", "label": self.page_title}
        return [*super().get_breadcrumbs_items(), {"url": listing, "label": _("Stories")}, here]
