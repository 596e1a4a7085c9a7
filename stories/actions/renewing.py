"""New return words: for a parent who fears that somebody has the old ones, or who wants to throw them away.

Words and keys change together: a copy of the database from before, with the old words, opens nothing, since the
old half of the key is erased. No log row is written, as it would carry the time of what a parent did.
"""

from stories import keys, readers
from stories.actions.come_back import Visit, come_back
from stories.actions.receive import CannotSealNow
from stories.actions.rekeying import Words, rekey
from stories.actions.saving import erase_leftover
from stories.models import Contribution
from stories.sealing import Opened
from stories.states import NotAllowedNow
from stories.vault import words
from stories.vault.envelope import Identity
from stories.vault.readers import NotTrusted


def draw_words() -> tuple[int, ...]:
    """Seven new words as indices. They count only after `renew_words`."""
    return words.make()


def renew_words(*, visit: Visit, indices: tuple[int, ...]) -> Visit:
    """Makes these words the only ones that open the contribution; returns the visit that they open.

    The words must be on the parent's page before: if the answer is lost, one of the two sets she holds opens it.
    Raises `CannotSealNow` when nothing could be changed; then the old words count as before.
    """
    returner = keys.derive(indices)
    new = Words(returner.lookup.hex(), Identity.from_seed(returner.seed).public)
    try:
        # What is left of the draft that it was sent from opens by the old words too.
        erase_leftover(visit.contribution.lookup)
        rekey(
            visit.contribution,
            trusted=readers.trusted(),
            opening=lambda found: Opened(found, visit.half),
            words=new,
        )
    except (NotTrusted, NotAllowedNow, Contribution.DoesNotExist) as refusal:
        raise CannotSealNow(str(refusal)) from refusal
    renewed = come_back(indices=indices)
    if renewed is None:
        raise CannotSealNow("It was deleted or given other words at this moment.")
    return renewed
