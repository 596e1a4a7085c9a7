"""This file knows what nobody may do in the admin, whatever groups they are in, superusers included."""

from wagtail.permissions import ModelPermissionPolicy


class ReadOnly(ModelPermissionPolicy):
    """For records that only the actions write: they can be looked at."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return "view" in actions and super().user_has_any_permission(user, ["view"])

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)


class UntilSettled(ModelPermissionPolicy):
    """For records that stay as they are from some moment on; the model says for which actions."""

    def user_has_permission_for_instance(self, user, action, instance):
        return action not in instance.settled_against() and super().user_has_permission_for_instance(
            user, action, instance
        )

    def user_has_any_permission_for_instance(self, user, actions, instance):
        open_actions = [action for action in actions if action not in instance.settled_against()]
        return bool(open_actions) and super().user_has_any_permission_for_instance(user, open_actions, instance)
