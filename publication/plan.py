"""The editors' plan as blocks: front matter in their own words, and parts that hold ids of approved texts."""

import json
from collections import Counter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListValue

from publication.choosers import StoryVersionBlock
from publication.plan_pages import (
    AsksBlock,
    BetweenBlock,
    BreathBlock,
    HelpBlock,
    PicturePageBlock,
    PullQuoteBlock,
    QuotationBlock,
    WithoutTheVanished,
)
from stories.models import Span, StoryVersion

FRONT_KINDS = [
    ("foreword", gettext_lazy("Foreword")),
    ("dedication", gettext_lazy("Dedication")),
    ("preface", gettext_lazy("Preface")),
    ("note", gettext_lazy("Note")),
    ("acknowledgements", gettext_lazy("Thanks")),
]


class FrontBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=FRONT_KINDS, default="foreword", label=gettext_lazy("Kind"))
    title = blocks.CharBlock(max_length=120, label=gettext_lazy("Title"))
    text = blocks.TextBlock(
        rows=8,
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Your own words. A blank line begins a new paragraph. *Stars* lean a word."),
    )
    signature = blocks.CharBlock(required=False, max_length=120, label=gettext_lazy("Signed"))

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Front matter")


class PartBlock(blocks.StructBlock):
    """Stories under a title. One that has been deleted since is passed over, so that no editor meets a row that
    cannot be saved; who edits the page is told (publication/page_hooks.py)."""

    title = blocks.CharBlock(required=False, max_length=120, label=gettext_lazy("Title of the part"))
    intro = blocks.TextBlock(required=False, rows=3, label=gettext_lazy("A few words before it"))
    stories = blocks.ListBlock(
        StoryVersionBlock(label=gettext_lazy("Story"), required=False),
        label=gettext_lazy("Stories"),
        help_text=gettext_lazy(
            "Only texts that a parent has approved can be chosen. Drag them into the order of reading."
        ),
    )
    between = BetweenBlock(
        required=False,
        label=gettext_lazy("Pages between its stories"),
        help_text=gettext_lazy("Room to breathe inside the part. Between two parts, add such a page below instead."),
    )

    def to_python(self, value):
        return _present(super().to_python(value))

    def bulk_to_python(self, values):
        return [_present(value) for value in super().bulk_to_python(values)]

    def value_from_datadict(self, data, files, prefix):
        return _present(super().value_from_datadict(data, files, prefix))

    class Meta:
        icon = "folder-open-inverse"
        label = gettext_lazy("Part")


def _present(part):
    """The part with those rows that still lead to a text; rows keep their ids, so that comments and undo find them."""
    stories = part["stories"]
    rows = list(stories.bound_blocks)
    kept = [row for row in rows if row.value is not None]
    if len(kept) < len(rows):
        for page in part["between"] or ():  # they count rows
            page.value["after"] = sum(row.value is not None for row in rows[: page.value["after"] or 0])
    part["stories"] = ListValue(stories.list_block, bound_blocks=kept)
    return part


class BookletBody(WithoutTheVanished):
    front = FrontBlock()
    part = PartBlock()
    breath = BreathBlock()
    picture = PicturePageBlock()
    quotation = QuotationBlock()
    pull_quote = PullQuoteBlock()
    asks = AsksBlock()
    help = HelpBlock()

    class Meta:
        block_counts = {"asks": {"max_num": 1}, "help": {"max_num": 1}}

    def clean(self, value):
        """Refuses a plan that holds a story twice, whichever of its texts is meant, or a quotation twice."""
        cleaned = super().clean(value)
        held = StoryVersion.objects.select_related("story").in_bulk(version_ids(cleaned))
        times = Counter(held[pk].story for pk in version_ids(cleaned) if pk in held)
        twice = [_said_twice(story, held.values()) for story, count in times.items() if count > 1]
        spans = Counter(span.code for span in _spans(cleaned))
        twice += [
            _("The quotation %s stands in the booklet twice. Take one of the two out.") % code
            for code, count in spans.items()
            if count > 1
        ]
        if twice:
            raise blocks.StreamBlockValidationError(non_block_errors=[ValidationError(words) for words in twice])
        return cleaned


def _said_twice(story, versions) -> str:
    title = next(version.title for version in versions if version.story == story)
    return _("“%(title)s” (%(code)s) stands in the booklet twice. Take one of the two out.") % {
        "title": title,
        "code": story.code,
    }


def version_ids(body) -> list[int]:
    """The ids of the story versions in a body, in reading order."""
    return [
        version.pk
        for block in body
        if block.block_type == "part"
        for version in block.value["stories"]
        if version is not None
    ]


def span_ids(body) -> list[int]:
    """The ids of the quotations on pages of a body, in reading order."""
    return [span.pk for span in _spans(body)]


def _spans(body):
    for block in body:
        inside = (block.value["between"] or ()) if block.block_type == "part" else [block]
        yield from (page.value["span"] for page in inside if page.block_type == "pull_quote" and page.value["span"])


def vanished(page) -> int:
    """How many texts the newest draft still names that are no longer there: their families deleted them."""
    named = named_ids(page)
    return len(named) - StoryVersion.objects.filter(pk__in=named).count()


def named_ids(page) -> set[int]:
    """The texts that the newest draft names, whether they are still there or not."""
    return set(_raw_stories(_raw(page)))


def vanished_spans(page) -> int:
    """The same for quotations."""
    wanted = set(_raw_spans(_raw(page)))
    return len(wanted) - Span.objects.filter(pk__in=wanted).count()


def _raw(page) -> list[dict]:
    revision = page.latest_revision
    raw = revision.content["body"] if revision else page.body.stream_block.get_prep_value(page.body)
    return json.loads(raw) if isinstance(raw, str) else raw


def _raw_stories(raw):
    for block in raw:
        if block["type"] == "part":
            for row in block["value"]["stories"]:
                pk = row["value"] if isinstance(row, dict) else row
                if pk is not None:
                    yield pk


def _raw_spans(raw):
    for block in raw:
        inside = (block["value"].get("between") or ()) if block["type"] == "part" else [block]
        named = (page["value"].get("span") for page in inside if page["type"] == "pull_quote")
        yield from (pk for pk in named if pk is not None)
