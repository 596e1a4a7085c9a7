"""The page of earlier booklets: bring one in, decide that it is offered, take it down."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from publication import gate
from publication.actions import earlier
from publication.actions.freezing import NotNow
from publication.desk.earlier_forms import BringInForm, OfferForm
from publication.earlier_file import NotAFinishedBooklet
from publication.models import EarlierBooklet
from stories import roles
from stories.desk.refusing import not_for_this_account

PUBLISH = "publication.add_release"


class EarlierView(WagtailAdminTemplateMixin, View):
    """Everybody at the desk who may take down sees it; a form brings a new one in, for publishers."""

    header_icon = "doc-full"
    page_title = gettext_lazy("Earlier booklets")
    template_name = "publication/desk/earlier.html"

    def dispatch(self, request, *args, **kwargs):
        if not roles.may_take_down(request.user):
            return not_for_this_account(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get(self, request):
        return self.show()

    def post(self, request):
        _only_publishers(request)
        form = BringInForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = earlier.bring_in(user=request.user, **form.said())
            except (NotAFinishedBooklet, NotNow) as refusal:
                form.add_error("file" if isinstance(refusal, NotAFinishedBooklet) else "year", str(refusal))
            else:
                messages.success(request, _("The booklet of %d is here. Nobody can read it yet.") % made.year)
                return redirect("booklet_desk:earlier")
        return self.show(form=form)

    def show(self, form=None, offering=None, refused=None):
        rows = [
            {
                "booklet": one,
                "missing": not gate.is_whole(one),
                "form": refused if one.pk == offering else OfferForm(prefix=f"offer-{one.pk}"),
            }
            for one in EarlierBooklet.objects.select_related("decided_by", "taken_back_by")
        ]
        publishes = self.request.user.has_perm(PUBLISH)
        return self.render_to_response(
            self.get_context_data(rows=rows, form=form or BringInForm(), publishes=publishes)
        )


class OfferView(EarlierView):
    http_method_names = ["post"]

    def post(self, request, earlier):
        _only_publishers(request)
        booklet = get_object_or_404(EarlierBooklet, pk=earlier)
        form = OfferForm(request.POST, prefix=f"offer-{booklet.pk}")
        if not form.is_valid():
            return self.show(offering=booklet.pk, refused=form)
        return _act(
            request,
            lambda: _offer(booklet, form.cleaned_data["reason"], request.user),
            _("From now on everybody can read the booklet of %d.") % booklet.year,
        )


class TakeBackView(EarlierView):
    http_method_names = ["post"]

    def post(self, request, earlier):
        booklet = get_object_or_404(EarlierBooklet, pk=earlier)
        return _act(
            request,
            lambda: _take_back(booklet, request.user),
            _("The booklet of %d is down: from this moment nobody can read it here.") % booklet.year,
        )


class RemoveView(EarlierView):
    http_method_names = ["post"]

    def post(self, request, earlier):
        _only_publishers(request)
        booklet = get_object_or_404(EarlierBooklet, pk=earlier)
        year = booklet.year
        return _act(
            request, lambda: _remove(booklet, request.user), _("The booklet of %d and its file are deleted.") % year
        )


class LookView(EarlierView):
    """The file as readers would get it, for those who decide about it."""

    http_method_names = ["get"]

    def get(self, request, earlier):
        booklet = get_object_or_404(EarlierBooklet, pk=earlier)
        if not gate.is_whole(booklet):
            raise Http404
        response = FileResponse(booklet.file.open("rb"), content_type="application/pdf", filename=f"{booklet.year}.pdf")
        response["Cache-Control"] = "no-store"
        return response


def _only_publishers(request) -> None:
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied


def _act(request, act, sentence: str):
    try:
        act()
    except NotNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect("booklet_desk:earlier")


def _offer(booklet, reason, user) -> None:
    earlier.offer(booklet=booklet, reason=reason, user=user, today=timezone.localdate())


def _take_back(booklet, user) -> None:
    earlier.take_back(booklet=booklet, user=user, today=timezone.localdate())


def _remove(booklet, user) -> None:
    earlier.remove(booklet=booklet, user=user)
