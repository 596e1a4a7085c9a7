"""One story of an edition with the editors' pages beside it, for whoever looks at it alone."""

from dataclasses import replace

from publication.formats.edition import Edition, Piece


def around(edition: Edition, code: str) -> Edition | None:
    """The edition with this story alone and the pages between it and the next; None without such a story.

    Such a page belongs to the story before it, as on the web (formats/web.py); those before the first story, to that.
    """
    order = [(part, item) for part in edition.parts for item in part.in_order()]
    stories = [place for place, (_part, item) in enumerate(order) if isinstance(item, Piece)]
    here = next((place for place in stories if order[place][1].code == code), None)
    if here is None:
        return None
    begins = 0 if here == stories[0] else here
    ends = next((place for place in stories if place > here), len(order))
    leaves = tuple(replace(order[place][1], after=int(place > here)) for place in range(begins, ends) if place != here)
    part, piece = order[here]
    return replace(edition, front=(), parts=(replace(part, stories=(piece,), leaves=leaves),), asks=())
