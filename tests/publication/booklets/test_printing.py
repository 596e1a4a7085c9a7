"""Proof and print: an order needs a signed proof, waits for the day that families were told, and is recalled loudly."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from consent import actions
from consent.uses import Use
from publication.actions.freezing import NotNow
from publication.actions.printing import order_print, sign_proof
from publication.models import HandedOut, Proof, ReleaseFile
from publication.to_tell import to_tell
from stories import roles
from stories.actions import erase
from tests.clock import clock
from tests.factories import TODAY, make_user, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import ask_again, make_booklet, make_release, make_released

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
ORDER_DAY = datetime.date(2027, 2, 12)


@pytest.fixture
def page():
    return make_released("The kettle", "The stair")[0]


def url(name: str, page, *more) -> str:
    return reverse(f"booklet_desk:{name}", args=[page.pk, *more])


def desk(page, client=None) -> str:
    return " ".join((client or staff.publisher()).get(url("booklet", page)).content.decode().split())


def hand_out(page, client, to="Leaf Printers, 01632 960000", **changes):
    release = page.newest_release()
    data = {"to": to, "files": ["print/inner.pdf", "print/cover.pdf"], "sent_on": TODAY.isoformat()}
    return client.post(url("hand_out", page, release.pk), data | changes, follow=True)


class TestTheProof:
    def test_it_is_signed_by_a_publisher_with_the_day(self, page):
        client = staff.publisher()
        client.post(url("sign_proof", page, page.newest_release().pk))
        proof = Proof.objects.get()
        assert (proof.seen_by, proof.seen_on) == (client.user, TODAY)
        assert f"Proof seen by {client.user} on 21 November 2026" in desk(page, client)
        assert PageLogEntry.objects.get(action="publication.proof").data == {"release": "2027.1"}

    @pytest.mark.parametrize("role", [roles.EDITORS, roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS])
    def test_nobody_else_signs_or_orders(self, page, role):
        client = staff.signed_in(role)
        client.post(url("sign_proof", page, page.newest_release().pk))
        assert not Proof.objects.exists()

    def test_it_is_signed_once(self, page):
        release, user = page.newest_release(), make_user()
        sign_proof(release=release, user=user, day=TODAY)
        with pytest.raises(NotNow, match="signed already"):
            sign_proof(release=release, user=make_user(), day=TODAY)
        assert Proof.objects.get().seen_by == user

    def test_a_release_without_print_files_has_no_proof(self):
        page = make_booklet(make_version(allowing={Use.ONLINE}))
        release = make_release(page)
        with pytest.raises(NotNow, match="no files for a printer"):
            sign_proof(release=release, user=make_user(), day=TODAY)
        assert "There is nothing to print yet" in desk(page)

    def test_one_that_was_replaced_cannot_be_signed(self, page):
        first = page.newest_release()
        make_release(page)
        with pytest.raises(NotNow, match="not the newest"):
            sign_proof(release=first, user=make_user(), day=TODAY)

    def test_one_with_a_stopped_story_cannot_be_signed_even_before_it_is_replaced(self, settings):
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"
        page, release, versions = make_released("The kettle", "The stair")
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        with pytest.raises(NotNow, match="may no longer be used"):
            sign_proof(release=release, user=make_user(), day=TODAY)


class TestTheOrder:
    def test_there_is_none_without_a_signed_proof(self, page):
        with pytest.raises(NotNow, match="Nobody has signed the proof"):
            order_print(release=page.newest_release(), user=make_user(), day=ORDER_DAY)

    def test_it_waits_for_the_day_until_which_families_can_leave_the_print(self, page):
        release, user = page.newest_release(), make_user()
        sign_proof(release=release, user=user, day=TODAY)
        with pytest.raises(NotNow, match="until 12 February 2027"):
            order_print(release=release, user=user, day=ORDER_DAY - datetime.timedelta(days=1))
        ask_again(page, day=ORDER_DAY)
        assert order_print(release=release, user=user, day=ORDER_DAY).ordered_by == user

    def test_the_desk_says_until_when_families_can_leave_and_offers_no_button_before(self, page):
        sign_proof(release=page.newest_release(), user=make_user(), day=TODAY)
        shown = desk(page)
        assert "Families can still leave the print until 12 February 2027" in shown
        assert url("order_print", page, page.newest_release().pk) not in shown

    def test_the_button_cannot_be_pressed_from_outside_before_that_day(self, page):
        sign_proof(release=page.newest_release(), user=make_user(), day=TODAY)
        staff.publisher().post(url("order_print", page, page.newest_release().pk))
        assert Proof.objects.get().ordered_on is None

    def test_an_edition_that_must_not_open_is_not_printed(self, page):
        page.edition.do_not_open, page.edition.do_not_open_reason = True, "A name."
        page.edition.save()
        with pytest.raises(NotNow, match="must not open"):
            sign_proof(release=page.newest_release(), user=make_user(), day=TODAY)


class TestAReplacedRelease:
    def test_after_its_proof_was_signed_the_desk_says_so_loudly(self, page):
        first, user = page.newest_release(), make_user()
        sign_proof(release=first, user=user, day=TODAY)
        ask_again(page, day=ORDER_DAY)
        order_print(release=first, user=user, day=ORDER_DAY)
        make_release(page)
        shown = desk(page)
        assert "Do not print release 2027.1." in shown
        assert "Its print was ordered on 12 February 2027: ring the printer." in shown
        assert "Look at the proof of release 2027.2 instead." in shown

    def test_the_new_one_needs_a_proof_of_its_own(self, page):
        sign_proof(release=page.newest_release(), user=make_user(), day=TODAY)
        second = make_release(page)
        with pytest.raises(NotNow, match="Nobody has signed"):
            order_print(release=second, user=make_user(), day=ORDER_DAY)


class TestWhoWasSentWhat:
    def test_it_is_written_down_with_files_and_day(self, page):
        client = staff.publisher()
        shown = hand_out(page, client).content.decode()
        sending = HandedOut.objects.get()
        assert (sending.files, sending.sent_on, sending.sent_by) == (
            "print/inner.pdf, print/cover.pdf",
            TODAY,
            client.user,
        )
        assert "Leaf Printers, 01632 960000" in shown

    def test_quote_cards_are_sent_as_one_folder(self, page):
        release = page.newest_release()
        for name in ("cards/Q-27-0001-square.png", "cards/Q-27-0001.txt"):
            ReleaseFile.objects.create(
                release=release, name=name, use=Use.SOCIAL, media_type="image/png", size=1, sha256="0" * 64
            )
        client = staff.publisher()
        shown = client.get(url("hand_out", page, release.pk)).content.decode()
        assert shown.count("every quote card") == 1 and "Q-27-0001" not in shown
        hand_out(page, client, files=["cards"])
        assert HandedOut.objects.get().files == "cards"

    def test_without_cards_none_are_offered(self, page):
        release = page.newest_release()
        assert "quote card" not in staff.publisher().get(url("hand_out", page, release.pk)).content.decode()

    def test_the_day_can_be_chosen_from_a_calendar(self, page):
        release = make_release(page)
        shown = staff.publisher().get(url("hand_out", page, release.pk)).content.decode()
        assert "initDateChooser" in shown and "wagtailadmin/js/date-time-chooser.js" in shown

    def test_a_day_to_come_is_refused_with_everything_kept(self, page):
        shown = hand_out(page, staff.publisher(), sent_on="2026-12-24").content.decode()
        assert not HandedOut.objects.exists()
        assert "That day has not come yet" in shown
        assert "Leaf Printers" in shown

    def test_while_the_release_stands_nobody_needs_to_be_told(self, page):
        hand_out(page, staff.publisher())
        assert to_tell(page, day=TODAY) == []

    def test_a_stop_makes_something_to_do_for_the_desk(self):
        page, _first, versions = make_released("The kettle", "The stair")
        client = staff.publisher()
        hand_out(page, client)
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        shown = desk(page, client)
        assert "Release 2027.1 was sent to Leaf Printers, 01632 960000 on 21 November 2026" in shown
        assert "Release 2027.2 replaces it." in shown

    def test_a_deletion_does_too_and_no_row_of_it_was_made(self):
        page, _first, versions = make_released("The kettle", "The stair")
        hand_out(page, staff.publisher())
        before = list(HandedOut.objects.values())
        erase(contribution=versions[0].story.contribution, today=TODAY)
        assert [one.replaced_by.name for one in to_tell(page, day=TODAY)] == ["2027.2"]
        assert list(HandedOut.objects.values()) == before

    def test_before_the_next_release_is_built_they_are_to_be_told_to_wait(self, settings):
        page, _first, versions = make_released("The kettle", "The stair")
        hand_out(page, staff.publisher())
        settings.RELEASE_BUILDER = "tests.publication.booklets.test_reissuing.nobody_builds"
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        assert [one.replaced_by for one in to_tell(page, day=TODAY)] == [None]
        assert "Tell them now not to use it" in desk(page)

    def test_the_same_is_said_of_a_correction_and_of_a_stop(self):
        page, _first, versions = make_released("The kettle", "The stair")
        client = staff.publisher()
        hand_out(page, client)
        make_release(page)
        of_a_correction = client.get(url("booklet", page)).context["printing"]["to_tell"]
        assert [one.replaced_by.name for one in of_a_correction] == ["2027.2"]

    def test_it_names_no_story(self):
        page, _first, versions = make_released("The kettle", "The stair")
        client = staff.publisher()
        hand_out(page, client)
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        first_page = " ".join(client.get("/admin/").content.decode().split())
        assert "was sent to Leaf Printers" in first_page
        assert versions[0].story.code not in first_page
        assert "The kettle" not in first_page

    def test_closing_it_is_recorded(self):
        page, _first, versions = make_released("The kettle", "The stair")
        client = staff.publisher()
        hand_out(page, client)
        actions.stop(agreement=versions[0].agreement, today=TODAY)
        sending = HandedOut.objects.get()
        shown = client.post(url("told", page, sending.pk), {"how": "By telephone; the sheets are pulped."}, follow=True)
        sending.refresh_from_db()
        assert (sending.told_by, sending.told_on) == (client.user, TODAY)
        assert "By telephone; the sheets are pulped." in shown.content.decode()
        assert to_tell(page, day=TODAY) == []
        assert PageLogEntry.objects.filter(action="publication.told").count() == 1

    def test_it_cannot_be_closed_twice_or_without_saying_how(self):
        page, _first, _versions = make_released("The kettle")
        client = staff.publisher()
        hand_out(page, client)
        make_release(page)
        sending = HandedOut.objects.get()
        client.post(url("told", page, sending.pk), {"how": ""})
        assert HandedOut.objects.not_told().exists()
        client.post(url("told", page, sending.pk), {"how": "By mail."})
        client.post(url("told", page, sending.pk), {"how": "Again."})
        assert HandedOut.objects.get().told_how == "By mail."


class TestASendingWrittenDownByMistake:
    @pytest.fixture
    def client(self, page):
        client = staff.publisher()
        hand_out(page, client)
        return client

    def test_is_corrected_with_what_was_written_before_it(self, page, client):
        sending = HandedOut.objects.get()
        form = client.get(url("mend_sending", page, sending.pk)).content.decode()
        assert "Leaf Printers, 01632 960000" in form
        data = {"to": "Fern Printers", "files": ["print/inner.pdf"], "sent_on": TODAY.isoformat()}
        client.post(url("mend_sending", page, sending.pk), data)
        sending.refresh_from_db()
        assert (sending.to, sending.files) == ("Fern Printers", "print/inner.pdf")

    def test_is_taken_away_after_one_more_question(self, page, client):
        sending = HandedOut.objects.get()
        assert (
            "nobody is asked to tell Leaf Printers"
            in client.get(url("drop_sending", page, sending.pk)).content.decode()
        )
        assert HandedOut.objects.exists()
        assert "taken away" in client.post(url("drop_sending", page, sending.pk), follow=True).content.decode()
        assert not HandedOut.objects.exists()

    def test_its_name_stays_in_no_log(self, page, client):
        client.post(url("drop_sending", page, HandedOut.objects.get().pk))
        assert {"publication.hand_out", "publication.drop_sending"} <= set(
            PageLogEntry.objects.values_list("action", flat=True)
        )
        assert "Leaf" not in str(list(PageLogEntry.objects.values("data", "label")))

    def test_stays_once_somebody_was_told(self, page, client):
        sending = HandedOut.objects.get()
        make_release(page)
        client.post(url("told", page, sending.pk), {"how": "By mail."})
        shown = client.post(url("drop_sending", page, sending.pk), follow=True).content.decode()
        assert "has been told about this sending, so it stays as it is" in shown
        data = {"to": "Fern", "files": ["print/inner.pdf"], "sent_on": TODAY.isoformat()}
        client.post(url("mend_sending", page, sending.pk), data)
        assert HandedOut.objects.get().to == "Leaf Printers, 01632 960000"

    def test_no_editor_touches_it(self, page, client):
        sending, editor = HandedOut.objects.get(), staff.editor()
        editor.post(url("drop_sending", page, sending.pk))
        editor.post(url("mend_sending", page, sending.pk), {"to": "X", "files": [], "sent_on": "2026-11-20"})
        assert HandedOut.objects.get().to == "Leaf Printers, 01632 960000"


class TestAnEditionThatMustNotOpen:
    def test_one_publisher_shuts_it_with_a_reason_and_it_is_recorded(self, page):
        client = staff.publisher()
        client.post(url("shut", page), {"reason": "The printer found a name."})
        page.edition.refresh_from_db()
        assert page.edition.do_not_open
        assert "The printer found a name." in desk(page, client)
        entry = PageLogEntry.objects.get(action="publication.keep_shut")
        assert (entry.user, entry.data) == (client.user, {"reason": "The printer found a name."})

    def test_one_publisher_takes_it_back_and_that_is_recorded_too(self, page):
        client = staff.publisher()
        client.post(url("shut", page), {"reason": "The printer found a name."})
        client.post(url("let_open", page))
        page.edition.refresh_from_db()
        assert not page.edition.do_not_open
        assert PageLogEntry.objects.filter(action="publication.let_open", user=client.user).count() == 1

    def test_it_needs_a_reason(self, page):
        staff.publisher().post(url("shut", page), {"reason": "  "})
        page.edition.refresh_from_db()
        assert not page.edition.do_not_open

    def test_an_editor_cannot(self, page):
        client = staff.editor()
        client.post(url("shut", page), {"reason": "I think so."})
        page.edition.refresh_from_db()
        assert not page.edition.do_not_open
        assert url("shut", page) not in desk(page, client)


def test_the_second_of_the_opening_is_shown_with_its_zone_and_how_long_it_is_until_then(page):
    shown = desk(page)
    assert "18 March 2027, 07:00:00 (GMT, the time in London)" in shown
    assert "In 116 days, 19 hours, 0 minutes." in shown or "In 116 days, 18 hours, 59 minutes." in shown


def test_until_when_words_can_be_settled_is_shown_and_from_then_on_that_they_are(page):
    client = staff.publisher()
    assert "Families can settle their words until 31 January 2027." in desk(page, client)
    with clock(datetime.datetime(2027, 2, 1, 12, tzinfo=datetime.UTC)):
        client.force_login(client.user)
        assert "The words are settled since 31 January 2027" in desk(page, client)
