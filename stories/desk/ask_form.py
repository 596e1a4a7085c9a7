"""What the desk asks a parent about: the edition, the uses, and passages to quote beside the text."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consent.models import Edition
from consent.reasons import PHRASES
from consent.uses import LABELS, OUTSIDE, Answer, Use
from stories import passages
from stories.actions import quoting
from stories.desk.forms import PRIVATE
from stories.tree import StoryTree

QUOTATION = "quotation-"


class EditionField(forms.ModelChoiceField):
    """Editions with the day until which families were told that they can settle their words."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Edition.objects.none(), empty_label=None, widget=forms.RadioSelect, **kwargs)
        self.today = None

    def label_from_instance(self, edition):
        said = _("%(edition)s. Families can settle their words until %(day)s.")
        if self.today > edition.content_lock:
            said = _("%(edition)s. Families were told that words are settled since %(day)s: ask only what cannot wait.")
        return said % {"edition": edition, "day": date_format(edition.content_lock, "j F Y")}


class AskForm(forms.Form):
    """Which edition, uses and quotations the parent is asked about. Uses they said no to are not offered, and no
    quotations where they have said yes to no place for one."""

    use_required_attribute = False

    edition = EditionField(
        label=_("Edition"),
        error_messages={"required": _("Choose the edition to ask about: families agree to one year at a time.")},
    )
    uses = forms.MultipleChoiceField(
        label=_("Uses"),
        help_text=_("The parent answers each one alone."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one use to ask the parent about."),
            "invalid_choice": _(
                "The parent has said no to one of these uses since you opened this page. Look at what is offered now,"
                " then ask."
            ),
        },
    )

    def __init__(self, *args, story, tree: StoryTree, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.tree = tree
        standing = {use: story.agreement.standing(use) for use in Use if use in OUTSIDE}
        self.refused = [LABELS[use] for use, answer in standing.items() if answer == Answer.NO]
        self.fields["uses"].choices = [(use, LABELS[use]) for use, answer in standing.items() if answer != Answer.NO]
        self.fields["uses"].initial = [use for use, answer in standing.items() if answer == Answer.YES]
        self.fields["edition"].today = today
        self.fields["edition"].queryset = Edition.objects.not_over(today).order_by("year")
        self.fields["edition"].initial = story.edition_id
        self.places = [PHRASES[use] for use in quoting.places_for(story.agreement)]
        for number in range(1, passages.MOST + 1) if self.places else ():
            self.fields[f"{QUOTATION}{number}"] = _passage(number)

    def quotation_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(QUOTATION)]

    def clean_uses(self):
        return {Use(use) for use in self.cleaned_data["uses"]}

    def clean(self):
        said = super().clean()
        typed = {name: value for name, value in said.items() if name.startswith(QUOTATION) and value}
        for name, found in zip(typed, quoting.picked(self.tree, list(typed.values())), strict=True):
            if isinstance(found, str):
                self.add_error(name, found)
        said["quotations"] = tuple(typed.values())
        return said


def _passage(number: int) -> forms.CharField:
    return forms.CharField(
        label=_("Quotation %(number)d") % {"number": number},
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, **PRIVATE}),
    )
