"""What must stand before a parent can send: readers, recovery key, wording, an edition, the pages."""

import datetime
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Page, Site

from consent.actions import install_notices
from consent.models import Edition
from publication.models import BookletIndexPage, BookletPage, HomePage, SiteIdentity
from stories import keys, readers, roles
from stories.models import Reader
from stories.unlocking import UnlockedReader
from stories.vault import readers as lists
from stories.vault import sheets, words
from stories.vault.envelope import Identity


@dataclass(frozen=True)
class House:
    edition: Edition
    booklet: BookletPage
    preparer: UnlockedReader
    checker: UnlockedReader
    # The words of the recovery key's two sheets, as two people keep them.
    sheets: tuple[str, str]
    # What staff's unlock phrases give, by the names of their keys.
    seeds: dict[str, bytes]

    @property
    def recovery(self) -> Identity:
        """The recovery key, joined from its sheets as on the offline machine."""
        return Identity.from_seed(sheets.join(*self.sheets))


def found(*, today: datetime.date) -> House:
    """An empty site with two readers whose vaults are open, next year's edition and its booklet page."""
    keys.create_files()
    install_notices(today)
    edition = make_edition(today)
    booklet = make_pages(edition)
    seed = secrets.token_bytes(32)
    seeds = make_readers(Identity.from_seed(seed), "rehearsal-one", "rehearsal-two")
    preparer, checker = (
        UnlockedReader(reader.user, reader, Identity.from_seed(found)) for reader, found in seeds.items()
    )
    one, two = sheets.part(seed)
    return House(
        edition,
        booklet,
        preparer,
        checker,
        (words.as_words(one), words.as_words(two)),
        {reader.key_id: found for reader, found in seeds.items()},
    )


def open_the_doors(house: House) -> None:
    """Brings opening day forward: from now on readers see what is released."""
    Edition.objects.filter(pk=house.edition.pk).update(opens_at=timezone.now())
    house.edition.refresh_from_db()


def make_edition(today: datetime.date) -> Edition:
    """An edition that takes stories today and whose consent does not lapse for months."""
    year = today.year + 1
    return Edition.objects.create(
        year=year,
        title="Rehearsal",
        call_opens=today - datetime.timedelta(days=30),
        call_closes=max(today, datetime.date(year, 1, 10)),
        content_lock=datetime.date(year, 2, 1),
        print_order=datetime.date(year, 2, 14),
        opens_at=timezone.make_aware(datetime.datetime(year, 3, 18)),
    )


def make_pages(edition: Edition) -> BookletPage:
    Page.objects.filter(depth=2).delete()
    identity = SiteIdentity.load()
    identity.charity_name = "A charity in rehearsal"
    identity.save()
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home"))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    shelf = home.add_child(instance=BookletIndexPage(title="Booklets", slug="booklets"))
    return shelf.add_child(instance=BookletPage(title="Rehearsal", slug=str(edition.year), edition=edition))


def make_readers(recovery: Identity, *names: str) -> dict[Reader, bytes]:
    """Staff members with a key each, on a list that the recovery key signed; with the seeds of their keys."""
    enrolled = []
    for name in names:
        user = get_user_model().objects.create_user(name)
        user.groups.add(*Group.objects.filter(name__in=[roles.TRIAGE, roles.EDITORS, roles.PUBLISHERS]))
        enrolled.append(readers.make_reader(user=user))
    document = lists.first(recovery, tuple(one.entry for one in enrolled))
    readers.found(document=document, recovery_public=recovery.public, recovery_signing_public=recovery.signing_public)
    return {one.reader: keys.unwrap(bytes(one.reader.wrapped_seed), one.phrase) for one in enrolled}
