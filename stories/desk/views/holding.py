"""A story's holds: what must be settled before it may be used. Opening and releasing one is logged."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log

from consent import actions as consent
from stories import roles
from stories.actions.settling import needs_two
from stories.desk.forms import HoldForm
from stories.desk.views.asking import StoryStepView


class HoldsView(StoryStepView):
    page_title = _("Holds")
    template_name = "stories/desk/holds.html"

    def get(self, request, **kwargs):
        return self.with_form(HoldForm())

    def post(self, request, **kwargs):
        return self.release(request.POST["release"]) if "release" in request.POST else self.open(HoldForm(request.POST))

    def open(self, form: HoldForm):
        if not form.is_valid():
            return self.with_form(form)
        today = timezone.localdate()
        consent.hold(agreement=self.story.agreement, by=self.request.user, today=today, **form.cleaned_data)
        log(instance=self.story, action="stories.hold", user=self.request.user, title=self.story.code)
        messages.success(self.request, _("Held. Nothing of this story is used until the hold is released."))
        return self.here()

    def release(self, pk: str):
        hold = get_object_or_404(self.story.agreement.holds.open(), pk=int(pk) if pk.isdecimal() else 0)
        if needs_two(hold):
            messages.error(self.request, _("An answer of the parent opened this hold. Two readers settle it."))
            return self.here()
        consent.release_hold(hold=hold, by=self.request.user, today=timezone.localdate())
        log(instance=self.story, action="stories.release_hold", user=self.request.user, title=self.story.code)
        messages.success(self.request, _("Released. What the parent allows counts again."))
        return self.here()

    def with_form(self, form: HoldForm):
        holds = [(hold, needs_two(hold)) for hold in self.story.agreement.holds.open().order_by("pk")]
        return self.show(form=form, holds=holds, may_triage=roles.may_triage(self.request.user))

    def here(self):
        return redirect(reverse(self.story.snippet_viewset.get_url_name("holds"), args=[self.story.pk]))
