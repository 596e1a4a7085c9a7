"""The editors' desk for releases: what would go in, what would not and why, freeze, build, progress."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from publication.actions import freeze, request_build
from publication.models import BookletPage, Build, Release
from publication.preflight import preflight


class ReleaseDeskView(PermissionRequiredMixin, WagtailAdminTemplateMixin, View):
    """The frame of this desk's pages, in Wagtail's own furniture."""

    permission_required = "wagtailadmin.access_admin"
    raise_exception = True
    header_icon = "clipboard-list"
    page_title = gettext_lazy("Releases")

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse_lazy("booklet_desk:index"), "label": gettext_lazy("Releases")},
        ]

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data(**kwargs))


class IndexView(ReleaseDeskView):
    """Every booklet, with its newest release and whether something waits."""

    template_name = "publication/desk/index.html"

    def get_context_data(self, **kwargs):
        pages = BookletPage.objects.select_related("edition").order_by("-edition__year")
        rows = [
            {
                "page": page,
                "release": page.releases.select_related("edition").first(),
                "readers_get": page.newest_release(),
                "report": preflight(page, day=timezone.localdate()),
            }
            for page in pages
        ]
        return super().get_context_data(rows=rows, **kwargs)


class BookletView(ReleaseDeskView):
    """One booklet: preflight, the button, the progress of a build, and its releases."""

    template_name = "publication/desk/booklet.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(BookletPage.objects.select_related("edition"), pk=kwargs["page"])

    def get_page_subtitle(self):
        return str(self.page.edition.year)

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": f"{self.page.edition.year}: {self.page.title}"}]

    def get_context_data(self, **kwargs):
        releases = list(self.page.releases.select_related("edition", "frozen_by").prefetch_related("files"))
        waiting = next((release for release in releases if release.state == Release.State.PENDING), None)
        return super().get_context_data(
            page=self.page,
            edition=self.page.edition,
            is_open=self.page.edition.is_open(timezone.now()),
            report=preflight(self.page, day=timezone.localdate()),
            releases=releases,
            waiting=waiting,
            build=Build.objects.filter(edition=self.page.edition).first(),
            may_release=self.request.user.has_perm("publication.add_release"),
            **kwargs,
        )


class FreezeView(PermissionRequiredMixin, View):
    """Freezes the plan and starts its build. Publishers only."""

    permission_required = "publication.add_release"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request, page):
        page = get_object_or_404(BookletPage.objects.select_related("edition"), pk=page)
        if not preflight(page, day=timezone.localdate()).allowed:
            messages.error(
                request,
                _("No story in this booklet may be used yet, so there is nothing to release. The list says why."),
            )
        elif page.releases.filter(state=Release.State.PENDING).exists():
            messages.warning(request, _("A release is being built already. Wait until it is ready, then freeze again."))
        else:
            release = freeze(page=page, user=request.user)
            request_build(release, day=timezone.localdate())
            messages.success(request, _("Release %s is frozen and is being built.") % release.name)
        return redirect(reverse("booklet_desk:booklet", args=[page.pk]))


class BuildAgainView(PermissionRequiredMixin, View):
    """Starts the build of a waiting or failed release once more, after a power cut or after mending what failed."""

    permission_required = "publication.add_release"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request, page, release):
        found = get_object_or_404(
            Release.objects.filter(state__in=[Release.State.PENDING, Release.State.FAILED]), pk=release, page=page
        )
        Release.objects.filter(pk=found.pk).update(state=Release.State.PENDING, trouble="")
        request_build(found, day=timezone.localdate())
        messages.success(request, _("The build of release %s has been started again.") % found.name)
        return redirect(reverse("booklet_desk:booklet", args=[page]))
