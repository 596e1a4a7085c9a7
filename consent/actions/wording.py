"""Puts the wording that comes with the site in force."""

import datetime

from django.db import transaction

from consent import wording
from consent.models import Notice


def install_notices(today: datetime.date) -> list[Notice]:
    """Puts our own wording in force where there is none; what staff wrote stays. Returns what it made."""
    made = []
    with transaction.atomic():
        for language, words in wording.NOTICES.items():
            if Notice.objects.filter(key=wording.KEY, language=language).exists():
                continue
            notice = Notice(key=wording.KEY, version=1, language=language, title=words.title, body=words.body)
            notice.put_in_force(today)
            made.append(notice)
    return made
