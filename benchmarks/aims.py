"""What a benchmark found beside what it aims at, in one form for all of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aim:
    """A row: what was measured, how long it took in words, and a figure that may have an aim.

    Met is a figure that is not over its aim, or, where `more_is_better`, not below it.
    """

    what: str
    took: str = ""
    figure: float | None = None
    aim: float | None = None
    more_is_better: bool = False

    @property
    def met(self) -> bool | None:
        if self.aim is None or self.figure is None:
            return None
        return self.figure >= self.aim if self.more_is_better else self.figure <= self.aim


def table(rows: list[Aim]) -> str:
    """Markdown."""
    return "\n".join(["| What | Time | Figure | Aim | Met |", "|---|---:|---:|---:|---|", *map(_row, rows)])


def _row(row: Aim) -> str:
    said = {True: "yes", False: "**no**", None: ""}[row.met]
    return f"| {row.what} | {row.took} | {_number(row.figure)} | {_number(row.aim)} | {said} |"


def _number(figure: float | None) -> str:
    if figure is None:
        return ""
    return str(round(figure)) if figure == int(figure) or figure > 100 else f"{figure:.3g}"
