"""The pages on which a parent writes: her story, freely or with prompts, and how we may work with it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from stories import deidentify
from stories.deidentify import Label, Tier
from stories.journey.answers import TEXT_LIMIT, pairs
from stories.journey.forms import PageForm, choice
from stories.states import Kind

# Ours, in this order; each answered one becomes a part of the text.
PROMPTS = {
    "prompt_before": _("What was life like before it began?"),
    "prompt_first": _("When did you first feel that something was wrong?"),
    "prompt_like": _("What was it like for you?"),
    "prompt_helped": _("Who or what helped?"),
    "prompt_change": _("What should have been done, and what should change?"),
    "prompt_say": _("What would you say to a parent who is there now?"),
}
# What a reader may want to know before she reads on; editors choose the words of the note.
THEMES = {
    "missing": _("Going missing"),
    "drugs": _("Drugs or drink"),
    "violence": _("Violence or threats"),
    "sexual": _("Sexual harm, without detail"),
    "police": _("Police and courts"),
    "care": _("A child going into care"),
    "selfharm": _("Self-harm"),
    "suicide": _("Suicide"),
    "death": _("Someone dies"),
    "racism": _("Racism or hate"),
    "pregnancy": _("Pregnancy or loss of a baby"),
}


def joined(answers) -> str:
    """The whole text that she sends: what she wrote freely, then each prompt that she answered, in their order."""
    parts = (answers.get(name, "") for name in ("text", *PROMPTS))
    return "\n\n".join(part for part in parts if part.strip())


def prompt(question) -> forms.CharField:
    return forms.CharField(
        label=question, required=False, strip=False, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4})
    )


PromptsForm = type("PromptsForm", (PageForm,), {name: prompt(question) for name, question in PROMPTS.items()})


class StoryForm(PromptsForm):
    field_order = ["kind", "title", "text", *PROMPTS]

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
        required=False,
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"class": "writing"}),
        help_text=_("One line is enough. Leave an empty line where a new part starts."),
        error_messages={
            "required": _("Write your words here. One line is enough."),
            "max_length": _(
                "All your words are still here, but there are too many to send at once. "
                "We can take %(limit_value)d letters and you have %(show_value)d. "
                "Send the first part now, and the rest as a second story."
            ),
        },
    )

    def clean(self):
        answers = super().clean()
        says = self.fields["text"].error_messages
        whole = joined({name: self.known.get(name, "") for name in ("text", *PROMPTS)})
        if not whole:
            self.add_error("text", forms.ValidationError(says["required"], code="required"))
        elif len(whole) > TEXT_LIMIT and "text" not in self.errors:
            much = says["max_length"] % {"limit_value": TEXT_LIMIT, "show_value": len(whole)}
            self.add_error("text", forms.ValidationError(much, code="max_length"))
        return answers

    def prompts(self) -> list[forms.BoundField]:
        return [self[name] for name in PROMPTS]

    def answers_prompts(self) -> bool:
        return any(self.known.get(name, "").strip() for name in PROMPTS)

    def left_out(self, name: str) -> bool:
        """The check page shows the prompts inside the text, as they will be sent."""
        return name in PROMPTS

    def said(self, field: forms.BoundField) -> str:
        return joined(self.known) if field.name == "text" else super().said(field)


def stands_in(text: str, credit: str) -> bool:
    """Whether a credit line holds a name that the story names too, spelt the same. What is only perhaps one is hers."""
    found = deidentify.find(credit)
    called = {one.text for one in found if one.label is Label.NAME and one.tier is not Tier.POSSIBLE}
    return any(re.search(rf"\b{re.escape(part)}\b", text) for name in called for part in name.split())


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
    themes = forms.CharField(
        label=_("What should readers know before they read it? (optional)"), required=False, widget=forms.HiddenInput
    )

    def clean(self):
        answers = super().clean()
        if answers.get("description") == "name" and "credit" not in self.errors:
            if not answers.get("credit"):
                self.add_error("credit", _("Write the words you choose, or pick another answer above."))
            elif stands_in(joined(self.known), answers["credit"]):
                self.add_error(
                    "credit",
                    _("This looks like a name that is in your story too. Make one up, or write “A mum” or “A dad”."),
                )
        return answers

    def themes_offered(self) -> list[tuple[str, str, bool]]:
        """Each theme's field name, its words, and whether she ticked it."""
        ticked = themes_of(self.known.get("themes", ""))
        return [(f"themes-{name}", words, name in ticked) for name, words in THEMES.items()]

    def left_out(self, name: str) -> bool:
        return name == "credit" and self.known.get("description") != "name"

    def said(self, field: forms.BoundField) -> str:
        if field.name != "themes":
            return super().said(field)
        return ", ".join(str(THEMES[name]) for name in themes_of(field.value() or ""))


def themes_of(value: str) -> list[str]:
    """The themes on the list among those that were ticked, in our order."""
    ticked = pairs(value)
    return [name for name in THEMES if name in ticked]
