"""Boxes of the desk: where a story stands, and what waits for somebody on the first page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.admin.views import home

from consent import dials, rules
from stories import actions, roles
from stories.desk import another_year
from stories.desk.standing import standing
from stories.models import Contribution, Enquiry, Story
from stories.unlocking import unlocked


def how_much_may_change(agreement) -> str:
    """What the parent said of changes to the words, as the desk says it; empty when nothing was said."""
    word = rules.dial(agreement.history(), dials.Dial.EDIT)
    return dials.CHOICES[dials.Dial.EDIT][word] if word else ""


class StandingPanel(Panel):
    """Consent per use with every reason, and the one step that can be taken now. It has no button for consent."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/desk/standing_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            user = self.request.user
            standing_now = standing(self.instance, today=timezone.localdate())
            return context | {
                "story": self.instance,
                "standing": standing_now,
                "renewal": actions.renewal_for(self.instance.contribution, today=timezone.localdate()),
                "renewed": actions.renewed_for(self.instance.contribution, today=timezone.localdate()),
                "read_aloud_url": self.url("read_aloud"),
                "reading": standing_now.proposal and actions.waiting_reading(standing_now.proposal),
                "carry_over_url": self.url("carry_over"),
                "may_sign_off": roles.may_sign_off(user),
                "ask_url": self.url("ask"),
                "withdraw_url": self.url("withdraw"),
                "sign_off_url": self.url("sign_off"),
                "holds_url": self.url("holds"),
                "take_down_url": f"{reverse('take_down')}?story={self.instance.code}",
                "taken_down": self.instance.agreement.take_downs.open().exists(),
                "holds": self.instance.agreement.holds.open().count(),
                "may_change": how_much_may_change(self.instance.agreement),
                "may_triage": roles.may_triage(user),
                "may_see_register": user.has_perm("consent.view_agreement"),
            }

        def url(self, name: str) -> str:
            return reverse(self.instance.snippet_viewset.get_url_name(name), args=[self.instance.pk])


class WaitingPanel(Component):
    """What waits, as counts and opaque codes, for the roles of whoever looks."""

    name = "waiting"
    order = 50
    template_name = "stories/desk/waiting_panel.html"

    def __init__(self, request):
        self.request = request

    @cached_property
    def rows(self) -> list["Row"]:
        user, rows = self.request.user, []
        if roles.may_triage(user):
            present, index = Contribution.objects.present(), reverse("contribution:index")
            waiting = list(Enquiry.objects.present(timezone.localdate()).waiting().in_turn())
            rows += [
                Row(_("Urgent: a reader asks you to look now"), list(present.urgent()), index),
                Row(_("Held: something must be settled first"), list(present.held()), index),
                Row(_("Objections, complaints and requests"), waiting, reverse("stories_desk:enquiries")),
                Row(_("Parents who wait for an answer"), list(present.waiting_for_an_answer()), index),
                Row(_("New, not opened yet"), list(present.unopened()), f"{index}?state=received"),
                Row(_("Entered from paper, to be confirmed"), list(present.waiting_to_be_confirmed()), index),
                Row(_("To be prepared"), list(present.waiting_to_be_prepared()), index),
                Row(_("Waiting for a second reader"), list(present.waiting_for_a_check()), f"{index}?state=checking"),
            ]
        if roles.may_edit(user):
            rows += self._stories()
        return [row for row in rows if row.things]

    def _stories(self) -> list["Row"]:
        today = timezone.localdate()
        asked = [(standing(story, today=today).state, story) for story in Story.objects.waiting_for_the_parent()]
        index = reverse(Story.snippet_viewset.get_url_name("list"))
        held = Row(_("Stories held: something must be settled first"), list(Story.objects.held()), index)
        edited = Row(_("Cleared, to be edited and put before the parent"), list(Story.objects.never_asked()), index)
        down = Row(_("Taken down, to be decided on"), list(Story.objects.taken_down()), reverse("take_down"))
        again = Row(_("Said yes for another year, to be made final"), self._renewed(today), reverse("another_year"))
        aloud = list(Story.objects.read_aloud_to_be_confirmed())
        noted = Row(_("Read aloud, to be confirmed by a second person"), aloud, index)
        return [held, down, edited, again, noted] + [
            Row(says, [story for state, story in asked if state == wanted], index)
            for wanted, says in (
                ("approved", _("Approved by the parent, to be signed off")),
                ("refused", _("The parent said no to these words")),
                ("waiting", _("Waiting for the parent")),
            )
        ]

    def get_context_data(self, parent_context):
        user = self.request.user
        triage = roles.may_triage(user)
        return {"rows": self.rows, "may_triage": triage, "open_vault": triage and unlocked(self.request) is not None}

    def _renewed(self, today) -> list[Story]:
        edition = another_year.coming(today)
        lines = another_year.lines(edition, today=today) if edition else []
        return [line.story for line in lines if line.state == "yes"]


class PagesInWorkflow(home.UserObjectsInWorkflowModerationPanel):
    """Wagtail's own, for pages: a story's steps stand in the list above, in plainer words."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        states = [state for state in context["workflow_states"] if not isinstance(state.content_object, Story)]
        return context | {"workflow_states": states}


class PagesToReview(home.WorkflowObjectsToModeratePanel):
    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        return context | {"states": [one for one in context["states"] if not isinstance(one["obj"], Story)]}


@dataclass(frozen=True)
class Row:
    """One line of what waits. Things are named by their code alone."""

    says: str
    things: list
    url: str

    LONGEST = 8

    @property
    def shown(self) -> list[tuple[str, str]]:
        return [(str(thing), _url(thing)) for thing in self.things[: self.LONGEST]]

    @property
    def more(self) -> int:
        return max(0, len(self.things) - self.LONGEST)


def _url(thing) -> str:
    if isinstance(thing, Enquiry):
        name = "stories_desk:enquiry"
    else:
        name = thing.snippet_viewset.get_url_name("edit") if isinstance(thing, Story) else "contribution:edit"
    return reverse(name, args=[thing.pk])
