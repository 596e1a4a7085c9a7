"""The editors' StreamField holds a story without loss: tree, raw data, blocks, tree again."""

import hashlib
from dataclasses import dataclass

import pytest
from hypothesis import given
from wagtail import blocks

from stories.blocks import StoryBody
from stories.stream import stream_from_tree, tree_from_stream
from stories.tree import BadTree, Break, Heading, LetterPart, Paragraph, Picture, Run, StoryTree, normal
from tests.tree_strategies import normal_trees, trees

DRAWING = hashlib.sha256(b"a drawing").hexdigest()


@dataclass
class Stored:
    """A stored image as far as the tree is concerned."""

    sha256: str


class StoredByKey(blocks.FieldBlock):
    """Stands where the image chooser stands: its raw value is a key, its value the stored image."""

    def to_python(self, value):
        return Stored(value.removeprefix("key of ")) if value else None

    def get_prep_value(self, value):
        return f"key of {value.sha256}" if value else None


def body():
    """The real body, its pictures looked up without a database."""
    picture = StoryBody().child_blocks["picture"]
    own = type(picture)([("image", StoredByKey())])
    return StoryBody([("picture", own)])


BODY = body()


def there(tree):
    return BODY.to_python(stream_from_tree(tree, picture_key=lambda sha256: f"key of {sha256}"))


def back(stream, like):
    return tree_from_stream(stream, title=like.title, credit=like.credit, language=like.language)


@given(normal_trees())
def test_a_tree_comes_back_from_the_stream(tree):
    assert back(there(tree), tree) == tree


@given(trees())
def test_a_tree_that_is_not_normal_comes_back_normal(tree):
    assert back(there(tree), tree) == normal(tree)


@given(normal_trees())
def test_saving_the_stream_again_changes_nothing(tree):
    saved = BODY.get_prep_value(there(tree))
    assert back(BODY.to_python(saved), tree) == tree


@given(normal_trees())
def test_the_raw_data_name_only_blocks_we_have(tree):
    raw = stream_from_tree(tree, picture_key=str)
    assert {block["type"] for block in raw} <= set(StoryBody().child_blocks)


def stream(*raw):
    return tree_from_stream(
        BODY.to_python([{"type": name, "value": value} for name, value in raw]), title="T", credit="", language="en"
    ).nodes


def test_blank_lines_in_one_paragraph_block_make_paragraphs():
    assert stream(("paragraph", "one\r\n\r\n*two*")) == (
        Paragraph((Run("one"),)),
        Paragraph((Run("two", emphasis=True),)),
    )


def test_a_draft_with_holes_still_has_a_tree():
    """Editors save before they are done; the preview must not fall over."""
    assert stream(
        ("paragraph", ""),
        ("picture", {"image": None, "description": "x", "transcript": ""}),
        ("letter_part", {"part": "", "text": "Dear you,"}),
        ("verse", None),
        ("heading", " "),
        ("break", None),
    ) == (Paragraph((Run("Dear you,"),)), Break())


def test_a_picture_without_a_description_is_kept_for_the_editor_to_mend():
    picture = {"image": f"key of {DRAWING}", "description": "", "transcript": ""}
    assert stream(("picture", picture)) == (Picture(DRAWING, ""),)


def test_a_tree_with_a_picture_needs_to_know_which_image_it_is():
    tree = StoryTree("", "", "en", (Picture(DRAWING, "A door"),))
    with pytest.raises(BadTree):
        stream_from_tree(tree)


def test_html_in_a_block_is_only_text():
    hostile = "<script>alert(1)</script> <b>&amp;</b>"
    assert stream(
        ("paragraph", hostile), ("heading", hostile), ("letter_part", {"part": "closing", "text": hostile})
    ) == (
        Paragraph((Run(hostile),)),
        Heading(hostile),
        LetterPart("closing", (Run(hostile),)),
    )
