"""A text as the rules see it: its words, how it uses capitals, and what each word may be."""

from stories.deidentify import lexicon
from stories.deidentify.candidates import Candidate, Label, Tier
from stories.deidentify.tokens import CaseMode, Word, adjoin, case_mode, words

LONGEST_NAME = 4
NEVER_A_NAME = frozenset(
    word.lower() for word in (*lexicon.MONTHS, *lexicon.WEEKDAYS, *(f"{day}s" for day in lexicon.WEEKDAYS))
)


class Reading:
    """A text as the rules see it: its words, how it uses capitals, which words it also writes small."""

    def __init__(self, text: str):
        self.text = text
        self.words = words(text)
        self.mode = case_mode(self.words)
        self.seen_small = frozenset(word.lower for word in self.words if not word.capital)

    def stands_out(self, word: Word) -> bool:
        """Whether the writer gave this word a capital letter that only a name would need."""
        return self.mode is CaseMode.MIXED and word.capital and not word.opens

    def ordinary(self, word: Word) -> bool:
        common = lexicon.words("common")
        return word.lower in common or word.lower in self.seen_small or word.lower in NEVER_A_NAME

    def can_be_name(self, word: Word) -> bool:
        """Whether a cue beside this word may make it a name."""
        if self.mode is CaseMode.MIXED:
            # Small letters elsewhere do not matter here: people also write a name without its capital.
            common = word.lower in lexicon.words("common") or word.lower in NEVER_A_NAME
            return word.capital and (not common or word.lower in lexicon.words("word_names"))
        return word.lower in lexicon.words("first_names") or word.lower in lexicon.words("surnames")

    def candidate(self, first: Word, last: Word, label: Label, tier: Tier, score: float, why: str) -> Candidate:
        return Candidate(first.start, last.end, self.text[first.start : last.end], label, tier, score, why)

    def name_end(self, first: int) -> int:
        """The last word of a name that begins at `first`."""
        last = first
        while last + 1 < len(self.words) and last - first < LONGEST_NAME - 1:
            following = self.words[last + 1]
            if not adjoin(self.words[last], following):
                break
            listed = following.lower in lexicon.words("surnames") and following.lower not in lexicon.words("common")
            if not (self.stands_out(following) and not self.ordinary(following)) and not (
                listed and self.mode is not CaseMode.MIXED
            ):
                break
            last += 1
        return last
