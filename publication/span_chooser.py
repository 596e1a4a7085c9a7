"""Choosing approved quotations for a booklet, with what stands against each."""

import datetime
from collections.abc import Iterable

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from consent.models import Edition
from consent.reasons import Reason
from consent.rules import Verdict
from consent.uses import LABELS, QUOTABLE, Use
from publication import gate
from publication.choosers import (
    EDITION_OF_THE_FORM,
    ByNumber,
    OnlyEditors,
    VerdictColumn,
    YearField,
    allowed_today,
)
from stories import tree
from stories.models import Span

SHORT = 60
NEWER = gettext_lazy(
    "A newer text of this story has been approved, and this quotation was not approved with it. Ask the parent again."
)


def words(span: Span) -> str:
    """The quotation as one line."""
    return " ".join(tree.body_text(span.story_tree()).split())


def named(span: Span) -> str:
    """How screens call a quotation: by its first words, with the code that logs and mails know."""
    return f"“{Truncator(words(span)).chars(SHORT)}” ({span.code})"


def verdicts(spans: Iterable[Span], *, use: Use, day: datetime.date) -> dict[int, Verdict]:
    """The gate's answers by id; an editor should not choose what a story's newest words may not say any more either."""
    said = gate.verdicts(spans, use=use, day=day)
    newest = set(Span.objects.of_the_newest_words().filter(pk__in=said).values_list("pk", flat=True))
    older = Reason("newer", str(NEWER))
    return {pk: one if pk in newest else Verdict.of([*one.reasons, older]) for pk, one in said.items()}


class SpanFilterForm(BaseFilterForm):
    """Words or the code; a use that is allowed today; the year of the approval."""

    q = forms.CharField(
        label=gettext_lazy("Words or code"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Words or code")}),
    )
    use = forms.ChoiceField(
        label=gettext_lazy("May be used for"),
        required=False,
        choices=[("", gettext_lazy("Any use, or none")), *((use, LABELS[use]) for use in Use if use in QUOTABLE)],
    )
    edition = YearField(
        label=gettext_lazy("Approved for"),
        required=False,
        queryset=Edition.objects.all(),
        empty_label=gettext_lazy("All years"),
    )

    def filter(self, objects):
        asked = self.cleaned_data
        self.is_searching, self.search_query = bool(asked["q"]), asked["q"]
        if asked["edition"]:
            objects = objects.filter(edition=asked["edition"])
        if asked["q"]:
            typed = " ".join(asked["q"].split()).casefold()
            # A quotation may be cut into runs, so its words are looked for in what a reader sees.
            found = [s.pk for s in objects if typed in f"{words(s)} {s.code} {s.story.code}".casefold()]
            objects = objects.filter(pk__in=found)
        return allowed_today(objects, Use(asked["use"])) if asked["use"] else objects


class WordsColumn(Column):
    """The words, a link only where the rule lets them in; below them whose they are, code and year."""

    cell_template_name = "publication/desk/choosable_span_cell.html"

    def get_value(self, instance):
        return words(instance)


class CountedAsQuotations(WagtailPaginator):
    """Editors have never heard of spans."""

    verbose_name, verbose_name_plural = gettext_lazy("quotation"), gettext_lazy("quotations")


class ApprovedSpans(OnlyEditors):
    filter_form_class = SpanFilterForm
    paginator_class = CountedAsQuotations
    per_page = 12

    def get_object_list(self):
        return Span.objects.select_related("story", "edition", "agreement").order_by("-edition__year", "pk")

    def get_results_page(self, request):
        page = super().get_results_page(request)
        said = verdicts(page, use=Use.ONLINE, day=timezone.localdate())
        for span in page:
            span.verdict = said[span.pk]
            span.choose_url = self.append_preserved_url_parameters(reverse(self.chosen_url_name, args=(span.pk,)))
        return page

    @property
    def columns(self):
        return [
            WordsColumn("words", label=_("Quotation")),
            VerdictColumn("verdict", label=_("May it go in?"), accessor="verdict"),
        ]


class ChooseSpan(ApprovedSpans, ChooseView):
    pass


class ChooseSpanResults(ApprovedSpans, ChooseResultsView):
    pass


class Chosen(OnlyEditors):
    def get_display_title(self, instance):
        return named(instance)


class ChosenSpan(Chosen, ChosenView):
    pass


class ChosenSpans(ByNumber, Chosen, ChosenMultipleView):
    pass


class SpanChooser(BaseChooser):
    show_edit_link = False
    linked_fields = EDITION_OF_THE_FORM

    def get_display_title(self, instance):
        return named(instance)


class SpanChooserViewSet(ChooserViewSet):
    model = Span
    icon = "openquote"
    choose_one_text = gettext_lazy("Choose a quotation")
    choose_another_text = gettext_lazy("Choose another quotation")
    choose_view_class = ChooseSpan
    choose_results_view_class = ChooseSpanResults
    chosen_view_class = ChosenSpan
    chosen_multiple_view_class = ChosenSpans
    base_widget_class = SpanChooser
    register_widget = True


span_chooser = SpanChooserViewSet("span_chooser")
SpanBlock = span_chooser.get_block_class(name="SpanBlock", module_path="publication.span_chooser")
