"""New return words: she writes the present ones, sees the new ones, writes them down, and only then they count.

So nothing that is lost on the way locks her out: until the last press the old words open her page, and after it
the new ones do, which she has on paper by then. Meanwhile they lie in volatile storage under the page's nonce
(pressing), bound to the story that they are for.
"""

import logging

from django.db import DatabaseError
from django.http import HttpResponse

from stories import actions
from stories.actions import Visit
from stories.journey import pressing
from stories.journey.answers import read
from stories.journey.front import page, show
from stories.journey.knocking import NOT_FOUND, ask, recognise
from stories.journey.returning import TYPED, WordsForm
from stories.vault import words
from stories.vault.shards import SlotError
from stories.vault.volatile import NotPrivate

logger = logging.getLogger(__name__)

PURPOSE = "words"


class NothingKept(Exception):
    """No new words are kept for this page: none were shown on it, too long ago, or for another story."""


def renew(request, visit: Visit, data=None, *, typed=None, form=None, again=False) -> HttpResponse:
    """Why one would, what it does, and the field for the present words. `again` says that nothing was changed yet."""
    context = {"form": form or WordsForm(), "nonce": pressing.new_nonce(PURPOSE), "again": again}
    return show(request, visit, "renew", **context)


def drawn(request, visit: Visit, data) -> HttpResponse:
    """Shows seven new words to whoever has written the present ones; a second press shows the same."""
    found, form = recognise(data)
    if found is None or found.contribution != visit.contribution:
        if not form.errors:
            form.add_error("words", NOT_FOUND)
        return renew(request, visit, form=form)
    nonce = read(data, TYPED).get("nonce", "")
    try:
        pressing.once_only(PURPOSE, nonce, lambda: _kept_for(visit, actions.draw_words()))
        return _show(request, visit, nonce)
    except (pressing.AlreadySent, pressing.PageTooOld, NothingKept):
        return renew(request, visit, again=True)


def written_down(request, visit: Visit, data=None, *, typed=None) -> HttpResponse:
    """The new words once more, after the page closed itself while she was looking for a pen."""
    try:
        return _show(request, visit, (typed or {}).get("nonce", ""))
    except NothingKept:
        return renew(request, visit, again=True)


def renewed(request, data) -> HttpResponse:
    """Changes the words. It needs no open page: when the answer was lost, that has closed for ever."""
    typed = read(data, TYPED)
    nonce = typed.get("nonce", "")
    visit = actions.revisit(token=data.get("token", ""))
    try:
        story, indices = _kept(nonce)
        if visit is None:
            # The last press may have changed them, and its answer was lost.
            visit = actions.come_back(indices=indices)
            if visit is None or visit.contribution.pk != story:
                return ask(request, data, resume="renewing", expired=True)
        elif visit.contribution.pk != story:
            raise NothingKept
        else:
            visit = actions.renew_words(visit=visit, indices=indices)
    except NothingKept:
        return renew(request, visit, again=True) if visit else ask(request, data, perhaps_renewed=True)
    except (actions.CannotSealNow, DatabaseError, OSError, SlotError):
        logger.exception("Return words could not be changed.")
        return _show(request, visit, nonce, failed=True)
    pressing.forget(PURPOSE, nonce)
    return page(request, visit, note="renewed")


def _show(request, visit: Visit, nonce: str, *, failed=False) -> HttpResponse:
    story, indices = _kept(nonce)
    if story != visit.contribution.pk:
        raise NothingKept
    context = {
        "words": words.as_words(indices).split(),
        "digits": words.as_digits(indices),
        "nonce": nonce,
        "failed": failed,
    }
    return show(request, visit, "renewing", **context)


def _kept_for(visit: Visit, indices: tuple[int, ...]) -> bytes:
    return " ".join([visit.contribution.pk, *map(str, indices)]).encode()


def _kept(nonce: str) -> tuple[str, tuple[int, ...]]:
    """The story and the words that are kept for a page; raises `NothingKept`."""

    def nothing() -> bytes:
        raise NothingKept

    try:
        story, *indices = pressing.once_only(PURPOSE, nonce, nothing).decode().split()
    except (pressing.AlreadySent, pressing.PageTooOld, NotPrivate) as gone:
        raise NothingKept from gone
    return story, tuple(map(int, indices))
