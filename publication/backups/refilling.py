"""Puts the rows of a backup into an empty, migrated database, in one transaction: all of them or none.

What was sealed under a slot that is erased comes back as nothing: no row of it is written. Of a family whose key is
erased only the numbers of its decisions come back, as rows without a word, so that the deletion can be finished and
the ledger still verifies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, transaction
from wagtail.models import Site

from consent.kinds import Captured, Kind
from consent.models import Agreement
from publication.backups import rows, sealing
from publication.backups.map import MAP, PART_OF, WITH_A_SLOT, backed_up
from publication.backups.parts import Kept
from stories.vault.shards import SlotErased, SlotMissing

# A trigger forbids it, and nothing was decided in an empty database.
NEVER_EMPTIED = {"consent.Decision"}
# A virtual table, which follows another by triggers.
FOLLOWS_BY_ITSELF = {"wagtailsearch.SQLiteFTSIndexEntry"}
# A database that holds one of these is somebody's.
MUST_BE_EMPTY = (
    "auth.User",
    "consent.Agreement",
    "consent.Decision",
    "consent.Edition",
    "publication.BookletPage",
    "stories.Contribution",
    "stories.Draft",
    "stories.Enquiry",
    "stories.Picture",
    "wagtaildocs.Document",
)


@dataclass
class Secrets:
    """What the slot files still say of everything in a backup that has a slot, by its id."""

    live: dict[str, bytes]
    erased: frozenset[str]
    missing: frozenset[str]


def is_empty() -> bool:
    return not any(rows.model_of(label)._base_manager.exists() for label in MUST_BE_EMPTY)


def secrets_of(kept: Kept) -> Secrets:
    """Raises `PathMissing` when no copy of the slot file is in reach."""
    live, erased, missing = {}, set(), set()
    for label, name in WITH_A_SLOT.items():
        for row in kept.table(label):
            try:
                live[row["id"]] = sealing.secret_of(row["slot"], sealing.from_base64(row[name]))
            except SlotErased:
                erased.add(row["id"])
            except SlotMissing:
                missing.add(row["id"])
    return Secrets(live, frozenset(erased), frozenset(missing))


def families(kept: Kept, secrets: Secrets) -> Iterator[dict]:
    """Every family's rows, and names of pictures, that can still be opened."""
    for line in kept.lines("families.jsonl"):
        if secret := secrets.live.get(line["of"]):
            yield {"of": line["of"], **sealing.unseal_rows(secret, line["sealed"], of=line["of"])}


def refill(kept: Kept, secrets: Secrets) -> None:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        for label in MAP:
            if label not in NEVER_EMPTIED | FOLLOWS_BY_ITSELF:
                table = connection.ops.quote_name(rows.model_of(label)._meta.db_table)
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        for label in backed_up():
            rows.write(label, _open_rows(kept, secrets, label))
        for label, found in _decided(kept, secrets):
            rows.write(label, found)
        for family in families(kept, secrets):
            for label, found in family["tables"].items():
                rows.write(label, found)
        _drop_what_hangs_in_the_air(cursor)
        models = [rows.model_of(label) for label in backed_up()]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def _open_rows(kept: Kept, secrets: Secrets, label: str) -> Iterator[dict]:
    """Of what lost its key nothing comes back but the number of an agreement, whose deletion is to be finished."""
    for row in kept.table(label):
        whole = row["id" if label in WITH_A_SLOT else PART_OF[label]] if label in WITH_A_SLOT | PART_OF else None
        if label == "consent.Agreement":
            if whole in secrets.erased and row["state"] == Agreement.State.LIVE:
                row["state"] = Agreement.State.ERASING
        elif whole is not None and whole not in secrets.live:
            continue
        yield row


def _decided(kept: Kept, secrets: Secrets) -> Iterator[tuple[str, list[dict]]]:
    for line in kept.lines("agreements.jsonl"):
        secret = secrets.live.get(line["of"])
        if secret and line["sealed"]:
            yield from sealing.unseal_rows(secret, line["sealed"], of=line["of"]).items()
        else:
            yield "consent.DecisionDetail", [_without_a_word(line["of"], one) for one in line["sequences"]]


def _without_a_word(agreement: str, sequence: int) -> dict:
    """A decision of which nothing is known but that it was made; the deletion that is under way lets it go."""
    known = {"decision_id": sequence, "agreement_id": agreement, "effective_sequence": sequence}
    empty = {"use": "", "dial": "", "answer": "", "edition_id": None, "digest_tag": "", "notice_id": None, "mark": ""}
    return known | empty | {"kind": Kind.DIAL.value, "captured": Captured.WEB.value, "setting": "{}"}


def _drop_what_hangs_in_the_air(cursor) -> None:
    """What names a row that did not come back forgets it, or goes with it; until nothing of the kind is left."""
    quote = connection.ops.quote_name
    links = [
        (quote(rows.model_of(label)._meta.db_table), field)
        for label in backed_up()
        if label not in NEVER_EMPTIED
        for field in rows.columns(rows.model_of(label))
        if field.is_relation
    ]
    changed = True
    while changed:
        changed = False
        for table, field in links:
            target, column = field.target_field, quote(field.column)
            there = f"SELECT {quote(target.column)} FROM {quote(target.model._meta.db_table)}"  # noqa: S608 - our tables
            act = f"UPDATE {table} SET {column} = NULL" if field.null else f"DELETE FROM {table}"  # noqa: S608
            cursor.execute(f"{act} WHERE {column} IS NOT NULL AND {column} NOT IN ({there})")
            changed = changed or cursor.rowcount > 0
