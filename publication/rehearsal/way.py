"""The whole way of some contributions: sent, opened, prepared, cleared, approved, placed, released, deleted.

Every step is the verb that the site's own pages call. What is special here is only who presses the
buttons, and that each candidate is kept with the reason that nobody living is meant.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from consent.uses import OUTSIDE, Answer, Use
from publication.actions import freeze
from publication.actions.building import build
from publication.models import Release
from publication.rehearsal import parent
from publication.rehearsal.house import House
from publication.rehearsal.lines import Line
from publication.rehearsal.stopwatch import Stopwatch
from stories import actions, tree
from stories.actions import quoting
from stories.models import Contribution, Story, StoryVersion
from stories.states import OpeningReason, Safeguarding
from stories.working_copy import UNSEEN, CandidateDecision

REASON = "rehearsal: this text is about nobody living"
WORDS_QUOTED = 20
Progress = Callable[[str, int, int], None]


@dataclass
class Sent:
    """One contribution on its way."""

    line: Line
    indices: tuple[int, ...]
    contribution: Contribution
    story: Story | None = None


@dataclass
class Rehearsal:
    house: House
    today: datetime.date
    watch: Stopwatch
    progress: Progress
    sent: list[Sent] = field(default_factory=list)

    def run(self, lines: list[Line]) -> Release:
        """All stages up to the first release."""
        self._each("send", lines, self._send)
        self._each("open", self.sent, self._open)
        self._each("prepare", self.sent, self._prepare)
        self._each("clear", self.sent, self._clear)
        self._each("approve", self.sent, self._approve)
        with self.watch.stage("place"):
            self._place()
        self.progress("release", 0, 1)
        with self.watch.stage("release"):
            release = build(release=freeze(page=self.house.booklet, user=self.house.checker.user), day=self.today)
        self.progress("release", 1, 1)
        return release

    def delete(self, ids: set[str]) -> Release:
        """Some parents delete; returns the release that follows by itself."""
        self._each("delete", self.of(ids), self._delete)
        return self.newest_release()

    def stop(self, ids: set[str]) -> Release:
        """Some parents stop every use; returns the release that follows by itself."""
        self._each("stop", self.of(ids), self._stop)
        return self.newest_release()

    def of(self, ids: set[str]) -> list[Sent]:
        return [one for one in self.sent if one.line.id in ids]

    def newest_release(self) -> Release:
        return Release.objects.of(self.house.edition).ready().newest_first().first()

    def _each(self, stage: str, things: list, act: Callable) -> None:
        for number, thing in enumerate(things):
            self.progress(stage, number, len(things))
            with self.watch.stage(stage):
                act(thing)
        self.progress(stage, len(things), len(things))

    def _send(self, line: Line) -> None:
        before = set(Contribution.objects.values_list("pk", flat=True))
        indices = parent.send(line)
        made = Contribution.objects.exclude(pk__in=before).get()
        self.sent.append(Sent(line, indices, made))

    def _open(self, one: Sent) -> None:
        preparer = self.house.preparer
        actions.open_contribution(contribution=one.contribution, who=preparer, reason=OpeningReason.TRIAGE)
        actions.record_safeguarding(contribution=one.contribution, who=preparer, decision=Safeguarding.NONE)

    def _prepare(self, one: Sent) -> None:
        preparer = self.house.preparer
        opened = actions.open_contribution(contribution=one.contribution, who=preparer, reason=OpeningReason.PREPARE)
        copy = actions.read_working_copy(opened=opened)
        kept = {
            c.entity: CandidateDecision(c.entity, c.label, c.tier, "keep", reason=REASON) for c in copy.candidates()
        }
        ready = replace(copy, decisions=tuple(kept.values()), unseen=tuple(UNSEEN))
        actions.save_working_copy(contribution=one.contribution, who=preparer, copy=ready, ready=True)

    def _clear(self, one: Sent) -> None:
        checker = self.house.checker
        opened = actions.open_contribution(contribution=one.contribution, who=checker, reason=OpeningReason.CHECK)
        copy = actions.read_working_copy(opened=opened)
        one.story = actions.clear(
            contribution=one.contribution,
            who=checker,
            seen_digest=copy.digest,
            edition=self.house.edition,
            today=self.today,
        )

    def _approve(self, one: Sent) -> None:
        editor = self.house.checker.user
        proposal = actions.ask_parent(
            story=one.story,
            edition=self.house.edition,
            uses=set(OUTSIDE),
            quotations=a_quotation(one.story),
            user=editor,
            today=self.today,
        )
        visit = actions.come_back(indices=one.indices)
        actions.answer_proposal(
            visit=visit,
            proposal=proposal,
            digest=proposal.digest,
            uses=dict.fromkeys(OUTSIDE, True),
            quotations={span.digest: True for span in proposal.asked_spans()},
            today=self.today,
        )
        actions.catch_up(story=one.story, today=self.today)
        actions.sign_off(story=one.story, user=editor, today=self.today)

    def _place(self) -> None:
        booklet = self.house.booklet
        versions = [one.story.versions.get().pk for one in self.sent]
        booklet.body = [
            ("part", {"title": title, "intro": "", "stories": booklet_stories(ids)})
            for title, ids in parts(self.sent, versions)
        ]
        booklet.imprint = "This booklet was made to rehearse the making of booklets."
        booklet.save_revision(user=self.house.checker.user, log_action=False)

    def _delete(self, one: Sent) -> None:
        visit = actions.come_back(indices=one.indices)
        actions.erase(contribution=visit.contribution, today=self.today)

    def _stop(self, one: Sent) -> None:
        actions.stop(visit=actions.come_back(indices=one.indices), today=self.today)


def a_quotation(story: Story) -> tuple[str, ...]:
    """The first words of a story that can stand alone as a quotation, if its parent lets it stand online."""
    if story.agreement.standing(Use.ONLINE) != Answer.YES:
        return ()
    text = story.tree()
    lines = (" ".join(line.split()[:WORDS_QUOTED]) for line in tree.body_text(text).split("\n"))
    return next(((line,) for line in lines if isinstance(quoting.picked(text, [line])[0], tree.StoryTree)), ())


def parts(sent: list[Sent], versions: list[int]) -> list[tuple[str, list[int]]]:
    """One part for prose and letters and one for poems, in the order of the file."""
    both = {"Prose": [], "Poems": []}
    for one, version in zip(sent, versions, strict=True):
        both["Poems" if one.line.kind == "poem" else "Prose"].append(version)
    return [(title, ids) for title, ids in both.items() if ids]


def booklet_stories(ids: list[int]) -> list[StoryVersion]:
    found = StoryVersion.objects.in_bulk(ids)
    return [found[pk] for pk in ids]
