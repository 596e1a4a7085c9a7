"""What publication does when the rooms below it say that something has changed."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import init_new_page

from consent.models import Edition
from consent.signals import consent_changed
from publication.actions import workshop
from publication.actions.reissuing import reissue_for
from publication.formats.workplace import sweep
from publication.models import (
    BookletEntry,
    BookletPage,
    BookletSpan,
    Build,
    Release,
    ReleaseFile,
    ReleaseSpan,
    ReleaseStory,
)
from stories.receivers import after_migration as install_the_desk
from stories.roles import PUBLISHERS, STORY_ROLES
from stories.signals import leaving


@receiver(init_new_page)
def begin_with_the_next_edition(sender, page, **kwargs):
    """A new booklet is most often that of the next edition, which the form then shows with its title and year."""
    if not isinstance(page, BookletPage):
        return
    coming = Edition.objects.filter(booklet=None, opens_at__gt=timezone.now()).order_by("year").first()
    if coming is not None:
        page.edition, page.title, page.slug = coming, coming.title, str(coming.year)


@receiver(consent_changed)
def renew_releases(sender, agreement, **kwargs):
    """A no leads to release n+1. If this is lost the pages still ask the gate, and `renew_all` finds the release."""
    reissue_for(agreement, day=timezone.localdate())


@receiver(leaving)
def take_out(sender, contribution, **kwargs):
    """Unlinks every file that holds the story, then this room's rows about it, before its key goes.

    Raises OSError when a file cannot be unlinked: then the deletion is not over, and is tried again.
    """
    held = {"version__story__contribution": contribution}
    said = {"span__story__contribution": contribution}
    for edition in Edition.objects.filter(versions__story__contribution=contribution).distinct().order_by("year"):
        with transaction.atomic():
            Build.objects.lock(edition)
            releases = Release.objects.of(edition).holding(contribution.agreement)
            for release in releases.select_related("edition"):
                workshop.remove(release.folder)
            workshop.clear(edition)
            workshop.sweep(edition)
            ReleaseFile.objects.filter(release__in=list(releases)).delete()
    ReleaseStory.objects.filter(**held).delete()
    BookletEntry.objects.filter(**held).delete()
    ReleaseSpan.objects.filter(**said).delete()
    BookletSpan.objects.filter(**said).delete()
    sweep()


@receiver(post_migrate, sender=apps.get_app_config("publication"))
def let_publishers_release(using, **kwargs):
    """Publishers freeze and build; they and editors look after the help lines. Safe to repeat."""
    install_the_desk(using=using)  # makes the group, out of one of Wagtail's own; so it must come first
    create_permissions(apps.get_app_config("publication"), verbosity=0, using=using)
    for group in Group.objects.using(using).filter(name=PUBLISHERS):
        group.permissions.add(
            *Permission.objects.using(using).filter(content_type__app_label="publication", codename="add_release")
        )
    for group in Group.objects.using(using).filter(name__in=STORY_ROLES):
        group.permissions.add(
            *Permission.objects.using(using).filter(
                content_type__app_label="publication", content_type__model="helpline"
            )
        )
