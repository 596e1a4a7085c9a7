"""A story's words in a template of the desk."""

from django import template

from stories import render
from stories.journey.pictures import picture_in_page

register = template.Library()


@register.simple_tag
def story_text(tree, heading_level=3):
    """The body of a tree as safe HTML, its pictures in the page itself: cleared ones lie in no public folder."""
    return render.html(tree, picture_url=picture_in_page, heading_level=heading_level)
