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


def private(
    edition: Edition,
    files: list[Made],
    *,
    stories: dict[str, list[tuple[str, str]]],
    spans: dict[str, list[tuple[str, str]]],
    failed: dict[str, str],
) -> dict:
    """`stories` and `spans` hold for each use their pairs of code and digest, in reading order; `failed` says of files
    that a release may lack why they could not be made."""
    return {
        "release": edition.number,
        "edition": edition_digest(edition),
        "ledger": edition.ledger_head,
        "stories": _named(stories),
        "spans": _named(spans),
        "missing": missing(edition.language) | failed,
        "files": [asdict(file) for file in sorted(files, key=lambda file: file.name)],
    }


def _named(texts: dict[str, list[tuple[str, str]]]) -> dict[str, list[dict[str, str]]]:
    return {str(use): [{"code": code, "digest": digest} for code, digest in held] for use, held in texts.items()}


def digest(manifest: dict) -> str:
    """SHA-256 (hex) of the manifest as canonical JSON."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
