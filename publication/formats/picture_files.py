"""The pictures of an edition as files: which are shown, what each is called, and whether it is there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publication.formats.edition import Edition, Piece
from publication.formats.glyphs import CannotSet
from publication.formats.leaves import PicturePage
from stories import tree

KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp", b"GIF8": "gif"}


@dataclass(frozen=True)
class PictureFile:
    name: str
    data: bytes


def used(edition: Edition, pictures: Mapping[str, bytes]) -> dict[str, PictureFile]:
    """Each picture that the edition shows, by its SHA-256, in reading order.

    Raises CannotSet, with the story's code, for one that `pictures` does not hold or that is no picture.
    """
    files: dict[str, PictureFile] = {}
    for code, story in named_trees(edition):
        for sha256 in (picture.sha256 for picture in tree.pictures(story)):
            if sha256 not in files:
                data = pictures.get(sha256, b"")
                kind = next((name for start, name in KINDS.items() if data.startswith(start)), None)
                if kind is None:
                    raise CannotSet(code, f"picture {sha256[:12]} is {'of an unknown kind' if data else 'missing'}")
                files[sha256] = PictureFile(f"{sha256}.{kind}", data)
    return files


def named_trees(edition: Edition) -> Iterator[tuple[str, tree.StoryTree]]:
    """Each tree with the name that an error would give it."""
    yield from ((f"The {piece.kind}", piece.tree) for piece in edition.front)
    for part in edition.parts:
        for item in part.in_order():
            if isinstance(item, Piece | PicturePage):
                yield (item.code if isinstance(item, Piece) else "A page between stories"), item.tree
