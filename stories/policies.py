"""Who may do what in the admin's lists. A policy that says no here also stops the address typed by hand."""

from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.permission_policies.base import BasePermissionPolicy

from stories import roles


class RolePolicy(BasePermissionPolicy):
    """Some actions for those in some roles; every other action for nobody, whatever their rank."""

    actions = frozenset({"view", "change"})
    group_names: tuple[str, ...] = ()

    def allows(self, user) -> bool:
        raise NotImplementedError

    def user_has_permission(self, user, action):
        return action in self.actions and self.allows(user)

    def users_with_any_permission(self, actions):
        users = get_user_model().objects.filter(is_active=True)
        if self.actions.isdisjoint(actions):
            return users.none()
        return users.filter(self.everybody()).distinct()

    def everybody(self) -> Q:
        return Q(groups__name__in=self.group_names)


class TriagePolicy(RolePolicy):
    """That a contribution exists is seen by the triage role only; a superuser sees none."""

    group_names = (roles.TRIAGE,)

    def allows(self, user):
        return roles.may_triage(user)


class StoryPolicy(RolePolicy):
    """Stories are changed, never added, copied, published or deleted here: they are born by clearing, made final
    by signing off, and leave by their parent's word."""

    group_names = roles.STORY_ROLES

    def allows(self, user):
        return roles.may_edit(user)

    def everybody(self):
        return super().everybody() | Q(is_superuser=True)
