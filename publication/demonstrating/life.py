"""The demonstration's families: what they sent, how far it came, and the booklet of the last spring.

Everything goes through the verbs that the site uses, on the days it would have happened: last year's
booklet was agreed to, signed off and released before its March; this year's call is open.
"""

import datetime
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.utils import timezone

from consent.models import Edition
from consent.uses import OUTSIDE, Answer, Use
from publication import demonstration
from publication.actions import freeze
from publication.actions.building import build
from publication.demonstrating import stories as invented
from publication.demonstrating.stories import Invented
from publication.models import BookletPage
from stories import actions, keys
from stories.models import Contribution, Span, Story, StoryVersion, Theme
from stories.states import OpeningReason, Safeguarding, Severity
from stories.unlocking import UnlockedReader
from stories.vault import words
from stories.vault.envelope import Identity
from stories.working_copy import UNSEEN, CandidateDecision

PREPARER, CHECKER = "rosa", "idris"
REASON = "Invented for the demonstration; nobody is meant."


@dataclass(frozen=True)
class Calendar:
    """The demonstration's two editions on a given day: the newest that has opened, and the next."""

    opened: Edition
    coming: Edition

    @property
    def long_ago(self) -> datetime.date:
        """A day on which the opened edition was being made."""
        return datetime.date(self.opened.year, 2, 3)


def calendar(today: datetime.date) -> Calendar:
    """The editions around today; made if they are missing. A booklet opens on CSE Awareness Day, 18 March."""
    newest = today.year if today >= datetime.date(today.year, 3, 18) else today.year - 1
    return Calendar(_edition(newest), _edition(newest + 1))


def _edition(year: int) -> Edition:
    edition, _made = Edition.objects.get_or_create(
        year=year,
        defaults={
            "title": f"The light left on, {year}",
            "call_opens": datetime.date(year - 1, 4, 1),
            "call_closes": datetime.date(year, 1, 10),
            "content_lock": datetime.date(year, 2, 1),
            "print_order": datetime.date(year, 2, 14),
            "opens_at": timezone.make_aware(datetime.datetime(year, 3, 18)),
        },
    )
    return edition


def load(booklet: BookletPage, dates: Calendar, *, today: datetime.date) -> None:
    """All families, each as far as their story came, and last spring's release."""
    for name in invented.THEMES:
        Theme.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})
    in_booklet, waiting, unopened = demonstration.RETURN_WORDS
    preparer, checker = _unlocked(PREPARER), _unlocked(CHECKER)
    family = Family(preparer, checker, dates.opened, dates.long_ago)
    versions = [
        family.to_the_end(story, words_of=in_booklet if number == 0 else None)
        for number, story in enumerate(invented.IN_THE_BOOKLET)
    ]
    _release(booklet, versions, checker.user, day=dates.long_ago)
    now = Family(preparer, checker, dates.coming, today)
    now.asked(invented.WAITING_FOR_APPROVAL, words_of=waiting)
    now.prepared(invented.WAITING_FOR_A_CHECK)
    now.sent(invented.UNOPENED, words_of=unopened)


