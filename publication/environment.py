"""Reads settings from the environment and refuses a bad value by name.

Each reader takes the variable's name and a default, returns a value of one type, and raises
`ImproperlyConfigured` with a sentence that names the variable, what it held and what it may hold:
whoever starts the server at night should not have to read our code to mend a typing slip.
"""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable as it stands, or the default when it is not set."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """A yes or a no; anything else is refused, since a misspelt "flase" must never mean yes."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES:
        return True
    if value.strip().lower() in NO:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 or 0.")


def number(name: str, default: int, *, at_least: int = 0) -> int:
    """A whole number not below `at_least`."""
    value = os.environ.get(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number.") from None
    if found < at_least:
        raise ImproperlyConfigured(f"{name} is {found}. Set it to {at_least} or more.")
    return found


def listing(name: str, default: str = "") -> list[str]:
    """Values parted by commas, empty ones dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """An absolute folder; a relative one is refused, because services start in unforeseen places."""
    path = Path(os.environ.get(name) or default).expanduser()
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} is {str(path)!r}. Give the whole path, starting with /.")
    return path


def choice(name: str, default: str, allowed: set[str]) -> str:
    """One of a few words."""
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to one of: {', '.join(sorted(allowed))}.")
    return value
