"""This file knows how people write a story's code: as it is printed, in small letters, or inside a page's address."""

import re

CODE = re.compile(r"S-?([0-9]{2})-?([0-9]{4})(?![0-9])", re.IGNORECASE)


def code_in(typed: str) -> str:
    """The code that was meant, such as S-27-0042, or "" where there is none; whether there is such a story or not."""
    found = CODE.search("".join(typed.split()))
    return "S-{}-{}".format(*found.groups()) if found else ""
