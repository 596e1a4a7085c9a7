from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages


def not_for_this_account(request):
    """Back to the desk's first page, which says whom to ask: Wagtail's own sentence leaves somebody standing there.

    Raises `PermissionDenied` for what a script asks, as Wagtail does.
    """
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    messages.error(
        request,
        _("That page is not open to your account. If it should be, ask an administrator to add you to its group."),
    )
    return redirect("wagtailadmin_home")
