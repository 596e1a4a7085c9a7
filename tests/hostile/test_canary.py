"""A name that the working copy leaves out is in no byte that we keep, after every step from the share page to the
release. Every step is taken through the site's own addresses, with its own middleware."""

import logging
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from consent.models import Edition
from publication.models import BookletPage, Release, StandardPage
from stories.models import Contribution, Span, Story, StoryVersion
from tests.hostile.sweep import files, finds, rows
from tests.publication.site import invent
from tests.stories.desk.conftest import TEXT
from tests.stories.journey.walking import begin, come_back, send, walk, walk_and_send, words_on

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "Brixlyn"
EDITED = "Marigoldia"
QUOTED = "came home at four"
STORY = "wagtailsnippets_stories_story"


@pytest.fixture
def site(desk):
    return invent()


@pytest.fixture
def booklet(desk, site):
    page = BookletPage(title="The key", slug="2027", edition=desk.edition, imprint="Made at a table.")
    return site.shelf.add_child(instance=page)


class Steps:
    """The way of one story, each step by the pages of whoever takes it."""

    def __init__(self, desk, booklet):
        self.desk, self.booklet, self.parent = desk, booklet, Client()
        self.words = ""

    @property
    def contribution(self):
        return Contribution.objects.get()

    @property
    def story(self):
        return Story.objects.get()

    def send(self):
        page = begin(self.parent).press()
        walk(self.parent, "Check your answers", text=f"{CANARY}\n\n" * 3)
        send(self.parent, {**page.fields, "text": CANARY, "at": "nowhere"})
        told = {"title": f"{CANARY} and the key", "text": TEXT, "credit": f"{CANARY}’s mum", "description": "name"}
        self.words = words_on(walk_and_send(self.parent, **told))

    def open(self):
        self.desk.amara.get("contribution:index", q=CANARY)
        self.desk.amara.post("contribution:edit", self.contribution.pk, data={"reason": CANARY, "phrase": CANARY})
        self.desk.amara.open(self.contribution)
        self.desk.amara.get("contribution:read", self.contribution.pk)

    def record_safeguarding(self):
        decided = {"decision": "advice", "note": f"Asked about {CANARY}.", "severity": "hard"}
        self.desk.amara.post("contribution:safeguarding", self.contribution.pk, data=decided | {"severity": CANARY})
        self.desk.amara.post("contribution:safeguarding", self.contribution.pk, data=decided)

    def save_the_working_copy(self):
        self.desk.prepare(self.contribution, ready=False)

    def save_with_the_vault_locked(self):
        """What was typed comes back with the form, and goes nowhere else."""
        self.desk.amara.post("stories_desk:lock")
        self.desk.amara.client.session.modified = True
        data = {"title": CANARY, "text": f"{CANARY} again", "kind": "prose", "save": "1"}
        data |= {"decision-TOTAL_FORMS": 0, "decision-INITIAL_FORMS": 0}
        self.desk.amara.post("contribution:prepare", self.contribution.pk, data=data)

    def ask_for_a_check(self):
        self.desk.prepare(self.contribution)

    def send_back(self):
        self.desk.ben.open(self.contribution, "check")
        self.desk.ben.get("contribution:check", self.contribution.pk)
        note = {"note": f"{CANARY} again?", "back": "1"}
        self.desk.ben.post("contribution:check", self.contribution.pk, data=note)
        self.desk.prepare(self.contribution)

    def clear(self):
        self.desk.clear(self.contribution)
        assert "My daughter came home at four." in str(self.story.body)

    def edit(self):
        """An editor saves a title of her own, and looks at the preview."""
        fields = {"title": EDITED, "credit": "", "kind": "prose", "standfirst": "", "content_note": "", "themes": ""}
        body = streamfield([("paragraph", "She came home at four.")])
        data = nested_form_data({**fields, "body": body, "edition": self.desk.edition.pk})
        self.desk.dana.post(f"{STORY}:edit", self.story.pk, data=data)
        self.desk.dana.client.post(reverse(f"{STORY}:preview_on_edit", args=[self.story.pk]), data)
        self.desk.dana.get(f"{STORY}:preview_on_edit", self.story.pk)
        assert self.story.get_latest_revision_as_object().title == EDITED

    def ask(self):
        asked = {"edition": self.desk.edition.pk, "uses": ["online", "print"]}
        typed = {"quotation-1": f"{CANARY} came home", "quotation-2": QUOTED}
        self.desk.dana.post(f"{STORY}:ask", self.story.pk, data=asked | {"quotation-1": f"{CANARY} never said this"})
        refused = self.desk.dana.post(f"{STORY}:ask", self.story.pk, data=asked | typed)
        if refused.status_code == 200:
            self.desk.dana.post(f"{STORY}:ask", self.story.pk, data=asked | {"quotation-1": QUOTED})

    def approve(self):
        page = come_back(self.parent, self.words)
        assert CANARY in page.html  # her own words, on her own page
        yes = {"words__online": "yes", "words__print": "yes", "quotation__1": "yes", "quotation__2": "yes"}
        page = page.press("Read the final words").press(**yes, change=f"{CANARY} would like it.")
        assert page.heading == "You said yes to the final words", page.errors
        assert QUOTED in page.press("Look at my quotes").html

    def sign_off(self):
        self.desk.ben.get(f"{STORY}:list")
        self.desk.ben.post(f"{STORY}:sign_off", self.story.pk)
        assert StoryVersion.objects.exists() and Span.objects.exists()
        self.desk.dana.get("stories_desk:quotations")

    def place(self):
        version = StoryVersion.objects.get()
        part = {"title": "At home", "intro": "", "stories-count": 1, "between-count": 0}
        row = {"value": version.pk, "deleted": "", "order": 0, "id": ""}
        part |= {f"stories-0-{name}": value for name, value in row.items()}
        names = ("title", "slug", "subtitle", "summary", "imprint", "cover")
        page = {name: getattr(self.booklet, name) for name in names}
        data = page | {"edition": self.booklet.edition_id, "body": streamfield([("part", part)])}
        data |= {"comments": inline_formset([]), "action-publish": "1"}
        self.desk.ben.client.get(reverse("story_version_chooser:choose"), {"q": CANARY})
        self.desk.ben.post("wagtailadmin_pages:edit", self.booklet.pk, data=nested_form_data(data))
        assert BookletPage.objects.get().entries.count() == 1

    def release(self):
        self.desk.ben.get("booklet_desk:booklet", self.booklet.pk)
        self.desk.ben.post("booklet_desk:freeze", self.booklet.pk)
        assert Release.objects.ready().exists()

    def read(self):
        """Readers come, and somebody looks for the name everywhere on the site and in the desk."""
        Edition.objects.update(opens_at=timezone.now())
        reader, url = Client(), self.booklet.url
        for path in ("/", "/booklets/", url, f"{url}{self.story.code}/", "/sitemap.xml", f"{url}files/booklet.pdf"):
            answer = reader.get(path, {"q": CANARY} if path == "/" else None)
            assert answer.status_code == 200, path
            assert CANARY.encode() not in answer.getvalue()
        reader.get(f"/{CANARY.lower()}/")
        for place in ("wagtailadmin_pages:search", "contribution:index", f"{STORY}:list"):
            self.desk.ben.client.get(reverse(place), {"q": CANARY})

    def delete(self):
        page = come_back(self.parent, self.words).press("Delete my story").press(words=self.words)
        assert page.heading == "It is gone"


