"""The desk's form for a wording: two boxes for each use instead of one box of data."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from consent import notices
from consent.models import Notice
from consent.uses import Use

PARTS = ("question", "explanation")


def box(use: Use, part: str) -> str:
    """The name of the form's box for one part of what is asked about one use."""
    return f"{part}_{use.value}"


class BaseNoticeForm(WagtailAdminModelForm):
    put_in_force = forms.BooleanField(
        label=_("Put this wording in force when I save"),
        required=False,
        help_text=_("Families see it from then on, and nobody can change it any more. A change is a new version."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = self.instance
        if self.instance._state.adding:
            shown = self._start_from_the_words_in_force()
        for use in Use:
            for part, words in zip(PARTS, shown.for_use(use), strict=True):
                self.initial[box(use, part)] = words

    def _start_from_the_words_in_force(self) -> Notice:
        """A new version is most often a small change, so it begins as a copy."""
        try:
            current = notices.current()
        except notices.NoNotice:
            self.initial["version"] = 1
            return self.instance
        newest = Notice.objects.filter(key=current.key, language=current.language).newest_first().first()
        self.initial.update(title=current.title, version=newest.version + 1)
        return current

    def clean(self):
        cleaned = super().clean()
        self.instance.body = {use.value: {part: self._typed(use, part) for part in PARTS} for use in Use}
        if cleaned.get("put_in_force"):
            for use in self.instance.missing():
                for part in PARTS:
                    if not self._typed(use, part):
                        self.add_error(box(use, part), _("Write this before the wording is put in force."))
        return cleaned

    def _get_validation_exclusions(self):
        """The key has no box, and still belongs to what may be there once only: without it nobody looks."""
        return super()._get_validation_exclusions() - {"key"}

    def _typed(self, use: Use, part: str) -> str:
        return (self.cleaned_data.get(box(use, part)) or "").strip()

    def save(self, commit=True):
        if commit and self.cleaned_data.get("put_in_force"):
            self.instance.put_in_force(timezone.localdate())
            return self.instance
        return super().save(commit)


def _boxes() -> dict[str, forms.CharField]:
    boxes = {}
    for use in Use:
        boxes[box(use, "question")] = forms.CharField(
            label=_("Question"),
            required=False,
            max_length=200,
            help_text=_("One short question that can be answered with yes or no."),
        )
        boxes[box(use, "explanation")] = forms.CharField(
            label=_("Explanation"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("What it means, who would see it, and until when it can be undone. Short words and sentences."),
        )
    return boxes


NoticeForm = type("NoticeForm", (BaseNoticeForm,), _boxes())
