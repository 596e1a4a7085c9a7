"""A parent's quotation is on a page and on cards only as long as its family allows that use of exactly those words."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent import actions
from consent.uses import Use
from publication.actions import build, freeze
from publication.actions.trying import try_files
from publication.composing import compose
from publication.formats import files, quote_cards
from publication.formats.pdf import LaidOut
from publication.models import BookletPage, BookletSpan, ReleaseFile, ReleaseSpan
from publication.plan import vanished_spans
from publication.preflight import preflight
from stories import actions as stories
from stories import roles
from stories.models import Span
from tests.clock import clock
from tests.factories import TODAY, make_edition, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import BEFORE, OPENS, files_with, make_booklet, make_release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
SAID = "I put the kettle on"
OTHER = "I swept the stair"
PLACES = ("square.png", "wide.png")


def quoted(title="The kettle", said=SAID, **changes):
    """A version whose family approved this passage of it, and its span."""
    version = make_version(title, f"{said} and waited, in words that nobody else wrote.", quoting=(said,), **changes)
    return version, Span.objects.get(story=version.story)


def pull_quote(span):
    return "pull_quote", {"span": span}


class Printed:
    """A print set without its sheets."""

    def __init__(self, *_):
        self.inner = self.cover = self.imposed = b"made"

    def spec(self) -> bytes:
        return b"made"

    checksums = spec


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch):
    """Releases whose pictures, PDFs and the like are not set, which takes seconds and is looked at in formats/: what
    is asked here is which words are in which file. A test that needs the files themselves undoes this."""

    def card(quote, edition, shape):
        return b"\x89PNG" + f"{quote_cards.said(quote, edition)}{shape}".encode()

    monkeypatch.setattr(quote_cards, "card", card)
    monkeypatch.setattr(files.pdf, "laid_out", lambda *_, **__: LaidOut(b"%PDF", {}))
    for made, name in ((files.pdf, "pdf"), (files.epub, "epub"), (files.braille, "braille")):
        monkeypatch.setattr(made, name, lambda *_, **__: b"made")
    monkeypatch.setattr(files, "PrintSet", Printed)
    return monkeypatch


@pytest.fixture
def released():
    """Two stories with a quotation each; the first stands on a page of its own as well."""
    first, kettle = quoted()
    second, stair = quoted("The stair", OTHER)
    page = make_booklet(first, second, front=[pull_quote(kettle)])
    return page, make_release(page), kettle, stair


def card_urls(page, span):
    return [f"{page.url}cards/{span.code}-{place}" for place in PLACES] + [f"{page.url}cards/{span.code}.txt"]


def statuses(client, page, span):
    return [client.get(url).status_code for url in card_urls(page, span)]


def stop(span):
    actions.stop(agreement=span.agreement, today=TODAY)


def stop_quotes(span):
    actions.stop(agreement=span.agreement, uses={Use.SOCIAL}, today=TODAY)


def refuse_it(span):
    actions.answer_spans(
        agreement=span.agreement,
        edition=span.edition,
        spans={span.digest: {Use.SOCIAL: False, Use.ONLINE: False}},
        notice=None,
        today=TODAY,
    )


def take_down(span):
    actions.take_down(agreement=span.agreement, reason="court", by=None, today=TODAY)


def erase(span):
    stories.erase(contribution=span.story.contribution, today=TODAY)


class TestCards:
    @pytest.mark.typeset
    def test_each_approved_quotation_has_two_pictures_and_its_words(self, released):
        _page, release, kettle, stair = released
        cards = {file.name: file.use for file in release.files.filter(name__startswith="cards/")}
        assert set(cards) == {
            f"cards/{span.code}{end}" for span in (kettle, stair) for end in ("-square.png", "-wide.png", ".txt")
        }
        assert set(cards.values()) == {Use.SOCIAL}
        assert (release.folder / f"cards/{stair.code}.txt").read_text().startswith(f"{OTHER}\n\n")

    def test_whoever_allows_no_quotes_on_social_media_is_on_no_card(self):
        version, span = quoted(allowing=set(Use) - {Use.SOCIAL})
        page = make_booklet(version, front=[pull_quote(span)])
        release = make_release(page)
        assert not release.files.filter(name__startswith="cards/").exists()
        assert [row.use for row in release.spans.all()] == [Use.ONLINE, Use.PRINT]

    def test_a_card_needs_no_place_for_its_story_in_the_booklet(self):
        """A family may share a line and keep the story out of the booklet."""
        version, span = quoted(allowing={Use.KEEP, Use.SOCIAL})
        other = make_version("The lamp")
        release = make_release(make_booklet(other, version))
        assert release.files.filter(name=f"cards/{span.code}-wide.png").exists()
        assert [row.version for row in release.stories.in_files_of(Use.ONLINE)] == [other]

    def test_a_quotation_of_a_story_that_nobody_placed_is_on_no_card(self):
        quoted("Elsewhere")
        release = make_release(make_booklet(make_version("The lamp")))
        assert not release.spans.exists()

    def test_the_private_manifest_names_the_words_by_use(self, released):
        _page, release, kettle, stair = released
        held = json.loads((release.folder / "manifest.json").read_text())["spans"]
        assert held["social"] == [{"code": s.code, "digest": s.digest} for s in (kettle, stair)]
        assert held["online"] == held["print"] == [{"code": kettle.code, "digest": kettle.digest}]

    def test_the_ledger_knows_that_they_were_shown(self, released):
        page, _release, _kettle, stair = released
        shown = stair.agreement.history().shown
        assert {entry.use for entry in shown if entry.tag == stair.tag} == {Use.SOCIAL}

    def test_words_that_fit_one_shape_alone_leave_the_other_out(self, drawn_at_once):
        drawn_at_once.undo()
        lines = "\n".join(f"line {number} of it" for number in "abcdefghij")
        version = make_version("The list", f"{lines}\n\nand an end", kind="poem", quoting=(lines,))
        span = Span.objects.get()
        release = make_release(make_booklet(version))
        names = set(release.files.filter(name__startswith="cards/").values_list("name", flat=True))
        assert names == {f"cards/{span.code}-square.png", f"cards/{span.code}.txt"}
        why = json.loads((release.folder / "manifest.json").read_text())["missing"]
        assert "too long for a card" in why[f"cards/{span.code}-wide.png"]
        page = release.page
        with clock(OPENS):
            assert statuses(Client(), page, span) == [200, 410, 200]
            assert f"{span.code}-wide.png" not in Client().get(f"{page.url}cards/").content.decode()

    def test_a_card_of_the_newest_words_only(self):
        version, span = quoted()
        page = make_booklet(version)
        assert [line.span for line in preflight(page, day=TODAY).spans] == [span]
        newer = make_version("Newer", "Other words.")
        type(newer).objects.filter(pk=newer.pk).update(story=version.story, number=2)
        assert make_release(page).spans.count() == 0

    def test_they_can_be_made_to_look_at_without_a_release(self, released, tmp_path):
        page, _release, kettle, stair = released
        made = try_files(page=page, names=["cards"], folder=tmp_path, day=TODAY)
        assert {name.split("/")[1][:9] for name in made} == {kettle.code, stair.code}
        assert (tmp_path / f"cards/{stair.code}-wide.png").read_bytes().startswith(b"\x89PNG")


class TestEverybodyCanSeeThem:
    def test_the_page_shows_each_with_its_words(self, client, released):
        page, _release, kettle, stair = released
        with clock(OPENS):
            shown = client.get(f"{page.url}cards/").content.decode()
            assert f'href="{page.url}cards/"' in client.get(page.url).content.decode()
        for span, said in ((kettle, SAID), (stair, OTHER)):
            assert f'alt="{said}' in shown
            for url in card_urls(page, span):
                assert url in shown

    def test_pictures_and_words_are_served_as_what_they_are(self, client, released):
        page, _release, kettle, _stair = released
        with clock(OPENS):
            answers = [client.get(url) for url in card_urls(page, kettle)]
        assert [one["Content-Type"] for one in answers] == ["image/png", "image/png", "text/plain; charset=utf-8"]
        assert all(one["Cache-Control"] == "no-cache" for one in answers)

    def test_one_second_before_nothing_of_it_is_there(self, client, released):
        page, _release, kettle, _stair = released
        with clock(BEFORE):
            nowhere = client.get("/booklets/1999/")
            for url in (f"{page.url}cards/", *card_urls(page, kettle), f"{page.url}cards/Q-27-9999.txt"):
                answer = client.get(url)
                assert answer.status_code == 404
                assert answer.content == nowhere.content

    def test_no_page_takes_somebodys_words_for_its_picture(self, client, released):
        page, _release, _kettle, _stair = released
        with clock(OPENS):
            for url in (page.url, f"{page.url}cards/"):
                assert b"og:image" not in client.get(url).content

    def test_without_cards_there_is_no_page_and_no_link(self, client):
        page = make_booklet(make_version("The lamp"))
        make_release(page)
        with clock(OPENS):
            assert client.get(f"{page.url}cards/").status_code == 404
            assert b"cards/" not in client.get(page.url).content

    @pytest.mark.parametrize("end", ["-tall.png", "-square.jpg", ".md", "-square.png.txt", ""])
    def test_any_other_name_is_not_found(self, client, released, end):
        page, _release, kettle, _stair = released
        with clock(OPENS):
            assert client.get(f"{page.url}cards/{kettle.code}{end}", follow=True).status_code == 404


class TestANo:
    @pytest.fixture
    def no_builder(self, settings):
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"

    @pytest.mark.parametrize("no", [stop, stop_quotes, refuse_it, take_down, erase])
    def test_the_cards_are_gone_with_the_next_request_and_the_others_stay(self, client, released, no_builder, no):
        page, _release, kettle, stair = released
        no(stair)
        with clock(OPENS):
            assert statuses(client, page, stair) == [410] * 3
            unknown = client.get(f"{page.url}cards/Q-27-9999.txt")
            assert client.get(f"{page.url}cards/{stair.code}.txt").content == unknown.content
            if no is not erase:  # whose files are all unlinked at once, and made again
                assert statuses(client, page, kettle) == [200] * 3
                shown = client.get(f"{page.url}cards/").content.decode()
                assert SAID in shown
                assert OTHER not in shown

    @pytest.mark.parametrize("no", [stop_quotes, erase])
    def test_the_next_release_has_none_of_its_cards(self, client, released, no):
        page, first, kettle, stair = released
        no(stair)
        newest = page.newest_release()
        assert newest.name == "2027.2"
        assert not first.folder.exists()
        assert [row.span for row in newest.spans.in_files_of(Use.SOCIAL)] == [kettle]
        assert not newest.files.filter(name__contains=stair.code).exists()
        assert [path for path in newest.folder.rglob("*") if stair.code in path.name] == []
        with clock(OPENS):
            assert statuses(client, page, kettle) == [200] * 3

    @pytest.mark.typeset
    def test_the_cards_of_the_others_are_the_same_pictures_afterwards(self, released):
        page, first, kettle, stair = released

        def pictures(release):
            return dict(release.files.filter(name__contains=kettle.code).values_list("name", "sha256"))

        before = pictures(first)
        erase(stair)
        assert pictures(page.newest_release()) == before

    def test_a_deletion_leaves_no_word_and_no_row(self, released):
        _page, _release, kettle, stair = released
        assert files_with(OTHER)
        code = stair.code
        erase(stair)
        assert files_with(OTHER) == files_with(code) == []
        assert not Span.objects.filter(code=code).exists()
        assert {row.span for row in ReleaseSpan.objects.all()} == {kettle}
        assert not ReleaseFile.objects.filter(name__contains=code).exists()

    def test_one_that_comes_while_the_cards_are_drawn_is_on_none(self, released):
        page, _release, kettle, stair = released

        def tell(says, _done, _of):
            if says == f"Making cards/{kettle.code}-square.png":
                stop_quotes(stair)

        newest = build(release=freeze(page=page, user=None), day=TODAY, tell=tell)
        assert [row.span for row in newest.spans.in_files_of(Use.SOCIAL)] == [kettle]
        assert [path.name for path in newest.folder.rglob("*") if stair.code in path.name] == []

    def test_words_changed_in_the_database_are_on_no_card(self, client, released):
        page, _release, kettle, stair = released
        tree = stair.tree | {"nodes": [{"node": "paragraph", "runs": [{"text": "I never said this"}]}]}
        Span.objects.filter(pk=stair.pk).update(tree=tree)
        with clock(OPENS):
            assert statuses(client, page, stair) == [410] * 3
        assert compose(freeze(page=page, user=None), use=Use.SOCIAL, day=TODAY).spans == (kettle,)

    def test_a_file_that_is_away_is_said_to_be_renewed(self, client, released):
        page, release, kettle, _stair = released
        (release.folder / f"cards/{kettle.code}-wide.png").unlink()
        with clock(OPENS):
            assert statuses(client, page, kettle) == [200, 503, 200]


class TestOnAPageOfItsOwn:
    def test_it_stands_in_the_files_of_each_use_that_its_family_allows(self):
        version, span = quoted(allowing=set(Use) - {Use.PRINT})
        page = make_booklet(version, make_version("The lamp"), front=[pull_quote(span)])
        release = freeze(page=page, user=None)
        online, paper = (compose(release, use=use, day=TODAY) for use in (Use.ONLINE, Use.PRINT))
        assert online.spans == (span,)
        assert online.edition.parts[0].leaves[0].code == span.code
        assert paper.spans == ()
        assert not any(part.leaves for part in paper.edition.parts)

    def test_a_no_takes_it_out_of_the_page_at_once_and_closes_the_files(self, client, released):
        page, _release, kettle, _stair = released
        with clock(OPENS):
            assert SAID in client.get(page.url).content.decode()
        refuse_it(kettle)
        with clock(OPENS):
            assert "leaf-pull-quote" not in client.get(page.url).content.decode()
        newest = page.newest_release()
        assert newest.name == "2027.2"
        assert newest.stories.in_files_of(Use.ONLINE).count() == 2  # a no to a quotation is a no to nothing else

    def test_the_frozen_plan_holds_its_id_alone(self, released):
        _page, release, kettle, _stair = released
        assert SAID not in json.dumps(release.frozen)
        assert release.frozen["opening"] == [{"leaf": "pull_quote", "span": kettle.pk}]

    def test_inside_a_part_it_keeps_its_place(self):
        first, span = quoted()
        second = make_version("The lamp")
        page = make_booklet(first, second)
        between = [("pull_quote", {"span": span, "after": 1})]
        page.body = [("part", {"title": "At home", "intro": "", "stories": [first, second], "between": between})]
        page.save_revision().publish()
        (part,) = compose(freeze(page=page, user=None), use=Use.ONLINE, day=TODAY).edition.parts
        assert [item.code for item in part.in_order()] == [first.story.code, span.code, second.story.code]

    def test_one_of_another_year_is_refused_and_named(self):
        _version, span = quoted(edition=make_edition(2028))
        page = make_booklet(make_version("The lamp"), edition=make_edition(2027), front=[pull_quote(span)])
        refused = preflight(page, day=TODAY).refused_spans
        assert {line.use for line in refused} == {Use.ONLINE, Use.SOCIAL}
        assert all("approved for 2028" in " ".join(line.reasons) for line in refused)
        assert compose(freeze(page=page, user=None), use=Use.ONLINE, day=TODAY).spans == ()

    def test_preflight_says_why_one_is_left_out(self, released):
        page, _release, kettle, stair = released
        stop_quotes(stair)
        report = preflight(page, day=TODAY)
        assert [(line.span, line.use) for line in report.refused_spans] == [(stair, Use.SOCIAL)]
        assert "social media" in " ".join(report.refused_spans[0].reasons).lower()
        assert report.cards == 1

    def test_a_booklet_that_holds_it_keeps_it_from_being_deleted_by_hand(self, released):
        from django.db.models import ProtectedError

        page, _release, kettle, _stair = released
        assert [row.span for row in BookletSpan.objects.filter(page=page)] == [kettle]
        ReleaseSpan.objects.all().delete()
        with pytest.raises(ProtectedError):
            kettle.delete()


class TestEditing:
    def test_one_that_its_family_deleted_is_dropped_and_the_editor_told(self, released):
        page, _release, kettle, _stair = released
        erase(kettle)
        page = BookletPage.objects.get(pk=page.pk)
        assert vanished_spans(page) == 1
        assert [block.block_type for block in page.draft().body] == ["part"]
        client = staff.editor()
        told = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert "One quotation of this plan is no longer there" in told
        page.draft().save_revision()
        assert vanished_spans(BookletPage.objects.get(pk=page.pk)) == 0

    def test_a_plan_that_holds_one_twice_is_refused(self):
        from wagtail.blocks import StreamBlockValidationError

        version, span = quoted()
        page = make_booklet(version)
        twice = page.body.stream_block.to_python(
            [{"type": "pull_quote", "value": {"span": span.pk}}, {"type": "pull_quote", "value": {"span": span.pk}}]
        )
        with pytest.raises(StreamBlockValidationError) as refused:
            page.body.stream_block.clean(twice)
        assert f"{span.code} stands in the booklet twice" in str(refused.value.non_block_errors)

    def test_the_chooser_says_why_one_cannot_be_chosen(self):
        _version, kettle = quoted()
        _version, stair = quoted("The stair", OTHER)
        stop(stair)
        client = staff.editor()
        shown = client.get(reverse("span_chooser:choose")).json()["html"]
        assert reverse("span_chooser:chosen", args=[kettle.pk]) in shown
        assert reverse("span_chooser:chosen", args=[stair.pk]) not in shown
        assert OTHER in shown
        assert "Yes, for 2027" in shown
        assert "2 quotations" in shown and "spans" not in shown.lower()

    def test_the_chooser_finds_words_and_uses(self):
        _version, kettle = quoted()
        quoted("The stair", OTHER, allowing={Use.KEEP, Use.PRINT})
        client = staff.editor()
        results = reverse("span_chooser:choose_results")
        assert OTHER not in client.get(results, {"q": "put the  kettle"}).content.decode()
        assert SAID in client.get(results, {"q": kettle.code}).content.decode()
        assert OTHER not in client.get(results, {"use": "online"}).content.decode()
        assert SAID in client.get(results, {"use": "online"}).content.decode()

    def test_the_chooser_asks_the_database_no_more_for_many(self):
        quoted()
        client, address = staff.editor(), reverse("span_chooser:choose_results")
        client.get(address)  # what is kept for the process is asked for once
        with CaptureQueriesContext(connection) as one:
            client.get(address)
        for number in range(3):
            quoted(f"The stair {number}", f"{OTHER} {number} times")
        with CaptureQueriesContext(connection) as four:
            assert OTHER in client.get(address).content.decode()
        assert len(four) == len(one)

    def test_whoever_looks_after_accounts_chooses_none(self):
        quoted()
        client = staff.signed_in(roles.ADMINISTRATORS)
        assert client.get(reverse("span_chooser:choose")).status_code in (302, 403)

    def test_a_publisher_sees_the_cards_before_anybody_else(self, released):
        page, release, kettle, stair = released
        stop_quotes(stair)
        page, release = BookletPage.objects.get(pk=page.pk), page.newest_release()
        publisher = staff.publisher()
        base = reverse("booklet_desk:rehearsal", args=[page.pk])
        shown = publisher.get(f"{base}cards/").content.decode()
        assert "Dress rehearsal: release 2027.2" in shown
        assert SAID in shown
        assert OTHER not in shown
        picture = reverse("booklet_desk:file", args=[page.pk, release.pk, f"cards/{kettle.code}-wide.png"])
        assert picture in shown
        assert publisher.get(picture)["Content-Type"] == "image/png"
        assert staff.editor().get(f"{base}cards/").status_code in (302, 403)

    def test_the_desk_lists_them_with_reasons(self, released):
        page, _release, _kettle, stair = released
        stop_quotes(stair)
        shown = staff.editor().get(reverse("booklet_desk:booklet", args=[page.pk])).content.decode()
        assert "1 quotation would become cards to share" in shown
        assert stair.code in shown
