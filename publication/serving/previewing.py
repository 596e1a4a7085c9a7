"""A draft as editors see it while they work on it: its contents, each story with the pages beside it, and on paper.

Made by the functions that make a release, of what the plan says now and the gate lets out today, so the pages
between stories stand where readers will meet them. The clock is not asked, since all this is for the desk.
"""

import datetime
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publication import chrome
from publication.composing import planned
from publication.formats import files, web
from publication.formats.edition import Edition
from publication.formats.glyphs import CannotSet
from publication.formats.pdf import CannotBuild, laid_out
from publication.pictures import picture_url
from publication.plan import version_ids
from publication.serving.looking import Looking
from publication.serving.pages import contents_of
from publication.serving.story_pictures import picture_bytes
from stories.models import Picture, StoryVersion

CONTENTS, PAPER = "", "paper"
# In which size the desk sees a picture that no release shows yet.
DRAFT = "max-1200x1200"


def modes(page) -> list[tuple[str, str]]:
    """What the page's form offers to preview: the contents, the whole on paper, and each story of the plan."""
    texts = StoryVersion.objects.select_related("story").in_bulk(version_ids(page.body))
    return [
        (CONTENTS, gettext_lazy("Web: the booklet’s own page")),
        (PAPER, gettext_lazy("Paper: the whole booklet as a PDF")),
        *((texts[pk].story.code, _("Web: “%s”") % texts[pk].title) for pk in version_ids(page.body) if pk in texts),
    ]


def preview(page, mode: str, *, day: datetime.date, request) -> HttpResponse:
    """The page as it stands in the form, saved or not. Its links lead to the draft that was saved last."""
    edition = planned(page, day=day)
    if mode == PAPER:
        return on_paper(edition, request=request)
    try:
        if mode:
            return HttpResponse(
                web.story_page(edition, mode, chrome.read(), draft_picture_url(page), urls_of_a_draft(page))
            )
    except web.NoSuchStory:
        return refused(request, _("This story may not go into the booklet now. The release desk says why."))
    return HttpResponse(contents_of(edition, urls_of_a_draft(page), picture_url=draft_picture_url(page)))


def on_paper(edition: Edition, *, request) -> HttpResponse:
    """The booklet's PDF; or the sentence that says what to mend."""
    try:
        made = laid_out(edition, pictures=picture_bytes(edition.trees())).data
    except CannotSet as trouble:
        return refused(request, str(trouble))
    except CannotBuild:
        return refused(request, _("The PDF could not be set. A build of the booklet names the place."))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{edition.year}-draft.pdf"'
    return response


def refused(request, sentence: str) -> HttpResponse:
    return render(request, "publication/preview_refused.html", {"sentence": sentence})


def saved_draft(page, *, day: datetime.date) -> Looking:
    """The draft that was saved last, to be walked through at the desk; marked on each page."""
    return Looking(
        planned(page.draft(), day=day),
        base=base_of(page),
        mark=_("Draft as it was last saved. Only the desk sees this page."),
        offered=(web.File(files.DOWNLOADS[files.PDF], f"{base_of(page)}booklet.pdf"),),
    )


def base_of(page) -> str:
    """Where the saved draft is; nowhere for a page that was never saved."""
    return reverse("booklet_desk:draft", args=[page.pk]) if page.pk else ""


def urls_of_a_draft(page) -> web.Urls:
    """Links of a preview: into the draft that was saved, since the public pages may not be open."""
    base = base_of(page)
    return web.Urls(contents=base, story=lambda code: f"{base}{code}/")


def draft_picture_url(page) -> Callable[[str], str]:
    """Where pictures are for who looks at a draft: one of ours that no release shows yet is shown to the desk."""

    def url(sha256: str) -> str:
        ours = Picture.objects.filter(sha256=sha256, contribution=None).first()
        return picture_url(ours, DRAFT) if ours else f"{base_of(page)}pictures/{sha256[:32]}/"

    return url
