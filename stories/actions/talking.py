"""Messages both ways: the parent writes on the private page, a reader with an open vault answers at the desk."""

from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from consent.weeks import week_of
from stories import sealing, thread
from stories.actions.come_back import Visit
from stories.models import Contribution
from stories.states import NotAllowedNow, Said
from stories.unlocking import UnlockedReader

# So many unanswered messages cannot be read in a day; more would only make the first ones wait longer.
MOST_UNANSWERED = 30


class TooManyMessages(NotAllowedNow):
    """Nothing was written: many messages of this parent wait for an answer already."""


def write_message(*, visit: Visit, text: str, today: date, about: str = "", digest: str = "") -> None:
    """Seals the parent's message as the newest entry of the thread; in clear stands only that there is one more.

    `about` and `digest` say which final words it is about. Raises `TooManyMessages`, unless it comes with such an
    answer, and `sealing.KeysChanged`.
    """
    if about != thread.WORDS and thread.unanswered(visit.contribution) >= MOST_UNANSWERED:
        raise TooManyMessages("Many messages of this parent wait for an answer already.")
    data = {"from": "parent", "text": text, "week": week_of(today), "about": about}
    visit.opened.write(Said.MESSAGE, data | ({"digest": digest} if digest else {}), **_IN_TURN)


def reply(*, contribution: Contribution, who: UnlockedReader, text: str, seen: int, today: date) -> None:
    """Seals the desk's words to the parent, who finds them on the private page; the log keeps who and when.

    `seen` is the number of the newest entry that the reader's page showed: raises `NotAllowedNow` when there is a
    newer one by now, so that nobody answers unread words and a second press sends nothing twice.
    """
    _write(Said.REPLY, "stories.reply", contribution, who, seen, today, text=text)


def no_answer_needed(*, contribution: Contribution, who: UnlockedReader, seen: int, today: date) -> None:
    """Notes that the parent's newest message waits for nothing. Raises as `reply` does, or when nothing waits."""
    if thread.newest(contribution)[1] != Said.MESSAGE:
        raise NotAllowedNow("No message waits for an answer. A colleague may have answered it; look at the page again.")
    _write(Said.NOTED, "stories.no_answer", contribution, who, seen, today)


@transaction.atomic
def _write(
    kind: Said, action: str, contribution: Contribution, who: UnlockedReader, seen: int, today: date, **data
) -> None:
    contribution = Contribution.objects.present().select_for_update(of=("self",)).get(pk=contribution.pk)
    opened = sealing.open_with_identity(contribution, who.reader.key_id, who.identity)
    if thread.newest(contribution)[0] != seen:
        raise NotAllowedNow("Something was written here since you opened the page. Read it first, then send yours.")
    opened.write(kind, {"week": week_of(today), "by": who.reader.key_id, **data}, **_IN_TURN)
    log(instance=contribution, action=action, user=who.user, title=contribution.code)


_IN_TURN = {"replace": False, "among": thread.KINDS}
