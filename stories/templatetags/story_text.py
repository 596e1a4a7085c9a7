"""A story's words in a template of the desk."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from stories import render
from stories.journey.pictures import picture_in_page

register = template.Library()


@register.simple_tag
def story_text(tree, heading_level=3):
    """The body of a tree as safe HTML, its pictures in the page itself: cleared ones lie in no public folder."""
    return render.html(tree, picture_url=picture_in_page, heading_level=heading_level)


@register.simple_tag
def pieces(texts):
    """Pieces of a text, each with its appearance, and not a space more: line breaks count where they are shown."""
    return format_html_join("", "{}", ((_piece(one),) for one in texts))


def _piece(one):
    match one.kind:
        case "" | "same":
            return one.text
        case "gone":
            return format_html('<del><span class="w-sr-only">{} </span>{}</del>', _("taken out:"), one.text)
        case "new":
            return format_html('<ins><span class="w-sr-only">{} </span>{}</ins>', _("put in:"), one.text)
    return format_html('<mark class="desk-mark desk-mark--{}" title="{}">{}</mark>', one.kind, one.why, one.text)
