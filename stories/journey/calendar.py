"""The real dates of the booklet that a parent writes for, as sentences she can plan by."""

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from consent.models import Edition
from consent.uses import Use


def edition_for(today: date) -> Edition | None:
    """The booklet that a story sent today is meant for, if its dates are known."""
    return Edition.objects.current(today)


def still_open_to_words(today: date) -> Edition | None:
    """The booklet whose final words can still be agreed to today."""
    edition = edition_for(today)
    return edition if edition and today <= edition.content_lock else None


def in_full(day: date) -> str:
    """“18 March 2027”: a date that nobody can read in two ways."""
    return date_format(day, "j F Y")


def what_happens_next(
    edition: Edition | None, today: date, *, exact: bool = False, nowhere: bool = False
) -> tuple[str, ...]:
    """What follows a sending, with between which days to come back for the final words.

    `exact`: she has said yes to the words exactly as she sent them. `nowhere`: she has said yes to no use outside the
    house, so no date of a booklet is hers, and she need not come back for one.
    """
    if nowhere:
        return (
            _("Two people read your story with care."),
            _("You have not said yes to any place for your words. So we put them nowhere."),
            _("You need not come back. If you change your mind, you can say yes on your page."),
        )
    first = _("Two people read your story. They take out what could show who you are.")
    if edition is None:
        return (
            first,
            _("We do not know the dates of the next booklet yet. Come back in a few weeks. Your page will tell you."),
        )
    if today > edition.content_lock:
        return (
            first,
            _("This year’s booklet is full. Your story waits for the next one. Come back in summer for the dates."),
        )
    days = {"lock": in_full(edition.content_lock), "opens": in_full(localdate(edition.opens_at))}
    if exact:
        return (
            first,
            _("If nothing had to change, we can use your words just as you sent them. You need not come back for it."),
            _("If we must change even a comma, we ask you first. Your page will show you the new words."),
            _("So come back once before %(lock)s, if you can. Without your yes, we do not use changed words.") % days,
            _("The booklet opens on %(opens)s. You can stop or delete your story at any time.") % days,
        )
    return (
        first,
        _("Come back with your return words before %(lock)s. We will show you the final words then.") % days,
        _("If you say yes, they can be in the booklet that opens on %(opens)s.") % days,
        _("If we do not hear from you, we put out nothing."),
    )


def before_a_yes(edition: Edition, today: date, *, uses: Collection[Use], stay: bool) -> tuple[str, ...]:
    """What a yes to the final words comes to, by the dates of its booklet: told on the page where she gives it.

    `uses` are those she is asked about; `stay` says what she wants if she never comes back.
    """
    days = {
        "lock": in_full(edition.content_lock),
        "print": in_full(edition.print_order),
        "opens": in_full(localdate(edition.opens_at)),
        "lapses": in_full(edition.facts.lapses_on),
        "stays": in_full(edition.facts.stays_until),
    }
    if today <= edition.content_lock:
        found = [_("Please answer by %(lock)s. If we hear nothing, we do not use these words.")]
    else:
        found = [
            _("We hoped for your answer by %(lock)s. You can still answer, but it may be too late for this booklet."),
            _("If we hear nothing, we do not use these words."),
        ]
    if today < localdate(edition.opens_at):
        found.append(_("The booklet opens on %(opens)s."))
    if Use.PRINT in uses and today <= edition.print_order:
        found.append(_("It goes to the printer on %(print)s. Until then we can take your words out of it."))
    elif Use.PRINT in uses:
        found.append(_("It went to the printer on %(print)s. We cannot call copies on paper back."))
    found.append(_("You can stop at any time. On our site it counts at once."))
    if Use.ONLINE in uses and stay:
        found.append(_("If you never come back, your words stay on our site until %(stays)s, as you told us."))
    elif Use.ONLINE in uses:
        found.append(_("If you never come back, your words leave our site after %(lapses)s."))
    return tuple(sentence % days for sentence in found)


def effect_of_stopping(edition: Edition | None, today: date, *, out: bool, released: bool) -> tuple[str, ...]:
    """What a stop reaches today, and what it no longer can.

    `edition`: the one that shows them, or else the next. `out`: words of hers are on the site now. `released`: they
    are, or were once; a printer may then have the file before the last day for it.
    """
    if out:
        online = _("Your words leave our site at once. We make the files to download again without them.")
    else:
        online = _("Your words are not on our site now. We will not put them there.")
    kept = (_("Copies that other people made online will stay. We cannot reach them."),) if released else ()
    if edition is None:
        return online, *kept
    if released and today <= edition.print_order:
        paper = _(
            "The booklet goes to the printer by %(day)s. Copies on paper cannot be called back. We will not print more."
        )
    elif today <= edition.print_order:
        paper = _("The printed booklet goes to the printer on %(day)s. Until then we can still take your words out.")
    else:
        paper = _(
            "The booklet went to the printer on %(day)s. Copies on paper cannot be called back. We will not print more."
        )
    return online, paper % {"day": in_full(edition.print_order)}, *kept
