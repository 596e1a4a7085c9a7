"""Addresses of booklets that Wagtail's own pattern cannot hold: a file's name has a dot."""

from django.http import Http404
from wagtail import hooks
from wagtail.models import Page

from publication.models import BookletPage


def booklet_file(request, path: str, name: str):
    """A file below a booklet's page, after every question that is asked of the page itself."""
    return _answered(request, path, "file", {"name": name})


def card_file(request, path: str, code: str, shape: str = ""):
    """A card of a quotation, or the words beside it, in the same way."""
    return _answered(request, path, "card_file", {"code": code, "shape": shape})


def _answered(request, path: str, method: str, kwargs: dict):
    page = Page.find_for_request(request, path)
    if not isinstance(page, BookletPage):
        raise Http404
    answer, args = getattr(page, method), ()
    for ask in hooks.get_hooks("before_serve_page"):
        if refused := ask(page, request, args, kwargs):
            return refused
    return page.serve(request, answer, args, kwargs)
