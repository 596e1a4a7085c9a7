"""People at the desk, each in one role and with a browser of their own."""

from django.contrib.auth.models import Group
from django.test import Client

from stories import roles
from tests.factories import make_user


def signed_in(*groups: str, **changes) -> Client:
    user = make_user(**changes)
    user.groups.add(*Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def editor() -> Client:
    return signed_in(roles.EDITORS)


def publisher() -> Client:
    return signed_in(roles.PUBLISHERS)


def superuser() -> Client:
    return signed_in(is_superuser=True, is_staff=True)
