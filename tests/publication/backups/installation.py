"""A site with families, their words and a booklet, on disks of its own that a test can destroy."""

import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings as site
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Site

from consent import no_list
from consent.uses import Answer, Use
from publication.models import BookletPage, CheckedAgain, Release
from stories import actions
from stories.actions import Visit
from stories.models import Contribution, Picture, StoryVersion
from stories.vault.envelope import Identity
from tests import as_migrated
from tests.publication.booklets.making import make_booklet, make_release
from tests.stories.journey import house as houses
from tests.stories.journey.house import TODAY, House
from tests.stories.pictures import drawn

USES = (Use.ONLINE, Use.PRINT)


def words_of(name: str) -> dict[str, str]:
    """What a family wrote, each in a word that stands nowhere else."""
    return {
        place: f"{name.capitalize()}{place}xq"
        for place in ("original", "cleared", "title", "credit", "message", "picture", "standfirst")
    }


@dataclass
class Family:
    name: str
    indices: tuple[int, ...]
    contribution: Contribution
    version: StoryVersion | None = None

    @property
    def words(self) -> dict[str, str]:
        return words_of(self.name)

    def visit(self) -> Visit | None:
        """What the return words lead to now."""
        return actions.come_back(indices=self.indices)


@dataclass
class Installation:
    home: Path
    house: House
    recovery: Identity
    families: dict[str, Family] = field(default_factory=dict)
    page: BookletPage | None = None
    release: Release | None = None

    @property
    def opens_at(self):
        return self.house.edition.opens_at

    def sends(self, name: str) -> Family:
        """Sends, with a picture and a message."""
        said = words_of(name)
        sent = actions.receive(
            sending=actions.Sending(
                title=said["title"],
                text=f"She said {said['original']} to me.\n\nThen I {said['cleared']} for years.",
                kind="prose",
                credit=said["credit"],
                uses=dict.fromkeys(Use, Answer.YES),
                dials={"silence": "stay", "edit": "spelling"},
                answers={"danger": "no", "child": "knows"},
            ),
            today=TODAY,
        )
        visit = actions.come_back(indices=sent.indices)
        actions.add_picture(visit=visit, data=drawn(f"#{secrets.token_hex(3)}"), description=said["picture"])
        actions.write_message(visit=visit, text=said["message"], today=TODAY)
        return Family(name, sent.indices, visit.contribution)

    def family(self, name: str) -> Family:
        """Sends; is cleared, asked, says yes, to a quotation too, and is signed off."""
        sent = self.sends(name)
        visit, said = sent.visit(), sent.words
        proposal = self.house.ask(visit.contribution, *USES, quotations=(f"{said['cleared']} for years",))
        quotations = {span.digest: True for span in proposal.asked_spans()}
        said_yes = {"uses": dict.fromkeys(USES, True), "quotations": quotations}
        actions.answer_proposal(visit=visit, proposal=proposal, digest=proposal.digest, **said_yes, today=TODAY)
        actions.catch_up(story=proposal.story, today=TODAY)
        version = actions.sign_off(story=proposal.story, user=self.house.ben.user, today=TODAY)
        story = version.story
        story.standfirst = said["standfirst"]
        story.save_revision(user=self.house.ben.user)
        made = self.families[name] = Family(
            name, sent.indices, Contribution.objects.get(agreement=visit.agreement), version
        )
        return made

    def publish(self) -> None:
        versions = [family.version for family in self.families.values()]
        self.page = make_booklet(*versions, edition=self.house.edition)
        self.release = make_release(self.page, day=TODAY)
        asked = CheckedAgain.objects.create(page=self.page, asked_by=self.house.ben.user, asked_on=TODAY)
        asked.versions.set(versions)

    def staff_things(self) -> None:
        """What staff uploaded: a picture and a document."""
        Picture(title="A lamp", description="A lamp in a window.", file=ContentFile(drawn(), "lamp.png")).save()
        Document.objects.create(title="A letter to schools", file=ContentFile(b"Dear schools", "letter.txt"))


def found(home: Path, settings) -> Installation:
    """An installation on two disks below `home`; the mirror of slot file and no-list lies on the second."""
    lay_out(home, settings)
    return found_here(home)


def found_here(home: Path) -> Installation:
    """The same, where the settings are."""
    no_list.create()
    recovery = Identity.from_seed(secrets.token_bytes(32))
    return Installation(home, houses.found(houses.make_edition(), recovery), recovery)


def lay_out(home: Path, settings, *, machine: str = "machine") -> None:
    first, second = home / machine, home / "mirror"
    settings.DATA_DIR = first
    settings.SLOT_FILES = (first / "slots" / "first.slots", second / "second.slots")
    settings.NO_LIST_FILES = (first / "slots" / "no-list", second / "no-list")
    settings.SITE_SALT_FILE, settings.READER_PIN_FILE = first / "site.salt", first / "readers.pin"
    settings.MEDIA_ROOT, settings.RELEASES_DIR = str(first / "media"), first / "releases"


def destroy_the_machine(home: Path, settings, *, with_list: bool = False) -> Path:
    """A new machine with an empty, migrated database; of the old one only the mirror of the slot file is left.

    Returns where somebody kept a copy of the no-list. Unless `with_list` it lies nowhere else.
    """
    kept = home / "kept.no-list"
    shutil.copy(site.NO_LIST_FILES[1], kept)
    shutil.rmtree(site.DATA_DIR)
    if not with_list:
        Path(site.NO_LIST_FILES[1]).unlink()
    empty_database()
    lay_out(home, settings, machine=f"machine-{secrets.token_hex(3)}")
    no_list.create()  # as `migrate` does on a machine that has none
    return kept


def empty_database() -> None:
    as_migrated.give_back()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
