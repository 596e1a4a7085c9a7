"""Pictures of the site's own pages. No file is public by lying in a folder.

`public_picture` serves one size of a picture to anybody, but only while a live page or the site's head shows
it. `desk_file` serves thumbnails to signed-in staff. Pictures of parents' stories go through the gate instead.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.images.utils import generate_signature, verify_signature
from wagtail.models import Page, ReferenceIndex

from publication.models import BookletPage, SiteIdentity
from stories import roles

TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "avif": "image/avif"}


def picture_url(picture, spec: str) -> str:
    """The address of a picture in one size. Signed, so that nobody can ask us to make thousands of sizes."""
    return reverse("public_picture", args=[generate_signature(picture.pk, spec), picture.pk, spec])


def is_shown(picture) -> bool:
    """Whether a live page or a setting of the site uses the picture."""
    return is_on_a_live_page(picture) or SiteIdentity.objects.filter(logo=picture).exists()


def is_on_a_live_page(file) -> bool:
    """Whether a live page uses a picture or leads to a document."""
    uses = ReferenceIndex.get_references_to(file)
    pages = uses.filter(base_content_type=ContentType.objects.get_for_model(Page)).values_list("object_id", flat=True)
    # A booklet shows its pictures itself, and none before it opens.
    return Page.objects.live().filter(pk__in=list(pages)).not_type(BookletPage).exists()


@require_safe
def public_picture(request, signature, pk, spec):
    """One size of a picture, or 404: for a bad signature, for no picture, and for one that no live page shows."""
    if not verify_signature(signature.encode(), pk, spec):
        raise Http404
    # A family's picture is served below its booklet, by the gate, and nowhere else.
    picture = get_object_or_404(get_image_model(), pk=pk, contribution=None)
    shown = is_shown(picture)
    if not shown and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = answer_with(picture.get_rendition(spec).file)
    response["Cache-Control"] = "public, max-age=60" if shown else "private, no-store"
    return response


@require_safe
def desk_file(request, path):
    """A stored picture for signed-in staff: the thumbnails of choosers and listings.

    A family's is for those who may see its story.
    """
    # No name of a file holds NUL, and PostgreSQL takes none in a question.
    if not request.user.has_perm("wagtailadmin.access_admin") or "\0" in path:
        raise Http404
    # By the names that the rows know, never by what a path may lead to: "images/./x" is the same file as "images/x".
    owners = set(_pictures_in(path).values_list("contribution", flat=True))
    if not owners or (owners != {None} and not roles.may_edit(request.user)) or not default_storage.exists(path):
        raise Http404
    response = answer_with(default_storage.open(path))
    response["Cache-Control"] = "private, no-store"
    return response


def _pictures_in(path: str):
    return get_image_model().objects.filter(Q(file=path) | Q(renditions__file=path))


def answer_with(file):
    suffix = file.name.rsplit(".", 1)[-1].lower()
    if suffix not in TYPES:
        raise Http404
    response = FileResponse(file.open("rb"), content_type=TYPES[suffix])
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
