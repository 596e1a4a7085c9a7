"""Every place that the settings name is searched, and what no search can reach is said."""

from pathlib import Path
from types import SimpleNamespace

from django.conf import settings as site

from publication.sweeping import places

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere/db.sqlite3"}


def of(databases=None, *, given=(), machine=False, **changed):
    named = SimpleNamespace(LOGGING={}, CACHES={})
    for name, value in changed.items():
        setattr(named, name, value)
    return places.of(named, databases or {}, given=list(given), machine=machine)


def test_every_path_of_the_settings_is_searched():
    """A new setting that is a path must be added to the places, or what lies there is never looked at."""
    paths = {name for name in dir(site) if name.isupper() and isinstance(getattr(site, name), Path)}
    several = {
        name
        for name in dir(site)
        if name.isupper()
        and isinstance(getattr(site, name), (tuple, list))
        and any(isinstance(one, Path) for one in getattr(site, name))
    }
    code = {"BASE_DIR", "HOME", "STATICFILES_DIRS", "LOCALE_PATHS"}
    assert paths | several <= {*places.FOLDERS, *places.FILES, *places.SLOTS} | code


def test_all_that_lies_beside_a_sqlite_file_is_searched(tmp_path):
    for end in ("", "-wal", "-shm", "-journal"):
        (tmp_path / f"db{end}").touch()
    found = of({"default": SQLITE | {"NAME": str(tmp_path / "db")}}).paths
    assert {path.name for path in found if path.parent == tmp_path} == {"db", "db-wal", "db-shm", "db-journal"}


def test_a_log_that_the_settings_name_and_a_cache_in_files_are_searched(tmp_path):
    (tmp_path / "log").touch()
    caches = {"a": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}}
    logging = {"handlers": {"file": {"filename": str(tmp_path / "log")}, "console": {}}}
    assert {tmp_path / "log", tmp_path} <= set(of(CACHES=caches, LOGGING=logging).paths)


def test_what_is_not_there_yet_is_no_trouble_but_what_was_given_must_be(tmp_path):
    found = of({"default": SQLITE}, given=[tmp_path / "gone"], MEDIA_ROOT=tmp_path / "media")
    assert tmp_path / "gone" in found.paths
    assert tmp_path / "media" not in found.paths and Path("/nowhere/db.sqlite3") not in found.paths


def test_the_machines_own_folders_are_searched_unless_they_are_left_out():
    assert Path("/var/tmp") in of(machine=True).paths
    assert Path("/var/tmp") not in of(machine=False).paths


def test_a_postgresql_database_is_dumped_and_another_kind_is_told():
    postgres, oracle = {"ENGINE": "django.db.backends.postgresql"}, {"ENGINE": "django.db.backends.oracle"}
    found = of({"default": postgres, "other": oracle})
    assert list(found.dumps) == ["default"]
    assert found.out_of_reach == ["the database other, which is neither SQLite nor PostgreSQL"]


def test_a_cache_in_another_program_is_told():
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache"}
    assert of(CACHES={"default": redis}).out_of_reach == ["the cache default, which another program keeps"]
    assert of(CACHES=site.CACHES).out_of_reach == []
