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
from stories.models import StoryVersion

# What a story's address looks like. Every well-formed code that is not served gets the same answer.
CODE = re.compile(r"S-[0-9]{2}-[0-9]{4}")
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


def may_use(version: StoryVersion, *, use: Use, day: datetime.date) -> Verdict:
    """The answer for one approved text, with every reason against it."""
    return verdicts([version], use=use, day=day)[version.pk]


def verdicts(versions: Iterable[StoryVersion], *, use: Use, day: datetime.date) -> dict[int, Verdict]:
    """The same for many texts, by their ids, in as many queries as for one."""
    versions = list(versions)
    said = histories({version.agreement_id: version.agreement for version in versions}.values())
    return {version.pk: _verdict(version, said[version.agreement_id], use=use, day=day) for version in versions}


def _verdict(version: StoryVersion, history: History, *, use: Use, day: datetime.date) -> Verdict:
    asked = {"digest": version.digest, "edition": version.edition, "history": history}
    verdict = version.agreement.may_use(use, day=day, **asked)
    # Without the family's key the rule has said so itself.
    if version.is_exact() or any(reason.code in KEY_IS_GONE for reason in verdict.reasons):
        return verdict
    return Verdict.of([*verdict.reasons, Reason("altered", str(ALTERED))])


def allowed(versions, *, use: Use, edition: Edition, day: datetime.date):
    """Those of a set of versions that the rule lets out, as one query. What the words are, it does not look at."""
    return versions.filter(edition=edition).allowed(use, edition=edition, day=day)


def may_use_all(release, *, use: Use, day: datetime.date) -> bool:
    """Whether every text in a release's files of this use may be used today. One no closes them all."""
    held = frozenset(release.stories.in_files_of(use).values_list("version_id", flat=True))
    return held == allowed_ids(held, use=use, edition=release.edition, day=day)


def allowed_ids(version_ids, *, use: Use, edition: Edition, day: datetime.date) -> frozenset[int]:
    """The ids among `version_ids` that may be used."""
    return frozenset(version.pk for version in _let_out(version_ids, use=use, edition=edition, day=day))


def provable_ids(version_ids, *, use: Use, edition: Edition, day: datetime.date) -> frozenset[int]:
    """The same for a build, which lasts: what the families said is also held against the chain's commitments.

    Raises `OutOfReach` rather than letting a build take every story for gone when a disk is away.
    """
    versions = _let_out(version_ids, use=use, edition=edition, day=day)
    if not versions and _no_key_can_be_read(version_ids, use=use, edition=edition, day=day):
        raise OutOfReach
    doubtful = unproven({version.agreement_id for version in versions})
    return frozenset(version.pk for version in versions if version.agreement_id not in doubtful)


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


def _no_key_can_be_read(version_ids, **asked) -> bool:
    versions = allowed(StoryVersion.objects.filter(pk__in=list(version_ids)).select_related("agreement"), **asked)
    return bool(versions) and not any(version.agreement.has_key() for version in versions)


def _let_out(version_ids, *, use: Use, edition: Edition, day: datetime.date) -> list[StoryVersion]:
    versions = StoryVersion.objects.filter(pk__in=list(version_ids)).select_related("agreement")
    return [version for version in allowed(versions, use=use, edition=edition, day=day) if version.is_exact()]
