"""A contribution's holds: what must be settled before anything of it is used, who has said so, and opening one."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.log_actions import log

from consent import actions as consent
from consent.models import Hold
from stories import actions
from stories.actions.settling import needs_two, words_about
from stories.desk.access import SealedView, is_opened
from stories.desk.forms import HoldForm, PhraseForm, SettleForm
from stories.desk.missing import is_complete
from stories.models import Reader
from stories.states import NotAllowedNow, OpeningReason
from stories.unlocking import unlocked


@dataclass(frozen=True)
class Row:
    """One open hold. `said` are names and reasons; `mine` says that this reader has said it and waits for another.
    `form` is missing then, and while what others said cannot be read: nobody says yes to a reason unread."""

    hold: Hold
    two: bool
    said: list[tuple[str, str]]
    mine: bool
    form: SettleForm | None


class SettleView(SealedView):
    """Kind and reason of a hold are not sealed, so that everybody in triage sees them; what readers say about it is."""

    page_title = _("Holds")
    template_name = "stories/desk/settle.html"
    purpose = OpeningReason.SAFEGUARDING

    def get(self, request, *args, **kwargs):
        self.phrase_form = PhraseForm()
        self.who = unlocked(request) if is_opened(request, self.contribution) else None
        return self.show()

    def show(self, hold_form=None, settle_form=None):
        rows = [self.row(hold, settle_form) for hold in self.contribution.agreement.holds.open().order_by("pk")]
        return self.render_to_response(self.get_context_data(rows=rows, hold_form=hold_form or HoldForm()))

    def row(self, hold: Hold, bound: SettleForm | None) -> Row:
        words = words_about(hold, opened=self.opened()) if self.who else []
        readers = Reader.objects.select_related("user").in_bulk([word.by for word in words])
        said = [
            (_name(readers[word.by].user) if word.by in readers else _("A former reader"), word.why) for word in words
        ]
        mine = needs_two(hold) and any(word.by == self.who.reader.key_id for word in words)
        if bound and bound.prefix == _prefix(hold):
            form = bound
        else:
            form = SettleForm(prefix=_prefix(hold)) if self.who and not mine else None
        return Row(hold, needs_two(hold), said, mine, form)

    def take(self):
        return self.settle(self.request.POST["settle"]) if "settle" in self.request.POST else self.hold()

    def settle(self, pk: str):
        hold = get_object_or_404(self.contribution.agreement.holds, pk=int(pk) if pk.isdecimal() else 0)
        form = SettleForm(self.request.POST, prefix=_prefix(hold))
        if not is_complete(self.request, form) or self.who is None:
            return self.show(settle_form=form)
        try:
            released = actions.settle_hold(
                contribution=self.contribution,
                who=self.who,
                hold=hold,
                why=form.cleaned_data["why"],
                today=timezone.localdate(),
            )
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.told(released))
        return self.to("holds")

    def told(self, released: bool) -> str:
        """What settling one of the holds has come to; others may still be open."""
        if not released:
            return str(_("Sealed. A second reader must say so too."))
        left = self.contribution.agreement.holds.open().count()
        if not left:
            return str(_("Released. It can go on its way."))
        return ngettext(
            "Released. One other hold is still open: settle it too.",
            "Released. %(left)d other holds are still open: settle them too.",
            left,
        ) % {"left": left}

    def hold(self):
        """Opening one needs no phrase: nothing that says no may wait for a key."""
        form = HoldForm(self.request.POST)
        if not is_complete(self.request, form):
            return self.show(hold_form=form)
        agreement, user = self.contribution.agreement, self.request.user
        consent.hold(agreement=agreement, by=user, today=timezone.localdate(), **form.cleaned_data)
        log(instance=self.contribution, action="stories.hold", user=user, title=self.contribution.code)
        messages.success(
            self.request, _("Held. It is not cleared and nothing of it is used until the hold is released.")
        )
        return self.to("holds")


def _name(user) -> str:
    return user.get_full_name() or user.get_username()


def _prefix(hold: Hold) -> str:
    return f"hold-{hold.pk}"
