"""Documents that somebody brings in: bytes in, plain words out, with whatever could not be carried named.

Nothing is written to disk, no metadata is read, and no address in a document is ever followed.
"""

from dataclasses import dataclass


class CannotRead(ValueError):
    """The file is none of those we read, or is damaged; the message is for the person who chose it."""


@dataclass(frozen=True)
class Document:
    """The words as one text: a blank line parts paragraphs or stanzas. `left_out` are sentences for the desk."""

    title: str
    text: str
    left_out: tuple[str, ...]


def read(name: str, data: bytes, *, kind: str) -> Document:
    """The document by the end of its name (.docx, .odt, .txt). `kind` says whether its lines are verse.

    Raises `CannotRead`.
    """
    from stories.documents import odt, plain, word

    readers = {"docx": word.read, "odt": odt.read, "txt": plain.read}
    ending = name.rpartition(".")[2].lower()
    if ending not in readers:
        raise CannotRead("Choose a file that ends in .docx, .odt or .txt. Others can be saved as one of these.")
    made = readers[ending](data, verse=kind == "poem")
    if not made.text.strip():
        raise CannotRead("There are no words in this file. Perhaps they are in a picture of a page.")
    return made
