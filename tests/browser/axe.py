"""This file knows how to ask axe about a page, as it stands in the browser (typed text, errors shown and all)."""

from importlib import resources

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def faults(page) -> list[str]:
    """What axe finds: the rule, what it asks, and where. The page needs a context with scripts.

    The script goes in through the debugger, past the page's policy (CSP), so pages are read as they are served.
    """
    page.wait_for_load_state("load")
    page.evaluate(SCRIPT)
    answer = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html']}"
        for fault in answer["violations"]
        for node in fault["nodes"]
    ]


def finds_nothing(page) -> None:
    found = faults(page)
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)
