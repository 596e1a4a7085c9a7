"""What the page tree's own screens do for booklets: tell of stories that have gone, refuse copies and deletions."""

from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages

from publication import settled
from publication.models import BookletPage
from publication.plan import vanished, vanished_spans


@hooks.register("before_edit_page")
def tell_what_vanished(request, page):
    """A family may have deleted a story that stands in the plan. The form no longer shows it; this says so."""
    if not isinstance(page, BookletPage):
        return
    request.vanished, request.vanished_spans = vanished(page), vanished_spans(page)
    if request.vanished_spans and request.method == "GET":
        messages.warning(
            request,
            ngettext(
                "One quotation of this plan is no longer there, because its family deleted it. "
                "Its page has been taken out below; save to keep it so.",
                "%(count)d quotations of this plan are no longer there, because their families deleted them. "
                "Their pages have been taken out below; save to keep it so.",
                request.vanished_spans,
            )
            % {"count": request.vanished_spans},
        )
    if request.vanished and request.method == "GET":
        messages.warning(
            request,
            ngettext(
                "One story of this plan is no longer there, because its family deleted it. "
                "It has been taken out below; save to keep it so.",
                "%(count)d stories of this plan are no longer there, because their families deleted them. "
                "They have been taken out below; save to keep it so.",
                request.vanished,
            )
            % {"count": request.vanished},
        )


@hooks.register("before_edit_page")
def tell_what_is_settled(request, page):
    """Before an afternoon is typed that only a publisher can save."""
    if not isinstance(page, BookletPage) or request.method != "GET":
        return
    if not settled.is_settled(page, day=timezone.localdate()):
        return
    if request.user.has_perm("publication.add_release"):
        advice = _("If you change them all the same, write why in the first box.")
    else:
        advice = _(
            "A publisher can still change them and writes down why. You may mend answers to what must change, and help"
            " lines."
        )
    messages.warning(request, f"{settled.since(page)} {advice}")


@hooks.register("after_edit_page")
def tell_what_was_taken_out(request, page):
    if isinstance(page, BookletPage) and getattr(request, "vanished", 0):
        messages.info(
            request,
            ngettext(
                "One story that its family deleted has been taken out of the plan.",
                "%(count)d stories that their families deleted have been taken out of the plan.",
                request.vanished,
            )
            % {"count": request.vanished},
        )
    if isinstance(page, BookletPage) and getattr(request, "vanished_spans", 0):
        messages.info(
            request,
            ngettext(
                "One quotation that its family deleted has been taken out of the plan.",
                "%(count)d quotations that their families deleted have been taken out of the plan.",
                request.vanished_spans,
            )
            % {"count": request.vanished_spans},
        )


@hooks.register("before_copy_page")
def no_second_booklet(request, page):
    """Superusers pass every permission of Wagtail's but this one."""
    if isinstance(page.specific, BookletPage):
        messages.error(request, _("A booklet cannot be copied. Add a new booklet for another year."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_delete_page")
def keep_what_was_released(request, page):
    """What readers were given stays: a released booklet is not deleted, nor is a page above one."""
    below = BookletPage.objects.descendant_of(page, inclusive=True)
    if below.filter(releases__isnull=False).exists():
        messages.error(
            request,
            _("A booklet that has been released cannot be deleted. Unpublish it if nobody should find it any more."),
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
