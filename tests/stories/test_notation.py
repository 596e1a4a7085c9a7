"""The light notation: whatever an editor sees in the field is exactly what the story holds."""

import gc
import time

import pytest
from hypothesis import given, settings

from stories.normal import settled
from stories.notation import runs_from, runs_to
from stories.tree import Run, run_text
from tests.tree_strategies import runs, seen, texts

EM, STRONG, BOTH = {"emphasis": True}, {"strong": True}, {"emphasis": True, "strong": True}


@given(runs())
@settings(max_examples=400)
def test_any_runs_come_back_from_their_notation(some):
    assert runs_from(runs_to(some)) == settled(some)


@given(texts())
@settings(max_examples=400)
def test_the_notation_settles_after_one_reading(text):
    once = runs_from(text)
    assert runs_from(runs_to(once)) == once


@given(texts())
def test_plain_words_come_back_as_plain_words(text):
    assert runs_from(runs_to([Run(text)])) == settled([Run(text)])


@given(texts())
def test_reading_notation_loses_only_marks_of_notation(text):
    letters = [char for char in seen(text) if char.isalpha()]
    read = [char for char in seen(run_text(runs_from(text))) if char.isalpha()]
    marks = [char for run in runs_from(text) if run.lang for char in run.lang if char.isalpha()]
    assert len(read) <= len(letters) <= len(read) + len(marks) + 2 * text.count("[")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("plain", (Run("plain"),)),
        ("a *b* c", (Run("a "), Run("b", **EM), Run(" c"))),
        ("**b**", (Run("b", **STRONG),)),
        ("***b***", (Run("b", **BOTH),)),
        ("*a **b** c*", (Run("a ", **EM), Run("b", **BOTH), Run(" c", **EM))),
        ("*a\\|**b**\\|c*", (Run("a", **EM), Run("b", **BOTH), Run("c", **EM))),
        ("*a\\|***\\|b**", (Run("a", **EM), Run("b", **STRONG))),
        ("un\\|*believ*\\|able", (Run("un"), Run("believ", **EM), Run("able"))),
        ("(*a*), *b*!", (Run("("), Run("a", **EM), Run("), "), Run("b", **EM), Run("!"))),
        ("*one\ntwo*", (Run("one\ntwo", **EM),)),
        ("[cy: mam *fach*] x", (Run("mam ", lang="cy"), Run("fach", lang="cy", **EM), Run(" x"))),
        ("*[ur: امی]*", (Run("امی", lang="ur", **EM),)),
        ("[zh-hant: 媽媽]", (Run("媽媽", lang="zh-Hant"),)),
        ("[cy: a [b\\] c]", (Run("a [b] c", lang="cy"),)),
        ("\\*a\\* \\[cy: b] \\\\", (Run("*a* [cy: b] \\"),)),
    ],
)
def test_notation_means(text, expected):
    assert runs_from(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "f***ing s*** and b**** and f***ing",
        "* a list\n* of things",
        "*one\n*two",
        "5* hotel, 4* hotel",
        "*unclosed",
        "closed*",
        "*a\n\nb*",
        "[my daughter] and [her friend]",
        "[ed: the name is changed]",
        "[cy: unclosed",
        "[cy: ]",
        "[cy:]",
        "C:\\new folder\\old",
        "](x) [x](y)",
        "<b>&amp;</b> _x_ `y` # z",
    ],
)
def test_what_people_type_without_thinking_of_notation_is_words(text):
    assert runs_from(text) == (Run(text),)
    assert runs_from(runs_to((Run(text),))) == (Run(text),)


@pytest.mark.parametrize("text", ["f***ing hell", "2 * 3", "[my daughter]", "* a list", "s**t", "[x](y)"])
def test_words_that_are_no_notation_get_no_backslash(text):
    assert runs_to((Run(text),)) == text


@pytest.mark.parametrize("piece", ["*a ", "*", "[cy: ", "[cy: *a", "\\", "**a** ", "]", "*a\n\n", "***a*", " \n", "[a"])
def test_a_text_ten_times_as_long_takes_nowhere_near_a_hundred_times_as_long(piece):
    short, long = (piece * (length // len(piece)) for length in (3_000, 30_000))
    assert _work_of(long) < 45 * _work_of(short)


def _work_of(text: str) -> float:
    """Seconds of this process's own work, the least of three: neither what else the machine does is in it, nor the
    garbage that other tests have left."""

    def once() -> float:
        before = time.process_time()
        runs_from(text)
        runs_to((Run(text),))
        return time.process_time() - before

    gc.disable()
    try:
        return min(once() for _ in range(3))
    finally:
        gc.enable()
