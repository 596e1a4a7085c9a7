"""Saved writing in the vault: sealed to its parent alone, found by her words alone, gone for everybody when it goes."""

import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from consent.uses import Answer, Use
from consent.weeks import week_of
from publication import daily
from stories import actions, drafts, keys
from stories.actions import saving
from stories.actions.receive import WayBack
from stories.drafts import DraftVisit
from stories.journey.answers import tidy
from stories.models import Contribution, Draft
from stories.vault import envelope, words
from stories.vault.shards import Slot, SlotErased
from tests.stories.journey.house import TODAY, found, make_edition

ANSWERS = {"title": "Quillfeather", "text": "Quillfeather was three.\n\nThen four.", "danger": "no"}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def house(db, settings, tmp_path):
    settings.READER_PIN_FILE = tmp_path / "readers.pin"
    return found(make_edition())


@pytest.fixture
def saved(house):
    return actions.save_draft(answers=ANSWERS, at="story", today=TODAY)


def back(saved, *, today=TODAY):
    return actions.come_back_to_any(indices=saved.indices, today=today)


def place(draft: Draft) -> Slot:
    return Slot(draft.slot, bytes(draft.tag))


def sending() -> actions.Sending:
    return actions.Sending(title="", text="It is done.", kind="prose", uses={Use.KEEP: Answer.YES})


def send(saved) -> bool:
    return actions.send_draft(token=actions.draft_token(saved.visit), sending=sending(), today=TODAY)


def test_the_words_open_what_was_saved(saved):
    written = back(saved).read()
    assert (written.answers, written.at) == (ANSWERS, "story")


def test_other_words_open_nothing(saved):
    assert actions.come_back_to_any(indices=words.make(), today=TODAY) is None


def test_no_reader_and_no_recovery_sheet_holds_a_key_to_it(saved, house):
    draft = Draft.objects.get()
    for holder in (house.amara.identity, house.ben.identity):
        with pytest.raises(envelope.Refused):
            envelope.open_grant(holder, bytes(draft.grant), id=bytes.fromhex(draft.id))
    # One sealed box, and no other row beside it: the parent is its only holder.
    assert len(bytes(draft.grant)) == 48 + envelope.ID_BYTES + envelope.KEY_BYTES
    seed = keys.derive(saved.indices).seed
    assert drafts.open_with_seed(draft, seed).read().answers == ANSWERS
    assert {relation.name for relation in Draft._meta.related_objects} == set()


def test_nothing_of_it_is_in_clear(saved):
    with connection.cursor() as cursor:
        cursor.execute('SELECT * FROM "stories_draft"')
        held = b"\0".join(
            bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in cursor.fetchone()
        )
    for secret in ("Quillfeather", "danger", "story", *ANSWERS):
        assert secret.encode() not in held
    assert saved.visit.read().parent_key not in held and saved.visit.half not in held


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    answers=st.dictionaries(st.text(max_size=30).map(tidy), st.text(max_size=300).map(tidy), max_size=8), at=st.text()
)
def test_any_answers_come_back_to_the_character(house, answers, at):
    saved = actions.save_draft(answers=answers, at=tidy(at), today=TODAY)
    assert back(saved).read().answers == answers
    actions.save_again(visit=saved.visit, answers=answers | {"x": "y"}, at="last", today=TODAY)
    assert back(saved).read().answers == answers | {"x": "y"}
    actions.erase_draft(saved.visit.draft)
    assert back(saved) is None


def test_saving_again_keeps_words_place_and_key_and_leaves_no_byte_of_before(saved):
    before = Draft.objects.get()
    actions.save_again(visit=saved.visit, answers=ANSWERS, at="story", today=TODAY)
    now = Draft.objects.get()
    assert (now.pk, now.lookup, place(now)) == (before.pk, before.lookup, place(before))
    assert bytes(now.sealed)[1:25] != bytes(before.sealed)[1:25], "a new nonce"
    assert bytes(now.sealed)[25:57] != bytes(before.sealed)[25:57]


def test_savings_of_a_line_and_of_four_pages_have_one_size(house):
    for text in ("Short.", "é" * 3000):
        actions.save_draft(answers={**ANSWERS, "text": text}, at="story", today=TODAY)
    assert len({(draft.size, len(bytes(draft.sealed))) for draft in Draft.objects.all()}) == 1


def test_it_is_kept_sixty_days_and_to_the_end_of_that_week(saved):
    assert Draft.objects.get().expires == week_of(TODAY + 60 * DAY)
    assert back(saved, today=TODAY + 60 * DAY)
    assert back(saved, today=TODAY + 67 * DAY) is None


def test_each_saving_counts_sixty_days_anew(saved):
    actions.save_again(visit=saved.visit, answers=ANSWERS, at="story", today=TODAY + 30 * DAY)
    assert back(saved, today=TODAY + 90 * DAY)


def test_what_expired_can_no_longer_be_saved_into_or_sent_even_before_it_is_removed(saved):
    later = TODAY + 70 * DAY
    with pytest.raises(actions.DraftGone):
        actions.save_again(visit=saved.visit, answers=ANSWERS, at="story", today=later)
    assert not actions.send_draft(token=actions.draft_token(saved.visit), sending=sending(), today=later)
    assert not Contribution.objects.exists()


def test_the_daily_work_removes_what_expired_with_its_key_and_leaves_the_rest(house):
    old = actions.save_draft(answers=ANSWERS, at="story", today=TODAY - 70 * DAY)
    new = actions.save_draft(answers=ANSWERS, at="story", today=TODAY)
    outcomes = {outcome.name: outcome for outcome in daily.run(TODAY)}
    assert outcomes["saved writing expired"].done == 1
    assert list(Draft.objects.all()) == [new.visit.draft]
    with pytest.raises(SlotErased):
        keys.slots().read(place(old.visit.draft))
    assert back(new)


