"""A house in which a parent can send: two readers with open vaults, a wording in force, next year's calendar."""

import datetime
import secrets
from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.utils import timezone

from consent.actions import install_notices
from consent.models import Edition
from consent.uses import Use
from stories import actions, keys, readers
from stories.models import Contribution, Proposal
from stories.sent_pictures import sent_pictures
from stories.states import OpeningReason, Safeguarding
from stories.unlocking import UnlockedReader
from stories.vault import readers as lists
from stories.vault.envelope import Identity
from stories.working_copy import UNSEEN, CandidateDecision, PictureDecision

TODAY = timezone.localdate()
YEAR = TODAY.year + 1


def make_edition() -> Edition:
    """Next year's booklet, whose call is open today."""
    return Edition.objects.create(
        year=YEAR,
        title="Still we light the lamp",
        call_opens=TODAY - datetime.timedelta(days=30),
        call_closes=TODAY + datetime.timedelta(days=20),
        content_lock=TODAY + datetime.timedelta(days=60),
        print_order=TODAY + datetime.timedelta(days=75),
        opens_at=timezone.make_aware(datetime.datetime(YEAR, 3, 18)),
    )


@dataclass(frozen=True)
class House:
    """Two readers with open vaults and the edition they work on."""

    amara: UnlockedReader
    ben: UnlockedReader
    edition: Edition

    def clear(self, contribution: Contribution):
        """From the sealed sending to the cleared story, as the desk does it."""
        actions.record_safeguarding(contribution=contribution, who=self.amara, decision=Safeguarding.NONE)
        opened = actions.open_contribution(contribution=contribution, who=self.amara, reason=OpeningReason.PREPARE)
        shown = tuple(PictureDecision(one.sha256, True, one.description) for one in sent_pictures(opened))
        copy = replace(actions.read_working_copy(opened=opened), pictures=shown)
        kept = tuple(
            CandidateDecision(found.entity, found.label, found.tier, "keep", reason="It is in the test.")
            for found in copy.open_candidates()
        )
        copy = replace(copy, decisions=kept, unseen=tuple(UNSEEN))
        copy = actions.save_working_copy(contribution=contribution, who=self.amara, copy=copy, ready=True)
        return actions.clear(
            contribution=contribution, who=self.ben, seen_digest=copy.digest, edition=self.edition, today=TODAY
        )

    def ask(self, contribution: Contribution, *uses: Use, quotations: tuple[str, ...] = ()) -> Proposal:
        """Clears it, and asks the parent about the exact words, and about passages of them as quotations."""
        story = self.clear(contribution)
        asked = {"story": story, "edition": self.edition, "uses": set(uses), "quotations": quotations}
        return actions.ask_parent(**asked, user=self.ben.user, today=TODAY)


def found(edition: Edition, recovery: Identity | None = None) -> House:
    """Everything that must stand before a parent can send. The pin of the reader list must not stand yet."""
    keys.create_files()
    recovery = recovery or Identity.from_seed(secrets.token_bytes(32))
    enrolled = [readers.make_reader(user=get_user_model().objects.create_user(name)) for name in ("amara", "ben")]
    document = lists.first(recovery, tuple(one.entry for one in enrolled))
    readers.found(document=document, recovery_public=recovery.public, recovery_signing_public=recovery.signing_public)
    install_notices(TODAY)
    unlocked = [
        UnlockedReader(
            one.reader.user, one.reader, Identity.from_seed(keys.unwrap(bytes(one.reader.wrapped_seed), one.phrase))
        )
        for one in enrolled
    ]
    return House(*unlocked, edition)
