"""What is done to a parent's pictures at the desk, step by step, and what then lies on the disk."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry, ReferenceIndex

from consent.uses import Use
from stories import actions
from stories.models import Picture, Story, StoryVersion
from stories.sent_pictures import SentPicture, sent_pictures
from tests.factories import TODAY
from tests.stories.desk.conftest import posted
from tests.stories.pictures import drawn

SHOWS = "Brixlyn’s drawing of a house at night"


def stored() -> list[str]:
    """Every file of a picture that lies on the disk."""
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def form(page, use="use", **changed) -> dict:
    """The prepare form as a person sends it back, with this decision about each picture."""
    data = posted(page) | {"unseen": [value for value, _ in page.context["form"].fields["unseen"].choices]}
    data["picture"] = [row.sha256 for row in page.context["pictures"]]
    for row in page.context["pictures"]:
        said = {name: row.form[name].value() or "" for name in ("description", "transcript")} | {"use": use}
        data |= {f"{row.form.prefix}-{name}": value for name, value in (said | changed).items()}
    return data


def prepare_page(desk, visit):
    contribution = visit.contribution
    desk.amara.open(contribution)
    desk.amara.post("contribution:safeguarding", contribution.pk, data={"decision": "none", "severity": "hard"})
    return desk.amara.get("contribution:prepare", contribution.pk)


def prepared(desk, visit, use="use", **changed):
    """Amara decides on everything, the picture too, and asks for the check."""
    data = form(prepare_page(desk, visit), use, **changed) | {"ready": "1"}
    return desk.amara.post("contribution:prepare", visit.contribution.pk, data=data, follow=True)


def cleared(desk, visit, use="use", **changed) -> Story:
    prepared(desk, visit, use, **changed)
    return desk.clear(visit.contribution)


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def approved(desk, visit) -> StoryVersion:
    """The story with its picture, asked about, approved and signed off."""
    story = cleared(desk, visit)
    proposal = actions.ask_parent(
        story=story, edition=desk.edition, uses={Use.ONLINE, Use.PRINT}, user=desk.dana.user, today=TODAY
    )
    yes = dict.fromkeys((Use.ONLINE, Use.PRINT), True)
    actions.answer_proposal(visit=visit, proposal=proposal, digest=proposal.digest, uses=yes, today=TODAY)
    return actions.sign_off(story=story, user=desk.ben.user, today=TODAY)


def sealed(visit) -> SentPicture:
    """The first picture as its parent sent it."""
    return sent_pictures(visit.opened)[0]


def rows_about(pk: int) -> list:
    """Everything that Wagtail keeps about a picture beside its row."""
    kind = ContentType.objects.get_for_model(Picture)
    return [
        *ModelLogEntry.objects.filter(content_type=kind, object_id=str(pk)),
        *ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(pk)),
        *ReferenceIndex.objects.filter(content_type=kind, object_id=str(pk)),
    ]


def cannot(self, name):
    """In the place of a storage's `delete`: a disk that has become read-only."""
    raise OSError("read-only")


def uploaded_by_staff(colour="#777777") -> Picture:
    """One that an editor put into the picture library."""
    return Picture.objects.create(title="A lamp", description="A lamp", file=ContentFile(drawn(colour), "lamp.png"))
