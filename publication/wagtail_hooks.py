"""What this room adds to the desk: a table of contents."""

from wagtail.snippets.models import register_snippet

from publication.viewsets import HelpLineViewSet

register_snippet(HelpLineViewSet)

