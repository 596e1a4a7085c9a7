"""What a parent has answered, page by page, for her to look over before she sends it."""

from dataclasses import dataclass

from django import forms

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
    return tuple(Group(step, _rows(step.form(answers, notice=notice))) for step in way(answers) if step.fields)


def _rows(form: forms.Form) -> tuple[Row, ...]:
    own_words = form["description"].value() == "name" if "description" in form.fields else True
    return tuple(Row(field.name, field.label, _said(field)) for field in form if field.name != "credit" or own_words)


def _said(field: forms.BoundField) -> str:
    value = field.value() or ""
    if isinstance(field.field, forms.ChoiceField):
        return dict(field.field.choices).get(value, "")
    return value
