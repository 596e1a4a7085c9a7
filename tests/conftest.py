"""What every test can count on."""

import pytest
from hypothesis import settings

# How long one example takes says something about the machine, not about the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """On SQLite the database may be there already (tests/migrated_once.py); its home is removed at the end."""
    from django.db import connection

    return django_db_keepdb or connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The last thing before the database is set up: lays a migrated one in its place, if some process made it."""
    from tests.migrated_once import copied_or_made

    migrating = copied_or_made()
    with django_db_blocker.unblock():
        migrating.__enter__()
    return migrating


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings, django_db_setup, django_db_blocker):
    """The migrated database, kept so that tests with real transactions can give it back."""
    from tests import as_migrated

    with django_db_blocker.unblock():
        django_db_modify_db_settings.__exit__(None, None, None)
        as_migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def the_vault_has_its_files():
    """The slot files and the salt of this run's own home: without them nobody can agree to anything."""
    from stories import keys

    keys.create_files()


TOUCHES_TABLES = {"db", "transactional_db", "django_db_setup", "live_server", "django_user_model", "admin_client"}


# What a page says does not hang on the database. These run on PostgreSQL in `make proofs`; every verb they press has
# tests of its own that run on both in `.ci/run`.
JOURNEY = """asked_again care copy_of_everything floods hostile names next_year no_traces pictures prompts quotations
reading receipts share_page steps way_in who_it_is_for words_as_they_stand"""
SITE = "articles chrome citations contrast cover errors headers pages pictures"
DESK = """another_year answering asking_in_time bringing_in guessing marking quoting taking_down vault_pages
what_the_parent_said what_waits who_sees"""
BOOKLETS = """board desk desk_queries editing editing_pages missing_files pictures press previewing print_files
printing reading rearranging story_page trying"""
SAYS = {
    f"tests/{folder}/test_{name}.py"
    for folder, names in {
        "hostile/everywhere": "everywhere",
        "publication": " ".join(f"site_{name}" for name in SITE.split()),
        "publication/booklets": BOOKLETS,
        "stories/desk": DESK,
        "stories/journey": JOURNEY,
    }.items()
    for name in names.split()
}


def pytest_collection_modifyitems(items):
    """Nobody has to remember to say so: what is in tests/browser needs a browser, what asks for tables needs SQL.

    And what a file makes once for all its tests is made once, in one process, however many run side by side.
    """
    for item in items:
        if _shares_what_its_file_made(item):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
        if item.location[0] in SAYS:
            item.add_marker(pytest.mark.says)
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("django_db") or TOUCHES_TABLES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.sql)


def _shares_what_its_file_made(item) -> bool:
    made = item._fixtureinfo.name2fixturedefs.values()
    return any(definition.scope == "module" for definitions in made for definition in definitions)
