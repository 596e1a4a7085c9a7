"""The dress rehearsal: the newest release as readers will get it, at the desk, marked on each page."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from consent.uses import Use
from publication import composing
from publication.desk.frame import OneBooklet, OnlyPublishers
from publication.formats import files, web
from publication.serving.looking import Looking
from publication.serving.pages import made_cards


class RehearsalView(OnlyPublishers, OneBooklet, View):
    """Contents, a story, a picture or the cards, by what the address names. The rule is asked as it is for readers."""

    http_method_names = ["get"]

    def get(self, request, page, code="", start="", cards=""):
        looking = self.looking()
        if cards:
            return looking.cards()
        if code:
            return looking.story(code)
        return looking.picture(start) if start else looking.contents()

    def looking(self) -> Looking:
        release = self.page.newest_release()
        if release is None:
            raise Http404
        made = set(release.files.values_list("name", flat=True))
        offered = tuple(
            web.File(title, reverse("booklet_desk:file", args=[self.page.pk, release.pk, name]))
            for name, title in files.DOWNLOADS.items()
            if name in made
        )
        return Looking(
            composing.served(release, use=Use.ONLINE, day=timezone.localdate()).edition,
            base=reverse("booklet_desk:rehearsal", args=[self.page.pk]),
            mark=_("Dress rehearsal: release %s as readers get it. Only the desk sees this page.") % release.name,
            offered=offered,
            shared=composing.served(release, use=Use.SOCIAL, day=timezone.localdate()).edition,
            made=made_cards(release),
            card=lambda name: reverse("booklet_desk:file", args=[self.page.pk, release.pk, f"{files.CARDS}/{name}"]),
        )
