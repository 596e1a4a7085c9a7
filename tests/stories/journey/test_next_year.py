"""Once a year her page asks whether the same words may be used again. Silence is no yes, nor is an old page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent import actions as consent
from consent import notices, wording
from consent.dials import Dial
from consent.kinds import Captured
from consent.models import Edition, Hold, Notice
from consent.rules import dial
from consent.uses import Answer, Use
from stories import actions
from stories.models import Contribution, StoryVersion
from stories.states import NotAllowedNow
from stories.vault.words import as_words, parse
from tests.clock import clock, clock_from
from tests.stories.journey.grade import grade, sentences
from tests.stories.journey.house import TODAY, YEAR
from tests.stories.journey.walking import come_back

WISHES = "What else I told you"
ASKED = "May we use your words for another year?"
OCTOBER = timezone.make_aware(datetime.datetime(YEAR, 10, 1, 12))


@pytest.fixture
def coming(db) -> Edition:
    return Edition.objects.create(
        year=YEAR + 1,
        title="The next light",
        call_opens=datetime.date(YEAR, 4, 1),
        call_closes=datetime.date(YEAR, 12, 31),
        content_lock=datetime.date(YEAR + 1, 2, 1),
        print_order=datetime.date(YEAR + 1, 2, 14),
        opens_at=timezone.make_aware(datetime.datetime(YEAR + 1, 3, 18)),
    )


@pytest.fixture
def words(client, house, coming) -> str:
    return signed_off(house, Use.ONLINE, Use.PRINT)


def signed_off(house, *uses: Use) -> str:
    """The return words of somebody whose words were signed off for these uses in this year's booklet."""
    sending = actions.Sending(
        title="The kitchen light",
        text="I left the light on every night.\n\nShe came home in the spring.",
        kind="prose",
        uses=dict.fromkeys(Use, Answer.YES),
        answers={"danger": "no", "child": "happy"},
        dials={"silence": "come_down", "contact": "none"},
    )
    indices = actions.receive(sending=sending, today=TODAY).indices
    proposal = house.ask(Contribution.objects.get(), *uses)
    actions.answer_proposal(
        visit=actions.come_back(indices=indices),
        proposal=proposal,
        digest=proposal.digest,
        uses=dict.fromkeys(uses, True),
        today=TODAY,
    )
    actions.sign_off(story=proposal.story, user=house.ben.user, today=TODAY)
    return as_words(indices)


@pytest.fixture
def october():
    with clock_from(OCTOBER):
        yield


@pytest.fixture
def page(client, words, october):
    return come_back(client, words)


@pytest.fixture
def asked(page):
    return page.press("Read and answer")


def places(page) -> set[str]:
    return {place.text_content() for place in page.tree.xpath("//main//dt")}


def asks(use: Use) -> str:
    return wording.ENGLISH.body[use]["question"]


def version() -> StoryVersion:
    return StoryVersion.objects.get(number=1)


def may(use: Use, edition: Edition) -> bool:
    words = version()
    return words.agreement.may_use(use, digest=words.digest, edition=edition, day=OCTOBER.date()).allowed


@pytest.mark.parametrize(
    ("moment", "is_asked"),
    [((YEAR, 8, 31), False), ((YEAR, 9, 1), True), ((YEAR + 1, 1, 31), True), ((YEAR + 1, 2, 1), False)],
)
def test_her_page_asks_from_september_until_the_end_of_january(client, words, moment, is_asked):
    with clock(timezone.make_aware(datetime.datetime(*moment, 12))):
        assert (ASKED in come_back(client, words).said) == is_asked


def test_she_sees_the_exact_words_the_places_and_the_dates_with_nothing_chosen(asked, coming):
    assert asked.heading == "The next booklet"
    assert "She came home in the spring." in asked.tree.xpath("//article")[0].text_content()
    assert places(asked) == {asks(Use.ONLINE), asks(Use.PRINT)}, "only what was asked of these words is asked again"
    assert f"18 March {YEAR + 1}" in asked.said and f"31 January {YEAR + 1}" in asked.said
    assert not asked.tree.xpath("//input[@checked]")
    assert asked.press("Send my answer").errors[0].startswith("Choose an answer.")


