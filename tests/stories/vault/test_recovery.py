"""The recovery key: two sheets that say nothing alone, on a machine that needs PyNaCl and one folder."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.vault import envelope, readers, recovery, sheets, words
from stories.vault.envelope import Identity

VAULT = Path(recovery.__file__).parent
seeds = st.binary(min_size=32, max_size=32)


@given(seeds)
def test_two_sheets_give_back_the_key_as_words_or_digits_in_either_order(seed):
    one, two = sheets.part(seed)
    assert recovery.join(words.as_words(one), words.as_words(two)) == seed
    assert recovery.join(words.as_digits(two), words.as_words(one).upper()) == seed


@given(st.integers(1, 2), seeds)
def test_every_sheet_can_be_read_back(number, share):
    assert sheets._decode(sheets._encode(number, share)) == (number, share)


def test_known_answer_of_a_sheet():
    assert words.as_digits(sheets._encode(1, bytes(32))).startswith("0001 3870 2371 1424 7482 7703 1210 7001")


@given(seeds, st.integers(1, 21), st.sampled_from(words.DRAWN))
def test_a_slip_in_copying_is_noticed(seed, place, other):
    one, two = sheets.part(seed)
    slipped = (*one[:place], other, *one[place + 1 :])
    if slipped == one:
        return
    try:
        found = sheets.join(words.as_words(slipped), words.as_words(two))
    except sheets.WrongSheet:
        return
    # One slip in 65,536 passes the sheet's checksum; the public line then shows it.
    assert Identity.from_seed(found).public != Identity.from_seed(seed).public


def test_one_sheet_twice_is_refused():
    one, two = sheets.part(os.urandom(32))
    for same in (one, two):
        with pytest.raises(sheets.WrongSheet):
            recovery.join(words.as_words(same), words.as_words(same))


def test_one_sheet_alone_is_the_same_for_every_key():
    """The pad is drawn afresh, so a sheet fits any key: for each other key a second sheet exists that gives it."""
    one, _ = sheets.part(b"k" * 32)
    _, pad = sheets._decode(one)
    for other in (b"x" * 32, os.urandom(32)):
        fitting = sheets._encode(2, bytes(a ^ b for a, b in zip(other, pad, strict=True)))
        assert recovery.join(words.as_words(one), words.as_words(fitting)) == other


def test_a_public_line_is_read_back_and_a_changed_one_refused():
    identity = Identity.from_seed(os.urandom(32))
    line = recovery.public_line(identity.public, identity.signing_public)
    assert recovery.read_public_line(f" {line}\n") == (identity.public, identity.signing_public)
    for bad in ("", "public:", line[:-1], line.replace("public", "secret"), line[:10] + "00" + line[12:]):
        with pytest.raises(recovery.WrongLine):
            recovery.read_public_line(bad if bad != line else "")


def run(folder, *arguments, typed=""):
    """The module as an offline machine runs it: only the vault folder, and no settings of Django's."""
    environment = {"PYTHONPATH": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-m", "vault.recovery", *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        timeout=30,
    )


@pytest.fixture
def offline(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def made(offline):
    """A new key as printed: the two sheets as somebody types them, and the public line."""
    out = run(offline).stdout
    one, two, rest = out.split("\f")
    rows = re.compile(r"^ *\d+\.  .*$", re.M)
    return "\n".join(rows.findall(one)), "\n".join(rows.findall(two)), re.search(r"public:\S+", rest).group()


def test_the_vault_folder_alone_makes_a_key_and_recovers_with_it(offline, tmp_path):
    one, two, line = made(offline)
    reader = Identity.from_seed(os.urandom(32))
    public, signing = recovery.read_public_line(line)

    asked = recovery.ask_line((readers.Entry("k1", reader.public, reader.signing_public),))
    signed = run(offline, "--sign", asked, typed=f"{one}\n\n{two}\n\n")
    first = recovery.read_signed_line(signed.stdout.splitlines()[-1])
    assert readers.check([first], signing, readers.pin_of(first, public, signing)) == first

    ids = [envelope.new_id() for _ in range(3)]
    halves = [envelope.new_half() for _ in ids]
    grants = [
        json.dumps({"id": id.hex(), "sealed": envelope.grant(public, id=id, half=half).hex()})
        for id, half in zip(ids, halves, strict=True)
    ]
    (tmp_path / "grants").write_text("\n".join(grants))
    to = recovery.public_line(reader.public, reader.signing_public)
    done = run(
        offline,
        "--grants", tmp_path / "grants", "--reader", to, "--out", tmp_path / "out",
        typed=f"{two}\n\n{one}\n\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [json.loads(row) for row in (tmp_path / "out").read_text().splitlines()]
    opened = [
        envelope.open_grant(reader, bytes.fromhex(row["sealed"]), id=id) for row, id in zip(rows, ids, strict=True)
    ]
    assert opened == halves


def test_joining_shows_the_public_line_to_compare(offline):
    one, two, line = made(offline)
    done = run(offline, "--join", typed=f"{one}\n\n{two}\n\n")
    assert line in done.stdout
    spoilt = run(offline, "--join", typed=f"{one}\n\n{one}\n\n")
    assert spoilt.returncode == 1 and "sheet 1 and sheet 2" in spoilt.stderr


def test_the_trial_passes_and_prints_no_secret(offline):
    done = run(offline, "--test")
    assert done.returncode == 0
    assert done.stdout == "Every step works on this machine.\n"


def test_grants_of_another_key_are_refused_by_their_line(offline, tmp_path):
    one, two, line = made(offline)
    (tmp_path / "grants").write_text('{"id": "00", "sealed": "00"}')
    done = run(
        offline,
        "--grants", tmp_path / "grants", "--reader", line, "--out", tmp_path / "out",
        typed=f"{one}\n\n{two}\n\n",
    )  # fmt: skip
    assert done.returncode == 1 and "Line 1" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_vault_imports_nothing_but_pynacl_and_the_standard_library():
    allowed = {"nacl", *sys.stdlib_module_names}
    for file in VAULT.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                assert {name.name.partition(".")[0] for name in node.names} <= allowed, file.name
            elif isinstance(node, ast.ImportFrom) and not node.level:
                assert node.module.partition(".")[0] in allowed, file.name
