"""The last door. Every page, file, list and search of stories asks here, at each request.

Three questions, and all must be answered yes: has the edition's moment come, does the rule of
`consent.rules` allow this use of these exact words today, and are the stored words still those that were
approved? The last is answered with a key that is in no table, so that a changed row says no. Nothing in
front of this door (a job, a cache, a signal) may answer for it; when one of them fails, the site is slow
or silent, never wrong.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from consent.histories import histories
from consent.models import Edition
from consent.reasons import Reason
from consent.rules import History, Verdict
from consent.uses import Use
from consent.verification import unproven
from publication.models.earlier import EarlierBooklet
from stories.models import Span, StoryVersion

# What a story's and a quotation's address looks like. Every well-formed code that is not served gets the same answer.
CODE = re.compile(r"S-[0-9]{2}-[0-9]{4}")
SPAN_CODE = re.compile(r"Q-[0-9]{2}-[0-9]{4}")
ALTERED = _(
    "These are not the words that the family approved: they were changed in the database since."
    " Tell whoever looks after the server, and use nothing of it until it is known how."
)
KEY_IS_GONE = {"erased", "incomplete"}


class OutOfReach(Exception):
    """The rule lets stories out, and no key of any of their families can be read."""


def is_open(edition: Edition, *, now: datetime.datetime) -> bool:
    """Whether the public may see anything of this edition at this second."""
    return edition.is_open(now)


def may_use(text: StoryVersion | Span, *, use: Use, day: datetime.date) -> Verdict:
    """The answer for one approved text or quotation, with every reason against it."""
    return verdicts([text], use=use, day=day)[text.pk]


def verdicts(texts: Iterable[StoryVersion | Span], *, use: Use, day: datetime.date) -> dict[int, Verdict]:
    """The same for many of one kind, by their ids, in as many queries as for one."""
    texts = list(texts)
    said = histories({text.agreement_id: text.agreement for text in texts}.values())
    return {text.pk: _verdict(text, said[text.agreement_id], use=use, day=day) for text in texts}


def _verdict(text: StoryVersion | Span, history: History, *, use: Use, day: datetime.date) -> Verdict:
    asked = {"digest": text.digest, "edition": text.edition, "history": history}
    verdict = text.agreement.may_use(use, day=day, **asked)
    # Without the family's key the rule has said so itself.
    if text.is_exact() or any(reason.code in KEY_IS_GONE for reason in verdict.reasons):
        return verdict
    return Verdict.of([*verdict.reasons, Reason("altered", str(ALTERED))])


def allowed(texts, *, use: Use, edition: Edition, day: datetime.date):
    """Those of a set of texts or quotations that the rule lets out, as one query. It does not look at the words."""
    return texts.filter(edition=edition).allowed(use, edition=edition, day=day)


def may_use_all(release, *, use: Use, day: datetime.date, also: tuple[Use, ...] = ()) -> bool:
    """Whether every text and quotation in a release's files of this use may be used today, for it and for each use in
    `also`. One no closes them all."""
    stories = frozenset(release.stories.in_files_of(use).values_list("version_id", flat=True))
    spans = frozenset(release.spans.in_files_of(use).values_list("span_id", flat=True))
    asked = {"edition": release.edition, "day": day}
    return all(
        held == allowed_ids(held, use=one, of=texts, **asked)
        for one in (use, *also)
        for held, texts in ((stories, StoryVersion), (spans, Span))
    )


def allowed_ids(ids, *, use: Use, edition: Edition, day: datetime.date, of=StoryVersion) -> frozenset[int]:
    """Those of some ids, of story versions or of another kind of text, that may be used."""
    return frozenset(let_out(ids, use=use, edition=edition, day=day, of=of))


def let_out(ids, *, use: Use, edition: Edition, day: datetime.date, of=StoryVersion) -> dict[int, StoryVersion | Span]:
    """The texts themselves, by their ids, read once for the question and for whoever shows them."""
    ids = list(ids)
    if not ids:
        return {}  # nobody is asked about: most pages hold no quotation
    texts = of.objects.filter(pk__in=ids).select_related("agreement", "edition", "story")
    return {text.pk: text for text in allowed(texts, use=use, edition=edition, day=day) if text.is_exact()}


def provable(ids, *, use: Use, edition: Edition, day: datetime.date, of=StoryVersion) -> dict[int, StoryVersion | Span]:
    """The same for a build, which lasts: what the families said is also held against the chain's commitments.

    Raises `OutOfReach` rather than letting a build take every story for gone when a disk is away.
    """
    asked, ids = {"use": use, "edition": edition, "day": day, "of": of}, list(ids)
    texts = let_out(ids, **asked)
    if ids and not texts and _no_key_can_be_read(ids, **asked):
        raise OutOfReach
    doubtful = unproven({text.agreement_id for text in texts.values()})
    return {pk: text for pk, text in texts.items() if text.agreement_id not in doubtful}


def earlier(year: int) -> EarlierBooklet | None:
    """The booklet from before this site that everybody may read: decided, not taken back, and still those bytes."""
    found = EarlierBooklet.objects.offered().filter(year=year).first()
    return found if found and is_whole(found) else None


def is_whole(booklet: EarlierBooklet) -> bool:
    """Whether its file is here, and is the one that was brought in: a decision belongs to bytes."""
    try:
        with booklet.file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == booklet.sha256
    except (FileNotFoundError, ValueError):
        return False


def _no_key_can_be_read(ids, *, of, **asked) -> bool:
    texts = allowed(of.objects.filter(pk__in=ids).select_related("agreement"), **asked)
    return bool(texts) and not any(text.agreement.has_key() for text in texts)
