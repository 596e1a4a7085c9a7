"""Complaints, requests and objections at the desk: a list by code, and each one for a reader with an open vault."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from stories import actions, roles, sealing
from stories.desk.access import OPENED, UNREADABLE, VaultView, phrase_into_vault
from stories.desk.forms import PhraseForm
from stories.journey.enquiry_forms import ObjectForm
from stories.models import Enquiry, Story
from stories.states import NotAllowedNow
from stories.unlocking import unlocked


class EnquiriesFrame(VaultView):
    header_icon = "comment"

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("stories_desk:enquiries"), "label": _("Enquiries")}
        here = {"url": "", "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items()[:-2], listing, *([here] if here["label"] else [])]


class EnquiriesView(EnquiriesFrame):
    """What came, by opaque code: kind and week lie in clear, what it says does not."""

    page_title = gettext_lazy("Enquiries")
    template_name = "stories/desk/enquiries.html"

    def get(self, request):
        found = Enquiry.objects.present(timezone.localdate()).in_turn().select_related("answered_by")
        return self.render_to_response(self.get_context_data(enquiries=found))


class EnquiryView(EnquiriesFrame):
    page_title = gettext_lazy("Enquiry")
    template_name = "stories/desk/enquiry.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        present = Enquiry.objects.present(timezone.localdate())
        self.enquiry = get_object_or_404(present, pk=kwargs["enquiry"])

    def get_page_subtitle(self):
        return self.enquiry.code

    def get(self, request, **kwargs):
        return self.show(unlocked(request), PhraseForm())

    def post(self, request, **kwargs):
        who, form = unlocked(request), PhraseForm(request.POST)
        if who is None:
            who = phrase_into_vault(request, form)
        if who is None:
            return self.show(None, form)
        today = timezone.localdate()
        try:
            if "answered" in request.POST:
                actions.answered(enquiry=self.enquiry, who=who, today=today)
                messages.success(request, _("Noted as answered. It is deleted after its week, or by you."))
            elif "delete" in request.POST:
                actions.delete_enquiry(enquiry=self.enquiry, who=who)
                messages.success(request, _("%(code)s is deleted.") % {"code": self.enquiry.code})
                return redirect(reverse("stories_desk:enquiries"))
        except NotAllowedNow as refusal:
            messages.error(request, str(refusal))
        return redirect(reverse("stories_desk:enquiry", args=[self.enquiry.pk]))

    def show(self, who, phrase_form):
        context = {"enquiry": self.enquiry, "who": who, "phrase_form": phrase_form}
        if who:
            try:
                context |= self.opened(who)
            except sealing.NoGrant as refusal:
                context["why_not"] = str(refusal)
            except UNREADABLE:
                context["why_not"] = _(
                    "What is sealed in it was damaged or changed. Tell whoever looks after the server, and leave it."
                )
        return self.render_to_response(self.get_context_data(**context))

    def opened(self, who) -> dict:
        opened = self.request.session.get(OPENED, [])
        said = actions.read_enquiry(enquiry=self.enquiry, who=who, first=self.enquiry.pk not in opened)
        if self.enquiry.pk not in opened:
            self.request.session[OPENED] = [*opened, self.enquiry.pk]
        story = Story.objects.named(said.get("code", "")).select_related("agreement").first()
        return {
            "said": said,
            "facts": [
                (ObjectForm.base_fields[name].label, dict(ObjectForm.base_fields[name].choices).get(said[name]))
                for name in ("about", "who")
                if name in said
            ],
            "story": story,
            "held": story and story.agreement.holds.open().filter(reason__contains=self.enquiry.code).exists(),
            "is_out": story and story.agreement.shown.exists(),
            "may_edit": roles.may_edit(self.request.user),
        }
