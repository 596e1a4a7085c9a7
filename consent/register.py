"""This file knows how the ledger reads: what a family decided, as words for the consent register."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import dials, rules
from consent.dials import Dial
from consent.kinds import CAPTURED_LABELS, Kind
from consent.models import DecisionDetail
from consent.rules import History
from consent.uses import ANSWER_LABELS, ANSWER_TO_WORDS_LABELS, INSIDE, LABELS, Use

NEVER_ASKED = gettext_lazy("Not asked")


@dataclass(frozen=True)
class UseRow:
    """One use: what the family says, and what stands in the way of this use alone."""

    label: str
    says: str
    allowed: bool
    needs_words: bool
    reasons: tuple[str, ...]


# Reasons that stand in the way of the whole story; they are told once, above the uses.
OF_THE_STORY = {"erased", "incomplete", "no_is_missing", "hold", "taken_down"}


def story_reasons(history: History) -> list[str]:
    """What stands in the way whatever the use."""
    found = {reason: None for use in Use for reason in rules.allows(history, use=use).reasons}
    return [reason.sentence for reason in found if reason.code in OF_THE_STORY]


def use_rows(history: History) -> list[UseRow]:
    rows = []
    for use in Use:
        verdict = rules.allows(history, use=use)
        says = ANSWER_LABELS.get(rules.standing(history, use), NEVER_ASKED)
        reasons = tuple(reason.sentence for reason in verdict.reasons if reason.code not in OF_THE_STORY)
        rows.append(UseRow(str(LABELS[use]), str(says), verdict.allowed, use not in INSIDE, reasons))
    return rows


def dial_rows(history: History) -> list[tuple[str, str]]:
    """Each dial with what it is set to; dials never set are left out."""
    found = ((dial, rules.dial(history, dial)) for dial in Dial)
    return [(str(dials.LABELS[dial]), str(dials.CHOICES[dial].get(word, word))) for dial, word in found if word]


def allowed_uses(history: History) -> str:
    """The uses that nothing stands against, in one line for the list."""
    allowed = [str(LABELS[use]) for use in Use if rules.allows(history, use=use).allowed]
    if len(allowed) == len(Use):
        return _("Everything")
    return "; ".join(allowed) or _("Nothing")


def in_words(detail: DecisionDetail) -> str:
    """One decision as a line: “Online booklet: Yes (on paper)”."""
    match detail.kind:
        case Kind.DIAL:
            label, word = dials.LABELS[Dial(detail.dial)], dials.CHOICES[Dial(detail.dial)].get(detail.answer, "")
        case Kind.APPROVAL | Kind.SPAN:
            says = _("Exact words") if detail.kind == Kind.APPROVAL else _("A quotation")
            label = _("%(words)s for %(year)s, %(use)s") % {
                "words": says,
                "year": detail.edition.year,
                "use": LABELS[Use(detail.use)],
            }
            word = ANSWER_TO_WORDS_LABELS.get(detail.answer, "")
        case _:
            label, word = LABELS[Use(detail.use)], ANSWER_LABELS.get(detail.answer, "")
    return f"{label}: {word} ({str(CAPTURED_LABELS[detail.captured]).lower()})"
