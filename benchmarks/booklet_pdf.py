"""How long `booklet.pdf` takes, beside WeasyPrint with the same text.

    .venv/bin/python -m benchmarks.booklet_pdf [STORIES ...]

Invented stories with their pictures. Ours is the code of a release, data to finished bytes (every round that frees the
ends of pages from hyphens, and the reading of the file between them); WeasyPrint gets the pages of our own EPUB in one
document, with the EPUB's style sheet and one for paper: same sheet, margins and faces, running heads, page numbers,
hyphens, a tagged PDF/UA. Each is a process of its own from start to end, the two in turn; the most memory is that of
all their processes. WeasyPrint needs Pango on the machine; it comes into an environment of its own in var/.
"""

import os
import pickle
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import invented
from benchmarks.aims import Aim, table
from benchmarks.memory import Memory

HOUSE = Path(__file__).resolve().parent.parent
BESIDE = HOUSE / "var" / "bench" / "weasyprint"
PINNED = HOUSE / "benchmarks" / "weasyprint.txt"
FACES = HOUSE / "publication" / "typst" / "fonts"
# How often each is run. WeasyPrint takes minutes for 500.
STORIES = {30: 3, 120: 3, 500: 1}
FASTER, MEMORY = 8, 1200
OURS = "import sys; from benchmarks.booklet_pdf import ours; ours(*sys.argv[1:])"
ONCE = OURS.replace("import ours", "import ours; from publication.formats import pdf; pdf.ROUNDS = 1")
THEIRS = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"


@dataclass
class Runs:
    """Of each run the seconds and the seconds of processor, the most megabytes of any, and the pages of the file."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    pages: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def main(*counts: int, times: int = 0) -> list[Aim]:
    before, beside, aims = os.getloadavg()[0], installed(), []
    for count in counts or STORIES:
        with tempfile.TemporaryDirectory() as folder:
            aims += told(count, *measured(count, times or STORIES.get(count, 1), beside, Path(folder)))
    print(table(aims) + f"\n\nLoad {before:.1f} before.")
    return aims


def installed() -> Path:
    """The interpreter that has WeasyPrint, as pinned in weasyprint.txt."""
    python, mark = BESIDE / "bin" / "python", BESIDE / "installed.txt"
    if not mark.exists() or mark.read_text() != PINNED.read_text():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(BESIDE)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
        subprocess.run([str(python), "-m", "pip", "install", *quiet, "-r", str(PINNED)], check=True)
        mark.write_text(PINNED.read_text())
    return python


def measured(count: int, times: int, beside: Path, folder: Path) -> tuple[Runs, Runs, Runs]:
    words = folder / "edition.pickle"
    edition, pictures = invented.edition(count)
    words.write_bytes(pickle.dumps((edition, pictures)))
    page = on_one_page(edition, pictures, folder)
    mine, once, yours = Runs(), Runs(), Runs()
    for number in range(times):
        for runs, command in (
            (mine, [sys.executable, "-c", OURS, str(words), str(folder / "ours.pdf")]),
            (once, [sys.executable, "-c", ONCE, str(words), str(folder / "once.pdf")]),
            (yours, [str(beside), "-c", THEIRS, str(page), str(folder / "theirs.pdf")]),
        ):
            run(runs, command)
            print(f"{count} stories, run {number + 1}: {runs.seconds[-1]:.1f} s", file=sys.stderr)
    mine.pages, yours.pages = pages_of(folder / "ours.pdf"), pages_of(folder / "theirs.pdf")
    return mine, once, yours


def run(runs: Runs, command: list[str]) -> None:
    began, used = time.perf_counter(), processor_of_children()
    running = subprocess.Popen(command, cwd=HOUSE)
    with Memory(running.pid) as memory:
        ended = running.wait()
    if ended:
        raise SystemExit(f"{command[0]} ended with status {ended}: nothing was measured.")
    runs.seconds.append(time.perf_counter() - began)
    runs.processor.append(processor_of_children() - used)
    runs.peak_mb = max(runs.peak_mb, memory.peak_mb)


def processor_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(words: str, to: str) -> None:
    """What the child process does: the very call that a release makes."""
    from publication.formats import pdf

    edition, pictures = pickle.loads(Path(words).read_bytes())
    Path(to).write_bytes(pdf.pdf(edition, pictures=pictures))


def on_one_page(edition, pictures: dict[str, bytes], folder: Path) -> Path:
    """The pages of the EPUB as one XHTML document with contents, and beside it what it needs."""
    from publication.formats import epub, epub_pages, picture_files
    from publication.formats.files import drawn_cover

    files = picture_files.used(edition, pictures)
    for file in files.values():
        (folder / file.name).write_bytes(file.data)
    pages = epub_pages.pages(edition, cover=drawn_cover(edition), picture_url=lambda sha256: files[sha256].name)
    shutil.copy(HOUSE / "publication" / "epub" / "thread.svg", folder)
    without_faces = re.sub(r"@font-face \{.*?\}\n", "", epub.styles())
    paper = (HOUSE / "benchmarks" / "print.css").read_text().replace("FACES", FACES.as_uri())
    bodies = [
        re.search(r"<body[^>]*>(.*)</body>", page.xhtml, re.S)[1]
        .replace('id="title"', f'id="{page.file}"')
        .replace('aria-labelledby="title"', f'class="{page.kind}" aria-labelledby="{page.file}"')
        for page in pages
    ]
    entries = "".join(f'<a href="#{page.file}">{page.heading}</a>' for page in pages[2:])
    nav = f"<section><h1>Contents</h1><nav>{entries}</nav></section>"
    document = (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"/><title>{edition.title}</title>'
        f"<style>{without_faces}{paper}</style></head><body>{''.join([*bodies[:2], nav, *bodies[2:]])}</body></html>"
    )
    (folder / "booklet.html").write_text(document)
    return folder / "booklet.html"


def pages_of(file: Path) -> int:
    import pikepdf

    with pikepdf.open(file) as document:
        return len(document.pages)


def told(count: int, mine: Runs, once: Runs, yours: Runs) -> list[Aim]:
    what, faster = f"booklet.pdf of {count} stories", "WeasyPrint takes so many times as long"
    processor = statistics.median(yours.processor) / statistics.median(mine.processor)
    return [
        Aim(f"{what}: ours, {mine.pages} pages", f"{mine.median:.1f} s"),
        Aim(f"{what}: ours, were words torn by the turn of a page left torn", f"{once.median:.1f} s"),
        Aim(f"{what}: WeasyPrint, {yours.pages} pages", f"{yours.median:.1f} s"),
        Aim(f"{what}: {faster}", "", yours.median / mine.median, FASTER if count == 120 else None, more_is_better=True),
        Aim(f"{what}: {faster} as ours with words left torn", "", yours.median / once.median),
        Aim(f"{what}: WeasyPrint takes so many times as much of a processor", "", processor),
        Aim(f"{what}: most memory of ours, MB", "", mine.peak_mb, MEMORY if count == 500 else None),
        Aim(f"{what}: most memory of WeasyPrint, MB", "", yours.peak_mb),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
