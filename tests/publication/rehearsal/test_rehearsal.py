"""The whole job on a file of texts: every word that was sent is in every file that is released."""

import hashlib
import json

import pytest
from PIL import Image

from publication.formats.files import PRINT_FILES
from publication.formats.quote_cards import SHAPES
from tests.publication.formats import braille_back, fidelity, texts
from tests.publication.rehearsal.running import once_for_all, rehearse

# Thirty real texts take half a minute; their words in every format are ordinary tests (formats/test_fidelity.py).
FILES = [pytest.param(file, marks=() if file == texts.OWN else pytest.mark.proof, id=file.stem) for file in texts.FILES]


@pytest.fixture(scope="module", params=FILES)
def rehearsal(request, tmp_path_factory):
    """One run for all tests of a file: the first and the last contribution are deleted at the end."""
    sources = texts.sources(request.param)
    leaving = (sources[0]["id"], sources[-1]["id"])
    arguments = ("--json", "--delete", *leaving)
    run = once_for_all(tmp_path_factory, request.param.stem, lambda home: rehearse(request.param, home, *arguments))
    assert run.status == 0, run.err
    return run, sources, leaving


@pytest.fixture
def run(rehearsal):
    return rehearsal[0]


@pytest.fixture
def sources(rehearsal):
    return rehearsal[1]


@pytest.fixture
def leaving(rehearsal):
    return rehearsal[2]


def in_order(sources) -> list[tuple[str, str]]:
    """As the rehearsal places them: prose and letters in one part, poems in the next."""
    poems = [source for source in sources if source["kind"] == "poem"]
    others = [source for source in sources if source["kind"] != "poem"]
    return [(source["id"], source["text"]) for source in (*others, *poems)]


def stories(folder) -> list[str]:
    """The pages of the stories as the contents order them, as HTML."""
    manifest = json.loads((folder / "manifest.json").read_text())
    return [(folder / "web" / story["code"] / "index.html").read_text() for story in manifest["stories"]["online"]]


def test_every_word_and_line_is_in_the_pdf(run, sources):
    fidelity.all_found(in_order(sources), fidelity.pdf_text((run.release(1) / "booklet.pdf").read_bytes()))


def test_every_word_and_line_is_in_large_print(run, sources):
    fidelity.all_found(in_order(sources), fidelity.pdf_text((run.release(1) / "large-print.pdf").read_bytes()))


def test_every_word_and_line_is_in_what_goes_to_the_printer(run, sources):
    fidelity.all_found(in_order(sources), fidelity.pdf_text((run.release(1) / "print" / "inner.pdf").read_bytes()))


def test_every_file_for_paper_is_made(run):
    for name in PRINT_FILES:
        assert (run.release(1) / name).stat().st_size > 100


def test_every_word_and_line_is_in_the_epub(run, sources):
    fidelity.all_found(in_order(sources), fidelity.epub_text((run.release(1) / "booklet.epub").read_bytes()))


@pytest.mark.proof
def test_every_word_and_line_is_in_the_braille(run, sources):
    ordered = in_order(sources)
    read = braille_back.printed((run.release(1) / "booklet.brf").read_bytes())
    said = braille_back.as_said([text for _, text in ordered])
    wanted = [(name, braille_back.words_only(text)) for (name, _), text in zip(ordered, said, strict=True)]
    fidelity.all_found(wanted, braille_back.words_only(read))


def test_every_word_and_line_is_in_the_text_file(run, sources):
    fidelity.all_found(in_order(sources), (run.release(1) / "booklet.txt").read_text())


def test_every_word_and_line_is_on_its_page(run, sources):
    for (name, text), page in zip(in_order(sources), stories(run.release(1)), strict=True):
        fidelity.find(text, fidelity.words_of(fidelity.html_text(page, ".story")), name=name)


def test_every_card_says_words_of_one_text_and_shows_them_in_both_shapes(run, sources):
    said = [fidelity.words_of(text).characters for _, text in in_order(sources)]
    cards = run.release(1) / "cards"
    quoted = {file.stem: file.read_text().split("\n\n")[0] for file in cards.glob("*.txt")}
    assert len(quoted) == sum(1 for _ in cards.glob("*-square.png")) == sum(1 for _ in cards.glob("*-wide.png")) > 0
    for code, words in quoted.items():
        assert any(fidelity.words_of(words).characters in text for text in said), code
        for shape, (wide, high, *_) in SHAPES.items():
            with Image.open(cards / f"{code}-{shape}.png") as card:
                assert card.size == (wide, high) and len(card.getcolors(wide * high)) > 10, code


def test_every_title_stands_in_the_contents(run, sources):
    contents = fidelity.words_of(fidelity.html_text((run.release(1) / "web" / "index.html").read_text()))
    for source in sources:
        assert fidelity.words_of(source["title"]).characters in contents.characters


def test_the_manifest_describes_every_file(run):
    for number in (1, 2):
        folder = run.release(number)
        files = {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*")
            if path.is_file() and path.name != "manifest.json"
        }
        manifest = json.loads((folder / "manifest.json").read_text())
        assert {file["name"]: file["sha256"] for file in manifest["files"]} == files


def test_the_last_line_counts_and_times_each_stage(run, sources, leaving):
    report = run.report
    assert (report["lines"], report["bad_lines"], report["deleted"]) == (len(sources), [], len(leaving))
    assert report["release_1"]["stories"] == len(sources)
    assert report["release_2"]["stories"] == len(sources) - len(leaving)
    assert len(report["release_1"]["digest"]) == 64
    for stage in ("migrate", "found", "send", "open", "prepare", "clear", "approve", "place", "release", "delete"):
        assert report["seconds"][stage] >= 0
    assert report["seconds"]["argon2"] > 0
    assert report["seconds_without_argon2"] <= report["seconds_total"]
    assert report["peak_memory_mb"] > 0


def test_digests_in_the_report_are_those_of_the_files(run):
    for name, digest in run.report["release_1"]["files"].items():
        assert hashlib.sha256((run.release(1) / name).read_bytes()).hexdigest() == digest


def test_who_deleted_is_in_no_file_of_the_second_release(run, sources, leaving):
    gone = [source for source in sources if source["id"] in leaving]
    kept = [source for source in sources if source["id"] not in leaving]
    folder = run.release(2)
    printed = fidelity.pdf_text((folder / "booklet.pdf").read_bytes())
    plain = (folder / "booklet.txt").read_text()
    fidelity.all_found(in_order(kept), printed)
    fidelity.all_found(in_order(kept), plain)
    large = fidelity.pdf_text((folder / "large-print.pdf").read_bytes())
    book = fidelity.epub_text((folder / "booklet.epub").read_bytes())
    fidelity.all_found(in_order(kept), large)
    fidelity.all_found(in_order(kept), book)
    pages = "\n".join(fidelity.html_text(path.read_text()) for path in folder.rglob("*.html"))
    for source in gone:
        for made in (printed, plain, pages, large, book):
            with pytest.raises(fidelity.NotFaithful):
                fidelity.find(source["text"], fidelity.words_of(made))


def test_progress_is_told_and_no_word_of_a_story(run, sources):
    assert "send:" in run.err
    for source in sources:
        line = source["text"].strip().split("\n")[0][:60]
        assert line not in run.err + run.out


def test_nothing_is_left_where_it_worked(run):
    assert list(run.temporary.iterdir()) == []
