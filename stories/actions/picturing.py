"""A parent adds a picture to what they sent, or takes one back. Neither waits for anybody.

Nothing is kept of the file but its pixels, made anew and sealed: no name, no date, no place, no original bytes.
"""

from datetime import date

from django.db import transaction

from consent import actions as consent
from consent.errors import AgreementEnded
from consent.notices import current as current_notice
from consent.uses import Use
from stories import family_pictures, keys, tree
from stories.actions.come_back import Visit
from stories.imaging import PARENT, reencode
from stories.models import Contribution, Proposal
from stories.sent_pictures import MOST, RECORD, SentPicture, sent_pictures
from stories.states import State


class TooManyPictures(Exception):
    """There are three already."""


class TooLateForPictures(Exception):
    """Two people have cleared the text; a picture that comes now would be seen by neither."""


def add_picture(*, visit: Visit, data: bytes, description: str) -> SentPicture:
    """Seals the picture, made anew, with its description. The same picture a second time is kept once.

    Raises `imaging.NotAPicture`, `TooManyPictures`, `TooLateForPictures` once a story was made of the words, and
    `AgreementEnded` when it was deleted meanwhile, and `lanes.Busy`.
    """
    with keys.decoding():
        made = reencode(data, PARENT)
    picture = SentPicture(made.sha256, made.suffix, description, made.data)
    with transaction.atomic():
        present = Contribution.objects.present().select_for_update(of=("self",))
        contribution = present.filter(pk=visit.contribution.pk).first()
        if contribution is None:
            raise AgreementEnded("It was deleted while a picture for it was on its way.")
        if contribution.state == State.CLEARED:
            raise TooLateForPictures
        there = sent_pictures(visit.opened)
        if any(one.sha256 == picture.sha256 for one in there):
            return picture
        if len(there) >= MOST:
            raise TooManyPictures
        visit.opened.write(RECORD, picture.to_data(), replace=False)
    return picture


def remove_picture(*, visit: Visit, sha256: str, today: date) -> None:
    """Takes one picture back, wherever it has got to; one that is not there is gone already.

    In the order of a deletion: the no to all words that show it, its files, its row, and last what is sealed. So
    a run cut short leaves the picture on the parent's page, to be removed again.
    """
    opened = visit.opened
    sealed = [one for one in opened.contribution.records.filter(kind=RECORD) if _is(sha256, opened.read_record(one))]
    cleared = list(visit.contribution.pictures.filter(sha256=sha256))
    if not sealed and not cleared:
        return
    _refuse_words_that_show(visit, sha256, today=today)
    family_pictures.unlink(cleared)
    with transaction.atomic():
        family_pictures.take_out_of_drafts(visit.contribution, {one.pk for one in cleared})
        family_pictures.delete_rows(cleared)
        for record in sealed:
            record.delete()


def _is(sha256: str, data: dict) -> bool:
    return data["sha256"] == sha256


def words_that_show(visit: Visit, sha256: str) -> list[Proposal]:
    """The final words, asked about or approved, in which the picture stands."""
    asked = Proposal.objects.of(visit.contribution).filter(withdrawn=False).select_related("edition")
    return [one for one in asked if any(shown.sha256 == sha256 for shown in tree.pictures(one.story_tree()))]


def _refuse_words_that_show(visit: Visit, sha256: str, *, today: date) -> None:
    """Words are approved with their pictures; without one they are other words, which must be asked about anew."""
    for proposal in words_that_show(visit, sha256):
        consent.approve(
            agreement=visit.agreement,
            digest=proposal.digest,
            edition=proposal.edition,
            uses={Use(use): False for use in proposal.uses},
            notice=current_notice(),
            today=today,
        )
