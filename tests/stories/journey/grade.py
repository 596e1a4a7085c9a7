"""How hard a page is to read: the Flesch-Kincaid grade, with a small syllable counter."""

import re

# Blocks of words that are ours. Others' words (help lines, the parent's story, her return words) do not count.
BLOCKS = ".//*[self::p or self::li or self::legend or self::h1 or self::h2 or self::label or self::dt or self::summary]"
NOT_OURS = {"help", "help-list", "words-box", "original", "proposal", "error-summary", "choices"}
# Labels of a word or two would flatter the average.
FEWEST = 5


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; good to a tenth of a grade over a page."""
    word = re.sub(r"(?<![aeiouyl])e$|(?<=[^td])ed$|(?<![sxz])(?<!ch)(?<!sh)(?<!g)(?<!c)es$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def words(sentence: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’']*", sentence)


def sentences(main) -> list[str]:
    """The sentences of a page's <main>; the end of a block ends a sentence."""
    found = []
    for block in main.xpath(BLOCKS):
        around = [block, *block.iterancestors()]
        if any(NOT_OURS & set((element.get("class") or "").split()) for element in around):
            continue
        if block.xpath(BLOCKS):
            continue
        text = " ".join(block.text_content().split())
        found += [part for part in re.split(r"(?<=[.?!:])[”\"]?\s+", text) if len(words(part)) >= 1]
    return found


def grade(found: list[str]) -> float:
    """Flesch-Kincaid over some sentences."""
    long = [sentence for sentence in found if len(words(sentence)) >= FEWEST]
    every = [word for sentence in long for word in words(sentence)]
    if not every:
        return 0.0
    return 0.39 * len(every) / len(long) + 11.8 * sum(map(syllables, every)) / len(every) - 15.59
