"""One story of the plan as it will stand on paper: for editors, while they decide on order and length."""

import datetime
import io

import pikepdf
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from publication.composing import planned
from publication.desk.frame import OneBooklet, OnlyEditors
from publication.formats import imposing, pdf
from publication.formats.excerpt import around
from publication.formats.glyphs import CannotSet
from publication.formats.typesetting import CannotBuild
from publication.models import BookletPage
from publication.plan import version_ids
from publication.serving.story_pictures import picture_bytes
from stories.models import StoryVersion


class NotLetOut(Exception):
    """The gate does not let this text into this booklet today."""


def story_pdf(page: BookletPage, version: StoryVersion, *, day: datetime.date) -> bytes:
    """The pages of one story and of the editors' own beside it, by the same template as the whole booklet.

    Small enough to be set while somebody waits (benchmarks/README.md). Raises `NotLetOut`, CannotSet and CannotBuild.
    """
    edition = around(planned(page.draft(), day=day), version.story.code)
    if edition is None:
        raise NotLetOut
    laid = pdf.laid_out(edition, pictures=picture_bytes(edition.trees()))
    ours = {label for _part, items in edition.labelled() for label, _item in items}
    first = min(laid.openings[label] for label in ours)
    after = min(opens for label, opens in laid.openings.items() if label not in ours and opens > first)
    with pikepdf.open(io.BytesIO(laid.data)) as whole, pikepdf.new() as part:
        for sheet in whole.pages[first - 1 : after - 1]:
            part.pages.append(sheet)
        return imposing.finished(part)


class StoryPageView(OnlyEditors, OneBooklet, View):
    """The pages inline, as the browser shows a PDF; or back to the board with the reason."""

    http_method_names = ["get"]

    def get(self, request, page, version):
        if version not in version_ids(self.page.draft().body):
            raise Http404
        text = StoryVersion.objects.select_related("story").get(pk=version)
        try:
            made = story_pdf(self.page, text, day=timezone.localdate())
        except NotLetOut:
            return self.refused(_("%s may not go in now. The booklet's page says why.") % text.story.code)
        except CannotSet as trouble:
            return self.refused(str(trouble))
        except CannotBuild:
            return self.refused(_("%s could not be set. A build of the booklet names the place.") % text.story.code)
        response = HttpResponse(made, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{text.story.code}.pdf"'
        return response

    def refused(self, sentence: str):
        messages.error(self.request, sentence)
        return redirect(reverse("booklet_desk:board", args=[self.page.pk]))
