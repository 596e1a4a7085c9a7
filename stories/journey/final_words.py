"""The final words as they stand: what was frozen and put before her, and what she said to it."""

from dataclasses import dataclass

from consent import rules
from consent.uses import Answer, Use
from stories import actions, thread
from stories.actions import Visit
from stories.journey.forms import ASKED
from stories.models import Proposal, StoryVersion
from stories.tree import StoryTree


@dataclass(frozen=True)
class FinalWords:
    """A frozen text. `said` are her answers to it, by use; `change` says that she asked for one."""

    tree: StoryTree
    digest: str
    edition: str
    said: dict[Use, Answer]
    change: bool
    signed: bool

    @property
    def waits(self) -> bool:
        return not self.said

    @property
    def approved(self) -> bool:
        return Answer.YES in self.said.values()


def final_words(visit: Visit) -> list[FinalWords]:
    """The newest words that she was asked about and, if they are others, those she approved before, newest first.

    The desk's own drafts are never among them; nor is a row whose words are not those it was made of.
    """
    versions = StoryVersion.objects.filter(story__contribution=visit.contribution).newest_of_each_story()
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).newest_first()
    signed = {version.digest for version in versions}
    rows = [*asked.select_related("edition", "agreement")[:1], *versions.select_related("edition", "agreement")]
    found = {}
    for row in rows:
        if row.is_exact():
            found.setdefault(row.digest, _as_she_knows_it(visit, row, signed=row.digest in signed))
    return list(found.values())


def _as_she_knows_it(visit: Visit, row: Proposal | StoryVersion, *, signed: bool) -> FinalWords:
    proposal = row if isinstance(row, Proposal) else row.proposal
    return FinalWords(
        tree=row.story_tree(),
        digest=row.digest,
        edition=row.edition.title,
        said=said_to(proposal, visit.agreement.history()),
        change=asked_for_a_change(visit, row.digest),
        signed=signed,
    )


def said_to(proposal: Proposal, history: rules.History) -> dict[Use, Answer]:
    """Her newest answer to exactly this question for each use, in the order of the way in; empty before she answers.

    A yes that somebody noted for her is not in it before a second person has confirmed it.
    """
    newest = {use: said for use, said in actions.newest_to(proposal, history).items() if said != Answer.LATER}
    return {use: newest[use] for use in ASKED if use in newest}


def asked_for_a_change(visit: Visit, digest: str) -> bool:
    """Whether she wrote what should change in these words. The ledger knows only that they are not to be used."""
    return any(turn.about == thread.WORDS and turn.digest == digest for turn in thread.thread(visit.opened))
