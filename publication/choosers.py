"""Choosing approved texts for a booklet."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from stories.models import StoryVersion


class ApprovedVersions:
    """Lists the newest approved text of each story. The list is a help; the gate is asked again at the build."""

    def get_object_list(self):
        return StoryVersion.objects.newest_of_each_story().select_related("story", "edition", "agreement")

    @property
    def columns(self):
        return [
            TitleColumn(
                "title",
                label=_("Title"),
                accessor=lambda version: version.title,
                url_name=self.chosen_url_name,
                link_attrs={"data-chooser-modal-choice": True},
            ),
            Column("code", label=_("Code"), accessor=lambda version: version.story.code),
            Column("kind", label=_("Kind"), accessor=lambda version: version.story.get_kind_display()),
            Column("edition", label=_("Approved for"), accessor=lambda version: version.edition.year),
        ]


class ChooseVersion(ApprovedVersions, ChooseView):
    pass


class ChooseVersionResults(ApprovedVersions, ChooseResultsView):
    pass


class StoryVersionChooserViewSet(ChooserViewSet):
    model = StoryVersion
    icon = "doc-full"
    choose_one_text = _("Choose a story")
    choose_another_text = _("Choose another story")
    choose_view_class = ChooseVersion
    choose_results_view_class = ChooseVersionResults
    register_widget = True


version_chooser = StoryVersionChooserViewSet("story_version_chooser")
StoryVersionBlock = version_chooser.get_block_class(name="StoryVersionBlock", module_path="publication.choosers")
