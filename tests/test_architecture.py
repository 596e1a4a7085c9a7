"""The house stands: imports go publication -> stories -> consent -> Django, and pure files stay pure.

Every rule is a function of made-up or real sources, and each is shown to find what it is there to find.
"""

import subprocess

import pytest

from tests.imports import ROOMS, ROOT, module_of, sources, uses

# Which rooms a room may use.
ARROWS = {
    "consent": {"consent"},
    "stories": {"stories", "consent"},
    "publication": {"publication", "stories", "consent"},
}

# Inside a room: a file may use files of its own step and of lower steps. Models stand beside rules and querysets,
# since a model offers its queryset as its manager and asks its rule;
# blocks, choosers and panels are not ordered, since Wagtail's models are built from them.
STEPS = (
    {"states", "uses", "models", "rules", "querysets"},
    {"actions"},
    {"views", "viewsets", "forms", "reports", "commands", "wagtail_hooks", "urls", "journey"},
)

# Files that must be understandable, and testable, without a database.
PURE = (
    *("consent.rules", "consent.uses", "stories.states", "stories.tree", "stories.render", "stories.reading"),
    *("stories.notation", "stories.cleaning", "stories.vault", "stories.deidentify", "publication.formats"),
    *("stories.passages", "publication.listening", "publication.environment", "publication.demonstration"),
    *("publication.sweeping",),
)
# What carries models, or the database, into a file.
CARRIES_MODELS = (
    *("django.db", "django.apps", "django.contrib.auth.models", "django.contrib.contenttypes", "modelcluster"),
    *("taggit", "wagtail.models", "wagtail.admin", "wagtail.images", "wagtail.documents", "wagtail.snippets"),
)

DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}

AT_THE_TOP = {
    *(
        "consent",
        "stories",
        "publication",
        "templates",
        "static",
        "tests",
        "docs",
        "deploy",
        "benchmarks",
        "locale",
        "tools",
    ),
    *("manage.py", "README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", ".ci", ".gitignore", "LICENSE"),
    *("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"),
}


def room(name: str) -> str:
    first = name.split(".")[0]
    return first if first in ROOMS else ""


def wrong_arrows(modules: dict[str, str]) -> list[str]:
    return [
        str(use)
        for name, source in modules.items()
        for use in uses(name, source, modules)
        if room(use.used) and room(use.used) not in ARROWS[room(name)]
    ]


def step(name: str) -> int | None:
    """How high a module stands in its room; None for a file that the order says nothing about."""
    for part in name.split(".")[1:]:
        for height, names in enumerate(STEPS):
            if part in names:
                return height
    return None


def wrong_steps(modules: dict[str, str]) -> list[str]:
    found = []
    for name, source in modules.items():
        for use in uses(name, source, modules):
            target = module_of(use.used, modules)
            if use.late or room(target) != room(name) or step(name) is None or step(target) is None:
                continue
            if step(target) > step(name):
                found.append(str(use))
    return found


def is_pure(name: str) -> bool:
    return any(name == pure or name.startswith(pure + ".") for pure in PURE)


def carries_models(name: str, used: str) -> bool:
    parts = used.split(".")
    if room(used):
        return "models" in parts
    if name.startswith("stories.vault"):
        return parts[0] in {"django", "wagtail"}  # the vault also runs on an offline machine
    return any(used == carrier or used.startswith(carrier + ".") for carrier in CARRIES_MODELS)


def impurities(modules: dict[str, str]) -> list[str]:
    """Every way from a pure file to a model, through other files of ours too."""
    found = []
    for start in (name for name in modules if is_pure(name)):
        seen, waiting = set(), [(start, start)]
        while waiting:
            name, way = waiting.pop()
            for use in uses(name, modules[name], modules):
                if use.late:
                    continue
                if carries_models(start, use.used):
                    found.append(f"{way} uses {use.used}")
                elif (target := module_of(use.used, modules)) and target not in seen:
                    seen.add(target)
                    waiting.append((target, f"{way} -> {target}"))
    return found


def drawers(paths: list[str]) -> list[str]:
    return [
        path
        for path in paths
        if any(
            part.split(".")[0] in DRAWERS for part in path.split("/") if not part.endswith((".html", ".css", ".typ"))
        )
    ]


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for path in listing.stdout.split("\0") if path and (ROOT / path).exists()]


def test_imports_go_down_only():
    assert wrong_arrows(sources()) == []


def test_inside_a_room_imports_go_down_only():
    assert wrong_steps(sources()) == []


def test_pure_files_reach_no_model():
    assert impurities(sources()) == []


def test_every_pure_file_is_there():
    """A renamed file must not slip out of the rule above."""
    modules = sources()
    assert [name for name in PURE if name not in modules] == []


def test_no_file_is_a_drawer():
    assert drawers([path for path in tracked() if path.endswith(".py")]) == []


def test_the_top_of_the_house_holds_what_the_design_names():
    assert {path.split("/")[0] for path in tracked()} - AT_THE_TOP == set()


@pytest.mark.parametrize(
    "source",
    [
        "from stories.tree import Run",
        "import stories",
        "def f():\n    from stories import tree",
        "if TYPE_CHECKING:\n    import publication.gate",
        "from ..stories import tree",
        "agreement = models.ForeignKey('stories.Story', on_delete=models.PROTECT)",
        "import_string('publication.gate.ask')",
        "apps.get_model('stories', 'Story')",
        "dependencies = [('stories', '0001_initial')]",
    ],
)
def test_a_wrong_arrow_is_found_however_it_is_written(source):
    assert wrong_arrows({"consent.rules": source, "consent": ""}) != []


@pytest.mark.parametrize(
    "source",
    [
        "from consent.uses import Use",
        "from . import uses",
        "template = 'stories/story.html'",
        '"""See stories.tree."""',
    ],
)
def test_a_right_arrow_is_let_be(source):
    assert wrong_arrows({"consent.rules": source, "consent.uses": "", "consent": ""}) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("consent.rules", "from consent.actions import agree"),
        ("consent.models", "def save():\n    from consent.actions import agree"),
        ("stories.actions.receive", "from stories.journey.forms import StoryForm"),
    ],
)
def test_a_wrong_step_is_found(name, source):
    modules = {"consent.actions": "", "stories.journey.forms": "", name: source}
    assert wrong_steps(modules) != []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("stories.tree", "from django.db import models"),
        ("stories.render", "from wagtail.models import Page"),
        ("publication.formats.pdf", "from stories.models import Story"),
        ("stories.vault.words", "from django.conf import settings"),
        ("stories.deidentify.rules", "def f():\n    from stories.middle import x"),
    ],
)
def test_an_impurity_is_found_even_through_another_file(name, source):
    modules = {"stories.models": "", "stories.middle": "from stories.models import Story\nx = 1", name: source}
    assert impurities(modules) != []


def test_a_drawer_is_found():
    assert drawers(["stories/utils.py", "consent/common/words.py", "stories/tree.py"]) == [
        "stories/utils.py",
        "consent/common/words.py",
    ]
