"""A quote card holds exactly the approved words, large enough to read and inside its frame, or is refused by name."""

import io
import re
import struct

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publication.formats import quote_cards
from publication.formats.edition import HelpLine, Quote
from publication.formats.glyphs import CannotSet
from publication.formats.quote_cards import SHAPES, card, drawn, said
from publication.formats.workplace import TEMPLATES
from stories import reading, tree
from tests.publication.formats import fidelity, texts
from tests.publication.test_site_contrast import contrast

EDITION = texts.edition(texts.sources())
PROSE = "They asked what she had done. Nobody asked what had been done to her."
VERSE = "The kettle knows the hour,\n    the stair knows every tread;\n\nI know the sound of the gate."
LONG_LINES = "I have counted the street lamps from here to the bridge and back again,\nand each of them was on."
every_shape = pytest.mark.parametrize("shape", SHAPES)


def quote(words: str, *, kind: str = "prose", credit: str = "A mother in the north", code: str = "Q-27-0001") -> Quote:
    return Quote(code, reading.from_text("", words, kind=kind, credit=credit))


def lines_on(one: Quote, shape: str, edition=EDITION) -> list[str]:
    """The lines of the card from top to bottom, as a reader of PDF finds them in the very same drawing."""
    return fidelity.words_on_card(drawn(one, edition, shape, "pdf")).replace("\r\n", "\n").strip().split("\n")


def chunks(png: bytes) -> list[bytes]:
    found, place = [], 8
    while place < len(png):
        (length,) = struct.unpack_from(">L", png, place)
        found.append(png[place + 4 : place + 8])
        place += 12 + length
    return found


@every_shape
def test_the_card_has_its_size_and_nothing_but_pixels(shape):
    made = card(quote(PROSE), EDITION, shape)
    assert struct.unpack_from(">LL", made, 16) == SHAPES[shape][:2]
    assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}


@every_shape
def test_the_same_words_give_the_same_bytes(shape):
    assert card(quote(PROSE), EDITION, shape) == card(quote(PROSE), EDITION, shape)


def test_a_card_stays_as_it_is_when_another_family_leaves():
    fewer = texts.edition(texts.sources()[1:], number="2027.2", ledger_head="9 77aa")
    assert card(quote(PROSE), fewer, "wide") == card(quote(PROSE), EDITION, "wide")


def test_every_card_has_a_thread_of_its_own():
    assert card(quote(PROSE), EDITION, "wide") != card(quote(PROSE, code="Q-27-0002"), EDITION, "wide")


@every_shape
@pytest.mark.parametrize(
    ("words", "kind"), [(PROSE, "prose"), (VERSE, "poem"), (LONG_LINES, "poem"), ("One.\n\nTwo.", "prose")]
)
def test_every_word_and_every_line_break_is_on_the_card(words, kind, shape):
    held = "\n".join([words, "A mother in the north", *quote_cards.foot(EDITION)])
    fidelity.find(held, fidelity.words_of("\n".join(lines_on(quote(words, kind=kind), shape))))


@every_shape
def test_the_words_beside_the_card_are_exactly_those_on_it(shape):
    for words, kind in ((PROSE, "prose"), (VERSE, "poem")):
        one = quote(words, kind=kind)
        on_it, beside = (fidelity.words_of(text) for text in ("\n".join(lines_on(one, shape)), said(one, EDITION)))
        assert beside.characters == on_it.characters


def test_the_words_beside_the_card_are_laid_out_for_a_listener():
    assert said(quote(VERSE, kind="poem"), EDITION) == (
        f"{VERSE}\n\nA mother in the north\n\n"
        "The Kettle and the Stair, 2027 · The Invented Trust\n"
        "To talk to somebody: The Invented Line, 0808 157 0000\n"
    )


def test_a_parent_who_is_not_described_has_no_line_of_credit():
    assert "north" not in said(quote(PROSE, credit=""), EDITION)
    assert len(lines_on(quote("Short.", credit=""), "wide")) == 3


def test_without_a_help_line_and_a_publisher_there_is_only_the_booklet():
    bare = texts.edition(texts.sources(), help=(), publisher="")
    assert lines_on(quote("Short.", credit=""), "wide", bare) == ["Short.", "The Kettle and the Stair, 2027"]


def test_a_title_that_says_its_year_does_not_say_it_twice():
    named = texts.edition(texts.sources(), title="The Kettle and the Stair, 2027", help=(), publisher="")
    assert lines_on(quote("Short.", credit=""), "wide", named) == ["Short.", "The Kettle and the Stair, 2027"]


def test_only_the_first_help_line_is_on_a_card():
    two = texts.edition(texts.sources(), help=(HelpLine("First", "1", ""), HelpLine("Second", "2", "")))
    assert "Second" not in said(quote(PROSE), two)


