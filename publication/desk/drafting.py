"""The draft that was saved last, walked through at the desk as readers would walk through a release of it."""

from django.utils import timezone
from django.views.generic import View

from publication.composing import planned
from publication.desk.frame import OneBooklet, OnlyEditors
from publication.serving import previewing
from publication.serving.looking import kept_nowhere


class DraftView(OnlyEditors, OneBooklet, View):
    """Contents, one story or one picture, by what the address names. What the gate refuses is not there."""

    http_method_names = ["get"]

    def get(self, request, page, code="", start=""):
        looking = previewing.saved_draft(self.page, day=timezone.localdate())
        if code:
            return looking.story(code)
        return looking.picture(start) if start else looking.contents()


class DraftOnPaperView(OnlyEditors, OneBooklet, View):
    """The whole draft as PDF, pages between stories and all."""

    http_method_names = ["get"]

    def get(self, request, page):
        edition = planned(self.page.draft(), day=timezone.localdate())
        return kept_nowhere(previewing.on_paper(edition, request=request))
