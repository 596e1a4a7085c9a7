"""The site's only image model: re-encoded on the way in, never without a description."""

from django.core.files.base import ContentFile
from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from stories.imaging import reencode, size_of


class Picture(AbstractImage):
    """An image whose stored bytes we made ourselves: no EXIF, no GPS, no maker's notes, a neutral file name."""

    # A parent's own picture, in clear since two people cleared it; it goes when they delete what they sent.
    contribution = models.ForeignKey(
        "stories.Contribution", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="pictures"
    )
    sha256 = models.CharField(max_length=64, editable=False, blank=True, db_index=True)

    # The words below a family's picture are in no search index.
    search_fields = (
        *(field for field in Image.search_fields if field.field_name != "description"),
        index.FilterField("contribution"),
    )

    admin_form_fields = tuple(f for f in Image.admin_form_fields if f != "tags")

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            made = reencode(self.file.read())
            self.keep_exactly(made.data, sha256=made.sha256, suffix=made.suffix)
        super().save(*args, **kwargs)

    def keep_exactly(self, data: bytes, *, sha256: str, suffix: str) -> None:
        """Stores bytes that `reencode` made, as they are: a text that was approved names them by their digest."""
        self.sha256 = sha256
        self.file.save(f"{sha256[:20]}.{suffix}", ContentFile(data), save=False)
        # After the file: storing it measures what was uploaded, which has been read to its end by now.
        self.width, self.height = size_of(data)
        self._set_file_hash()
        self._set_image_file_metadata()


Picture._meta.get_field("description").blank = False


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
