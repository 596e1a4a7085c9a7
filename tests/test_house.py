"""The house's papers say what is true: README, docs and requirements are held to the code."""

import re

import pytest

from tests.imports import ROOT
from tests.test_architecture import tracked

# Text that a stranger's machine must be able to use as it stands.
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work|opt)/[\w.]", re.ASCII)
OF_ONE_NETWORK = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|-i )|(?:extra-)?index-url\s*=", re.MULTILINE)
NOT_OURS = ("static/fonts/", "tests/golden/", "publication/typst/fonts/")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def package(line: str) -> str:
    """The name at the start of a requirement: "bleach[css]~=6.0" -> "bleach"."""
    return re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line).group().lower()


def asked_for(path: str) -> set[str]:
    return {package(line) for line in read(path).splitlines() if line and line[0] not in "#-"}


def pinned(path: str) -> dict[str, list[str]]:
    """Package -> its hashes; one package may be pinned twice, for two Pythons."""
    found: dict[str, list[str]] = {}
    for line in read(path).splitlines():
        if line and line[0] not in "# -":
            name = package(line)
            assert "==" in line, f"{path}: {line} is not pinned"
            found.setdefault(name, [])
        elif "--hash=" in line:
            found[name] += re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)
    return found


def texts() -> dict[str, str]:
    found = {}
    for path in tracked():
        if not path.startswith(NOT_OURS):
            try:
                found[path] = read(path)
            except UnicodeDecodeError:
                continue
    return found


def foreign(text: str) -> list[str]:
    return OF_ONE_MACHINE.findall(text) + OF_ONE_NETWORK.findall(text)


def section(path: str, title: str) -> str:
    """The text under a heading, up to the next one."""
    return re.split(r"^#+ ", read(path).split(f"# {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_dependency_has_its_line_and_every_line_its_dependency():
    lines = re.findall(r"^\| `([^`]+)` \|(.*)\|$", section("docs/dependencies.md", "At run time"), re.MULTILINE)
    assert {name.lower() for name, _ in lines} == asked_for("requirements.in")
    for name, rest in lines:
        columns = [column.strip() for column in rest.split("|")]
        assert len(columns) == 4 and all(columns), f"{name}: say what for, licence, last release, what would replace it"


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_package_is_pinned_with_hashes(name):
    packages = pinned(f"{name}.txt")
    assert asked_for(f"{name}.in") <= set(packages)
    assert [package for package, hashes in packages.items() if not hashes] == []


def test_the_readme_begins_with_the_two_commands():
    after_title = read("README.md").split("\n", 1)[1].lstrip()
    assert after_title.startswith("```sh\nmake run ")
    assert after_title.splitlines()[2].startswith("make test ")


def test_the_readme_shows_the_house_in_twelve_lines():
    house = re.search(r"```\n(.*?)```", section("README.md", "The house"), re.DOTALL).group(1).splitlines()
    assert len(house) == 12
    for line in house:
        assert (ROOT / line.split()[0].rstrip("/")).exists(), line


def test_every_link_in_the_papers_leads_somewhere():
    for path in [path for path in tracked() if path.endswith(".md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", read(path)):
            assert ((ROOT / path).parent / target).exists(), f"{path} links to {target}"


def variables() -> set[str]:
    """What the settings and the start read from the environment."""
    readers = r"\b(?:text|flag|number|listing|folder|choice)\(\s*\"([A-Z0-9_]+)\""
    files = [read(path) for path in tracked() if path.startswith("publication/") and path.endswith(".py")]
    return {name for source in files for name in re.findall(readers, source)}


def test_every_variable_is_documented_and_every_documented_one_is_read():
    told = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", section("docs/operations.md", "Settings"), re.MULTILINE))
    assert variables() and told == variables()


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(
        int(path.split("/")[-1][:4]) for path in tracked() if re.match(r"docs/decisions/\d{4}-.*\.md", path)
    )
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_says_what_the_template_asks():
    for path in [path for path in tracked() if re.match(r"docs/decisions/\d{4}-.*\.md", path)]:
        titles = re.findall(r"^## (.+)$", read(path), re.MULTILINE)
        assert titles == ["Context", "Options", "Decision", "Consequences", "What would change our mind"], path


def test_nothing_tracked_belongs_to_one_machine_or_network():
    assert {path: found for path, text in texts().items() if (found := foreign(text))} == {}


@pytest.mark.parametrize(
    "text",
    ["see " + "/ho" + "me/ann/press", "open('/wo" + "rk/x')", "--index" + "-url https://mirror.example/simple"],
)
def test_a_machines_own_path_is_found(text):
    assert foreign(text) != []


def test_a_path_of_every_machine_is_let_be():
    assert foreign("/usr/lib/postgresql, /dev/shm, https://example.org/work/x, var/site, /path/to/chromium") == []


def test_every_make_word_is_in_the_help():
    words = set(re.findall(r"^\.PHONY: (\w+)$", read("Makefile"), re.MULTILINE))
    explained = set(re.findall(r"^(\w+):.*## ", read("Makefile"), re.MULTILINE))
    assert words == explained
