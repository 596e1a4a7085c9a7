"""Colours can be read, in light and dark: measured from the tokens, so that no later change can forget it."""

import itertools
import re

import pytest
from django.conf import settings

TOKENS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
GROUNDS = ("paper", "sheet", "wash")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", css))


LIGHT = colours(TOKENS.split("@media (prefers-color-scheme: dark)")[0])
DARK = LIGHT | colours(TOKENS.split("@media (prefers-color-scheme: dark)")[1])


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_body_text_reaches_seven_to_one(scheme):
    for ground in GROUNDS:
        assert contrast(scheme["ink"], scheme[ground]) >= 7, ground


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_else_reaches_four_and_a_half(scheme):
    for colour, ground in itertools.product(("ink-soft", "thread", "join", "calm", "calm-deep"), GROUNDS):
        assert contrast(scheme[colour], scheme[ground]) >= 4.5, f"{colour} on {ground}"
    assert contrast(scheme["on-calm"], scheme["calm"]) >= 4.5
    assert contrast(scheme["on-calm"], scheme["calm-deep"]) >= 4.5
    assert contrast(scheme["paper"], scheme["join"]) >= 4.5


def test_no_style_sheet_names_a_colour_of_its_own():
    """Colours live in the tokens, so that measuring them there is measuring all."""
    folder = settings.BASE_DIR / "static" / "css"
    for sheet in [folder / "base.css", *sorted((folder / "components").glob("*.css"))]:
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", css), sheet.name
