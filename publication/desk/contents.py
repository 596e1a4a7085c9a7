"""The contents board, and the beginning of the next booklet. Everything here works without scripts."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from publication import settled
from publication.actions.arranging import move_story, start_next
from publication.actions.freezing import NotNow
from publication.board import board
from publication.counting import counted
from publication.desk.forms import NextForm
from publication.desk.frame import BookletDeskView, OneBooklet, OnlyEditors
from publication.formats.glyphs import CannotSet
from publication.formats.typesetting import CannotBuild


class BoardView(BookletDeskView):
    """Parts and stories in order, with length, tone and notes."""

    template_name = "publication/desk/board.html"
    leaf = gettext_lazy("Contents board")

    def get(self, request, *args, **kwargs):
        """With `?count` the draft is set once to say how many pages it would come to."""
        if "count" not in request.GET:
            return super().get(request, *args, **kwargs)
        try:
            count = counted(self.page, day=timezone.localdate())
        except CannotSet as trouble:
            return self.refused(_("The pages cannot be counted yet. %s") % trouble)
        except CannotBuild:
            return self.refused(_("The pages could not be counted. A build of the booklet names the place."))
        return self.render_to_response(self.get_context_data(count=count))

    def refused(self, reason):
        messages.error(self.request, str(reason))
        return redirect(reverse("booklet_desk:board", args=[self.page.pk]))

    def get_context_data(self, **kwargs):
        count = kwargs.setdefault("count", None)
        today = timezone.localdate()
        rows = board(self.page, day=today, lengths=count and count.lengths)
        is_settled = settled.is_settled(self.page, day=today)
        cards = [card for row in rows for card in row.cards]
        permissions = self.page.permissions_for_user(self.request.user)
        return super().get_context_data(
            rows=rows,
            parts=[row for row in rows if row.kind == "part"],
            seen=self.page.latest_revision_id,
            stories=len(cards),
            words=sum(card.words for card in cards),
            minutes=sum(card.minutes for card in cards),
            meetings=sum(card.after_another_of_the_hardest for card in cards),
            settled=settled.since(self.page) if is_settled else "",
            may_move=permissions.can_edit() and not permissions.page_locked() and not is_settled,
            **kwargs,
        )


class MoveView(OnlyEditors, OneBooklet, View):
    """Moves one story and saves a draft; comes back to the story's own place on the board."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        url = reverse("booklet_desk:board", args=[self.page.pk])
        story, seen = self._number("story"), self._number("seen")
        try:
            move_story(
                page=self.page,
                story=story or 0,
                where=request.POST.get("where", ""),
                seen=seen,
                user=request.user,
                day=timezone.localdate(),
            )
        except NotNow as reason:
            messages.error(request, str(reason))
            return redirect(url)
        messages.success(request, _("Moved, and saved as a draft."))
        return redirect(f"{url}#story-{story}")

    def _number(self, name: str) -> int | None:
        typed = self.request.POST.get(name, "")
        return int(typed) if typed.isdecimal() and len(typed) < 15 else None


class NextView(BookletDeskView):
    """Begins another year's booklet with what stays from year to year."""

    template_name = "publication/desk/next.html"
    leaf = gettext_lazy("Start the next booklet")

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=kwargs.pop("form", None) or NextForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        form = NextForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            made = start_next(page=self.page, edition=form.cleaned_data["edition"], user=request.user)
        except NotNow as reason:
            return self.refused(reason)
        messages.success(
            request, _("The booklet of %d has been begun as a draft, without stories.") % made.edition.year
        )
        return redirect(reverse("wagtailadmin_pages:edit", args=[made.pk]))
