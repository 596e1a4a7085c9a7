from django.core.management.base import BaseCommand, CommandError

from consent import ledger


class Command(BaseCommand):
    help = (
        "Reads the whole consent ledger and reports every row that was altered, removed or put elsewhere. "
        "Run it after a restore, and whenever you doubt the database. Give it a head printed in a booklet or a "
        "mail to be sure that no rows were cut off at the end."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--head", nargs="+", metavar="PART", help="a head printed earlier: number and hash, or all four parts"
        )

    def handle(self, *args, head=None, **options):
        known = [_pair(head[at : at + 2]) for at in range(0, len(head or ()), 2)]
        found = ledger.verify(*known[:2])
        for fault in found.faults:
            self.stderr.write(f"Row {fault.sequence}: {fault.sentence}" if fault.sequence else fault.sentence)
        if not found.whole:
            raise CommandError(f"{len(found.faults)} faults in {found.length} rows. Do not publish; ask for help.")
        self.stdout.write(
            f"The ledger is whole: {found.length} rows, head {found.hash}."
            f" The no-list agrees: {found.noes} lines, {found.noes_hash}."
        )


def _pair(parts: list[str]) -> tuple[int, str]:
    """A number and a hash; raises `CommandError` for anything else."""
    if len(parts) != 2 or not parts[0].isdecimal():
        raise CommandError(f"A head is a number and a hash, once or twice; {' '.join(parts)!r} is not.")
    return int(parts[0]), parts[1].lower()
