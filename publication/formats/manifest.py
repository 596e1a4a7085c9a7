"""What a release holds: a private list for us, and its digest for everybody.

The private manifest names the digest of each story; were it public, anybody who holds a text could
test whether it is in a release that no longer shows it. So only the manifest's own SHA-256 is printed.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from publication.formats.edition import Edition
from publication.formats.edition import digest as edition_digest
from publication.formats.files import Maker, missing


@dataclass(frozen=True)
class Made:
    name: str
    use: str
    media_type: str
    size: int
    sha256: str


def made(maker: Maker, data: bytes) -> Made:
    return Made(maker.name, str(maker.use), maker.media_type, len(data), hashlib.sha256(data).hexdigest())


def private(edition: Edition, files: list[Made], *, stories: dict[str, list[tuple[str, str]]]) -> dict:
    """`stories` holds for each use its pairs of code and digest, in reading order."""
    return {
        "release": edition.number,
        "edition": edition_digest(edition),
        "ledger": edition.ledger_head,
        "stories": {
            str(use): [{"code": code, "digest": digest} for code, digest in held] for use, held in stories.items()
        },
        "missing": missing(edition.language),
        "files": [asdict(file) for file in sorted(files, key=lambda file: file.name)],
    }


def digest(manifest: dict) -> str:
    """SHA-256 (hex) of the manifest as canonical JSON."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
