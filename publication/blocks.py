"""The few blocks of a page or an article. Text of editors passes the one cleaning door each time it is stored."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from stories.cleaning import clean_html

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]


class TextBlock(blocks.RichTextBlock):
    """Paragraphs, headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(**{"features": TEXT_FEATURES, **kwargs})

    def get_prep_value(self, value):
        """What goes to the database, to revisions and to previews: cleaned, whoever wrote it and by whatever way."""
        stored = super().get_prep_value(value)
        return clean_html(stored) if stored else stored

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "publication/blocks/text.html"
        description = _("Paragraphs, headings, lists and links. [1] in the text leads to reference 1.")


class PullQuoteBlock(blocks.StructBlock):
    """A sentence set larger. Never the hardest one."""

    words = blocks.TextBlock(rows=3, label=_("Words"))
    who = blocks.CharBlock(required=False, label=_("Whose words"), help_text=_("A role, such as: a mother, 2019"))

    class Meta:
        icon = "openquote"
        label = _("Pull quote")
        template = "publication/blocks/pull_quote.html"
        description = _("A sentence from the text, set larger. One to a page is enough.")


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "publication/blocks/picture.html"
        description = _("A picture with its description. No photographs of people.")


class ThreadBlock(blocks.StaticBlock):
    class Meta:
        icon = "horizontalrule"
        label = _("Mended thread")
        admin_text = _("A pause between two parts.")
        template = "components/thread.html"
        description = _("A pause between two parts.")


class NoticeBlock(blocks.StructBlock):
    text = TextBlock(features=["bold", "italic", "link", "ul"], label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        template = "publication/blocks/notice.html"
        description = _("Something to know before reading on.")


class PageBody(blocks.StreamBlock):
    """The body of a page or article."""

    text = TextBlock()
    pull_quote = PullQuoteBlock()
    picture = PictureBlock()
    notice = NoticeBlock()
    thread = ThreadBlock()