def test_a_yes_allows_the_same_words_in_the_next_booklet_and_writes_only_the_ledger(asked, coming):
    before = StoryVersion.objects.count(), version().story.proposals.count()
    done = asked.press("Send my answer", again="same")
    assert "We have your yes for the next booklet" in done.said
    assert "You have said yes for another year." in done.said and ASKED not in done.said
    assert may(Use.ONLINE, coming) and may(Use.PRINT, coming) and not may(Use.SOCIAL, coming)
    assert (StoryVersion.objects.count(), version().story.proposals.count()) == before


def test_who_presses_twice_is_not_told_that_the_words_have_changed(asked, coming):
    asked.press("Send my answer", again="same")
    length = version().agreement.length
    again = asked.press("Send my answer", again="same")
    assert "We have your yes for the next booklet" in again.said
    assert version().agreement.length == length and may(Use.ONLINE, coming)


def test_the_receipt_shows_it(asked, coming):
    receipt = asked.press("Send my answer", again="same").press("Look at my receipt")
    assert "The next light Online booklet Yes, the week of" in receipt.said
    assert f"until 30 April {YEAR + 1}" in receipt.said


def test_silence_lets_nothing_into_the_next_booklet(page, coming):
    assert ASKED in page.said
    assert not may(Use.ONLINE, coming)


def test_a_stop_counts_at_once_and_for_every_use(asked, coming):
    done = asked.press("Send my answer", again="stop")
    assert "It is stopped." in done.said and ASKED not in done.said
    assert version().agreement.standing(Use.ONLINE) == Answer.NO


def test_changing_her_answers_first_narrows_what_is_asked(asked, coming):
    choices = asked.press("Send my answer", again="change")
    assert choices.heading == "My answers"
    page = choices.press("Save my answers", use__print="no")
    again = page.press("Read and answer")
    assert places(again) == {asks(Use.ONLINE)}
    again.press("Send my answer", again="same")
    assert may(Use.ONLINE, coming) and not may(Use.PRINT, coming)


def test_a_yes_from_a_page_that_showed_more_is_not_taken(asked, coming):
    consent.stop(agreement=version().agreement, uses={Use.PRINT}, today=TODAY)
    shown = asked.press("Send my answer", again="same")
    assert "Something has changed since you opened that page." in shown.said
    assert not shown.tree.xpath("//input[@checked]")
    assert not may(Use.ONLINE, coming) and not may(Use.PRINT, coming)


def test_a_second_press_says_it_once(asked, coming):
    asked.press("Send my answer", again="same")
    assert "Something" not in asked.press("Send my answer", again="same").heading
    assert version().agreement.details.filter(edition=coming).count() == 2


def test_what_she_chose_is_still_chosen_when_the_page_was_open_too_long(client, asked, words, coming):
    late = asked.press("Send my answer", again="same", token="x")
    back = late.press(words=words)
    assert back.heading == "The next booklet" and back.fields["again"] == "same"
    back.press("Send my answer")
    assert may(Use.ONLINE, coming)


def test_words_the_desk_asks_about_are_not_asked_about_twice(client, words, house, coming, october):
    story = version().story
    actions.ask_parent(story=story, edition=coming, uses={Use.ONLINE}, user=house.ben.user, today=OCTOBER.date())
    assert ASKED not in come_back(client, words).said


def test_a_hold_and_a_changed_notice_come_first(client, words, house, october):
    agreement = version().agreement
    hold = consent.hold(agreement=agreement, kind=Hold.Kind.COURT, reason="-", today=TODAY)
    assert ASKED not in come_back(client, words).said
    consent.release_hold(hold=hold, by=house.ben.user, today=TODAY)
    Notice(version=2, title="Newer", body=wording.ENGLISH.body, material=True).put_in_force(TODAY)
    assert notices.asks_again(agreement) and ASKED not in come_back(client, words).said


