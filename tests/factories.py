"""The smallest valid things, named after situations. Every call makes something new."""

import dataclasses
import datetime
import itertools
import secrets

from django.contrib.auth import get_user_model
from django.utils import timezone

from consent import actions, wording
from consent.models import Agreement, Edition, Notice
from consent.uses import Answer, Use

TODAY = datetime.date(2026, 11, 21)
_numbers = itertools.count(1)


def make_edition(year: int = 2027, **changes) -> Edition:
    """An edition with a whole calendar; on TODAY the one of 2027 is open for stories."""
    values = {
        "title": f"Brave Hearts {year}",
        "call_opens": datetime.date(year - 1, 5, 1),
        "call_closes": datetime.date(year - 1, 12, 31),
        "content_lock": datetime.date(year, 1, 31),
        "print_order": datetime.date(year, 2, 12),
        "opens_at": datetime.datetime(year, 3, 18, 7, tzinfo=timezone.get_default_timezone()),
    }
    edition, _ = Edition.objects.get_or_create(year=year, defaults=values | changes)
    return edition


def make_notice() -> Notice:
    """Our own wording, in force."""
    actions.install_notices(TODAY)
    return Notice.objects.get(key=wording.KEY, language="en", version=1)


def make_agreement(
    *,
    allowing: set[Use] = frozenset(),
    refusing: set[Use] = frozenset(),
    approving: str = "",
    edition: Edition | None = None,
    silence: str = "",
    today: datetime.date = TODAY,
) -> Agreement:
    """A family that allows some uses, refuses some, and was asked about no other.

    `approving` is a digest that it approves for every outside use it allows, in `edition`.
    """
    answers = dict.fromkeys(allowing, Answer.YES) | dict.fromkeys(refusing, Answer.NO)
    dials = {"silence": silence} if silence else {}
    agreement = actions.agree(answers=answers, dials=dials, notice=make_notice(), today=today)
    if approving:
        make_approval(agreement, digest=approving, edition=edition or make_edition(), uses=allowing, today=today)
    return agreement


def make_approval(agreement, *, digest, edition, uses, today=TODAY, says: bool = True) -> None:
    """The family's yes (or no) to these words, for the outside ones among these uses."""
    asked = {use: says for use in uses if use not in (Use.KEEP, Use.PANEL)}
    actions.approve(agreement=agreement, digest=digest, edition=edition, uses=asked, today=today)


def make_user(name: str = "", **changes):
    """Somebody with a login and no permission."""
    name = name or f"user{next(_numbers)}"
    return get_user_model().objects.create_user(username=name, password="a long enough pass phrase", **changes)


def make_version(
    title: str = "The kettle",
    text: str = "I put the kettle on, and it knew before I did.",
    *,
    kind: str = "prose",
    picture=None,
    edition: Edition | None = None,
    allowing: set[Use] = frozenset(Use),
    silence: str = "",
    quoting: tuple[str, ...] = (),
    today: datetime.date = TODAY,
):
    """A story whose words its family has approved, signed off: rows written directly, with real keys and a real ledger.

    `allowing` are the uses that the family allows, and for which it has approved these words. A `picture`
    stands at the end of the text. `quoting` are passages that it has approved as quotations, where it allows them.
    """
    from stories import keys, tree
    from stories.actions import quoting as spans
    from stories.models import Contribution, Proposal, Story, StoryVersion
    from stories.reading import from_text
    from stories.stream import stream_from_tree
    from stories.vault.envelope import Identity, new_shard

    edition = edition or make_edition()
    made = from_text(title, text, kind=kind, credit="A mother")
    if picture:
        made = dataclasses.replace(made, nodes=(*made.nodes, tree.Picture(picture.sha256, picture.description)))
    digest = tree.digest(made)
    agreement = make_agreement(
        allowing=set(allowing) | {Use.KEEP}, approving=digest, edition=edition, silence=silence, today=today
    )
    slot = keys.slots().claim(new_shard())
    contribution = Contribution.objects.create(
        lookup=secrets.token_hex(32),
        public_key=Identity.from_seed(secrets.token_bytes(32)).public,
        slot=slot.index,
        tag=slot.tag,
        state="cleared",
        week="2026-W47",
        expires="2028-W47",
        agreement=agreement,
    )
    story = Story.objects.create(
        code=f"S-{edition.year % 100:02}-{next(_numbers):04}",
        contribution=contribution,
        agreement=agreement,
        edition=edition,
        kind=kind,
        title=title,
        credit="A mother",
        body=stream_from_tree(made, picture_key=lambda _sha256: picture.pk),
    )
    frozen = {"tree": tree.to_data(made), "digest": digest, "tag": agreement.tag(digest)}
    shared = {"story": story, "agreement": agreement, "edition": edition, **frozen}
    frozen_spans = spans.frozen(made, quoting, agreement=agreement)
    proposal = Proposal.objects.create(
        uses=sorted(set(allowing) - {Use.KEEP, Use.PANEL}), spans=frozen_spans, asked_on=today, **shared
    )
    version = StoryVersion.objects.create(proposal=proposal, number=1, **shared)
    said = dict.fromkeys(proposal.asked_spans(), True)
    spans.record(agreement=agreement, edition=edition, said=said, today=today)
    spans.make_spans(proposal=proposal, today=today)
    return version
