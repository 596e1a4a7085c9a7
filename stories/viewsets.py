"""The admin's lists of contributions and stories, and the pages that hang on each."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from consent.models import Hold
from stories import actions
from stories.desk.standing import standing
from stories.desk.views import (
    aloud,
    another_year,
    answering,
    asking,
    capturing,
    checking,
    granting,
    holding,
    opening,
    preparing,
    settling,
)
from stories.models import Contribution, Story
from stories.panels import StandingPanel
from stories.policies import StoryPolicy, TriagePolicy
from stories.states import Said

ASKED_MEANWHILE = _(
    "It could not be saved: the parent was asked about these words while you were changing them. "
    "Copy what you changed, take the question back, and save it then."
)


class NoExport:
    """A list that cannot be taken away as a file."""

    def dispatch(self, request, *args, **kwargs):
        if "export" in request.GET:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class ContributionIndexView(NoExport, generic.IndexView):
    """What came in, by opaque code. No size, no time finer than a week, no word of anything."""

    default_ordering = ("turn", "week", "id")

    def get_base_queryset(self):
        actions.finish_if_cut_short(today=timezone.localdate())
        holds = Hold.objects.open().filter(agreement=OuterRef("agreement"))
        return Contribution.objects.present().in_turn().with_who_wrote_last().annotate(is_held=Exists(holds))

    def get_list_more_buttons(self, instance):
        """Its code is the link; there is nothing else to be done from the list."""
        return []


def pressing(contribution: Contribution) -> str:
    said = (
        (contribution.urgent, _("Urgent")),
        (contribution.is_held, _("Held")),
        (contribution.last_said == Said.MESSAGE, _("Waits for an answer")),
    )
    return ", ".join(str(word) for is_so, word in said if is_so)


class ContributionViewSet(ModelViewSet):
    """Contributions can be listed and opened. They come by the share page and go by their parent's word."""

    model = Contribution
    name = "contribution"
    url_prefix = "contributions"
    icon = "mail"
    menu_label = _("Contributions")
    menu_name = "contributions"
    menu_order = 110
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = ()
    index_view_class = ContributionIndexView
    list_filter = ["state", "kind", "severity", "urgent"]
    list_display = [
        "code",
        StatusTagColumn("get_state_display", label=_("Where it stands"), sort_key="state"),
        StatusTagColumn("pressing", label=_("Mind"), accessor=lambda one: pressing(one), primary=True),
        Column("week", label=_("Week"), sort_key="week"),
        Column("get_kind_display", label=_("Kind"), classname="desk-wide"),
        Column("get_severity_display", label=_("Reading"), sort_key="severity", classname="desk-wide"),
    ]
    list_per_page = 50

    @property
    def permission_policy(self):
        return TriagePolicy(self.model)

    def get_urlpatterns(self):
        """The list and its history stay; forms to add, change or delete a row are not there at all."""
        kept = [one for one in super().get_urlpatterns() if one.name in {"index", "index_results", "history"}]
        kept += [one for one in super().get_urlpatterns() if one.name == "history_results"]
        pages = {
            "edit": ("open/<str:pk>/", opening.OpenView),
            "safeguarding": ("open/<str:pk>/safeguarding/", opening.SafeguardingView),
            "prepare": ("open/<str:pk>/prepare/", preparing.PrepareView),
            "check": ("open/<str:pk>/check/", checking.CheckView),
            "read": ("open/<str:pk>/read/", opening.ReadView),
            "answer": ("open/<str:pk>/answer/", answering.AnswerView),
            "holds": ("open/<str:pk>/holds/", settling.SettleView),
            "confirm": ("open/<str:pk>/confirm/", capturing.ConfirmView),
            "grants": ("open/<str:pk>/keys/", granting.GrantsView),
            "set_aside": ("open/<str:pk>/set-aside/", opening.SetAsideView),
        }
        return kept + [path(route, view.as_view(), name=name) for name, (route, view) in pages.items()]


