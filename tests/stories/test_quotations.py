"""Quotations, from the asking to the rule: each is a text of its own, and a no to one is a no to nothing else."""

import pytest
from django.core.exceptions import ValidationError

from consent import actions as consent
from consent.models import Shown
from consent.uses import OUTSIDE, QUOTABLE, QUOTING, Answer, Use
from stories import actions, passages, tree
from stories.actions import quoting
from stories.models import Proposal, Span, StoryVersion
from stories.states import NotAllowedNow
from tests.factories import TODAY, make_edition, make_user, make_version

pytestmark = pytest.mark.django_db

KETTLE = "it knew before I did"
GATE = "I put the kettle on"
BOTH = (KETTLE, GATE)


def asked(*quotations: str, allowing=frozenset(Use)) -> Proposal:
    """A story whose first words were signed off, and which is asked about again with these quotations."""
    story = make_version(allowing=set(allowing)).story
    story.title = "The kettle again"
    story.save_revision()
    uses = set(allowing) & OUTSIDE
    return actions.ask_parent(
        story=story, edition=story.edition, uses=uses, quotations=quotations, user=make_user(), today=TODAY
    )


def answer(proposal: Proposal, *, text: bool = True, **said: bool) -> None:
    """Yes or no to the text, and to quotations by their number: `q1=True`."""
    spans = proposal.asked_spans()
    actions.answer_proposal(
        visit=actions.Visit(proposal.story.contribution, b""),
        proposal=proposal,
        digest=proposal.digest,
        uses=dict.fromkeys(map(Use, proposal.uses), text),
        quotations={spans[int(name[1:]) - 1].digest: yes for name, yes in said.items()},
        today=TODAY,
    )


def sign_off(proposal: Proposal) -> list[Span]:
    actions.sign_off(story=proposal.story, user=make_user(), today=TODAY)
    return list(Span.objects.filter(proposal=proposal).order_by("pk"))


def allowed(span: Span, use: Use = Use.SOCIAL) -> bool:
    """What the rule and the list say, which must be one thing."""
    one = span.may_use(use, day=TODAY).allowed
    assert one == (span in Span.objects.allowed(use, edition=span.edition, day=TODAY))
    return one


def test_an_approved_quotation_becomes_a_span_with_words_and_digest_of_its_own():
    proposal = asked(*BOTH)
    answer(proposal, q1=True, q2=True)
    first, second = sign_off(proposal)
    assert [tree.body_text(span.story_tree()) for span in (first, second)] == list(BOTH)
    assert first.story_tree().credit == "A mother" and first.code.startswith("Q-")
    assert len({first.digest, second.digest, proposal.digest}) == 3
    assert all(allowed(span, use) for span in (first, second) for use in QUOTABLE)
    assert not allowed(first, Use.TRAINING)


def test_a_no_to_a_quotation_is_no_no_to_the_story_nor_to_another_quotation():
    proposal = asked(*BOTH)
    answer(proposal, q1=False, q2=True)
    (made,) = sign_off(proposal)
    assert tree.body_text(made.story_tree()) == GATE and allowed(made)
    version = StoryVersion.objects.get(proposal=proposal)
    for use in OUTSIDE:
        assert version.agreement.standing(use) == Answer.YES
        assert version.agreement.may_use(use, digest=version.digest, edition=version.edition, day=TODAY).allowed


def answer_each(proposal: Proposal, **uses: bool) -> Span:
    """Yes or no to the text use by use, and yes to its only quotation."""
    actions.answer_proposal(
        visit=actions.Visit(proposal.story.contribution, b""),
        proposal=proposal,
        digest=proposal.digest,
        uses={Use(use): said for use, said in uses.items()},
        quotations={proposal.asked_spans()[0].digest: True},
        today=TODAY,
    )
    return sign_off(proposal)[0]


def test_a_no_to_the_story_in_a_booklet_can_stand_beside_a_yes_to_a_quotation():
    made = answer_each(asked(KETTLE, allowing={Use.ONLINE, Use.PRINT}), online=True, print=False)
    assert allowed(made, Use.ONLINE) and allowed(made, Use.PRINT)


@pytest.mark.parametrize("place", sorted(QUOTING))
def test_a_no_to_short_quotes_in_a_place_is_a_no_to_each_of_them_there(place):
    made = answer_each(asked(KETTLE, allowing={Use.ONLINE, place}), online=True, **{place: False})
    assert allowed(made, Use.ONLINE) and not allowed(made, place)


def test_a_quotation_that_nothing_was_said_about_is_not_used_until_she_says_yes():
    proposal = asked(*BOTH)
    answer(proposal, q1=True)
    assert len(sign_off(proposal)) == 1
    later = proposal.asked_spans()[1]
    quoting.record(agreement=proposal.agreement, edition=proposal.edition, said={later: True}, today=TODAY)
    actions.catch_up(story=proposal.story, today=TODAY)
    actions.catch_up(story=proposal.story, today=TODAY)
    made = Span.objects.get(digest=later.digest)
    assert allowed(made) and Span.objects.filter(proposal=proposal).count() == 2


