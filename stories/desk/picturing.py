"""The pictures a parent sent, on the pages of the desk: to look at, to decide on, to check."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import deidentify
from stories.desk.forms import PRIVATE
from stories.desk.marking import Piece, marked
from stories.sent_pictures import MOST, SentPicture
from stories.working_copy import PictureDecision, WorkingCopy

USE, LEAVE = "use", "leave"
CHOICES = [(USE, _("Show it with the text")), (LEAVE, _("Leave it out; it stays sealed"))]
NAME = re.compile("[0-9a-f]{64}")
# A description is one line that is read aloud; a page of handwriting is a transcript.
LONGEST_DESCRIPTION = 500
LONGEST_TRANSCRIPT = 20_000


class PictureForm(forms.Form):
    """Whether one picture is shown, and the words that stand for it. No choice yet is a choice for later."""

    use = forms.ChoiceField(label=_("Shall it be shown?"), choices=CHOICES, widget=forms.RadioSelect, required=False)
    description = forms.CharField(
        label=_("Description"),
        help_text=_("What somebody would see who cannot see it. It is searched for names like the text."),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
    )
    transcript = forms.CharField(
        label=_("Words in the picture"),
        help_text=_("If there is writing in it, type it here exactly as it stands. It may tell more than the text."),
        max_length=LONGEST_TRANSCRIPT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
    )

    def clean_description(self):
        return " ".join(self.cleaned_data["description"].split())

    def clean_transcript(self):
        text = self.cleaned_data["transcript"].replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\x1f", "").strip()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("use") == USE and "description" in cleaned and not cleaned["description"]:
            self.add_error("description", _("Say what is to be seen. Without a description it cannot be shown."))
        return cleaned


@dataclass(frozen=True)
class PictureRow:
    """One picture with its form; `sent` is missing while the vault is locked, and when the parent took it back."""

    sha256: str
    form: PictureForm
    sent: SentPicture | None

    def decision(self) -> PictureDecision | None:
        data = self.form.cleaned_data
        if not data["use"]:
            return None
        return PictureDecision(self.sha256, data["use"] == USE, data["description"], data["transcript"])


def rows(copy: WorkingCopy, sent: list[SentPicture]) -> list[PictureRow]:
    """A form for each picture as the copy stands; at first with the parent's own description and nothing chosen."""
    decided = {one.sha256: one for one in copy.pictures}
    return [PictureRow(one.sha256, _form(one, decided.get(one.sha256)), one) for one in sent]


def posted_rows(data, sent: list[SentPicture]) -> list[PictureRow]:
    """The forms that came back, in the order of the page."""
    there = {one.sha256: one for one in sent}
    names = [name for name in data.getlist("picture") if NAME.fullmatch(name)][:MOST]
    return [PictureRow(name, PictureForm(data, prefix=_prefix(name)), there.get(name)) for name in names]


def decided(copy: WorkingCopy, posted: list[PictureRow], sent: list[SentPicture]) -> tuple[PictureDecision, ...]:
    """What stands decided now about each picture there is; what the page did not show stays as it was."""
    before = {one.sha256: one for one in copy.pictures}
    now = before | {row.sha256: row.decision() for row in posted}
    return tuple(now[one.sha256] for one in sent if now.get(one.sha256))


@dataclass(frozen=True)
class CheckedPicture:
    """A picture for the second reader: what the parent said of it, and what would be cleared, still searched."""

    sent: SentPicture
    decision: PictureDecision | None
    description: list[Piece]
    transcript: list[Piece]


def checked(copy: WorkingCopy, sent: list[SentPicture]) -> list[CheckedPicture]:
    decisions = {one.sha256: one for one in copy.pictures}
    return [_checked(one, decisions.get(one.sha256)) for one in sent]


def _checked(sent: SentPicture, decision: PictureDecision | None) -> CheckedPicture:
    said = (decision.description, decision.transcript) if decision else ("", "")
    return CheckedPicture(sent, decision, *(marked(text, deidentify.find(text)) for text in said))


def _form(sent: SentPicture, decision: PictureDecision | None) -> PictureForm:
    initial = {"description": sent.description}
    if decision:
        initial = {
            "use": USE if decision.use else LEAVE,
            "description": decision.description,
            "transcript": decision.transcript,
        }
    return PictureForm(initial=initial, prefix=_prefix(sent.sha256))


def _prefix(sha256: str) -> str:
    return f"picture-{sha256[:16]}"
