"""Addresses of press links. Whatever is not such a link belongs to the pages of the site."""

from django.urls import re_path

from publication import gate
from publication.serving import press

LINK = r"^(?P<token>[A-Za-z0-9_-]{43})/"
urlpatterns = [
    re_path(rf"{LINK}$", press.contents),
    re_path(rf"{LINK}(?P<code>{gate.CODE.pattern})/$", press.story),
    re_path(rf"{LINK}pictures/(?P<start>[0-9a-f]{{32}})/$", press.picture),
    re_path(rf"{LINK}booklet\.pdf$", press.booklet),
]
