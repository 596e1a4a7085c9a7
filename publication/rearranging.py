"""Moves a story in the plan of a booklet. Plain data in, plain data out: the blocks of a body as they are stored."""

import copy


class NotThere(Exception):
    """The plan does not hold the story, or has no such place: somebody has changed it meanwhile."""


def moved(body: list[dict], story: int, *, where: str) -> list[dict]:
    """The body with the text of this id one place "up" or "down", or at the end of part number "part-3" (from 0).

    At the edge of a part it goes into the neighbouring one. Pages between stories stay where they are, after the
    same stories. Raises `NotThere`.
    """
    body = copy.deepcopy(body)
    parts = [block["value"] for block in body if block["type"] == "part"]
    part, row = _place_of(parts, story)
    if where == "up":
        target, at = (part, row - 1) if row else (part - 1, None)
    elif where == "down":
        target, at = (part, row + 1) if row + 1 < len(parts[part]["stories"]) else (part + 1, 0)
    else:
        target, at = _numbered(where), None
    if not 0 <= target < len(parts):
        raise NotThere
    if target == part and at is not None:
        stories = parts[part]["stories"]
        stories[row], stories[at] = stories[at], stories[row]
        return body
    taken = _take_out(parts[part], row)
    _put_in(parts[target], taken, len(parts[target]["stories"]) if at is None else at)
    return body


def _numbered(where: str) -> int:
    name, _, number = where.partition("-")
    if name != "part" or not number.isdecimal():
        raise NotThere
    return int(number)


def _place_of(parts: list[dict], story: int) -> tuple[int, int]:
    for number, part in enumerate(parts):
        for row, item in enumerate(part["stories"]):
            if (item["value"] if isinstance(item, dict) else item) == story:
                return number, row
    raise NotThere


def _take_out(part: dict, row: int):
    for page in part.get("between") or ():
        page["value"]["after"] -= page["value"]["after"] > row
    return part["stories"].pop(row)


def _put_in(part: dict, item, at: int) -> None:
    for page in part.get("between") or ():
        page["value"]["after"] += page["value"]["after"] > at
    part["stories"].insert(at, item)
