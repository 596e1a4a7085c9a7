"""This file knows the kinds of decision in the ledger and the ways in which one reaches us."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    ANSWER = "answer"
    APPROVAL = "approval"
    SPAN = "span"
    DIAL = "dial"
    RELEASED = "released"


class Captured(StrEnum):
    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    PERSON = "person"
    FORUM = "forum"
    IMPORT = "import"


# How an answer comes that was given aloud. A yes among them waits for a second person, and is noted as “later”.
ALOUD = (Captured.PERSON, Captured.PHONE)

# Kinds that say yes or no to exact words: to a whole text, or to a passage that stands alone as a quotation.
OF_WORDS = frozenset({Kind.APPROVAL, Kind.SPAN})
# Kinds that say yes or no to a use.
ABOUT_A_USE = OF_WORDS | {Kind.ANSWER}
# Kinds whose no reaches beyond its own words. A no to a quotation is a no to nothing but that quotation.
CLOSING = frozenset({Kind.ANSWER, Kind.APPROVAL})

KIND_LABELS = {
    Kind.ANSWER: _("Answer"),
    Kind.APPROVAL: _("Approval of exact words"),
    Kind.SPAN: _("Approval of a quotation"),
    Kind.DIAL: _("Setting"),
    Kind.RELEASED: _("Decisions let go by a deletion"),
}
CAPTURED_LABELS = {
    Captured.WEB: _("On the website"),
    Captured.PAPER: _("On paper"),
    Captured.PHONE: _("By telephone"),
    Captured.PERSON: _("In person"),
    Captured.FORUM: _("In a forum, by private reply"),
    Captured.IMPORT: _("In a document that somebody brought in"),
}
