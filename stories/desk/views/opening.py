"""Opening a contribution with a reason, deciding on safeguarding, reading it again, setting it aside."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from consent import dials, rules
from stories import actions, roles, sealing
from stories.actions.capturing import waits_for_a_second_person
from stories.desk.access import ContributionView, SealedView, open_with_reason, phrase_into_vault
from stories.desk.forms import OpenForm, PhraseForm, SafeguardingForm
from stories.desk.missing import is_complete
from stories.desk.reading import answers_in_words, danger, original, spoken
from stories.models import Story
from stories.sent_pictures import sent_pictures
from stories.states import SAFEGUARDING_LABELS, NotAllowedNow, OpeningReason, Safeguarding, State
from stories.unlocking import unlocked
from stories.vault.shards import SlotErased, SlotMissing

# Where a contribution leads once it is open.
LEADS_TO = {
    State.RECEIVED: "safeguarding",
    State.SAFEGUARDED: "prepare",
    State.PREPARING: "prepare",
    State.CHECKING: "check",
}
# Two reasons lead to a page of their own, wherever it stands.
FOR = {OpeningReason.ANSWER: "answer", OpeningReason.SAFEGUARDING: "safeguarding"}


class OpenView(ContributionView):
    """Nothing sealed is on this page: where the contribution stands, and the question why it is opened."""

    page_title = _("Contribution")
    template_name = "stories/desk/open.html"

    def get(self, request, **kwargs):
        self.who = unlocked(request)
        return self.show(OpenForm(), PhraseForm())

    def post(self, request, **kwargs):
        self.who = unlocked(request)
        form, phrase_form = OpenForm(request.POST), PhraseForm(None if self.who else request.POST)
        if not form.is_valid():
            return self.show(form, phrase_form)
        self.who = self.who or phrase_into_vault(request, phrase_form)
        if self.who is None:
            return self.show(form, phrase_form)
        reason = OpeningReason(form.cleaned_data["reason"])
        try:
            open_with_reason(request, self.contribution, self.who, reason)
        except (sealing.NoGrant, SlotErased, SlotMissing) as refusal:
            messages.error(
                request,
                str(refusal)
                or _("This contribution cannot be opened any more. Its parent may have deleted it; look at the list."),
            )
            return self.show(form, phrase_form)
        return self.to(FOR.get(reason) or LEADS_TO.get(State(self.contribution.state), "read"))

    def show(self, form, phrase_form):
        return self.render_to_response(
            self.get_context_data(
                form=form,
                phrase_form=phrase_form,
                who=self.who,
                may_edit=roles.may_edit(self.request.user),
                story=Story.objects.of(self.contribution).first(),
                to_be_confirmed=waits_for_a_second_person(self.contribution),
            )
        )


class SafeguardingView(SealedView):
    page_title = _("Safeguarding")
    purpose = OpeningReason.SAFEGUARDING
    template_name = "stories/desk/safeguarding.html"

    def show(self, form=None):
        contribution = self.contribution
        form = form or SafeguardingForm(initial={"severity": contribution.severity, "urgent": contribution.urgent})
        context = {"form": form}
        if self.who:
            opened = self.opened()
            context |= {"original": original(opened), "decided": _decided(opened), "told": answers_in_words(opened)}
            context |= {"pictures": sent_pictures(opened), "danger": danger(opened)}
        return self.render_to_response(self.get_context_data(**context))

    def take(self):
        form = SafeguardingForm(self.request.POST, danger=danger(self.opened()) if self.who else "")
        if not is_complete(self.request, form) or self.who is None:
            return self.show(form)
        data = form.cleaned_data
        actions.record_safeguarding(
            contribution=self.contribution,
            who=self.who,
            decision=Safeguarding(data["decision"]),
            note=data["note"],
            severity=data["severity"],
            urgent=data["urgent"],
        )
        messages.success(self.request, _("The decision is sealed with the contribution."))
        return self.to(LEADS_TO.get(State(self.contribution.state), "read"))


class ReadView(SealedView):
    """The original again, with what else the parent told us and the messages on their private page."""

    http_method_names = ["get"]
    page_title = _("Read")
    template_name = "stories/desk/read.html"

    def show(self):
        opened = self.opened()
        return self.render_to_response(
            self.get_context_data(
                original=original(opened),
                pictures=sent_pictures(opened),
                told=answers_in_words(opened),
                danger=danger(opened),
                settings=settings_in_words(self.contribution),
                decided=_decided(opened),
                turns=spoken(opened),
                leads_to=LEADS_TO.get(State(self.contribution.state)),
            )
        )


class SetAsideView(SealedView):
    http_method_names = ["post"]

    def take(self):
        if self.who is None:
            return self.to("edit")
        try:
            actions.not_used(contribution=self.contribution, who=self.who)
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("Set aside. It stays sealed, and the parent can still delete it."))
        return self.to("edit")


def _decided(opened) -> list[dict]:
    return [
        {"decision": SAFEGUARDING_LABELS[Safeguarding(one["decision"])], "note": one["note"]}
        for one in opened.read_all("safeguarding")
    ]


def settings_in_words(contribution) -> list[tuple[str, str]]:
    """What the parent set beside the uses, as the desk says it."""
    history = contribution.agreement.history()
    said = [(dial, rules.dial(history, dial)) for dial in dials.Dial]
    return [(dials.LABELS[dial], dials.CHOICES[dial][word]) for dial, word in said if word]
