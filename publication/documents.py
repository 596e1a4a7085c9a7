"""Documents that staff uploaded: public while a live page leads to them, like pictures, not for having an address."""

from django.http import Http404
from wagtail import hooks

from publication.pictures import is_on_a_live_page


@hooks.register("before_serve_document")
def only_where_a_live_page_leads_to_it(document, request):
    """Else whoever guesses its name would read what was uploaded for later, by somebody who may publish nothing."""
    if not is_on_a_live_page(document) and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
