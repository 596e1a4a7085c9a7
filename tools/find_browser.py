"""Finds a browser that really opens a page, and prints its path; or says what to install.

    python tools/find_browser.py [--download]

Asked in this order: the CHROMIUM variable, an installed Chromium or Chrome, Playwright's own. An installed
program may be a stub (Ubuntu's chromium-browser without snap) or lack a library, so each must open a blank page.
CHROMIUM=playwright goes straight to Playwright's own. With --download that one is fetched when nothing else works.
"""

import os
import shutil
import subprocess
import sys

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = "playwright"
# Nothing is asked of the network but the pages under test.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = """No browser opened a blank page.
{tried}
Install one:  sudo apt-get install chromium          (Debian)
or:           sudo .venv/bin/python -m playwright install --with-deps --only-shell chromium
or name one:  CHROMIUM=/path/to/chromium make test"""


class NoBrowser(Exception):
    """No browser works here; the message says what was tried and what to install."""


def launched(playwright, name: str, **options):
    """The running browser, with Playwright's further options; Playwright's own when the name says so."""
    path = None if name == PLAYWRIGHT else name
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=60_000, **options)


def fault(playwright, name: str) -> str:
    """Why this browser cannot open a blank page, in one line; nothing when it can."""
    try:
        browser = launched(playwright, name)
        try:
            page = browser.new_page()
            page.goto("about:blank")
            page.set_content("<h1>A page</h1>")
            return "" if page.inner_text("h1") == "A page" else "it showed something else"
        finally:
            browser.close()
    except Exception as error:  # noqa: BLE001 (whatever went wrong, this browser is not the one)
        return str(error).strip().splitlines()[0]


def candidates() -> list[str]:
    if named := os.environ.get("CHROMIUM"):
        return [named]  # who names a browser wants that one, and wants to hear when it does not work
    return [path for name in INSTALLED if (path := shutil.which(name))] + [PLAYWRIGHT]


def find(playwright) -> str:
    """The first browser that works. Raises NoBrowser."""
    tried = []
    for name in candidates():
        if not (why := fault(playwright, name)):
            return name
        tried.append(f"  {name}: {why}")
    raise NoBrowser(ADVICE.format(tried="\n".join(tried)))


def download() -> None:
    """Fetches Playwright's own browser; its words go to the person, since a hundred megabytes take a while."""
    print("No installed browser works; fetching Playwright's own ...", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    subprocess.run(command, check=False, stdout=sys.stderr)  # noqa: S603


def main(arguments: list[str]) -> int:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        for last in (False, True):
            try:
                print(find(playwright))
                return 0
            except NoBrowser as error:
                if last or "--download" not in arguments or os.environ.get("CHROMIUM"):
                    print(error, file=sys.stderr)
                    return 1
                download()
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
