"""This file knows how people write the code of a story or a quotation: as it is printed, in small letters, or inside
the address of a page or a card."""

import re

CODE = re.compile(r"([SQ])-?([0-9]{2})-?([0-9]{4})(?![0-9])", re.IGNORECASE)


def code_in(typed: str) -> str:
    """The code that was meant, such as S-27-0042, or "" where there is none; whether anything has it or not."""
    found = CODE.search("".join(typed.split()))
    return "{}-{}-{}".format(*found.groups()).upper() if found else ""
