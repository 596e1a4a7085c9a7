"""Whatever a parent pastes comes out as itself, or is refused by name. It never runs, breaks or vanishes."""

import re

import pypdfium2
import pytest

from publication.formats import braille, braille_cells, pdf
from publication.formats.glyphs import CannotSet, covered, name, printable
from publication.formats.setting_booklet import shortened
from publication.formats.wording import dialled
from stories.tree import Heading, Paragraph, Run, StoryTree
from tests.publication.formats import fidelity, hostile, texts


@pytest.mark.parametrize("make", hostile.FORMATS.values(), ids=hostile.FORMATS)
@pytest.mark.parametrize("hard", hostile.TEXTS, ids=lambda hard: hard.name)
def test_hostile_words_come_out_as_themselves_in_every_format(hard, make):
    edition = texts.one(hard.words)
    if make.can_refuse and hard.refused:
        with pytest.raises(CannotSet, match=f"S-27-0001 cannot be set: no font has {re.escape(hard.refused)}"):
            make.words(edition, hard)
        return
    make.compare(edition, hard)


@pytest.mark.proof
@pytest.mark.parametrize("hard", hostile.TEXTS, ids=lambda hard: hard.name)
def test_hostile_words_come_out_as_themselves_in_braille(hard):
    """Cell for cell what liblouis says of the words as they stand; what it has no sign for is named."""
    words = [braille_cells.cleaned(line) for line in hard.approved.split("\n") if line.strip()]
    made = braille.braille(texts.one(hard.words)).decode("ascii")
    assert not re.search(r"'\\\\[XYZ]", made)
    lines = [line for page in made.split("\f") for line in page.split("\r\n")[1:-1]]
    cells = braille_cells.Cells(words)
    assert "".join(cells.of(line) for line in words).replace(" ", "") in "".join(lines).replace(" ", "")


@pytest.mark.parametrize("kind", ["poem", "letter"])
@pytest.mark.parametrize("hard", hostile.TEXTS, ids=lambda hard: hard.name)
def test_hostile_words_come_out_as_themselves_in_verse_and_in_letters(hard, kind):
    for format_ in ("text", "EPUB") if hard.refused else ("PDF", "text", "EPUB"):
        hostile.FORMATS[format_].compare(texts.one(hard.words, kind=kind), hard)


@pytest.mark.parametrize("words", ["😢💔✨ ❤️", "वह घर आ गई।", "ਉਹ ਘਰ ਆ ਗਈ।", "সে বাড়ি এসেছে।", "هي عادت إلى البيت"])
def test_words_in_the_scripts_of_our_neighbours_are_printed(words):
    assert pdf.pdf(texts.one(words), pictures={}).startswith(b"%PDF")


def pages_of_the_story(opened: pypdfium2.PdfDocument) -> str:
    """What can be seen on them, with nothing that lies beyond the edge."""
    seen = [page.get_textpage().get_text_bounded() for page in opened]
    start, end = (
        next(n for n, words in enumerate(seen) if words.startswith(head)) for head in ("A title", "If you would")
    )
    return "".join(seen[start:end])


@pytest.mark.parametrize("variant", ["screen", "large"])
@pytest.mark.parametrize("letters", [33, 34])
def test_a_stanza_of_the_widest_letters_stays_on_the_page(letters, variant):
    """33 letters on each of six lines are few enough that the stanza is set without being measured; 34 are not."""
    stanza = "\n".join(["W" * letters] * 6)
    edition = texts.one(f"{stanza}\n\n{stanza}", kind="poem")
    with pypdfium2.PdfDocument(pdf.pdf(edition, pictures={}, variant=variant)) as opened:
        first = pages_of_the_story(opened)
    assert first.count("W") == 12 * letters


def test_a_title_is_as_hostile_as_a_text():
    edition = texts.one("Words.", title='#panic("x") <b> $x$ ' + "y" * 500)
    shown = fidelity.pdf_text(pdf.pdf(edition, pictures={}))
    assert fidelity.words_of("y" * 500).characters in fidelity.words_of(shown).characters
    assert '#panic("x") <b> $x$' in shown


@pytest.mark.parametrize("kind", ["prose", "poem"])
def test_a_character_without_a_glyph_stops_the_build_by_name(kind):
    with pytest.raises(CannotSet) as refused:
        pdf.pdf(texts.one("It said 你.", kind=kind), pictures={})
    assert refused.value.code == "S-27-0001"
    assert str(refused.value) == "S-27-0001 cannot be set: no font has CJK UNIFIED IDEOGRAPH-4F60 (U+4F60)."


def test_a_title_without_a_letter_stops_the_build_by_name():
    with pytest.raises(CannotSet, match="S-27-0001 cannot be set: it has no title"):
        pdf.pdf(texts.one("Words.", title="\u200d"), pictures={})


def test_characters_without_a_name_are_named_by_number():
    assert name("\x07") == "the control character U+0007"
    assert name("\ue000") == "the unnamed character (U+E000)"


def test_a_break_between_lines_of_any_kind_is_a_line_feed():
    assert printable("a\r\nb\rc\u2028d", "S-27-0001") == "a\nb\nc\nd"


def test_the_shipped_fonts_hold_what_real_words_need():
    for wanted in "aZ£€“”‘’—–…éüßłŁżőžșğæøåñçÿαωЖя½¾×²✓→❤😢אش":
        assert wanted in covered(), wanted


def test_control_characters_never_reach_the_page():
    nodes = (Paragraph((Run("a\x07b"),)), Heading("c\x00d"))
    edition = texts.edition([], parts=())
    piece = texts.piece(1, texts.sources()[0])
    story = StoryTree("T\x1bitle", "", "en", nodes)
    part = type(texts.edition(texts.sources()).parts[0])("", "", (type(piece)("S-27-0001", story, "", "", 1, "prose"),))
    made = fidelity.pdf_text(pdf.pdf(texts.edition([], parts=(part,)), pictures={}))
    assert edition.title in made
    assert "ab" in made
    assert "cd" in made


def test_a_long_title_is_shortened_at_the_head_of_a_page():
    assert len(shortened("word " * 100, 56)) <= 56
    assert shortened("A short one", 56) == "A short one"
    assert shortened("y" * 300, 56) == "…"


def test_only_a_number_is_a_number_to_dial():
    assert dialled("0808 157 0000") == "08081570000"
    assert dialled("+44 (0)113 240") == "+440113240"
    assert dialled("text SHOUT") == ""


def test_no_line_begins_with_a_dash_that_follows_a_word():
    assert printable("gate—and", "S-27-0001") == "gate\u2060—and"
    assert printable("gate\u2060— and — and", "S-27-0001") == "gate\u2060— and — and"
