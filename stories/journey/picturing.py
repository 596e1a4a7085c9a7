"""Pictures that she adds after sending: a drawing, or words written by hand. Three at most."""

import base64
import hashlib
import logging

from django import forms
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stories import actions, imaging
from stories.actions import Visit
from stories.characters import visible
from stories.journey import floods, pressing
from stories.journey.answers import read
from stories.journey.forms import PageForm
from stories.journey.front import show
from stories.journey.returning import TYPED
from stories.journey.uploads import FIELD
from stories.sent_pictures import MOST, data_address, sent_pictures
from stories.states import State
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "picture"
LONGEST = 300
# Wide enough to be known again; small enough that three of them load on a slow line.
SHOWN_SIDE = 480
# Without HEIC, so that an iPhone turns its own kind of photograph into a JPEG before it leaves the phone.
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif"

UNREADABLE = _("We could not read this file as a picture. Choose a photo, or a picture saved as JPEG or PNG.")
TOO_LARGE = _("This picture is too large. Save it smaller, or take a photo of it, and choose that.")
NOT_KEPT = _("We could not take the picture just now. What you wrote is still here. Please choose it once more.")
FULL = _("You have added three pictures. Remove one first, then add another.")
TOO_LATE = _("Your words are ready, so we cannot add a picture to them now. Write to us if you want to.")


class PictureForm(PageForm):
    picture = forms.FileField(
        label=_("The picture"),
        help_text=_("A photo of it is fine. Up to 10 megabytes."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        allow_empty_file=True,  # what holds nothing is no picture, and what was too large holds nothing any more
        error_messages={
            "required": _("Choose a picture from your phone or computer."),
            "invalid": _("Choose a picture from your phone or computer."),
        },
    )
    shows = forms.CharField(
        label=_("Say in a few words what is to be seen"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "It is read out to people who cannot see it. Such as: a drawing of a house at night, one light on."
        ),
        error_messages={
            "required": _("Say in a few words what is to be seen."),
            "max_length": _("Use fewer words. We can take %(limit_value)d letters and you have %(show_value)d."),
        },
    )

    def clean_picture(self):
        upload = self.cleaned_data["picture"]
        if upload.too_large:
            raise forms.ValidationError(TOO_LARGE)
        return upload

    def clean_shows(self):
        shows = " ".join(self.cleaned_data["shows"].split())
        if not visible(shows):
            raise forms.ValidationError(self.fields["shows"].error_messages["required"], code="required")
        return shows


def pictures(request, visit: Visit, data=None, *, typed=None, form=None, note="") -> HttpResponse:
    """The pictures so far, and a form for one more."""
    sent = sent_pictures(visit.opened)
    context = {
        "pictures": [
            {
                "name": one.sha256,
                "shows": one.description,
                "address": data_address(imaging.preview(one.data, SHOWN_SIDE), "jpg"),
                "in_words": bool(actions.words_that_show(visit, one.sha256)),
            }
            for one in sent
        ],
        "form": form or PictureForm(initial={"shows": (typed or {}).get("shows", "")}),
        "full": len(sent) >= MOST,
        "too_late": visit.contribution.state == State.CLEARED,
        "nonce": pressing.new_nonce(PURPOSE),
        "note": note,
    }
    return show(request, visit, "pictures", **context)


def pictured(request, visit: Visit, data) -> HttpResponse:
    """Adds one or removes one."""
    if data.get("remove"):
        return removed(request, visit, data)
    form = PictureForm(read(data, TYPED), request.FILES)
    if not form.is_valid():
        return pictures(request, visit, form=form)
    try:
        _add_once(request, visit, data.get("nonce", ""), form)
    except (pressing.AlreadySent, pressing.PageTooOld):
        return pictures(request, visit, form=form, note="again")
    except imaging.NotAPicture as refusal:
        form.add_error(FIELD, TOO_LARGE if refusal.too_large else UNREADABLE)
    except actions.TooManyPictures:
        form.add_error(None, FULL)
    except actions.TooLateForPictures:
        form.add_error(None, TOO_LATE)
    except (DatabaseError, NotPrivate, OSError):
        logger.exception("A picture could not be kept.")
        form.add_error(FIELD, NOT_KEPT)
    if form.errors:
        return pictures(request, visit, form=form)
    return pictures(request, visit, note="added")


def removed(request, visit: Visit, data) -> HttpResponse:
    """Takes one back. Until all of it is gone it stays on the page, so that she can press again."""
    note = "removed"
    try:
        actions.remove_picture(visit=visit, sha256=data["remove"], today=localdate())
    except (DatabaseError, OSError):
        logger.exception("A picture is not wholly removed.")
        note = "left"
    return pictures(request, visit, typed=read(data, TYPED), note=note)


def _add_once(request, visit: Visit, nonce: str, form: PictureForm) -> None:
    """A page sent twice adds nothing twice, and brings nothing back that she removed meanwhile.

    Whoever goes back in the browser and chooses another file sends the same page with another picture. Raises
    `lanes.Busy`: one story with an open page is enough to send pictures all day.
    """
    data, shows = form.cleaned_data[FIELD].read(), form.cleaned_data["shows"]
    name = base64.b64encode(hashlib.sha256(data).digest())

    def make() -> bytes:
        floods.admit(request, "picture")
        actions.add_picture(visit=visit, data=data, description=shows)
        return name

    if pressing.once_only(PURPOSE, nonce, make) != name:
        make()
