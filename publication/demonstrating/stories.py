"""The demonstration's stories, read from stories.toml. All are invented, and each says so below its title."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("stories.toml")


@dataclass(frozen=True)
class Invented:
    kind: str
    title: str
    text: str
    note: str = ""
    standfirst: str = ""
    themes: tuple[str, ...] = ()
    # Passages that its invented parent is asked about as quotations.
    quotations: tuple[str, ...] = ()


def _read(entries: list[dict]) -> tuple[Invented, ...]:
    return tuple(
        Invented(**{**entry, **{name: tuple(entry.get(name, ())) for name in ("themes", "quotations")}})
        for entry in entries
    )


_data = tomllib.loads(FILE.read_text(encoding="utf-8"))
CREDIT: str = _data["credit"]
THEMES: tuple[str, ...] = tuple(_data["themes"])
IN_THE_BOOKLET = _read(_data["in_the_booklet"])
(WAITING_FOR_APPROVAL,) = _read(_data["waiting_for_approval"])
(WAITING_FOR_A_CHECK,) = _read(_data["waiting_for_a_check"])
(UNOPENED,) = _read(_data["unopened"])
