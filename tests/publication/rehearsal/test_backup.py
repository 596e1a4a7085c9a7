"""A backup of a rehearsed house: not one line of anybody's text lies in it in clear, before anybody deletes."""

import json

import pytest
from django.conf import settings

from publication.backups.parts import Kept
from publication.sweeping.places import Places
from publication.sweeping.search import Search
from tests.publication.rehearsal.running import rehearse

TEXTS = settings.BASE_DIR / "tests" / "publication" / "formats" / "invented.jsonl"
pytestmark = pytest.mark.short_proof


def said(contributions: list[dict]) -> list[str]:
    """Each title, and the beginning of each line that is long enough to be nobody else's."""
    found = [one["title"] for one in contributions]
    for one in contributions:
        found += [text[:60] for text in one["text"].splitlines() if len(text) > 24]
    return [text for text in dict.fromkeys(found) if len(text) > 8]


def test_no_line_of_any_text_lies_in_a_backup_that_was_made_before_a_deletion(tmp_path):
    contributions = [json.loads(line) for line in TEXTS.read_text().splitlines()]
    leaving = contributions[0]["id"]
    run = rehearse(TEXTS, tmp_path, "--delete", leaving, "--backup", str(tmp_path / "shelf"), "--json")
    assert run.status == 0, run.err
    (folder,) = (tmp_path / "shelf").glob("2*")
    kept = Kept(folder)
    kept.check()
    assert len(list(kept.lines("families.jsonl"))) == len(contributions)
    words = said(contributions)
    assert len(words) > 2 * len(contributions)
    searched = Search(words).run(Places(paths=[folder]))
    assert searched.findings == [] and searched.missed == []
    shown = Search(words).run(Places(paths=[run.release(1)]))
    assert {finding.word for finding in shown.findings}  # the same words are found where they do lie open
