"""Rings for staff, and stops ringing when they have been told.

What a parent said about danger is sealed, and a mail at the minute she said it would tell who watches the mails when
she wrote. So her answer only adds one to a count, and mails at fixed hours of the day say what it stands at.
"""

from django.db.models import F

from stories.models import Bell

DANGER, URGENT = "danger", "urgent"
ENQUIRY, OBJECTION = "enquiry", "objection"


def ring(name: str) -> None:
    """Adds one, in the transaction of what it is about."""
    Bell.objects.get_or_create(name=name)
    Bell.objects.filter(name=name).update(rung=F("rung") + 1)


def rung(name: str) -> int:
    """How often it rang since staff were last told."""
    return Bell.objects.filter(name=name).values_list("rung", flat=True).first() or 0


def told(name: str, count: int) -> None:
    """Staff were told of `count`; what rang meanwhile stays."""
    Bell.objects.filter(name=name, rung__gte=count).update(rung=F("rung") - count)
