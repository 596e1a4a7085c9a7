"""Patterns of what has a fixed shape: contact data, references, dates, ages, numbers.

Every quantifier has an upper bound and every pattern starts at a border, so that no text can make
the search slow; a test reads the patterns and holds them to it.
"""

import re
from dataclasses import dataclass

from stories.deidentify.candidates import Label, Tier
from stories.deidentify.lexicon import FESTIVALS, MONTHS, NUMBER_WORDS, ORDINAL_WORDS, WEEKDAYS


@dataclass(frozen=True)
class Pattern:
    """One shape to look for. The candidate is the group "this" where there is one, else the whole match."""

    expression: re.Pattern
    label: Label
    tier: Tier
    score: float
    why: str


def _pattern(expression: str, label: Label, tier: Tier, score: float, why: str, flags: int = re.I) -> Pattern:
    return Pattern(re.compile(expression, flags), label, tier, score, why)


MONTH = "(?:" + "|".join(MONTHS) + r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
WEEKDAY = "(?:" + "|".join(WEEKDAYS) + ")"
FESTIVAL = "(?:" + "|".join(sorted(FESTIVALS, key=len, reverse=True)) + ")"
COUNT = r"(?:\d{1,3}|(?:(?:twenty|thirty|forty|fifty|sixty)[- ])?(?:" + "|".join(NUMBER_WORDS) + "))"
ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|" + "|".join(sorted(ORDINAL_WORDS, key=len, reverse=True)) + ")"
YEAR = r"(?:1[89]|20)\d\d"
DIRECT, QUASI, POSSIBLE = Tier.DIRECT, Tier.QUASI, Tier.POSSIBLE