@dataclass(frozen=True)
class Family:
    """Takes invented stories along their way, in one edition, on one day."""

    preparer: UnlockedReader
    checker: UnlockedReader
    edition: Edition
    day: datetime.date

    def sent(self, story: Invented, *, words_of=None) -> tuple[Contribution, tuple[int, ...]]:
        before = set(Contribution.objects.values_list("pk", flat=True))
        indices = words.parse(words_of.words) if words_of else None
        done = actions.receive(
            sending=actions.Sending(
                title=story.title,
                text=story.text,
                kind=story.kind,
                credit=invented.CREDIT,
                uses=dict.fromkeys(Use, Answer.YES),
                dials={"edit": "shorten", "description": "name", "contact": "none", "silence": "stay", "exact": "no"},
                answers={"danger": "no", "child": "happy"},
            ),
            today=self.day,
            indices=indices,
        )
        return Contribution.objects.exclude(pk__in=before).get(), done.indices

    def prepared(self, story: Invented, *, words_of=None) -> tuple[Contribution, tuple[int, ...]]:
        contribution, indices = self.sent(story, words_of=words_of)
        opened = actions.open_contribution(contribution=contribution, who=self.preparer, reason=OpeningReason.TRIAGE)
        actions.record_safeguarding(
            contribution=contribution,
            who=self.preparer,
            decision=Safeguarding.NONE,
            severity=Severity.HARD if story.note else Severity.GENTLE,
        )
        copy = actions.read_working_copy(opened=opened)
        kept = {
            c.entity: CandidateDecision(c.entity, c.label, c.tier, "keep", reason=REASON) for c in copy.candidates()
        }
        ready = replace(copy, decisions=tuple(kept.values()), unseen=tuple(UNSEEN))
        actions.save_working_copy(contribution=contribution, who=self.preparer, copy=ready, ready=True)
        return contribution, indices

    def asked(self, story: Invented, *, words_of=None):
        contribution, indices = self.prepared(story, words_of=words_of)
        opened = actions.open_contribution(contribution=contribution, who=self.checker, reason=OpeningReason.CHECK)
        cleared = actions.clear(
            contribution=contribution,
            who=self.checker,
            seen_digest=actions.read_working_copy(opened=opened).digest,
            edition=self.edition,
            today=self.day,
        )
        self._write_beside(cleared, story)
        proposal = actions.ask_parent(
            story=cleared,
            edition=self.edition,
            uses=set(OUTSIDE),
            quotations=story.quotations,
            user=self.checker.user,
            today=self.day,
        )
        return cleared, proposal, indices

    def to_the_end(self, story: Invented, *, words_of=None) -> StoryVersion:
        cleared, proposal, indices = self.asked(story, words_of=words_of)
        actions.answer_proposal(
            visit=actions.come_back(indices=indices),
            proposal=proposal,
            digest=proposal.digest,
            uses=dict.fromkeys(OUTSIDE, True),
            quotations={span.digest: True for span in proposal.asked_spans()},
            today=self.day,
        )
        actions.catch_up(story=cleared, today=self.day)
        return actions.sign_off(story=cleared, user=self.checker.user, today=self.day)

    def _write_beside(self, cleared: Story, story: Invented) -> None:
        """What editors write beside a story: a note for readers, a standfirst, themes."""
        draft = cleared.get_latest_revision_as_object()
        draft.content_note, draft.standfirst = story.note, story.standfirst
        draft.themes.set(Theme.objects.filter(name__in=story.themes))
        draft.save()
        draft.save_revision(user=self.preparer.user)


def _unlocked(name: str) -> UnlockedReader:
    """A reader of the demonstration with an open vault: the phrase is published."""
    user = get_user_model().objects.get(username=name)
    phrase = next(login.phrase for login in demonstration.LOGINS if login.name == name)
    seed = keys.unwrap(bytes(user.vault_reader.wrapped_seed), phrase)
    return UnlockedReader(user, user.vault_reader, Identity.from_seed(seed))


def _release(booklet: BookletPage, versions: list[StoryVersion], publisher, *, day: datetime.date) -> None:
    home, away = versions[:4], versions[4:]
    booklet.body = [
        (
            "front",
            {
                "kind": "foreword",
                "title": "Before you begin",
                "text": (
                    "This booklet shows what Parent Press makes. Every story in it was invented for that, by people "
                    "who build software and not by parents.\n\nA real one begins like this: with a few words from the "
                    "parents on the panel, about how the stories were chosen and what they hope you will do with them."
                ),
                "signature": "The makers of Parent Press",
            },
        ),
        ("part", {"title": "The house at night", "intro": "On waiting, and on being listened to.", "stories": home}),
        *(("pull_quote", {"span": span}) for span in Span.objects.filter(story=home[0].story_id)),
        ("breath", {"words": "You can put this down and come back."}),
        ("part", {"title": "Out of doors", "intro": "On everybody else.", "stories": away}),
        (
            "asks",
            {
                "intro": "A real booklet says here what its families ask for, and keeps what was answered.",
                "asks": [{"what": "One name to ring, and somebody who answers.", "to": "Nobody: this is invented"}],
            },
        ),
    ]
    booklet.save()
    booklet.save_revision(user=publisher).publish()
    build(release=freeze(page=booklet, user=publisher), day=day)
