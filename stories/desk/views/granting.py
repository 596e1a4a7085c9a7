"""Who can open one contribution: giving a colleague its key, taking it back, new keys for it alone."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from stories import actions, roles, sealing
from stories.desk.access import ContributionView, phrase_into_vault
from stories.desk.forms import PhraseForm
from stories.desk.key_forms import GrantForm
from stories.desk.keyring import grants_of, who_may_be_granted
from stories.models import Reader
from stories.states import NotAllowedNow
from stories.unlocking import unlocked


class GrantsView(ContributionView):
    """Shows names and dates of what staff did, nothing sealed. The acts need an open vault and a grant of one's own."""

    page_title = gettext_lazy("Who can open it")
    template_name = "stories/desk/grants.html"

    def get(self, request, **kwargs):
        self.who, self.phrase_form = unlocked(request), PhraseForm()
        return self.show()

    def post(self, request, **kwargs):
        self.who = unlocked(request)
        self.phrase_form = PhraseForm(request.POST if self.who is None and "phrase" in request.POST else None)
        if self.who is None and self.phrase_form.is_bound:
            self.who = phrase_into_vault(request, self.phrase_form)
        if self.who is None:
            return self.show(GrantForm(request.POST, contribution=self.contribution))
        try:
            return self.act()
        except (NotAllowedNow, sealing.NoGrant) as refusal:
            messages.error(request, str(refusal))
            return self.show()

    def act(self):
        about = {"contribution": self.contribution, "who": self.who}
        if "back" in self.request.POST:
            reader = get_object_or_404(Reader, pk=self.request.POST["back"].replace("\0", ""))
            actions.take_back(reader=reader, **about)
            says = _("Taken back.")
        elif "rotate" in self.request.POST:
            actions.rotate(**about)
            says = _("It has new keys. Those who can open it need to do nothing.")
        else:
            form = GrantForm(self.request.POST, contribution=self.contribution)
            if not form.is_valid():
                return self.show(form)
            actions.grant_contribution(reader=form.cleaned_data["reader"], **about)
            says = _("They can open it now.")
        messages.success(self.request, says)
        return self.to("grants")

    def show(self, form=None):
        held = grants_of(self.contribution)
        return self.render_to_response(
            self.get_context_data(
                who=self.who,
                phrase_form=self.phrase_form,
                held=held,
                mine=any(one.reader and one.reader.user_id == self.request.user.pk for one in held),
                form=form or GrantForm(contribution=self.contribution),
                may_be_granted=who_may_be_granted(self.contribution).exists(),
                may_triage=roles.may_triage(self.request.user),
            )
        )
