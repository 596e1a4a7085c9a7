"""Nothing is said to a parent or a reader that a translator could not reach."""

import ast
import re
from importlib import import_module

import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.functional import Promise

from stories.journey.forms import PageForm
from tests.languages import messages, pseudo

# The page for when nothing works any more needs nothing: no context, no catalogue.
WITHOUT_ANYTHING = {"500.html"}
TRANSLATED = ("comment", "blocktrans", "blocktranslate")
# Attributes that are read out or shown.
SPOKEN = re.compile(r'\b(?:aria-label|aria-description|title|alt|placeholder)="([^"]*)"')
WORD = re.compile(r"[A-Za-z]{2,}")
SENTENCE = re.compile(r"[A-Z“][\w’”]*,? \w+")
JOURNEY = sorted((messages.ROOT / "stories" / "journey").glob("*.py"))


def bare_words(source: str) -> list[str]:
    """Words of a template that stand in no {% trans %}: between tags, and in attributes that people hear."""
    html, until = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if token.contents == "block body_class":
            until = "endblock"
        elif until:
            until = "" if name == until else until
        elif name in TRANSLATED:
            until = f"end{name}"
        elif token.token_type == TokenType.TEXT:
            html.append(token.contents)
    text = re.sub(r"<!--.*?-->", "", "".join(html), flags=re.DOTALL)
    found = re.sub(r"<[^>]*>", "\n", text).splitlines() + SPOKEN.findall(text)
    return [line.strip() for line in found if WORD.search(line)]


@pytest.mark.parametrize("path", messages.templates(), ids=lambda path: str(path.relative_to(messages.ROOT)))
def test_no_template_says_anything_outside_gettext(path):
    if path.name not in WITHOUT_ANYTHING:
        assert bare_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source", ["<p>Some words</p>", '<nav aria-label="Way out"></nav>', "{% if x %}Yes{% else %}{{ no }}{% endif %}"]
)
def test_words_outside_gettext_are_seen(source):
    assert bare_words(source)


def bare_sentences(source: str) -> list[str]:
    """Sentences in a Python file that no call of gettext holds; what developers read does not count."""
    tree = ast.parse(source)
    fine = {id(part) for node in ast.walk(tree) if for_developers(node) for part in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in fine
        if SENTENCE.match(node.value.strip())
    ]


def for_developers(node: ast.AST) -> bool:
    """Docstrings, what is logged, what is raised as our own error; and what gettext holds already."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Raise):
        return not (isinstance(node.exc, ast.Call) and getattr(node.exc.func, "attr", "") == "ValidationError")
    if isinstance(node, ast.Call):
        on = getattr(getattr(node.func, "value", None), "id", "")
        return on == "logger" or messages.said(node) is not None
    return False


# The line below a story in the booklet is in the booklet's language, not in that of her browser.
IN_THE_BOOKLET = {"A parent"}


@pytest.mark.parametrize("path", JOURNEY, ids=lambda path: path.name)
def test_no_sentence_of_the_journey_is_written_outside_gettext(path):
    assert set(bare_sentences(path.read_text(encoding="utf-8"))) <= IN_THE_BOOKLET


@pytest.mark.parametrize(
    "source", ['x = "Please look again."', 'raise forms.ValidationError("Write your words.")', 'f(label="Your words")']
)
def test_a_sentence_outside_gettext_is_seen(source):
    assert bare_sentences(source)


def test_questions_are_translated_when_they_are_shown_and_not_when_the_server_starts():
    found = [
        (form.__name__, name, words)
        for form in every_form()
        for name, field in form.base_fields.items()
        for words in (field.label, field.help_text, *field.error_messages.values(), *options(field))
        if words and not isinstance(words, Promise)
    ]
    assert found == []


def every_form() -> list[type[PageForm]]:
    """All pages with questions, in whichever file of the journey they stand."""
    for file in JOURNEY:
        import_module(f"stories.journey.{file.stem}")
    found = [PageForm]
    for form in found:
        found += form.__subclasses__()
    assert len(found) > 15
    return found


def options(field):
    return (label for _value, label in getattr(field, "choices", ()))


def test_the_catalogue_made_from_our_messages_is_one_that_django_reads(settings, tmp_path):
    pseudo.install(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en-gb", "English"), (pseudo.LONG, "Long"), (pseudo.RIGHT_TO_LEFT, "Right to left")]
    assert len(messages.every()) > 300
    with translation.override(pseudo.LONG):
        assert translation.gettext("Skip to content") == pseudo.say("Skip to content", pseudo.LONG)
        assert not translation.get_language_bidi()
    with translation.override(pseudo.RIGHT_TO_LEFT):
        assert translation.gettext("March") == pseudo.say("March", pseudo.RIGHT_TO_LEFT)
        assert translation.get_language_bidi()


def test_what_stands_outside_the_brackets_is_found():
    shown = pseudo.say("These are for “%(title)s”.", pseudo.LONG) % {"title": pseudo.say("A book", pseudo.LONG)}
    assert pseudo.outside(shown) == ""
    assert pseudo.outside(f"{shown} Plain words {shown}") == "Plain words"
