"""The pictures that a parent sent after the words: sealed with the contribution, three at most."""

import base64
from dataclasses import dataclass

from stories.models import Contribution
from stories.sealing import Opened

RECORD = "picture"
MOST = 3
# What stories.imaging writes.
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class SentPicture:
    """One picture as it was re-encoded, with what the parent says is to be seen. Known by the digest of its bytes."""

    sha256: str
    suffix: str
    description: str
    data: bytes

    def to_data(self) -> dict:
        return {
            "sha256": self.sha256,
            "suffix": self.suffix,
            "description": self.description,
            "data": base64.b64encode(self.data).decode(),
        }

    @classmethod
    def from_data(cls, data: dict) -> "SentPicture":
        return cls(data["sha256"], data["suffix"], data["description"], base64.b64decode(data["data"]))

    @property
    def in_page(self) -> str:
        """A data address: inside a page that nobody keeps it needs no address of its own."""
        return data_address(self.data, self.suffix)


def data_address(data: bytes, suffix: str) -> str:
    return f"data:{MEDIA_TYPES[suffix]};base64,{base64.b64encode(data).decode()}"


def sent_pictures(opened: Opened) -> list[SentPicture]:
    """All of them, the first one sent first. Raises `envelope.Refused` if the bytes of one were touched."""
    return [SentPicture.from_data(data) for data in opened.read_all(RECORD)]


def count(contribution: Contribution) -> int:
    """How many there are, without opening any."""
    return contribution.records.filter(kind=RECORD).count()
