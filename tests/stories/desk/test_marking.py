"""Texts cut into pieces say the same words in the same order."""

from hypothesis import given
from hypothesis import strategies as st

from stories.deidentify import find
from stories.desk.marking import compared, marked

texts = st.text(alphabet="ab \n.", max_size=80)


@given(texts, texts)
def test_a_comparison_holds_both_texts_whole(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


@given(st.text(max_size=120))
def test_a_marked_text_is_the_text(text):
    assert "".join(piece.text for piece in marked(text, find(text))) == text


def test_one_changed_word_is_one_change():
    pieces = [(piece.kind, piece.text) for piece in compared("I told Zofia at once", "I told her friend at once")]
    assert pieces == [("same", "I told "), ("gone", "Zofia"), ("new", "her friend"), ("same", " at once")]


def test_two_very_long_lines_are_shown_as_one_change_at_once():
    before, after = "a b " * 20_000, "b c " * 20_000
    assert [piece.kind for piece in compared(before, after)] == ["gone", "new"]
