"""This file knows how a story and a quotation get their opaque codes, such as S-27-0042 and Q-27-0042."""

import secrets


def new_code(model, letter: str, year: int) -> str:
    """An unused code; drawn by chance, so that codes tell no order and a gap tells nothing."""
    begins = f"{letter}-{year % 100:02}-"
    taken = set(model.objects.filter(code__startswith=begins).values_list("code", flat=True))
    while True:
        code = f"{begins}{secrets.randbelow(9999) + 1:04}"
        if code not in taken:
            return code
