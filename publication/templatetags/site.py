"""Tags of the site's templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.rich_text import expand_db_html

from publication.pictures import picture_url

register = template.Library()


@register.simple_tag(takes_context=True)
def text_of(context, value):
    """Rich text as HTML, its [1] linked to the references where the page has any. `value` was cleaned when stored."""
    html = expand_db_html(value.source)
    numbering = context.get("numbering")
    return mark_safe(numbering.link(html) if numbering else html)  # noqa: S308  bleach cleaned it on its way in


@register.filter
def back_links(numbering, number):
    return numbering.back(number)


@register.simple_tag
def site_picture(picture, spec):
    """An <img> with its size and description, served by publication.pictures."""
    rendition = picture.get_rendition(spec)
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">',
        picture_url(picture, spec),
        rendition.width,
        rendition.height,
        picture.description,
    )
