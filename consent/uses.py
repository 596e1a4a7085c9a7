"""This file knows the uses a parent can allow, and which file of a release needs which.

Source of the list: the design's section 7; each use is asked for alone, with no default, because
people do choose differently per use when asked (CTRL evaluation, doi 10.1038/s41431-023-01454-1).
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Use(StrEnum):
    KEEP = "keep"
    PANEL = "panel"
    ONLINE = "online"
    PRINT = "print"
    SOCIAL = "social"
    PRESS = "press"
    TRAINING = "training"
    POLICY = "policy"
    RESEARCH = "research"
    FORMATS = "formats"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"


# Uses that stay inside the house: they need a yes, but no approved text and no edition.
INSIDE = frozenset({Use.KEEP, Use.PANEL})
OUTSIDE = frozenset(Use) - INSIDE
# Uses in which a passage may stand alone as a quotation, once the family has said yes to that passage.
QUOTABLE = frozenset({Use.ONLINE, Use.PRINT, Use.SOCIAL, Use.PRESS})
# Those of them that are nothing but short quotations: their question asks about every passage at once.
QUOTING = frozenset({Use.SOCIAL, Use.PRESS})

LABELS = {
    Use.KEEP: _("Keep it and work on it"),
    Use.PANEL: _("Other parents on our panel may read it"),
    Use.ONLINE: _("Online booklet"),
    Use.PRINT: _("Printed booklet"),
    Use.SOCIAL: _("A short quote on social media"),
    Use.PRESS: _("A short quote in the press"),
    Use.TRAINING: _("Training for people who work with families"),
    Use.POLICY: _("Asking for change in law and services"),
    Use.RESEARCH: _("Research"),
    Use.FORMATS: _("Other forms: translation, Easy Read, audio"),
}

ANSWER_LABELS = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.LATER: _("Will decide later"),
}
# To exact words nobody says “later”: it stands for a yes that was given aloud and that one person alone has noted.
ANSWER_TO_WORDS_LABELS = ANSWER_LABELS | {Answer.LATER: _("Yes, not yet confirmed by a second person")}
