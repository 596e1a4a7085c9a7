"""Pages between stories, from the plan into an edition: frozen as staff's words, placed among what is let out."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from publication.formats.edition import Part, Piece, Quote
from publication.formats.leaves import Breath, Leaf, PicturePage, PullQuote, from_data
from publication.paragraphs import paragraphs
from stories.models import Picture

# A page with a parent's quotation: frozen by the quotation's id, and left out where the gate refuses it.
PULL_QUOTE = "pull_quote"


def frozen(kind: str, value) -> dict | None:
    """A block's page as plain data, without its place; nothing for a picture that is gone or a family's, and for a
    quotation that is gone."""
    match kind:
        case "breath":
            return {"leaf": "breath", "words": value["words"]}
        case "picture":
            picture = value["picture"]
            if picture is None or picture.contribution_id is not None:
                return None
            held = {"sha256": picture.sha256, "description": picture.description, "caption": value["caption"]}
            return {"leaf": "picture", **held}
        case "quotation":
            return {"leaf": "quotation", "paragraphs": paragraphs(value["words"]), "source": value["source"]}
        case "pull_quote":
            return {"leaf": PULL_QUOTE, "span": value["span"].pk} if value["span"] is not None else None
    raise ValueError(f"{kind} is no page between stories")


def frozen_inside(value, kept: list[bool]) -> Iterator[dict]:
    """The pages inside a part. `kept` says of each row of its stories whether the plan holds it."""
    for block in value["between"] or ():
        data = frozen(block.block_type, block.value)
        if data is not None:
            yield data | {"after": sum(kept[: block.value["after"] or 0])}


def parts(plan: dict, pieces: Mapping[int, Piece], quotes: Mapping[int, Quote]) -> tuple[Part, ...]:
    """The parts of a plan with those stories that `pieces` holds, by id, and the pages between them, of which those
    with a quotation only if `quotes` holds it.

    A part without a story is left out with the pages inside it; those that stand between parts stay. Two breaths
    never follow each other, so that a story that is missing leaves no sign.
    """
    there = _still_there(plan)

    def placed(pages, after: int) -> tuple[Leaf, ...]:
        made = (_leaf(page, after, quotes) for page in pages)
        return tuple(leaf for leaf in made if leaf is not None and there(leaf))

    made = [Part("", "", (), placed(plan.get("opening", ()), 0))]
    for data in plan["parts"]:
        stories = tuple(pieces[pk] for pk in data["stories"] if pk in pieces)
        if stories:
            inside = tuple(
                leaf
                for page in data.get("between", ())
                for leaf in placed([page], sum(pk in pieces for pk in data["stories"][: page["after"]]))
            )
            made.append(Part(data["title"], data["intro"], stories, inside))
        last = made[-1]
        then = placed(data.get("then", ()), len(last.stories))
        made[-1] = Part(last.title, last.intro, last.stories, last.leaves + then)
    return tuple(part for part in _with_single_breaths(made) if part.stories or part.leaves)


def _leaf(page: dict, after: int, quotes: Mapping[int, Quote]) -> Leaf | None:
    if page["leaf"] != PULL_QUOTE:
        return from_data(page | {"after": after}, "plan")
    quote = quotes.get(page["span"])
    return PullQuote(after, quote.code, quote.tree) if quote else None


def _still_there(plan: dict) -> Callable[[Leaf], bool]:
    """Whether a page can still be made: a re-issue must not fail for a picture that was deleted since."""
    pages = [*plan.get("opening", ())]
    for part in plan["parts"]:
        pages += [*part.get("between", ()), *part.get("then", ())]
    named = {page["sha256"] for page in pages if page["leaf"] == "picture"}
    ours = Picture.objects.filter(sha256__in=named, contribution=None) if named else Picture.objects.none()
    held = {picture.sha256 for picture in ours if picture.file.storage.exists(picture.file.name)}
    return lambda leaf: not isinstance(leaf, PicturePage) or leaf.sha256 in held


def _with_single_breaths(made: list[Part]) -> Iterator[Part]:
    """The first of several breaths in a row that says something, else the first."""
    order = [(part, item) for part in made for item in part.in_order()]
    unwanted: list[Breath] = []
    for breathes, run in groupby((item for _, item in order), key=lambda item: isinstance(item, Breath)):
        if breathes:
            several = list(run)
            chosen = next((breath for breath in several if breath.words), several[0])
            unwanted += [breath for breath in several if breath is not chosen]
    for part in made:
        kept = tuple(leaf for leaf in part.leaves if not any(leaf is other for other in unwanted))
        yield Part(part.title, part.intro, part.stories, kept)
