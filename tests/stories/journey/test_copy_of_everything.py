"""A copy of all that is held: one neutral file, made in memory, with everything she and we have said."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from consent.actions import hold, show
from consent.uses import Use
from consent.weeks import week_of
from stories import actions, imaging, thread
from stories.journey.notes_file import File, Part, zipped
from stories.journey.weeks import beginning_of
from stories.models import Contribution, Proposal, Record
from stories.sent_pictures import RECORD, SentPicture
from stories.states import Safeguarding
from tests.stories.journey.house import TODAY
from tests.stories.journey.test_messages import visit_of
from tests.stories.journey.walking import ANSWERS, WORDS, come_back, sent, words_on

SAVE = "Save the file on this device"


@pytest.fixture
def words(client, house) -> str:
    return words_on(sent(client, danger="unsure", child="knows"))


def taken(client, words: str):
    """The answer with the file, as a browser gets it."""
    page = come_back(client, words).press("Get a copy")
    assert "The file stays on this device." in page.said
    return client.post(WORDS, page.fields, headers={"Sec-Fetch-Site": "same-origin"})


def inside(response) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(response.content))


def notes(response) -> str:
    return inside(response).read("notes.txt").decode()


def data(response) -> dict:
    return json.loads(inside(response).read("notes.json"))


def test_the_page_warns_before_there_is_a_file(client, words):
    page = come_back(client, words).press("Get a copy")
    assert page.response["Content-Type"].startswith("text/html")
    assert "do not save it here" in page.said and "There may be one" in page.said


def test_the_file_is_neutral_and_nobody_keeps_it(client, words):
    response = taken(client, words)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert response["Cache-Control"] == "no-store" and response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    for info in inside(response).infolist():
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
    assert {info.filename for info in inside(response).infolist()} == {"notes.txt", "notes.json", "notes-2.txt"}
    assert response.content == taken(client, words).content, "the same state gives the same bytes"
    assert "What I said yes and no to" in inside(response).read("notes-2.txt").decode()


def test_what_she_sent_and_answered_is_in_it(client, words):
    response = taken(client, words)
    said = notes(response)
    assert ANSWERS["text"] in said and ANSWERS["title"] in said
    assert "Is your child, or anyone, in danger now?\n    I am not sure" in said
    assert data(response)["sent"]["text"] == ANSWERS["text"]
    assert words not in said and words.split()[0] not in said.split()


def test_everything_said_since_is_in_it(client, words, house):
    contribution = Contribution.objects.get()
    actions.write_message(visit=visit_of(words), text="Will you change the dog?", today=TODAY)
    about = {"contribution": contribution, "who": house.amara, "seen": 1, "today": TODAY}
    actions.reply(text="Yes, we will.", **about)
    house.ask(contribution, Use.ONLINE, Use.PRINT)
    come_back(client, words).press("Read the final words").press(words__online="yes", words__print="no")
    digest = Proposal.objects.get().digest
    texts = [(contribution.agreement, digest)]
    show(texts, use=Use.ONLINE, edition=house.edition, release="2027.1", today=TODAY)
    hold(agreement=contribution.agreement, kind="court", reason="A secret of the desk.", today=TODAY)
    found = data(response := taken(client, words))
    week = beginning_of(week_of(TODAY))
    assert [one["is"] for one in found["messages"]] == ["Will you change the dog?", "Yes, we will."]
    assert found["messages"][0]["about"] == f"From you in the week of {week}"
    assert "She came home in the spring." in found["final"][0]["words"]
    assert [one["is"] for one in found["final"][0]["answers"]] == ["Yes", "No"]
    assert found["shown"] == [{"about": f"{house.edition.title}, 2027.1", "is": "Online booklet"}]
    assert found["history"][-1]["about"] == f"In the week of {week}"
    assert any("Just these words" in one["is"] for one in found["history"])
    assert len(found["history"]) == contribution.agreement.details.count()
    assert "Courts and police" in str(found["stopped"])
    noted = {one["about"]: one["is"] for one in found["noted"]}
    assert noted["What we call it"] == contribution.code and "message 1" in noted["Locked parts, by kind"]
    assert all(noted.values()), "a line without an answer looks as if something were kept from her"
    assert house.edition.title in notes(response)


def test_the_desks_work_and_its_notes_are_not_in_it(client, words, house):
    contribution = Contribution.objects.get()
    actions.record_safeguarding(
        contribution=contribution, who=house.amara, decision=Safeguarding.REFERRED, note="Told the xylophone office."
    )
    house_copy = house.clear(contribution)
    house_copy.standfirst = "Staff words."
    house_copy.save()
    for kind in ("court", "safeguarding", "objection"):
        hold(agreement=contribution.agreement, kind=kind, reason="A secret of the desk.", today=TODAY)
    response = taken(client, words)
    for name in inside(response).namelist():
        held = inside(response).read(name).decode()
        assert "xylophone" not in held and "secret of the desk" not in held and "Staff words" not in held
        assert "afeguarding" not in held and "omebody objects" not in held
    assert [one["about"] for one in data(response)["stopped"]] == [
        "We wait: Courts and police",
        "We wait: we have more to think about first",
        "We wait: we have more to think about first",
    ]


def test_her_pictures_are_in_it_as_they_were_kept(client, words):
    seen = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(seen, "PNG")
    made = imaging.reencode(seen.getvalue())
    picture = SentPicture(made.sha256, made.suffix, "A house at night.", made.data)
    visit_of(words).opened.write(RECORD, picture.to_data(), replace=False)
    response = taken(client, words)
    assert inside(response).read(f"picture-1.{made.suffix}") == made.data
    assert data(response)["pictures"] == [{"about": "picture-1", "is": "A house at night."}]


def test_a_damaged_message_takes_nothing_else_with_it(client, words):
    actions.write_message(visit=visit_of(words), text="Hello.", today=TODAY)
    record = Record.objects.get(kind="message")
    Record.objects.filter(pk=record.pk).update(sealed=bytes(record.sealed)[:-1] + b"x")
    assert thread.thread(visit_of(words).opened)[0].readable is False
    assert "was damaged" in notes(taken(client, words))


NAMES = st.text("abcdefgh", min_size=1, max_size=8)
WORDING = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200)


@given(
    parts=st.lists(
        st.builds(Part, NAMES, WORDING, st.tuples(WORDING), WORDING), max_size=6, unique_by=lambda p: p.name
    ),
    files=st.lists(st.builds(File, NAMES, st.binary(max_size=500)), max_size=3, unique_by=lambda f: f.name),
)
def test_whatever_is_put_in_comes_out_and_no_time_with_it(parts, files):
    packed = zipped(parts, files)
    assert packed == zipped(parts, files)
    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert archive.testzip() is None
    assert json.loads(archive.read("notes.json")) == {part.name: part.data for part in parts}
    text = archive.read("notes.txt").decode()
    assert all(line in text for part in parts for line in part.lines)
    assert all(archive.read(file.name) == file.content for file in files)
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
