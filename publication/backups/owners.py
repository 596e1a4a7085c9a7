"""This file knows whose a row is: the contribution whose slot seals it in a backup, nobody's, or staff's."""

import json
from collections import defaultdict
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ReferenceIndex, Revision, WorkflowState

from stories import tree
from stories.models import Contribution, Picture, Proposal, Story, StoryVersion

STAFF = ""
OF_A_STORY = {"stories.Proposal", "stories.Span", "stories.StoryVersion"}
OF_SOMETHING = {"wagtailcore.Revision", "wagtailcore.ModelLogEntry", "wagtailcore.WorkflowState"}


class Owners:
    """Looks once at the database, at the moment of a snapshot; `of` then answers for each of its rows."""

    def __init__(self):
        self.stories: dict[int, str] = dict(Story.objects.values_list("pk", "contribution_id"))
        self.proposals: dict[int, str] = dict(Proposal.objects.values_list("pk", "story__contribution_id"))
        self.contributions = set(Contribution.objects.values_list("pk", flat=True))
        self.story_type, self.picture_type, contribution_type = (
            ContentType.objects.get_for_model(model).pk for model in (Story, Picture, Contribution)
        )
        self.pictures = self._pictures()
        # By the type of what a row is about, and its key as text: the contribution, or staff.
        self.about = {
            self.story_type: {str(pk): owner for pk, owner in self.stories.items()},
            contribution_type: {pk: pk for pk in self.contributions},
        }
        states = WorkflowState.objects.filter(content_type=self.story_type)
        self.states = {pk: self.about[self.story_type].get(of) for pk, of in states.values_list("pk", "object_id")}

    def of(self, label: str, row: dict) -> str | None:
        """A contribution's id, `STAFF`, or None for what is left of something that is not there any more."""
        if label == "stories.Story":
            return row["contribution_id"]
        if label in OF_A_STORY:
            return self.stories.get(row["story_id"])
        if label == "stories.ReadAloud":
            return self.proposals.get(row["proposal_id"])
        if label == "stories.Picture":
            return self.pictures.get(row["id"], STAFF)
        if label == "wagtailcore.TaskState":
            return self.states.get(row["workflow_state_id"], STAFF)
        if label not in OF_SOMETHING:
            raise KeyError(f"Nobody has said whose the rows of {label} are.")
        if row["content_type_id"] == self.picture_type:
            return self.pictures.get(int(row["object_id"]), STAFF)
        held = self.about.get(row["content_type_id"])
        return STAFF if held is None else held.get(row["object_id"])

    def _pictures(self) -> dict[int, str]:
        """The pictures that parents sent, and those of staff's that stand in the stories of one parent alone."""
        pictures = Picture.objects.all()
        found = dict(pictures.exclude(contribution=None).values_list("pk", "contribution_id"))
        by_digest = defaultdict(set)
        for pk, sha256 in pictures.filter(contribution=None).values_list("pk", "sha256"):
            by_digest[sha256].add(pk)
        standing = defaultdict(set)
        for owner, pk, sha256 in self._named():
            for one in {pk} | by_digest.get(sha256, set()) - {None}:
                standing[one].add(owner)
        elsewhere = self._used_outside_stories()
        for pk in set().union(*by_digest.values()) if by_digest else ():
            if len(standing[pk]) == 1 and str(pk) not in elsewhere:
                found[pk] = next(iter(standing[pk]))
        return found

    def _named(self) -> Iterator[tuple[str, int | None, str]]:
        """Contribution, key and digest of each picture in a draft (by key) or in frozen words (by digest)."""
        for story in Story.objects.only("pk", "contribution_id", "body"):
            yield from self._in_blocks(story.contribution_id, list(story.body.raw_data))
        revisions = Revision.objects.filter(content_type=self.story_type)
        for object_id, content in revisions.values_list("object_id", "content").iterator():
            if owner := self.stories.get(int(object_id)):
                yield from self._in_blocks(owner, json.loads(content["body"]))
        for model in (Proposal, StoryVersion):
            for story, data in model.objects.values_list("story_id", "tree").iterator():
                for picture in tree.pictures(tree.from_data(data)):
                    yield self.stories[story], None, picture.sha256

    def _in_blocks(self, owner: str, blocks: list[dict]) -> Iterator[tuple[str, int, str]]:
        for block in blocks:
            if block["type"] == "picture" and block["value"]["image"]:
                yield owner, block["value"]["image"], ""

    def _used_outside_stories(self) -> set[str]:
        used = ReferenceIndex.objects.filter(to_content_type=self.picture_type)
        return set(used.exclude(base_content_type=self.story_type).values_list("to_object_id", flat=True))
