"""The recovery key, made and used on an offline machine: `python -m stories.vault.recovery`.

Threat: every reader loses their phrase, and all stories with them; or the remedy for that becomes the way in.
So one more holder exists whose private side was never on the server: made here, printed on two sheets kept by
two people in two places, and forgotten. Only its public halves enter the server, as one line.

Take this folder (stories/vault), Python and PyNaCl to a machine without a network, best a live system that
forgets; run `python -m vault.recovery` beside the folder, or as above in the whole project. It writes no file
except the one you name with --out.

    (nothing)          make a key: two sheets to print, and the line for the server
    --test             try all steps with a key that is thrown away; prints no secret
    --join             type both sheets; prints the line, to compare with the server's
    --sign LINE        join, then sign the first reader list that the server's line asks for
    --grants FILE --reader LINE --out FILE
                       join, then open the recovery grants in FILE and seal them to a new reader. The private
                       key does not leave this machine. FILE: one JSON object {"id", "sealed"} in hex per line.
"""

import argparse
import base64
import hashlib
import json
import secrets
import sys
from pathlib import Path

from . import readers, sheets, words
from .envelope import Identity, Refused, grant, open_grant

join = sheets.join


class WrongLine(Exception):
    """A line that was to be carried between the machines is not whole."""


def public_line(public: bytes, signing_public: bytes) -> str:
    """Both public halves and a checksum, in one line that can be copied by hand if it must."""
    halves = public.hex(), signing_public.hex()
    return ":".join(("public", *halves, _check(*halves)))


def read_public_line(line: str) -> tuple[bytes, bytes]:
    """`public` and `signing_public`, or WrongLine."""
    try:
        kind, public, signing, check = line.strip().split(":")
        found = bytes.fromhex(public), bytes.fromhex(signing)
    except ValueError:
        raise WrongLine("This is not a line of public halves.") from None
    if kind != "public" or check != _check(public, signing) or {len(half) for half in found} != {32}:
        raise WrongLine("The line of public halves is not whole.")
    return found


def ask_line(entries: tuple[readers.Entry, ...]) -> str:
    """What the server shows for `--sign`: the readers who should be on the first list."""
    rows = [[entry.name, public_line(entry.public, entry.signing_public)] for entry in entries]
    return base64.urlsafe_b64encode(json.dumps(rows).encode()).decode()


def read_ask_line(line: str) -> tuple[readers.Entry, ...]:
    try:
        rows = json.loads(base64.urlsafe_b64decode(line.strip()))
        return tuple(readers.Entry(str(name), *read_public_line(halves)) for name, halves in rows)
    except (ValueError, TypeError, AttributeError):
        raise WrongLine("This is not the server's line.") from None


def signed_line(first: readers.ReaderList) -> str:
    return base64.urlsafe_b64encode(first.to_bytes()).decode()


def read_signed_line(line: str) -> readers.ReaderList:
    """The list as signed offline; the caller still has to `check` it against the recovery key."""
    try:
        raw = base64.urlsafe_b64decode(line.strip())
    except ValueError:
        raise WrongLine("This is not a signed list.") from None
    return readers.ReaderList.from_bytes(raw)


def regrant(identity: Identity, lines: list[str], reader_public: bytes) -> list[str]:
    """Each grant to the recovery key, opened and sealed to a reader instead. Raises Refused by line number."""
    made = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            id = bytes.fromhex(row["id"])
            half = open_grant(identity, bytes.fromhex(row["sealed"]), id=id)
        except (Refused, ValueError, KeyError, TypeError):
            raise Refused(f"Line {number} is no grant to this recovery key.") from None
        made.append(json.dumps({"id": id.hex(), "sealed": grant(reader_public, id=id, half=half).hex()}))
    return made


def sheet_text(number: int, indices: tuple[int, ...], line: str) -> str:
    """One sheet, narrow enough for any printer, in one column so that nobody types it across.

    The beginning of the public line is on both: it shows which two belong together, and says nothing else.
    """
    rows = [f"{place:>4}.  {words.LIST[index]:<12}{index:04d}" for place, index in enumerate(indices, start=1)]
    table = "\n".join(rows)
    return (
        f"RECOVERY KEY, SHEET {number} OF 2\n\n"
        "This sheet alone opens nothing. Keep it on paper, apart from the other one,\n"
        "with another person. The words, or the numbers, are all that is needed.\n\n"
        f"{table}\n\nBelongs to {line[:39]}\n"
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m stories.vault.recovery", description="The offline recovery key.")
    parser.add_argument("--test", action="store_true", help="try every step with a key that is thrown away")
    parser.add_argument("--join", action="store_true", help="type both sheets and see which key they give")
    parser.add_argument("--sign", metavar="LINE", help="sign the first reader list that the server asks for")
    parser.add_argument("--grants", metavar="FILE", type=Path, help="grants to the recovery key, to open and seal anew")
    parser.add_argument("--reader", metavar="LINE", help="the public halves of the reader to seal to")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where the new grants go")
    chosen = parser.parse_args(arguments)
    if chosen.grants and not (chosen.reader and chosen.out):
        parser.error("--grants needs --reader and --out")
    try:
        if chosen.test:
            return _test()
        if chosen.join or chosen.sign or chosen.grants:
            return _use(chosen)
        return _new()
    except (words.WordsError, sheets.WrongSheet, WrongLine, Refused, readers.NotTrusted, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _new() -> int:
    seed = secrets.token_bytes(32)
    identity = Identity.from_seed(seed)
    line = public_line(identity.public, identity.signing_public)
    for number, indices in enumerate(sheets.part(seed), start=1):
        print(sheet_text(number, indices, line), end="\f\n")
    print(f"For the server (public, may be seen by anybody):\n{line}")
    return 0


def _use(chosen: argparse.Namespace) -> int:
    identity = Identity.from_seed(join(_typed("first"), _typed("second")))
    print(f"These two sheets are the key of\n{public_line(identity.public, identity.signing_public)}")
    if chosen.sign:
        entries = read_ask_line(chosen.sign)
        for entry in entries:
            print(f"Reader {entry.name}: {public_line(entry.public, entry.signing_public)}")
        print(f"The signed list, for the server:\n{signed_line(readers.first(identity, entries))}")
    if chosen.grants:
        public, _ = read_public_line(chosen.reader)
        made = regrant(identity, chosen.grants.read_text().splitlines(), public)
        chosen.out.write_text("".join(f"{line}\n" for line in made))
        print(f"Sealed {len(made)} grants to the reader.")
    return 0


def _typed(which: str) -> str:
    """Lines up to an empty one, so that a sheet can be typed row by row."""
    print(f"Type the words, or the numbers, of the {which} sheet, then an empty line:")
    lines = []
    while line := sys.stdin.readline().strip():
        lines.append(line)
    return " ".join(lines)


def _test() -> int:
    seed, id, half = (secrets.token_bytes(size) for size in (32, 16, 32))
    identity = Identity.from_seed(seed)
    one, two = sheets.part(seed)
    again = Identity.from_seed(join(words.as_words(one), words.as_digits(two)))
    whole = open_grant(again, grant(identity.public, id=id, half=half), id=id) == half
    print("Every step works on this machine." if whole else "This machine does not give back what it sealed. Stop.")
    return 0 if whole else 1


def _check(*halves: str) -> str:
    return hashlib.blake2b(":".join(halves).encode(), person=b"pp public line", digest_size=4).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
