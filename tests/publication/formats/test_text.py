"""The text file: made to be read as it stands, on anything."""

import pytest

from publication.formats import text
from publication.formats.edition import Part, Piece
from stories.tree import Break, Heading, LetterPart, Paragraph, Picture, Quotation, Run, StoryTree
from tests.publication.formats import texts


def written(*nodes) -> str:
    story = StoryTree("A title", "A parent", "en", nodes)
    part = Part("", "", (Piece("S-27-0001", story, "Before it.", "a fall", 1, "prose"),))
    return text.text(texts.edition([], parts=(part,), front=())).decode()


def test_no_line_is_wider_than_72_characters_unless_a_word_is():
    made = text.text(texts.edition(texts.sources())).decode()
    assert max(map(len, made.splitlines())) <= 72


def test_lines_end_in_line_feeds_and_the_file_in_one():
    made = text.text(texts.edition(texts.sources()))
    assert b"\r" not in made
    assert made.endswith(b".\n")
    assert not made.endswith(b"\n\n")


def test_a_long_line_of_verse_hangs_and_is_never_joined_to_the_next():
    long = "  " + "and we went on and on " * 6
    made = text.text(texts.one(f"First\n{long}\nLast", kind="poem")).decode()
    lines = made[made.index("First") :].split("Last")[0].splitlines()
    assert lines[0] == "First"
    assert lines[1].startswith("  and we")
    assert all(line.startswith(" " * 8) for line in lines[2:])


def test_a_very_deep_indent_leaves_room_for_the_words():
    made = text.text(texts.one(" " * 79 + "deep words that go on " * 3, kind="poem", title="T")).decode()
    assert "deep words" in made


def test_the_content_note_stands_before_the_words():
    made = written(Paragraph((Run("It was late."),)))
    assert made.index("Before you read: a fall") < made.index("Before it.") < made.index("It was late.")


def test_each_kind_of_node_is_written():
    made = written(
        LetterPart("salutation", (Run("Dear reader,"),)),
        Paragraph((Run("It was "), Run("late", emphasis=True), Run("."))),
        Heading("What came after"),
        Quotation((Paragraph((Run("Hold the rail."),)),)),
        Break(),
        Picture("a" * 64, "A drawing of a gate", "The gate\nis shut."),
        LetterPart("signature", (Run("A parent"),)),
    )
    for wanted in ("Dear reader,", "It was late.", "\nWhat came after\n", "    Hold the rail.", text.THREAD):
        assert wanted in made
    assert "[A drawing of a gate]\n\nThe gate\nis shut." in made


def test_contents_help_and_imprint_are_there():
    made = text.text(texts.edition(texts.sources())).decode()
    assert made.index("CONTENTS") < made.index("  The kettle (A parent in the north)") < made.index("The kettle\n====")
    assert "The Invented Line: 0808 157 0000" in made
    assert "Release 2027.1." in made
    assert "Ledger of consent: 7 3f9a0c11." in made


def test_a_node_that_nobody_knows_is_an_error():
    with pytest.raises(TypeError, match="str"):
        text._node("x")
