"""Writes the site's secret key once: `python tools/make_key.py DATA_DIR`. Only the owner can read the file.

The key of a demonstration begins with its name, so that a copied file betrays where it came from.
"""

import os
import secrets
import sys
from pathlib import Path


def main(data: Path, *, demonstration: bool) -> None:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        file = os.open(data / "secret.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w") as key:
        key.write(("demonstration-" if demonstration else "") + secrets.token_urlsafe(50) + "\n")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), demonstration=os.environ.get("DEMONSTRATION") == "1")
    except PermissionError as error:
        sys.exit(
            f"{error.filename} cannot be written. Give DATA_DIR a folder of your own, or take this one over with chown."
        )
