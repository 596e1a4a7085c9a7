"""A PDF of scanned pages, as pictures of its pages: what a phone or an office scanner makes of a letter.

A stranger's PDF is hostile until it is seen: it may ask for all the memory there is, run for ever, or hold a fault that
our reader has too. So it is read in a child process (stories/scan_reader.py) which is given the bytes through a pipe,
may use so much memory and time, can open no file, connection or process, and ends after one PDF. What it answers is
taken for no more than pictures of a stranger: they are re-encoded as all others are. Nothing is kept of the PDF itself.
"""

import os
import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from stories import keys, scan_reader
from stories.imaging import NotAPicture
from stories.scan_reader import Trouble

READER = Path(scan_reader.__file__)
# Reading twenty scanned pages takes a second or two.
SECONDS = 40
MOST_BYTES = 64 * 1024 * 1024
# How the child ends when it comes to one of its limits: by the machine, or by its own reader, which stops at once.
CUT_OFF = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGABRT}

UNREADABLE = _("We could not read this PDF: it may be damaged. Save it again, or take pictures of its pages.")
TOO_MUCH = _("This PDF asks for too much memory or time. Save it smaller, or take pictures of its pages.")
SENTENCES = {
    Trouble.LOCKED: _("This PDF is locked with a password. Save it without one, or take pictures of its pages."),
    Trouble.TOO_MANY: _("This PDF has more than %(most)d pages. Enter the pages that matter.")
    % {"most": scan_reader.MOST_PAGES},
    Trouble.SHAPE: _("A page of this PDF has a size that no paper has. Take a picture of it instead."),
    Trouble.PROGRAM: _("This PDF holds a program, and a scan needs none. Print it and scan it, or take pictures."),
    Trouble.CUT: _("This PDF ends too early: it was cut short on its way. Get it once more, or take pictures."),
    Trouble.UNREADABLE: UNREADABLE,
    Trouble.TOO_MUCH: TOO_MUCH,
}


def is_pdf(data: bytes) -> bool:
    """Told from its first bytes, as readers do; some scanners put a few of their own before."""
    return b"%PDF-" in data[:1024]


def pages(data: bytes) -> list[bytes]:
    """The pages as JPEGs, in order. Raises `imaging.NotAPicture` with a sentence, and `lanes.Busy`."""
    with keys.reading_a_scan():
        status, answer = _read(data)
    if status in CUT_OFF:
        raise NotAPicture(str(TOO_MUCH), too_large=True)
    if status in SENTENCES:
        raise NotAPicture(str(SENTENCES[Trouble(status)]), too_large=status in (Trouble.TOO_MUCH, Trouble.TOO_MANY))
    if status:
        raise NotAPicture(str(UNREADABLE))
    return _parted(answer)


def _read(data: bytes) -> tuple[int, bytes]:
    """How the child ended, and what it answered."""
    with open(os.memfd_create("scan"), "w+b") as given:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            [sys.executable, "-I", "-B", READER],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
        )
    with child:
        end = threading.Timer(SECONDS, child.kill)
        end.start()
        try:
            answer = child.stdout.read(MOST_BYTES + 1)
            if len(answer) > MOST_BYTES:
                child.kill()
            # Its end, not that of its answer: one that was taken over may say nothing more and stay.
            child.wait()
        finally:
            end.cancel()
    return child.returncode, answer


def _parted(answer: bytes) -> list[bytes]:
    """Each page behind its length. What is none has been cut off, or was written by somebody else."""
    found, at = [], 0
    while at < len(answer):
        try:
            (size,) = struct.unpack_from(">I", answer, at)
        except struct.error as cut:
            raise NotAPicture(str(UNREADABLE)) from cut
        found.append(answer[at + 4 : at + 4 + size])
        at += 4 + size
    return found
