"""The frame of the release desk's pages: who may open them, and where they stand."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from publication.actions.freezing import NotNow
from publication.models import BookletPage
from stories import roles
from stories.desk.refusing import not_for_this_account


class OnlyEditors:
    """The list shows titles, so it is for those who may read stories: editors and publishers."""

    def dispatch(self, request, *args, **kwargs):
        if not roles.may_edit(request.user):
            return not_for_this_account(request)
        return super().dispatch(request, *args, **kwargs)


class OnlyPublishers:
    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("publication.add_release"):
            return not_for_this_account(request)
        return super().dispatch(request, *args, **kwargs)


class ReleaseDeskView(OnlyEditors, WagtailAdminTemplateMixin, View):
    """The frame of this desk's pages, in Wagtail's own furniture."""

    header_icon = "clipboard-list"
    page_title = gettext_lazy("Releases")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("booklet_desk:index"), "label": gettext_lazy("Releases")},
        ]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())


class OneBooklet:
    """Finds the booklet that the address names."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(BookletPage.objects.select_related("edition"), pk=kwargs["page"])

    def desk_url(self) -> str:
        return reverse("booklet_desk:booklet", args=[self.page.pk])


class BookletDeskView(OneBooklet, ReleaseDeskView):
    """A page about one booklet. `leaf` names it below the booklet's own page."""

    leaf = ""

    def get_page_subtitle(self):
        return str(self.page.edition.year)

    def get_breadcrumbs_items(self):
        items = [*super().get_breadcrumbs_items(), {"url": "", "label": f"{self.page.edition.year}: {self.page.title}"}]
        if self.leaf:
            items[-1]["url"] = self.desk_url()
            items.append({"url": "", "label": self.leaf})
        return items

    def done(self, sentence: str):
        """Back to the booklet's page, which says this sentence."""
        messages.success(self.request, sentence)
        return redirect(self.desk_url())

    def refused(self, reason: NotNow):
        messages.error(self.request, str(reason))
        return redirect(self.desk_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            page=self.page,
            edition=self.page.edition,
            is_open=self.page.is_open(),
            may_release=self.request.user.has_perm("publication.add_release"),
            **kwargs,
        )


class ActView(OnlyPublishers, OneBooklet, View):
    """A button of the booklet's page. `act` does it and returns what to say; a `NotNow` is said instead."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            messages.success(request, self.act(request))
        except NotNow as reason:
            messages.error(request, str(reason))
        return redirect(self.desk_url())


class DropView(OnlyPublishers, BookletDeskView):
    """Asks once more before something is taken away. `sentence` says what that means; `drop` does it and answers."""

    template_name = "publication/desk/drop.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sentence=self.sentence(), **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            return self.done(self.drop(request.user))
        except NotNow as reason:
            return self.refused(reason)
