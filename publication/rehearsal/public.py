"""Reads the public site as a visitor who follows every link, and compares two such visits.

What an answer says is kept as text: a page as its source, a PDF as the words on its pages, an EPUB as its files, a
picture as its digest.
"""

import hashlib
import html
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from django.test import Client

from publication.sweeping import pdf

SITE = "http://testserver/"
LINK = re.compile(r"""(?:href|src)=["']([^"']+)["']|<loc>([^<]+)</loc>""")
# Files of the look of the site, and the desk, which asks who comes.
PASSED_OVER = ("/static/", "/admin/")
TEXTUAL = ("text/", "application/xml", "application/json", "image/svg")


@dataclass(frozen=True)
class Answer:
    status: int
    said: str

    def as_data(self) -> dict:
        return asdict(self)


Visit = dict[str, Answer]


def visit(also: Iterable[str] = ()) -> Visit:
    """What every address answers that can be reached from the front page and the site map, and those in `also`."""
    client, answers = Client(raise_request_exception=False), {}
    waiting = ["/", "/sitemap.xml", *also]
    while waiting:
        address = waiting.pop(0)
        if address in answers:
            continue
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        response.close()
        kind = response.headers.get("Content-Type", "")
        answers[address] = Answer(response.status_code, said(kind, body))
        if location := response.headers.get("Location"):
            waiting += inside([location], address)
        if kind.startswith(("text/html", "application/xml")):
            waiting += inside([one or two for one, two in LINK.findall(answers[address].said)], address)
    return answers


def inside(links: list[str], page: str) -> list[str]:
    """Those that stay on the site, as paths."""
    whole = (urldefrag(urljoin(urljoin(SITE, page), html.unescape(link)))[0] for link in links)
    paths = ("/" + link.removeprefix(SITE) for link in whole if link.startswith(SITE))
    return [path for path in paths if not path.startswith(PASSED_OVER)]


def said(kind: str, body: bytes) -> str:
    if kind.startswith("application/pdf"):
        return words_of_pdf(body)
    if kind.startswith("application/epub"):
        return words_of_epub(body)
    if kind.startswith(TEXTUAL):
        return body.decode(errors="replace")
    return hashlib.sha256(body).hexdigest()


def words_of_pdf(body: bytes) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(body)
        file.flush()
        return b"".join(pdf.text(Path(file.name))).decode(errors="replace")


def words_of_epub(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist())


# What must differ between two releases of the same stories: their number and moment, the list of those before, the
# printed head, sizes of files, and the cover, which is drawn from these. In braille the colophon ends the booklet.
OF_A_RELEASE = re.compile(
    "|".join(
        (
            r"<svg.*?</svg>",
            r'<ol class="colophon-issues">.*?</ol>',
            r"\b20\d\d\.\d+\b",
            r"\b[0-9a-f](?:[\s\u200b\u00ad]*[0-9a-f]){63}\b",  # it may run over a line on paper
            r"[\d.]+\s(?:[KM]B|bytes)",
            r"\b20\d\d-\d\d-\d\dT[\d:]+Z",
            r",REL1SE .*",
        )
    ),
    re.DOTALL,
)
# On paper a digest has places to break and may run over a line, anywhere.
PRINTED_HEAD = re.compile(r"Ledger of consent(?:: |</dt><dd><code>)[0-9a-f\s\u200b\u00ad]+")


def differences(before: Visit, after: Visit) -> list[str]:
    """Addresses that one of them lacks, or that say something else, but for the number of the release."""
    found = [f"{address} is in one of them only" for address in before.keys() ^ after.keys()]
    for address in sorted(before.keys() & after.keys()):
        one, two = before[address], after[address]
        if one.status != two.status:
            found.append(f"{address} answers {two.status}, and {one.status} before")
        elif neutral(one.said) != neutral(two.said):
            found.append(f"{address} says something else")
    return found


def neutral(text: str) -> str:
    return " ".join(OF_A_RELEASE.sub("#", PRINTED_HEAD.sub("#", " ".join(text.split()))).split())


def telling(visit: Visit, phrases: Iterable[str]) -> list[str]:
    """Addresses that say one of these phrases, whatever their spaces and breaks."""
    wanted = [letters(phrase) for phrase in phrases]
    return [address for address, answer in visit.items() if any(one in letters(answer.said) for one in wanted)]


def letters(text: str) -> str:
    """Letters and digits alone: however a line was broken, marked up or hyphenated, a phrase is found."""
    return re.sub(r"[\W_]+", "", html.unescape(re.sub(r"<[^>]*>", "", text))).casefold()
