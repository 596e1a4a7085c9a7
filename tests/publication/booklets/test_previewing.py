"""What editors look at before a release is what readers will get: pages between stories and all, on web and paper."""

import pypdfium2
import pytest
from django.urls import reverse

from consent import actions
from consent.uses import Use
from publication.desk.story_page import NotLetOut, story_pdf
from stories import roles
from tests.factories import TODAY, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import make_booklet
from tests.publication.booklets.test_editing_pages import breath, part, saved

pytestmark = pytest.mark.django_db(transaction=True)


def texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.fixture
def versions():
    return [make_version(title, f"{title}: words that nobody else wrote.") for title in ("Kettle", "Stair", "Gate")]


@pytest.fixture
def page(versions):
    kettle, stair, gate = versions
    law = ("quotation", {"words": "Nobody waits.", "source": "An invented law"})
    inside = part(kettle, stair, between=[breath("Rest a little.", after=1)])
    return saved(make_booklet(*versions), breath("Read slowly."), inside, law, part(gate, title="Outside"))


def shown(client, page, mode="") -> str:
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return " ".join(client.get(url, {"mode": mode}).content.decode().split())


class TestTheForm:
    def test_offers_the_contents_the_paper_and_each_story(self, page, versions):
        assert [mode for mode, _label in page.preview_modes] == ["", "paper", *(v.story.code for v in versions)]

    def test_shows_a_page_between_stories_after_the_story_before_it(self, page, versions):
        kettle, stair, gate = versions
        client = staff.editor()
        assert "Read slowly." in shown(client, page)
        assert "Rest a little." in shown(client, page, kettle.story.code)
        assert "Nobody waits." in shown(client, page, stair.story.code)
        assert "Nobody waits." not in shown(client, page, gate.story.code)

    def test_shows_the_whole_booklet_on_paper(self, page):
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        answer = staff.editor().get(url, {"mode": "paper"})
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        told = " ".join(texts(answer.content))
        places = [
            told.index(words) for words in ("Read slowly.", "Kettle:", "Rest a little.", "Stair:", "Nobody waits.")
        ]
        assert places == sorted(places)

    def test_says_which_letter_stops_the_paper(self):
        page = make_booklet(make_version("Ogham", "Words that ᚛ no font has."))
        assert "OGHAM" in shown(staff.editor(), page, "paper")

    def test_says_why_a_story_that_was_stopped_is_not_there(self, page, versions):
        actions.stop(agreement=versions[0].agreement, uses={Use.ONLINE}, today=TODAY)
        told = shown(staff.editor(), page, versions[0].story.code)
        assert "may not go into the booklet now" in told
        assert "Kettle:" not in told


class TestTheSavedDraft:
    def test_is_walked_through_at_the_desk_with_a_mark_on_each_page(self, page, versions):
        client, base = staff.editor(), reverse("booklet_desk:draft", args=[page.pk])
        contents = client.get(base).content.decode()
        assert "Draft as it was last saved." in contents
        assert f'href="{base}{versions[0].story.code}/"' in contents
        story = client.get(f"{base}{versions[0].story.code}/")
        assert "Rest a little." in story.content.decode()
        assert "Draft as it was last saved." in story.content.decode()
        assert "no-store" in story["Cache-Control"]
        assert client.get(f"{base}S-27-9999/").status_code == 404

    def test_has_its_pdf(self, page):
        told = texts(staff.editor().get(reverse("booklet_desk:draft_on_paper", args=[page.pk])).content)
        assert any("Nobody waits." in one for one in told)

    @pytest.mark.parametrize("role", [roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_is_for_editors_and_publishers(self, page, role):
        client = staff.signed_in(role)
        for name in ("draft", "draft_on_paper"):
            assert client.get(reverse(f"booklet_desk:{name}", args=[page.pk])).status_code == 302


class TestOneStoryOnPaper:
    def test_has_the_pages_beside_it_and_no_other_story(self, page, versions):
        told = texts(story_pdf(page, versions[0], day=TODAY))
        assert "Read slowly." in told[0]
        assert "Kettle:" in " ".join(told)
        assert "Rest a little." in told[-1]
        assert "Stair:" not in " ".join(told)

    def test_in_the_middle_it_ends_with_the_page_after_it(self, page, versions):
        told = texts(story_pdf(page, versions[1], day=TODAY))
        assert "Stair:" in told[0]
        assert "Nobody waits." in told[-1]
        assert "Read slowly." not in " ".join(told)

    def test_one_that_was_stopped_is_refused(self, page, versions):
        actions.stop(agreement=versions[0].agreement, uses={Use.ONLINE}, today=TODAY)
        with pytest.raises(NotLetOut):
            story_pdf(page, versions[0], day=TODAY)
