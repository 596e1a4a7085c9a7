"""Bringing in a document: choose it, look at what was read, seal it. Between the two nothing is kept anywhere."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories import actions
from stories.actions.bringing_in import bring_in
from stories.desk.document_forms import DocumentForm, WordsForm
from stories.desk.views.capturing import CaptureView
from stories.journey import pressing
from stories.vault.lanes import Busy

PURPOSE = "bring in"


class BringInView(CaptureView):
    """Two steps on one address. The words travel in the page between them, as they do on the way in."""

    header_icon = "upload"
    page_title = gettext_lazy("Bring in a document")
    template_name = "stories/desk/bring_in.html"

    def get(self, request):
        return self.show(DocumentForm())

    def post(self, request):
        if "text" in request.POST:
            return self.seal(WordsForm(request.POST))
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        read = form.document
        initial = {
            "nonce": pressing.new_nonce(PURPOSE),
            "title": read.title[:200],
            "text": read.text,
            "kind": form.cleaned_data["kind"],
            "left_out": "\n".join(read.left_out),
        }
        return self.show(WordsForm(initial=initial))

    def seal(self, form: WordsForm):
        if not form.is_valid():
            return self.show(form)
        try:
            kept = pressing.once_only(PURPOSE, form.cleaned_data["nonce"], lambda: self.sealed(form))
        except pressing.AlreadySent:
            form.add_error(None, _("This was sealed already, and its return words were shown. Look at the list."))
        except pressing.PageTooOld:
            form.add_error(None, _("This page was open for more than a day. Look at it once more, and seal it again."))
            form.data = form.data.copy()
            form.data["nonce"] = pressing.new_nonce(PURPOSE)
        except (actions.CannotSealNow, Busy) as refusal:
            form.add_error(None, str(refusal) or _("The vault is busy. Please try again in a minute."))
        else:
            return self.slip(tuple(map(int, kept.decode().split())))
        return self.show(form)

    def sealed(self, form: WordsForm) -> bytes:
        sent = bring_in(sending=form.sending(), today=timezone.localdate())
        return " ".join(map(str, sent.indices)).encode()

    def show(self, form):
        left_out = form["left_out"].value() if isinstance(form, WordsForm) else ""
        context = {"form": form, "read": isinstance(form, WordsForm), "left_out": (left_out or "").splitlines()}
        return self.render_to_response(self.get_context_data(**context))
