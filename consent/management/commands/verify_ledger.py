from django.core.management.base import BaseCommand, CommandError

from consent import ledger


class Command(BaseCommand):
    help = (
        "Reads the whole consent ledger and reports every row that was altered, removed or put elsewhere. "
        "Run it after a restore, and whenever you doubt the database. Give it a head printed in a booklet or a "
        "mail to be sure that no rows were cut off at the end."
    )

    def add_arguments(self, parser):
        parser.add_argument("--head", nargs=2, metavar=("NUMBER", "HASH"), help="a head printed earlier")

    def handle(self, *args, head=None, **options):
        if head and not head[0].isdecimal():
            raise CommandError(f"A head is a number and a hash; {head[0]!r} is not a number.")
        found = ledger.verify((int(head[0]), head[1].lower()) if head else None)
        for fault in found.faults:
            self.stderr.write(f"Row {fault.sequence}: {fault.sentence}")
        if not found.whole:
            raise CommandError(f"{len(found.faults)} faults in {found.length} rows. Do not publish; ask for help.")
        self.stdout.write(f"The ledger is whole: {found.length} rows, head {found.hash}.")
