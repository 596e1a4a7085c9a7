"""Every address of the site. The pages of Wagtail come last, since they answer whatever is left."""

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from publication import gate, pictures, site_views
from publication.serving import earlier
from publication.serving.views import booklet_file, card_file

handler400 = "publication.errors.bad_request"
handler403 = "publication.errors.forbidden"
handler404 = "publication.errors.not_found"
handler500 = "publication.errors.server_error"

CARD = rf"^(?P<path>(?:[\w\-]+/)+)cards/(?P<code>{gate.SPAN_CODE.pattern})"
urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("pictures/<str:signature>/<int:pk>/<str:spec>/", pictures.public_picture, name="public_picture"),
    path(settings.MEDIA_URL.lstrip("/") + "<path:path>", pictures.desk_file, name="desk_file"),
    path("robots.txt", site_views.robots, name="robots"),
    path("sitemap.xml", site_views.sitemap, name="sitemap"),
    path("favicon.ico", site_views.favicon, name="favicon"),
    path("earlier/<int:year>/", earlier.page, name="earlier"),
    path("earlier/<int:year>/booklet.pdf", earlier.file, name="earlier_file"),
    path("press/", include("publication.serving.press_urls")),
    path("your-rights/", site_views.rights, name="rights"),
    path("deletions/", site_views.deletions, name="deletions"),
    # Wagtail's own sign-in for readers, who have no accounts here: it would let anybody guess at passwords uncounted.
    re_path(r"^_util/", site_views.nothing),
    path("", include("stories.journey.urls")),
    re_path(r"^(?P<path>(?:[\w\-]+/)+)files/(?P<name>[a-z\-]+\.[a-z]+)$", booklet_file, name="booklet_file"),
    re_path(rf"{CARD}-(?P<shape>square|wide)\.png$", card_file, name="card_file"),
    re_path(rf"{CARD}\.txt$", card_file, name="card_words"),
    path("", include(wagtail_urls)),
]
