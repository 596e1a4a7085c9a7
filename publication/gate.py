"""The last door. Every page, file, list and search of stories asks here, at each request.

Two questions, and both must be answered yes: has the edition's moment come, and does the rule of
`consent.rules` allow this use of these exact words today? Nothing in front of this door (a job, a
cache, a signal) may answer for it; when one of them fails, the site is slow or silent, never wrong.
"""

import datetime
import re

from consent.models import Edition
from consent.rules import Verdict
from consent.uses import Use
from stories.models import StoryVersion

# What a story's address looks like. Every well-formed code that is not served gets the same answer.
CODE = re.compile(r"S-[0-9]{2}-[0-9]{4}")


def is_open(edition: Edition, *, now: datetime.datetime) -> bool:
    """Whether the public may see anything of this edition at this second."""
    return edition.is_open(now)


def may_use(version: StoryVersion, *, use: Use, day: datetime.date) -> Verdict:
    """The rule's answer for one approved text, with every reason against it."""
    return version.agreement.may_use(use, digest=version.digest, edition=version.edition, day=day)


def allowed(versions, *, use: Use, edition: Edition, day: datetime.date):
    """Those of a set of versions that the rule lets out, as one query."""
    return versions.filter(edition=edition).allowed(use, edition=edition, day=day)


def may_use_all(release, *, use: Use, day: datetime.date) -> bool:
    """Whether every text in a release's files may be used today. One no closes the files that hold it."""
    held = frozenset(release.stories.values_list("version_id", flat=True))
    return held == allowed_ids(held, use=use, edition=release.edition, day=day)


def allowed_ids(version_ids, *, use: Use, edition: Edition, day: datetime.date) -> frozenset[int]:
    """The ids among `version_ids` that may be used."""
    versions = StoryVersion.objects.filter(pk__in=list(version_ids))
    return frozenset(allowed(versions, use=use, edition=edition, day=day).values_list("pk", flat=True))
