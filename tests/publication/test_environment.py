"""Settings are read by name, and a bad value is refused by name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from publication import environment


def test_a_variable_that_is_not_set_leaves_the_default(monkeypatch):
    monkeypatch.delenv("A_NAME", raising=False)
    assert environment.text("A_NAME", "x") == "x"
    assert environment.flag("A_NAME", default=True) is True
    assert environment.number("A_NAME", 7) == 7
    assert environment.listing("A_NAME", "a, b") == ["a", "b"]
    assert environment.folder("A_NAME", Path("/var/x")) == Path("/var/x")
    assert environment.choice("A_NAME", "a", {"a", "b"}) == "a"


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("Yes", True), (" on ", True), ("0", False), ("FALSE", False), ("", False)]
)
def test_a_flag_reads_the_usual_words(monkeypatch, written, meant):
    monkeypatch.setenv("A_NAME", written)
    assert environment.flag("A_NAME", default=not meant) is meant


@pytest.mark.parametrize(
    ("read", "bad"),
    [
        (lambda: environment.flag("A_NAME", default=False), "flase"),
        (lambda: environment.number("A_NAME", 1), "many"),
        (lambda: environment.number("A_NAME", 1, at_least=5), "4"),
        (lambda: environment.folder("A_NAME", Path("/x")), "var/site"),
        (lambda: environment.choice("A_NAME", "a", {"a", "b"}), "c"),
    ],
)
def test_a_bad_value_is_refused_by_name_and_told_what_it_may_be(monkeypatch, read, bad):
    monkeypatch.setenv("A_NAME", bad)
    with pytest.raises(ImproperlyConfigured, match=r"A_NAME is .*\. (Set it to|Give) .+") as refusal:
        read()
    assert bad in str(refusal.value)


def test_a_list_drops_what_is_empty(monkeypatch):
    monkeypatch.setenv("A_NAME", " a,, b ,")
    assert environment.listing("A_NAME") == ["a", "b"]


def test_a_folder_may_start_at_the_owners_own(monkeypatch):
    monkeypatch.setenv("A_NAME", "~/press")
    assert environment.folder("A_NAME", Path("/x")) == Path.home() / "press"
