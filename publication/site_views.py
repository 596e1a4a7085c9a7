"""The small files that every site has beside its pages."""

from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap as pages_of

from consent.weeks import monday_of
from stories.models import Deletion

FAVICON = settings.BASE_DIR / "static" / "img" / "favicon.ico"


def nothing(request):
    """404, as if nobody had ever put anything there."""
    raise Http404


@require_safe
def robots(request):
    """Search engines may read what readers may. Parents' pages forbid it by their own headers, so that a
    reader of this file learns no address from it."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request):
    return HttpResponse(FAVICON.read_bytes(), content_type="image/x-icon")


@require_safe
def sitemap(request):
    """Pages for readers. A page that opens the parents' journey leaves itself out: its `get_sitemap_urls` is []."""
    return pages_of(request)


@require_safe
@cache_control(no_cache=True)
def rights(request):
    """Where a reader finds how to complain, object, or ask what is held."""
    return render(request, "publication/rights.html")


@require_safe
@cache_control(no_cache=True)
def deletions(request):
    """The numbers of all deletions that parents asked for, each with its week and with nothing else."""
    by_week = groupby(Deletion.objects.all(), key=lambda one: one.week)
    weeks = [(monday_of(week), [one.number for one in found]) for week, found in by_week]
    return render(request, "publication/deletions.html", {"weeks": weeks})
