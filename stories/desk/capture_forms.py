"""The form for what reached us on paper, by telephone or in a forum."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.dials import CHOICES, Dial
from consent.kinds import CAPTURED_LABELS, Captured
from consent.models import Notice
from consent.uses import ANSWER_LABELS, LABELS, Answer, Use
from stories.actions.capturing import MOST_PAGES, Entry
from stories.actions.receive import Sending
from stories.characters import clean, visible
from stories.desk.forms import LONGEST, NO_KIND, PRIVATE
from stories.imaging import NotAPicture
from stories.journey.question_forms import CareForm
from stories.states import KIND_LABELS

BY_HAND = (Captured.PAPER, Captured.PHONE, Captured.FORUM)
NOT_SAID = ("", _("They did not say"))


class PagesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PagesField(forms.FileField):
    """Several pictures at once, in the order in which they were chosen; or one PDF, which is read when it is sealed."""

    widget = PagesInput(attrs={"accept": "image/*,application/pdf"})

    def clean(self, data, initial=None):
        pages = [super(PagesField, self).clean(one, initial) for one in data or [None]]
        if len(pages) > MOST_PAGES:
            raise forms.ValidationError(
                _("You chose %(found)d files, and at most %(most)d go together. Choose the pages that matter.")
                % {"found": len(pages), "most": MOST_PAGES}
            )
        return pages


class CaptureForm(forms.Form):
    use_required_attribute = False

    nonce = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    captured = forms.ChoiceField(
        label=_("How did it reach us?"),
        choices=[(one, CAPTURED_LABELS[one]) for one in BY_HAND],
        widget=forms.RadioSelect,
        help_text=_("A public post is never consent. Enter a forum only when they wrote to you privately."),
        error_messages={"required": _("Choose how it reached us.")},
    )
    notice = forms.ModelChoiceField(
        label=_("Which wording did they read or hear?"),
        queryset=Notice.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the wording that stood on the paper, or that was read to them.")},
    )
    kept = forms.BooleanField(
        label=_("They said that we may keep it and work on it"),
        error_messages={"required": _("Without this we may not keep it. Give it back, or destroy it.")},
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False, widget=forms.TextInput(attrs=PRIVATE))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=list(KIND_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": NO_KIND},
    )
    text = forms.CharField(
        label=_("Their words"),
        help_text=_("Exactly as they wrote or said them, slips included. It is sealed like everything parents send."),
        widget=forms.Textarea(attrs={"rows": 16, **PRIVATE}),
        strip=False,
        max_length=LONGEST,
        error_messages={"required": _("Type their words here.")},
    )
    credit = forms.CharField(
        label=_("How they want to be described"),
        help_text=_("Such as “A mother”. Never a real name."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    court = CareForm.base_fields["court"]
    child = CareForm.base_fields["child"]
    silence = forms.ChoiceField(
        label=_("If they never come back"),
        choices=[*CHOICES[Dial.SILENCE].items(), NOT_SAID],
        widget=forms.RadioSelect,
        required=False,
    )
    pages = PagesField(
        label=_("Pictures or a PDF of the pages, or of your notes and their message"),
        help_text=_(
            "One to 20 pictures in order (JPEG, PNG or HEIC), or one PDF of at most 20 pages; 30 MB in all. Nothing is"
            " kept of a file but what is to be seen, and that is sealed."
        ),
        error_messages={
            "required": _(
                "Choose at least one picture, or a PDF. If you had, it was more than 30 MB: save it smaller, or take"
                " pictures of its pages."
            ),
            "empty": _("One of these files is empty. Look at it on your own machine, then choose it once more."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["notice"].queryset = Notice.objects.in_force().newest_first()

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if not visible(clean(text)):
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text

    @property
    def asked(self):
        return [self[_name(use)] for use in Use if use != Use.KEEP]

    def not_a_picture(self, refusal: NotAPicture) -> None:
        self.add_error("pages", str(refusal))

    def entry(self, *, by: str) -> Entry:
        data = self.cleaned_data
        uses = {use: Answer(data[_name(use)]) for use in Use if use != Use.KEEP and data.get(_name(use))}
        return Entry(by, Captured(data["captured"]), {Use.KEEP: Answer.YES, **uses}, data["notice"])

    def sending(self) -> Sending:
        data = self.cleaned_data
        return Sending(
            title=" ".join(data["title"].split()),
            text=data["text"],
            kind=data["kind"],
            credit=" ".join(data["credit"].split()),
            language=data["notice"].language,
            uses={},
            dials={"silence": data["silence"]} if data["silence"] else {},
            answers={"court": data["court"], "child": data["child"]},
        )


class DoubtForm(forms.Form):
    use_required_attribute = False

    note = forms.CharField(
        label=_("What does not agree?"),
        help_text=_("It is sealed with the contribution. Only readers see it."),
        widget=forms.Textarea(attrs={"rows": 3, **PRIVATE}),
        max_length=4000,
        error_messages={"required": _("Write what does not agree, so that whoever entered it can look again.")},
    )


def _name(use: Use) -> str:
    return f"use-{use.value}"


for _use in Use:
    if _use != Use.KEEP:
        CaptureForm.base_fields[_name(_use)] = forms.ChoiceField(
            label=LABELS[_use],
            choices=[*ANSWER_LABELS.items(), NOT_SAID],
            widget=forms.RadioSelect,
            required=False,
        )
