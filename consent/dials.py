"""This file knows the dials: what a parent sets beside the uses, each one word out of a short list.

A dial never holds what a parent typed. A made-up name, for example, lies sealed with the
contribution and, once approved, in the story's credit line; the dial only says "name".
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Dial(StrEnum):
    EDIT = "edit"
    DESCRIPTION = "description"
    CONTACT = "contact"
    SILENCE = "silence"
    EXACT = "exact"


STAY = "stay"
COME_DOWN = "come_down"

# Each dial's allowed words, with what the desk shows for them.
CHOICES = {
    Dial.EDIT: {
        "spelling": _("Mend spelling only"),
        "shorten": _("Mend and shorten"),
        "rewrite": _("Change what is needed, then show me"),
    },
    Dial.DESCRIPTION: {
        "none": _("No description"),
        "parent": _("“A parent”"),
        "name": _("A made-up name"),
    },
    Dial.CONTACT: {
        "none": _("No contact: they come back by themselves"),
        "sealed": _("A reader may contact them by hand; the details are sealed"),
    },
    Dial.SILENCE: {
        STAY: _("Leave it up for five years"),
        COME_DOWN: _("Take it down after the edition"),
    },
    Dial.EXACT: {
        "yes": _("Publish it exactly as sent"),
        "no": _("Show me the final words first"),
    },
}

LABELS = {
    Dial.EDIT: _("How much may be changed"),
    Dial.DESCRIPTION: _("How to be described"),
    Dial.CONTACT: _("Contact"),
    Dial.SILENCE: _("If they never come back"),
    Dial.EXACT: _("Exactly as sent"),
}


class UnknownSetting(ValueError):
    """A dial was set to something that is not on its list."""


def check(dials: dict[str, str]) -> dict[Dial, str]:
    """The dials as given, in a fixed order; raises `UnknownSetting` for an unknown dial or word."""
    for name, word in dials.items():
        if name not in set(Dial):
            raise UnknownSetting(f"There is no dial {name!r}. The dials are: {', '.join(Dial)}.")
        if word not in CHOICES[Dial(name)]:
            raise UnknownSetting(f"The dial {name!r} cannot be {word!r}. Use one of: {', '.join(CHOICES[Dial(name)])}.")
    return {dial: dials[dial] for dial in Dial if dial in dials}