class StoryIndexView(NoExport, snippets.IndexView):
    """Stories with their step. A visit lets the desk follow what parents answered since the last one."""

    def get_base_queryset(self):
        today = timezone.localdate()
        actions.finish_if_cut_short(today=today)
        actions.catch_up_all(today=today)
        return super().get_base_queryset().select_related("edition", "agreement")

    def get_list_more_buttons(self, instance):
        """Its title is the link; there is nothing else to be done from the list."""
        return []

    @property
    def columns(self):
        """No boxes to tick: there is nothing that may be done to many stories at once."""
        return [column for column in super().columns if column.name != "bulk_actions"]

    @property
    def list_display(self):
        return [
            "title",
            Column("code", label=_("Code"), sort_key="code"),
            StatusTagColumn("standing", label=_("Where it stands"), accessor=where_it_stands),
            Column("edition", label=_("Edition"), accessor=lambda story: story.edition.year, classname="desk-wide"),
        ]


def where_it_stands(story: Story) -> str:
    return standing(story, today=timezone.localdate()).says


class StoryEditView(snippets.EditView):
    """Only saving is possible here. Asking, taking back and signing off have pages of their own."""

    def setup(self, request, *args, **kwargs):
        actions.finish_if_cut_short(today=timezone.localdate())
        story = Story.objects.filter(pk=kwargs["pk"]).first()
        if story is not None:
            actions.catch_up(story=story, today=timezone.localdate())
        super().setup(request, *args, **kwargs)

    def save_instance(self):
        """Under the story's row: the form holds what stood in it when it was read, the lock included.

        Meanwhile a colleague may have asked the parent about these words, or the parent may have left.
        """
        held = Story.objects.present().select_for_update(of=("self",)).filter(pk=self.object.pk).first()
        if held is None:
            raise Http404
        if held.locked:
            raise PermissionDenied(ASKED_MEANWHILE)
        return super().save_instance()

    def get_available_actions(self):
        return ["edit"]

    def get_page_subtitle(self):
        return self.object.title


class BackToStory(View):
    """In place of a page that Wagtail offers for every snippet and that has no meaning for a story."""

    def dispatch(self, request, pk):
        return redirect(reverse(Story.snippet_viewset.get_url_name("edit"), args=[pk]))


class StoryViewSet(SnippetViewSet):
    model = Story
    icon = "doc-full"
    menu_label = _("Stories")
    menu_name = "stories"
    menu_order = 120
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = StoryIndexView
    edit_view_class = StoryEditView
    list_filter = ["edition", "kind"]
    list_per_page = 50
    search_fields = ["title", "code"]
    search_backend_name = None
    panels = [
        StandingPanel(heading=_("Where it stands"), icon="clipboard-list"),
        MultiFieldPanel(
            [FieldPanel("title"), FieldRowPanel([FieldPanel("credit"), FieldPanel("kind")]), FieldPanel("body")],
            heading=_("The parent’s words"),
            help_text=_("A changed comma asks the parent again: they approve these words exactly."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("standfirst"),
                FieldPanel("content_note"),
                FieldPanel(
                    "themes",
                    heading=_("Themes"),
                    help_text=_("From our own list. Begin to type and choose; new ones are not made here."),
                ),
            ],
            heading=_("Our words beside it"),
        ),
        FieldPanel("edition"),
    ]

    @property
    def permission_policy(self):
        return StoryPolicy(self.model)

    @property
    def usage_view(self):
        return BackToStory.as_view()

    # Locking follows asking. Wagtail's own page lets a superuser unlock whatever the policy says.
    lock_view = unlock_view = usage_view

    def get_urlpatterns(self):
        pages = {
            "ask": ("ask/<int:pk>/", asking.AskView),
            "withdraw": ("withdraw/<int:pk>/", asking.WithdrawView),
            "holds": ("holds/<int:pk>/", holding.HoldsView),
            "read_aloud": ("read-aloud/<int:pk>/", aloud.ReadAloudView),
            "carry_over": ("carry-over/<int:pk>/", another_year.CarryOverView),
            "sign_off": ("sign-off/<int:pk>/", asking.SignOffView),
        }
        ours = [path(route, view.as_view(), name=name) for name, (route, view) in pages.items()]
        return [*super().get_urlpatterns(), *ours]
