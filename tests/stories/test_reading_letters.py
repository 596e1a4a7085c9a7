"""A letter's greeting, closing and name are known by how and where they stand, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.characters import words_of
from stories.reading import from_text, to_text
from stories.tree import LetterPart, run_text


def parts(text):
    """The letter as (part, words) pairs; body paragraphs are "body"."""
    return [
        (node.part if isinstance(node, LetterPart) else "body", run_text(node.runs))
        for node in from_text("", text, kind="letter").nodes
    ]


def test_a_whole_letter():
    assert parts("Dear Mum,\n\nI am sorry.\nI am home.\n\nWith all my love,\nSarah x\n\nP.S. Keep the cat.") == [
        ("salutation", "Dear Mum,"),
        ("body", "I am sorry.\nI am home."),
        ("closing", "With all my love,"),
        ("signature", "Sarah x"),
        ("body", "P.S. Keep the cat."),
    ]


@pytest.mark.parametrize(
    "greeting",
    [
        *("Dear Mum,", "My dearest girl,", "dear all", "DEAR SIR OR MADAM,", "Hi love,", "Hello!", "Hey you -"),
        *("To whom it may concern:", "To the parent who reads this tonight,", "To my daughter", "Darling,"),
        *("Annwyl Mam,", "My lovely boy,", "To every social worker I met,"),
    ],
)
def test_greetings(greeting):
    assert parts(f"{greeting}\n\nI am writing this at night.")[0] == ("salutation", greeting)
    assert parts(f"{greeting}\nI am writing this at night.")[0] == ("salutation", greeting)


@pytest.mark.parametrize(
    "line",
    [
        "Dear God, I said, let her be home when I get there tonight.",
        "Dearly beloved",
        "Dear me.",
        "Highly unlikely,",
        "To cut a long story short,",
        "Nobody asked me,",
    ],
)
def test_lines_that_greet_nobody(line):
    assert parts(f"{line}\n\nI am writing this at night.")[0] == ("body", line)


def test_a_date_may_stand_above_the_greeting_but_not_a_story():
    assert parts("12 March\nLeeds\n\nDear Mum,\n\nHello.")[1] == ("salutation", "Dear Mum,")
    long = "I was going to write you a letter and then I did not write it at all."
    assert ("salutation", "Dear Mum,") not in parts(f"{long}\n\nDear Mum,\n\nHello.")


@pytest.mark.parametrize(
    "closing",
    [
        *("With love,", "Lots of love", "Love,", "Love always,", "All my love for ever,", "with love and hope,"),
        *(
            "Yours sincerely,",
            "Yours,",
            "Yours in hope,",
            "Kind regards",
            "Warmest wishes,",
            "Thank you,",
            "Take care x",
        ),
        *("Your loving mother,", "From a mother in the north", "Cofion cynnes,", "Love from Mum xx", "Sincerely —"),
    ],
)
def test_closings(closing):
    assert parts(f"Dear Jo,\n\nI miss you.\n\n{closing}\nSam")[-2:] == [("closing", closing), ("signature", "Sam")]
    assert parts(f"Dear Jo,\n\nI miss you.\n\n{closing}\n\nSam")[-2:] == [("closing", closing), ("signature", "Sam")]
    assert parts(f"Dear Jo,\n\nI miss you.\n{closing}")[-2:] == [("body", "I miss you."), ("closing", closing)]


@pytest.mark.parametrize(
    "last",
    [
        "Love is not enough to keep a child at home, they told us.",
        "I never got my hope back.",
        "You will always be yours to find.",
        "Thank you for taking her seriously when nobody did.",
        "With what money?",
    ],
)
def test_sentences_that_close_nothing(last):
    assert parts(f"Dear Jo,\n\nI miss you.\n\n{last}")[-1] == ("body", last)


def test_a_closing_in_the_middle_stays_in_the_body():
    text = "Dear Jo,\n\nWith love,\n\nthat is how he signed every message he sent to her that year."
    assert [part for part, _ in parts(text)] == ["salutation", "body", "body"]


def test_a_name_of_several_lines_is_one_name():
    assert parts("Dear Jo,\n\nHello.\n\nYours,\n\nSam\nmother of two\nLeeds")[-1] == (
        "signature",
        "Sam\nmother of two\nLeeds",
    )


LINES = st.sampled_from(
    ["Dear Mum,", "Hi", "With love,", "Yours,", "Love x", "Sam", "mother of two", "P.S. hello", "ps. again", "12 May"]
    + ["I went to the station and they told me to wait until the morning came."]
)


@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n"])), max_size=10))
def test_any_order_of_such_lines_comes_back_whole(lines):
    text = "".join(line + end for line, end in lines)
    tree = from_text("", text, kind="letter")
    assert words_of(to_text(tree)) == words_of(text)
    assert [line for line in to_text(tree).split("\n") if line] == [line for line, _ in lines]
    assert from_text("", to_text(tree), kind="letter") == tree
