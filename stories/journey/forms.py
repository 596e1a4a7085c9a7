"""The questions of the journey, one form for each page; what is asked and what counts as an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.dials import COME_DOWN, STAY
from consent.uses import Answer, Use
from stories.journey.answers import TEXT_LIMIT
from stories.journey.wording import question, use_error
from stories.states import Kind


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


class DangerForm(PageForm):
    danger = choice(
        _("Is your child, or anyone, in danger now?"),
        [("yes", _("Yes")), ("unsure", _("I am not sure")), ("no", _("No"))],
        _("Choose yes, not sure or no."),
        help_text=_("We ask because nobody reads here all day and all night."),
    )


class StoryForm(PageForm):
    kind = choice(
        _("What are you writing?"),
        [(Kind.PROSE, _("A story")), (Kind.POEM, _("A poem")), (Kind.LETTER, _("A letter"))],
        _("Choose a story, a poem or a letter."),
    )
    title = forms.CharField(
        label=_("Title (optional)"),
        required=False,
        max_length=200,
        help_text=_("If you have none, we will think of one and ask you."),
        error_messages={"max_length": _("Make the title shorter. It can have up to 200 letters.")},
    )
    text = forms.CharField(
        label=_("Your words"),
        strip=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"class": "writing"}),
        help_text=_(
            "One line is enough. Leave an empty line where a new part starts. "
            "Until you press send, your words are only on this page. If you close it, they are gone."
        ),
        error_messages={
            "required": _("Write your words here. One line is enough."),
            "max_length": _(
                "All your words are still here, but there are too many to send at once. "
                "We can take %(limit_value)d letters and you have %(show_value)d. "
                "Send the first part now, and the rest as a second story."
            ),
        },
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


class ShapeForm(PageForm):
    edit = choice(
        _("How much may we change?"),
        [
            ("spelling", _("Mend the spelling, no more")),
            ("shorten", _("Mend the spelling and make it shorter")),
            ("rewrite", _("Change what you need to, then show me")),
        ],
        _("Choose how much we may change."),
        help_text=_("We always take out names and places. You will see the final words, and you can say no."),
    )
    description = choice(
        _("What should stand below your words?"),
        [("parent", _("“A parent”")), ("name", _("Words that I choose")), ("none", _("Nothing at all"))],
        _("Choose what should stand below your words."),
    )
    credit = forms.CharField(
        label=_("If you choose the words, what are they?"),
        required=False,
        max_length=80,
        help_text=_("Such as “A mum”, or a made-up name. No real name, and no name you use online."),
        error_messages={"max_length": _("Make these words shorter. They can have up to 80 letters.")},
    )

    def clean(self):
        answers = super().clean()
        if answers.get("description") == "name" and "credit" not in self.errors and not answers.get("credit"):
            self.add_error("credit", _("Write the words you choose, or pick another answer above."))
        return answers


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


def about(uses, options) -> dict[str, forms.ChoiceField]:
    """One question for each use with the same options; its words come from the notice."""
    return {name_of(use): choice("", options, "") for use in uses}


YES_NO = [(Answer.YES, _("Yes, keep it and work on it")), (Answer.NO, _("No, I do not want that"))]
YES_NO_LATER = [(Answer.YES, _("Yes")), (Answer.NO, _("No")), (Answer.LATER, _("Later"))]

PromiseForm = type("PromiseForm", (PageForm,), about((Use.KEEP,), YES_NO))
BookletForm = type("BookletForm", (PageForm,), about(IN_OUR_BOOKLETS, YES_NO_LATER))
BeyondForm = type("BeyondForm", (PageForm,), about(IN_OTHER_PLACES, YES_NO_LATER))


class LastForm(PageForm):
    silence = choice(
        _("If you never come back, what should we do with your words?"),
        [
            (STAY, _("Leave them up for five years")),
            (COME_DOWN, _("Take them down on 30 April, after this booklet")),
        ],
        _("Choose what we do if you never come back."),
        help_text=_("This is only about words you have said yes to. Without your yes we put out nothing."),
    )
    child = choice(
        _("What does your child know about this?"),
        [
            ("happy", _("My child knows and is happy with it")),
            ("knows", _("My child knows, but I am not sure how they feel")),
            ("unaware", _("My child does not know")),
            ("upset", _("My child has said no, or would be upset")),
            ("cannot", _("I cannot ask my child")),
            ("unsaid", _("I would rather not say")),
        ],
        _("Choose an answer. You can choose not to say."),
        help_text=_("There is no wrong answer. It helps us to take care of your child too."),
    )
