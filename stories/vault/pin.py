"""The pin: which reader list is the newest, and whose recovery key, in a file outside the database.

Threat: an old or invented reader list put into the database. The file is written in one step and never
goes back: a lower version than the one on the disk is refused, so a late process cannot unpin a newer list.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path


class NotTrusted(Exception):
    """A reader list or its pin is not what it should be. Nothing may be sealed until it is."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Pin:
    """The newest list known here, and both public halves of the recovery key."""

    version: int
    digest: bytes
    recovery_public: bytes
    recovery_signing_public: bytes

    @classmethod
    def read(cls, path: Path) -> "Pin":
        """NotTrusted when the file is missing or cannot be read: without a pin no list can be believed."""
        try:
            data = json.loads(Path(path).read_bytes())
            pin = cls(
                int(data["version"]),
                bytes.fromhex(data["digest"]),
                bytes.fromhex(data["recovery_public"]),
                bytes.fromhex(data["recovery_signing_public"]),
            )
        except FileNotFoundError:
            raise NotTrusted(f"There is no pin of the reader list at {path}.") from None
        except (ValueError, KeyError, TypeError):
            raise NotTrusted(f"The pin of the reader list at {path} cannot be read.") from None
        if pin.version < 1 or any(
            len(part) != 32 for part in (pin.digest, pin.recovery_public, pin.recovery_signing_public)
        ):
            raise NotTrusted(f"The pin of the reader list at {path} cannot be read.")
        return pin

    def write(self, path: Path) -> None:
        """Puts the pin in place of an older one, or raises NotTrusted when the one there is newer or another's."""
        path = Path(path)
        if path.exists():
            there = Pin.read(path)
            if there.recovery_signing_public != self.recovery_signing_public:
                raise NotTrusted(f"The pin at {path} belongs to another recovery key. Remove it by hand to replace it.")
            if there.version > self.version or (there.version == self.version and there != self):
                raise NotTrusted(f"The pin at {path} is of a newer or different list.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as stream:
            stream.write(self._bytes())
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _bytes(self) -> bytes:
        data = {
            "version": self.version,
            "digest": self.digest.hex(),
            "recovery_public": self.recovery_public.hex(),
            "recovery_signing_public": self.recovery_signing_public.hex(),
        }
        return json.dumps(data, indent=1).encode("ascii")
