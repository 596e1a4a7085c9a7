"""What a list for editors has in common: who may see it, and that no browser or proxy keeps it."""

from django.core.exceptions import PermissionDenied
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stories import roles


class EditorsListView(WagtailAdminTemplateMixin, View):
    def dispatch(self, request, *args, **kwargs):
        if not roles.may_edit(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response
