"""This file knows the sentences in which the rule says no, each with the next step for an editor."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from consent.uses import Use

# Each use as it stands inside a sentence.
PHRASES = {
    Use.KEEP: _("keeping the story"),
    Use.PANEL: _("letting the parents’ panel read it"),
    Use.ONLINE: _("the online booklet"),
    Use.PRINT: _("the printed booklet"),
    Use.SOCIAL: _("quotes on social media"),
    Use.PRESS: _("quotes in the press"),
    Use.TRAINING: _("training"),
    Use.POLICY: _("asking for change in law and services"),
    Use.RESEARCH: _("research"),
    Use.FORMATS: _("translations, Easy Read and audio"),
}

SENTENCES = {
    "erased": _("The family has deleted this story. Take it out of everything that still lists it."),
    "incomplete": _(
        "Some of this family’s decisions cannot be read, so nothing may be used."
        " Tell an administrator to check the ledger."
    ),
    "no_is_missing": _(
        "This family said a no that is noted outside the database and is not in the register, or the note cannot be"
        " read. So nothing may be used. Tell an administrator to check the ledger."
    ),
    "never_asked": _("The family has not been asked about %(use)s yet. Ask them from the story’s page."),
    "undecided": _(
        "The family wants to decide later about %(use)s. Wait for them, or ask again from the story’s page."
    ),
    "refused": _("The family does not allow %(use)s. Leave the story out; they can allow it again on their own page."),
    "words_refused": _(
        "The family said no to these words for %(use)s in %(year)s. Change the words and ask again, or leave it out."
    ),
    "hold": _("There is an open hold (%(kind)s). Settle it and release it first."),
    "taken_down": _("The story was taken down. Two people must agree on its page before it can be put back."),
    "no_edition": _("Families agree to one year’s booklet at a time. Choose the edition first."),
    "not_approved": _(
        "The family has not approved the final words for %(use)s in %(year)s. Ask them from the story’s page."
    ),
    "not_confirmed": _(
        "These words were read aloud to the family, and one person noted a yes for %(use)s in %(year)s that no second"
        " person has confirmed. Ask one to confirm it on the story’s page, or read the words aloud again."
    ),
    "other_words": _(
        "The family was asked about other words than these for %(use)s in %(year)s."
        " Go back to words they approved, or ask them about these."
    ),
    "other_edition": _(
        "The family was asked about these words for %(use)s in another year, not for %(year)s."
        " Ask them about %(year)s from the story’s page."
    ),
    "approved_before_no": _(
        "The family said no to %(use)s after they approved these words, so that approval has ended."
        " Ask them to approve the words again."
    ),
    "lapsed": _(
        "Consent for the %(year)s booklet ended after 30 April %(year)s, so nothing new may be shown."
        " Ask the family about the next edition."
    ),
    "no_since_shown": _(
        "The family said no after these words were shown in %(use)s, and consent for the %(year)s booklet has ended"
        " since. Ask them about the next edition."
    ),
    "comes_down": _(
        "The family has not chosen that the story stays after 30 April %(year)s."
        " Take it out and issue the booklet again."
    ),
    "stay_is_over": _(
        "The story could stay until 31 December %(year)s, and that day has passed."
        " Take it out and issue the booklet again."
    ),
}


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way: a code for programs, a whole sentence for people."""

    code: str
    sentence: str


def because(code: str, *, use: Use | None = None, year: int | None = None, kind: str = "") -> Reason:
    """The reason with this code, its sentence filled in and in the reader's language."""
    return Reason(code, str(SENTENCES[code]) % {"use": PHRASES.get(use, ""), "year": year, "kind": kind})