# In order of strength: where two overlap, the first listed keeps the place.
PATTERNS: tuple[Pattern, ...] = (
    _pattern(
        r"(?<![\w.+-])[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
        Label.EMAIL, DIRECT, 1.0, "an e-mail address",
    ),
    _pattern(
        r"(?<![\w.+-])[\w.+-]{1,64} ?[(\[]? ?at ?[)\]]? [\w-]{1,63} ?[(\[]? ?dot ?[)\]]? (?:com|co|org|net|uk|me)\b",
        Label.EMAIL, DIRECT, 0.9, "an e-mail address written out",
    ),
    _pattern(r"(?<!\w)(?:https?://|www\.)[^\s<>\"]{1,300}", Label.WEB, DIRECT, 1.0, "a web address"),
    _pattern(
        r"(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}(?:com|org|net|uk|info|me|tv|io|app|ie|wales|scot)\b"
        r"(?:/[^\s<>\"]{0,200})?",
        Label.WEB, DIRECT, 0.9, "a web address",
    ),
    _pattern(r"(?<![\w@])@[\w.]{2,40}", Label.HANDLE, DIRECT, 1.0, "a user name after @"),
    _pattern(
        r"\b(?:snapchat|snap|instagram|insta|tiktok|discord|kik|xbox|psn|telegram|username|user name|gamertag|handle)"
        r"(?: (?:name|id|account|tag|handle)){0,2}(?: (?:was|is)|:) ?(?P<this>[\w.#-]{3,40})",
        Label.HANDLE, DIRECT, 0.9, "follows the name of an online service",
    ),
    _pattern(
        r"(?<![\w+])(?:\+44|0044|\(?0)(?:[ ().-]{0,2}\d){9,10}(?!\d)", Label.PHONE, DIRECT, 1.0, "a UK phone number"
    ),
    _pattern(r"(?<![\w+])(?:\+|00)\d{1,3}(?:[ ().-]{0,2}\d){6,12}(?!\d)", Label.PHONE, DIRECT, 0.9, "a phone number"),
    _pattern(
        r"\b(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]\b",
        Label.NUMBER, DIRECT, 1.0, "a National Insurance number",
    ),
    _pattern(r"(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])", Label.NUMBER, DIRECT, 0.9, "the shape of an NHS number"),
    _pattern(
        r"\b(?:gir ?0aa|[a-pr-uwyz][a-hk-y]?\d[\da-hjkmnp-y]? ?\d[abd-hjlnp-uw-z]{2})\b",
        Label.POSTCODE, DIRECT, 1.0, "a postcode",
    ),
    _pattern(r"\b(?:[A-Z]{2}\d\d ?[A-Z]{3}|[A-Z]\d{1,3} ?[A-Z]{3})\b", Label.NUMBER, DIRECT, 0.9,
             "the shape of a number plate", 0),
    _pattern(
        r"\b(?:(?:ref(?:erence)?|crime|case|claim|log|incident|urn|order|collar|badge|shoulder|hospital|nhs|account|policy"
        r"|flight|passport|licence)(?: (?:ref(?:erence)?|number|no\.?|id)){0,2}|urn|number)(?: (?:was|is))?[ :#]{1,3}"
        r"(?P<this>[a-z]{0,6}[-/ ]?\d[\w/-]{1,30})",
        Label.NUMBER, DIRECT, 0.9, "follows the word for a reference",
    ),
    _pattern(r"(?<![\w/.-])[a-z]{1,5}[-/]?\d{1,8}[-/][\w/-]{1,20}(?!\w)", Label.NUMBER, DIRECT, 0.7,
             "letters and digits like a reference"),
    _pattern(rf"(?<!\w){WEEKDAY},? (?:the )?{ORDINAL}(?: of)? {MONTH}(?:,? {YEAR})?\b", Label.DATE, QUASI, 1.0,
             "a full date"),
    _pattern(rf"(?<!\w)(?:\d{{1,2}}|{ORDINAL})(?: of)? {MONTH}(?:,? {YEAR})?(?!\w)", Label.DATE, QUASI, 1.0,
             "a day and a month"),
    _pattern(rf"(?<!\w){MONTH} (?:the )?(?:{ORDINAL}|\d{{1,2}})(?:,? {YEAR})?(?!\w)", Label.DATE, QUASI, 1.0,
             "a month and a day"),
    _pattern(rf"(?<!\w){MONTH},? (?:of )?{YEAR}(?!\w)", Label.DATE, QUASI, 1.0, "a month and a year"),
    _pattern(r"(?<![\w/.-])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d\d-\d\d)(?![\w/-])", Label.DATE, QUASI,
             1.0, "a date in figures"),
    _pattern(r"(?<![\w/.-])\d{1,8}/\d{1,8}(?:/\w{1,6})?(?![\w/])", Label.NUMBER, DIRECT, 0.7,
             "two numbers like a reference"),
    _pattern(
        rf"\b(?:(?:early|mid|late) )?(?:spring|summer|autumn|winter|{FESTIVAL}) (?:of )?{YEAR}\b",
        Label.DATE, QUASI, 0.9, "a season and a year",
    ),
    _pattern(rf"(?<![\w£$€./-]){YEAR}(?![\w/]|[.-]\d)", Label.DATE, QUASI, 0.8, "a year"),
    _pattern(rf"\b(?:in|last|since|until|by|early|late|mid|that|this|of|during) (?P<this>{'|'.join(MONTHS)})\b",
             Label.DATE, QUASI, 0.7, "a month", 0),
    _pattern(rf"\b{COUNT}[- ](?:and a half[- ])?(?:years?|months?|weeks?|yrs?)[- ]olds?\b", Label.AGE, QUASI, 1.0,
             "an age"),
    _pattern(rf"\b(?:aged|age|ages|age of|turned|turning|nearly|almost|barely|only just) (?P<this>{COUNT})\b(?![ -]"
             r"(?:years?|months?|weeks?|days?|hours?|minutes?|miles?|times|of|per|pounds))",
             Label.AGE, QUASI, 0.8, "an age"),
    _pattern(
        rf"\b(?!(?:there|it|that|this|which|what|here)\b)[\w-]{{1,30}}(?:'s| (?:was|is|were|am|had been))"
        rf"(?: (?:just|only|now|then|still|about|already)){{0,2}} (?P<this>{COUNT})"
        r"(?= ?(?:[.,;:!?\n-]|$|when|and|at|the|by|before|after|then|now|but|or|years old))",
        Label.AGE, QUASI, 0.8, "an age",
    ),
    _pattern(
        rf"\b(?:my|her|his|our|your|their|[\w-]{{2,30}}'s) (?P<this>{ORDINAL}) birthday\b",
        Label.AGE, QUASI, 0.9, "a birthday that tells an age",
    ),
    _pattern(
        rf"\b(?:year|yr) (?P<this>\d{{1,2}}|{'|'.join(NUMBER_WORDS[:13])})\b(?! ago| later)",
        Label.AGE, QUASI, 0.6, "a school year",
    ),
    _pattern(rf"(?<!\w){FESTIVAL}(?!\w)", Label.DATE, POSSIBLE, 0.4, "a festival", 0),
    _pattern(rf"(?<!\w){WEEKDAY}s?(?!\w)", Label.DATE, POSSIBLE, 0.3, "a day of the week", 0),
    _pattern(r"(?<![\w:.£$])\d{1,2}(?:[:.]\d\d ?(?:am|pm)?| ?(?:am|pm|o'clock))(?![\w:])", Label.DATE, POSSIBLE, 0.4,
             "a time of day"),
    _pattern(r"(?<!\w)[£$€] ?\d{1,3}(?:,?\d{3}){0,4}(?:\.\d\d)?", Label.NUMBER, POSSIBLE, 0.4, "a sum of money"),
    _pattern(r"(?<![\w.,])\d{6,40}(?!\w)", Label.NUMBER, QUASI, 0.7, "a long number"),
    _pattern(r"(?<![\w.,])\d{1,5}(?:[.,]\d{1,5}){0,4}(?![\w])", Label.NUMBER, POSSIBLE, 0.2, "a number"),
)  # fmt: skip
