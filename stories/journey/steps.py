"""The order of the pages on the way in, and which of them a parent meets. Pure: answers in, page out."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.uses import Answer, Use
from stories.journey.forms import BeyondForm, BookletForm, Nothing, PromiseForm, name_of
from stories.journey.names import NamesForm
from stories.journey.question_forms import WORKER, YOUNG, AboutForm, CareForm, DangerForm, LastForm
from stories.journey.story_forms import ShapeForm, StoryForm

Answers = dict[str, str]


def always(answers: Answers) -> bool:
    return True


def maybe_in_danger(answers: Answers) -> bool:
    return answers.get("danger") in ("yes", "unsure")


def refused(answers: Answers) -> bool:
    """She does not want us to keep anything: the way ends with thanks, and nothing is asked any more."""
    return answers.get(name_of(Use.KEEP)) == Answer.NO


def too_young(answers: Answers) -> bool:
    """Under 18: people who are there for the young come first, and nothing is taken."""
    return answers.get("who") == YOUNG


def at_work(answers: Answers) -> bool:
    """A professional, whom this page is not for."""
    return answers.get("who") == WORKER


def welcome(answers: Answers) -> bool:
    return not too_young(answers) and not at_work(answers)


def agreed(answers: Answers) -> bool:
    return welcome(answers) and not refused(answers)


@dataclass(frozen=True)
class Step:
    """One page: its name in the form, its title, its questions, and who meets it."""

    name: str
    title: str
    form: type[forms.Form] = Nothing
    applies: Callable[[Answers], bool] = always

    @property
    def template(self) -> str:
        return f"stories/journey/{self.name}.html"

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.form.base_fields)

    @property
    def own_fields(self) -> tuple[str, ...]:
        """What this page carries in the open; the page of promises also says which wording was read."""
        return (*self.fields, "notice") if self.name == "promise" else self.fields

    def complete(self, answers: Answers) -> bool:
        """Whether all its questions have an answer that can stand."""
        return self.form(answers).is_valid()


STEPS = (
    Step("safe", _("Staying safe")),
    Step("danger", _("Danger now"), DangerForm),
    Step("help", _("Help comes first"), applies=maybe_in_danger),
    Step("about", _("Before you decide"), AboutForm),
    Step("young", _("People who are there for you"), applies=too_young),
    Step("worker", _("This page is for parents"), applies=at_work),
    Step("promise", _("What we promise, and what we cannot"), PromiseForm, welcome),
    Step("declined", _("Thank you for coming here"), applies=lambda answers: welcome(answers) and refused(answers)),
    Step("care", _("Your child, the police and the courts"), CareForm, agreed),
    Step("story", _("Your story"), StoryForm, agreed),
    Step("names", _("Words that might tell who you are"), NamesForm, agreed),
    Step("shape", _("How we work with your words"), ShapeForm, agreed),
    Step("booklet", _("The booklet"), BookletForm, agreed),
    Step("beyond", _("Other places"), BeyondForm, agreed),
    Step("last", _("Last things"), LastForm, agreed),
    Step("check", _("Check your answers"), applies=agreed),
)
NAMED = {step.name: step for step in STEPS}
FIRST, CHECK = STEPS[0], STEPS[-1]
STORY, NAMES = NAMED["story"], NAMED["names"]

# Every field that travels. `notice` names the wording that stood on the page of promises, `edition` the year of the
# booklet that the last questions were asked for.
FIELDS = tuple(name for step in STEPS for name in step.fields) + ("notice", "edition")
# Where the way ends without anything being taken.
ENDINGS = ("young", "worker", "declined")


def way(answers: Answers) -> tuple[Step, ...]:
    """The pages this parent meets, as her answers stand."""
    return tuple(step for step in STEPS if step.applies(answers))


def ending(answers: Answers) -> Step | None:
    """The page that her way ends on when nothing of hers may be taken, or None."""
    return next((NAMED[name] for name in ENDINGS if NAMED[name].applies(answers)), None)


def may_be_saved(name: str) -> bool:
    """Whether a page has the button that saves: each of her way, but for those on which nothing is taken."""
    return name in NAMED and name not in ENDINGS


def first_incomplete(answers: Answers, *, until: Step | None = None) -> Step | None:
    """The first page whose questions are not answered, looking as far as `until` (itself included)."""
    for step in way(answers):
        if not step.complete(answers):
            return step
        if step == until:
            return None
    return None


def after(step: Step, answers: Answers) -> Step:
    """The next page of her way; the last page is followed by itself."""
    place = STEPS.index(step)
    return next((later for later in STEPS[place + 1 :] if later.applies(answers)), step)


def before(step: Step, answers: Answers) -> Step | None:
    """The page before, or None on the first one."""
    place = STEPS.index(step)
    return next((earlier for earlier in reversed(STEPS[:place]) if earlier.applies(answers)), None)
