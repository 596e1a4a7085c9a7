"""A whole booklet set in a short-lived process of its own, while somebody waits: Typst keeps the memory a book took.

Words and pictures go through pipes, so they are in no argument, no environment and no file but the workplace of the
typesetter, which the caller removes even when the child was stopped.

    python -m publication.formats.aside        (only `laid_out_aside` calls it)
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from publication.formats.edition import Edition, from_data, to_data
from publication.formats.glyphs import CannotSet
from publication.formats.pdf import LaidOut, laid_out
from publication.formats.workplace import CannotBuild

HOUSE = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds; 500 stories take ten


def laid_out_aside(edition: Edition, *, pictures: Mapping[str, bytes], variant: str = "screen") -> LaidOut:
    """As pdf.laid_out. Raises CannotSet, and CannotBuild also when it takes too long or the process died."""
    asked = {
        "edition": to_data(edition),
        "pictures": {sha256: base64.b64encode(data).decode() for sha256, data in pictures.items()},
        "variant": variant,
    }
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        try:
            done = subprocess.run(  # noqa: S603  our own interpreter and module, no words from outside
                [sys.executable, "-m", "publication.formats.aside"],
                input=json.dumps(asked).encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=HOUSE,
                env={**os.environ, "TMPDIR": folder},
                timeout=PATIENCE,
                check=True,
            )
        except (subprocess.SubprocessError, OSError):
            # Not chained: such an exception holds the words that went in.
            raise CannotBuild("the typesetter did not come to its end") from None
    told = json.loads(done.stdout)
    if "cannot_set" in told:
        raise CannotSet(*told["cannot_set"])
    if "cannot_build" in told:
        raise CannotBuild(told["cannot_build"])
    return LaidOut(base64.b64decode(told["data"]), told["openings"], told["spare"])


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    pictures = {sha256: base64.b64decode(data) for sha256, data in asked["pictures"].items()}
    try:
        laid = laid_out(from_data(asked["edition"]), pictures=pictures, variant=asked["variant"])
    except CannotSet as refusal:
        told = {"cannot_set": [refusal.code, refusal.what]}
    except CannotBuild as refusal:
        told = {"cannot_build": str(refusal)}
    else:
        told = {
            "data": base64.b64encode(laid.data).decode(),
            "openings": dict(laid.openings),
            "spare": laid.spare,
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
