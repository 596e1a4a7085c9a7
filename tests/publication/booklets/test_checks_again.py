"""Before three dates of a booklet's calendar the checks are asked again, about every story, and the answer is kept."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from consent import actions
from consent.models import Hold
from publication.actions import freeze
from publication.actions.freezing import NotNow
from publication.actions.printing import order_print, sign_proof
from publication.models import CheckedAgain, Release
from publication.preflight import preflight
from publication.rechecking import BEFORE, QUESTIONS, may_be_printed, moment_of, moments, standing
from stories import roles
from stories.actions import erase
from tests.clock import clock_from
from tests.factories import TODAY, make_edition, make_user, make_version
from tests.publication.booklets import staff
from tests.publication.booklets.making import ask_again, make_booklet, make_release, place
from tests.publication.booklets.test_editing import said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("plain_files")]
LOCK, PRINT, OPENING = datetime.date(2027, 1, 31), datetime.date(2027, 2, 12), datetime.date(2027, 3, 18)
ONE = datetime.timedelta(days=1)
ASKED = "We have asked them again, and nothing stands against what is in it"


@pytest.fixture
def versions():
    return [make_version(title) for title in ("The kettle", "The stair")]


@pytest.fixture
def page(versions):
    return make_booklet(*versions)


def noon(day) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), timezone.get_default_timezone())


def is_waiting(page, day) -> bool:
    return standing(page, day=day).is_waiting


def checks(page) -> str:
    return reverse("booklet_desk:checks", args=[page.pk])


def booklet(page, client) -> str:
    return said(client.get(reverse("booklet_desk:booklet", args=[page.pk])))


class TestWhenTheyAreAsked:
    @pytest.mark.parametrize(("day", "number"), [(LOCK, 0), (PRINT, 1), (OPENING, 2)])
    def test_from_a_week_before_each_of_three_days(self, day, number):
        edition = make_edition()
        assert moment_of(edition, day - BEFORE) == moments(edition)[number]
        assert moment_of(edition, day - BEFORE - ONE) == (moments(edition)[number - 1] if number else None)

    def test_for_each_of_them_by_itself_and_not_before_the_first_week(self, page):
        too_early = LOCK - BEFORE - ONE
        assert not is_waiting(page, too_early)
        page.checked_again.create(asked_on=TODAY)
        shown = said(staff.editor().get(checks(page)))
        assert "The kettle" in shown and "It is given from 24 January 2027 on" in shown and ASKED not in shown
        assert "The dates have been moved since, so it counts for none of them." in shown
        with pytest.raises(NotNow, match="asked again from 24 January 2027 on"):
            ask_again(page, day=too_early)
        for day in (LOCK - BEFORE, PRINT - BEFORE, OPENING - BEFORE):
            assert is_waiting(page, day)
            ask_again(page, day=day)
            assert not is_waiting(page, day)
        page.edition.opens_at += BEFORE + ONE
        assert is_waiting(page, OPENING + ONE), "a date that was moved away asks again"

    def test_not_of_a_booklet_without_stories_that_must_not_open_or_whose_consent_has_ended(self, page):
        assert is_waiting(page, page.edition.lapses_on)
        assert not is_waiting(page, page.edition.lapses_on + ONE)
        page.edition.do_not_open = True
        assert not is_waiting(page, PRINT)
        page.edition.do_not_open = False
        place(page)
        assert not is_waiting(page, PRINT)


class TestOfWhatTheyAreAsked:
    def test_a_story_that_comes_in_makes_them_be_asked_again_and_one_that_comes_back_does_not(self, page, versions):
        ask_again(page, day=PRINT)
        late = make_version("The gate")
        place(page, versions[1], late)
        assert standing(page, day=PRINT).unasked == {late.pk}
        ask_again(page, day=PRINT)
        place(page, *versions, late)
        assert not is_waiting(page, PRINT)

    def test_what_readers_get_counts_though_the_plan_holds_it_no_more(self, page, versions):
        freeze(page=page, user=None)
        Release.objects.update(state=Release.State.READY)
        place(page, versions[0])
        assert {one.pk for one in standing(page, day=PRINT).texts} == {one.pk for one in versions}

    def test_a_story_of_which_only_a_quotation_stands_is_asked_about(self):
        quoted = make_version("The stair", "I sat on the stair. I waited.", quoting=("I waited.",))
        page = make_booklet(make_version(), front=[("pull_quote", {"span": quoted.story.spans.get()})])
        assert quoted in standing(page, day=PRINT).texts

    def test_a_deleted_story_leaves_every_answer_and_nobody_is_asked_again_for_it(self, page, versions):
        answer = ask_again(page, day=PRINT)
        erase(contribution=versions[0].story.contribution, today=TODAY)
        assert [one.pk for one in answer.versions.all()] == [versions[1].pk]
        assert not is_waiting(page, PRINT)


def test_there_is_a_question_for_every_check_that_nobody_outside_brings_up():
    assert set(QUESTIONS) == set(Hold.Kind) - {Hold.Kind.OBJECTION, Hold.Kind.OTHER}


class TestTheAnswer:
    def test_it_is_kept_once_with_who_the_day_and_the_texts_and_no_words(self, page, versions):
        user = make_user()
        ask_again(page, day=PRINT, user=user)
        with pytest.raises(NotNow, match="asked again already"):
            ask_again(page, day=PRINT)
        answer = CheckedAgain.objects.get()
        assert (answer.asked_by, answer.asked_on) == (user, PRINT)
        assert set(answer.versions.all()) == set(versions)
        assert PageLogEntry.objects.get(action="publication.check_again").data == {}
        kinds = {field.get_internal_type() for field in CheckedAgain._meta.get_fields()}
        assert kinds == {"BigAutoField", "ForeignKey", "DateField", "ManyToManyField"}

    def test_it_lets_out_nothing_that_a_hold_or_a_family_keeps_in_and_never_tells_the_day_of_a_no(self, page, versions):
        before = standing(page, day=PRINT).mark
        hold = actions.hold(agreement=versions[0].agreement, kind="court", reason="Wait.", today=TODAY)
        actions.stop(agreement=versions[1].agreement, today=TODAY)
        assert standing(page, day=PRINT).mark == before
        assert set(ask_again(page, day=PRINT).versions.all()) == set(versions)
        hold.refresh_from_db()
        assert hold.is_open and preflight(page, day=TODAY).allowed == 0


def test_the_order_to_the_printer_waits_for_an_answer_of_its_own_week_and_a_no_asks_for_no_new_one(page, versions):
    release, user = make_release(page), make_user()
    sign_proof(release=release, user=user, day=TODAY)
    ask_again(page, day=LOCK)
    with pytest.raises(NotNow, match="have not been asked again about every story in release 2027.1"):
        order_print(release=release, user=user, day=PRINT)
    with clock_from(noon(PRINT)):
        client = staff.publisher()
        button = reverse("booklet_desk:order_print", args=[page.pk, release.pk])
        assert "Only once the checks have been asked again about every story in it." in booklet(page, client)
        assert button not in booklet(page, client)
        ask_again(page, day=PRINT)
        assert button in booklet(page, client)
    assert order_print(release=release, user=user, day=PRINT).ordered_on == PRINT
    actions.stop(agreement=versions[0].agreement, today=TODAY)
    smaller = page.newest_release()
    assert smaller != release and may_be_printed(smaller)


@pytest.fixture
def in_the_week_before_print():
    with clock_from(noon(PRINT - 2 * ONE)):
        yield


@pytest.mark.usefixtures("in_the_week_before_print")
class TestTheDesk:
    def test_the_booklets_page_and_the_first_page_ask_until_somebody_answers_and_again_when_a_story_comes_in(
        self, page, versions
    ):
        client = staff.editor()
        says = "The checks are to be asked again for the order to the printer: 12 February 2027."
        home = reverse("wagtailadmin_home")
        for shown in (booklet(page, client), said(client.get(home))):
            assert says in shown and "Nobody has asked them yet." in shown
        client.post(checks(page), {"seen": standing(page, day=PRINT).mark})
        assert f"by {client.user} on 10 February 2027: nothing stands against what is in it" in booklet(page, client)
        assert says not in said(client.get(home))
        place(page, *versions, make_version("The gate"))
        assert "One story has come in, or has new words, since they were asked." in booklet(page, client)
        assert said(client.get(checks(page))).count("New since they were asked") == 1

    def test_the_list_holds_every_story_with_a_way_to_hold_it_and_every_question(self, page, versions):
        actions.hold(agreement=versions[0].agreement, kind="child", reason="Wait.", today=TODAY)
        settled = actions.hold(agreement=versions[1].agreement, kind="court", reason="Wait.", today=TODAY)
        actions.release_hold(hold=settled, by=make_user(), today=TODAY)
        client = staff.editor()
        shown = said(client.get(checks(page)))
        for version in versions:
            hold = reverse("wagtailsnippets_stories_story:holds", args=[version.story_id])
            assert version.title in shown and version.story.code in shown and hold in shown
        assert client.get(hold).status_code == 200
        assert all(str(question) in shown for question in QUESTIONS.values())
        assert "Held now: The child&#x27;s own view" in shown and "Was held: Courts and police" in shown
        assert ASKED in shown

    def test_who_may_not_read_stories_neither_sees_the_list_nor_answers(self, page):
        for role in (roles.TRIAGE, roles.ADMINISTRATORS, roles.PARENT_EDITORS):
            client = staff.signed_in(role)
            assert "The kettle" not in said(client.get(checks(page), follow=True))
            client.post(checks(page), {"seen": standing(page, day=PRINT).mark})
        assert not CheckedAgain.objects.exists()

    def test_an_answer_to_a_list_that_has_changed_or_that_no_page_of_ours_gave_is_refused_in_words(
        self, page, versions
    ):
        client, before = staff.editor(), standing(page, day=PRINT).mark
        place(page, *versions, make_version("The gate"))
        for seen in ({"seen": before}, {}, {"seen": "\x00é"}):
            assert "have changed since you opened the list" in said(client.post(checks(page), seen, follow=True))
        assert not CheckedAgain.objects.exists()
