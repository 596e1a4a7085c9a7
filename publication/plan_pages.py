"""Blocks of the plan for the editors' own pages: a breath, a picture, words of a public source, asks, help.

Parents' words are typed into none of them: those are approved one by one and come in by their ids (choosers.py), a
parent's quotation too.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from publication.span_chooser import SpanBlock

LONGEST_QUOTATION = 700  # more would run over its page


class BreathBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        required=False,
        max_length=160,
        label=gettext_lazy("One quiet sentence"),
        help_text=gettext_lazy("Or nothing: then there is only the thread."),
    )

    class Meta:
        icon = "minus"
        label = gettext_lazy("Breathing page")
        description = gettext_lazy("A page with room, between stories or parts.")


class StaffPictureBlock(ImageChooserBlock):
    """A picture of ours. A family's belongs to its story, whose words were approved with it."""

    def clean(self, value):
        picture = super().clean(value)
        if picture is not None and picture.contribution_id is not None:
            raise ValidationError(_("This picture belongs to a family's story. Choose one of your own."))
        if picture is not None and not picture.description.strip():
            raise ValidationError(_("This picture has no description yet. Write one for it in Images, then choose it."))
        return picture


class PicturePageBlock(blocks.StructBlock):
    picture = StaffPictureBlock(label=gettext_lazy("Picture"))
    caption = blocks.CharBlock(required=False, max_length=200, label=gettext_lazy("Caption"))

    class Meta:
        icon = "image"
        label = gettext_lazy("Picture page")
        description = gettext_lazy("A picture of yours on a page of its own. No photographs of people.")


class QuotationBlock(blocks.StructBlock):
    words = blocks.TextBlock(
        rows=4,
        max_length=LONGEST_QUOTATION,
        label=gettext_lazy("Words"),
        help_text=gettext_lazy("Of something public, such as a law or a report; never a parent's."),
    )
    source = blocks.CharBlock(max_length=200, label=gettext_lazy("Source"))

    class Meta:
        icon = "openquote"
        label = gettext_lazy("Quotation page")
        description = gettext_lazy("Words of a law or a report, with their source, on a page of their own.")


class PullQuoteBlock(blocks.StructBlock):
    """A parent's quotation. One that has been deleted since is passed over (`WithoutTheVanished`)."""

    span = SpanBlock(
        required=False,
        label=gettext_lazy("Quotation"),
        help_text=gettext_lazy("Only quotations that a parent has approved can be chosen."),
    )

    class Meta:
        icon = "openquote"
        label = gettext_lazy("A parent's words")
        description = gettext_lazy("A quotation that a parent has approved, large, on a page of its own.")


class WithoutTheVanished(blocks.StreamBlock):
    """A stream that leaves out pages whose quotation its family has deleted, so that no editor meets an empty page that
    cannot be saved; who edits the booklet is told (publication/page_hooks.py)."""

    def to_python(self, value):
        return _present(super().to_python(value))

    def bulk_to_python(self, values):
        return [_present(value) for value in super().bulk_to_python(values)]

    def value_from_datadict(self, data, files, prefix):
        return _present(super().value_from_datadict(data, files, prefix))


def _present(stream):
    """Looks at quotations alone: to look at a part reads every story in it, and readers' pages need none of that."""
    kinds = [raw["type"] for raw in stream.raw_data]
    gone = [place for place, kind in enumerate(kinds) if kind == "pull_quote" and not stream[place].value["span"]]
    for place in reversed(gone):
        del stream[place]
    return stream


class BetweenBlock(WithoutTheVanished):
    """Pages that stand inside a part, each after a counted story."""

    class Placed(blocks.StructBlock):
        after = blocks.IntegerBlock(
            min_value=0,
            default=1,
            label=gettext_lazy("After which of its stories"),
            help_text=gettext_lazy("Counted from the top; 0 stands before the first."),
        )

    class PlacedBreath(Placed, BreathBlock):
        pass

    class PlacedPicture(Placed, PicturePageBlock):
        pass

    class PlacedQuotation(Placed, QuotationBlock):
        pass

    class PlacedPullQuote(Placed, PullQuoteBlock):
        pass

    breath = PlacedBreath()
    picture = PlacedPicture()
    quotation = PlacedQuotation()
    pull_quote = PlacedPullQuote()


class AnswerBlock(blocks.StructBlock):
    who = blocks.CharBlock(max_length=120, label=gettext_lazy("Who answered"))
    when = blocks.CharBlock(
        max_length=40, label=gettext_lazy("When"), help_text=gettext_lazy("A week or a month, such as: May 2027")
    )
    says = blocks.TextBlock(rows=2, max_length=600, label=gettext_lazy("What they said, in short"))

    class Meta:
        label = gettext_lazy("Answer")


class AskBlock(blocks.StructBlock):
    what = blocks.TextBlock(rows=2, max_length=600, label=gettext_lazy("What must change"))
    to = blocks.CharBlock(required=False, max_length=120, label=gettext_lazy("Who could change it"))
    answers = blocks.ListBlock(AnswerBlock(), default=[], label=gettext_lazy("Answers since"))

    class Meta:
        label = gettext_lazy("Ask")


class AsksBlock(blocks.StructBlock):
    intro = blocks.TextBlock(required=False, rows=3, label=gettext_lazy("A few words before it"))
    asks = blocks.ListBlock(AskBlock(), label=gettext_lazy("Asks"))

    class Meta:
        icon = "list-ol"
        label = gettext_lazy("What must change")
        description = gettext_lazy("What the families ask for, and what was answered. It stands near the end.")


class HelpBlock(blocks.StructBlock):
    """Which help lines the booklet prints, and in which order. One that was deleted is passed over."""

    intro = blocks.TextBlock(required=False, rows=3, label=gettext_lazy("A few words before them"))
    lines = blocks.ListBlock(
        SnippetChooserBlock("publication.HelpLine", required=False, label=gettext_lazy("Help line")),
        default=[],
        label=gettext_lazy("Help lines, in this order"),
        help_text=gettext_lazy("Without any, the booklet prints all of them."),
    )

    class Meta:
        icon = "help"
        label = gettext_lazy("Help")
        description = gettext_lazy("Who can be rung. Without this block the booklet prints every help line.")
