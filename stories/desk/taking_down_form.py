"""The form of take down now: which story, and a reason from a list. Nothing has to be shown or proved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import TakeDown
from stories.models import Story
from stories.story_codes import code_in

CODES = "story-codes"


def story_of(typed: str) -> Story | None:
    """The story that a typed code or a pasted address names."""
    return Story.objects.named(code_in(typed)).first()


class TakeDownForm(forms.Form):
    # Another browser's bubble would hide what is wrong; the sentence at the field says it.
    use_required_attribute = False

    story = forms.CharField(
        label=_("Which story?"),
        help_text=_("Its code, such as S-27-0042, or that of a quotation from it; or the address of its page or card."),
        max_length=300,
        widget=forms.TextInput(attrs={"list": CODES, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the code of the story, or paste the address of its page.")},
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("The nearest one will do. Nobody asks for proof."),
        choices=TakeDown.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. “Something else” is one.")},
    )

    def clean_story(self) -> Story:
        found = story_of(self.cleaned_data["story"])
        if found is None:
            raise forms.ValidationError(
                _(
                    "No story here has this code. Look at the end of its address on the site, or look it up under"
                    " Stories. If you cannot find it, ask any colleague at once: they can take it down too."
                )
            )
        return found
