"""When the edition opens, and the one thing that keeps it from opening: a publisher's own word."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publication import settled
from publication.actions.shutting import keep_shut, let_open
from publication.desk.forms import ShutForm
from publication.desk.frame import ActView, BookletDeskView, OnlyPublishers
from publication.models import BookletPage


def context(page: BookletPage, *, now: datetime.datetime) -> dict:
    """The second in London's time with its zone, and how long it is until then (nothing once it has passed); whether
    the contents are settled, and what was changed since."""
    opens = timezone.localtime(page.edition.opens_at)
    calendar = {
        "opens": opens,
        "zone": opens.tzname(),
        "settled": settled.is_settled(page, day=timezone.localdate(now)),
        "changes": settled.changes(page),
    }
    left = opens - now
    if left <= datetime.timedelta():
        return {**calendar, "left": None}
    hours, rest = divmod(left.seconds, 3600)
    return {**calendar, "left": {"days": left.days, "hours": hours, "minutes": rest // 60}}


class ShutView(OnlyPublishers, BookletDeskView):
    """The page on which a publisher says that an edition must not open, with the reason."""

    template_name = "publication/desk/shut.html"
    leaf = gettext_lazy("Do not open")

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=kwargs.pop("form", None) or ShutForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        form = ShutForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        keep_shut(page=self.page, reason=form.cleaned_data["reason"], user=request.user)
        return self.done(_("This edition does not open until a publisher takes that back."))


class LetOpenView(ActView):
    def act(self, request):
        let_open(page=self.page, user=request.user)
        return _("Taken back. The edition opens at its second, or has opened now if that has passed.")
