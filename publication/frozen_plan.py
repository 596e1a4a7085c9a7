"""The editors' plan as plain data: staff's own words and the ids of texts, which is all that a release may hold."""

from publication import between
from publication.models import BookletPage, HelpLine, SiteIdentity
from publication.paragraphs import paragraphs


def freeze_plan(page: BookletPage) -> dict:
    """A page as plain data. Freezing hands in the newest draft.

    Plans that were frozen before there was such a block lack its key (`opening`, `asks`, ..., and `between` and
    `then` of a part); whoever reads one goes by that.
    """
    front, parts, opening, seen = [], [], [], set()
    asks, lines = {}, None
    for block in page.body:
        match block.block_type:
            case "front":
                front.append({name: str(block.value[name] or "") for name in ("kind", "title", "text", "signature")})
            case "part":
                parts.append(_part(block.value, seen))
            case "asks":
                asks = {"asks_intro": _line(block.value["intro"]), "asks": [_ask(each) for each in block.value["asks"]]}
            case "help":
                lines = block.value
            case kind:
                data = between.frozen(kind, block.value)
                (parts[-1]["then"] if parts else opening).extend([data] if data else [])
    return {
        "title": page.title,
        "subtitle": page.subtitle,
        "cover": page.cover,
        "imprint": paragraphs(page.imprint),
        "front": front,
        "opening": opening,
        "parts": parts,
        **asks,
        "help_intro": _line(lines["intro"]) if lines else "",
        "help": [{"name": line.name, "phone": line.phone, "says": line.says} for line in _help_lines(lines)],
        "publisher": SiteIdentity.load().charity_name,
    }


def planned_ids(plan: dict) -> list[int]:
    """The texts that a plan names, in reading order."""
    return [pk for part in plan["parts"] for pk in part["stories"]]


def placed_span_ids(plan: dict) -> list[int]:
    """The quotations that stand on pages of the plan, in reading order."""
    pages = [*plan.get("opening", ())]
    for part in plan["parts"]:
        pages += [*part.get("between", ()), *part.get("then", ())]
    return list(dict.fromkeys(page["span"] for page in pages if page["leaf"] == between.PULL_QUOTE))


def _part(value, seen: set[int]) -> dict:
    kept = [_is_first(version, seen) for version in value["stories"]]
    return {
        "title": value["title"],
        "intro": value["intro"],
        "stories": [version.pk for version, first in zip(value["stories"], kept, strict=True) if first],
        "between": list(between.frozen_inside(value, kept)),
        "then": [],
    }


def _is_first(version, seen: set[int]) -> bool:
    """Whether this is a story's first text in the plan. The form refuses a second; an old draft may still hold one."""
    if version is None or version.story_id in seen:
        return False
    seen.add(version.story_id)
    return True


def _ask(value) -> dict:
    answers = [{name: _line(answer[name]) for name in ("who", "when", "says")} for answer in value["answers"]]
    return {"what": _line(value["what"]), "to": _line(value["to"]), "answers": answers}


def _help_lines(value) -> list[HelpLine]:
    """Those that the booklet names, each once, or all."""
    named = [line for line in value["lines"] if line is not None] if value else []
    return list(dict.fromkeys(named)) or list(HelpLine.objects.all())


def _line(words: str | None) -> str:
    """Staff's words as one paragraph."""
    return " ".join((words or "").split())
