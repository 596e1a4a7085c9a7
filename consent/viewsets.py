"""Consent in the admin: the calendar of each year, the wording, and the register to look things up in."""

import django_filters
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from consent import views
from consent.forms import PARTS, NoticeForm, box
from consent.models import Agreement, Edition, Notice
from consent.permissions import ReadOnly, UntilSettled
from consent.uses import LABELS, Use


class EditionViewSet(ModelViewSet):
    model = Edition
    icon = "calendar-alt"
    menu_label = _("Editions")
    index_view_class = views.IndexView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["year", "title", "call_closes", "content_lock", "print_order", "opens_at"]
    ordering = "-year"
    panels = [
        HelpPanel(
            content=_(
                "Families are told these dates before they agree, so change them only when you must."
                " Consent for an edition ends after 30 April of its year."
            )
        ),
        MultiFieldPanel([FieldPanel("year"), FieldPanel("title")], heading=_("The booklet")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("call_opens", "call_closes", "content_lock", "print_order", "opens_at")],
            heading=_("Its calendar"),
        ),
        # A whole booklet is kept from opening by a publisher, with a reason that is recorded: never by a box in a form.
        HelpPanel(
            content=_("To keep a whole booklet from opening, a publisher says so on its page under Releases."),
            heading=_("In an emergency"),
        ),
    ]

    @property
    def permission_policy(self):
        return UntilSettled(self.model)


class NoticeViewSet(ModelViewSet):
    model = Notice
    icon = "doc-full"
    menu_label = _("Notices")
    index_view_class = views.IndexView
    edit_view_class = views.NoticeEditView
    delete_view_class = views.DeleteView
    inspect_view_class = views.NoticeView
    copy_view_enabled = False
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_template_name = "consent/notice_inspect.html"
    list_display = [
        "title",
        "version",
        Column("language_name", label=_("Language"), sort_key="language"),
        "format",
        Column("in_force", label=_("In force since week")),
    ]
    list_filter = ["language", "format"]

    def get_urlpatterns(self):
        shown = self.get_inspect_view_kwargs() | {"template_name": "consent/notice_differences.html"}
        differences = self.construct_view(views.DifferencesView, **shown)
        return [*super().get_urlpatterns(), path("differences/<str:pk>/", differences, name="differences")]

    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "What families are asked before they share. A new notice starts as a copy of the one in force."
                    " Use short words, say what cannot be undone, and pull nobody towards yes."
                    " An editor drafts it, a publisher puts it in force."
                )
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("title", "version", "language", "format")], heading=_("Which wording")
            ),
            *(MultiFieldPanel([FieldPanel(box(use, part)) for part in PARTS], heading=LABELS[use]) for use in Use),
            FieldPanel("material"),
            # Whoever may not sees no such box, and a box that is sent all the same is not looked at.
            MultiFieldPanel(
                [FieldPanel("put_in_force", permission="consent.put_in_force_notice")], heading=_("When it is ready")
            ),
        ],
        base_form_class=NoticeForm,
    )

    @property
    def permission_policy(self):
        return UntilSettled(self.model)


class RegisterFilterSet(WagtailFilterSet):
    allows = django_filters.ChoiceFilter(
        label=_("Allows"), method="filter_allows", choices=[(use.value, LABELS[use]) for use in Use]
    )

    class Meta:
        model = Agreement
        fields = ["state"]

    def filter_allows(self, queryset, name, value):
        return queryset.allowing(Use(value))


# On a phone there is no room for it, and it stands on the agreement's own page.
ON_A_WIDE_SCREEN = Column("week", label=_("Begun in week"), sort_key="week", classname="desk-wide")


class RegisterViewSet(ModelViewSet):
    """Only to look at: what a family said is changed by the family, through `consent.actions`."""

    model = Agreement
    name = "consent_register"
    icon = "clipboard-list"
    menu_label = _("Consent register")
    copy_view_enabled = False
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_template_name = "consent/agreement_inspect.html"
    index_view_class = views.RegisterView
    inspect_view_class = views.AgreementView
    filterset_class = RegisterFilterSet
    form_fields = []
    list_display = ["__str__", "state", Column("allows", label=_("Allows now")), ON_A_WIDE_SCREEN]

    @property
    def permission_policy(self):
        return ReadOnly(self.model)


class ConsentGroup(ViewSetGroup):
    menu_label = _("Consent")
    menu_icon = "clipboard-list"
    menu_order = 300
    items = (RegisterViewSet(), EditionViewSet(), NoticeViewSet())
