"""The braille file: every word in contracted English braille, 40 cells by 25 lines, or a sentence why there is none."""

import re

import pytest

from publication.formats import braille, braille_cells, files, manifest, web
from publication.formats.braille_cells import CannotTranslate, Cells, cleaned, cut_up, named, said
from publication.formats.braille_pages import HEIGHT, WIDTH, Block, pages
from publication.formats.edition import Part, Piece
from tests.publication.formats import braille_back, fidelity, texts
from tests.publication.formats.test_pdf import every_kind

URLS = web.Urls("/booklet/", lambda code: f"/booklet/{code}/")


def lines_of(data: bytes) -> list[list[str]]:
    """The lines of each page without its number."""
    return [page.split("\r\n")[1:-1] for page in data.decode("ascii").split("\f")]


@pytest.mark.proof
@pytest.mark.parametrize("file", texts.FILES, ids=lambda file: file.stem)
def test_every_word_and_every_line_is_read_back_from_the_braille(file):
    sources = texts.sources(file)
    read = braille_back.words_only(braille_back.printed(braille.braille(texts.edition(sources))))
    said = braille_back.as_said([source["text"] for source in sources])
    wanted = [(source["id"], braille_back.words_only(text)) for source, text in zip(sources, said, strict=True)]
    fidelity.all_found(wanted, read)


@pytest.mark.proof
def test_reading_back_notices_what_was_lost():
    sources = texts.sources()
    data = braille.braille(texts.edition(sources))
    wanted = [("kettle", braille_back.words_only("I put the kettle on"))]
    fidelity.all_found(wanted, braille_back.words_only(braille_back.printed(data)))
    spoilt = data.replace(b",I PUT ! KETTLE ON", b",I PUT ! ON")
    assert spoilt != data
    with pytest.raises(fidelity.NotFaithful):
        fidelity.all_found(wanted, braille_back.words_only(braille_back.printed(spoilt)))


@pytest.mark.proof
@pytest.mark.parametrize("file", texts.FILES, ids=lambda file: file.stem)
def test_it_is_ascii_braille_of_40_cells_by_25_lines(file):
    data = braille.braille(texts.edition(texts.sources(file)))
    assert re.fullmatch(rb"[ -_\r\n\f]*", data)
    assert not re.search(rb"'\\[XYZ][0-9A-J]+'", data)
    for number, page in enumerate(data.decode().split("\f"), 1):
        lines = page.split("\r\n")
        assert lines.pop() == ""
        assert len(lines) <= HEIGHT
        assert all(len(line) <= WIDTH for line in lines)
        assert lines[0].strip() == braille_cells.number(number)


@pytest.mark.proof
def test_the_same_edition_gives_the_same_bytes():
    edition = texts.edition(texts.sources())
    assert braille.braille(edition) == braille.braille(edition)


@pytest.mark.proof
def test_the_contents_give_the_page_on_which_a_story_begins():
    data = braille.braille(texts.edition(texts.sources()))
    found = lines_of(data)
    entry = next(line for line in found[1] if "KETTLE" in line)
    assert any(line.strip() == ",! KETTLE" for line in found["ABCDEFGHI".index(entry[-1])])


@pytest.mark.proof
def test_every_kind_of_piece_is_set():
    piece = Piece("S-27-0900", every_kind(), "A few words before.", "It is sad.", 1, "letter")
    data = braille.braille(texts.edition([], front=(), parts=(Part("", "", (piece,)),)))
    read = braille_back.printed(data)
    for words in ("Dear reader", "late", "What came after", "Hold the rail", "drawing of a gate", "gate is shut"):
        assert words in re.sub(r"\s+", " ", read), words
    assert ".1LATE" in data.decode()
    assert "^1D>K" in data.decode()
    assert braille.THREAD in data.decode()


@pytest.mark.proof
@pytest.mark.parametrize(
    "words", ["x" * 30_000, "ab " * 20_000, "\\x0041 \\ %s ${x} `y`", "שלום 😢💔✨ ❤️", "up\n" * 500]
)
def test_hostile_words_fit_the_page(words):
    data = braille.braille(texts.one(words))
    assert all(len(line) <= WIDTH for page in lines_of(data) for line in page)


@pytest.mark.proof
def test_signs_without_braille_are_named_and_only_they():
    cells = Cells(["шум", "Nguyễn", "café", "a 😢", "ﬁve"])
    back = {piece: cells.of(piece) for piece in cells.cells}
    assert back["café"] == "CAF^/E"
    assert back["Nguyễn"] == ",NGUY^%EN"
    assert back["ﬁve"] == "FIVE"
    assert "CYRILLIC" in back["шум"]
    assert "CRY+" in back["a 😢"]


@pytest.mark.proof
def test_stress_is_shown_for_a_word_and_for_a_passage():
    cells = Cells(["late", "very late home"])
    assert cells.of("late", braille_cells.ITALIC) == ".1LATE"
    assert cells.of("very late home", braille_cells.BOLD) == "^7V LATE HOME^'"


def test_a_word_in_parts_of_two_stresses_stays_one_word():
    from stories.tree import Run

    pieces = braille._pieces((Run("so "), Run("un", emphasis=True), Run("done and "), Run("gone", emphasis=True)))
    assert pieces == (("so", ""), ("undone", "."), ("and", ""), ("gone", "."))


def test_letters_of_another_script_are_spelled():
    assert named(list("те")) == "Cyrillic te, ie"
    assert named(["😢"]) == "crying face"
    assert said("a ✂ b", {"✂": ""}) == "a [black scissors] b"


def test_shapeless_signs_ligatures_and_odd_spaces_go():
    assert cleaned("a\u2060—b\u200d  c\tﬁ\ufe0f") == "a—b c fi"


def test_long_pieces_are_cut_between_words():
    parts = cut_up("word " * 1000)
    assert all(len(part) <= braille_cells.LONGEST for part in parts)
    assert " ".join(parts).split() == ["word"] * 1000
    assert "".join(cut_up("x" * 5000)) == "x" * 5000


def test_a_heading_stays_with_what_follows():
    blocks = [Block("A", first=0) for _ in range(HEIGHT - 3)]
    blocks += [Block("TITLE", centred=True, keep=True, before=1), Block("B"), Block("C")]
    first, second = (page.split("\r\n") for page in pages(blocks).decode().split("\f"))
    assert "TITLE" not in "".join(first)
    assert second[1].strip() == "TITLE"


def test_without_liblouis_a_release_has_no_braille_and_says_why(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    edition = texts.edition(texts.sources())
    with pytest.raises(CannotTranslate):
        braille_cells.translated(["a"])
    assert "liblouis-bin" in files.missing()[files.BRAILLE]

    makers = files.makers(edition, chrome=texts.Around(), pictures={}, picture_url=str, urls=URLS)
    assert files.BRAILLE not in {maker.name for maker in makers}
    assert {*files.DOWNLOADS} - files.MAY_BE_MISSING <= {maker.name for maker in makers}
    assert manifest.private(edition, [], stories={}, spans={}, failed={})["missing"] == files.missing()


def test_a_language_without_a_table_has_no_braille_and_says_why():
    assert "“cy”" in braille.unavailable("cy")
