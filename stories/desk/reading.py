"""What was sealed, made ready for the screen."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories import deidentify, thread
from stories.desk.keyring import name_of
from stories.desk.marking import Piece, marked
from stories.journey.names import MARKS, NamesForm
from stories.journey.question_forms import AboutForm, CareForm, DangerForm
from stories.journey.story_forms import THEMES, ShapeForm
from stories.models import Reader
from stories.sealing import Opened
from stories.states import Said
from stories.working_copy import WorkingCopy

# The questions whose answers are sealed beside the text, with the forms that asked them.
ASKED = {
    "who": AboutForm,
    "danger": DangerForm,
    "court": CareForm,
    "child": CareForm,
    "themes": ShapeForm,
    "marks": NamesForm,
}
# What the parent's own page words as her choice is said here as what the desk may do with it.
AT_THE_DESK = {
    "marks": gettext_lazy("Words that they marked"),
    "themes": gettext_lazy("What readers should know before they read it"),
    "how": gettext_lazy("They allow us to reach them"),
    "when": gettext_lazy("When it is safe to do so"),
    "words": gettext_lazy("What to say if somebody else answers"),
}


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
    return _part_marked(copy, copy.text, copy.where_text_begins())


def _part_marked(copy: WorkingCopy, part: str, head: int) -> list[Piece]:
    """One part of what is searched together, marked; `head` is where it begins there."""
    found = [one for one in copy.candidates() if one.where == "text" and head <= one.start < head + len(part)]
    return marked(part, [replace(one, start=one.start - head, end=one.end - head) for one in found])


def answers_in_words(opened: Opened) -> list[tuple[str, str]]:
    """Question and answer for all that was asked beside the text, and how they may be reached."""
    told = []
    for name, value in (opened.read("answers") or {}).items():
        field = ASKED[name].base_fields.get(name) if name in ASKED else None
        asked = field.label if field else name.replace("_", " ").capitalize()
        told.append((AT_THE_DESK.get(name, asked), _in_words(name, field, value)))
    for name, value in (opened.read("contact") or {}).items():
        told.append((AT_THE_DESK[name], value))
    return told


def danger(opened: Opened) -> str:
    """What the parent answered when asked whether anybody is in danger; empty when the answer was no."""
    said = (opened.read("answers") or {}).get("danger", "")
    choices = dict(DangerForm.base_fields["danger"].choices)
    return str(choices[said]) if said in ("yes", "unsure") else ""


def marks(opened: Opened) -> dict[str, str]:
    """What the parent said of words that might identify somebody, by the entity that a reader decides on."""
    said = (opened.read("answers") or {}).get("marks", {})
    return {entity: str(MARKS[word]) for entity, word in said.items()}


def _in_words(name: str, field, value) -> str:
    match name:
        case "themes":
            return ", ".join(str(THEMES.get(theme, theme)) for theme in value)
        case "marks":
            marked = {
                said: [one.partition(":")[2] for one, word in value.items() if word == said] for said in value.values()
            }
            return "; ".join(f"{MARKS.get(said, said)}: {', '.join(words)}" for said, words in marked.items())
    return dict(field.choices).get(value, value) if field else value


@dataclass(frozen=True)
class Turn:
    """One entry of the thread, with who wrote it as colleagues know them."""

    who: str
    week: str
    text: str
    about_words: bool
    complaint: bool
    noted: bool
    readable: bool


def spoken(opened: Opened) -> list[Turn]:
    """What the parent and the desk have written to each other, the first entry first."""
    entries = thread.thread(opened)
    readers = Reader.objects.select_related("user").in_bulk({entry.by for entry in entries})
    return [
        Turn(
            who=_("The parent") if entry.kind == Said.MESSAGE else name_of(readers.get(entry.by)),
            week=entry.week,
            text=entry.text,
            about_words=entry.about == thread.WORDS,
            complaint=entry.about == thread.COMPLAINT,
            noted=entry.kind == Said.NOTED,
            readable=entry.readable,
        )
        for entry in entries
    ]
