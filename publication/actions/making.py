"""The steps that make a release out of a frozen plan: a list, of which no step changes what readers get but `publish`.

The rule is asked twice: for what goes into the files, and again under the edition's lock before they are published,
because minutes may lie between and a parent may have said no in them. A round that is killed leaves a bench, or a
folder that no row names: the next build, the next deletion and the daily work clear either away.
"""

import datetime
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F

from consent import actions as consent
from consent import ledger
from consent.uses import Use
from consent.weeks import week_of
from publication import chrome, gate
from publication.actions import workshop
from publication.actions.hands import side_by_side
from publication.composing import Composed, compose, wanted_spans, wanted_versions
from publication.formats import files, manifest
from publication.frozen_plan import placed_span_ids, planned_ids
from publication.models import Build, Release, ReleaseFile, ReleaseSpan, ReleaseStory
from publication.serving import pages
from publication.serving.story_pictures import picture_bytes, story_picture_url
from stories.models import Span

logger = logging.getLogger(__name__)

# The uses that a release has files for; a family may allow one of them and not the other. On cards stands no story.
WITH_STORIES = (Use.ONLINE, Use.PRINT)
USES = (*WITH_STORIES, Use.SOCIAL)
# Told at each step: what is being made, how many steps are done, and of how many.
Tell = Callable[[str, int, int], None]


class Changed(Exception):
    """A family has answered, or left, since the round began; it begins again."""


@dataclass
class Round:
    """One round of a build under way."""

    release: Release
    day: datetime.date
    tell: Tell
    composed: dict[Use, Composed] = field(default_factory=dict)
    # Where its files are made; None before there is a bench.
    aside: Path | None = None
    made: list[manifest.Made] = field(default_factory=list)
    # Of each file that could not be made, and need not be, why.
    failed: dict[str, str] = field(default_factory=dict)
    digest: str = ""
    replaced: list[Path] = field(default_factory=list)


def ask_what_may_go_in(work: Round) -> None:
    work.composed = {use: compose(work.release, use=use, day=work.day) for use in USES}


def lay_out_the_bench(work: Round) -> None:
    aside = workshop.prepare(work.release.edition) / work.release.name
    try:
        aside.mkdir(mode=0o750)
    except FileNotFoundError:
        raise Changed from None  # a deletion cleared the bench in this very moment
    work.aside = aside


def makers_of(release: Release, composed: dict[Use, Composed]) -> list[files.Maker]:
    """Every file of a release, still unmade."""
    online, paper, shared = (composed[use].edition for use in USES)
    around = {"chrome": chrome.read(), "urls": pages.urls_of_a_build(release.page, cards=bool(shared.quotes))}
    read = files.makers(
        online,
        pictures=picture_bytes(online.trees()),
        picture_url=story_picture_url(release.page),
        **around,
    )
    printed = files.print_makers(paper, pictures=picture_bytes(paper.trees()))
    return read + printed + files.card_makers(shared, **around)


def make_the_files(work: Round) -> None:
    makers = makers_of(work.release, work.composed)
    for folder in sorted({(work.aside / maker.name).parent for maker in makers} - {work.aside}):
        # Not their parents: a bench that was cleared must stay away.
        folder.mkdir(mode=0o750)
    made: dict[str, manifest.Made] = {}

    def write(maker: files.Maker) -> None:
        try:
            data = maker.make()
        except files.CannotMake as trouble:
            if not maker.may_fail:
                raise
            work.failed[maker.name] = str(trouble)
            return
        workshop.write(work.aside / maker.name, data)
        made[maker.name] = manifest.made(maker, data)

    side_by_side(makers, write, lambda maker: work.tell(f"Making {maker.name}", len(made), len(makers) + 1))
    work.made.extend(made[maker.name] for maker in makers if maker.name in made)
    work.tell("Asking the rule once more", len(makers), len(makers) + 1)


def write_the_manifest(work: Round) -> None:
    private = manifest.private(
        work.composed[Use.ONLINE].edition,
        work.made,
        stories={use: [(v.story.code, v.digest) for v in work.composed[use].versions] for use in WITH_STORIES},
        spans={use: [(span.code, span.digest) for span in work.composed[use].spans] for use in USES},
        failed=work.failed,
    )
    workshop.write(work.aside / "manifest.json", json.dumps(private, indent=1, sort_keys=True).encode())
    workshop.level(work.aside, work.day)
    work.digest = manifest.digest(private)


@transaction.atomic
def publish(work: Round) -> None:
    """All of it in one transaction, under the edition's lock."""
    for step in PUBLISHING:
        step(work)


def ask_once_more(work: Round) -> None:
    """No family's answer comes between the question and the commit. Raises `Changed` when one came before it."""
    Build.objects.lock(work.release.edition)
    ledger.lock_head()
    frozen = work.release.frozen
    for use in USES:
        asked = {"use": use, "edition": work.release.edition, "day": work.day}
        stories = gate.provable(wanted_versions(frozen, use), **asked)
        spans = gate.provable(wanted_spans(planned_ids(frozen), placed_span_ids(frozen), use), of=Span, **asked)
        composed = work.composed[use]
        if stories.keys() != {text.pk for text in composed.versions} or spans.keys() != {
            span.pk for span in composed.spans
        }:
            raise Changed


def write_down_what_it_holds(work: Round) -> None:
    release = work.release
    release.stories.all().delete()
    release.spans.all().delete()
    release.files.all().delete()
    ReleaseStory.objects.bulk_create(
        ReleaseStory(release=release, use=use, version=version, position=place)
        for use in USES
        for place, version in enumerate(work.composed[use].versions)
    )
    ReleaseSpan.objects.bulk_create(
        ReleaseSpan(release=release, use=use, span=span, position=place)
        for use in USES
        for place, span in enumerate(work.composed[use].spans)
    )
    ReleaseFile.objects.bulk_create(
        ReleaseFile(release=release, name=m.name, use=m.use, media_type=m.media_type, size=m.size, sha256=m.sha256)
        for m in work.made
    )
    for use in USES:
        texts = (*work.composed[use].versions, *work.composed[use].spans)
        consent.show(
            [(text.agreement, text.digest) for text in texts],
            use=use,
            edition=release.edition,
            release=release.name,
            today=work.day,
        )


def take_the_place(work: Round) -> None:
    """Of the release before it, in the rows."""
    release = work.release
    ready = Release.objects.of(release.edition).ready()
    work.replaced = [old.folder for old in ready.select_related("edition")]
    ready.update(state=Release.State.SUPERSEDED)
    Release.objects.filter(pk=release.pk).update(
        state=Release.State.READY, digest=work.digest, week=week_of(work.day), trouble=""
    )
    Build.objects.filter(edition=release.edition).update(done=F("steps"), says=f"Release {release.name} is ready")


def put_it_where_readers_get_it(work: Round) -> None:
    """The last thing before the commit: killed between the two, it is a folder that no row names, and is swept."""
    workshop.put_in_place(work.aside, work.release.folder)


def remove_what_it_replaced(work: Round) -> None:
    for folder in work.replaced:
        try:
            workshop.remove(folder)
        except OSError:
            logger.exception("A release that was replaced is still on the disk; the daily work removes it.")


PUBLISHING = (ask_once_more, write_down_what_it_holds, take_the_place, put_it_where_readers_get_it)
# Nobody outside sees anything of it before `publish` has committed, and of what it replaced nothing after it.
STEPS = (
    ask_what_may_go_in,
    lay_out_the_bench,
    make_the_files,
    write_the_manifest,
    publish,
    remove_what_it_replaced,
)
