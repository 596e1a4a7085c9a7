"""What a parent has answered, page by page, for her to look over before she sends it."""

from dataclasses import dataclass

from stories.journey.forms import PageForm
from stories.journey.steps import Answers, Step, way


@dataclass(frozen=True)
class Row:
    """One question with the answer in the words she chose it by; an empty answer was left out."""

    name: str
    question: str
    answer: str


@dataclass(frozen=True)
class Group:
    """The questions of one page; its name is what the Change button sends."""

    step: Step
    rows: tuple[Row, ...]


def summary(answers: Answers, *, notice=None) -> tuple[Group, ...]:
    """Every page of her way that asks something."""
    asked = ((step, _rows(step.form(answers, notice=notice))) for step in way(answers) if step.fields)
    return tuple(Group(step, rows) for step, rows in asked if rows)


def _rows(form: PageForm) -> tuple[Row, ...]:
    return tuple(Row(field.name, field.label, form.said(field)) for field in form if not form.left_out(field.name))
