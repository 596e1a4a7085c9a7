"""What is said at the head of a long page when a form further down was not filled in."""

from django.utils.translation import ngettext
from wagtail.admin import messages


def is_complete(request, form) -> bool:
    """Whether the form is valid. If not, the head of the page says so; Wagtail adds the way to the first of them."""
    if form.is_valid():
        return True
    count = len(form.errors)
    said = ngettext(
        "Nothing was done yet: %(count)d thing below needs a word from you. It is marked in red.",
        "Nothing was done yet: %(count)d things below need a word from you. They are marked in red.",
        count,
    )
    messages.error(request, said % {"count": count})
    return False
