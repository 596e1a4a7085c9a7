"""Words about the uses: the notice's own where it has them, and plain ones of ours where it has none."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consent.uses import Use

# For each use: the question, and who will see it and whether it can be taken back.
PLAIN = {
    Use.KEEP: (_("May we keep your story and work on it?"), ""),
    Use.PANEL: (
        _("May other parents on our panel read it?"),
        _("A few parents help us to choose. They see it with the names taken out."),
    ),
    Use.ONLINE: (
        _("May it be in the online booklet?"),
        _("Anyone in the world can read it. If you stop, it leaves our site at once. Copies others made will stay."),
    ),
    Use.PRINT: (
        _("May it be in the printed booklet?"),
        _("Schools, police and families get copies. Once it is printed, we cannot call copies back."),
    ),
    Use.FORMATS: (
        _("May we make it into other forms?"),
        _("Such as other languages, Easy Read, or a voice that reads it out."),
    ),
    Use.SOCIAL: (
        _("May we share a line of it on social media?"),
        _("We show you the line first. We can delete our post, but not what others have shared."),
    ),
    Use.PRESS: (
        _("May we give a line of it to the press?"),
        _("We show you the line first. Once it is in the news, we cannot call it back."),
    ),
    Use.TRAINING: (
        _("May we use it to train people?"),
        _("Social workers, police and teachers would learn from it with us."),
    ),
    Use.POLICY: (
        _("May we use it to ask for change?"),
        _("We would show it to people who make laws and run services."),
    ),
    Use.RESEARCH: (
        _("May it be used in research?"),
        _("People at a university would study it. They must keep our rules."),
    ),
}


def question(use: Use, notice=None) -> tuple[str, str]:
    """The question and explanation for a use, in the words of the notice in force."""
    asked, explained = notice.for_use(use) if notice else ("", "")
    return (asked, explained) if asked else PLAIN[use]


def about_quotation(number: int) -> str:
    """The question about the quotation with this number on a page."""
    return _("Quote %(number)d: may we use it alone?") % {"number": number}


def use_error(label) -> str:
    """In a list of many questions an error must name its own."""
    return format_lazy("{question} {missing}", question=label, missing=_("Choose an answer."))
