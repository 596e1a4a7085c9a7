"""What publication does when the rooms below it say that something has changed."""

import shutil

from django.dispatch import receiver
from django.utils import timezone

from consent.signals import consent_changed
from publication.actions.reissuing import reissue_for
from publication.models import BookletEntry, Release, ReleaseStory
from stories.signals import leaving


@receiver(consent_changed)
def renew_releases(sender, agreement, **kwargs):
    """A no leads to release n+1. If this is lost the pages still ask the gate, and `daily` finds the release."""
    reissue_for(agreement, day=timezone.localdate())


@receiver(leaving)
def take_out(sender, contribution, **kwargs):
    """Unlinks every public file that holds the story, then this room's rows about it, before its key goes."""
    held = Release.objects.filter(stories__version__story__contribution=contribution).distinct()
    for release in held.select_related("edition"):
        shutil.rmtree(release.folder, ignore_errors=True)
        release.files.all().delete()
    ReleaseStory.objects.filter(version__story__contribution=contribution).delete()
    BookletEntry.objects.filter(version__story__contribution=contribution).delete()
