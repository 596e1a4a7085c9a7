"""Staff's plain text as paragraphs."""


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, parted where it has blank lines; other breaks are spaces."""
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
