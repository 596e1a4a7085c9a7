"""This file knows which pages a new real site begins with: as few as make it whole, with no invented word."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from publication.models import BookletIndexPage, HomePage, Menus, PrimaryItem
from stories.pages import SharePage


def make() -> None:
    """Home, the shelf of booklets and the share page, in the menu. Nothing where a home page is there already."""
    if HomePage.objects.exists():
        return
    for page in Page.objects.filter(depth=2):
        page.delete()  # Wagtail's own welcome
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="home"))
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if settings.HTTPS else 80)
    Site.objects.all().delete()
    Site.objects.create(hostname=address.hostname, port=port, root_page=home, is_default_site=True)
    shelf = home.add_child(instance=BookletIndexPage(title="Booklets", slug="booklets"))
    share = home.add_child(instance=SharePage(title="Share your story", slug="share"))
    home.read_page, home.share_page = shelf, share
    home.save()
    menus = Menus.load()
    menus.primary_items = [PrimaryItem(page=page, sort_order=place) for place, page in enumerate((shelf, share))]
    menus.save()
