"""Quotations: passages frozen beside a text, answered one by one, and made `Span`s of what was approved."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from consent import actions as consent
from consent import rules
from consent.kinds import Kind
from consent.models import Agreement, Edition
from consent.notices import current as current_notice
from consent.uses import QUOTABLE, QUOTING, Answer, Use
from stories import passages, tree
from stories.actions.come_back import Visit
from stories.models import AskedSpan, Proposal, ReadAloud, Span, Story
from stories.models.codes import new_code
from stories.states import NotAllowedNow


def places_for(agreement: Agreement) -> tuple[Use, ...]:
    """The uses for which a family is asked about quotations: those it has said yes to."""
    history = agreement.history()
    return tuple(use for use in Use if use in QUOTABLE and rules.standing(history, use) == Answer.YES)


def picked(story: tree.StoryTree, quotations: Sequence[str]) -> tuple[tree.StoryTree | str, ...]:
    """For each passage that an editor copied, its tree, or in a sentence why it cannot be asked about."""
    found: list[tree.StoryTree | str] = []
    for number, typed in enumerate(quotations):
        try:
            quoted = passages.passage(story, typed)
        except passages.NotInTheStory:
            found.append(
                _("The story does not say this, word for word. Copy whole words of one paragraph, or whole lines.")
            )
            continue
        over = passages.length(quoted) - passages.LONGEST
        if over > 0:
            found.append(_("This is %(over)d characters too long for a card. Choose fewer words.") % {"over": over})
        elif quoted in found:
            found.append(_("This is the same as another quotation. Leave one of them empty."))
        elif number >= passages.MOST:
            found.append(_("Ask about %(most)d quotations at most. Leave this one out.") % {"most": passages.MOST})
        else:
            found.append(quoted)
    return tuple(found)


def frozen(story: tree.StoryTree, quotations: Sequence[str], *, agreement: Agreement) -> list[dict]:
    """The passages as a `Proposal` keeps them; raises `NotAllowedNow` with every reason against one."""
    if not quotations:
        return []
    uses = places_for(agreement)
    if not uses:
        raise NotAllowedNow(_("The parent has said yes to no place where a quotation could stand. Take them out."))
    found = picked(story, quotations)
    against = [f"{number}: {one}" for number, one in enumerate(found, start=1) if isinstance(one, str)]
    if against:
        raise NotAllowedNow(_("These quotations cannot be asked about.") + " " + " ".join(against))
    return [_frozen(quoted, uses, agreement) for quoted in found]


def _frozen(quoted: tree.StoryTree, uses: Sequence[Use], agreement: Agreement) -> dict:
    digest = tree.digest(quoted)
    return {
        "tree": tree.to_data(quoted),
        "digest": digest,
        "tag": agreement.tag(digest),
        "uses": [str(use) for use in uses],
    }


def record(
    *,
    agreement: Agreement,
    edition: Edition,
    said: Mapping[AskedSpan, bool],
    refused: Collection[Use] = (),
    today: date,
) -> None:
    """Writes yes or no to passages into the ledger; `refused` are uses that she says no to in the same breath."""
    consent.answer_spans(
        agreement=agreement,
        edition=edition,
        spans=use_by_use(said, refused),
        notice=current_notice(),
        today=today,
    )


def use_by_use(said: Mapping[AskedSpan, bool], refused: Collection[Use]) -> dict[str, dict[Use, bool]]:
    """What a yes or no to passages says for every use that each was asked about for, by their digests.

    Where a refused use itself is a short quotation, that no is the answer for every passage; elsewhere it is about the
    story, and a passage may stand where the story may not.
    """
    closed = QUOTING.intersection(refused)
    return {span.digest: {use: yes and use not in closed for use in span.uses} for span, yes in said.items()}


def said_to(span: AskedSpan, edition: Edition, history: rules.History) -> Answer | None:
    """The newest answer to a passage in an edition: yes where one place has it, no where every place has a no."""
    newest = _newest(span, edition, history, among={Answer.YES, Answer.NO})
    if Answer.YES in {entry.answer for entry in newest.values()}:
        return Answer.YES
    return Answer.NO if newest.keys() >= set(span.uses) else None


def is_closed(span: AskedSpan, edition: Edition, history: rules.History) -> bool:
    """Whether no yes to a passage stands in any place, nor one that waits for a second person."""
    newest = _newest(span, edition, history, among=set(Answer)).values()
    return all(entry.answer == Answer.NO for entry in newest)


def is_noted(span: AskedSpan, reading: ReadAloud, history: rules.History) -> bool:
    """Whether the newest that was said to a passage is a yes in this reading, which waits for a second person."""
    newest = _newest(span, reading.proposal.edition, history, among=set(Answer)).values()
    return any(entry.answer == Answer.LATER and reading.holds(entry.sequence) for entry in newest)


def _newest(
    span: AskedSpan, edition: Edition, history: rules.History, *, among: Collection[Answer]
) -> dict[Use, rules.Entry]:
    return {
        entry.use: entry
        for entry in sorted(history.entries, key=lambda entry: (entry.effective, entry.sequence))
        if entry.kind == Kind.SPAN and entry.answer in among and (entry.tag, entry.edition) == (span.tag, edition.year)
    }


def answer_quotation(*, visit: Visit, span: AskedSpan, edition: Edition, yes: bool, today: date) -> None:
    """What she says to one quotation when she comes back to it. A no ends it at once, and nothing else."""
    record(agreement=visit.agreement, edition=edition, said={span: yes}, today=today)


@transaction.atomic
def make_spans(*, proposal: Proposal, today: date) -> list[Span]:
    """The `Span`s of what the parent has approved of a signed proposal and that are not made yet; made twice, nothing.

    She may say yes to a quotation later than to the text, so this runs at sign-off and whenever the desk catches up.
    """
    # Locked, so that two who catch up at once do not draw two codes for one passage.
    if Story.objects.select_for_update().filter(pk=proposal.story_id).first() is None:
        return []  # the family has left meanwhile
    there = set(proposal.made_spans.values_list("digest", flat=True))
    history, edition = proposal.agreement.history(), proposal.edition

    def approved(span: AskedSpan) -> bool:
        asked = {"tag": span.tag, "edition": edition.facts, "day": today}
        return any(rules.may_use(history, use=use, **asked).allowed for use in span.uses)

    return [
        Span.objects.create(
            code=new_code(Span, "Q", edition.year),
            story=proposal.story,
            proposal=proposal,
            agreement=proposal.agreement,
            edition=edition,
            tree=span.tree,
            digest=span.digest,
            tag=span.tag,
            uses=list(span.uses),
        )
        for span in proposal.asked_spans()
        if span.digest not in there and span.is_exact() and approved(span)
    ]
