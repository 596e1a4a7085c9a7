"""A plain text: the bytes as letters, and nothing else done to it."""

from stories.documents import CannotRead, Document

AS_WINDOWS = "It was not written as UTF-8, so it was read as an old Windows text. Look for odd letters."
BINARY = "This is no plain text. Save it as one, and choose it again."


def read(data: bytes, *, verse: bool) -> Document:
    """UTF-8, UTF-16 by its mark, else the old Windows letters, which is said. Raises `CannotRead`."""
    text, left_out = _decoded(data)
    if "\0" in text:
        raise CannotRead(BINARY)
    return Document("", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"), left_out)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (AS_WINDOWS,)
    except UnicodeDecodeError:
        raise CannotRead(BINARY) from None
