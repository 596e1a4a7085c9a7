"""Asking the parent about the exact words, taking the question back, and signing off what they approved."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stories import actions, roles
from stories.desk.ask_form import AskForm
from stories.desk.missing import is_complete
from stories.desk.refusing import not_for_this_account
from stories.desk.standing import standing
from stories.models import Story
from stories.states import NotAllowedNow

ASKED = _("Asked. The parent sees these exact words on their private page. The story is locked until they answer.")
ANSWERED_WHEN_SENT = _(
    "The parent said yes to exactly these words when sending them, so nothing has to be asked. They can be signed off."
)


class StoryStepView(WagtailAdminTemplateMixin, View):
    """A page that takes one step of a story's way, or says in words why it cannot be taken."""

    header_icon = "doc-full"
    may = staticmethod(roles.may_edit)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.story = get_object_or_404(Story, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not self.may(request.user):
            return not_for_this_account(request)
        actions.catch_up(story=self.story, today=timezone.localdate())
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def get(self, request, **kwargs):
        return self.show()

    def show(self, **context):
        draft = self.story.get_latest_revision_as_object()
        return self.render_to_response(
            self.get_context_data(story=self.story, draft=draft, tree=draft.tree(), **context)
        )

    def attempt(self, verb, said):
        """Runs a verb; its refusal is shown on the story's own page, its success too."""
        try:
            verb()
        except NotAllowedNow as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, said)
        return redirect(self.story_url())

    def story_url(self) -> str:
        return reverse(self.story.snippet_viewset.get_url_name("edit"), args=[self.story.pk])

    def get_page_subtitle(self):
        return self.story.code

    def get_breadcrumbs_items(self):
        listing = reverse(self.story.snippet_viewset.get_url_name("list"))
        return [
            *super().get_breadcrumbs_items(),
            {"url": listing, "label": _("Stories")},
            {"url": self.story_url(), "label": self.story.code},
            {"url": "", "label": self.get_page_title(), "sublabel": self.story.code},
        ]


class AskView(StoryStepView):
    page_title = _("Ask the parent")
    template_name = "stories/desk/ask.html"

    def get(self, request, **kwargs):
        return self.show(form=self.form())

    def post(self, request, **kwargs):
        form, today = self.form(request.POST), timezone.localdate()
        if not is_complete(request, form):
            return self.show(form=form)
        try:
            asked = actions.ask_parent(
                story=self.story,
                edition=form.cleaned_data["edition"],
                uses=form.cleaned_data["uses"],
                quotations=form.cleaned_data["quotations"],
                user=request.user,
                today=today,
            )
        except NotAllowedNow as refusal:
            # Here and not on the story's page: what was picked and copied must not be lost with it.
            messages.error(request, str(refusal))
            return self.show(form=form)
        waits = actions.standing_of(asked, today=today).state == "waiting"
        messages.success(request, ASKED if waits else ANSWERED_WHEN_SENT)
        return redirect(self.story_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(asked=self.story.proposals.open().exists(), **kwargs)

    def form(self, data=None) -> AskForm:
        tree = self.story.get_latest_revision_as_object().tree()
        return AskForm(data, story=self.story, tree=tree, today=timezone.localdate())


class WithdrawView(StoryStepView):
    page_title = _("Take the question back")
    template_name = "stories/desk/withdraw.html"

    def post(self, request, **kwargs):
        proposal = self.story.proposals.open().newest_first().first()
        if proposal is None:
            messages.warning(
                request,
                _("There is no open question to take back: it was answered, or never asked. Look at the story again."),
            )
            return redirect(self.story_url())
        return self.attempt(
            lambda: actions.withdraw_ask(proposal=proposal, user=request.user),
            _("Taken back. The story can be edited again."),
        )


class SignOffView(StoryStepView):
    page_title = _("Sign off")
    template_name = "stories/desk/sign_off.html"
    may = staticmethod(roles.may_sign_off)

    def get(self, request, **kwargs):
        return self.show(standing=standing(self.story, today=timezone.localdate()))

    def post(self, request, **kwargs):
        return self.attempt(
            lambda: actions.sign_off(story=self.story, user=request.user, today=timezone.localdate()),
            _("Signed off. These words can now be placed in the booklet."),
        )