def test_long_lines_of_verse_hang():
    lines = lines_on(quote(LONG_LINES, kind="poem"), "wide")
    assert [line.strip() for line in lines[:3]] == [
        "I have counted the street lamps from",
        "here to the bridge and back again,",
        "and each of them was on.",
    ]
    edges = fidelity.left_edges(drawn(quote(LONG_LINES, kind="poem"), EDITION, "wide", "pdf"), ["here"])
    assert edges["here"] - SHAPES["wide"][2] * 1.75 > 40


def test_words_that_run_from_right_to_left_begin_at_the_right():
    made = fidelity.left_edges(drawn(quote("שלום לך"), EDITION, "wide", "pdf"), ["שלום"])
    assert made["שלום"] > 600


@pytest.mark.parametrize(
    "language", ["żółć, gęś, łódź", "Nguyễn về đến cửa", "Ψυχή, θλίψις", "çà et là, œuvre", "Ünğışö"]
)
def test_every_accent_is_drawn(language):
    fidelity.find(language, fidelity.words_of("\n".join(lines_on(quote(language), "square"))))


@every_shape
def test_a_character_that_no_font_has_is_refused_by_name(shape):
    with pytest.raises(CannotSet, match=r"Q-27-0001 cannot be set: no font has CJK UNIFIED IDEOGRAPH-4F60 \(U\+4F60\)"):
        card(quote("It said 你."), EDITION, shape)


@every_shape
def test_words_too_long_for_the_frame_are_refused_by_name(shape):
    with pytest.raises(CannotSet, match="Q-27-0001 cannot be set: its words are too long for a card"):
        card(quote("We waited on the stairs. " * 60), EDITION, shape)


@every_shape
def test_whatever_is_no_words_is_refused_by_name(shape):
    for node, name in (
        (tree.Picture("c" * 64, "A drawing."), "picture"),
        (tree.Break(), "break"),
        (tree.Heading("H"), "heading"),
    ):
        held = Quote("Q-27-0001", tree.StoryTree("", "", "en", (tree.Paragraph((tree.Run("Words."),)), node)))
        with pytest.raises(CannotSet, match=f"a card holds words only, and this has a {name}"):
            card(held, EDITION, shape)


HOSTILE = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"], max_codepoint=0x17F), max_size=300
)
PLAIN = st.lists(st.text("aegilmnorstuvwWM,.;’", min_size=1, max_size=34), min_size=1, max_size=40).map(" ".join)


@settings(max_examples=12, deadline=None)
@given(st.one_of(PLAIN, HOSTILE), st.sampled_from(["prose", "poem"]), st.sampled_from(list(SHAPES)))
@example("; M M ;;;;;MMMMMMM", "prose", "square")
@example("W" * 32, "poem", "square")
@example(" " * 70 + "far in " * 9, "poem", "wide")
@example("ab" * 150, "prose", "wide")
def test_any_words_stand_whole_inside_the_frame_or_are_refused_by_name(words, kind, shape):
    one = quote(words, kind=kind)
    try:
        made = drawn(one, EDITION, shape, "pdf")
    except CannotSet as refused:
        assert refused.code == "Q-27-0001"
        return
    wide, high, edge = SHAPES[shape][:3]
    with pypdfium2.PdfDocument(made) as document:
        page = document[0].get_textpage()
        places = [page.get_charbox(number) for number in range(page.count_chars())]
        text = page.get_text_range()
    assert all(edge < left and right < wide - edge / 3 for left, _, right, _ in places if right > left)
    assert all(edge / 2 < bottom and top < high - edge / 2 for _, bottom, _, top in places if top > bottom)
    wanted = tree.body_text(tree.normal(one.tree))
    assert fidelity.words_of(wanted).characters in fidelity.words_of(text).characters


@every_shape
def test_no_letter_is_too_small_for_a_phone(shape):
    """On a phone of 390 pixels: words at least 13 high, the rest at least 9.5."""
    wide, _, _, small, sizes = SHAPES[shape]
    assert min(sizes) * 390 / wide >= 13
    assert small * 390 / wide >= 9.5


def test_everything_on_a_card_can_be_read_on_its_paper():
    colours = dict(re.findall(r'#let ([a-z-]+) = inks\("(#[0-9a-f]{6})"', (TEMPLATES / "palette.typ").read_text()))
    assert contrast(colours["ink"], colours["paper"]) >= 7
    assert contrast(colours["soft"], colours["paper"]) >= 4.5
    used = set(re.findall(r"fill: ([a-z-]+)", (TEMPLATES / "card.typ").read_text()))
    assert used == {"ink", "soft", "paper"}


def test_the_paper_of_the_picture_is_the_paper_that_was_measured():
    from PIL import Image

    with Image.open(io.BytesIO(card(quote(PROSE), EDITION, "wide"))) as made:
        assert made.getpixel((1199, 0)) == (0xFA, 0xF7, 0xF2)
        assert min(made.convert("RGB").get_flattened_data()) == (0x1F, 0x24, 0x30)
