"""The press page of a booklet: links that are out, a new one, and taking one back."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.uses import Use
from publication import composing
from publication.actions.freezing import NotNow
from publication.actions.press import drop_link, make_link, rename_link, revoke_link
from publication.desk.forms import PressForm, PressNameForm
from publication.desk.frame import ActView, BookletDeskView, DropView, OnlyPublishers


class PressView(OnlyPublishers, BookletDeskView):
    """Lists the links; a posted form makes one, whose address is shown in that very answer and never again."""

    template_name = "publication/desk/press.html"
    leaf = gettext_lazy("Press preview")

    def get_context_data(self, **kwargs):
        now, release = timezone.now(), self.page.newest_release()
        seen = (
            composing.served(release, use=Use.ONLINE, also=(Use.PRESS,), day=timezone.localdate()) if release else None
        )
        links = self.page.press_links.select_related("made_by", "revoked_by")
        return super().get_context_data(
            form=kwargs.pop("form", None) or PressForm(),
            links=[{"link": link, "works": link.works(now)} for link in links],
            release=release,
            seen=len(seen.versions) if seen else 0,
            of=release.stories.in_files_of(Use.ONLINE).count() if release else 0,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = PressForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            link, token = make_link(page=self.page, user=request.user, now=timezone.now(), **form.cleaned_data)
        except NotNow as reason:
            return self.refused(reason)
        address = f"{settings.SITE_URL.rstrip('/')}/press/{token}/"
        return self.render_to_response(self.get_context_data(made=link, address=address))


class BackToPress:
    """Pages and buttons that end on the list of links."""

    def desk_url(self) -> str:
        return reverse("booklet_desk:press", args=[self.page.pk])


class OneLink(BackToPress):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.link = get_object_or_404(self.page.press_links.select_related("page"), pk=kwargs["link"])


class RevokeView(OneLink, ActView):
    def act(self, request):
        revoke_link(link=self.link, user=request.user, day=timezone.localdate())
        return _("The link for %s leads nowhere any more.") % self.link.for_whom


class RenameView(OneLink, OnlyPublishers, BookletDeskView):
    """Corrects the name that stands on every page of a link."""

    template_name = "publication/desk/press_name.html"
    leaf = gettext_lazy("Correct a press link")

    def get_context_data(self, **kwargs):
        form = kwargs.pop("form", None) or PressNameForm(initial={"for_whom": self.link.for_whom})
        return super().get_context_data(form=form, **kwargs)

    def post(self, request, *args, **kwargs):
        form = PressNameForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            rename_link(link=self.link, user=request.user, **form.cleaned_data)
        except NotNow as reason:
            return self.refused(reason)
        return self.done(_("Corrected. From the next look on, each page says “%s”.") % form.cleaned_data["for_whom"])


class DropLinkView(OneLink, DropView):
    leaf = gettext_lazy("Take a press link off the list")
    button = gettext_lazy("End the link and take it off the list")

    def sentence(self):
        return (
            _("The link for %s ends at once: whoever has it finds nothing. Then nobody can see here that it was made.")
            % self.link.for_whom
        )

    def drop(self, user):
        drop_link(link=self.link, user=user)
        return _("The link has ended, and is off the list.")
