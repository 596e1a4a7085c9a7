"""The pieces an editor builds a story from. They hold plain text in the light notation, never HTML.

`stories.stream` turns them into the tree and back; each draws itself with `stories.render`, so that
what the block picker shows is what readers will see.
"""

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from stories import render
from stories.stream import nodes_from_block
from stories.tree import StoryTree

NOTATION = "*Stars* make words lean, **two stars** make them strong, [cy: geiriau] marks words in Welsh."

PREVIEW = "stories/block_preview.html"


class DrawnAsRead:
    """A block that draws itself as readers will see it."""

    def render_basic(self, value, context=None):
        nodes = nodes_from_block(self.name, value)
        return render.html(StoryTree("", "", "en", nodes), picture_url=str)


class SaysWhatItIs:
    """A box that stands alone in a stream: Wagtail writes its label above it and ties the two together by nothing."""

    def __init__(self, *, label, **kwargs):
        super().__init__(label=label, **kwargs)
        self.field.widget.attrs["aria-label"] = label


class WordsBlock(SaysWhatItIs, DrawnAsRead, blocks.TextBlock):
    """Text in the light notation. Kept out of every search index: words rest in the story alone."""

    def __init__(self, rows=3, **kwargs):
        super().__init__(rows=rows, search_index=False, **kwargs)


class VerseBlock(WordsBlock):
    """Verse: the spaces before its first line are the writer's, so the form must not strip them."""

    @cached_property
    def field(self):
        field = super().field
        return forms.CharField(widget=field.widget, strip=False, **self.field_options)


class HeadingBlock(SaysWhatItIs, DrawnAsRead, blocks.CharBlock):
    def __init__(self, **kwargs):
        super().__init__(search_index=False, **kwargs)


class LetterPartBlock(DrawnAsRead, blocks.StructBlock):
    part = blocks.ChoiceBlock(
        choices=[("salutation", "Greeting"), ("closing", "Closing"), ("signature", "Name at the end")],
        label="Which part",
    )
    text = WordsBlock(rows=1, label="Words")

    class Meta:
        icon = "mail"
        label = "Greeting, closing or name"
        help_text = "The parts of a letter that stand on their own: “Dear Mum,”, “With love,”, the name."
        preview_template = PREVIEW
        preview_value = {"part": "salutation", "text": "To the parent who reads this tonight,"}


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Picture")
    description = blocks.TextBlock(
        rows=2,
        search_index=False,
        label="Description",
        help_text="What somebody would see who cannot see it. It is read aloud in place of the picture.",
    )
    transcript = blocks.TextBlock(
        rows=3,
        required=False,
        search_index=False,
        label="Words in the picture",
        help_text="If there is writing in the picture, type it here exactly as it stands.",
    )

    class Meta:
        icon = "image"
        label = "Picture"
        help_text = "A drawing, a handwritten page or a photograph in which nobody can be recognised."


class BreakBlock(DrawnAsRead, blocks.StaticBlock):
    class Meta:
        icon = "horizontalrule"
        label = "Pause"
        admin_text = "A pause: readers see the mended thread."
        preview_template = PREVIEW
        preview_value = None


class StoryBody(blocks.StreamBlock):
    """The body of a story. Names are those of the tree's nodes."""

    paragraph = WordsBlock(
        icon="pilcrow",
        label="Paragraph",
        help_text=f"A blank line begins a new paragraph. {NOTATION}",
        preview_template=PREVIEW,
        preview_value="I kept her light on. Every night, *every* night, I kept it on.",
    )
    verse = VerseBlock(
        rows=8,
        icon="list-ul",
        label="Poem",
        help_text=f"One line to a line, a blank line between verses, spaces in front to move a line in. {NOTATION}",
        preview_template=PREVIEW,
        preview_value="The gate is shut, the bins are out,\n    the street is fast asleep.",
    )
    letter_part = LetterPartBlock()
    quotation = WordsBlock(
        icon="openquote",
        label="Somebody’s words",
        help_text=f"Words that somebody else said or wrote, set apart. {NOTATION}",
        preview_template=PREVIEW,
        preview_value="You should have known, they said.",
    )
    heading = HeadingBlock(
        icon="title",
        label="Heading",
        max_length=200,
        help_text="A short line above a part of a long story. Most stories need none.",
        preview_template=PREVIEW,
        preview_value="The first winter",
    )
    picture = PictureBlock()

    class Meta:
        icon = "doc-full"
        label = "Story"

    def __init__(self, local_blocks=(), **kwargs):
        # "break" is a word of Python's, so it cannot be declared like the others.
        super().__init__([("break", BreakBlock()), *local_blocks], **kwargs)