def test_the_desk_makes_the_same_words_final_after_her_yes_and_not_before(asked, house, coming):
    story, today = version().story, OCTOBER.date()
    with pytest.raises(NotAllowedNow):
        actions.carry_over(story=story, user=house.ben.user, today=today)
    asked.press("Send my answer", again="same")
    made = actions.carry_over(story=story, user=house.ben.user, today=today)
    assert (made.edition, made.number, made.digest) == (coming, 2, version().digest)
    assert made.proposal.uses == [Use.ONLINE, Use.PRINT] and made.is_exact()
    assert actions.standing_of(made.proposal, today=today).state == "approved"


def test_a_stop_after_her_yes_keeps_the_desk_from_making_it_final(asked, house):
    page = asked.press("Send my answer", again="same")
    page.press("Stop all uses").press()
    with pytest.raises(NotAllowedNow):
        actions.carry_over(story=version().story, user=house.ben.user, today=OCTOBER.date())


def test_it_reads_at_grade_six(page, asked):
    wishes = page.press(WISHES)
    done = asked.press("Send my answer", again="same")
    for one in (page, asked, wishes, done):
        assert grade(sentences(one.tree.find(".//main"))) <= 6


def test_she_changes_what_becomes_of_her_words_if_she_never_comes_back(client, words):
    asked = come_back(client, words).press(WISHES)
    assert asked.fields["silence"] == "come_down" and asked.fields["contact"] == "none"
    done = asked.press("Save", silence="stay")
    assert "We have noted it." in done.said
    assert dial(version().agreement.history(), Dial.SILENCE) == "stay"
    assert "Nothing in them was new." in done.press(WISHES).press("Save").said


def test_once_30_april_is_past_she_is_told_that_this_answer_moves_her_words_today(client, words, house, october):
    consent.set_dials(agreement=version().agreement, dials={Dial.SILENCE: "stay"}, today=TODAY)
    assert "30 April is over" not in come_back(client, words).press(WISHES).said
    words_shown = [(version().agreement, version().digest)]
    consent.show(words_shown, use=Use.ONLINE, edition=house.edition, release=f"{YEAR}.1", today=TODAY)
    asked = come_back(client, words).press(WISHES)
    assert "If you choose to take them down, they leave our site at once." in asked.said
    done = asked.press("Save", silence="come_down")
    assert done.heading == "Your words are out of the booklet"
    assert "If you choose to leave them up, they may be on our site again at once." in done.press(WISHES).said


def test_before_30_april_nothing_is_told_to_happen_today(client, words, house):
    words_shown = [(version().agreement, version().digest)]
    consent.show(words_shown, use=Use.ONLINE, edition=house.edition, release=f"{YEAR}.1", today=TODAY)
    with clock(timezone.make_aware(datetime.datetime(YEAR, 4, 30, 12))):
        assert "30 April is over" not in come_back(client, words).press(WISHES).said


def test_what_she_writes_beside_a_no_is_not_dropped_in_silence(client, words):
    asked = come_back(client, words).press(WISHES)
    page = asked.press("Save", contact_when="Mondays")
    assert page.errors == ["You wrote how to reach you, but no is marked. Mark yes, or empty the boxes."]
    assert page.fields["contact_when"] == "Mondays" and page.fields["contact"] == "none"
    assert not Contribution.objects.get().records.filter(kind="contact").exists()


@pytest.mark.parametrize(("uses", "is_told"), [((Use.ONLINE, Use.PRINT), False), ((Use.ONLINE, Use.SOCIAL), True)])
def test_a_yes_to_another_year_is_told_to_be_to_no_quotation(client, house, coming, october, uses, is_told):
    said = come_back(client, signed_off(house, *uses)).press("Read and answer").said
    assert ("Before we use a short quote from them in a new year, we show it to you here" in said) == is_told


