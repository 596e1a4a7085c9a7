"""The form for what a parent answered when the words were read aloud: each use by itself, nothing chosen before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import notices
from consent.kinds import ALOUD, CAPTURED_LABELS, Captured
from consent.models import Notice
from consent.models.notice import Format
from consent.uses import LABELS, Answer, Use
from stories.journey.wording import question
from stories.models import Proposal

UNSAID = "unsaid"
SAID = [(Answer.YES, _("They said yes")), (Answer.NO, _("They said no")), (UNSAID, _("They did not say"))]


class ReadAloudForm(forms.Form):
    """`asked` are the questions to read out, in the order in which a parent's own page asks them."""

    use_required_attribute = False

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    captured = forms.ChoiceField(
        label=_("How did you read them aloud?"),
        choices=[(one, CAPTURED_LABELS[one]) for one in ALOUD],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you spoke with them.")},
    )
    notice = forms.ModelChoiceField(
        label=_("Which wording of the questions did you read out?"),
        queryset=Notice.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("The questions on this page are in the newest one."),
        error_messages={"required": _("Choose the wording that was read to them.")},
    )

    def __init__(self, *args, proposal: Proposal, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = proposal.digest
        self.fields["notice"].queryset = Notice.objects.in_force().newest_first()
        self.uses = [use for use in Use if use in proposal.uses]
        wording = _to_read_out(proposal.tree["language"])
        for use in self.uses:
            asked, explained = question(use, wording)
            self.fields[_name(use)] = forms.ChoiceField(
                label=asked,
                help_text=explained,
                choices=SAID,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what they said to: %(use)s") % {"use": LABELS[use]}},
            )

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.said():
            raise forms.ValidationError(_("They said nothing to any use, so there is nothing to note."))
        return cleaned

    @property
    def asked(self):
        return [self[_name(use)] for use in self.uses]

    def said(self) -> dict[Use, bool]:
        """Yes or no for each use that they answered."""
        chosen = {use: self.cleaned_data.get(_name(use)) for use in self.uses}
        return {use: word == Answer.YES for use, word in chosen.items() if word in (Answer.YES, Answer.NO)}

    def way(self) -> Captured:
        return Captured(self.cleaned_data["captured"])


def _to_read_out(language: str) -> Notice | None:
    """The wording that is made to be read aloud, if one is in force; else the one that parents read."""
    try:
        spoken = notices.current(language, Format.SPOKEN)
    except notices.NoNotice:
        spoken = None
    return spoken or notices.current(language)


def _name(use: Use) -> str:
    return f"use-{use.value}"
