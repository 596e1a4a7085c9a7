"""Choosing approved texts for a booklet: the newest of each story, with what stands against it."""

import re

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from consent.models import Edition
from consent.uses import LABELS, Use
from publication import gate
from stories import roles
from stories.models import StoryVersion, Theme
from stories.states import KIND_LABELS

# What can be the number of a row.
NUMBER = re.compile("[0-9]{1,18}")
# The uses for which a booklet has files, and those that speak of it.
OF_A_BOOKLET = [(use, LABELS[use]) for use in (Use.ONLINE, Use.PRINT, Use.SOCIAL, Use.PRESS, Use.TRAINING)]

# The dialog opens with the year of the booklet that is being edited; "All years" shows the others.
EDITION_OF_THE_FORM = {"edition": "#id_edition"}


def named(version: StoryVersion) -> str:
    """How screens call a text: by its title, with the code that logs and mails know."""
    return f"{version.title} ({version.story.code})"


class YearField(forms.ModelChoiceField):
    def label_from_instance(self, edition):
        return str(edition.year)


class FilterForm(BaseFilterForm):
    """Words of the title, or the code; theme and kind; a use that is allowed today; the year of the approval."""

    q = forms.CharField(
        label=_("Title or code"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Title or code")})
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *KIND_LABELS.items()])
    theme = forms.ModelChoiceField(
        label=_("Theme"), required=False, queryset=Theme.objects.all(), empty_label=_("All themes")
    )
    use = forms.ChoiceField(
        label=_("May be used for"), required=False, choices=[("", _("Any use, or none")), *OF_A_BOOKLET]
    )
    edition = YearField(
        label=_("Approved for"), required=False, queryset=Edition.objects.all(), empty_label=_("All years")
    )

    def filter(self, objects):
        asked = self.cleaned_data
        self.is_searching, self.search_query = bool(asked["q"]), asked["q"]
        if asked["q"]:
            # The title as the family approved it lies in the tree; the story's own may have been edited since.
            objects = objects.filter(Q(tree__title__icontains=asked["q"]) | Q(story__code__icontains=asked["q"]))
        if asked["kind"]:
            objects = objects.filter(story__kind=asked["kind"])
        if asked["edition"]:
            objects = objects.filter(edition=asked["edition"])
        if asked["theme"]:
            objects = objects.filter(story__themes=asked["theme"])
        return allowed_today(objects, Use(asked["use"])) if asked["use"] else objects


def allowed_today(texts, use: Use):
    """Those texts or quotations that the rule lets out for one use today, each in the edition it was approved for."""
    day, ids = timezone.localdate(), set()
    for edition in Edition.objects.filter(pk__in=texts.order_by().values("edition")):
        ids.update(gate.allowed(texts, use=use, edition=edition, day=day).values_list("pk", flat=True))
    return texts.filter(pk__in=ids)


class OnlyEditors:
    """Titles are parents' words: who looks after accounts, or only opens the vault, has no business here."""

    def dispatch(self, request, *args, **kwargs):
        if not roles.may_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class VerdictColumn(Column):
    """Yes, or why not: the rule's own sentences. Only a help, since the build asks again."""

    cell_template_name = "publication/desk/verdict_cell.html"


class TitleColumn(Column):
    """The title, a link only where the rule lets the text in; below it code, kind and year, so that it fits a phone."""

    cell_template_name = "publication/desk/choosable_cell.html"


class ApprovedVersions(OnlyEditors):
    filter_form_class = FilterForm
    per_page = 12

    def get_object_list(self):
        newest = StoryVersion.objects.newest_of_each_story().select_related("story", "edition", "agreement")
        return newest.order_by("-edition__year", "pk")

    def get_results_page(self, request):
        page = super().get_results_page(request)
        verdicts = gate.verdicts(page, use=Use.ONLINE, day=timezone.localdate())
        for version in page:
            version.verdict = verdicts[version.pk]
            version.choose_url = self.append_preserved_url_parameters(reverse(self.chosen_url_name, args=(version.pk,)))
        return page

    @property
    def columns(self):
        return [
            TitleColumn("title", label=_("Story"), accessor="title"),
            VerdictColumn("verdict", label=_("May it go in?"), accessor="verdict"),
        ]


class ChooseVersion(ApprovedVersions, ChooseView):
    pass


class ChooseVersionResults(ApprovedVersions, ChooseResultsView):
    pass


class Chosen(OnlyEditors):
    def get_display_title(self, instance):
        return named(instance)


class ChosenVersion(Chosen, ChosenView):
    pass


class ByNumber:
    """Of what was ticked, those that could be rows."""

    def get_objects(self, pks):
        return super().get_objects([pk for pk in pks if NUMBER.fullmatch(pk)])


class ChosenVersions(ByNumber, Chosen, ChosenMultipleView):
    pass


class VersionChooser(BaseChooser):
    show_edit_link = False
    linked_fields = EDITION_OF_THE_FORM

    def get_display_title(self, instance):
        return named(instance)


class StoryVersionChooserViewSet(ChooserViewSet):
    model = StoryVersion
    icon = "doc-full"
    choose_one_text = _("Choose a story")
    choose_another_text = _("Choose another story")
    choose_view_class = ChooseVersion
    choose_results_view_class = ChooseVersionResults
    chosen_view_class = ChosenVersion
    chosen_multiple_view_class = ChosenVersions
    base_widget_class = VersionChooser
    register_widget = True


version_chooser = StoryVersionChooserViewSet("story_version_chooser")
StoryVersionBlock = version_chooser.get_block_class(name="StoryVersionBlock", module_path="publication.choosers")
