"""What staff say about an earlier booklet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publication.models import EarlierBooklet


class BringInForm(forms.ModelForm):
    use_required_attribute = False
    # Not the model's own field: what is uploaded is never kept as it came.
    file = forms.FileField(
        label=_("The finished PDF"),
        help_text=_("At most 30 MB. What programs and cameras hide in it is taken out; the pages stay as they are."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose the PDF; if you had, it was too large.")},
    )

    class Meta:
        model = EarlierBooklet
        fields = ["year", "title", "about"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}

    def said(self) -> dict:
        given = self.cleaned_data
        return {name: given[name] for name in ("year", "title", "about")} | {"data": given["file"].read()}


class OfferForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=_("Why may it be offered?"),
        help_text=_("Who agreed to it then, how you know, and what you have done to ask. No names of families."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write down why it may be offered. Your name and the week are kept with it.")},
    )
