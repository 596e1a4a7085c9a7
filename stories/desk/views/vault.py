"""Unlocking and locking the vault."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from stories.desk.access import OPENED, VaultView, phrase_into_vault
from stories.desk.forms import PhraseForm
from stories.unlocking import forget, lock, unlocked


class UnlockView(VaultView):
    page_title = _("Vault")
    template_name = "stories/desk/vault.html"

    def get(self, request):
        return self.render_to_response(self.get_context_data(form=PhraseForm(), who=unlocked(request)))

    def post(self, request):
        form = PhraseForm(request.POST)
        if phrase_into_vault(request, form) is None:
            return self.render_to_response(self.get_context_data(form=form, who=None))
        messages.success(request, _("Your vault is open."))
        return redirect(reverse("contribution:index"))


class LockView(VaultView):
    http_method_names = ["post"]

    def post(self, request):
        lock(request)
        request.session.pop(OPENED, None)
        messages.success(request, _("Your vault is locked."))
        return forget(redirect(reverse("stories_desk:vault")))


@require_POST
def awake(request):
    """Reading and typing count as use: the page calls this now and then while somebody does either."""
    return HttpResponse(status=204 if unlocked(request) else 409)
