"""From the editors' plan to the frozen value that every file is made of.

`freeze_plan` keeps what staff wrote and the ids of texts, which is all that a release row may hold.
`compose` joins them with the parents' words for one use and day, asking the gate for each text; what
it refuses is left out without a gap, so that nothing shows that a story is missing.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from consent.uses import Use
from publication import gate
from publication.formats import edition as formats
from publication.models import BookletPage, HelpLine, Release, SiteIdentity
from stories import reading, tree
from stories.models import StoryVersion

WORDS_A_MINUTE = 200


def freeze_plan(page: BookletPage) -> dict:
    """The page's newest draft as plain data: staff's words, and each part's version ids in order."""
    draft = page.draft()
    front, parts = [], []
    for block in draft.body:
        if block.block_type == "front":
            front.append({name: str(block.value[name] or "") for name in ("kind", "title", "text", "signature")})
        else:
            parts.append(
                {
                    "title": block.value["title"],
                    "intro": block.value["intro"],
                    "stories": [version.pk for version in block.value["stories"] if version is not None],
                }
            )
    return {
        "title": draft.title,
        "subtitle": draft.subtitle,
        "imprint": paragraphs(draft.imprint),
        "front": front,
        "parts": parts,
        "help": [{"name": line.name, "phone": line.phone, "says": line.says} for line in HelpLine.objects.all()],
        "publisher": SiteIdentity.load().charity_name,
    }


def paragraphs(text: str) -> list[str]:
    """Staff's plain text as paragraphs, parted where it has blank lines."""
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@dataclass(frozen=True)
class Composed:
    """An edition for one use, with the versions that are in it and those that the gate refused."""

    edition: formats.Edition
    versions: tuple[StoryVersion, ...]
    refused: tuple[int, ...]


def compose(release: Release, *, use: Use, day: datetime.date) -> Composed:
    """What a release holds for one use on one day."""
    wanted = [pk for part in release.frozen["parts"] for pk in part["stories"]]
    allowed = gate.allowed_ids(wanted, use=use, edition=release.edition, day=day)
    versions = {
        version.pk: version
        for version in StoryVersion.objects.filter(pk__in=allowed).select_related("story", "agreement", "edition")
    }
    frozen = release.frozen
    parts = tuple(
        part
        for part in (
            formats.Part(
                data["title"],
                data["intro"],
                tuple(piece(versions[pk]) for pk in data["stories"] if pk in versions),
            )
            for data in frozen["parts"]
        )
        if part.stories
    )
    made = formats.Edition(
        year=release.edition.year,
        title=frozen["title"],
        subtitle=frozen["subtitle"],
        number=release.name,
        opens=opening_date(release.edition),
        language="en",
        publisher=frozen["publisher"],
        front=tuple(front_piece(data) for data in frozen["front"]),
        parts=parts,
        help=tuple(formats.HelpLine(**line) for line in frozen["help"]),
        imprint=tuple(frozen["imprint"]),
        ledger_head=release.ledger_head,
    )
    used = tuple(versions[pk] for pk in wanted if pk in versions)
    return Composed(made, used, tuple(pk for pk in wanted if pk not in versions))


def piece(version: StoryVersion) -> formats.Piece:
    """One story for the formats: the approved tree, and the staff's words beside it."""
    approved = version.story_tree()
    story = version.story
    return formats.Piece(
        code=story.code,
        tree=approved,
        standfirst=story.standfirst,
        content_note=story.content_note,
        minutes=max(1, round(tree.words(approved) / WORDS_A_MINUTE)),
        kind=story.kind,
    )


def front_piece(data: dict) -> formats.FrontPiece:
    """Staff's own front matter as a tree, signed where it has a signature."""
    made = reading.from_text(data["title"], data["text"], kind="prose", credit=data["signature"], language="en")
    return formats.FrontPiece(data["kind"], made)


def opening_date(edition) -> str:
    """The opening day in full, such as 18 March 2027."""
    opens = timezone.localtime(edition.opens_at)
    return f"{opens.day} {opens:%B %Y}"
