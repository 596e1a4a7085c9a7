"""The two forms of a document that is brought in: the file, and what was read out of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.actions.receive import Sending
from stories.desk.capture_forms import CaptureForm
from stories.desk.forms import NO_KIND
from stories.documents import CannotRead, Document, read
from stories.states import KIND_LABELS

LARGEST = 10 * 1024 * 1024


class DocumentForm(forms.Form):
    """Reads the file in memory; `document` is what came of it."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("The document"),
        help_text=_("Word (.docx), OpenDocument (.odt) or plain text (.txt), one story in each, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".docx,.odt,.txt"}),
        allow_empty_file=True,  # an empty one is told in the words for one without words
        error_messages={"required": _("Choose the document that the text stands in.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=list(KIND_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": NO_KIND},
    )

    document: Document | None = None

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and "kind" not in cleaned:
            self.add_error("file", _("Choose the document once more, too: a browser forgets it."))
        if not file or "kind" not in cleaned:
            return cleaned
        if file.size > LARGEST:
            self.add_error("file", _("This file is too large to be a text. Take out the pictures, choose it again."))
            return cleaned
        try:
            self.document = read(file.name, file.read(), kind=cleaned["kind"])
        except CannotRead as refusal:
            self.add_error("file", str(refusal))
        return cleaned


class WordsForm(CaptureForm):
    """What was read, to be looked at and sealed. No use is asked about: nobody who could answer is here."""

    captured = notice = silence = pages = None
    left_out = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    kept = forms.BooleanField(
        label=_("Whoever it came from lets us keep it and work on it"),
        error_messages={"required": _("Without this we may not keep it. Give it back, or destroy it.")},
    )

    def __init__(self, *args, **kwargs):
        forms.Form.__init__(self, *args, **kwargs)
        for name in [name for name in self.fields if name.startswith("use-")]:
            del self.fields[name]

    def sending(self) -> Sending:
        data = self.cleaned_data
        return Sending(
            title=" ".join(data["title"].split()),
            text=data["text"],
            kind=data["kind"],
            credit=" ".join(data["credit"].split()),
            uses={},
            answers={"court": data["court"], "child": data["child"]},
        )
