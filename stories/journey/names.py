"""Words that might tell who somebody is, shown to the parent before she sends: a simple look that can miss things.

What she says of each word travels as one list, by a short name for the person, place or fact, so that every page
can carry it whatever the words are. Nothing has to be answered, and the text is changed by nobody but her.
"""

import hashlib
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import deidentify
from stories.deidentify import Label
from stories.deidentify.entities import LONGEST_TEXT
from stories.journey.answers import paired, pairs
from stories.journey.forms import PageForm
from stories.journey.story_forms import joined

CHANGE = "change"
MARKS = {
    CHANGE: _("I will change it"),
    "editors": _("Leave it for you to look at"),
    "unsure": _("I am not sure"),
}
# More would be no calm list; the desk sees all of them.
MOST = 40
KINDS = {
    Label.NAME: _("may be a name"),
    Label.PLACE: _("may be a place"),
    Label.ORGANISATION: _("may be a school, a team or a service"),
    Label.DATE: _("is a date"),
    Label.AGE: _("is an age"),
    Label.NUMBER: _("is a number"),
    Label.PHONE: _("may be a phone number"),
    Label.EMAIL: _("is an email address"),
    Label.WEB: _("is a web address"),
    Label.HANDLE: _("may be a user name"),
    Label.POSTCODE: _("may be a postcode"),
}


class NamesForm(PageForm):
    """Nothing has to be answered here; what she says of each word travels as one list."""

    marks = forms.CharField(label=_("Words you marked"), required=False, widget=forms.HiddenInput)

    def left_out(self, name: str) -> bool:
        return not pairs(self.known.get(name, ""))

    def said(self, field: forms.BoundField) -> str:
        given = list(pairs(field.value() or "").values())
        return "; ".join(f"{label} ({given.count(word)})" for word, label in MARKS.items() if word in given)


@dataclass(frozen=True)
class Found:
    """One person, place or fact: `entity` as the desk knows it, `name` short for the form, and what she said of it."""

    name: str
    entity: str
    text: str
    kind: str
    said: str = ""

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(word, label, word == self.said) for word, label in MARKS.items()]


def found(answers) -> list[Found]:
    """What the detector finds in title, credit line and text; what tells most comes first, at most `MOST` of it."""
    credit = answers.get("credit", "") if answers.get("description") == "name" else ""
    title = answers.get("title", "")[:LONGEST_TEXT]
    text = f"{credit}\n\n{joined(answers)}"[: LONGEST_TEXT - len(title)]
    marks = pairs(answers.get("marks", ""))
    gathered = deidentify.entities(deidentify.find(text, title=title))[:MOST]
    return [
        Found(name, one.key, " ".join(one.text.split()), str(KINDS[one.label]), marks.get(name, ""))
        for one in gathered
        for name in (short(one.key),)
    ]


def short(entity: str) -> str:
    return hashlib.blake2b(entity.encode(), digest_size=6).hexdigest()


def to_change(answers) -> list[str]:
    """The words that she wants to change herself, as far as they still stand in her text."""
    if CHANGE not in pairs(answers.get("marks", "")).values():
        return []
    return [one.text for one in found(answers) if one.said == CHANGE]


def changed(answers: dict[str, str]) -> dict[str, str]:
    """The answers after she had another go at the text: what she wanted to change is asked about anew."""
    left = {name: word for name, word in pairs(answers.get("marks", "")).items() if word != CHANGE}
    return answers | {"marks": paired(left)}


def unmarked(answers) -> bool:
    """Whether something stands in the text that she has said nothing about."""
    return any(not one.said for one in found(answers))


def told(answers) -> dict[str, str]:
    """What she said, by the entity that the desk decides on; words that are gone from her text are left out."""
    if not pairs(answers.get("marks", "")):
        return {}
    return {one.entity: one.said for one in found(answers) if one.said in MARKS}
