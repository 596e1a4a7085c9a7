"""Mails to whoever is on duty: at three fixed hours of the day, and at once when a reader says that it cannot wait.

The mails of the fixed hours go out on every day, whether or not anything came, under the same subject; so who sees only
that a mail was sent learns nothing. No mail holds a code, a word or a time of a parent.
"""

import logging

from django.core.mail import send_mail
from django.dispatch import receiver

from publication.models import SiteIdentity
from stories import signals
from stories.actions import ringing

logger = logging.getLogger(__name__)

SUBJECT = "The desk, at its hour"
NOTHING = "Nothing came that cannot wait.\n"
DANGER = """Since the last of these mails, a parent has said that someone is or may be in danger now.
That was said {count} times. Please open the desk and read what is new first.
"""
MARKED = "A reader has marked something urgent, {count} times, and the mail about it did not reach you. Please look.\n"
OBJECTIONS = """Somebody has objected to a story, {count} times. Please read it under Enquiries today. A story that no
release has shown is held already, if it was named; one that is out stays out until one of you decides.
"""
ENQUIRIES = "Somebody has written a complaint or a request, {count} times. It waits under Enquiries.\n"
URGENT_SUBJECT = "Please look at the desk now"
URGENT = "A reader has marked something urgent. It stands first in the list of contributions.\n"

# What each bell is told as, the most pressing first.
SAYS = {
    ringing.DANGER: DANGER,
    ringing.URGENT: MARKED,
    ringing.OBJECTION: OBJECTIONS,
    ringing.ENQUIRY: ENQUIRIES,
}


class NobodyToTell(Exception):
    """No duty address is set, so nobody would ever read that somebody may be in danger."""


def at_the_hour() -> None:
    """Tells what rang since the last time. When the mail cannot be sent it goes on ringing, and the error is raised.

    Raises `NobodyToTell` without a duty address.
    """
    rung = {bell: ringing.rung(bell) for bell in SAYS}
    words = "".join(SAYS[bell].format(count=count) for bell, count in rung.items() if count)
    send_mail(SUBJECT, words or NOTHING, None, [_address()])
    for bell, count in rung.items():
        ringing.told(bell, count)


@receiver(signals.urgent)
def at_once(sender, **kwargs) -> None:
    """A failing mail keeps no reader from her work: the next hour's mail says it then."""
    try:
        send_mail(URGENT_SUBJECT, URGENT, None, [_address()])
    except Exception as trouble:
        logger.error("A mail about something urgent was not sent (%s).", type(trouble).__name__)
        return
    ringing.told(ringing.URGENT, 1)


def _address() -> str:
    address = SiteIdentity.load().duty_email
    if not address:
        raise NobodyToTell("Nobody is on duty: set the duty address under Settings, “Names and foot of the site”.")
    return address
