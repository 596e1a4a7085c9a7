"""This file knows what a freshly started site tells its owner: what to open, and in a demonstration what to type."""

from django.conf import settings
from django.urls import reverse

from publication import demonstration
from stories.pages import SharePage


def places() -> list[tuple[str, str]]:
    """What can be opened, and its path. Without a share page yet, the journey's own address stands for it."""
    share = SharePage.objects.live().order_by("path").first()
    way_in = share.url if share and share.url else reverse("words")
    return [("Read", "/"), ("Share", way_in), ("Come back", reverse("words")), ("Desk", reverse("wagtailadmin_home"))]


def told() -> str:
    """The text that `make run` ends with."""
    lines = ["", *(f"  {name:<10} {settings.SITE_URL}{path}" for name, path in places()), ""]
    if settings.DEMONSTRATION:
        lines += [
            "  This is a demonstration: every person and story in it is invented, and everybody knows its words.",
            "",
        ]
        lines += logins() + return_words()
    return "\n".join([*lines, "  Stop it with Ctrl-C.", ""])


def logins() -> list[str]:
    lines = [f"  At the desk, the password is always  {demonstration.PASSWORD}"]
    for login in demonstration.LOGINS:
        lines.append(f"    {login.name:<7} {login.does}")
        if login.phrase:
            lines.append(f"    {'':<7} unlock phrase:  {login.phrase}")
    return [*lines, ""]


def return_words() -> list[str]:
    lines = ["  To come back as a parent, these are the return words of"]
    for parent in demonstration.RETURN_WORDS:
        lines += [f"    {parent.story}:", f"            {parent.words}"]
    return [*lines, ""]
