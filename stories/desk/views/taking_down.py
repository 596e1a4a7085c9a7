"""Take down now: one page, one press, at once. And putting back, which two people must say."""

from dataclasses import dataclass

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from consent import marks
from consent.errors import NoListMissing
from consent.models import TakeDown
from consent.uses import LABELS, Use
from stories import actions, roles
from stories.desk.refusing import not_for_this_account
from stories.desk.taking_down_form import CODES, TakeDownForm, story_of
from stories.models import Story
from stories.states import NotAllowedNow

DOWN = gettext_lazy(
    "%(code)s is down. From this moment its page tells readers that the words are no longer here, and no file that"
    " holds it can be fetched. Every booklet that holds it is being made again without it; Releases shows how far."
)
ALREADY = gettext_lazy("%(code)s was down already. Nothing more had to be done.")
BACK = gettext_lazy("%(code)s is not taken down any more. It is shown again where its family and the dates allow it.")
ASKED = gettext_lazy("Noted. It stays down until a second person says the same on this page.")
STAYS = gettext_lazy("It stays down.")
NOT_KEPT_TWICE = gettext_lazy(
    "The take-down of %(code)s holds. But it could not be noted in the no-list on both disks, and that note is what a"
    " restored backup would know it by. Tell whoever looks after the server now that a disk is missing: it must be back"
    " before a backup is restored. You need not press again, since the daily run adds the note."
)
NOT_NOTED = gettext_lazy(
    "It stays down: the end of a take-down must be noted in the no-list, and its disk cannot be reached."
    " Tell whoever looks after the server, and press again when it is mended."
)


@dataclass(frozen=True)
class Row:
    """One open take-down of a story, and what the person who looks may still say about it."""

    taken: TakeDown
    by: str
    asked_by: str
    mine: bool


class TakeDownView(WagtailAdminTemplateMixin, View):
    page_title = gettext_lazy("Take down now")
    header_icon = "no-view"
    template_name = "stories/desk/take_down.html"

    def dispatch(self, request, *args, **kwargs):
        if not roles.may_take_down(request.user):
            return not_for_this_account(request)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get(self, request):
        return self.show(story_of(request.GET.get("story", "")))

    def post(self, request):
        if "taken" in request.POST:
            return self.answer(story_of(request.POST.get("story", "")))
        form = TakeDownForm(request.POST)
        if not form.is_valid():
            return self.show(None, form)
        story = form.cleaned_data["story"]
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        done = actions.take_down(story=story, reason=reason, user=request.user, today=today)
        messages.success(request, (DOWN if done else ALREADY) % {"code": story.code})
        if not marks.are_kept_twice():
            messages.warning(request, NOT_KEPT_TWICE % {"code": story.code})
        return self.to(story)

    def answer(self, story: Story | None):
        """A word about putting back, or against it."""
        pk = self.request.POST["taken"]
        taken = story.agreement.take_downs.filter(pk=int(pk) if pk.isdecimal() else 0).first() if story else None
        if taken is None:
            messages.error(self.request, _("There is no such take-down. Choose the story again below."))
            return redirect(reverse("take_down"))
        try:
            messages.success(self.request, self.said(story, taken) % {"code": story.code})
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        except NoListMissing:
            messages.error(self.request, NOT_NOTED)
        return self.to(story)

    def said(self, story: Story, taken: TakeDown):
        user = self.request.user
        if "leave" in self.request.POST:
            actions.leave_down(story=story, take_down=taken, user=user)
            return STAYS
        back = actions.put_back(story=story, take_down=taken, user=user, today=timezone.localdate())
        return BACK if back else ASKED

    def show(self, story: Story | None, form: TakeDownForm | None = None):
        may_read = roles.may_edit(self.request.user)
        stories = Story.objects.order_by("code")
        down = stories.taken_down()
        shown = story.agreement.shown.select_related("edition").order_by("pk") if story else ()
        return self.render_to_response(
            self.get_context_data(
                form=form or TakeDownForm(initial={"story": story.code if story else ""}),
                story=story,
                rows=self.rows(story) if story else [],
                # Once each: a story is shown with its quotations.
                shown=list(dict.fromkeys((one.release, LABELS[Use(one.use)]) for one in shown)),
                down=down,
                may_read=may_read,
                codes=CODES,
                # Titles are cleared words: for those who may read stories.
                choices=[(one.code, one.title if may_read else "") for one in stories.exclude(pk__in=down)],
            )
        )

    def rows(self, story: Story) -> list[Row]:
        taken = story.agreement.take_downs.open().select_related("by", "back_asked_by").order_by("pk")
        user = self.request.user
        return [Row(one, _name(one.by), _name(one.back_asked_by), one.back_asked_by_id == user.pk) for one in taken]

    def to(self, story: Story):
        return redirect(f"{reverse('take_down')}?story={story.code}")


def _name(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
