"""This file knows how the site is started."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from publication import daily, marks, places, server
from publication.environment import number, text
from publication.listening import strangers, too_open, why_not
from stories import keys
from stories.vault.volatile import NotPrivate


class Command(BaseCommand):
    help = (
        "Serve the site by granian on HOST (127.0.0.1) and PORT (8000). Closes every open vault first. "
        "Run it at each start of the machine; with --prepare it also does what a first start or an update needs."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--prepare", action="store_true", help="migrate, collect static files and load the demonstration first"
        )

    def handle(self, *args, prepare: bool, **options):
        host, workers = text("HOST") or "127.0.0.1", number("WORKERS", 1, at_least=1)
        self.refuse(self.stranger(host) or why_not(host, settings.PORT))
        self.close_vaults()
        if prepare:
            self.prepare()
        self.refuse(self.not_ready())
        self.catch_up()
        told = places.told()
        connections.close_all()
        try:
            status = server.run(host, settings.PORT, workers=workers, when_up=lambda: self.say(told))
        except server.DidNotStart as error:
            raise CommandError(error) from None
        if status:
            raise CommandError(f"The server ended by itself, with status {status}.")

    def refuse(self, sentence: str) -> None:
        if sentence:
            raise CommandError(sentence)

    def stranger(self, host: str) -> str:
        if not settings.DEMONSTRATION:
            return ""
        return too_open(strangers(allowed_hosts=settings.ALLOWED_HOSTS, site_url=settings.SITE_URL, host=host))

    def prepare(self) -> None:
        self.say("Preparing the database ...")
        settings.DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if statics_are_old():
            self.say("Collecting static files ...")
            call_command("collectstatic", verbosity=0, interactive=False)
        if settings.DEMONSTRATION:
            marks.mark()
            self.say("Loading the demonstration ...")
            call_command("demo", stdout=self.stdout, stderr=self.stderr)

    def catch_up(self) -> None:
        """What a crash or a long sleep left undone is done before the first visitor comes."""
        for outcome in daily.run(timezone.localdate()):
            if outcome.trouble:
                self.stderr.write(f"{outcome.name}: could not be done ({outcome.trouble}). See docs/operations.md.")

    def not_ready(self) -> str:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database is older than the code. Run `manage.py migrate`, or start with `--prepare`."
        if statics_are_old():
            return "The static files are older than the code. Run `manage.py collectstatic`, or start with `--prepare`."
        return ""

    def close_vaults(self) -> None:
        try:
            keys.empty_volatile()
        except (OSError, NotPrivate) as error:
            raise CommandError(
                f"VOLATILE_DIR is {settings.VOLATILE_DIR}, where nothing can be kept: {error} "
                "Set it to a folder in memory that you own (docs/operations.md)."
            ) from None

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def statics_are_old() -> bool:
    """Whether a source file is newer than the last collection. Collecting takes seconds; looking takes none."""
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if settings.DEBUG:
        return False  # served from their sources
    if not collected.exists():
        return True
    sources = [settings.BASE_DIR / "requirements.txt"]
    for folder in settings.STATICFILES_DIRS:
        sources += [path for path in Path(folder).rglob("*") if path.is_file()]
    return max(path.stat().st_mtime for path in sources) > collected.stat().st_mtime
