"""A copy of everything we hold, as one file that she may keep. The page says first what that means on her device."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from consent.receipts import TEXT_NAME, as_text
from stories.actions import Visit
from stories.journey import receipts
from stories.journey.everything import everything
from stories.journey.front import show
from stories.journey.notes_file import NAME, File, zipped


def copy(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    return show(request, visit, "copy")


def taken(request, visit: Visit, data) -> HttpResponse:
    """The file itself: made in memory, under a name that says nothing, and kept by nobody but her."""
    parts, files = everything(visit, today=localdate())
    if receipt := receipts.made(request, visit):
        files = (*files, File(TEXT_NAME, as_text(receipt).encode()))
    return HttpResponse(
        zipped(parts, files),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{NAME}"'},
    )
