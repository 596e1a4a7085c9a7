"""What families are asked: every use has words, the words are plain, and in force they stay."""

import re

import pytest
from django.core.exceptions import ValidationError

from consent import actions, notices, wording
from consent.models import Notice
from consent.models.notice import NoticeInForce
from consent.uses import Use
from tests.factories import TODAY, make_agreement, make_notice

pytestmark = pytest.mark.django_db


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; good to a tenth of a grade over a page."""
    word = re.sub(r"(?<![aeiouyl])e$|(?<=[^td])ed$|es$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Flesch-Kincaid."""
    sentences = [part for part in re.split(r"[.?!]+", text) if part.strip()]
    words = re.findall(r"[A-Za-z’']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("use", Use)
def test_each_use_is_asked_about_in_words_that_a_tired_person_can_read(use):
    words = wording.ENGLISH.body[use]
    assert grade(f"{words['question']} {words['explanation']}") <= 6
    assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.?!]", words["explanation"]))


def test_the_measure_of_reading_can_fail():
    assert grade("Participants authorise unlimited dissemination of anonymised testimony internationally.") > 12


@pytest.mark.parametrize("use", Use)
def test_each_use_says_whether_it_can_be_undone(use):
    assert re.search(r"You can (stop|delete)", wording.ENGLISH.body[use]["explanation"])
    assert wording.ENGLISH.body[use]["question"].endswith("?")


def test_installing_twice_makes_one_notice_of_each():
    assert [str(notice) for notice in actions.install_notices(TODAY)] == [
        "How may we use your words? (version 1, English, Standard)"
    ]
    assert actions.install_notices(TODAY) == []
    assert notices.current().in_force == "2026-W47"


def test_what_staff_wrote_is_left_alone():
    Notice.objects.create(version=1, title="Ours", body={})
    assert actions.install_notices(TODAY) == []


def test_the_newest_wording_in_force_is_shown_and_a_draft_never():
    first = make_notice()
    draft = Notice.objects.create(version=2, title="Better", body=first.body)
    assert notices.current() == first
    draft.put_in_force(TODAY)
    assert notices.current() == draft
    assert notices.current().for_use(Use.PRINT) == first.for_use(Use.PRINT)


def test_a_language_without_wording_is_asked_in_english():
    english = make_notice()
    assert notices.current("cy") == notices.current("en-gb") == english


def test_with_no_wording_nobody_is_asked():
    with pytest.raises(notices.NoNotice):
        notices.current()


def test_wording_with_a_gap_is_not_put_in_force():
    body = wording.ENGLISH.body | {Use.PRESS: {"question": "May we?", "explanation": " "}}
    notice = Notice(version=1, title="Draft", body=body)
    with pytest.raises(ValidationError, match="press"):
        notice.put_in_force(TODAY)
    assert not Notice.objects.in_force().exists()


class TestAChangeOfWhatFamiliesAgreedTo:
    """Asks again whoever answered an older wording, until they have answered this one."""

    def second(self, *, material: bool, version: int = 2) -> Notice:
        notice = Notice(version=version, title="Newer", body=wording.ENGLISH.body, material=material)
        notice.put_in_force(TODAY)
        return notice

    def test_is_asked_about_until_it_is_answered(self):
        family = make_agreement(allowing={Use.KEEP, Use.ONLINE})
        changed = self.second(material=True)
        assert notices.asks_again(family) == changed
        actions.answer(agreement=family, use=Use.ONLINE, answer="yes", notice=changed, today=TODAY)
        assert notices.asks_again(family) is None

    def test_stays_asked_when_a_plainer_wording_comes_after_it(self):
        family = make_agreement(allowing={Use.KEEP})
        changed = self.second(material=True)
        plainer = self.second(material=False, version=3)
        assert notices.asks_again(family) == changed
        actions.answer(agreement=family, use=Use.KEEP, answer="yes", notice=plainer, today=TODAY)
        assert notices.asks_again(family) is None

    def test_other_words_for_the_same_ask_nobody_again(self):
        family = make_agreement(allowing={Use.KEEP})
        self.second(material=False)
        assert notices.asks_again(family) is None

    @pytest.mark.django_db(transaction=True)
    def test_nobody_is_asked_by_a_draft_nor_who_left(self):
        family = make_agreement(allowing={Use.KEEP})
        Notice.objects.create(version=2, title="Draft", body=wording.ENGLISH.body, material=True)
        assert notices.asks_again(family) is None
        self.second(material=True, version=3)
        actions.forget(agreement=family, today=TODAY)
        assert notices.asks_again(family) is None


def test_wording_in_force_cannot_be_changed_taken_out_of_force_or_deleted():
    make_notice()
    for change in ({"title": "Other"}, {"in_force": ""}):
        notice = Notice.objects.get()
        for name, value in change.items():
            setattr(notice, name, value)
        with pytest.raises(NoticeInForce):
            notice.save()
    with pytest.raises(NoticeInForce):
        Notice.objects.get().delete()


def test_every_word_and_the_version_are_in_the_digest():
    notice = make_notice()
    digests = {notice.digest()}
    for name, value in {"title": "Other", "version": 2, "language": "cy", "format": "easy_read", "body": {}}.items():
        other = Notice.objects.get()
        setattr(other, name, value)
        digests.add(other.digest())
    assert len(digests) == 6
