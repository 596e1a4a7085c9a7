"""Proof, print order, and who was sent what: the part of the release desk that deals with paper and partners."""

import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publication import rechecking
from publication.actions.freezing import NotNow
from publication.actions.handing import drop_sending, hand_out, mend_sending, told
from publication.actions.printing import order_print, sign_proof
from publication.desk.forms import HandOutForm, ToldForm
from publication.desk.frame import ActView, BookletDeskView, DropView, OnlyPublishers
from publication.models import BookletPage, HandedOut, Release
from publication.models.proofs import may_be_ordered_on
from publication.to_tell import to_tell


def context(page: BookletPage, releases: list[Release], *, day: datetime.date) -> dict:
    """What the booklet's page says of print: the release to print, those signed before it, and who must be told."""
    current = next((one for one in releases if one.state == Release.State.READY), None)
    has_print = current is not None and any(file.name.startswith("print/") for file in current.files.all())
    return {
        "release": current if has_print else None,
        "signed_before": [one for one in releases if one != current and hasattr(one, "proof")],
        "may_be_ordered": may_be_ordered_on(page.edition, day),
        "asked_again": has_print and rechecking.may_be_printed(current),
        "leave_until": page.edition.print_order - datetime.timedelta(days=1),
        "newest": current,
        "to_tell": to_tell(page, day=day),
        "sendings": [sending for one in releases for sending in one.handed_out.all()],
    }


class ReleaseAct(ActView):
    """A button that speaks of one release."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Release.objects.select_related("edition", "page")
        self.release = get_object_or_404(found, pk=kwargs["release"], page=self.page)


class SignProofView(ReleaseAct):
    def act(self, request):
        sign_proof(release=self.release, user=request.user, day=timezone.localdate())
        return _("You have signed the proof of release %s.") % self.release.name


class OrderPrintView(ReleaseAct):
    def act(self, request):
        order_print(release=self.release, user=request.user, day=timezone.localdate())
        return _("It is written down that the print of release %s was ordered. Now write down whom you sent it to.") % (
            self.release.name
        )


class HandOutView(OnlyPublishers, BookletDeskView):
    """Writes down that files of a release were sent to somebody."""

    template_name = "publication/desk/hand_out.html"
    leaf = gettext_lazy("Sent to")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        built = Release.objects.filter(state__in=[Release.State.READY, Release.State.SUPERSEDED])
        self.release = get_object_or_404(built.select_related("edition", "page"), pk=kwargs["release"], page=self.page)

    def form(self, data=None):
        return HandOutForm(data, release=self.release, today=timezone.localdate())

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(release=self.release, form=form, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            sending = hand_out(release=self.release, user=request.user, **form.cleaned_data)
        except NotNow as reason:
            return self.refused(reason)
        return self.done(_("Written down. If this release is replaced, you are asked to tell %s.") % sending.to)


class OneSending:
    """Finds the sending that the address names."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        sendings = HandedOut.objects.select_related("release__edition", "release__page")
        self.sending = get_object_or_404(sendings, pk=kwargs["sending"], release__page=self.page)


class MendSendingView(OneSending, OnlyPublishers, BookletDeskView):
    """Corrects what was written down of a sending."""

    template_name = "publication/desk/hand_out.html"
    leaf = gettext_lazy("Correct a sending")

    def form(self, data=None):
        release = self.sending.release
        return HandOutForm(data, release=release, today=timezone.localdate(), sending=self.sending)

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(release=self.sending.release, sending=self.sending, form=form, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            mend_sending(sending=self.sending, user=request.user, **form.cleaned_data)
        except NotNow as reason:
            return self.refused(reason)
        return self.done(_("Corrected."))


class DropSendingView(OneSending, DropView):
    leaf = gettext_lazy("Take a sending away")
    button = gettext_lazy("It was never sent: take it away")

    def sentence(self):
        return _(
            "Only when nothing was sent: if release %(name)s is replaced, nobody is asked to tell %(to)s any more."
        ) % {"name": self.sending.release.name, "to": self.sending.to}

    def drop(self, user):
        drop_sending(sending=self.sending, user=user)
        return _("The sending is taken away.")


class ToldView(OneSending, OnlyPublishers, BookletDeskView):
    """Closes one line of "somebody must be told", with how it was done."""

    template_name = "publication/desk/told.html"
    leaf = gettext_lazy("Told")

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or ToldForm()
        return super().get_context_data(sending=self.sending, form=form, **kwargs)

    def post(self, request, *args, **kwargs):
        form = ToldForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            told(sending=self.sending, how=form.cleaned_data["how"], user=request.user, day=timezone.localdate())
        except NotNow as reason:
            return self.refused(reason)
        return self.done(_("Written down: %s has been told.") % self.sending.to)
