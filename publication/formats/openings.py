"""Where each piece opens in a finished PDF, and over how many pages it goes, read from the file itself."""

from collections.abc import Mapping

import pikepdf


def lengths(file) -> dict[str, tuple[int, int]]:
    """For each label of a piece (a story's code, `part-0`, `help`, ...) its page from 1 and how many pages it takes.

    `file` is a path or an open file.
    """
    with pikepdf.open(file) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        names = document.Root.get("/Names", {}).get("/Dests")
        if names is None:
            return {}
        opens = {str(label): numbers[_page(target).objgen] for label, target in pikepdf.NameTree(names).items()}
        pages = len(document.pages)
    return over(opens, pages)


def over(opens: Mapping[str, int], pages: int) -> dict[str, tuple[int, int]]:
    """The same from what is known already: where each piece opens, and how many pages there are."""
    later = sorted({*opens.values(), pages + 1})
    return {label: (page, next(other for other in later if other > page) - page) for label, page in opens.items()}


def _page(target):
    return (target.D if isinstance(target, pikepdf.Dictionary) else target)[0]
