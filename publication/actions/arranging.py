"""What editors do to a plan outside the page's own form: move a story, begin the next booklet."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.log_actions import log

from consent.models import Edition
from publication import settled
from publication.actions.freezing import NotNow
from publication.models import BookletPage
from publication.rearranging import NotThere, moved

# Whatever a family wrote stays behind: parts with stories, and pages between them that speak of those stories.
TAKEN_ALONG = {"front", "breath", "picture", "asks", "help"}


@transaction.atomic
def move_story(*, page: BookletPage, story: int, where: str, seen: int | None, user, day: datetime.date) -> BookletPage:
    """Saves a draft with one story moved (publication/rearranging.py). `seen` is the draft that the editor looked at.

    Raises `NotNow` when somebody saved another since, when the page is locked, or when its contents are settled.
    """
    page = BookletPage.objects.select_for_update().get(pk=page.pk)
    if settled.is_settled(page, day=day):
        raise NotNow(_("%s A publisher changes their order in the plan and writes there why.") % settled.since(page))
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit() or permissions.page_locked():
        raise NotNow(
            _("You may not change this plan now. If a colleague has locked it, ask them to unlock it on its page.")
        )
    if page.latest_revision_id != seen:
        raise NotNow(_("Somebody has saved the plan since you looked. Look at it again, then move the story."))
    draft = page.draft()
    stored = draft.body.stream_block
    try:
        body = moved(list(draft.body.raw_data), story, where=where)
    except NotThere:
        raise NotNow(_("That story, or that place, is not in the plan any more. Look at it again.")) from None
    draft.body = StreamValue(stored, body, is_lazy=True)
    draft.save_revision(user=user, log_action=True)
    return draft


@transaction.atomic
def start_next(*, page: BookletPage, edition: Edition, user) -> BookletPage:
    """A draft for another edition with this one's front matter, asks, help and imprint, and no story.

    Raises `NotNow` when that edition has a booklet, or when its address is taken.
    """
    shelf = page.get_parent()
    if not shelf.permissions_for_user(user).can_add_subpage():
        raise NotNow(_("You may not add a booklet. Ask whoever looks after accounts."))
    if BookletPage.objects.filter(edition=edition).exists():
        raise NotNow(
            _("The edition of %d has a booklet already. Open that one, or choose another year.") % edition.year
        )
    if shelf.get_children().filter(slug=str(edition.year)).exists():
        raise NotNow(_("Another page has the address %d already. Give that one another address first.") % edition.year)
    last = page.draft()
    taken = [(block.block_type, block.value) for block in last.body if block.block_type in TAKEN_ALONG]
    made = shelf.add_child(
        instance=BookletPage(
            title=edition.title,
            slug=str(edition.year),
            edition=edition,
            cover=last.cover,
            imprint=last.imprint,
            body=taken,
            live=False,
            owner=user,
        )
    )
    made.save_revision(user=user)
    log(instance=made, action="publication.start_next", user=user, data={"from": page.edition.year})
    return BookletPage.objects.get(pk=made.pk)
