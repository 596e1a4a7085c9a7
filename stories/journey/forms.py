"""What a page of questions is, and the questions about uses; what is asked and what counts as an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.uses import OUTSIDE, Answer, Use
from stories.journey.wording import question, use_error


class PageForm(forms.Form):
    """Answers are checked here alone: a browser's own bubbles vanish, and are read out badly.

    `notice` is the wording in force; questions about uses are asked in its words.
    """

    use_required_attribute = False

    def __init__(self, *args, notice=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if use := use_of(name):
                field.label, field.help_text = question(use, notice)
                field.error_messages["required"] = field.error_messages["invalid_choice"] = use_error(field.label)

    @property
    def known(self) -> dict[str, str]:
        """All her answers so far, of this page and of the others."""
        return self.data if self.is_bound else self.initial

    def left_out(self, name: str) -> bool:
        """Whether the check page leaves this question out, because an answer beside it makes it idle."""
        return False

    def said(self, field: forms.BoundField) -> str:
        """The answer in the words she chose it by; "" where she left it empty."""
        value = field.value() or ""
        return dict(field.field.choices).get(value, "") if isinstance(field.field, forms.ChoiceField) else value


def choice(label, choices, missing, *, help_text="") -> forms.ChoiceField:
    """A question with nothing chosen before; a missing and an unknown answer get the same sentence."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class Nothing(PageForm):
    """A page that tells and does not ask."""


IN_OUR_BOOKLETS = (Use.PANEL, Use.ONLINE, Use.PRINT, Use.FORMATS)
IN_OTHER_PLACES = (Use.SOCIAL, Use.PRESS, Use.TRAINING, Use.POLICY, Use.RESEARCH)
ASKED = IN_OUR_BOOKLETS + IN_OTHER_PLACES
PREFIX = "use-"


def name_of(use: Use) -> str:
    """The form field that carries the answer about one use."""
    return f"{PREFIX}{use}"


def use_of(name: str) -> Use | None:
    """The use that a form field asks about, or None for a field about something else."""
    return Use(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None


def nothing_outside() -> dict[str, str]:
    """A no to every use but keeping: just let us read it."""
    return {name_of(use): Answer.NO.value for use in ASKED}


def goes_outside(answers) -> bool:
    """Whether she allows any use outside the house, on these answers."""
    return any(answers.get(name_of(use)) == Answer.YES for use in OUTSIDE)


def about(uses, options) -> dict[str, forms.ChoiceField]:
    """One question for each use with the same options; its words come from the notice."""
    return {name_of(use): choice("", options, "") for use in uses}


YES_NO = [(Answer.YES, _("Yes, keep it and work on it")), (Answer.NO, _("No, I do not want that"))]
YES_NO_LATER = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.LATER, _("Later"))]

PromiseForm = type("PromiseForm", (PageForm,), about((Use.KEEP,), YES_NO))
BookletForm = type("BookletForm", (PageForm,), about(IN_OUR_BOOKLETS, YES_NO_LATER))
BeyondForm = type("BeyondForm", (PageForm,), about(IN_OTHER_PLACES, YES_NO_LATER))
