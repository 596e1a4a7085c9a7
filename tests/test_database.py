"""The tests' own database: what a migration put there is there again after each test, whatever the test did."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page


def start() -> tuple[int, int]:
    return Page.objects.count(), Group.objects.count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_migrations_made_is_there_again_after_a_test_with_real_transactions(turn):
    pages, groups = start()
    assert pages > 0 and groups > 0 and not Group.objects.filter(name="made by a test").exists()
    Group.objects.all().delete()
    Group.objects.create(name="made by a test")


@pytest.mark.django_db(transaction=True)
def test_a_thread_with_its_own_connection_sees_what_the_test_wrote():
    Group.objects.create(name="seen by the other thread")
    seen = []

    def look():
        seen.append(Group.objects.filter(name="seen by the other thread").exists())
        connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen == [True]
