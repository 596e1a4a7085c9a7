"""Sends the ledger's head to the duty address once a week, so that it is known somewhere the server cannot reach.

The words are the same each week and say nothing of any family. Nothing depends on it: a missing mail makes no yes.
"""

import datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from consent import ledger
from consent.weeks import week_of
from publication.models import SiteIdentity

SUBJECT = "The week's line of the ledger"
BODY = """Please keep this mail. It shows later whether anything was taken out of our book of consent.

{head}

To compare it, somebody at the server runs: manage.py verify_ledger --head {head}
"""


def send(today: datetime.date) -> int:
    """Sends the head of the week, if there is somebody to send it to and none went this week; returns how many.

    Raises `NoListMissing`, and whatever the mail backend raises; then the next run tries again.
    """
    address, week, noted = SiteIdentity.load().duty_email, week_of(today), _noted()
    if not address or (noted.exists() and noted.read_text() == week):
        return 0
    send_mail(SUBJECT, BODY.format(head=ledger.head()), None, [address])
    noted.write_text(week)
    return 1


def _noted() -> Path:
    """In which week the last one went: in a file, since it is nobody's business but this server's."""
    return Path(settings.DATA_DIR) / "head-sent.week"