@pytest.mark.parametrize("how", ["no to it", "stop", "no to the use", "hold", "take-down"])
def test_what_ends_a_quotation_ends_it_at_once(how):
    proposal = asked(*BOTH)
    answer(proposal, q1=True, q2=True)
    first, second = sign_off(proposal)
    agreement = proposal.agreement
    match how:
        case "no to it":
            span = proposal.asked_spans()[0]
            quoting.record(agreement=agreement, edition=proposal.edition, said={span: False}, today=TODAY)
        case "stop":
            consent.stop(agreement=agreement, today=TODAY)
        case "no to the use":
            consent.stop(agreement=agreement, uses={Use.SOCIAL}, today=TODAY)
        case "hold":
            consent.hold(agreement=agreement, kind="court", reason="-", today=TODAY)
        case "take-down":
            consent.take_down(agreement=agreement, reason="other", by=make_user(), today=TODAY)
    first, second = Span.objects.get(pk=first.pk), Span.objects.get(pk=second.pk)
    assert not allowed(first, Use.SOCIAL)
    assert allowed(first, Use.PRESS) == (how == "no to the use")
    assert allowed(second, Use.SOCIAL) == (how == "no to it")


def test_a_quotation_shown_may_stay_as_long_as_the_rule_lets_it():
    version = make_version(quoting=(KETTLE,), silence="stay")
    span = Span.objects.get()
    after = span.edition.lapses_on.replace(month=5, day=1)
    assert not span.may_use(Use.SOCIAL, day=after).allowed
    consent.show(
        [(span.agreement, span.digest)],
        use=Use.SOCIAL,
        edition=span.edition,
        release="2027.1",
        today=TODAY,
    )
    assert span.may_use(Use.SOCIAL, day=after).allowed
    assert Shown.objects.get().digest_tag == span.tag != version.tag


def test_a_quotation_is_asked_about_only_where_she_said_yes():
    proposal = asked(KETTLE, allowing={Use.ONLINE, Use.PRESS, Use.TRAINING})
    assert set(proposal.asked_spans()[0].uses) == {Use.ONLINE, Use.PRESS}
    answer(proposal, q1=True)
    (made,) = sign_off(proposal)
    assert not allowed(made, Use.SOCIAL) and not allowed(made, Use.PRINT)


@pytest.mark.parametrize(
    ("quotations", "says"),
    [
        (("It never knew.",), "does not say this"),
        ((KETTLE, KETTLE), "same as another"),
        (("I", "put", "the", "kettle", "on", "knew"), "at most"),
    ],
)
def test_what_cannot_be_asked_about_is_named_and_nothing_is_frozen(quotations, says):
    with pytest.raises(NotAllowedNow, match=says):
        asked(*quotations)
    assert not Proposal.objects.open().exists()


def test_a_quotation_fits_a_card():
    story = make_version(text="word " * 100).story.tree()
    long = " ".join(["word"] * 100)
    (said,) = quoting.picked(story, (long,))
    assert "too long for a card" in said
    (fits,) = quoting.picked(story, (long[: passages.LONGEST].rsplit(" ", 1)[0],))
    assert passages.length(fits) <= passages.LONGEST


def test_a_family_that_allows_no_place_for_quotations_is_not_asked_about_any():
    with pytest.raises(NotAllowedNow, match="no place where a quotation could stand"):
        asked(KETTLE, allowing={Use.TRAINING})


def test_a_quotation_that_was_not_asked_about_cannot_be_answered():
    proposal = asked(KETTLE)
    with pytest.raises(actions.WordsHaveChanged):
        actions.answer_proposal(
            visit=actions.Visit(proposal.story.contribution, b""),
            proposal=proposal,
            digest=proposal.digest,
            uses={Use.ONLINE: True},
            quotations={"d" * 64: True},
            today=TODAY,
        )
    assert actions.standing_of(proposal, today=TODAY).state == "waiting"


def test_a_span_never_changes():
    make_version(quoting=(KETTLE,))
    span = Span.objects.get()
    span.digest = "0" * 64
    with pytest.raises(ValidationError):
        span.save()


def test_words_exchanged_in_the_table_are_noticed_before_she_answers():
    proposal = asked(KETTLE)
    spans = proposal.spans
    spans[0]["tree"]["credit"] = "The charity"
    Proposal.objects.filter(pk=proposal.pk).update(spans=spans)
    changed = Proposal.objects.get(pk=proposal.pk)
    assert not changed.is_exact()
    with pytest.raises(actions.WordsHaveChanged):
        answer(changed, q1=True)


def test_quotations_of_older_words_are_not_among_those_of_the_newest():
    old = make_version(quoting=(KETTLE,))
    assert Span.objects.of_the_newest_words().count() == 1
    story = old.story
    story.title = "Another title"
    story.save_revision()
    actions.ask_parent(story=story, edition=old.edition, uses={Use.ONLINE}, user=make_user(), today=TODAY)
    newer = story.proposals.open().get()
    answer(newer)
    assert not sign_off(newer) and not Span.objects.of_the_newest_words().exists()


def test_the_list_says_of_each_span_what_the_rule_says():
    edition = make_edition()
    one, other = (
        make_version(quoting=BOTH, edition=edition),
        make_version(quoting=(KETTLE,), edition=edition, allowing={Use.ONLINE, Use.SOCIAL}),
    )
    refused = one.proposal.asked_spans()[1]
    quoting.record(agreement=one.agreement, edition=edition, said={refused: False}, today=TODAY)
    consent.stop(agreement=other.agreement, uses={Use.SOCIAL}, today=TODAY)
    for use in QUOTABLE:
        may = {span for span in Span.objects.all() if span.may_use(use, day=TODAY).allowed}
        assert set(Span.objects.allowed(use, edition=edition, day=TODAY)) == may
    assert Span.objects.allowed(Use.SOCIAL, edition=edition, day=TODAY).get().tag != refused.tag
