"""Every refusal is a whole sentence that says what to do next."""

import pytest

from consent import reasons
from consent.checks import every_use_has_words
from consent.uses import LABELS, Use

NEXT_STEPS = ("Ask", "Take it out", "Tell", "Wait", "Leave", "Change", "Settle", "Two people", "Choose", "Go back")


@pytest.mark.parametrize("code", reasons.SENTENCES)
def test_a_refusal_is_whole_sentences_with_the_next_step(code):
    sentence = reasons.because(code, use=Use.PRINT, year=2027, kind="Courts and police").sentence
    assert sentence.endswith(".") and sentence[0].isupper()
    assert "%" not in sentence and "None" not in sentence
    assert any(step in sentence for step in NEXT_STEPS), sentence


def test_the_sentence_names_the_use_and_the_year():
    sentence = reasons.because("not_approved", use=Use.PRINT, year=2027).sentence
    assert "the printed booklet in 2027" in sentence


def test_every_use_has_label_phrase_and_wording():
    assert every_use_has_words(None) == []


def test_a_use_without_words_is_an_error(monkeypatch):
    monkeypatch.delitem(LABELS, Use.PRESS)
    monkeypatch.delitem(reasons.PHRASES, Use.PRINT)
    errors = every_use_has_words(None)
    assert {error.id for error in errors} == {"consent.E001"}
    assert sorted(error.msg for error in errors) == [
        "The use “press” has no label.",
        "The use “print” has no phrase for a sentence.",
    ]
