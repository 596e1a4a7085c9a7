"""The blocks an editor sees: explained, shown as they will be read, and gentle with a writer's spaces."""

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from wagtail.blocks import StreamBlockValidationError

from stories.blocks import StoryBody
from stories.stream import tree_from_stream
from stories.tree import NAMES

BODY = StoryBody()


def test_there_is_a_block_for_each_piece_of_a_story_and_no_other():
    assert set(BODY.child_blocks) == set(NAMES.values())


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_each_block_has_a_name_and_an_icon_of_its_own(name):
    block = BODY.child_blocks[name]
    assert block.label and block.meta.icon
    assert [other.meta.icon for other in BODY.child_blocks.values()].count(block.meta.icon) == 1


@pytest.mark.parametrize("name", ["paragraph", "verse", "quotation", "heading"])
def test_a_box_that_stands_alone_says_what_it_is_to_who_cannot_see_it(name):
    block = BODY.child_blocks[name]
    assert f'aria-label="{block.label}"' in block.field.widget.render(name, "")


@pytest.mark.parametrize("name", [name for name in BODY.child_blocks if name != "picture"])
def test_the_picker_shows_a_block_as_readers_will_see_it(name):
    block = BODY.child_blocks[name]
    assert block.is_previewable
    drawn = block.render(block.get_preview_value())
    assert "<" in drawn and "*" not in drawn and "[cy" not in drawn


def test_the_picker_draws_a_block_with_the_styles_of_the_story_page():
    block = BODY.child_blocks["verse"]
    page = render_to_string("stories/block_preview.html", {"bound_block": block.bind(block.get_preview_value())})
    assert '<div class="story"><div class="verse">' in page
    assert "css/components/story.css" in page
    assert "<script" not in page


@pytest.mark.parametrize("name", [name for name in BODY.child_blocks if name not in ("picture", "break")])
def test_each_block_explains_itself(name):
    block = BODY.child_blocks[name]
    assert getattr(block.meta, "help_text", "") or block.field.help_text


def submitted(**values):
    """What the body makes of a form with one block in it."""
    data = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "", "body-0-id": ""}
    name, value = next(iter(values.items()))
    data["body-0-type"] = name
    if isinstance(value, dict):
        data |= {f"body-0-value-{key}": text for key, text in value.items()}
    else:
        data["body-0-value"] = value
    return BODY.clean(BODY.value_from_datadict(data, {}, "body"))


def test_the_spaces_before_the_first_line_of_a_poem_survive_the_form():
    value = submitted(verse="    one\r\n  two\r\n\r\nthree")
    (verse,) = tree_from_stream(value, title="", credit="", language="en").nodes
    assert [[line.indent for line in stanza.lines] for stanza in verse.stanzas] == [[4, 2], [0]]


@pytest.mark.parametrize("name", ["paragraph", "verse", "quotation", "heading"])
def test_an_empty_block_is_asked_about(name):
    with pytest.raises(StreamBlockValidationError):
        submitted(**{name: ""})


def test_a_picture_cannot_be_saved_without_a_description():
    picture = BODY.child_blocks["picture"]
    with pytest.raises(ValidationError) as refusal:
        picture.clean(picture.to_python({"image": None, "description": " ", "transcript": ""}))
    assert {"image", "description"} == set(refusal.value.block_errors)


def test_no_block_offers_its_words_to_a_search_index():
    value = BODY.to_python(
        [
            {"type": "paragraph", "value": "hidden"},
            {"type": "verse", "value": "hidden"},
            {"type": "quotation", "value": "hidden"},
            {"type": "heading", "value": "hidden"},
            {"type": "letter_part", "value": {"part": "closing", "text": "hidden"}},
        ]
    )
    assert not [text for text in BODY.get_searchable_content(value) if "hidden" in str(text)]


def test_a_migration_can_name_the_body():
    path, args, kwargs = BODY.deconstruct()
    assert path == "wagtail.blocks.StreamBlock"
    assert [name for name, _ in args[0]] == list(BODY.child_blocks)
