import getpass
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from publication.sweeping import places
from publication.sweeping.forms import TooShort
from publication.sweeping.search import Outcome, Search


class Command(BaseCommand):
    help = (
        "Looks for words in everything this site keeps: databases, media, releases, logs, caches, temporary folders, "
        "and in the logs and backups you name. Give the words on standard input, one a line. "
        "Ends with 0 if none was found, 1 if one was, 2 if something could not be searched."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--logs", nargs="+", type=Path, default=[], metavar="PATH", help="Log files or folders.")
        parser.add_argument("--also", nargs="+", type=Path, default=[], metavar="PATH", help="Backups, or anything.")
        parser.add_argument(
            "--without-machine",
            action="store_true",
            help="Leave out the machine's own temporary and spool folders, which other programs fill.",
        )

    def handle(self, *, logs, also, without_machine, **options):
        words = self.words()
        if not words:
            raise CommandError("No word was given. Give the words on standard input, one a line.", returncode=2)
        databases = {alias: connections[alias].settings_dict for alias in connections}
        where = places.of(settings, databases, given=[*logs, *also], machine=not without_machine)
        try:
            outcome = Search(words).run(where)
        except TooShort as refusal:
            raise CommandError(str(refusal), returncode=2) from None
        self.tell(outcome, len(words))
        if outcome.findings:
            sys.exit(1)
        if outcome.missed:
            sys.exit(2)

    def words(self) -> list[str]:
        """From a pipe, or typed without being shown. Never from the command line, which every program can read."""
        if sys.stdin.isatty():
            return list(self.typed())
        try:
            lines = sys.stdin.buffer.read().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise CommandError("The words are not UTF-8 text.", returncode=2) from None
        return [line for line in lines if line.strip()]

    def typed(self):
        try:
            while word := getpass.getpass("A word (nothing to begin the search): ").strip():
                yield word
        except EOFError:
            return

    def tell(self, outcome: Outcome, words: int) -> None:
        for finding in outcome.findings:
            self.stdout.write(str(finding))
        for (place, word, forms), more in outcome.untold.items():
            self.stdout.write(f"word {word}: {place}, as {' in '.join(forms)}: {more} times more")
        for missed in outcome.missed:
            self.stderr.write(f"Not searched: {missed}")
        searched = (
            f"{outcome.files:,} files, {outcome.tables:,} tables and {outcome.dumps} dumps, "
            f"{outcome.size:,} bytes before unpacking"
        )
        asked = "The word was" if words == 1 else f"The {words} words were"
        found = len({finding.word for finding in outcome.findings})
        what = f"{found} of them found" if found else "found nowhere"
        less = f" {len(outcome.missed)} places could not be searched." if outcome.missed else ""
        self.stdout.write(f"{asked} looked for in {searched}: {what}.{less}")
