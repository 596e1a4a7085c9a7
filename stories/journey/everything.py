"""All that is held about a story, for its parent: a list of parts, each made by one function, and of files beside them.

To hold something new about a contribution, add a function to `PARTS` or `FILES`. What is left out on purpose, the
page before the file says: work that is not finished, readers' notes, and the safeguarding record.
"""

from collections.abc import Callable, Iterable
from datetime import date
from textwrap import indent

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent import dials, notices, rules
from consent.kinds import Kind
from consent.models import Hold, Shown, TakeDown
from consent.uses import ANSWER_TO_WORDS_LABELS, LABELS, Answer, Use
from stories import tree
from stories.actions import Visit, capturing
from stories.desk.reading import answers_in_words
from stories.journey.final_words import final_words
from stories.journey.forms import YES_NO_LATER
from stories.journey.notes_file import File, Part
from stories.journey.quoted import answered, places
from stories.journey.reading_again import said_in_words
from stories.journey.talking import spoken
from stories.journey.weeks import beginning_of
from stories.journey.where import where
from stories.journey.wording import question
from stories.models import Contribution
from stories.sent_pictures import sent_pictures
from stories.states import KIND_LABELS

# What readers wrote down about their own work, and for safeguarding: the page before the file says that it may exist.
NOT_COUNTED = {"safeguarding", "settling", capturing.DOUBT}
# How a decision about exact words is told.
JUST = {
    Kind.APPROVAL: gettext_lazy("Just these words, for “%(title)s”: %(asked)s"),
    Kind.SPAN: gettext_lazy("Just one quote, for “%(title)s”: %(asked)s"),
}
NOT_NAMED = {Hold.Kind.SAFEGUARDING, Hold.Kind.OBJECTION}


def everything(visit: Visit, *, today: date) -> tuple[tuple[Part, ...], tuple[File, ...]]:
    """Every part and every file, in the order in which she would look for them."""
    parts = tuple(make(visit, today) for make in PARTS)
    return parts, tuple(file for make in FILES for file in make(visit, today))


def part(name: str, heading: str, pairs: Iterable[tuple[str, str]]) -> Part:
    """A part that is nothing but names with values."""
    pairs = [(str(key), str(value)) for key, value in pairs]
    lines = tuple(f"{key}\n{indent(value, '    ')}" for key, value in pairs)
    return Part(name, heading, lines, [{"about": key, "is": value} for key, value in pairs])


def where_it_is(visit: Visit, today: date) -> Part:
    found = where(visit, today=today)
    return Part("where", _("Where your story is"), (found.heading, *found.sentences), [found.heading, *found.sentences])


def what_was_sent(visit: Visit, today: date) -> Part:
    body = visit.opened.read("body")
    named = [body["title"], body["text"], body.get("credit", "")]
    data = {name: body.get(name, "") for name in ("title", "text", "kind", "language", "credit")}
    return Part("sent", _("What you sent"), tuple(f"{one}\n" for one in named if one), data)


def answers(visit: Visit, today: date) -> Part:
    history = visit.agreement.history()
    set_to = [(dial, rules.dial(history, dial)) for dial in dials.Dial]
    told = [(dials.LABELS[dial], dials.CHOICES[dial].get(word, word)) for dial, word in set_to if word]
    return part("answers", _("What else you told us"), [*answers_in_words(visit.opened), *told])


def uses(visit: Visit, today: date) -> Part:
    notice, words = notices.current(), dict(YES_NO_LATER)
    said = [(use, visit.agreement.standing(use)) for use in Use]
    asked = [(question(use, notice)[0], words.get(answer, _("Not asked"))) for use, answer in said]
    return part("uses", _("Your answers, as they count today"), asked)


def history(visit: Visit, today: date) -> Part:
    """Every decision in the order in which it was made. The book knows no day, only the week."""
    notice, words = notices.current(), dict(YES_NO_LATER)
    rows = visit.agreement.details.select_related("decision", "edition").order_by("decision")
    told = []
    for row in rows:
        if row.kind == Kind.DIAL:
            asked = f"{dials.LABELS[dials.Dial(row.dial)]}:"
            answer = dials.CHOICES[dials.Dial(row.dial)].get(row.answer, row.answer)
        elif row.use:
            asked, answer = question(Use(row.use), notice)[0], words.get(row.answer, row.answer)
        else:
            continue
        if row.kind in JUST:
            answer = ANSWER_TO_WORDS_LABELS[row.answer]
            asked = JUST[row.kind] % {"title": row.edition.title, "asked": asked}
        told.append((_("In the week of %(day)s") % {"day": beginning_of(row.decision.week)}, f"{asked} {answer}"))
    return part("history", _("All that you decided, in order"), told)


