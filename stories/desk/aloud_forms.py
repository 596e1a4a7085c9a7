"""The form for what a parent answered when the words were read aloud: one answer at a time, nothing chosen before."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent import notices
from consent.kinds import ALOUD, CAPTURED_LABELS, Captured
from consent.models import Notice
from consent.models.notice import Format
from consent.uses import LABELS, QUOTING, Answer, Use
from stories.actions.reading_aloud import GONE
from stories.journey.quoted import decided, named, places
from stories.journey.returning import QUOTATION
from stories.journey.wording import about_quotation, question
from stories.models import Proposal
from stories.tree import StoryTree

UNSAID = "unsaid"
SAID = [(Answer.YES, _("They said yes")), (Answer.NO, _("They said no")), (UNSAID, _("They did not say"))]


class ReadAloudForm(forms.Form):
    """`asked` and `asked_quotations` are what to read out, in the order in which a parent's own page asks it."""

    use_required_attribute = False

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # Which quotations the page showed, and in which order.
    quoted = forms.CharField(widget=forms.HiddenInput, required=False)
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
        self.spans = proposal.asked_spans()
        self.fields["digest"].initial = proposal.digest
        self.fields["quoted"].initial = named(self.spans)
        self.fields["notice"].queryset = Notice.objects.in_force().newest_first()
        self.uses = [use for use in Use if use in proposal.uses]
        wording = _to_read_out(proposal.tree["language"])
        for use in self.uses:
            asked, explained = question(use, wording)
            missing = _("Choose what they said to: %(use)s.") % {"use": LABELS[use]}
            self.fields[_name(use)] = _choice(asked, missing, help_text=explained)
        for number, name in enumerate(self._quotations, start=1):
            missing = _("Choose what they said to quotation %(number)d.") % {"number": number}
            self.fields[name] = _choice(about_quotation(number), missing)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("quoted", "") != named(self.spans):
            raise forms.ValidationError(GONE)
        if not self.errors and not self.said() and not self.said_to_quotations():
            raise forms.ValidationError(_("They said neither yes nor no to anything, so there is nothing to note."))
        return cleaned

    @property
    def _quotations(self) -> list[str]:
        return [f"{QUOTATION}{number}" for number in range(1, len(self.spans) + 1)]

    @property
    def asked(self):
        return [self[_name(use)] for use in self.uses]

    @property
    def asked_quotations(self) -> list[tuple[StoryTree, tuple[str, ...], forms.BoundField]]:
        """The words of each, where they would stand, and the question."""
        rows = zip(self.spans, self._quotations, strict=True)
        return [(span.story_tree(), places(span.uses), self[name]) for span, name in rows]

    @property
    def short_quotes(self) -> bool:
        """Whether a no to a use of the text can be a no to quotations."""
        return not QUOTING.isdisjoint(self.uses)

    def said(self) -> dict[Use, bool]:
        """Yes or no for each use that they answered."""
        chosen = {use: self.cleaned_data.get(_name(use)) for use in self.uses}
        return {use: word == Answer.YES for use, word in chosen.items() if word in (Answer.YES, Answer.NO)}

    def said_to_quotations(self) -> dict[str, bool]:
        """Yes or no to each quotation that they answered, by its digest."""
        words = [self.cleaned_data.get(name, "") for name in self._quotations]
        return decided(self.spans, words)

    def way(self) -> Captured:
        return Captured(self.cleaned_data["captured"])


def _choice(label, missing, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=SAID,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def _to_read_out(language: str) -> Notice | None:
    """The wording that is made to be read aloud, if one is in force; else the one that parents read."""
    try:
        spoken = notices.current(language, Format.SPOKEN)
    except notices.NoNotice:
        spoken = None
    return spoken or notices.current(language)


def _name(use: Use) -> str:
    return f"use-{use.value}"
