"""The press page of a booklet: links that are out, a new one, and taking one back."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.uses import Use
from publication import composing
from publication.actions.freezing import NotNow
from publication.actions.press import make_link, revoke_link
from publication.desk.forms import PressForm
from publication.desk.frame import ActView, BookletDeskView, OnlyPublishers


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


class RevokeView(ActView):
    def act(self, request):
        link = get_object_or_404(self.page.press_links, pk=self.kwargs["link"])
        revoke_link(link=link, user=request.user, day=timezone.localdate())
        return _("The link for %s leads nowhere any more.") % link.for_whom
