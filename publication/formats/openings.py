"""Over how many pages each piece goes in a finished PDF, read from the file itself."""

import pikepdf

# A piece's own pages are numbered at their foot. The editors' pages behind it are not, nor is one that is left empty
# so that a part opens on the right.
NUMBER = b"/Subtype/Footer"


def lengths(file) -> dict[str, int]:
    """For each label of a piece (a story's code, `front-0`, `help`, ...) how many pages it takes.

    `file` is a path or an open file.
    """
    with pikepdf.open(file) as document:
        places = {page.objgen: place for place, page in enumerate(document.pages)}
        names = document.Root.get("/Names", {}).get("/Dests")
        if names is None:
            return {}
        opens = {str(label): places[_page(target).objgen] for label, target in pikepdf.NameTree(names).items()}
        numbered = [_is_numbered(page) for page in document.pages]
    later = sorted({*opens.values(), len(numbered)})
    return {label: sum(numbered[place : next(n for n in later if n > place)]) for label, place in opens.items()}


def _page(target):
    return (target.D if isinstance(target, pikepdf.Dictionary) else target)[0]


def _is_numbered(page: pikepdf.Page) -> bool:
    page.contents_coalesce()
    return NUMBER in page.Contents.read_bytes()
