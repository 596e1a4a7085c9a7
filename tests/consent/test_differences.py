"""What differs between two wordings is shown whole: nothing is lost and nothing is made up."""

from hypothesis import given
from hypothesis import strategies as st

from consent.differences import GONE, NEW, SAME, Piece, compared, is_changed


def test_a_changed_word_is_gone_and_new_beside_what_stays():
    assert compared("We may print it.", "We may show it.") == [
        Piece("We may ", SAME),
        Piece("print", GONE),
        Piece("show", NEW),
        Piece(" it.", SAME),
    ]


@given(st.text(), st.text())
def test_both_wordings_can_be_read_from_the_pieces(before, after):
    pieces = compared(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != NEW) == before
    assert "".join(piece.text for piece in pieces if piece.kind != GONE) == after
    assert is_changed(pieces) == (before != after)