WAY = [
    "send",
    "open",
    "record_safeguarding",
    "save_the_working_copy",
    "save_with_the_vault_locked",
    "ask_for_a_check",
    "send_back",
    "clear",
    "edit",
    "ask",
    "approve",
    "sign_off",
    "place",
    "release",
    "read",
    "delete",
]


def test_a_name_left_out_of_the_working_copy_is_in_no_byte_after_any_step(desk, booklet, logs):
    steps = Steps(desk, booklet)
    for name in WAY:
        getattr(steps, name)()
        assert finds(CANARY, logs) == [], name
    assert finds(steps.words, logs) == []
    assert finds(desk.amara.phrase, logs) == []


def test_a_name_left_in_the_working_copy_is_found_from_the_clearing_on(desk, booklet, logs):
    """The same way and the same sweep, with the name kept: it is found in the database, and then in each file."""
    steps = Steps(desk, booklet)
    steps.send()
    desk.prepare(steps.contribution, keep=True)
    assert finds(CANARY, logs) == []
    desk.clear(steps.contribution)
    assert any(place.startswith(database_name()) for place in places(finds(CANARY, logs)))
    for name in ("ask", "approve", "sign_off", "place", "release"):
        getattr(steps, name)()
    found = finds(CANARY, logs)
    pdfs = ("booklet.pdf, read as a PDF", "large-print.pdf, read as a PDF")
    for file in ("booklet.txt", "booklet.epub, unpacked", *pdfs, f"{steps.story.code}/index.html"):
        assert any(place.endswith(file) for place in found), file


def test_a_deleted_story_is_in_no_row_and_no_file(desk, booklet, logs):
    """Cleared words too: not in a revision, not in a preview that an editor looked at, not in an old release."""
    steps = Steps(desk, booklet)
    for name in WAY:
        if name == "delete":
            assert any(EDITED.encode() in row for _, row in rows())
            assert any(QUOTED.encode() in row for table, row in rows() if table == "stories_span")
        getattr(steps, name)()
    for words in (EDITED, QUOTED):
        assert [table for table, row in rows() if words.encode() in row] == []
        assert [name for name, held in files() if words.encode() in held] == []


def test_the_sweep_finds_a_name_wherever_it_is_put(desk, site, logs):
    Path(settings.VOLATILE_DIR).mkdir(mode=0o700, exist_ok=True)
    kept = {
        "volatile": Path(settings.VOLATILE_DIR) / "a-file",
        "media": Path(settings.MEDIA_ROOT) / "a-file",
        "spooled": Path(tempfile.gettempdir()) / "a-file",
        "slots": settings.SLOT_FILES[1].with_name("a-file"),
    }
    for name, path in kept.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"about {CANARY} ({name})")
        assert places(finds(CANARY)) == {"a-file"}, name
        path.unlink()
    logging.getLogger("anything").debug("about " + CANARY)
    assert places(finds(CANARY, logs)) == {"log"}
    assert finds(CANARY) == []


def test_the_sweep_unpacks_what_is_packed(desk, site, logs):
    session = desk.amara.client.session
    session["said"] = {"about": CANARY, "and": "more" * 100}
    session.save()
    assert "a session" in finds(CANARY)
    session.flush()
    site.about.get_parent().add_child(instance=StandardPage(title=f"About {CANARY}", slug="b"))
    if connection.vendor == "sqlite":
        assert any(place.startswith("the index ") for place in finds(CANARY))


def database_name() -> str:
    return Path(connection.settings_dict["NAME"]).name if connection.vendor == "sqlite" else "stories_story"


def places(found: list[str]) -> set[str]:
    """The last part of each place."""
    return {Path(place.split(": ")[0]).name for place in found}
