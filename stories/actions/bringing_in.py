"""A text out of a document: sealed like everything else, and nobody has said yes to any use of it yet."""

from dataclasses import replace
from datetime import date

from consent.kinds import Captured
from consent.uses import Answer, Use
from stories.actions.receive import Sending, Sent, receive


def bring_in(*, sending: Sending, today: date) -> Sent:
    """Seals it; returns return words, for the family if anybody knows it. Raises as `receive` does.

    Whatever a document says of consent, every use but keeping begins as “later”: only the family itself, with its
    return words, or a slip that two people have compared, can make a yes of it.
    """
    later = {use: Answer.LATER for use in Use if use != Use.KEEP}
    return receive(
        sending=replace(sending, uses={Use.KEEP: Answer.YES, **later}, captured=Captured.IMPORT.value), today=today
    )
