"""The questions about the parent and her child: danger, who she is, what to be careful about, and afterwards."""

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from consent.dials import COME_DOWN, STAY
from stories.journey.forms import PageForm, choice, goes_outside

# Who the page is not for, and what each of them is shown instead.
YOUNG = "young"
WORKER = "worker"


class DangerForm(PageForm):
    danger = choice(
        _("Is your child, or anyone, in danger now?"),
        [("yes", _("Yes")), ("unsure", _("I am not sure")), ("no", _("No"))],
        _("Choose yes, not sure or no."),
        help_text=_("We ask because nobody reads here all day and all night."),
    )


class AboutForm(PageForm):
    who = choice(
        _("Who are you?"),
        [
            ("parent", _("A parent or carer of a child who was exploited")),
            ("other", _("Someone else who is close to the child")),
            (YOUNG, _("I am under 18")),
            (WORKER, _("I work with families, and write as part of my job")),
        ],
        _("Choose who you are. You do not have to give a name."),
        help_text=_("We ask so that we can show you the right page. We do not need to know more."),
    )


class CareForm(PageForm):
    court = choice(
        _("Are the police or a court looking into what happened?"),
        [
            ("none", _("No, not now and not before")),
            ("police", _("The police are looking into it")),
            ("charged", _("Someone is charged, or there is a trial")),
            ("family", _("A family court is at work now")),
            ("ended", _("A family court was, and it has ended")),
            ("unsure", _("I am not sure")),
        ],
        _("Choose an answer about the police and courts. You can say you are not sure."),
        help_text=_(
            "We ask because the law limits what we may print, and when. If you have a solicitor, ask them before you "
            "send this. You can still send it. We look at it with care before any of it goes out."
        ),
    )
    child = choice(
        _("What does your child know about this?"),
        [
            ("happy", _("My child knows and is happy with it")),
            ("knows", _("My child knows, but I am not sure how they feel")),
            ("unaware", _("My child does not know")),
            ("upset", _("My child has said no, or would be upset")),
            ("adult", _("My child is grown up now, and has not said")),
            ("died", _("My child has died")),
            ("cannot", _("I cannot ask my child")),
            ("unsaid", _("I would rather not say")),
        ],
        _("Choose an answer about your child. You can choose not to say."),
        help_text=_("There is no wrong answer. It helps us to take care of your child too."),
    )


def could_be_exact(answers) -> bool:
    """Whether an edition still takes final words, and she allows some use outside the house."""
    return bool(answers.get("edition")) and goes_outside(answers)


CONTACT = "contact_"


def contact_of(answers) -> dict[str, str]:
    """How she may be reached: nothing at all unless she said yes to it."""
    if answers["contact"] != "sealed":
        return {}
    given = {name: answers.get(f"{CONTACT}{name}", "").strip() for name in ("how", "when", "words")}
    return {name: words for name, words in given.items() if words}


class WishesForm(PageForm):
    """What she wishes beside the uses; the private page asks it again."""

    silence = choice(
        _("If you never come back, what should we do with your words?"),
        [
            (STAY, _("Leave them up for five years")),
            (COME_DOWN, _("Take them down on 30 April, after this booklet")),
        ],
        _("Choose what we do if you never come back."),
        help_text=_("This is only about words you have said yes to. Without your yes we put out nothing."),
    )
    contact = choice(
        _("May we get in touch with you?"),
        [
            ("none", _("No. I will come back here by myself")),
            ("sealed", _("Yes, in the way I write below")),
        ],
        _("Choose whether we may get in touch. You can choose no."),
        help_text=_(
            "A call, a letter or an email can be seen by someone else, and can tell them that you wrote to us. "
            "Most people choose no. What you write is locked away like your story. "
            "If you say yes, one of us may use it, with care."
        ),
    )
    contact_how = forms.CharField(
        label=_("If yes: how can we reach you?"),
        required=False,
        max_length=300,
        help_text=_("A phone number, an email, or the name of a worker of ours whom you know."),
        error_messages={"max_length": _("Make this shorter. It can have up to 300 letters.")},
    )
    contact_when = forms.CharField(
        label=_("When is it safe?"),
        required=False,
        max_length=300,
        error_messages={"max_length": _("Make this shorter. It can have up to 300 letters.")},
    )
    contact_words = forms.CharField(
        label=_("What may we say if someone else answers?"),
        required=False,
        max_length=300,
        help_text=_("Such as “I am calling about the school trip”."),
        error_messages={"max_length": _("Make this shorter. It can have up to 300 letters.")},
    )

    def clean_contact_how(self):
        how = self.cleaned_data["contact_how"]
        for word in how.split():
            if "@" in word.strip(",.;"):
                try:
                    validate_email(word.strip(",.;<>()"))
                except forms.ValidationError:
                    raise forms.ValidationError(
                        _("Look at the email again. It should look like name@example.org."), code="email"
                    ) from None
        return how

    def clean(self):
        answers = super().clean()
        reached = answers.get("contact_how", "").strip()
        if answers.get("contact") == "sealed" and not reached and "contact_how" not in self.errors:
            self.add_error("contact_how", _("Write how we can reach you, or choose no above."))
        return answers

    def left_out(self, name: str) -> bool:
        """Details that she gave and then decided against are neither shown nor sent."""
        return name.startswith(CONTACT) and self.known.get("contact") != "sealed"


class LastForm(WishesForm):
    """The last questions of the way in."""

    field_order = ("silence", "exact")

    exact = choice(
        _("Do you want to see the final words first?"),
        [
            ("no", _("Yes, show me the final words first")),
            ("yes", _("No, publish it exactly as I see it here")),
        ],
        _("Choose whether to see the final words first."),
        help_text=_(
            "If nothing has to change, “exactly as I see it” is your yes to these very words, for this year’s booklet. "
            "You need not come back for it. If we must change even a comma, we ask you first."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not could_be_exact(self.known):
            del self.fields["exact"]

    def clean(self):
        answers = super().clean()
        if answers.get("exact") == "yes" and not self.known.get("title", "").strip():
            self.add_error(
                "exact",
                _(
                    "Your story has no title, so we would have to add one. "
                    "Go back to “Your story” and give it a title, or choose to see the final words first."
                ),
            )
        return answers
