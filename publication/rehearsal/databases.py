"""A rehearsal's own databases on a PostgreSQL server: made anew, named by chance, dropped when the process ends."""

import atexit
import os
import secrets

PREFIX = "parent_press_rehearsal_"
# As publication/settings.py reads them, and as libpq calls them.
SERVER = {"DB_HOST": "host", "DB_PORT": "port", "DB_USER": "user", "DB_PASSWORD": "password"}


def new() -> dict[str, str]:
    """An empty database on the server of the DB_ variables, and what the environment says of it."""
    name = PREFIX + secrets.token_hex(6)
    _tell(f'CREATE DATABASE "{name}"')
    atexit.register(drop, name)
    return {"DATABASE": "postgresql", "DB_NAME": name}


def drop(name: str) -> None:
    """With everything in it, whoever is still connected."""
    _tell(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def is_ours(name) -> bool:
    return str(name).startswith(PREFIX)


def _tell(statement: str) -> None:
    import psycopg

    server = {ours: os.environ[name] for name, ours in SERVER.items() if os.environ.get(name)}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
        connection.execute(statement)
