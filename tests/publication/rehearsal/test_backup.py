"""Leaving, rehearsed to the end: backup, deletion, stop, the machine destroyed, restored. Each promise is one line."""

import json

import pytest
from django.conf import settings

from publication.backups.parts import Kept
from publication.rehearsal import phrases, public
from publication.rehearsal.claims import Claims
from publication.rehearsal.lines import Line
from publication.rehearsal.public import Answer
from publication.sweeping.places import Places
from publication.sweeping.search import Search
from tests.publication.formats import texts
from tests.publication.rehearsal.running import Run, rehearse

TEXTS = settings.BASE_DIR / "tests" / "publication" / "formats" / "invented.jsonl"

LEAVING = ("--delete", "--backup", "--json")
# Thirty texts are looked for in everything, in every form: minutes, and more on a busy machine.
AN_HOUR = 3600


def said(contributions: list[dict]) -> list[str]:
    """Each title, and the beginning of each line that is long enough to be nobody else's."""
    found = [one["title"] for one in contributions]
    for one in contributions:
        found += [text[:60] for text in one["text"].splitlines() if len(text) > 24]
    return [text for text in dict.fromkeys(found) if len(text) > 8]


def every_claim_holds(run: Run) -> None:
    claims = run.report["claims"]
    assert (run.status, claims["failed"]) == (0, []), run.out
    told = [line for line in run.out.splitlines() if line.startswith(("yes  ", "NO   "))]
    assert len(told) == claims["held"] and len(told) > 20
    for promise in (
        "No word of any text lies in the backup's raw bytes",
        "in release 2, database, index, log, cache or the backup taken before",
        "opens to no staff key, recovery sheets or return words",
        "Restored without the no-list, nothing of anybody is public",
        "The deleted stays deleted",
        "The stopped stays stopped",
        "public addresses answer as before",
        "Every other original opens",
    ):
        assert any(line.startswith("yes") and promise in line for line in told), promise
    assert sum("Control: " in line for line in told) == 4


@pytest.mark.short_proof
def test_who_deletes_is_gone_from_everywhere_and_all_others_come_back(tmp_path):
    few = TEXTS.read_text().splitlines()[:3]
    file = tmp_path / "few.jsonl"
    file.write_text("\n".join(few))
    run = rehearse(file, tmp_path, *LEAVING)
    every_claim_holds(run)
    assert [run.report[f"release_{number}"]["stories"] for number in (1, 2, 3)] == [3, 2, 1]
    (folder,) = (run.folder / "backups").glob("2*")
    kept = Kept(folder)
    kept.check()
    assert len(list(kept.lines("families.jsonl"))) == len(few)
    words = said([json.loads(line) for line in few])
    searched = Search(words).run(Places(paths=[folder]))
    assert searched.findings == [] and searched.missed == []
    shown = Search(words).run(Places(paths=[run.release(1)]))
    assert {finding.word for finding in shown.findings}  # the same words are found where they do lie open
    assert list(run.temporary.iterdir()) == []


@pytest.mark.proof
@pytest.mark.parametrize("file", texts.FILES, ids=lambda file: file.stem)
def test_the_same_of_thirty_texts(file, tmp_path):
    every_claim_holds(rehearse(file, tmp_path, *LEAVING, patience=AN_HOUR))


@pytest.mark.proof
def test_the_same_on_postgresql(tmp_path):
    through = (str(settings.BASE_DIR / "tools" / "with_postgres"),)
    every_claim_holds(rehearse(TEXTS, tmp_path, *LEAVING, "--postgresql", through=through, patience=AN_HOUR))


class TestWhatIsClaimed:
    """A claim that could not fail would say nothing."""

    def test_a_claim_that_does_not_hold_is_said_and_counted(self):
        told = []
        claims = Claims(told.append)
        claims.claim("The sea is wet.", True)
        claims.nothing("Nothing is left.", ["a", "b"])
        assert told == ["yes  The sea is wet.", "NO   Nothing is left.: a; b"]
        assert claims.failed == ["Nothing is left."] and claims.total() == "1 of 2 claims do not hold."

    def test_a_phrase_is_found_on_a_page_however_it_is_broken_and_marked(self):
        page = {"/": Answer(200, "<p>the lamp <em>I</em> left\non in the hall, didn&#x27;t I</p>")}
        assert public.telling(page, ["The lamp I left on", "nothing"]) == ["/"]
        assert public.telling(page, ["hall, didn't I"]) == ["/"]
        assert public.telling(page, ["The lamp she left on"]) == []

    def test_another_word_another_answer_or_a_lost_address_is_a_difference(self):
        before = {"/": Answer(200, "Release 2027.3, so it was."), "/a/": Answer(200, "A"), "/b/": Answer(200, "B")}
        assert public.differences(before, before | {"/": Answer(200, "Release 2027.2, so it was.")}) == []
        assert public.differences(before, before | {"/": Answer(200, "Release 2027.2, so it is.")}) != []
        sizes = [{"/": Answer(200, f"Plain text, {size}")} for size in ("998\xa0bytes", "1.1\xa0KB", "2.0\xa0MB")]
        assert [public.differences(sizes[0], one) for one in sizes] == [[], [], []]
        assert public.differences(before, before | {"/a/": Answer(410, "A")}) != []
        assert public.differences(before, {"/": before["/"], "/a/": before["/a/"]}) != []

    def test_the_head_of_the_ledger_is_no_difference_wherever_paper_breaks_it(self):
        one, two = "0a1b" * 16, "9f3e" * 16
        breaks = (
            "{0} 1 {1}",
            "{0}\u200b 1 {1}",
            "{0} 1\n{1}",
            "{0} 1 \u200b{1}",
            "{0} 1 {1}\u200b",
            "{0}\u00ad\n 1 {1}",
        )
        pages = []
        for head in breaks:
            words = head.format(*("\u200b".join((digest[:61], digest[61:])) for digest in (one, two)))
            pages.append({"/": Answer(200, f"So it was. Ledger of\nconsent: 7 {words}. The end.")})
        assert [public.differences(pages[0], page) for page in pages] == [[]] * len(breaks)
        other = {"/": Answer(200, pages[0]["/"].said.replace("The end", "No end"))}
        assert public.differences(pages[0], other) != []

    def test_runs_that_stand_in_another_text_too_are_not_looked_for(self):
        both = "kitchen window lantern remained burning"
        one, two = (Line(number, f"{number}", "prose", "Lantern", f"{word} {both}") for number, word in enumerate("ab"))
        assert phrases.own(one, [two]) == ["a kitchen window lantern remained"]
        assert phrases.own(one, []) == ["a kitchen window lantern remained", both]
