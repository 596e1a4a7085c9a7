"""What a colleague uploads as a picture and is none is told at its field, wherever it is uploaded."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stories.models import Picture
from tests.publication.booklets import staff
from tests.publication.site import invent
from tests.stories.pictures import drawn

pytestmark = pytest.mark.django_db
BEGINNINGS = {
    "a.jpg": b"\xff\xd8\xff" + bytes(100),
    "a.png": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "half.png": drawn()[:-40],
    "a.gif": b"GIF89a" + bytes(20),
    "a.webp": b"RIFF\0\0\0\0WEBPVP8 " + bytes(30),
    "a.avif": b"\0\0\0\x18ftypavif" + bytes(100),
    "a.heic": b"\0\0\0\x18ftypheic" + bytes(100),
    "words.jpg": b"no picture at all",
    "nothing.jpg": b"",
}
PLACES = {
    "/admin/images/add/": {"file": "file", "title": "title", "description": "description"},
    "/admin/images/multiple/add/": {"file": "files[]"},
    "/admin/images/chooser/create/": {
        name: f"image-chooser-upload-{name}" for name in ("file", "title", "description")
    },
}


def upload(place: str, name: str, data: bytes):
    invent()
    fields = PLACES[place]
    said = {field: "A thread" for part, field in fields.items() if part != "file"}
    said[fields["file"]] = SimpleUploadedFile(name, data)
    return staff.editor().post(place, said, headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", BEGINNINGS)
def test_bytes_that_only_begin_like_a_picture_are_refused_in_words(place, name):
    answer = upload(place, name, BEGINNINGS[name])
    assert answer.status_code == 200
    assert not Picture.objects.exists()
    assert any(word in answer.content.decode() for word in ("picture", "image", "empty"))


@pytest.mark.parametrize("place", PLACES)
def test_a_picture_is_taken(place):
    assert upload(place, "thread.png", drawn()).status_code in (200, 302)
    if place != "/admin/images/multiple/add/":  # there it waits for its description
        assert Picture.objects.count() == 1
