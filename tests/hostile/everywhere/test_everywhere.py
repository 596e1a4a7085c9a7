"""Who has no grant reads nothing sealed: at no address of the site, in no export, by no search, through no command."""

import io
import json

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.urls import path

from stories import actions, thread
from tests.factories import make_version
from tests.hostile.everywhere import addresses
from tests.hostile.everywhere.walking import Visitor
from tests.publication.booklets.making import make_booklet, make_release
from tests.publication.site import invent
from tests.stories.desk.test_way import ask
from tests.stories.keys.test_enrolling import leave
from tests.stories.pictures import drawn

pytestmark = pytest.mark.django_db
SEALED = {
    "original": "Storyquillfeather",
    "title": "Titlebrixlynhollow",
    "working": "Copymarshwiggle",
    "message": "Messagewrensley",
    "reply": "Replyharrowdene",
    "noted": "Notedelmscott",
    "picture": "Pictureforensley",
    "contact": "Contactstanthorpe",
    "safeguarding": "Guardwickenby",
}


@pytest.fixture
def house(desk):
    """A whole site; a story that is cleared and asked about; and beside it a contribution that is sealed."""
    invent()
    story, _ = desk.story()
    ask(desk, story)
    make_release(make_booklet(make_version(quoting=("I put the kettle on",))))
    contribution, indices = desk.send(f"{SEALED['original']} came home at four.", title=SEALED["title"])
    desk.amara.open(contribution)
    note = {"decision": "advice", "severity": "hard", "note": SEALED["safeguarding"]}
    desk.amara.post("contribution:safeguarding", contribution.pk, data=note)
    desk.prepare(contribution, ready=False)
    visit = actions.come_back(indices=indices)
    opened = visit.opened
    copy = json.dumps(opened.read("working")).replace("came home", f"came home with {SEALED['working']}")
    opened.write("working", json.loads(copy))
    for kind in ("message", "reply", "noted"):
        opened.write(kind, {"text": SEALED[kind], "week": "2026-W47", "about": ""}, replace=False, among=thread.KINDS)
    opened.write("contact", {"how": SEALED["contact"]})
    actions.add_picture(visit=visit, data=drawn(), description=SEALED["picture"])
    desk.contribution = contribution
    return desk


def walked(person, *, below: tuple[str, ...] = ("",)) -> Visitor:
    """At every address whose name begins in one of these ways."""
    visitor = Visitor(person, SEALED)
    for address in addresses.every_address():
        if address.name.startswith(below):
            visitor.visit(address)
    return visitor


def test_a_superuser_without_a_grant_reads_nothing_at_any_address(house):
    visitor = walked(house.root)
    assert visitor.found == set()
    assert visitor.statuses[200] > 200, visitor.statuses


@pytest.fixture
def departed(house):
    """Ben, who had a grant and has a browser in which his vault was open when he left."""
    house.ben.open(house.contribution, "check")
    assert SEALED["original"] in house.ben.get("contribution:read", house.contribution.pk).content.decode()
    leave(house.amara, house.ben)
    return house.ben


def test_a_departed_reader_reads_nothing_at_the_addresses_of_the_desk(departed):
    visitor = walked(departed, below=("contribution:", "stories_desk:", "wagtailadmin_home", "wagtailsnippets_stories"))
    assert visitor.found == set()


@pytest.mark.proof  # both halves of it, the superuser and the departed reader, are walked above
def test_a_departed_reader_who_becomes_a_superuser_reads_nothing_at_any_address(departed):
    """So that no page turns him away for his rank alone."""
    type(departed.user).objects.filter(pk=departed.user.pk).update(is_superuser=True, is_staff=True)
    visitor = walked(departed)
    assert visitor.found == set()
    assert visitor.statuses[200] > 200, visitor.statuses


def test_the_same_walk_by_a_reader_finds_what_the_desk_shows_her(house):
    """Or the walks above might have passed the pages by."""
    house.amara.open(house.contribution)
    found = walked(house.amara, below=("contribution:",)).found
    shown = {("working", "prepare"), ("message", "answer")} | {(name, "read") for name in ("original", "contact")}
    assert {(name, f"contribution:{page}") for name, page in shown} <= found


def test_a_page_that_cannot_be_visited_is_named(house, monkeypatch):
    """A new address with a part that nobody has told the walk about."""

    class OneMore:
        url_patterns = [path("admin/new/<int:unheard_of>/", lambda request: None, name="new")]

    monkeypatch.setattr(addresses, "get_resolver", lambda: OneMore)
    with pytest.raises(addresses.Unknown, match="unheard_of"):
        addresses.every_address()


# Each command of ours, with what it is given; None where it serves, founds or rehearses and shows nothing of a site.
# {aside} is an empty folder.
COMMANDS = {
    "backup": ["{aside}/kept"],
    "build_booklet": None,
    "build_release": None,
    "daily": [],
    "demo": None,
    "rehearse": None,
    "replace_lost_copy": ["{aside}"],
    "restore": ["{aside}/nothing"],
    "serve": None,
    "setup": None,
    "sweep": None,
    "tell_staff": [],
    "verify_ledger": [],
}


def test_no_command_says_anything_sealed(house, capfd, tmp_path):
    """Whoever runs commands has the machine; what they print must not lead further than the machine does."""
    ours = {name for name, room in get_commands().items() if room in addresses.OURS}
    assert ours == set(COMMANDS), "say what the new command is given"
    said = io.StringIO()
    for name, given in COMMANDS.items():
        if given is not None:
            try:
                call_command(name, *(word.format(aside=tmp_path) for word in given), stdout=said, stderr=said)
            except CommandError as refusal:
                said.write(str(refusal))
    call_command("dumpdata", "--all", stdout=said, stderr=said)
    written = said.getvalue() + "".join(capfd.readouterr())
    assert house.contribution.pk in written, "the dump holds the rows"
    assert [name for name, word in SEALED.items() if word in written] == []
