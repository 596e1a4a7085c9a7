"""What a rehearsal claims, line by line: each is said as soon as it is known to hold, or not to."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Claims:
    say: Callable[[str], None]
    failed: list[str] = field(default_factory=list)
    held: int = 0

    def claim(self, sentence: str, holds: bool, why_not: str = "") -> None:
        """`why_not` names places and numbers, never words of a text."""
        if holds:
            self.held += 1
            self.say(f"yes  {sentence}")
        else:
            self.failed.append(sentence)
            self.say(f"NO   {sentence}" + (f": {why_not}" if why_not else ""))

    def nothing(self, sentence: str, found: list) -> None:
        """Claims that there is none of something, and shows the first few that there are."""
        self.claim(sentence, not found, "; ".join(str(one) for one in found[:5]) + (" ..." if len(found) > 5 else ""))

    def total(self) -> str:
        if self.failed:
            return f"{len(self.failed)} of {self.held + len(self.failed)} claims do not hold."
        return f"All {self.held} claims hold."
