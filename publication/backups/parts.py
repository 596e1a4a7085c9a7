"""The files of a backup: each on the disk when it is told, known by its hash, and named in one manifest.

2026-W47/
  manifest.json      every other file with its size and SHA-256, the migrations, the head of ledger and no-list
  tables/            rows that may lie open, one file a table, one JSON object a line
  families.jsonl     a line for each contribution: its rows, sealed under its slot
  agreements.jsonl   a line for each agreement: what it decided, sealed under its key
  pictures/          pictures of families, sealed under their slots, named by chance
  media/             what staff uploaded
  site/              the salt of the return words, the pin of the reader list
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

MANIFEST = "manifest.json"
FORMAT = 1
READ = 1024 * 1024


class Broken(Exception):
    """A backup that is not whole; says which file."""


class Parts:
    """The parts of a backup that is being made, in a folder of their own."""

    def __init__(self, folder: Path):
        self.folder, self.made = folder, {}

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        path, digest, size = self.folder / name, hashlib.sha256(), 0
        for folder in reversed(Path(name).parents):  # each by itself: `parents=True` would let others in
            (self.folder / folder).mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                size += len(piece)
            stream.flush()
            os.fsync(stream.fileno())
        self.made[name] = {"size": size, "sha256": digest.hexdigest()}

    def write_lines(self, name: str, rows: Iterable[dict]) -> None:
        self.write(name, (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows))

    def sync(self) -> None:
        """Every name on the disk as well."""
        for folder in [*(path for path in self.folder.rglob("*") if path.is_dir()), self.folder]:
            sync_folder(folder)


def sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class Kept:
    """A finished backup. Opening it reads the manifest; raises `Broken` when there is none of ours."""

    def __init__(self, folder: Path):
        self.folder = folder
        try:
            content = (folder / MANIFEST).read_bytes()
            self.manifest = json.loads(content)
            if self.manifest["format"] != FORMAT:
                raise Broken(f"{folder} was made by another version of this program.")
        except (OSError, ValueError, KeyError, TypeError):
            raise Broken(f"{folder} holds no backup: its {MANIFEST} is missing or cannot be read.") from None
        self.name = hashlib.sha256(content).hexdigest()

    @property
    def parts(self) -> dict[str, dict]:
        return self.manifest["parts"]

    def check(self) -> None:
        """Reads every part. Raises `Broken` for one that is missing, was cut or was altered."""
        for name, known in self.parts.items():
            try:
                with (self.folder / name).open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256")
            except OSError as reason:
                raise Broken(f"{name} of the backup cannot be read: {reason.strerror}.") from None
            if digest.hexdigest() != known["sha256"]:
                raise Broken(f"{name} of the backup is not what was written: take another backup.")

    def lines(self, name: str) -> Iterator[dict]:
        """The rows of a part; none when the backup has no such part."""
        if name in self.parts:
            with (self.folder / name).open("rb") as stream:
                yield from map(json.loads, stream)

    def table(self, label: str) -> Iterator[dict]:
        return self.lines(table_part(label))

    def below(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """Name within the folder, and bytes, of each part in it."""
        for name in self.parts:
            if name.startswith(f"{folder}/"):
                yield name.removeprefix(f"{folder}/"), self.bytes(name)

    def bytes(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


def table_part(label: str) -> str:
    return f"tables/{label}.jsonl"
