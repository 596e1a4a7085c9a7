"""The form in which staff bring a picture. One that cannot be read is told at its field; Wagtail's own form falls over
bytes that begin like a picture and are none, such as half a download."""

from functools import partial

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from stories.imaging import NotAPicture, reencode


class PictureForm(BaseImageForm):
    """Named by `WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            file.to_python = partial(_once_it_is_a_picture, file.to_python)


def _once_it_is_a_picture(to_python, data):
    if data and data.size:
        try:
            reencode(data.read())
        except NotAPicture as refusal:
            raise ValidationError(str(refusal), code="invalid_image") from refusal
        data.seek(0)
    return to_python(data)
