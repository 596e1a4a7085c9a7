"""The editors' desk for releases: what would go in, what would not and why, freeze, build, progress."""

from django.db.models import Prefetch
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from consent.models import Edition
from consent.uses import Use
from publication import rechecking
from publication.actions import freeze, one_builder, request_build
from publication.actions.freezing import NotNow
from publication.desk import opening, printing
from publication.desk.frame import BookletDeskView, OnlyEditors, OnlyPublishers, ReleaseDeskView
from publication.formats.files import CARDS, DOWNLOADS, PRINT_FILES, missing
from publication.models import BookletIndexPage, BookletPage, Build, Release
from publication.preflight import preflight
from publication.serving import downloads


class IndexView(ReleaseDeskView):
    """Every booklet, with its newest release and whether something waits."""

    template_name = "publication/desk/index.html"

    def get_context_data(self, **kwargs):
        releases = Prefetch("releases", Release.objects.select_related("edition", "page"))
        pages = BookletPage.objects.select_related("edition", "latest_revision").prefetch_related(releases)
        rows = [
            {
                "page": page,
                "release": next(iter(page.releases.all()), None),
                "readers_get": next((one for one in page.releases.all() if one.state == Release.State.READY), None),
                "report": preflight(page, day=timezone.localdate()),
            }
            for page in pages.order_by("-edition__year")
        ]
        return super().get_context_data(rows=rows, without=self.without(), **kwargs)

    def without(self) -> list[dict]:
        """Editions that are still to open and have no booklet; `add` is where one is made, for who may."""
        shelf = BookletIndexPage.objects.first()
        may = shelf and shelf.permissions_for_user(self.request.user).can_add_subpage()
        add = reverse("wagtailadmin_pages:add", args=["publication", "bookletpage", shelf.pk]) if may else ""
        editions = Edition.objects.filter(booklet=None, opens_at__gt=timezone.now()).order_by("year")
        return [{"edition": edition, "add": add} for edition in editions]


class BookletView(BookletDeskView):
    """One booklet: preflight, the button, the progress of a build, its releases, and what became of them."""

    template_name = "publication/desk/booklet.html"

    def get_context_data(self, **kwargs):
        releases = list(
            self.page.releases.select_related(
                "edition", "frozen_by", "proof__seen_by", "proof__ordered_by"
            ).prefetch_related("files", "handed_out")
        )
        waiting = next((release for release in releases if release.state == Release.State.PENDING), None)
        report = preflight(self.page, day=timezone.localdate())
        paper = preflight(self.page, day=timezone.localdate(), use=Use.PRINT)
        return super().get_context_data(
            report=report,
            paper=paper,
            # Both go through the same plan, so their lines stand side by side.
            lines=list(zip(report.lines, paper.lines, strict=True)),
            releases=releases,
            downloads=list(DOWNLOADS),
            print_files=list(PRINT_FILES),
            missing=missing(),
            waiting=waiting,
            at_work=waiting is not None and one_builder.at_work(self.page.edition.year),
            build=Build.objects.filter(edition=self.page.edition).first(),
            opening=opening.context(self.page, now=timezone.now()),
            checks=rechecking.standing(self.page, day=timezone.localdate()),
            printing=printing.context(self.page, releases, day=timezone.localdate()),
            **kwargs,
        )


class FreezeView(OnlyPublishers, View):
    """Freezes the plan and starts its build. Publishers only."""

    http_method_names = ["post"]

    def post(self, request, page):
        page = get_object_or_404(BookletPage.objects.select_related("edition"), pk=page)
        try:
            if not preflight(page, day=timezone.localdate()).allowed:
                raise NotNow(
                    _(
                        "No story in this booklet may be used yet, so there is nothing to release. The list below says"
                        " why. Choose stories into the plan, or ask the families from their stories’ pages."
                    )
                )
            release = freeze(page=page, user=request.user)
        except NotNow as reason:
            messages.error(request, str(reason))
        else:
            request_build(release, day=timezone.localdate())
            messages.success(request, _("Release %s is frozen and is being built.") % release.name)
        return redirect(reverse("booklet_desk:booklet", args=[page.pk]))


class BuildAgainView(OnlyPublishers, View):
    """Starts the build of a release once more: after a power cut, or when what failed has been mended."""

    http_method_names = ["post"]

    def post(self, request, page, release):
        found = get_object_or_404(Release.objects.select_related("edition"), pk=release, page=page)
        if not found.may_be_built:
            messages.error(request, _("Release %s is not waiting any more. Look at the list below.") % found.name)
        else:
            Release.objects.filter(pk=found.pk).update(state=Release.State.PENDING, trouble="")
            request_build(found, day=timezone.localdate())
            messages.success(request, _("The build of release %s has been started again.") % found.name)
        return redirect(reverse("booklet_desk:booklet", args=[page]))


class FileView(OnlyEditors, View):
    """A file of a built release, for editors to look at before readers can. The rule is asked here too."""

    http_method_names = ["get"]

    def get(self, request, page, release, name):
        found = get_object_or_404(Release.objects.ready().select_related("edition"), pk=release, page=page)
        if name not in DOWNLOADS and name not in PRINT_FILES and not name.startswith(f"{CARDS}/"):
            raise Http404
        answer = downloads.answer(request, found, name, day=timezone.localdate())
        if isinstance(answer, FileResponse):
            return answer
        messages.warning(request, _("This file is being renewed, since a story in it may no longer be used."))
        return redirect(reverse("booklet_desk:booklet", args=[page]))
