"""The desk's forms. What they hold is sealed or thrown away; no field keeps anything in a browser's memory."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from consent.models import Edition, Hold
from stories.characters import clean, visible
from stories.deidentify import Way
from stories.states import KIND_LABELS, OPENING_LABELS, SAFEGUARDING_LABELS, SEVERITY_LABELS, Severity
from stories.working_copy import ACTIONS, UNSEEN, CandidateDecision

PRIVATE = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none", "autocorrect": "off"}
LONGEST = 100_000
NO_KIND = _("Choose what it is: a story, a poem or a letter.")


class PhraseForm(forms.Form):
    """The six words of the reader's own unlock phrase."""

    use_required_attribute = False

    phrase = forms.CharField(
        label=_("Your unlock phrase"),
        help_text=_("Six words. Capitals, spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs=PRIVATE),
        max_length=300,
        error_messages={"required": _("Write the six words of your unlock phrase.")},
    )


class OpenForm(forms.Form):
    use_required_attribute = False

    reason = forms.ChoiceField(
        label=_("Why are you opening it?"),
        help_text=_("Your name and this reason are logged. The words are not."),
        choices=list(OPENING_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why you are opening it. The nearest reason will do.")},
    )


class SafeguardingForm(forms.Form):
    """`danger` is what the parent answered about danger now, unless it was no: then even "nobody" needs its reason."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=_("Does somebody need to be told?"),
        choices=list(SAFEGUARDING_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether somebody needs to be told. If you are not sure, ask first.")},
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What you decided and why, whom you spoke to. It is sealed with the contribution."),
        widget=forms.Textarea(attrs={"rows": 6, **PRIVATE}),
        required=False,
        max_length=LONGEST,
    )
    severity = forms.ChoiceField(
        label=_("How hard is it to read?"),
        help_text=_("So that nobody reads too many hard ones in a day."),
        choices=[one for one in SEVERITY_LABELS.items() if one[0] != Severity.UNRATED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how hard it is to read, so that a colleague knows before opening it.")},
    )
    urgent = forms.BooleanField(
        label=_("Urgent"),
        help_text=_("Shown to the other readers in the list, without a word of the text."),
        required=False,
    )

    def __init__(self, *args, danger: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.danger = danger

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("note", "").strip():
            return cleaned
        if cleaned.get("decision") not in (None, "none"):
            self.add_error("note", _("Write down what was decided and with whom, so that it can be shown later."))
        elif cleaned.get("decision") and self.danger:
            self.add_error(
                "note",
                _("The parent spoke of danger. Write why nobody needs to be told, and who decided it."),
            )
        return cleaned


class CopyForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(label=_("Title"), max_length=200, required=False, widget=forms.TextInput(attrs=PRIVATE))
    credit = forms.CharField(
        label=_("Credit line"),
        help_text=_("As the parent asked to be described. Never a real name."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=list(KIND_LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": NO_KIND},
    )
    text = forms.CharField(
        label=_("Working copy"),
        help_text=_("An empty line parts paragraphs or stanzas. In a poem each line stays a line."),
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true", "autocomplete": "off"}),
        strip=False,
        required=False,
        max_length=LONGEST,
    )
    unseen = forms.MultipleChoiceField(
        label=_("What no tool can see"),
        help_text=_("Read the copy once for each line, then tick it."),
        choices=list(UNSEEN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_credit(self):
        return " ".join(self.cleaned_data["credit"].split())

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")


class DecisionForm(forms.Form):
    """What to do with one person, place or fact, wherever it stands. No choice yet is a choice for later.

    A page that comes back shows no row for what has left the text meanwhile; such a row is empty, and no fault.
    """

    entity = forms.CharField(widget=forms.HiddenInput, max_length=400, required=False)
    label = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    tier = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    action = forms.ChoiceField(
        label=_("What shall be done?"), choices=list(ACTIONS.items()), widget=forms.RadioSelect, required=False
    )
    replacement = forms.CharField(
        label=_("Words in its place, if it is replaced"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=PRIVATE),
    )
    reason = forms.CharField(
        label=_("Why it may stay, if it is kept"), max_length=300, required=False, widget=forms.TextInput(attrs=PRIVATE)
    )

    def clean(self):
        cleaned = super().clean()
        action = cleaned.get("action")
        if action in (Way.ROLE, Way.GENERALISE) and not cleaned.get("replacement", "").strip():
            self.add_error("replacement", _("Write the words that stand in its place."))
        if action == Way.KEEP and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why it may stay, so that the second reader can judge it."))
        return cleaned

    def decision(self) -> CandidateDecision | None:
        data = self.cleaned_data
        if not all(data.get(name) for name in ("entity", "label", "tier", "action")):
            return None
        return CandidateDecision(
            entity=data["entity"],
            label=data["label"],
            tier=data["tier"],
            action=data["action"],
            replacement=data["replacement"].strip(),
            reason=data["reason"].strip(),
        )


DecisionFormSet = formset_factory(DecisionForm, extra=0, max_num=2000, absolute_max=2000)


class ClearForm(forms.Form):
    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    edition = forms.ModelChoiceField(
        label=_("For which edition?"),
        queryset=Edition.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the edition that it is meant for. It can be moved to another later.")},
    )
    read = forms.BooleanField(
        label=_("I have read both texts from the first word to the last"),
        help_text=_("After clearing, the words stand in clear for all editors."),
        error_messages={"required": _("Read both texts to their end, then tick this. Until then nothing is cleared.")},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = Edition.objects.not_over(today).order_by("year")


class SendBackForm(forms.Form):
    use_required_attribute = False

    note = forms.CharField(
        label=_("What should be looked at again?"),
        help_text=_("The note is sealed with the working copy."),
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
        max_length=4000,
        error_messages={"required": _("Write what should be looked at again; your colleague reads only this note.")},
    )


class AnswerForm(forms.Form):
    """What the parent reads on their page, or the word that nothing has to be answered.

    `seen` is the number of the newest entry that the page showed.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("To the parent"),
        help_text=_("Plain and warm. Only the parent and readers with a key can read it."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "true"}),
        strip=False,
        required=False,
        max_length=20_000,
    )

    @property
    def only_noted(self) -> bool:
        return "noted" in self.data

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")
        if not self.only_noted and not visible(clean(text)):
            raise forms.ValidationError(_("Write your answer, or say that none is needed."), code="required")
        return text


class HoldForm(forms.Form):
    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What about?"),
        choices=Hold.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the hold is about. The nearest one will do.")},
    )
    reason = forms.CharField(
        label=_("What must be settled first?"),
        help_text=_("No names and nothing from the story."),
        max_length=300,
        widget=forms.TextInput(attrs=PRIVATE),
        error_messages={"required": _("Write what must be settled first, so that a colleague knows when it is.")},
    )


class SettleForm(forms.Form):
    use_required_attribute = False

    why = forms.CharField(
        label=_("What was decided, and why?"),
        help_text=_("It is sealed with the contribution. Only readers see it."),
        widget=forms.Textarea(attrs={"rows": 4, **PRIVATE}),
        max_length=4000,
        error_messages={"required": _("Write what was decided, and why. Until then the hold stays.")},
    )
