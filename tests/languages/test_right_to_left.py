"""A page reads as well from right to left: styles name beginnings and ends, never left and right."""

import re

import pytest

from tests.languages import messages

SHEETS = sorted((messages.ROOT / "static" / "css").rglob("*.css"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?<![\w-])(?:float|clear|text-align|caption-side|resize)\s*:\s*(?:left|right)\b"
)
FOUR_SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|border-width|border-radius|inset|scroll-padding)\s*:\s*([^;{}]+);"
)
ARROWS = re.compile(r"[←→⟵⟶⇐⇒‹›«»]")


def values(text: str) -> list[str]:
    """The values of a shorthand; what stands in brackets is one value."""
    found, depth, part = [], 0, ""
    for sign in text.strip() + " ":
        depth += (sign == "(") - (sign == ")")
        if sign.isspace() and depth == 0:
            found += [part] if part else []
            part = ""
        else:
            part += sign
    return found


def faults(css: str) -> list[str]:
    """Declarations that would stand on the wrong side in a language written from right to left."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    uneven = [
        whole.group()
        for whole in FOUR_SIDES.finditer(css)
        if len(sides := values(whole.group(1))) == 4 and sides[1] != sides[3]
    ]
    return PHYSICAL.findall(css) + uneven


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_style_sheet_names_left_or_right(sheet):
    assert faults(sheet.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-left: 1px; }",
        "a { text-align: right; }",
        "a { left: 0; }",
        "a { float: left; }",
        "a { padding: 1px 2px 3px calc(4px + 1em); }",
        "a { border-right: 1px solid; }",
    ],
)
def test_a_side_that_would_be_the_wrong_one_is_seen(css):
    assert faults(css)


def test_sides_that_are_the_same_both_ways_are_not_faults():
    assert faults("a { margin: 1px 2px 3px 2px; padding-inline-start: 1em; text-align: start; }") == []


@pytest.mark.parametrize("path", messages.templates(), ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_groups_of_digits_keep_their_order(path):
    """“0808 800 5000” would stand as “5000 800 0808” in a line that runs from right to left."""
    assert re.findall(r'href="tel:{{[^>]*}}"(?! dir="ltr")', path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", messages.templates(), ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_no_template_fixes_its_direction_or_draws_an_arrow_that_would_point_the_wrong_way(path):
    source = path.read_text(encoding="utf-8")
    if path.name != "500.html":  # in English, whatever else is broken
        assert not re.search(r'<html[^>]* dir="(?:ltr|rtl)"', source)
    assert not ARROWS.search(re.sub(r"{%\s*comment.*?endcomment\s*%}", "", source, flags=re.DOTALL))
