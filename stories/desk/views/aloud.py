"""Reading the final words aloud to a parent and noting the answer; a second person confirms or refuses it."""

from dataclasses import dataclass

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from consent.kinds import CAPTURED_LABELS, Kind
from consent.uses import LABELS, Answer, Use
from stories import actions
from stories.desk.aloud_forms import ReadAloudForm
from stories.desk.views.asking import StoryStepView
from stories.models import ReadAloud
from stories.states import NotAllowedNow

NOTED = _("Noted. Each no counts. Each yes waits until a second person confirms it on this page.")
NOES = _("Noted. Each no counts from now on.")
NOTHING = _("Nothing is asked about these words now. Ask the parent first, then read them aloud.")


@dataclass(frozen=True)
class Noted:
    """What one person noted, ready for the screen. `mine`: whoever looks has noted it themselves."""

    reading: ReadAloud
    by: str
    mine: bool
    way: str
    wording: str
    answers: list[tuple[str, str]]


class ReadAloudView(StoryStepView):
    page_title = _("Read the words aloud")
    header_icon = "comment"
    template_name = "stories/desk/read_aloud.html"

    def dispatch(self, request, *args, **kwargs):
        self.proposal = self.story.proposals.open().newest_first().select_related("edition", "agreement").first()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        if self.proposal is None:
            messages.warning(request, NOTHING)
            return redirect(self.story_url())
        return self.with_form(ReadAloudForm(proposal=self.proposal))

    def post(self, request, **kwargs):
        if self.proposal is None:
            messages.warning(request, NOTHING)
            return redirect(self.story_url())
        reading = actions.waiting_reading(self.proposal)
        today = timezone.localdate()
        if "confirm" in request.POST or "refuse" in request.POST:
            return self.settle(reading if reading and str(reading.pk) == request.POST.get("reading") else None)
        form = ReadAloudForm(request.POST, proposal=self.proposal)
        if not form.is_valid():
            return self.with_form(form)
        try:
            made = actions.note_what_was_said(
                proposal=self.proposal,
                digest=form.cleaned_data["digest"],
                uses=form.said(),
                captured=form.way(),
                notice=form.cleaned_data["notice"],
                user=request.user,
                today=today,
            )
        except NotAllowedNow as refusal:
            form.add_error(None, str(refusal))
            return self.with_form(form)
        messages.success(request, NOTED if made else NOES)
        return redirect(self.here() if made else self.story_url())

    def settle(self, reading: ReadAloud | None):
        """The second person's word; whoever noted it can only take it back."""
        if reading is None:
            messages.warning(self.request, _("This does not wait for a second person any more."))
            return redirect(self.story_url())
        if "refuse" in self.request.POST:
            return self.attempt(
                lambda: actions.refuse_reading(reading=reading, user=self.request.user),
                _("Not confirmed. Nothing of it counts, and the parent is still asked."),
            )
        return self.attempt(
            lambda: actions.confirm_reading(reading=reading, user=self.request.user, today=timezone.localdate()),
            _("Confirmed. Each yes counts, unless the parent has said something else since."),
        )

    def with_form(self, form: ReadAloudForm):
        reading = actions.waiting_reading(self.proposal)
        return self.show(
            form=form, proposal=self.proposal, words=self.proposal.story_tree(), noted=reading and self.noted(reading)
        )

    def noted(self, reading: ReadAloud) -> Noted:
        rows = self.proposal.agreement.details.filter(
            decision__gte=reading.first, decision__lte=reading.last, kind=Kind.APPROVAL
        ).select_related("notice")
        first = rows.order_by("decision").first()
        return Noted(
            reading=reading,
            by=(reading.read_by.get_full_name() or reading.read_by.get_username()) if reading.read_by else "–",
            mine=reading.read_by_id == self.request.user.pk,
            way=str(CAPTURED_LABELS[first.captured]) if first else "–",
            wording=str(first.notice) if first else "–",
            answers=[
                (str(LABELS[Use(row.use)]), str(_("No") if row.answer == Answer.NO else _("Yes"))) for row in rows
            ],
        )

    def here(self) -> str:
        return reverse(self.story.snippet_viewset.get_url_name("read_aloud"), args=[self.story.pk])
