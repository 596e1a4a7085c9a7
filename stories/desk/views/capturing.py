"""Entering what came on paper, by telephone or from a forum; and the second person's page, scan and typing together."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from consent.kinds import CAPTURED_LABELS
from consent.uses import ANSWER_LABELS, LABELS
from stories import actions
from stories.actions import capturing
from stories.desk.access import SealedView, VaultView
from stories.desk.capture_forms import CaptureForm, DoubtForm
from stories.desk.keyring import name_of
from stories.desk.missing import is_complete
from stories.desk.reading import answers_in_words
from stories.imaging import NotAPicture
from stories.journey import pressing
from stories.models import Reader
from stories.sent_pictures import data_address
from stories.states import NotAllowedNow, OpeningReason
from stories.vault import words
from stories.vault.lanes import Busy

PURPOSE = "capture"


class CaptureView(VaultView):
    """Sealing needs no open vault; the entry names its reader, who must not be the one who confirms it."""

    header_icon = "doc-empty-inverse"
    page_title = gettext_lazy("Enter from paper or telephone")
    template_name = "stories/desk/capture.html"

    def get(self, request):
        return self.show(CaptureForm(initial={"nonce": pressing.new_nonce(PURPOSE)}))

    def post(self, request):
        self.reader = get_object_or_404(Reader, user=request.user)
        form = CaptureForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        try:
            kept = pressing.once_only(PURPOSE, form.cleaned_data["nonce"], lambda: self.entered(form))
        except NotAPicture as refusal:
            form.not_a_picture(refusal)
        except pressing.AlreadySent:
            form.add_error(None, _("This was entered already, and its return words were shown. Look at the list."))
        except pressing.PageTooOld:
            form.add_error(None, _("This page was open for more than a day. Look at it once more, and seal it again."))
            form.data = form.data.copy()
            form.data["nonce"] = pressing.new_nonce(PURPOSE)
        except (actions.CannotSealNow, Busy) as refusal:
            form.add_error(None, str(refusal) or _("The vault is busy. Please try again in a minute."))
        else:
            return self.slip(tuple(map(int, kept.decode().split())))
        return self.show(form)

    def entered(self, form) -> bytes:
        sent = actions.enter(
            sending=form.sending(),
            entry=form.entry(by=self.reader.key_id),
            pages=[page.read() for page in form.cleaned_data["pages"]],
            today=timezone.localdate(),
        )
        return " ".join(map(str, sent.indices)).encode()

    def slip(self, indices: tuple[int, ...]):
        """The only time that the return words are seen: printed, and handed over."""
        self.template_name = "stories/desk/capture_slip.html"
        address = settings.SITE_URL + reverse("words")
        context = {"words": words.as_words(indices), "digits": words.as_digits(indices), "where": address}
        return self.render_to_response(self.get_context_data(**context))

    def show(self, form):
        has_key = Reader.objects.filter(user=self.request.user).exists()
        return self.render_to_response(self.get_context_data(form=form, has_key=has_key))


class ConfirmView(SealedView):
    """The pages beside what was typed. Whoever entered it sees it, and cannot confirm it."""

    page_title = gettext_lazy("Confirm what was entered")
    purpose = OpeningReason.CHECK
    template_name = "stories/desk/confirm.html"

    def show(self, form=None):
        context = {"form": form or DoubtForm(), "waits": capturing.waits_for_a_second_person(self.contribution)}
        if self.who:
            opened = self.opened()
            entry = capturing.entry_of(opened)
            if entry:
                context |= {
                    "entry": entry,
                    "captured": CAPTURED_LABELS[entry.captured],
                    "by": name_of(Reader.objects.select_related("user").filter(key_id=entry.by).first()),
                    "mine": entry.by == self.who.reader.key_id,
                    "uses": [(LABELS[use], ANSWER_LABELS[answer]) for use, answer in entry.uses.items()],
                    "pages": [data_address(data, suffix) for suffix, data in capturing.pages(opened)],
                    "doubts": opened.read_all(capturing.DOUBT),
                    "told": answers_in_words(opened),
                }
            context["body"] = opened.read("body")
        return self.render_to_response(self.get_context_data(**context))

    def take(self):
        form = DoubtForm(self.request.POST)
        doubted = "doubt" in self.request.POST
        if self.who is None or (doubted and not is_complete(self.request, form)):
            return self.show(form if doubted else None)
        about = {"contribution": self.contribution, "who": self.who}
        try:
            if doubted:
                actions.doubt(**about, note=form.cleaned_data["note"])
                messages.success(self.request, _("Sealed. Nothing of it counts; whoever entered it can read why."))
            else:
                actions.confirm(**about, today=timezone.localdate())
                messages.success(self.request, _("Confirmed. What the family allows counts, from the entry on."))
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        return self.to("confirm")