def messages(visit: Visit, today: date) -> Part:
    who = {True: _("From us"), False: _("From you")}
    told = []
    for turn in spoken(visit):
        text = _("We have read it.") if turn.noted else turn.text
        text = text if turn.readable else _("This one was damaged and cannot be read.")
        week = _("in the week of %(day)s") % {"day": turn.week} if turn.week else ""
        told.append((f"{who[turn.ours or turn.noted]} {week}".strip(), text))
    return part("messages", _("Our messages"), told)


def the_final_words(visit: Visit, today: date) -> Part:
    found = [(words, tree.plain_text(words.tree), said_in_words(words)) for words in final_words(visit)]
    lines = [
        "\n\n".join([words.edition, text, *(f"{asked} {answer}" for asked, answer in said)])
        for words, text, said in found
    ]
    data = [
        {"edition": words.edition, "words": text, "answers": [{"about": str(one), "is": is_} for one, is_ in said]}
        for words, text, said in found
    ]
    return Part("final", _("The final words"), tuple(lines), data)


def quotations(visit: Visit, today: date) -> Part:
    """Passages that would stand alone, as she was asked about them."""
    words = dict(YES_NO_LATER) | {None: _("Not answered")}
    noted = ANSWER_TO_WORDS_LABELS[Answer.LATER]
    told = [
        (
            f"{one.edition.title}, {', '.join(places(one.span.uses))}: {noted if one.noted else words[one.said]}",
            tree.plain_text(one.span.story_tree()),
        )
        for one in answered(visit, today=today, waiting=True)
    ]
    return part("quotes", _("Your quotes"), told)


def shown(visit: Visit, today: date) -> Part:
    rows = Shown.objects.filter(agreement=visit.agreement).select_related("edition").order_by("pk")
    told = [(f"{row.edition.title}, {row.release}", LABELS[Use(row.use)]) for row in rows]
    return part("shown", _("Where your words have been shown"), told)


def stopped_by_us(visit: Visit, today: date) -> Part:
    """Holds and take-downs: of what kind, from which week, until which. Readers' own notes on them are not in it.

    That somebody objects is theirs to tell, and safeguarding has a record of its own: both are told as a hold alone.
    """
    found = []
    for model, says in ((Hold, _("We wait: %(kind)s")), (TakeDown, _("We took it down: %(kind)s"))):
        for row in model.objects.filter(agreement=visit.agreement).order_by("pk"):
            kind = row.get_kind_display() if model is Hold else row.get_reason_display()
            if model is Hold and row.kind in NOT_NAMED:
                kind = _("we have more to think about first")
            since = _("from the week of %(day)s") % {"day": beginning_of(row.week)}
            until = _("until the week of %(day)s") % {"day": beginning_of(row.closed_week)} if row.closed_week else ""
            found.append((says % {"kind": kind}, f"{since} {until}".strip()))
    return part("stopped", _("What keeps us from using it"), found)


def noted_in_clear(visit: Visit, today: date) -> Part:
    """The row that readers see before they open anything."""
    row: Contribution = visit.contribution
    kinds = sorted(row.records.exclude(kind__in=NOT_COUNTED).values_list("kind", flat=True))
    told = [
        (_("What we call it"), row.code),
        (_("Where it stands"), row.get_state_display()),
        (_("It came in the week of"), beginning_of(row.week)),
        (_("Unless a story is made of it, we keep it until the end of the week of"), beginning_of(row.expires)),
        (_("Kind"), KIND_LABELS.get(row.kind) or _("Not noted yet")),
        (_("How hard it is to read"), row.get_severity_display()),
        (_("Urgent"), _("Yes") if row.urgent else _("No")),
        (_("Locked parts, by kind"), ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds)))),
        (_("How many people hold a key to it"), str(row.grants.exclude(holder__in=("parent", "recovery")).count())),
    ]
    return part("noted", _("What we have noted that is not locked"), told)


def pictures(visit: Visit, today: date) -> Iterable[File]:
    for number, picture in enumerate(sent_pictures(visit.opened), start=1):
        yield File(f"picture-{number}.{picture.suffix}", picture.data)


def entered_pages(visit: Visit, today: date) -> Iterable[File]:
    """Pictures of the pages, where somebody entered it from paper for her."""
    for number, (suffix, data) in enumerate(capturing.pages(visit.opened), start=1):
        yield File(f"page-{number}.{suffix}", data)


def picture_descriptions(visit: Visit, today: date) -> Part:
    found = [(f"picture-{number}", one.description) for number, one in enumerate(sent_pictures(visit.opened), start=1)]
    return part("pictures", _("Your pictures"), found)


Maker = Callable[[Visit, date], Part]

PARTS: tuple[Maker, ...] = (
    where_it_is,
    what_was_sent,
    picture_descriptions,
    answers,
    uses,
    messages,
    the_final_words,
    quotations,
    shown,
    history,
    stopped_by_us,
    noted_in_clear,
)
FILES: tuple[Callable[[Visit, date], Iterable[File]], ...] = (pictures, entered_pages)
