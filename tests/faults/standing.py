"""A site that stands whole: two families in a booklet that readers get. Made once, and taken up again by each test.

What a test breaks is put back (tests/publication/backups/made_once.py).
"""

import io
import tempfile
from pathlib import Path

from django.conf import settings as site
from django.core.management import call_command
from django.test import Client

from consent import ledger, no_list
from consent.models import Agreement
from publication.formats.files import DOWNLOADS, missing
from stories import keys, tree
from stories.models import Story
from stories.vault import words
from tests.clock import clock
from tests.hostile.sweep import everything, forms, unpacked
from tests.publication.backups.installation import Family, Installation
from tests.publication.backups.made_once import taken_up
from tests.publication.booklets.making import DAY
from tests.stories.journey import walking

_homes: list[Path] = []


def take_up(tmp_path_factory, settings) -> "Standing":
    """The site as it was made, whatever the test before did to it."""

    def make(site: Installation) -> tuple[Installation, Family]:
        for name in ("staying", "leaving"):
            site.family(name)
        site.publish()
        asked = site.sends("asked")
        site.house.clear(asked.contribution)
        return site, asked

    if not _homes:
        _homes.append(tmp_path_factory.mktemp("standing"))
    made = taken_up("standing", make, home=_homes[0], tmp_path_factory=tmp_path_factory, settings=settings)
    return Standing(*made)


class Standing:
    def __init__(self, site: Installation, asked: Family):
        # `asked` is a third family, whose story is at the desk and in no booklet yet.
        self.site, self.page, self.asked, self.client = site, site.page, asked, Client()

    @property
    def staying(self) -> Family:
        return self.site.families["staying"]

    @property
    def leaving(self) -> Family:
        return self.site.families["leaving"]

    @property
    def opened(self):
        """The moment at which everything is public."""
        return clock(self.site.opens_at)

    # What readers get

    def addresses(self) -> list[str]:
        """Every public address where words of a family could stand."""
        base = self.page.url
        stories = [f"{base}{family.version.story.code}/" for family in self.site.families.values()]
        digests = [
            shown.sha256
            for family in self.site.families.values()
            for shown in tree.pictures(tree.from_data(family.version.tree))
        ]
        assert len(digests) == len(self.site.families)
        pictures = [f"{base}pictures/{digest[:32]}/" for digest in digests]
        files = [f"{base}files/{name}" for name in DOWNLOADS]
        return ["/", "/booklets/", "/sitemap.xml", "/deletions/", base, *stories, *pictures, *files]

    def get(self, address: str) -> tuple[int, bytes]:
        with self.opened:
            answer = self.client.get(address)
            body = answer.getvalue()
        return answer.status_code, body

    def served(self) -> dict[str, bytes]:
        """What a reader gets from every address that gives something, unpacked."""
        found = {}
        for address in self.addresses():
            status, body = self.get(address)
            assert status < 500 or status == 503, address
            if status == 200:
                found[address] = body + b"".join(held for _name, held in unpacked(address, body))
        return found

    def shows(self, *families: Family) -> list[set[str]]:
        """Of each family the addresses that give any word of hers, her picture, or the code of her story."""
        served = self.served()
        return [self._of(family, served) for family in families]

    def _of(self, family: Family, served: dict[str, bytes]) -> set[str]:
        said = [word.encode() for word in (*family.words.values(), family.version.story.code)]
        picture = f"{self.page.url}pictures/{tree.pictures(tree.from_data(family.version.tree))[0].sha256[:32]}/"
        return {one for one, body in served.items() if one == picture or any(word in body for word in said)}

    def assert_closed(self) -> None:
        """Nothing of hers who left is served anywhere, and pages still give what stays."""
        left, stays = self.shows(self.leaving, self.staying)
        assert left == set()
        assert {self.page.url, f"{self.page.url}{self.staying.version.story.code}/"} <= stays

    # Who may come next, when something was cut short

    def a_reader_comes(self) -> None:
        assert self.get(f"{self.page.url}files/booklet.txt")[0] in (200, 503)

    def she_comes_back(self) -> None:
        """With her words, from wherever: they open nothing, and she is told so as everybody is."""
        page = walking.come_back(self.client, words.as_words(self.leaving.indices))
        assert page.errors

    def the_day_comes(self) -> None:
        call_command("daily", stdout=io.StringIO())

    # What must be true at the end

    def assert_whole(self) -> None:
        """Nothing of hers who left is served, and of everybody who stays nothing is lost."""
        left, stays = self.shows(self.leaving, self.staying)
        assert left == set()
        self._is_everywhere(self.staying, stays)
        self._is_sound(tidy=True)

    def assert_nothing_is_lost(self, *, tidy: bool = False) -> None:
        """Both families are where they were. `tidy`: and nothing that a death left lies about."""
        for family, shown in zip((self.leaving, self.staying), self.shows(self.leaving, self.staying), strict=True):
            self._is_everywhere(family, shown)
        self._is_sound(tidy=tidy)

    def _is_everywhere(self, family: Family, shown: set[str]) -> None:
        everywhere = ["", f"{family.version.story.code}/", *(f"files/{name}" for name in self.files())]
        assert {f"{self.page.url}{address}" for address in everywhere} <= shown
        assert family.visit().opened.read("body")["title"] == family.words["title"]
        assert Story.objects.filter(pk=family.version.story_id).exists()

    def _is_sound(self, *, tidy: bool) -> None:
        found = ledger.verify()
        assert found.whole, found.faults
        assert keys.slots().repair() == no_list.mend() == 0
        assert not Agreement.objects.filter(state=Agreement.State.ERASING).exists()
        if tidy:
            there = {path.name for path in Path(site.RELEASES_DIR).iterdir()}
            assert there - {f".building-{self.page.edition.year}"} == {self.page.newest_release().name}

    def files(self) -> list[str]:
        return [name for name in DOWNLOADS if name not in missing()]

    def assert_gone(self, family: Family) -> None:
        """No word of hers, and no code or number of her story, lies in any byte of any file or table."""
        said = [*family.words.values(), family.contribution.pk, family.contribution.lookup]
        if family.version:
            said.append(family.version.story.code)
        kept = list(everything())
        found = {word: [name for name, held in kept if any(form in held for form in forms(word))] for word in said}
        assert not any(found.values()), found
        assert family.visit() is None


def a_folder_for_passing_files(monkeypatch, tmp_path: Path) -> None:
    """So that the search for words looks into our own passing files and not into everybody's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


__all__ = ["DAY", "Standing", "a_folder_for_passing_files", "take_up"]
