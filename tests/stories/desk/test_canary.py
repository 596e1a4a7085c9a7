"""A name that the working copy leaves out is in no byte on any disk in clear, after every step of the desk."""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from stories.models import Story
from stories.vault import words
from tests.stories.desk.conftest import TEXT
from tests.stories.desk.test_way import answer, ask

CANARY = "Brixlyn"
PLACES = ("DATA_DIR", "MEDIA_ROOT", "RELEASES_DIR", "STATIC_ROOT", "VOLATILE_DIR")


class Kept(logging.Handler):
    """Every record of every logger, as it would be written."""

    def __init__(self):
        super().__init__(level=0)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.getMessage()} {record.exc_text or ''} {record.__dict__}")


@pytest.fixture
def logs():
    kept = Kept()
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    yield kept.lines
    root.setLevel(level)
    root.removeHandler(kept)


def forms(text: str) -> list[bytes]:
    """The canary as a table or a file could hold it."""
    return [text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")] + [text.lower().encode()]


def bytes_on_disk():
    """Every file of this installation, the database with its write-ahead log included."""
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        for path in database.parent.glob(f"{database.name}*"):
            yield path, path.read_bytes()
    else:
        yield from rows()
    for name in PLACES:
        for path in Path(getattr(settings, name)).rglob("*"):
            if path.is_file():
                yield path, path.read_bytes()


def rows():
    """Every row of every table, for a database whose files are not ours to read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield Path(table), b" ".join(bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in row)


def found_in(canary: str, logs) -> list[str]:
    places = [str(path) for path, held in bytes_on_disk() if any(form in held for form in forms(canary))]
    return places + [line for line in logs if canary.lower() in line.lower()]


def edit(desk, story):
    """An editor saves a title of her own."""
    body = streamfield([("paragraph", "She came home at four. Marigoldia.")])
    fields = {"title": "Marigoldia", "credit": "", "kind": "prose", "body": body, "edition": desk.edition.pk}
    data = nested_form_data({**fields, "standfirst": "", "content_note": "", "themes": ""})
    desk.dana.post("wagtailsnippets_stories_story:edit", story.pk, data=data)
    desk.dana.client.post(reverse("wagtailsnippets_stories_story:preview_on_edit", args=[story.pk]), data)


def test_a_name_left_out_of_the_working_copy_is_in_no_byte_after_any_step(transactional_db, desk, logs):
    contribution, indices = desk.send(TEXT, title=f"{CANARY} and the key")
    assert found_in(CANARY, logs) == []
    desk.amara.open(contribution)
    desk.amara.post(
        "contribution:safeguarding",
        contribution.pk,
        data={"decision": "advice", "note": f"Asked about {CANARY}.", "severity": "hard"},
    )
    assert found_in(CANARY, logs) == []
    desk.prepare(contribution)
    assert found_in(CANARY, logs) == []
    desk.ben.open(contribution, "check")
    desk.ben.post("contribution:check", contribution.pk, data={"note": f"{CANARY} again?", "back": "1"})
    desk.prepare(contribution)
    assert found_in(CANARY, logs) == []
    story = desk.clear(contribution)
    assert found_in(CANARY, logs) == []
    edit(desk, story)
    ask(desk, story)
    assert found_in(CANARY, logs) == []
    answer(indices, story, online=True, print=True)
    desk.ben.post("wagtailsnippets_stories_story:sign_off", story.pk)
    assert Story.objects.get().versions.exists()
    desk.amara.get("wagtailadmin_home")
    assert found_in(CANARY, logs) == []
    assert found_in(words.as_words(indices), logs) == []
    assert found_in(desk.amara.phrase, logs) == []


def test_the_search_for_the_canary_would_find_it(transactional_db, desk, logs):
    """A word that an editor put into the story is found, in the database and through the same doors."""
    story, _ = desk.story()
    edit(desk, story)
    database = Path(connection.settings_dict["NAME"]).name if connection.vendor == "sqlite" else "stories_story"
    assert any(database in place for place in found_in("Marigoldia", logs))
    logging.getLogger("anything").error("Marigoldia")
    assert any("Marigoldia" in place for place in found_in("Marigoldia", logs))
