"""The working copy: decisions go through the whole text, nothing is hidden, two people see it."""

import re

from django.utils.html import strip_tags

from stories.models import Contribution, Story
from stories.states import State
from tests.stories.desk.conftest import TEXT, posted


def prepare_page(desk, contribution):
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard"})
    return desk.amara.get("contribution:prepare", contribution.pk)


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def test_the_original_stands_beside_the_copy_and_every_finding_says_why(desk):
    contribution, _ = desk.send()
    page = prepare_page(desk, contribution)
    assert page.context["form"]["text"].value() == TEXT
    found = {finding.text: finding for _, finding in page.context["must"]}
    assert {"Brixlyn", "Rotherham", "thirteen"} <= set(found)
    assert found["Brixlyn"].count == 2
    assert "follows 'My daughter'" in found["Brixlyn"].why
    assert "anonymous" not in words(page).lower()


def test_nothing_is_ticked_beforehand(desk):
    contribution, _ = desk.send()
    page = prepare_page(desk, contribution)
    assert not any(row["action"].value() for row in page.context["decisions"])
    assert not page.context["form"]["unseen"].value()


def test_a_decision_goes_through_title_credit_and_text_and_the_search_runs_again(desk):
    contribution, _ = desk.send(title="Brixlyn and the key")
    data = posted(prepare_page(desk, contribution)) | {"save": "1"}
    desk.amara.post("contribution:prepare", contribution.pk, data=data)
    page = desk.amara.get("contribution:prepare", contribution.pk)
    assert page.context["form"]["title"].value() == "My daughter and the key"
    assert "Brixlyn" not in page.context["form"]["text"].value()
    assert page.context["must"] == []
    assert "No open candidates" in words(page)


def test_a_name_typed_again_is_found_again(desk):
    contribution, _ = desk.send()
    data = posted(prepare_page(desk, contribution)) | {"save": "1"}
    desk.amara.post("contribution:prepare", contribution.pk, data=data)
    data = posted(desk.amara.get("contribution:prepare", contribution.pk)) | {"save": "1"}
    desk.amara.post(
        "contribution:prepare", contribution.pk, data=data | {"text": data["text"] + " I called Marwenna back."}
    )
    page = desk.amara.get("contribution:prepare", contribution.pk)
    assert [finding.text for _, finding in page.context["must"]] == ["Marwenna"]


def test_a_keep_without_its_reason_is_refused_at_its_place_and_nothing_is_lost(desk):
    contribution, _ = desk.send()
    data = posted(prepare_page(desk, contribution), action="keep")
    data |= {name: "" for name in data if name.endswith("-reason")} | {"text": TEXT + " More.", "save": "1"}
    page = desk.amara.post("contribution:prepare", contribution.pk, data=data)
    assert "Say why it may stay" in words(page)
    assert page.context["form"]["text"].value() == TEXT + " More."
    assert page.context["must"][0][0]["action"].value() == "keep"


def shown(page) -> dict:
    """What a browser would send back of a page: its rows alone, as they are drawn."""
    rows = {row.prefix for row, _ in (*page.context["must"], *page.context["may"])}
    formset = page.context["decisions"]
    sent = {f"{row.prefix}-{name}": row[name].value() or "" for row in formset for name in row.fields}
    return {name: value for name, value in sent.items() if name.rpartition("-")[0] in rows} | {
        f"{formset.prefix}-TOTAL_FORMS": formset.total_form_count(),
        f"{formset.prefix}-INITIAL_FORMS": formset.total_form_count(),
    }


def test_a_page_that_came_back_can_be_saved_though_a_name_has_left_the_text(desk):
    contribution, _ = desk.send()
    data = posted(prepare_page(desk, contribution), action="") | {"text": "Nothing of it is left.", "save": "1"}
    desk.amara.post("stories_desk:lock")
    page = desk.amara.post("contribution:prepare", contribution.pk, data=data)
    again = {name: data[name] for name in ("title", "credit", "kind", "text", "unseen", "save")} | shown(page)
    again["phrase"] = desk.amara.phrase
    answer = desk.amara.post("contribution:prepare", contribution.pk, data=again, follow=True)
    assert "Saved and sealed." in words(answer)
    assert answer.context["form"]["text"].value() == "Nothing of it is left."


def test_an_unfinished_copy_is_kept_but_not_sent_to_the_second_reader(desk):
    contribution, _ = desk.send()
    data = posted(prepare_page(desk, contribution)) | {"unseen": ["family"], "ready": "1"}
    answer = desk.amara.post("contribution:prepare", contribution.pk, data=data, follow=True)
    assert "list of what no tool can see is not finished" in words(answer)
    contribution.refresh_from_db()
    assert contribution.state == State.PREPARING
    assert "My daughter came home" in answer.context["form"]["text"].value()


def test_a_poem_keeps_its_lines_and_indents(desk):
    poem = "Night after night\n    the key\n\n    Brixlyn at four"
    contribution, _ = desk.send(poem, kind="poem")
    data = posted(prepare_page(desk, contribution)) | {"save": "1"}
    desk.amara.post("contribution:prepare", contribution.pk, data=data)
    saved = desk.amara.get("contribution:prepare", contribution.pk).context["form"]["text"].value()
    assert saved.splitlines()[:2] == ["Night after night", "    the key"]
    assert saved.splitlines()[3].startswith("    ")


def test_the_one_who_prepared_cannot_clear(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.amara.open(contribution, "check")
    page = desk.amara.get("contribution:check", contribution.pk)
    assert "a second person must check" in words(page)
    seen = page.context["copy"].digest
    desk.amara.post(
        "contribution:check",
        contribution.pk,
        data={"seen": seen, "edition": desk.edition.pk, "read": "on", "clear": "1"},
    )
    assert not Story.objects.exists()


def test_the_second_reader_sees_both_texts_what_changed_and_what_was_decided(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    page = desk.ben.get("contribution:check", contribution.pk)
    html = page.content.decode()
    assert "<del>" in html and "<ins>" in html
    assert "Brixlyn" in html and "a town in the north" in html
    assert "Say who they are instead" in words(page)


def test_a_copy_changed_since_it_was_seen_is_not_cleared(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    desk.ben.post(
        "contribution:check",
        contribution.pk,
        data={"seen": "0" * 64, "edition": desk.edition.pk, "read": "on", "clear": "1"},
    )
    assert not Story.objects.exists()


def test_a_copy_sent_back_shows_the_note_to_the_one_who_prepares(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "check")
    desk.ben.post("contribution:check", contribution.pk, data={"note": "The river tells the town.", "back": "1"})
    assert Contribution.objects.get().state == State.PREPARING
    assert "The river tells the town." in words(desk.amara.get("contribution:prepare", contribution.pk))


def test_two_readers_who_both_changed_the_text_cannot_clear_it(desk):
    contribution, _ = desk.send()
    desk.prepare(contribution)
    desk.ben.open(contribution, "prepare")
    page = desk.ben.get("contribution:prepare", contribution.pk)
    data = posted(page) | {"unseen": page.context["form"]["unseen"].value(), "ready": "1"}
    desk.ben.post("contribution:prepare", contribution.pk, data=data)
    assert "a second person must check" in words(desk.ben.get("contribution:check", contribution.pk))
