"""This file knows which wording families are shown today."""

from django.utils.translation import get_language

from consent.kinds import Kind
from consent.models import Agreement, Notice
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


def before(notice: Notice) -> Notice | None:
    """The version in force that a notice takes the place of, or None for the first one."""
    same = {name: getattr(notice, name) for name in ("key", "language", "format")}
    return Notice.objects.in_force().filter(**same, version__lt=notice.version).newest_first().first()


def asks_again(agreement: Agreement) -> Notice | None:
    """The notice that changed what this family agreed to and that it has not answered since, or None.

    Versions count alike in every language: who answered the new wording in one has answered it in all.
    """
    changed = Notice.objects.in_force().filter(key=KEY, material=True).newest_first().first()
    if changed is None or not agreement.is_live:
        return None
    answers = agreement.details.filter(kind=Kind.ANSWER, notice__key=KEY)
    return None if answers.filter(notice__version__gte=changed.version).exists() else changed
