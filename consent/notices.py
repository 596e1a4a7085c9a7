"""This file knows which wording families are shown today."""

from django.utils.translation import get_language

from consent.models import Notice
from consent.models.notice import Format
from consent.wording import KEY


class NoNotice(LookupError):
    """No wording is in force, so nobody can be asked. `install_notices` puts ours in force."""


def current(language: str = "", format: str = Format.STANDARD) -> Notice:
    """The newest wording in force in a language (the page's own, if none is named), or else in English.

    Raises `NoNotice`.
    """
    language = language or get_language() or "en"
    wordings = Notice.objects.in_force().filter(key=KEY, format=format).newest_first()
    for wanted in (language, language.partition("-")[0], "en"):
        if notice := wordings.filter(language=wanted).first():
            return notice
    raise NoNotice("No consent wording is in force. Put a notice in force under Consent, Notices.")
