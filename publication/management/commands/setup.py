"""This file knows how a person founds a real site at a terminal."""

import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone

from consent.actions import install_notices
from publication import first_pages, founding
from stories.vault.readers import NotTrusted
from stories.vault.recovery import WrongLine

ASKED = {
    "SETUP_ADMINISTRATOR": "Name of the first administrator (to sign in with): ",
    "SETUP_READERS": "Names of the first readers, parted by commas (two or three people): ",
    "SETUP_RECOVERY": "The line of public halves (or nothing, to come back later): ",
    "SETUP_SIGNED": "The signed list: ",
}
READY = (
    "The site is set up: its readers can open what parents send. Start it with `make serve`, and put in at the desk:"
    "\n  - help lines, the name of your charity, and pages on privacy, cookies and accessibility, in your own words;"
    "\n  - the edition that parents are called for, with its dates."
)
LATER = "Come back with `make setup` when the list is signed: it goes on from here."


class Command(BaseCommand):
    help = (
        "Make an empty real site: first administrator, first readers, recovery key. Run it once on a new server; "
        "it may be stopped and run again, and does only what is missing."
    )

    def handle(self, *args, **options):
        if settings.DEMONSTRATION:
            raise CommandError("This is a demonstration. Unset DEMONSTRATION to make a real site.")
        self.say("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
        install_notices(timezone.localdate())
        first_pages.make()
        if founding.is_founded():
            self.say("This site is set up. Start it with `make serve`.")
            return
        if not founding.has_administrator():
            self.hand_over([founding.welcome_administrator(self.name(self.ask("SETUP_ADMINISTRATOR")))])
        if not founding.has_readers():
            self.hand_over(founding.welcome_readers(self.names(self.ask("SETUP_READERS"))))
        self.found()

    def found(self) -> None:
        self.say(
            "\nThe list of readers must now be signed by the recovery key, on a machine without a network"
            "\n(docs/operations.md). If you have no recovery key yet, make one there and print its two sheets:"
            "\n\n    python -m stories.vault.recovery"
            "\n\nThen let it sign this line:"
            f"\n\n    python -m stories.vault.recovery --sign {founding.line_to_sign()}\n"
        )
        public = self.ask("SETUP_RECOVERY", may_wait=True)
        if not public:
            self.say(LATER)
            return
        try:
            founding.found(public_line=public, signed_line=self.ask("SETUP_SIGNED"))
        except (WrongLine, NotTrusted) as error:
            raise CommandError(f"{error} Nothing was changed. {LATER}") from None
        self.say(READY)

    def ask(self, variable: str, *, may_wait: bool = False) -> str:
        """The answer from the environment, or from the person at the terminal."""
        if variable in os.environ:
            return os.environ[variable].strip()
        try:
            return input(ASKED[variable]).strip()
        except EOFError:
            if may_wait:
                return ""
            raise CommandError(
                f"Nobody is there to answer. Set {variable}, or run `make setup` at a terminal."
            ) from None

    def names(self, answer: str) -> list[str]:
        found = [self.name(part.strip()) for part in answer.split(",") if part.strip()]
        if not found:
            raise CommandError("A site needs at least one reader, or nobody could open what parents send.")
        if len(set(found)) != len(found):
            raise CommandError("Each reader needs a name of their own.")
        return found

    def name(self, answer: str) -> str:
        user = get_user_model()
        try:
            user.username_validator(answer)
        except ValidationError as error:
            raise CommandError(f"{answer!r} cannot be a name to sign in with. {' '.join(error.messages)}") from None
        if user.objects.filter(username=answer).exists():
            raise CommandError(f"There is somebody called {answer} already. Choose another name.")
        return answer

    def hand_over(self, welcomes: list[founding.Welcome]) -> None:
        self.say("\nWrite this down for each person now; it is shown once and kept nowhere:\n")
        for welcome in welcomes:
            self.say(f"  {welcome.name}\n    password       {welcome.password}")
            if welcome.phrase:
                self.say(f"    unlock phrase  {welcome.phrase}")

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
