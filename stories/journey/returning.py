"""The questions of the private page, and the words that lead to it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.uses import Answer, Use
from stories.journey.answers import TEXT_LIMIT
from stories.journey.forms import ASKED, YES_NO_LATER, PageForm, about, choice, name_of
from stories.journey.question_forms import WishesForm
from stories.journey.quoted import MOST_SHOWN
from stories.journey.wording import about_quotation, question, use_error
from stories.vault import words

APPROVE = "words-"
QUOTATION = "quotation-"
CHANGE = "change"
YES_NO_CHANGE = [
    (Answer.YES, gettext_lazy("Yes, just as they stand")),
    (Answer.NO, gettext_lazy("No")),
    (CHANGE, gettext_lazy("Not yet. I want a change first")),
]


class WordsForm(PageForm):
    """One field for the return words, forgiving about how they are written."""

    words = forms.CharField(
        label=gettext_lazy("Your return words"),
        max_length=2000,
        help_text=gettext_lazy("Seven words, or seven groups of numbers. Capitals, commas and dashes do not matter."),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autocomplete": "off",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={
            "required": gettext_lazy("Write your seven return words."),
            "max_length": gettext_lazy("That is too long. Write only your seven return words."),
        },
    )

    def clean_words(self) -> tuple[int, ...]:
        """The words as indices. A word that is on no list is named by its place, before anything else is tried."""
        try:
            return words.parse(self.cleaned_data["words"])
        except words.UnknownWord as slip:
            if slip.position > words.COUNT:
                raise forms.ValidationError(_("There are seven return words. You have written more.")) from None
            raise forms.ValidationError(
                _("Word %(position)d is not one of ours. Look at how it is spelt.") % {"position": slip.position}
            ) from None
        except words.WrongCount as slip:
            raise forms.ValidationError(
                _("There are seven return words. You have written %(found)d.") % {"found": slip.found}
            ) from None


class ApproveForm(PageForm):
    """Yes, no or a change for each use that a proposal asks about.

    Who writes what should change need not choose "a change" at every use: what she left open counts as that.
    """

    change = forms.CharField(
        label=gettext_lazy("What should we change?"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Only if you want a change. You can then leave the questions above open. It is locked away like your story."
        ),
        error_messages={"max_length": gettext_lazy("That is too long to send at once. Make it shorter.")},
    )

    def __init__(self, *args, uses: tuple[Use, ...], quotations: int = 0, notice=None, **kwargs):
        super().__init__(*args, notice=notice, **kwargs)
        asked, self.explained = {}, []
        self.uses = tuple(use for use in ASKED if use in uses)
        for use in self.uses:
            label, explained = question(use, notice)
            self.explained.append((label, explained))
            asked[APPROVE + use] = choice(label, YES_NO_CHANGE, use_error(label))
        self.quotations = tuple(f"{QUOTATION}{number}" for number in range(1, quotations + 1))
        for number, name in enumerate(self.quotations, start=1):
            label = about_quotation(number)
            asked[name] = choice(label, YES_NO_LATER, use_error(label))
        self.fields = asked | self.fields

    def clean(self):
        answers = super().clean()
        if answers.get("change", "").strip():
            left = dict.fromkeys((APPROVE + use for use in self.uses), CHANGE)
            # Of words that are to change there is nothing to quote yet.
            left |= dict.fromkeys(self.quotations, Answer.LATER)
            for name, meant in left.items():
                if not self.data.get(name):
                    self.errors.pop(name, None)
                    answers[name] = meant
        if CHANGE in self.said().values() and not answers.get("change", "").strip() and "change" not in self.errors:
            self.add_error("change", gettext_lazy("Tell us what to change, or pick another answer above."))
        return answers

    def said(self) -> dict[Use, str]:
        return {use: self.cleaned_data.get(APPROVE + use, "") for use in self.uses}

    def said_to_quotations(self) -> list[str]:
        """Yes, no or later to each quotation, in their order."""
        return [self.cleaned_data.get(name, "") for name in self.quotations]


class AgainForm(PageForm):
    """May the same words be used for another year? Nothing is chosen before she chooses."""

    again = choice(
        gettext_lazy("May we use these words in the next booklet too?"),
        [
            ("same", gettext_lazy("Yes, the same words in the same places")),
            ("change", gettext_lazy("I want to change my answers first")),
            ("stop", gettext_lazy("No. Stop all uses now")),
        ],
        gettext_lazy("Choose an answer. You can also leave this page, and nothing changes."),
    )


class QuotationsForm(PageForm):
    """Yes or no to each quotation, with what she said marked; one that she leaves open stays as it is."""

    def __init__(self, *args, quotations: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.quotations = tuple(f"{QUOTATION}{number}" for number in range(1, quotations + 1))
        for number, name in enumerate(self.quotations, start=1):
            label = about_quotation(number)
            self.fields[name] = choice(label, YES_OR_NO, use_error(label))
            self.fields[name].required = False


YES_OR_NO = [(Answer.YES, gettext_lazy("Yes")), (Answer.NO, gettext_lazy("No"))]
ChoicesForm = type("ChoicesForm", (PageForm,), about(ASKED, YES_NO_LATER))

# Everything that a private page may carry when its token has run out: nothing typed is lost.
TYPED = (
    *(APPROVE + use for use in Use),
    *("change", "digest", "message", "nonce", "quoted", "shows"),
    *("again", "asked", *WishesForm.base_fields),
    *(f"{QUOTATION}{number}" for number in range(1, MOST_SHOWN + 1)),
    *(name_of(use) for use in ASKED),
)
