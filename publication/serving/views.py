"""Addresses of booklets that Wagtail's own pattern cannot hold: a file's name has a dot."""

from django.http import Http404
from wagtail import hooks
from wagtail.models import Page

from publication.models import BookletPage


def booklet_file(request, path: str, name: str):
    """A file below a booklet's page, after every question that is asked of the page itself."""
    page = Page.find_for_request(request, path)
    if not isinstance(page, BookletPage):
        raise Http404
    answer, args, kwargs = page.file, (), {"name": name}
    for ask in hooks.get_hooks("before_serve_page"):
        if refused := ask(page, request, args, kwargs):
            return refused
    return page.serve(request, answer, args, kwargs)
