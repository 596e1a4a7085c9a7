"""A whole small publishing house for one browser journey: site, share page, booklet, two readers, one editor."""

import datetime
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from consent.actions import install_notices
from consent.models import Edition
from publication.models import BookletPage
from stories import keys, readers, roles
from stories.pages import SharePage
from stories.vault import readers as lists
from stories.vault.envelope import Identity
from tests.publication.site import invent
from tests.stories.journey.house import TODAY, make_edition

PASSWORD = "a long invented pass"  # noqa: S105
STAFF = {
    "amara": (roles.TRIAGE, roles.EDITORS),
    "ben": (roles.TRIAGE, roles.PUBLISHERS),
    "dana": (roles.EDITORS,),
}
READERS = ("amara", "ben")


@dataclass(frozen=True)
class Press:
    edition: Edition
    share: SharePage
    booklet: BookletPage
    phrases: dict[str, str]

    def let_the_day_come(self) -> None:
        """The edition's moment was an hour ago."""
        an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
        Edition.objects.filter(pk=self.edition.pk).update(opens_at=an_hour_ago)


def found() -> Press:
    """Everything but a story. The pin of the reader list must not stand yet."""
    keys.create_files()
    install_notices(TODAY)
    edition = make_edition()
    site = invent()
    share = site.home.add_child(instance=SharePage(title="Share your story", slug="share"))
    booklet = site.shelf.add_child(
        instance=BookletPage(title=edition.title, slug=str(edition.year), edition=edition, imprint="Made by two of us.")
    )
    return Press(edition, share, booklet, _staff())


def _staff() -> dict[str, str]:
    """Accounts with a password, and the unlock phrases of those who have a key."""
    enrolled = {}
    for name, groups in STAFF.items():
        user = get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
        user.groups.set(Group.objects.filter(name__in=groups))
        if name in READERS:
            enrolled[name] = readers.make_reader(user=user)
    recovery = Identity.from_seed(secrets.token_bytes(32))
    document = lists.first(recovery, tuple(one.entry for one in enrolled.values()))
    readers.found(document=document, recovery_public=recovery.public, recovery_signing_public=recovery.signing_public)
    return {name: one.phrase for name, one in enrolled.items()}
