"""Where a story is now, in words for the parent who wrote it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from consent import rules
from consent.models import Edition, Shown
from consent.uses import Answer, Use
from stories import actions
from stories.actions import Visit
from stories.journey.final_words import asked_for_a_change, said_to
from stories.models import Proposal
from stories.states import State


@dataclass(frozen=True)
class Where:
    """One heading and the sentences below it. `is_over`: nothing more will be made of her story."""

    heading: str
    sentences: tuple[str, ...] = ()
    is_over: bool = False


def waiting(visit: Visit, *, today: date) -> Proposal | None:
    """The exact words that wait for her answer, if any do."""
    asked = Proposal.objects.open().of(visit.contribution).newest_first().select_related("edition", "agreement")
    return next((p for p in asked if actions.standing_of(p, today=today).state == "waiting" and p.is_exact()), None)


def released(visit: Visit) -> tuple[str, ...]:
    """The titles of the booklets in which words of hers were put out."""
    shown = Shown.objects.filter(agreement=visit.agreement).select_related("edition")
    return tuple(sorted({row.edition.title for row in shown}))


def newest_shown(visit: Visit) -> Edition | None:
    """The newest of those booklets, or None where nothing of hers was put out."""
    shown = Shown.objects.filter(agreement=visit.agreement).select_related("edition")
    return max((row.edition for row in shown), key=lambda edition: edition.year, default=None)


def still_out(visit: Visit, *, today: date) -> tuple[str, ...]:
    """The titles of those booklets that may still show her words: what she stopped, or we took down, is not in it."""
    shown = Shown.objects.filter(agreement=visit.agreement).select_related("edition")
    history = visit.agreement.history()

    def allowed(row: Shown) -> bool:
        facts = {"tag": row.digest_tag, "edition": row.edition.facts, "day": today}
        return rules.may_use(history, use=Use(row.use), **facts).allowed

    return tuple(sorted({row.edition.title for row in shown if allowed(row)}))


def where(visit: Visit, *, today: date) -> Where:
    """The furthest thing that is true of her story today."""
    if asked := waiting(visit, today=today):
        if _all_stopped(visit, asked):
            return Where(
                _("You have stopped it"),
                (_("Nothing of your story goes out. The final words wait here. A yes to them would count again."),),
            )
        found = [_("Please read them. Then tell us yes or no.")]
        if titles := still_out(visit, today=today):
            found.append(_("Words that you said yes to before are in “%(titles)s” now.") % _listed(titles))
        return Where(_("The final words are ready for you"), tuple(found))
    if titles := still_out(visit, today=today):
        return Where(
            _("Your words are in a booklet"),
            (_("They are in “%(titles)s”. You can stop this at any time.") % _listed(titles),),
        )
    if titles := released(visit):
        return Where(
            _("Your words are out of the booklet"),
            (
                _("They were in “%(titles)s”. Now they are not on our site any more.") % _listed(titles),
                _("Copies on paper, and copies that others made, we cannot reach."),
            ),
        )
    match State(visit.contribution.state):
        case State.RECEIVED:
            return Where(
                _("We have your story"),
                (_("It is locked away. Two people will read it with care."),),
            )
        case State.NOT_USED:
            return Where(
                _("We will not put your story in a booklet"),
                (_("That does not mean it is not good or not true. It stays locked away."),),
                is_over=True,
            )
        case State.CLEARED:
            return _cleared(visit, today)
    return Where(
        _("We are reading your story"),
        (_("We take out what could show who you are. Then we will show you the final words here."),),
    )


def _listed(titles: tuple[str, ...]) -> dict[str, str]:
    return {"titles": "”, “".join(titles)}


def _cleared(visit: Visit, today: date) -> Where:
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).newest_first().first()
    said = said_to(asked, visit.agreement.history()) if asked else {}
    if not said:
        return Where(
            _("We are getting your story ready"),
            (_("The names are out of it. Next we will show you the final words here."),),
        )
    change = asked_for_a_change(visit, asked.digest)
    if Answer.YES not in said.values():
        return _without_a_yes(change)
    more = (_("You asked for a change too. We will show you the changed words here."),) if change else ()
    if not actions.standing_of(asked, today=today).uses:
        return _unused(visit, asked, today, more)
    if change:
        so = _("Where you said yes, we may use the words just as they stand. Stop if you want us to wait.")
    else:
        so = _("We are making the booklet. There is nothing you need to do.")
    return Where(_("You said yes to the final words"), (so, *more))


def _unused(visit: Visit, asked: Proposal, today: date, more: tuple[str, ...]) -> Where:
    """She said yes to these words, and the rule lets them out nowhere: each reason in words of its own."""
    history, uses = visit.agreement.history(), [Use(use) for use in asked.uses]
    if _all_stopped(visit, asked):
        return Where(
            _("You have stopped it"),
            (_("Nothing of your story goes out. If you say yes again, we show you the final words once more."), *more),
        )
    facts = {"tag": asked.tag, "edition": asked.edition.facts, "day": today}
    against = [{reason.code for reason in rules.may_use(history, use=use, **facts).reasons} for use in uses]
    if {"approved_before_no"} in against:
        return Where(
            _("You have said yes again since you stopped it"),
            (_("Before we use your words, we show you the final words here once more, and ask you."), *more),
        )
    if any("lapsed" in codes for codes in against):
        why = _("We do not use them now. A yes is for one booklet, and the time of that one is over.")
    else:
        why = _("We do not use them now. We have more to think about first.")
    return Where(_("You said yes to the final words"), (why, *more))


def _all_stopped(visit: Visit, asked: Proposal) -> bool:
    """Whether she has said no to every use that these words were asked about for."""
    return all(visit.agreement.standing(Use(use)) == Answer.NO for use in asked.uses)


def _without_a_yes(change: bool) -> Where:
    if change:
        return Where(
            _("You asked us to change the final words"),
            (
                _("We have what you wrote. When we have changed the words, we show them to you here."),
                _("Until you say yes to them, we do not use them."),
            ),
        )
    return Where(
        _("You said no to the final words"),
        (_("So we do not use them. If we change them, we ask you here again."),),
    )
