"""Pictures of one family's story after two people cleared it: files and rows that must go when the story goes.

They are the ones that the parent sent, and those that staff put into that story and use nowhere else.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from stories import tree
from stories.models import Contribution, Picture, PictureRendition, Proposal, Story, StoryVersion
from stories.sent_pictures import SentPicture

# Where Wagtail stores what was uploaded, and the sizes made of it.
FOLDERS = ("original_images", "images")
# The files that the transaction at work has written.
_written: ContextVar[list[str]] = ContextVar("_written")


def make_rows(
    contribution: Contribution, shown: Iterable[tree.Picture], sent: Iterable[SentPicture], *, named: str
) -> dict[str, int]:
    """The pictures of a cleared text, in clear; returns the key of each row by the digest that names it in the text.

    The bytes are exactly those that were sealed. Their titles say nothing but whose story they belong to.
    """
    by_digest = {one.sha256: one for one in sent}
    keys = {}
    for number, picture in enumerate(shown, 1):
        row = Picture(contribution=contribution, title=f"{named}, picture {number}", description=picture.description)
        one = by_digest[picture.sha256]
        row.keep_exactly(one.data, sha256=one.sha256, suffix=one.suffix)
        _written.get().append(row.file.name)
        row.save()
        keys[picture.sha256] = row.pk
    return keys


@contextmanager
def files_go_with_their_rows() -> Iterator[None]:
    """Around a transaction that makes rows: when it fails, no file of a family's picture stays without a row.

    What a killed process leaves is found by `remove_strays`.
    """
    names: list[str] = []
    token = _written.set(names)
    try:
        yield
    except BaseException:
        for name in names:
            if not Picture.objects.filter(file=name).exists():
                default_storage.delete(name)
        raise
    finally:
        _written.reset(token)


def remove_strays(*, older_than: timedelta = timedelta(days=1)) -> int:
    """Deletes picture files that no row names, and that are not being stored at this moment; returns how many."""
    kept = {*Picture.objects.values_list("file", flat=True), *PictureRendition.objects.values_list("file", flat=True)}
    strays = [name for folder in FOLDERS for name in _files_in(folder) if name not in kept]
    before = timezone.now() - older_than
    strays = [name for name in strays if default_storage.get_modified_time(name) < before]
    for name in strays:
        default_storage.delete(name)
    return len(strays)


def _files_in(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []


def of(contribution: Contribution) -> list[Picture]:
    """All that must go with this contribution."""
    stories = Story.objects.of(contribution)
    keys, digests = _named_in(stories)
    mine = Picture.objects.filter(contribution=contribution)
    staffs = Picture.objects.filter(contribution=None)
    staffs = staffs.filter(pk__in=keys) | staffs.filter(sha256__in=digests)
    return [*mine, *_used_nowhere_else(staffs.distinct(), stories)]


def of_others(text: tree.StoryTree, contribution: Contribution) -> bool:
    """Whether a text shows a picture that only another family sent."""
    shown = {picture.sha256 for picture in tree.pictures(text)}
    senders = Picture.objects.filter(sha256__in=shown)
    theirs = set(senders.exclude(contribution=None).values_list("sha256", flat=True))
    ours = set(senders.filter(Q(contribution=contribution) | Q(contribution=None)).values_list("sha256", flat=True))
    return bool(theirs - ours)


def unlink(pictures: Iterable[Picture]) -> None:
    """Deletes the files, those of every size too. The rows stay, so that this can be repeated. Raises OSError."""
    for picture in pictures:
        for one in (*picture.renditions.all(), picture):
            if one.file:
                one.file.storage.delete(one.file.name)


def delete_rows(pictures: Iterable[Picture]) -> None:
    """The rows, and what Wagtail knows about them: sizes, log, references."""
    for picture in pictures:
        ReferenceIndex.get_references_to(picture).delete()
        ReferenceIndex.remove_for_object(picture)
        ModelLogEntry.objects.for_instance(picture).delete()
        picture.renditions.all().delete()
        picture.delete()
        # Deleting is logged where a page did it.
        ModelLogEntry.objects.for_instance(picture).delete()


def take_out_of_drafts(contribution: Contribution, keys: Collection[int]) -> None:
    """The text as editors have it, and every revision of it, without these pictures and what is said of them."""
    if not keys:
        return
    for story in Story.objects.of(contribution):
        Story.objects.filter(pk=story.pk).update(body=_without(list(story.body.raw_data), keys))
        for revision in Revision.objects.for_instance(story):
            content = revision.content | {"body": json.dumps(_without(json.loads(revision.content["body"]), keys))}
            Revision.objects.filter(pk=revision.pk).update(content=content)


def _without(blocks: list[dict], keys: Collection[int]) -> list[dict]:
    return [dict(block) for block in blocks if _picture_key(block) not in keys]


def _picture_key(block: dict) -> int | None:
    return block["value"]["image"] if block["type"] == "picture" else None


def _named_in(stories: Iterable[Story]) -> tuple[set[int], set[str]]:
    """The pictures that stories name: in drafts by the key of a row, in what was asked and approved by digest."""
    keys, digests = set(), set()
    for story in stories:
        drafts = [list(story.body.raw_data)]
        drafts += [json.loads(one.content["body"]) for one in Revision.objects.for_instance(story)]
        keys |= {_picture_key(block) for draft in drafts for block in draft} - {None}
        digests |= {picture.sha256 for frozen in _frozen(story) for picture in tree.pictures(frozen)}
    return keys, digests


def _frozen(story: Story) -> Iterator[tree.StoryTree]:
    for one in (*Proposal.objects.filter(story=story), *StoryVersion.objects.filter(story=story)):
        yield one.story_tree()


def _used_nowhere_else(pictures: Iterable[Picture], stories) -> list[Picture]:
    pictures = list(pictures)
    if not pictures:
        return []
    keys, digests = _named_in(Story.objects.exclude(pk__in=stories))
    here = [str(story.pk) for story in stories]
    return [
        picture
        for picture in pictures
        if picture.pk not in keys
        and picture.sha256 not in digests
        and not ReferenceIndex.get_references_to(picture)
        .exclude(base_content_type__model="story", object_id__in=here)
        .exists()
    ]
