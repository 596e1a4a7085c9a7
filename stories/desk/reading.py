"""What was sealed, made ready for the screen."""

from dataclasses import replace

from stories import deidentify
from stories.desk.marking import Piece, marked
from stories.journey.forms import DangerForm, LastForm
from stories.sealing import Opened
from stories.working_copy import WorkingCopy

# The questions whose answers are sealed beside the text, with the forms that asked them.
ASKED = {"danger": DangerForm, "child": LastForm}


def original(opened: Opened) -> dict:
    """The parent's own words as they came, cut where the detector marks something."""
    body = opened.read("body")
    found = deidentify.find(body["text"], title=body["title"])
    return {
        "title": marked(body["title"], [one for one in found if one.where == "title"]) or [Piece("—")],
        "text": marked(body["text"], [one for one in found if one.where == "text"]),
        "credit": body.get("credit", ""),
        "kind": body["kind"],
    }


def copy_marked(copy: WorkingCopy) -> list[Piece]:
    """The working copy's text, marked where the detector still finds something."""
    head = len(copy.searched()) - len(copy.text)
    found = [one for one in copy.candidates() if one.where == "text" and one.start >= head]
    return marked(copy.text, [replace(one, start=one.start - head, end=one.end - head) for one in found])


def answers_in_words(opened: Opened) -> list[tuple[str, str]]:
    """Question and answer for each thing asked beside the text; unknown ones as they stand."""
    told = []
    for name, value in (opened.read("answers") or {}).items():
        field = ASKED[name].base_fields.get(name) if name in ASKED else None
        words = dict(field.choices).get(value, value) if field else value
        told.append((field.label if field else name.replace("_", " ").capitalize(), words))
    return told
