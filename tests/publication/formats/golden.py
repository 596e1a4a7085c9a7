"""The booklet of our own texts as it should look, in words: page by page as PDF, and the text file.

A change of a template, a font or of Typst shows here as a difference that can be read. After looking
at the pages: `python -m tests.publication.formats.golden` keeps what is made now.
"""

from pathlib import Path

import pypdfium2

from publication.formats import pdf, text
from tests.publication.formats import texts

FOLDER = Path(__file__).resolve().parents[2] / "golden"
PAGES, TEXT = FOLDER / "booklet-pages.txt", FOLDER / "booklet.txt"


def pages() -> str:
    """The words of each page of the PDF, line by line, heads and numbers too."""
    with pypdfium2.PdfDocument(pdf.pdf(texts.edition(texts.sources()), pictures={})) as document:
        made = [page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-") for page in document]
    return "\n".join(f"--- page {number} ---\n{words.strip()}\n" for number, words in enumerate(made, 1))


def whole_text() -> str:
    return text.text(texts.edition(texts.sources())).decode()


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGES.write_text(pages())
    TEXT.write_text(whole_text())
