"""One cast for every test. Amara allowed everything, Ben stopped print, Chloe was never asked, Dana edits.

Each family has its own words, known here by their digest alone.
"""

import hashlib
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission

from consent import actions
from consent.models import Agreement, Edition
from consent.uses import Use
from tests.factories import TODAY, make_agreement, make_edition, make_user


@dataclass(frozen=True)
class Family:
    agreement: Agreement
    digest: str
    edition: Edition

    @property
    def tag(self) -> str:
        return self.agreement.tag(self.digest)

    def may(self, use: Use, *, day=TODAY, digest: str = "", edition: Edition | None = None):
        """The rule's verdict about this family's own words in the edition they were approved for."""
        return self.agreement.may_use(use, digest=digest or self.digest, edition=edition or self.edition, day=day)


def digest_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def amara(edition: Edition | None = None) -> Family:
    """Said yes to every use, approved her words for it, and wants them to stay."""
    edition = edition or make_edition()
    digest = digest_of("The kettle knew before I did.")
    agreement = make_agreement(allowing=set(Use), approving=digest, edition=edition, silence="stay")
    return Family(agreement, digest, edition)


def ben(edition: Edition | None = None) -> Family:
    """Allowed everything and approved his words, then stopped print."""
    edition = edition or make_edition()
    digest = digest_of("Nobody asks the dad.")
    agreement = make_agreement(allowing=set(Use), approving=digest, edition=edition, silence="come_down")
    actions.stop(agreement=agreement, uses={Use.PRINT}, today=TODAY)
    return Family(agreement, digest, edition)


def chloe(edition: Edition | None = None) -> Family:
    """Let us keep her words and answered nothing else."""
    edition = edition or make_edition()
    return Family(make_agreement(allowing={Use.KEEP}), digest_of("I am still at the gate."), edition)


def dana(*permissions: str):
    """Edits. She may enter the admin and do what is named, such as "consent.view_agreement"."""
    user = make_user("dana", is_staff=True)
    editors, _ = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    for permission in permissions:
        app, _, codename = permission.partition(".")
        user.user_permissions.add(Permission.objects.get(codename=codename, content_type__app_label=app))
    user.groups.add(editors)
    return user
