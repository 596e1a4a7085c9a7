"""The second reader's page: both texts, what changed, what was kept and why; then clear it or send it back."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from stories import actions, deidentify
from stories.desk.access import SealedView
from stories.desk.forms import ClearForm, SendBackForm
from stories.desk.marking import compared
from stories.desk.missing import is_complete
from stories.desk.picturing import checked
from stories.desk.reading import copy_marked, original
from stories.sent_pictures import sent_pictures
from stories.states import NotAllowedNow, OpeningReason
from stories.working_copy import ACTIONS, UNSEEN


class CheckView(SealedView):
    page_title = _("Check")
    purpose = OpeningReason.CHECK
    template_name = "stories/desk/check.html"

    def show(self, clear_form=None, back_form=None):
        context = {}
        today = timezone.localdate()
        if self.who:
            opened = self.opened()
            copy = actions.read_working_copy(opened=opened)
            body = opened.read("body")
            # As the parent wrote them; what the desk typed and decided on later is known by its key alone.
            named = {found.entity: found.text for found in reversed(deidentify.find(body["text"], title=body["title"]))}
            clear_form = clear_form or ClearForm(today=today, initial={"seen": copy.digest})
            context = {
                "original": original(opened),
                "copy": copy,
                "marked": copy_marked(copy),
                "pictures": checked(copy, sent_pictures(opened)),
                "changes": compared(f"{body['title']}\n\n{body['text']}", f"{copy.title}\n\n{copy.text}"),
                "decided": [
                    (named.get(one.entity) or one.entity.partition(":")[2], one.label, ACTIONS[one.action], one)
                    for one in copy.decisions
                ],
                "open": len({one.entity for one in copy.open_candidates()}),
                "unseen": [(label, key in copy.unseen) for key, label in UNSEEN.items()],
                "own_work": self.who.reader.key_id in copy.prepared_by,
            }
        return self.render_to_response(
            self.get_context_data(
                clear_form=clear_form or ClearForm(today=today), back_form=back_form or SendBackForm(), **context
            )
        )

    def take(self):
        if "back" in self.request.POST:
            return self.send_back()
        form = ClearForm(self.request.POST, today=timezone.localdate())
        if not is_complete(self.request, form) or self.who is None:
            return self.show(clear_form=form)
        try:
            story = actions.clear(
                contribution=self.contribution,
                who=self.who,
                seen_digest=form.cleaned_data["seen"],
                edition=form.cleaned_data["edition"],
                today=timezone.localdate(),
            )
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
            return self.to("check")
        messages.success(self.request, _("Cleared. It is now story %(code)s.") % {"code": story.code})
        return self.to("edit")

    def send_back(self):
        form = SendBackForm(self.request.POST)
        if not is_complete(self.request, form) or self.who is None:
            return self.show(back_form=form)
        try:
            actions.send_back(contribution=self.contribution, who=self.who, note=form.cleaned_data["note"])
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, _("Sent back to be prepared again, with your note."))
        return self.to("edit")
