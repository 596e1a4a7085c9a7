"""The site's only image model: re-encoded on the way in, never without a description."""

from django.core.files.base import ContentFile
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from stories.imaging import reencode


class Picture(AbstractImage):
    """An image whose stored bytes we made ourselves: no EXIF, no GPS, no maker's notes, a neutral file name."""

    # A parent's own picture, in clear since two people cleared it; it goes when they delete what they sent.
    contribution = models.ForeignKey(
        "stories.Contribution", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="pictures"
    )
    sha256 = models.CharField(max_length=64, editable=False, blank=True, db_index=True)

    admin_form_fields = tuple(f for f in Image.admin_form_fields if f != "tags")

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            made = reencode(self.file.read())
            self.sha256 = made.sha256
            self.file.save(f"{made.sha256[:20]}.{made.suffix}", ContentFile(made.data), save=False)
            # After the file: storing it measures the upload, which has been read to its end by now.
            self.width, self.height = made.width, made.height
            self._set_file_hash()
            self._set_image_file_metadata()
        super().save(*args, **kwargs)


Picture._meta.get_field("description").blank = False


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
