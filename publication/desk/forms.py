"""The forms of the release desk."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from consent.models import Edition
from publication.formats.files import CARDS, DOWNLOADS, PRINT_FILES


class ShutForm(forms.Form):
    """Why an edition must not open."""

    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("Why it must not open"),
        help_text=gettext_lazy("Who decided it and why. No names of families."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Write who decided it and why. Until then nothing has changed.")},
    )


class NextForm(forms.Form):
    """For which year the next booklet is begun."""

    use_required_attribute = False

    edition = forms.ModelChoiceField(
        label=gettext_lazy("For which edition"),
        queryset=Edition.objects.none(),
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Choose an edition. If none is offered, make one first, under Consent, Editions.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = Edition.objects.filter(booklet=None)


class HandOutForm(forms.Form):
    """Who was sent which files of a release, and when."""

    use_required_attribute = False

    to = forms.CharField(
        label=gettext_lazy("Sent to"),
        help_text=gettext_lazy("A printer or a partner, and how to reach them. No names of families."),
        max_length=160,
        error_messages={"required": gettext_lazy("Write to whom it was sent, so that they can be told of a change.")},
    )
    files = forms.MultipleChoiceField(
        label=gettext_lazy("Files"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick each file that was sent.")},
    )
    sent_on = forms.DateField(
        label=gettext_lazy("On"),
        widget=AdminDateInput,
        error_messages={
            "required": gettext_lazy("Choose the day on which it was sent."),
            "invalid": gettext_lazy("This is no day of the calendar. Write it as year, month, day: 2027-02-14."),
        },
    )

    def __init__(self, *args, release, today: datetime.date, sending=None, **kwargs):
        written = {"to": sending.to, "files": sending.files.split(", "), "sent_on": sending.sent_on} if sending else {}
        super().__init__(*args, initial={"sent_on": today} | written, **kwargs)
        self.today = today
        names = release.files.values_list("name", flat=True)
        # Cards go out as one folder: nobody ticks them picture by picture.
        made = {CARDS if name.startswith(f"{CARDS}/") else name for name in names}
        labels = {CARDS: _("cards: every quote card, with the words beside it")}
        self.fields["files"].choices = [
            (name, labels.get(name, name))
            for name in (*DOWNLOADS, *PRINT_FILES, CARDS)
            if name in made or not made or name in written.get("files", ())
        ]

    def clean_sent_on(self):
        day = self.cleaned_data["sent_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet. Write it down once it was sent."))
        return day


class PressNameForm(forms.Form):
    """For whom a press link is."""

    use_required_attribute = False

    for_whom = forms.CharField(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("A person and a paper. It stands on every page they see."),
        max_length=160,
        error_messages={"required": gettext_lazy("Write for whom the link is: a person and a paper.")},
    )


class PressForm(PressNameForm):
    """For whom a press link is made, and for how long."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("It works for"),
        coerce=int,
        choices=[
            (1, gettext_lazy("one day")),
            (3, gettext_lazy("three days")),
            (7, gettext_lazy("a week")),
            (14, gettext_lazy("two weeks")),
        ],
        initial=3,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose for how long the link works.")},
    )


class ToldForm(forms.Form):
    """How somebody was told not to use what they were sent."""

    use_required_attribute = False

    how = forms.CharField(
        label=gettext_lazy("How they were told, and what they said"),
        help_text=gettext_lazy("Such as: by telephone, the sheets are pulped. No names of families."),
        max_length=300,
        error_messages={"required": gettext_lazy("Write how they were told. Until then the desk goes on asking you.")},
    )
