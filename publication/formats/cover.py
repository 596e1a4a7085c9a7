"""The cover as SVG, from the same cloth as the PDF's (threads.py). Pure: same input, same bytes.

It stands inside a page, so that its letters are the page's own fonts, and carries no style: colours and sizes
are presentation attributes, which the site's headers allow.
"""

import functools
from html import escape
from math import ceil

from publication.formats.edition import COVERS
from publication.formats.threads import Thread, weave

WIDTH, HEIGHT = 148, 210
PAPER, INK, SOFT, THREAD, JOIN = "#faf7f2", "#1f2430", "#4a5160", "#8a6d3b", "#b3401f"
MARGIN = 17
GAP = 1.15
REACH = 0.05
LIFT = 0.6


@functools.lru_cache(maxsize=16)  # drawn from a digest and staff's words alone, and shown on every page of the site
def cover_svg(
    digest: str,
    stories: int,
    *,
    title: str,
    year: int | str,
    variant: str = "cloth",
    subtitle: str = "",
    described: str = "",
) -> str:
    """One thread for each story, broken once and mended. `variant` is one of COVERS; another raises ValueError.

    With `described`, the drawing carries its title and this description itself, for where it stands alone.
    """
    if variant not in COVERS:
        raise ValueError(f"{variant!r} is no cover. Choose one of: {', '.join(COVERS)}.")
    high = min(106, stories * 6 + 20)
    cloth = "".join(drawn(thread, high) for thread in weave(digest, stories))
    spread = 0.4
    place, left, top = {
        "cloth": ("translate(0 12)", MARGIN, 134),
        "horizon": ("translate(0 120) scale(1 .56)", MARGIN, 40),
        "spine": (f"translate({5 + high * spread:.1f} 0) rotate(90) scale({HEIGHT / WIDTH:.4f} {spread})", 62, 60),
    }[variant]
    name = f"{title}, {year}"
    about = f"<title>{escape(name)}</title><desc>{escape(described)}</desc>" if described else ""
    label = "" if described else f' aria-label="{escape(name)}"'
    return (
        f'<svg class="cover-drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f'{label}>{about}<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<g fill="none" stroke-linecap="round" transform="{place}">{cloth}</g>'
        f"{lettering(title, subtitle, year, left, top)}</svg>"
    )


def drawn(thread: Thread, high: float) -> str:
    """A thread of the cloth: two pieces whose ends pass each other, and the bright join between them."""
    gap = GAP / WIDTH
    weight = f"{0.2 + thread.weight * 0.16:.2f}"
    middle, y = thread.mend * WIDTH, height_at(thread.heights, thread.mend) * high
    pieces = piece(thread, 0, thread.mend - gap, high, -1) + piece(thread, thread.mend + gap, 1, high, 1)
    return (
        f'<path stroke="{THREAD}" stroke-width="{weight}" d="{pieces}"/>'
        f'<path stroke="{JOIN}" stroke-width=".5" d="M{middle - 0.95:.2f} {y + 0.62:.2f}'
        f'c.7-.1 1.2-1.1 1.9-1.24"/>'
    )


def piece(thread: Thread, start: float, end: float, high: float, side: int) -> str:
    """A smooth path from `start` to `end` (shares of the width); the end at the break lifts away (side -1: its
    right end sinks, side 1: its left end rises)."""

    def at(x: float) -> float:
        near = max(0.0, 1 - (end - x) / REACH) if side < 0 else max(0.0, 1 - (x - start) / REACH)
        return height_at(thread.heights, x) * high - side * LIFT * near * near

    steps = max(2, ceil((end - start) * 12))
    xs = [start + (end - start) * k / steps for k in range(steps + 1)]
    path = f"M{xs[0] * WIDTH:.1f} {at(xs[0]):.2f}"
    h = 0.001
    for a, b in zip(xs, xs[1:], strict=False):
        third = (b - a) / 3
        rise = (at(min(a + h, end)) - at(a)) / h * third
        fall = (at(b) - at(max(b - h, start))) / h * third
        path += (
            f"C{(a + third) * WIDTH:.1f} {at(a) + rise:.2f} {(b - third) * WIDTH:.1f} {at(b) - fall:.2f}"
            f" {b * WIDTH:.1f} {at(b):.2f}"
        )
    return path


def height_at(heights: tuple[float, ...], x: float) -> float:
    """The thread's height at a share of the width, by cubic Hermite through its knots."""
    last = len(heights) - 1
    i = min(int(x * last), last - 1)
    t = x * last - i

    def slope(k: int) -> float:
        a, b = max(k - 1, 0), min(k + 1, last)
        return (heights[b] - heights[a]) / (b - a)

    p, q, m, n = heights[i], heights[i + 1], slope(i), slope(i + 1)
    return (2 * t**3 - 3 * t**2 + 1) * p + (t**3 - 2 * t**2 + t) * m + (3 * t**2 - 2 * t**3) * q + (t**3 - t**2) * n


def lettering(title: str, subtitle: str, year: int | str, left: float, top: float) -> str:
    """The words of the cover, wrapped by a count of letters, since SVG does not wrap."""
    room = WIDTH - left - 15
    lines = wrapped(title, int(room / 5.6))
    size = 10 if len(lines) <= 3 else 8
    y = top + size * 0.65
    words = [_line(left, y + n * size * 1.16, line, f'font-size="{size}" fill="{INK}"') for n, line in enumerate(lines)]
    y += (len(lines) - 1) * size * 1.16 + 10
    soft = f'font-size="4.8" font-style="italic" fill="{SOFT}"'
    words += [_line(left, y + n * 6, line, soft) for n, line in enumerate(wrapped(subtitle, int(room / 2.4)))]
    words.append(_line(left, HEIGHT - 15, f"18 March {year}", f'font-size="4.4" fill="{SOFT}"'))
    return f'<g font-family="Vollkorn, Georgia, serif" aria-hidden="true">{"".join(words)}</g>'


def _line(x: float, y: float, words: str, look: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" {look}>{escape(words)}</text>'


def wrapped(words: str, letters: int) -> list[str]:
    """Lines of about so many letters, broken between words and as even as the longest allows."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
