"""No text may make the search slow: every repetition in every pattern has an upper bound."""

import re
from re import _constants as codes
from re import _parser as parser

import pytest

from stories.deidentify import tokens
from stories.deidentify.patterns import PATTERNS

LONGEST_REPEAT = 300
EXPRESSIONS = [one.expression for one in PATTERNS] + [tokens.WORD]
REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}


def repeats(parsed):
    """Every (least, most, inside) repetition in a parsed pattern, however deep."""
    for code, argument in parsed:
        if code in REPEATS:
            yield argument
            yield from repeats(argument[2])
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from repeats(branch)
        elif code is codes.SUBPATTERN:
            yield from repeats(argument[3])
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from repeats(argument[1])
        elif code is codes.ATOMIC_GROUP:
            yield from repeats(argument)


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda one: one.pattern[:40])
def test_every_repetition_is_bounded(expression):
    assert all(most <= LONGEST_REPEAT for _, most, _ in repeats(parser.parse(expression.pattern, expression.flags)))


def test_the_reader_of_patterns_sees_an_unbounded_repetition():
    assert [most for _, most, _ in repeats(parser.parse(r"(?:a|b(?=c+))"))] == [codes.MAXREPEAT]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda one: one.pattern[:40])
def test_no_bounded_repetition_holds_another_long_one(expression):
    """A repeat of repeats multiplies its steps; the product of bounds stays small enough to be linear in the text."""
    for _, most, inside in repeats(parser.parse(expression.pattern, expression.flags)):
        inner = max((deep for _, deep, _ in repeats(inside)), default=1)
        assert inner == 1 or most * inner <= 512


def test_patterns_are_made_for_text():
    assert all(isinstance(expression, re.Pattern) and expression.flags & re.UNICODE for expression in EXPRESSIONS)