def test_she_gives_a_way_to_reach_her_sealed_and_takes_it_back(client, words):
    contribution = Contribution.objects.get()
    asked = come_back(client, words).press(WISHES)
    assert asked.press("Save", contact="sealed").errors == ["Write how we can reach you, or choose no above."]
    asked.press("Save", contact="sealed", contact_how="07700 900123", contact_when="Mondays")
    assert b"07700" not in b"".join(bytes(one.sealed) for one in contribution.records.all())
    again = come_back(client, words).press(WISHES)
    assert again.fields["contact_how"] == "07700 900123" and again.fields["contact"] == "sealed"
    again.press("Save", contact="none")
    assert not contribution.records.filter(kind="contact").exists()
    assert dial(version().agreement.history(), Dial.CONTACT) == "none"
    assert "07700" not in come_back(client, words).press(WISHES).html


def test_what_she_wishes_takes_her_contribution_before_the_ledger_as_every_other_act_does(words):
    """A colleague who confirms what came on paper takes the two in this order: the other way round both would wait."""
    visit = actions.come_back(indices=parse(words))
    with CaptureQueriesContext(connection) as asked:
        actions.set_wishes(visit=visit, dials={Dial.CONTACT: "sealed"}, contact={"how": "07700 900123"}, today=TODAY)
    said = [one["sql"] for one in asked]
    sealed = next(number for number, sql in enumerate(said) if sql.startswith('INSERT INTO "stories_record"'))
    ledger = next(number for number, sql in enumerate(said) if "consent_ledgerhead" in sql)
    assert sealed < ledger


def noted(house, proposal, way="phone", **uses):
    said = {Use(name): yes for name, yes in uses.items()}
    return actions.note_what_was_said(
        proposal=proposal,
        digest=proposal.digest,
        uses=said,
        captured=Captured(way),
        notice=notices.current(),
        user=house.amara.user,
        today=TODAY,
    )


@pytest.fixture
def aloud(words, house, coming):
    """The same words, asked about for the coming booklet."""
    story = version().story
    uses = {Use.ONLINE, Use.PRINT}
    return actions.ask_parent(story=story, edition=coming, uses=uses, user=house.ben.user, today=TODAY)


def test_she_sees_what_was_noted_for_her_and_by_what_way_and_says_something_else(client, words, house, aloud, coming):
    noted(house, aloud, online=True, print=False)
    page = come_back(client, words)
    assert "One of us read the final words to you" in page.said and "By telephone, in the week of" in page.said
    assert "Yes, but it does not count yet: Online booklet" in page.said and "No: Printed booklet" in page.said
    assert page.heading == "The final words are ready for you", "she is asked as before"
    assert grade(sentences(page.tree.find(".//main"))) <= 6
    done = page.press("Say something else").press(words__online="no", words__print="no")
    assert "One of us read" not in done.said
    with pytest.raises(NotAllowedNow):
        actions.confirm_reading(reading=aloud.readings_aloud.get(), user=house.ben.user, today=TODAY)
    assert not may(Use.ONLINE, coming), "her own no came later"


def test_once_confirmed_her_page_and_receipt_show_it_and_she_can_still_say_no(client, words, house, aloud, coming):
    reading = noted(house, aloud, "person", online=True)
    assert "not yet confirmed" in come_back(client, words).press("Look at my receipt").said
    actions.confirm_reading(reading=reading, user=house.ben.user, today=TODAY)
    page = come_back(client, words)
    assert "Yes: Online booklet" in page.said and "does not count" not in page.said
    assert "in person; until" in page.press("Look at my receipt").said
    assert may(Use.ONLINE, coming)
    page.press("Say something else").press("Save my answers", use__online="no")
    assert not may(Use.ONLINE, coming)
    assert "Yes: Online booklet" not in come_back(client, words).press("Stop all uses").press("Stop now").said


def test_what_a_second_person_would_not_confirm_is_not_held_against_her(client, words, house, aloud):
    actions.refuse_reading(reading=noted(house, aloud, online=True), user=house.ben.user)
    assert "One of us read" not in come_back(client, words).said