def test_erasing_destroys_the_key_in_both_copies_of_the_slot_file(saved, settings):
    draft = saved.visit.draft
    shard = keys.slots().read(place(draft))
    assert all(shard in path.read_bytes() for path in settings.SLOT_FILES)
    actions.erase_draft(draft)
    assert not any(shard in path.read_bytes() for path in settings.SLOT_FILES)
    assert not Draft.objects.exists()


def test_a_draft_whose_key_went_and_whose_row_stayed_is_not_there_and_is_removed(saved):
    """Erasing was cut short between the two."""
    keys.erase_slot(place(saved.visit.draft))
    assert back(saved) is None
    assert actions.draft_of_token(token=actions.draft_token(saved.visit), today=TODAY) is None
    with pytest.raises(actions.DraftGone):
        actions.save_again(visit=saved.visit, answers=ANSWERS, at="story", today=TODAY)
    daily.run(TODAY)
    assert not Draft.objects.exists()


def test_a_sending_takes_over_the_words_and_leaves_no_draft(saved):
    assert send(saved)
    assert not Draft.objects.exists()
    with pytest.raises(SlotErased):
        keys.slots().read(place(saved.visit.draft))
    visit = back(saved)
    assert visit.opened.read("body")["text"] == "It is done."
    assert actions.come_back(indices=saved.indices).contribution == visit.contribution


@pytest.fixture
def half_sent(saved):
    """The contribution was made, and then the machine died."""
    written = saved.visit.read()
    actions.receive(sending=sending(), today=TODAY, back=WayBack(written.lookup, written.parent_key))
    return saved


def test_between_the_two_the_words_open_what_was_sent_and_the_visit_removes_the_rest(half_sent):
    assert back(half_sent).opened.read("body")["text"] == "It is done."
    assert not Draft.objects.exists()


def test_between_the_two_the_daily_work_removes_the_rest(half_sent):
    daily.run(TODAY)
    assert not Draft.objects.exists() and Contribution.objects.count() == 1


def test_between_the_two_pressing_send_again_makes_nothing_twice(half_sent):
    assert send(half_sent)
    assert not Draft.objects.exists() and Contribution.objects.count() == 1


def test_between_the_two_nothing_can_be_saved_where_nobody_would_find_it(half_sent):
    with pytest.raises(actions.DraftGone):
        actions.save_again(visit=half_sent.visit, answers=ANSWERS, at="story", today=TODAY)


def test_a_leftover_does_not_outlive_the_deletion_of_what_was_sent(half_sent):
    contribution = Contribution.objects.get()
    Contribution.objects.update(state="erasing")
    assert back(half_sent) is None
    actions.erase(contribution=contribution, today=TODAY)
    daily.run(TODAY)
    assert back(half_sent) is None


@pytest.fixture
def exchanged(house):
    """Somebody with the database has put one parent's lookup, key or words into another's row."""
    pair = [actions.save_draft(answers={"text": name}, at="story", today=TODAY) for name in ("hers", "theirs")]

    def exchange(*columns):
        one, two = (Draft.objects.get(pk=saved.visit.draft.pk) for saved in pair)
        Draft.objects.filter(pk=one.pk).update(lookup="0" * 64)
        changed = {column: (getattr(one, column), getattr(two, column)) for column in columns}
        Draft.objects.filter(pk=two.pk).update(**{name: values[0] for name, values in changed.items()})
        Draft.objects.filter(pk=one.pk).update(**{"lookup": one.lookup, **{n: v[1] for n, v in changed.items()}})
        return pair

    return exchange


@pytest.mark.parametrize("columns", [("lookup",), ("grant",), ("sealed", "size"), ("slot", "tag"), ("lookup", "grant")])
def test_columns_exchanged_between_two_drafts_open_neither(exchanged, columns):
    for saved in exchanged(*columns):
        assert back(saved) is None


def test_what_is_sent_from_an_exchanged_row_opens_for_its_own_parent_alone(exchanged):
    hers, theirs = exchanged("lookup")
    assert send(hers)
    assert back(hers).opened.read("body")["text"] == "It is done."
    assert not isinstance(back(theirs), actions.Visit)


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-4] + "AAA=", lambda t: t[::-1], lambda t: "", lambda t: t + "x", str.lower]
)
def test_a_token_that_was_changed_opens_nothing(saved, spoil):
    token = spoil(actions.draft_token(saved.visit))
    assert actions.draft_of_token(token=token, today=TODAY) is None
    assert not actions.send_draft(token=token, sending=sending(), today=TODAY)


def test_a_token_opens_for_a_day_and_for_no_other_page(saved, monkeypatch):
    token = actions.draft_token(saved.visit)
    assert actions.revisit(token=token) is None
    assert isinstance(actions.draft_of_token(token=token, today=TODAY), DraftVisit)
    now = saving.time.time()
    monkeypatch.setattr(saving.time, "time", lambda: now + 25 * 3600)
    assert actions.draft_of_token(token=token, today=TODAY) is None


def test_with_one_copy_of_the_slot_file_away_nothing_is_saved(house, settings, tmp_path):
    settings.SLOT_FILES = [settings.SLOT_FILES[0], tmp_path / "away"]
    with pytest.raises(actions.CannotSealNow):
        actions.save_draft(answers=ANSWERS, at="story", today=TODAY)
    assert not Draft.objects.exists()


def test_only_the_demonstration_chooses_words(house):
    with pytest.raises(ValueError, match="Only the demonstration"):
        actions.save_draft(answers=ANSWERS, at="story", today=TODAY, indices=words.make())
