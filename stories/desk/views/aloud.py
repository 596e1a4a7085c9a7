"""Reading the final words aloud to a parent and noting the answer; a second person confirms or refuses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from consent.kinds import CAPTURED_LABELS, OF_WORDS, Kind
from consent.models import DecisionDetail
from consent.uses import LABELS, Answer, Use
from stories import actions
from stories.desk.aloud_forms import ReadAloudForm
from stories.desk.views.asking import StoryStepView
from stories.models import ReadAloud
from stories.passages import beginning
from stories.states import NotAllowedNow

NOTED = _("Noted. Each no counts. Each yes waits until a second person confirms it on this page.")
NOES = _("Noted. Each no counts from now on.")
# A yes is noted as “later”, until it is confirmed.
YES_NO = {Answer.LATER: _("Yes"), Answer.NO: _("No")}
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
                quotations=form.said_to_quotations(),
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
            messages.warning(
                self.request,
                _("This does not wait for a second person any more. Look below to see where the story stands."),
            )
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
        noted = self.proposal.agreement.details.filter(
            decision__gte=reading.first, decision__lte=reading.last, kind__in=OF_WORDS
        )
        rows = list(noted.select_related("notice").order_by("decision"))
        first = rows[0] if rows else None
        return Noted(
            reading=reading,
            by=(reading.read_by.get_full_name() or reading.read_by.get_username()) if reading.read_by else "–",
            mine=reading.read_by_id == self.request.user.pk,
            way=str(CAPTURED_LABELS[first.captured]) if first else "–",
            wording=str(first.notice) if first else "–",
            answers=[
                *((str(LABELS[Use(row.use)]), YES_NO[row.answer]) for row in rows if row.kind == Kind.APPROVAL),
                *self.to_quotations([row for row in rows if row.kind == Kind.SPAN]),
            ],
        )

    def to_quotations(self, rows: list[DecisionDetail]) -> Iterator[tuple[str, str]]:
        """Each quotation by its first words, with what was noted of it and where a no to the use keeps it out."""
        for number, span in enumerate(self.proposal.asked_spans(), start=1):
            said = {Use(row.use): row.answer for row in rows if row.digest_tag == span.tag}
            if not said:
                continue
            label = _("Quotation %(number)d: “%(words)s”") % {"number": number, "words": beginning(span.story_tree())}
            closed = [str(LABELS[use]) for use in said if said[use] == Answer.NO]
            if len(closed) == len(said):
                yield label, YES_NO[Answer.NO]
            elif closed:
                yield label, _("Yes, but not for: %(uses)s") % {"uses": "; ".join(closed)}
            else:
                yield label, YES_NO[Answer.LATER]

    def here(self) -> str:
        return reverse(self.story.snippet_viewset.get_url_name("read_aloud"), args=[self.story.pk])
