"""Which pictures the admin's own picture pages know: those that staff uploaded, and no family's.

A family's picture belongs to its story, is seen where the story is seen, and goes when the story goes. In a list of
pictures for everybody it could be chosen for another page, where no gate asks for it, or be kept by nobody knows whom.
"""

from django.core.exceptions import PermissionDenied
from wagtail.images import get_image_model, permissions
from wagtail.images.models import Image
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy


class StaffPictures(CollectionOwnershipPermissionPolicy):
    """Wagtail's own policy for staff's pictures; for a family's, no to everybody, whatever their rank."""

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).filter(contribution=None)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if instance.contribution_id:
            return False
        return super().user_has_any_permission_for_instance(user, actions, instance)


def install() -> None:
    """Before Wagtail's picture pages are first imported: each of them takes the policy that it finds then."""
    permissions.permission_policy = StaffPictures(
        get_image_model(), auth_model=Image, owner_field_name="uploaded_by_user"
    )
    _ask_it_where_nobody_does()


def _ask_it_where_nobody_does() -> None:
    """Two places of Wagtail take any picture by its number: the form that sets one into a text, and the admin's API."""
    from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
    from wagtail.images.views.chooser import ImageSelectFormatView

    def dispatch(self, request, *args, **kwargs):
        policy = permissions.permission_policy
        if (
            not policy.instances_user_has_any_permission_for(request.user, ["choose"])
            .filter(pk=kwargs["image_id"])
            .exists()
        ):
            raise PermissionDenied
        return super(ImageSelectFormatView, self).dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super(ImagesAdminAPIViewSet, self).get_queryset().filter(contribution=None)

    ImageSelectFormatView.dispatch = dispatch
    ImagesAdminAPIViewSet.get_queryset = get_queryset
