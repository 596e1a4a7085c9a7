"""What every test can count on."""

import pytest


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The migrated database, kept once so that tests with real transactions can give it back."""
    from tests import as_migrated

    with django_db_blocker.unblock():
        as_migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def the_vault_has_its_files():
    """The slot files and the salt of this run's own home: without them nobody can agree to anything."""
    from stories import keys

    keys.create_files()


def pytest_collection_modifyitems(items):
    """Everything in tests/browser needs a browser; nobody has to remember to say so."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
