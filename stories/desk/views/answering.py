"""The thread with the parent at the desk: a reader reads it, answers, or notes that no answer is needed."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from stories import actions, thread
from stories.desk.access import SealedView
from stories.desk.forms import AnswerForm
from stories.desk.reading import original, spoken
from stories.states import NotAllowedNow, OpeningReason, Said


class AnswerView(SealedView):
    page_title = _("Answer the parent")
    purpose = OpeningReason.ANSWER
    template_name = "stories/desk/answer.html"

    def show(self, form=None):
        number, kind = thread.newest(self.contribution)
        context = {"form": form or AnswerForm(initial={"seen": number}), "waits": kind == Said.MESSAGE}
        if self.who:
            opened = self.opened()
            context |= {"original": original(opened), "turns": spoken(opened)}
        return self.render_to_response(self.get_context_data(**context))

    def take(self):
        form = AnswerForm(self.request.POST)
        if not form.is_valid() or self.who is None:
            return self.show(form)
        about = {"contribution": self.contribution, "who": self.who, "seen": form.cleaned_data["seen"]}
        try:
            if form.only_noted:
                actions.no_answer_needed(**about, today=timezone.localdate())
            else:
                actions.reply(**about, text=form.cleaned_data["text"], today=timezone.localdate())
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
            return self.show(self.once_more(form))
        done = _("Noted: no answer is needed.") if form.only_noted else _("Sent: the parent finds it on their page.")
        messages.success(self.request, done)
        return self.to("read")

    def once_more(self, form: AnswerForm) -> AnswerForm:
        """The same answer below what was written meanwhile, which this page shows."""
        return AnswerForm(initial={"text": form.cleaned_data["text"], "seen": thread.newest(self.contribution)[0]})
