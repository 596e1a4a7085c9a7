"""Turns [1] in an article into a link to reference 1, and lets reference 1 lead back. Pure.

Editors type a number in square brackets: it survives copying, needs no special field, and a number without a
reference simply stays as typed.
"""

import re

MARK = re.compile(r"\[(\d{1,3})\]")
TAG = re.compile(r"(<[^>]*>)")


class Numbering:
    """Counts the citations of one page while it is rendered, in reading order."""

    def __init__(self, references: int):
        self.references = references
        self.places: dict[int, list[str]] = {}

    def link(self, html: str) -> str:
        """The same cleaned HTML with each [n] in its text as a link, where n is one of the references."""
        parts = TAG.split(html)
        return "".join(part if part.startswith("<") else MARK.sub(self.one, part) for part in parts)

    def one(self, match: re.Match) -> str:
        number = int(match[1])
        if not 1 <= number <= self.references:
            return match[0]
        places = self.places.setdefault(number, [])
        places.append(f"cited-{number}-{len(places) + 1}")
        return f'<sup class="citation" id="{places[-1]}"><a href="#reference-{number}">{match[0]}</a></sup>'

    def back(self, number: int) -> list[str]:
        """The anchors of the places that cite this reference; empty while none does."""
        return self.places.get(number, [])
