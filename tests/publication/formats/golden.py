"""The booklet of our own texts as it should look, in words: page by page as PDF, the text file, what editors put
beside the stories in each form, and every kind of block.

A change of a template, a font or of Typst shows here as a difference that can be read. After looking
at the pages: `python -m tests.publication.formats.golden` keeps what is made now.
"""

import io
import re
from pathlib import Path

import lxml.html
import pikepdf
import pypdfium2

from publication.formats import epub, pdf, quote_cards, text, web
from publication.formats.edition import Quote
from stories import reading
from tests.publication.formats import fidelity, leafy, structure, texts, whole

FOLDER = Path(__file__).resolve().parents[2] / "golden"
URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/")
BESIDE = ".//*[contains(@class, 'leaf') or contains(@class, 'dedication') or contains(@class, 'asks')]"


def pages() -> str:
    """The words of each page of the PDF, line by line, heads and numbers too."""
    return _pages(pdf.pdf(texts.edition(texts.sources()), pictures={}))


def whole_text() -> str:
    return text.text(texts.edition(texts.sources())).decode()


def beside_pages(variant: str = "screen") -> str:
    return _pages(pdf.pdf(leafy.edition(), pictures=leafy.PICTURES, variant=variant))


def beside_text() -> str:
    return text.text(leafy.edition()).decode()


def beside_epub() -> str:
    """The files of the EPUB that hold no story: dedication, pages between, asks, help, contents."""
    kept = re.compile(r"(front|leaf)-[0-9]+|asks|help|nav")
    made = fidelity.epub_pages(epub.epub(leafy.edition(), pictures=leafy.PICTURES))
    return "\n".join(f"--- {name} ---\n{page.decode()}" for name, page in made.items() if kept.match(name))


def beside_web() -> str:
    """The same on the pages of the site."""
    made = web.pages(leafy.edition(), texts.Around(), lambda sha256: f"/pictures/{sha256}", URLS)
    found = []
    for path, page in made.items():
        main = lxml.html.document_fromstring(page).find(".//main")
        tops = [one for one in main.iterfind(".//*") if one in main.xpath(BESIDE) and not _within(one)]
        found += [f"--- {path} ---\n{lxml.html.tostring(one, encoding='unicode', with_tail=False)}\n" for one in tops]
    return "\n".join(found)


def kinds_epub() -> str:
    """The page of a story with every kind of block."""
    return fidelity.epub_pages(whole.book())["S-27-0900.xhtml"].decode()


def kinds_web() -> str:
    made = web.story_page(whole.edition(), "S-27-0900", texts.Around(), lambda sha256: f"/pictures/{sha256}", URLS)
    (story,) = lxml.html.document_fromstring(made).find_class("story")
    return lxml.html.tostring(story, encoding="unicode", with_tail=False) + "\n"


def kinds_text() -> str:
    made = text.text(whole.edition()).decode()
    return made[made.rindex("Of every kind\n=") : made.rindex("WHAT MUST CHANGE")].strip() + "\n"


def kinds_heard(name: str) -> str:
    """What the structure of a PDF says of it, block by block with its role."""
    with pikepdf.open(io.BytesIO(whole.pdfs()[name])) as document:
        said = structure.said(document)
    first = max(place for place, (_role, words) in enumerate(said) if words == "Of every kind")
    last = next(place for place, (_role, words) in enumerate(said) if place > first and words == "What must change")
    return "".join(f"{role or '(goes on)'} {words}\n" for role, words in said[first:last])


QUOTATIONS = (
    ("prose", "I left the light on every night."),
    (
        "prose",
        "They asked what she had done.\n\nNobody asked what had been done to her. I would like others to be asked.",
    ),
    ("poem", "The kettle knows the hour,\n    the stair knows every tread;\n\nI know the sound of the gate."),
    ("poem", "I have counted the street lamps from here to the bridge and back again,\nand each of them was on."),
    ("prose", "Nie spałam, żeby usłyszeć klucz w zamku. Żadna z nas nie powinna była być z tym sama."),
)


def cards() -> str:
    """The lines of some quote cards in both shapes, and the words beside them."""
    booklet, found = texts.edition(texts.sources()), []
    for number, (kind, words) in enumerate(QUOTATIONS, 1):
        credit = "A mother in the north"
        one = Quote(f"Q-27-{number:04}", reading.from_text("", words, kind=kind, credit=credit))
        for shape in quote_cards.SHAPES:
            with pypdfium2.PdfDocument(quote_cards.drawn(one, booklet, shape, "pdf")) as document:
                lines = document[0].get_textpage().get_text_range().splitlines()
            found.append("\n".join([f"--- {one.code} {shape} ---", *(line.strip() for line in lines), ""]))
        found.append(f"--- {one.code} beside ---\n{quote_cards.said(one, booklet)}")
    return "\n".join(found)


GOLDEN = {
    "cards.txt": cards,
    "booklet-pages.txt": pages,
    "booklet.txt": whole_text,
    "beside-pages.txt": beside_pages,
    "beside-large.txt": lambda: beside_pages("large"),
    "beside.txt": beside_text,
    "beside-epub.txt": beside_epub,
    "beside-web.txt": beside_web,
    "kinds.txt": kinds_text,
    "kinds-epub.txt": kinds_epub,
    "kinds-web.txt": kinds_web,
    "kinds-heard.txt": lambda: kinds_heard("booklet.pdf"),
    "kinds-heard-large.txt": lambda: kinds_heard("large-print.pdf"),
}


def _within(element) -> bool:
    return bool(element.xpath(BESIDE.replace(".//", "ancestor::")))


def _pages(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        made = [page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\ufffe", "-") for page in document]
    return "\n".join(f"--- page {number} ---\n{words.strip()}\n" for number, words in enumerate(made, 1))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name, make in GOLDEN.items():
        (FOLDER / name).write_text(make())
