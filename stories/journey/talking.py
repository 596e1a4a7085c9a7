"""Messages both ways: what she and we have written to each other here, and a box for the next one."""

import logging
from dataclasses import dataclass

from django import forms
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from stories import actions, thread
from stories.actions import Visit
from stories.characters import clean, visible
from stories.journey import pressing
from stories.journey.answers import read
from stories.journey.forms import PageForm
from stories.journey.front import page, show
from stories.journey.returning import TYPED
from stories.journey.weeks import beginning_of
from stories.states import Said
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "message"
# About eight pages. A longer thing is a story, and there is a way in for that.
LONGEST = 20_000
TOO_MANY = _(
    "You have sent us many messages, and we have not answered yet. Please wait for our answer. "
    "What you wrote is still here. If it cannot wait, call us."
)
NOT_KEPT = _("We could not take it just now. What you wrote is still here. Please press send once more.")


class MessageForm(PageForm):
    message = forms.CharField(
        label=_("Write to us"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is locked away like your story."),
        error_messages={
            "required": _("Write your message here, or go back to your page."),
            "max_length": _(
                "Your message is still here, but it is too long to send at once. "
                "We can take %(limit_value)d letters and you have %(show_value)d."
            ),
        },
    )

    def clean_message(self):
        message = self.cleaned_data["message"]
        if not visible(clean(message)):
            raise forms.ValidationError(self.fields["message"].error_messages["required"], code="required")
        return message


@dataclass(frozen=True)
class Shown:
    """One entry of the thread as the page says it."""

    text: str
    week: str
    ours: bool
    noted: bool
    about_words: bool
    readable: bool


def spoken(visit: Visit) -> list[Shown]:
    """The whole thread, the first entry first."""
    return [
        Shown(
            turn.text,
            beginning_of(turn.week),
            ours=turn.kind == Said.REPLY,
            noted=turn.kind == Said.NOTED,
            about_words=turn.about == thread.WORDS,
            readable=turn.readable,
        )
        for turn in thread.thread(visit.opened)
    ]


def messages(request, visit: Visit, data=None, *, typed=None, form=None, too_old=False) -> HttpResponse:
    typed = typed or {}
    context = {
        "thread": spoken(visit),
        "form": form or MessageForm(initial=typed),
        "nonce": typed.get("nonce") or pressing.new_nonce(PURPOSE),
        "too_old": too_old,
    }
    return show(request, visit, "messages", **context)


def written(request, visit: Visit, data) -> HttpResponse:
    """Keeps the message once, however often the button is pressed."""
    typed = read(data, TYPED)
    form = MessageForm(typed)
    if not form.is_valid():
        return messages(request, visit, typed=typed, form=form)
    today = localdate()

    def make() -> bytes:
        actions.write_message(visit=visit, text=form.cleaned_data["message"], today=today)
        return b"written"

    try:
        pressing.once_only(PURPOSE, typed.get("nonce", ""), make)
    except pressing.AlreadySent:
        pass
    except pressing.PageTooOld:
        return messages(request, visit, form=form, too_old=True)
    except actions.TooManyMessages:
        form.add_error("message", TOO_MANY)
        return messages(request, visit, typed=typed, form=form)
    except (DatabaseError, NotPrivate, OSError):
        logger.exception("A message could not be kept.")
        form.add_error("message", NOT_KEPT)
        return messages(request, visit, typed=typed, form=form)
    return page(request, visit, note="written")
