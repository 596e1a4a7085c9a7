"""What every page of the vault's desk has in common: who may see it, that nothing keeps it, and the open vault."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stories import actions, roles, sealing
from stories.desk.forms import PhraseForm
from stories.desk.refusing import not_for_this_account
from stories.guessing import TooManyGuesses, guess
from stories.models import Contribution
from stories.states import OpeningReason, Said
from stories.thread import newest
from stories.unlocking import NotAReader, UnlockedReader, keep_open, unlock, unlocked
from stories.vault import words
from stories.vault.envelope import Refused
from stories.vault.lanes import Busy
from stories.vault.shards import SlotErased, SlotMissing
from stories.vault.unlock import PHRASE_WORDS, CostTooHigh, WrongPhrase

# What is sealed there was damaged or changed, or half of its key is gone.
UNREADABLE = (Refused, SlotErased, SlotMissing)
WHY = _lazy("what is sealed in it was damaged or changed. Tell whoever looks after the server, and leave it as it is.")
# Which contributions this session opened with a reason; a page shows sealed words only for those.
OPENED = "opened"


def phrase_into_vault(request, form: PhraseForm) -> UnlockedReader | None:
    """Tries the phrase; what went wrong stands at the field, in words."""
    if not form.is_valid():
        return None
    try:
        with guess(request, at="vault", account=str(request.user.pk)):
            return unlock(request, form.cleaned_data["phrase"])
    except (NotAReader, CostTooHigh, TooManyGuesses) as refusal:
        form.add_error("phrase", str(refusal))
    except Busy:
        form.add_error("phrase", _("The vault is being opened by others at this moment. Please try again."))
    except WrongPhrase:
        form.add_error("phrase", f"{_('These words do not open your vault.')} {_slip(form.cleaned_data['phrase'])}")
    return None


def _slip(phrase: str) -> str:
    """Where somebody slipped, as far as the public list of words tells."""
    try:
        words.parse(phrase, PHRASE_WORDS)
    except words.UnknownWord as slip:
        return _("Look at word %(position)d: it is none of the words that phrases are made of.") % vars(slip)
    except words.WrongCount as slip:
        return _("You wrote %(found)d words; a phrase has %(expected)d. Look for one too many or too few.") % vars(slip)
    return _("Check each word and their order.")


class VaultView(WagtailAdminTemplateMixin, View):
    """A page for the triage role that no browser or proxy keeps."""

    header_icon = "lock"

    def may_enter(self, user) -> bool:
        return roles.may_triage(user)

    def dispatch(self, request, *args, **kwargs):
        if not self.may_enter(request.user):
            return not_for_this_account(request)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return keep_open(request, response)

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("contribution:index"), "label": _("Contributions")}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), listing, here]


class ContributionView(VaultView):
    """A page about one contribution. What shows sealed words asks `opened()` for them."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.contribution = get_object_or_404(Contribution.objects.present(), pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except UNREADABLE:
            # Only to look at: a form that was filled in stays in the browser behind the error page.
            if request.method != "GET":
                raise
            messages.error(request, _("%(code)s cannot be opened: %(why)s") % {"code": self.contribution, "why": WHY})
            return redirect(reverse("contribution:index"))

    def get_page_subtitle(self):
        return self.contribution.code

    def get_context_data(self, **kwargs):
        holds = self.contribution.agreement.holds.open().order_by("pk")
        waits = newest(self.contribution)[1] == Said.MESSAGE
        return super().get_context_data(
            contribution=self.contribution, open_holds=holds, waits_for_an_answer=waits, **kwargs
        )

    def to(self, name: str):
        return redirect(reverse(f"contribution:{name}", args=[self.contribution.pk]))


def is_opened(request, contribution: Contribution) -> bool:
    return contribution.pk in request.session.get(OPENED, [])


def open_with_reason(request, contribution: Contribution, who: UnlockedReader, reason: OpeningReason) -> None:
    """Logs the opening, and remembers it in this session. Raises what `actions.open_contribution` raises."""
    actions.open_contribution(contribution=contribution, who=who, reason=reason)
    if not is_opened(request, contribution):
        request.session[OPENED] = [*request.session.get(OPENED, []), contribution.pk]


class SealedView(ContributionView):
    """A page that shows what is sealed. It needs an open vault, a grant, and an opening with a reason.

    `get` sends whoever lacks one to the page that asks for it. A form that comes back when the vault is locked, in
    this window or in another, is shown again as it was, with a field for the phrase in it: `self.who` is None then.
    """

    # Why a form that comes back opens the contribution anew, when the session no longer knows of an opening.
    purpose = OpeningReason.PREPARE

    def get(self, request, *args, **kwargs):
        self.phrase_form = PhraseForm()
        self.who = unlocked(request)
        return self.show() if self.who and is_opened(request, self.contribution) else self.to("edit")

    def post(self, request, *args, **kwargs):
        self.who = unlocked(request)
        self.phrase_form = PhraseForm(request.POST if self.who is None and "phrase" in request.POST else None)
        if self.who is None and self.phrase_form.is_bound:
            self.who = phrase_into_vault(request, self.phrase_form)
        if self.who and not is_opened(request, self.contribution):
            try:
                open_with_reason(request, self.contribution, self.who, self.purpose)
            except sealing.NoGrant as refusal:
                messages.error(request, str(refusal))
                return self.to("edit")
        return self.take()

    def opened(self) -> sealing.Opened:
        return sealing.open_with_identity(self.contribution, self.who.reader.key_id, self.who.identity)

    def show(self):
        raise NotImplementedError

    def take(self):
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        return super().get_context_data(who=self.who, phrase_form=self.phrase_form, **kwargs)
