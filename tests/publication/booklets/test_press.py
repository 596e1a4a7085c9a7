"""A press link lifts the embargo for one person, for some days, for what families let the press have: nothing else."""

import datetime
import io

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from consent import actions
from consent.uses import Use
from publication.actions.freezing import NotNow
from publication.actions.press import make_link, revoke_link
from publication.models import PressLink
from stories import roles
from tests.clock import clock
from tests.factories import TODAY, make_edition, make_user, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import BEFORE, OPENS, make_booklet, make_release, make_released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
MARK = "Press preview for Ann of the Courier: not public before 18 March 2027, 07:00 GMT"
START = OPENS - datetime.timedelta(days=5)


def link_to(page, days=7):
    with clock(START):
        _link, token = make_link(
            page=page, for_whom="Ann of the Courier", days=days, user=make_user(), now=timezone.now()
        )
    return f"/press/{token}/"


@pytest.fixture
def released():
    page, _release, versions = make_released("The kettle", "The stair")
    return page, versions, link_to(page)


def words_of(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


class TestWhatItShows:
    def test_every_page_carries_the_mark_before_the_opening(self, client, released):
        page, versions, link = released
        with clock(BEFORE):
            for url in (link, f"{link}{versions[0].story.code}/"):
                shown = client.get(url).content.decode()
                assert MARK in shown, url
                assert "The kettle" in shown, url

    def test_its_links_stay_below_it(self, client, released):
        page, versions, link = released
        with clock(BEFORE):
            shown = client.get(link).content.decode()
        assert f"{link}{versions[0].story.code}/" in shown
        assert page.url not in shown

    @pytest.mark.typeset
    def test_it_is_kept_by_nobody_and_tells_no_other_site(self, client, released):
        _page, versions, link = released
        with clock(BEFORE):
            for url in (link, f"{link}{versions[0].story.code}/", f"{link}booklet.pdf"):
                answer = client.get(url)
                assert answer.status_code == 200
                assert answer["Cache-Control"] == "no-store"
                assert answer["Referrer-Policy"] == "no-referrer"
                assert "noindex" in answer["X-Robots-Tag"]
                assert not answer.cookies

    @pytest.mark.typeset
    def test_the_pdf_carries_the_mark_on_each_page(self, client, released):
        _page, _versions, link = released
        with clock(BEFORE):
            answer = client.get(f"{link}booklet.pdf")
        pages = words_of(answer.content)
        assert len(pages) > 3
        assert all(MARK in page for page in pages)

    @pytest.mark.typeset
    def test_the_marked_pdf_no_longer_claims_to_be_the_archives(self, client, released):
        _page, _versions, link = released
        with clock(BEFORE):
            data = client.get(f"{link}booklet.pdf").content
        with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as metadata:
            assert "pdfaid:part" not in metadata
            assert "pdfuaid:part" not in metadata

    def test_a_picture_is_shown_only_with_its_story(self, client, released):
        _page, _versions, link = released
        with clock(BEFORE):
            assert client.get(f"{link}pictures/{'0' * 32}/").status_code == 404


class TestWhatItDoesNotShow:
    def test_a_story_whose_family_refused_the_press_is_not_there(self, client):
        told, quiet = make_version("The kettle"), make_version("The stair", allowing=set(Use) - {Use.PRESS})
        page = make_booklet(told, quiet)
        make_release(page)
        link = link_to(page)
        with clock(BEFORE):
            shown = client.get(link).content.decode()
            assert "The kettle" in shown
            assert "The stair" not in shown
            assert client.get(f"{link}{quiet.story.code}/").status_code == 404

    def test_nor_is_the_pdf_which_holds_that_story(self, client):
        page = make_booklet(make_version("The kettle"), make_version("The stair", allowing=set(Use) - {Use.PRESS}))
        make_release(page)
        link = link_to(page)
        with clock(BEFORE):
            assert client.get(f"{link}booklet.pdf").status_code == 404
            assert "booklet.pdf" not in client.get(link).content.decode()

    def test_when_the_press_may_see_no_story_there_is_no_link(self):
        page = make_booklet(make_version("The stair", allowing={Use.ONLINE}))
        with pytest.raises(NotNow):
            link_to(page)
        make_release(page)
        with pytest.raises(NotNow, match="no story of this booklet"):
            link_to(page)
        assert not PressLink.objects.exists()

    def test_a_story_that_the_site_may_not_have_is_not_there_either(self, client):
        page = make_booklet(make_version("The kettle"), make_version("The stair", allowing={Use.PRESS, Use.PRINT}))
        make_release(page)
        link = link_to(page)
        with clock(BEFORE):
            assert "The stair" not in client.get(link).content.decode()

    @pytest.mark.parametrize("use", [Use.ONLINE, Use.PRESS])
    def test_a_stop_counts_at_the_next_look(self, client, settings, released, use):
        _page, versions, link = released
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"
        actions.stop(agreement=versions[0].agreement, uses={use}, today=TODAY)
        with clock(BEFORE):
            assert "The kettle" not in client.get(link).content.decode()
            assert client.get(f"{link}{versions[0].story.code}/").status_code == 404
            assert client.get(f"{link}booklet.pdf").status_code == 404

    def test_every_public_address_is_still_not_found(self, client, released):
        page, versions, link = released
        with clock(BEFORE):
            client.get(link)
            for url in (page.url, f"{page.url}{versions[0].story.code}/", f"{page.url}files/booklet.pdf"):
                assert client.get(url).status_code == 404


class TestItsEnd:
    def test_an_unknown_link_answers_like_any_address_that_is_not_there(self, client, released):
        with clock(BEFORE):
            nowhere, unknown = client.get("/nowhere/"), client.get(f"/press/{'a' * 43}/")
        assert (unknown.status_code, unknown.content, unknown.headers) == (404, nowhere.content, nowhere.headers)

    def test_after_its_days_it_leads_nowhere(self, client, released):
        page, _versions, _link = released
        link = link_to(page, days=1)
        with clock(START + datetime.timedelta(days=1, seconds=-1)):
            assert client.get(link).status_code == 200
        with clock(START + datetime.timedelta(days=1)):
            assert client.get(link).status_code == 404

    def test_taken_back_it_leads_nowhere_at_once(self, client, released):
        _page, versions, link = released
        revoke_link(link=PressLink.objects.get(), user=make_user(), day=TODAY)
        with clock(BEFORE):
            for url in (link, f"{link}{versions[0].story.code}/", f"{link}booklet.pdf"):
                assert client.get(url).status_code == 404
        with pytest.raises(NotNow):
            revoke_link(link=PressLink.objects.get(), user=make_user(), day=TODAY)

    def test_when_the_edition_must_not_open_it_leads_nowhere(self, client, released):
        _page, _versions, link = released
        edition = make_edition()
        edition.do_not_open, edition.do_not_open_reason = True, "A name."
        edition.save()
        with clock(BEFORE):
            assert client.get(link).status_code == 404

    def test_from_the_opening_on_it_leads_to_what_everybody_reads(self, client, released):
        page, _versions, link = released
        with clock(OPENS):
            answer = client.get(link)
            assert (answer.status_code, answer["Location"]) == (302, page.url)

    @pytest.mark.parametrize("method", ["post", "options", "put", "delete"])
    def test_it_answers_to_nothing_but_looking(self, client, released, method):
        _page, _versions, link = released
        with clock(BEFORE):
            assert getattr(client, method)(link).status_code == 404


class TestAtTheDesk:
    def url(self, page):
        return reverse("booklet_desk:press", args=[page.pk])

    def test_a_publisher_is_shown_the_link_once_and_no_table_holds_it(self, released, client):
        page, _versions, _link = released
        publisher = staff.publisher()
        with clock(START):
            publisher.force_login(publisher.user)
            shown = publisher.post(self.url(page), {"for_whom": "Bo of the Echo", "days": "3"})
            address = shown.context["address"]
            assert address in shown.content.decode()
            assert address not in publisher.get(self.url(page)).content.decode()
            assert client.get(address).status_code == 200
        token = address.rstrip("/").rsplit("/", 1)[1]
        row = PressLink.objects.get(for_whom="Bo of the Echo")
        assert token not in str(PressLink.objects.filter(pk=row.pk).values())
        assert row.made_by == publisher.user

    @pytest.mark.parametrize("role", [roles.EDITORS, roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_nobody_but_a_publisher_makes_one_or_rehearses(self, released, role):
        page, _versions, _link = released
        other = staff.signed_in(role)
        other.post(self.url(page), {"for_whom": "Bo", "days": "3"})
        assert PressLink.objects.count() == 1
        assert "The kettle" not in other.get(reverse("booklet_desk:rehearsal", args=[page.pk])).content.decode()

    def test_any_other_number_of_days_is_refused(self, released):
        page, _versions, _link = released
        staff.publisher().post(self.url(page), {"for_whom": "Bo", "days": "3650"})
        assert PressLink.objects.count() == 1

    def test_the_desk_says_how_much_the_press_would_see(self):
        page = make_booklet(make_version("The kettle"), make_version("The stair", allowing=set(Use) - {Use.PRESS}))
        make_release(page)
        shown = " ".join(staff.publisher().get(self.url(page)).content.decode().split())
        assert "the press would see 1 of 2 stories" in shown
        assert "not offered" in shown


class TestTheDressRehearsal:
    def test_a_publisher_reads_the_whole_booklet_marked_before_the_opening(self, released):
        page, versions, _link = released
        base = reverse("booklet_desk:rehearsal", args=[page.pk])
        publisher = staff.publisher()
        for url in (base, f"{base}{versions[0].story.code}/"):
            shown = publisher.get(url)
            assert "Dress rehearsal: release 2027.1" in shown.content.decode()
            assert "The kettle" in shown.content.decode()
            assert shown["Cache-Control"] == "no-store"

    def test_it_offers_every_file_and_stays_at_the_desk(self, released):
        page, versions, _link = released
        shown = staff.publisher().get(reverse("booklet_desk:rehearsal", args=[page.pk])).content.decode()
        for name in ("booklet.pdf", "booklet.epub", "large-print.pdf", "booklet.txt"):
            assert reverse("booklet_desk:file", args=[page.pk, page.newest_release().pk, name]) in shown
        assert f'"{page.url}' not in shown

    def test_it_shows_what_the_rule_lets_out_and_no_more(self, settings, released):
        page, versions, _link = released
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        shown = staff.publisher().get(reverse("booklet_desk:rehearsal", args=[page.pk])).content.decode()
        assert "The stair" in shown
        assert "The kettle" not in shown

    def test_without_a_release_there_is_nothing_to_rehearse(self):
        page = make_booklet(make_version())
        assert staff.publisher().get(reverse("booklet_desk:rehearsal", args=[page.pk])).status_code == 404


class TestALinkMadeByMistake:
    def test_ends_at_once_and_is_off_the_list(self, client, released):
        page, _versions, link = released
        made = PressLink.objects.get()
        publisher = staff.publisher()
        address = reverse("booklet_desk:drop_link", args=[page.pk, made.pk])
        assert "whoever has it finds nothing" in publisher.get(address).content.decode()
        with clock(BEFORE):
            assert client.get(link).status_code == 200
            publisher.force_login(publisher.user)
            publisher.post(address)
            assert client.get(link).status_code == 404
        assert not PressLink.objects.exists()

    def test_its_name_is_corrected_on_every_page(self, client, released):
        page, _versions, link = released
        publisher = staff.publisher()
        address = reverse("booklet_desk:press_name", args=[page.pk, PressLink.objects.get().pk])
        assert "Ann of the Courier" in publisher.get(address).content.decode()
        publisher.post(address, {"for_whom": "Anne of the Courier"})
        with clock(BEFORE):
            shown = client.get(link).content.decode()
        assert "Press preview for Anne of the Courier" in shown

    def test_its_name_stays_in_no_log(self, released):
        page, _versions, _link = released
        staff.publisher().post(reverse("booklet_desk:drop_link", args=[page.pk, PressLink.objects.get().pk]))
        assert "Courier" not in str(list(PageLogEntry.objects.values("data", "label")))

    def test_no_editor_touches_it(self, released):
        page, _versions, _link = released
        pk, editor = PressLink.objects.get().pk, staff.editor()
        for name in ("drop_link", "press_name", "revoke"):
            editor.post(reverse(f"booklet_desk:{name}", args=[page.pk, pk]), {"for_whom": "X"})
        assert PressLink.objects.get().for_whom == "Ann of the Courier"
        assert PressLink.objects.get().revoked_on is None
