from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def called(user) -> str:
    """How screens call somebody at the desk; an account that was deleted has no name any more."""
    return (user.get_full_name() or user.get_username()) if user else _("somebody who has left")
