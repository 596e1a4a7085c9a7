"""What is asked of somebody who writes to us without a story: a complaint, a request, an objection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.characters import clean, visible
from stories.journey.forms import PageForm, choice
from stories.journey.returning import WordsForm
from stories.models import Enquiry

LONGEST = 20_000
STORY, BOOKLET, ABOUT_ME = "story", "booklet", "me"
TOO_LONG = _("That is too long to send at once. Make it shorter.")


def _box(label, hint, rows, *, longest=LONGEST, **more) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        error_messages={"required": _("Write it here."), "max_length": TOO_LONG},
        **more,
    )


def _reply() -> forms.CharField:
    return _box(
        _("Where can we answer you? (optional)"),
        _("Only if it is safe. It is locked away with your letter. If you leave it empty, we cannot answer you."),
        2,
        longest=500,
        required=False,
    )


class Letter(PageForm):
    """What both pages have in common."""

    def clean_text(self):
        text = self.cleaned_data["text"]
        if self.fields["text"].required and not visible(clean(text)):
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


class TellForm(Letter):
    """A complaint or a request. Who has return words can be answered on their own page."""

    kind = choice(
        _("What is it?"),
        [
            (Enquiry.Kind.COMPLAINT, _("Something went wrong, and I want to complain")),
            (Enquiry.Kind.RIGHTS, _("I want to know or change what you hold about me")),
            (Enquiry.Kind.OTHER, _("Something else")),
        ],
        _("Choose what it is."),
    )
    text = _box(_("Tell us"), _("You need not give a name. It is locked away, and only our readers can open it."), 8)
    reply = _reply()
    words = forms.CharField(
        label=_("Your return words, if you have sent us a story (optional)"),
        help_text=_("Then your letter goes to your own page, and we answer you there."),
        max_length=2000,
        required=False,
        widget=WordsForm.base_fields["words"].widget,
        error_messages={"max_length": WordsForm.base_fields["words"].error_messages["max_length"]},
    )


class ObjectForm(Letter):
    about = choice(
        _("What is it about?"),
        [
            (STORY, _("One story, and I know where it is")),
            (BOOKLET, _("A whole booklet")),
            (ABOUT_ME, _("A story that I think is about me, or about someone I know")),
        ],
        _("Choose what it is about."),
    )
    which = _box(
        _("Which one?"),
        _("The web address of the page, or the letters and numbers at its end. For a booklet, its year."),
        2,
        longest=500,
        required=False,
    )
    who = choice(
        _("Who are you?"),
        [
            ("young", _("I am the young person in the story, or I was")),
            ("family", _("I am in the family")),
            ("other", _("Someone else")),
            ("unsaid", _("I would rather not say")),
        ],
        _("Choose who you are. You can say that you would rather not."),
    )
    text = _box(
        _("What should we know? (optional)"),
        _("You need not say why. If you do not know where the story is, tell us how we can find it."),
        6,
        required=False,
    )
    reply = _reply()

    def clean(self):
        answers = super().clean()
        if answers.get("about") in (STORY, BOOKLET) and not visible(clean(answers.get("which", ""))):
            self.add_error("which", _("Write which one it is, or choose the last answer above."))
        if answers.get("about") == ABOUT_ME and not any(
            visible(clean(answers.get(name, ""))) for name in ("which", "text")
        ):
            self.add_error("text", _("Tell us a little, so that we can find the story."))
        return answers
