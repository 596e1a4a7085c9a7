"""What must be true of this installation before anybody is asked for consent."""

from django.core import checks

from consent import wording
from consent.reasons import PHRASES
from consent.uses import LABELS, Use


@checks.register("consent")
def every_use_has_words(app_configs, **kwargs):
    """A use without words would be asked about in silence, or refused without a sentence."""
    return [
        checks.Error(
            f"The use “{use}” has no {what}.",
            hint=f"Add it to {place}.",
            id="consent.E001",
        )
        for use in Use
        for what, place, words in (
            ("label", "LABELS in consent/uses.py", LABELS.get(use)),
            ("phrase for a sentence", "PHRASES in consent/reasons.py", PHRASES.get(use)),
            ("question and explanation", "ENGLISH in consent/wording.py", wording.ENGLISH.body.get(use)),
        )
        if not words
    ]
