"""Leaving, rehearsed to the end: a backup, a deletion, a stop, the machine destroyed, and all of it restored.

Each claim is said as one line. What is compared is what anybody could compare: answers of the public site, bytes on
disks, and what keys open. A word that is still there is looked for beside the deleted ones, wherever they are.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from consent import ledger
from consent.uses import OUTSIDE
from publication.backups.parts import Kept
from publication.backups.writing import back_up
from publication.models import Release
from publication.rehearsal import again, databases, everywhere, house, phrases, public
from publication.rehearsal.claims import Claims
from publication.rehearsal.home import machine
from publication.rehearsal.keys_tried import Keyring
from publication.rehearsal.public import Answer, Visit
from publication.rehearsal.way import Rehearsal, Sent
from publication.sweeping.places import Places
from publication.sweeping.search import Search
from stories import keys
from stories.vault.envelope import Identity

# What staff wrote, and every backup holds in clear.
STAFFS_WORDS = "This booklet was made to rehearse the making of booklets"
Keep = Callable[[Release, str], Path]


@dataclass
class Departure:
    """`keep` copies a release's files out of the house and says where to."""

    way: Rehearsal
    home: Path
    shelf: Path
    leaving: set[str]
    stopping: set[str]
    claims: Claims
    keep: Keep

    def run(self) -> None:
        house.open_the_doors(self.way.house)
        self.at_first = public.visit()
        self.back_up()
        self.look_at_the_backup()
        self.delete()
        self.look_everywhere()
        self.try_every_key()
        self.stop()
        self.destroy_the_machine()
        told = self.restore()
        self.compare(told)

    @property
    def postgresql(self) -> bool:
        return databases.is_ours(settings.DATABASES["default"]["NAME"])

    def of(self, ids: set[str]) -> list[Sent]:
        return self.way.of(ids)

    @property
    def gone(self) -> list[Sent]:
        return self.of(self.leaving)

    @property
    def stopped(self) -> list[Sent]:
        return self.of(self.stopping)

    @property
    def others(self) -> list[Sent]:
        return [one for one in self.way.sent if one.line.id not in self.leaving | self.stopping]

    def own(self, one: Sent) -> list[str]:
        return phrases.own(one.line, (other.line for other in self.way.sent if other is not one))

    def of_all(self, some: list[Sent]) -> list[str]:
        return [phrase for one in some for phrase in self.own(one)]

    def back_up(self) -> None:
        self.folder, _head = back_up(self.shelf, today=self.way.today)
        self.lists = self.home / "kept"
        self.lists.mkdir()
        self.older_list = shutil.copy(settings.NO_LIST_FILES[0], self.lists / "older")
        read = [one for one in self.way.sent if public.telling(self.at_first, self.own(one))]
        self.claims.claim(
            f"Before: all {len(self.way.sent)} stories can be read by everybody, and a backup is taken.",
            len(read) == len(self.way.sent),
        )

    def look_at_the_backup(self) -> None:
        """In its raw bytes, while everybody is still there."""
        texts = [phrase for one in self.way.sent for phrase in phrases.chosen(self.own(one))[:: len(self.way.sent)]]
        texts += [phrase for one in self.gone for phrase in phrases.chosen(self.own(one))]
        words = [*dict.fromkeys(texts), STAFFS_WORDS]
        outcome = Search(words).run(Places(paths=[self.folder]))
        found = {finding.word for finding in outcome.findings}
        self.claims.nothing(
            f"No word of any text lies in the backup's raw bytes ({len(words) - 1} runs of words, in every form).",
            sorted(found - {len(words)}) + outcome.missed,
        )
        self.claims.claim("Control: words of staff lie in the same bytes, and are found.", len(words) in found)

    def delete(self) -> None:
        self.second = self.keep(self.way.delete(self.leaving), "release-2")

    def look_everywhere(self) -> None:
        gone = [phrase for one in self.gone for phrase in phrases.chosen(self.own(one))]
        there = phrases.chosen(self.own(self.others[0]))[0]
        also = [self.shelf, self.second]
        with everywhere.planted(also) as (control, planted):
            outcome = everywhere.swept([*gone, there, control], also)
        numbers = range(1, len(gone) + 1)
        named = f"{len(self.gone)} deleted" if len(self.gone) > 1 else "the deleted"
        where = f"{outcome.files} files, {outcome.tables} tables and {outcome.dumps} dumps"
        self.claims.nothing(
            f"After: no word of {named} in release 2, database, index, log, cache or the backup taken before"
            f" ({len(gone)} runs of words in every form; {where}).",
            [finding for finding in outcome.findings if finding.word in numbers] + outcome.missed,
        )
        found = {finding.place for finding in outcome.findings if finding.word == len(gone) + 2}
        blind = [path for path in planted if not any(str(path) in place for place in found)]
        self.claims.nothing(f"Control: a word put into each of the {len(planted)} places is found in each.", blind)
        standing = {finding.place for finding in outcome.findings if finding.word == len(gone) + 1}
        wanted = ["booklet.pdf", "booklet.epub", "booklet.txt", "the rows of", "dump", ".sqlite3"]
        held = {name for name in wanted if any(name in place for place in standing)}
        enough = {"booklet.pdf", "booklet.epub", "booklet.txt"} < held
        self.claims.claim("Control: words of a story that stays are found in the database and in the files.", enough)
        visit = public.visit(self.at_first)
        self.claims.nothing(
            "After: no run of five words of the deleted can be read anywhere on the site.",
            public.telling(visit, self.of_all(self.gone)),
        )

    def try_every_key(self) -> None:
        holders = [*(Identity.from_seed(seed) for seed in self.way.house.seeds.values()), self.way.house.recovery]
        ring = Keyring(Kept(self.folder), holders)
        tried = {one.line.id: ring.opens(one.contribution.pk, parent_key(one)) for one in self.way.sent}
        opened = [name for name in self.leaving if tried[name][0] or not tried[name][1]]
        self.claims.nothing(
            f"The backup's part of the deleted opens to no staff key, recovery sheets or return words, with any of the"
            f" {len(ring.secrets)} secrets that the slot files still hold.",
            opened,
        )
        shut = [name for name in tried.keys() - self.leaving if tried[name][0] != tried[name][1]]
        self.claims.nothing("Control: the same keys open everything of everybody else in the same backup.", shut)

    def stop(self) -> None:
        self.keep(self.way.stop(self.stopping), "release-3")
        self.before = public.visit(self.at_first)
        broken = [address for address, answer in self.before.items() if answer.status >= 500]
        self.claims.nothing("No page of the site breaks before or after.", broken)
        self.claims.nothing(
            "A stopped story can be read nowhere from then on.",
            public.telling(self.before, self.of_all(self.stopped)),
        )
        self.head = str(ledger.head())
        self.newest_list = shutil.copy(settings.NO_LIST_FILES[0], self.lists / "newest")

    def destroy_the_machine(self) -> None:
        """The disk goes with everything on it; the mirror of the slot file and the backup are elsewhere."""
        connections.close_all()
        shutil.rmtree(settings.DATA_DIR)
        if self.postgresql:
            databases.drop(settings.DATABASES["default"]["NAME"])
        shutil.rmtree(settings.VOLATILE_DIR, ignore_errors=True)
        shutil.rmtree(self.home / "cache", ignore_errors=True)
        Path(settings.NO_LIST_FILES[1]).unlink()
        self.claims.claim("The machine's disk is destroyed; backup and mirror are kept.", True)

    def restore(self) -> dict:
        kept = again.Kept(
            folder=str(self.folder),
            head=self.head,
            older_list=str(self.older_list),
            newest_list=str(self.newest_list),
            addresses=list(self.at_first),
            returns={one.contribution.pk: list(one.indices) for one in self.way.sent},
            staff={name: seed.hex() for name, seed in self.way.house.seeds.items()},
            sheets=list(self.way.house.sheets),
            gone=[phrase for one in self.gone for phrase in phrases.chosen(self.own(one))],
        )
        ended = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "publication.rehearsal.again"],
            cwd=settings.BASE_DIR,
            env=again.surroundings(machine(self.home, "data-again", postgresql=self.postgresql)),
            input=json.dumps(asdict(kept)),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return json.loads(ended.stdout.splitlines()[-1])

    def compare(self, told: dict) -> None:
        claims, everybody = self.claims, self.of_all(self.way.sent)
        closed, still = visited(told["closed"]), visited(told["still_closed"])
        claims.claim("The backup is restored on a new machine.", told["quietly"]["done"], told["quietly"]["said"])
        claims.nothing("Restored without the no-list, nothing of anybody is public.", public.telling(closed, everybody))
        claims.claim("A no-list from before the deletion is refused.", not told["older_list"]["done"])
        claims.nothing("After that, too, nothing of anybody is public.", public.telling(still, everybody))
        claims.claim("The newest no-list is taken.", told["supplied"]["done"], told["supplied"]["said"])
        claims.claim("The ledger verifies.", told["ledger"]["done"], told["ledger"]["said"])
        opened = visited(told["open"])
        claims.nothing("The deleted stays deleted: no page says a word of it.", telling(opened, self, self.gone))
        claims.nothing(
            "The deleted stays deleted: no word of it is on the new machine.",
            told["swept"]["found"] + told["swept"]["missed"],
        )
        claims.nothing(
            "The deleted original opens to no return words, staff key or recovery sheets.",
            [
                holder
                for one in self.gone
                for holder, digest in told["originals"][one.contribution.pk].items()
                if digest
            ],
        )
        claims.nothing("The stopped stays stopped: no page says a word of it.", telling(opened, self, self.stopped))
        claims.nothing(
            "The stopped stays stopped: the rule says no to every use.",
            [use for one in self.stopped for use, may in told["may"][one.contribution.pk].items() if may],
        )
        claims.nothing(
            "Every use of the others is allowed as before.",
            [
                one.line.id
                for one in self.others
                if told["may"].get(one.contribution.pk) != dict.fromkeys(OUTSIDE, True)
            ],
        )
        claims.nothing(
            f"All {len(opened)} public addresses answer as before, but for the number of the release.",
            public.differences(self.before, opened),
        )
        unread = [one.line.id for one in self.others if not public.telling(opened, self.own(one)[:1])]
        claims.nothing(f"All {len(self.others)} other stories can be read.", unread)
        lost = [one.line.id for one in [*self.others, *self.stopped] if not opens_to_all(one, told["originals"])]
        claims.nothing("Every other original opens to return words, staff and recovery sheets, word for word.", lost)


def parent_key(one: Sent) -> Identity:
    return Identity.from_seed(keys.returner(one.indices).seed)


def telling(visit: Visit, departure: Departure, some: list[Sent]) -> list[str]:
    return public.telling(visit, departure.of_all(some))


def visited(data: dict) -> Visit:
    return {address: Answer(**answer) for address, answer in data.items()}


def opens_to_all(one: Sent, originals: dict[str, dict[str, str]]) -> bool:
    return set(originals[one.contribution.pk].values()) == {hashlib.sha256(one.line.text.encode()).hexdigest()}
