"""Seconds per stage, with the key derivations counted apart: they are slow on purpose.

A sending claims its slot while its key is derived; those few milliseconds are counted with the derivation alone.
"""

import functools
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from stories import keys

DERIVATIONS = ("returner", "wrap", "unwrap")
ARGON2 = "argon2"


class Stopwatch:
    """`seconds` maps each stage to what it took, less what it spent in key derivations (stage `argon2`)."""

    def __init__(self):
        self.seconds: dict[str, float] = {}
        self._deriving = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began, deriving = time.perf_counter(), self._deriving
        try:
            yield
        finally:
            spent = time.perf_counter() - began - (self._deriving - deriving)
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    @contextmanager
    def counting_derivations(self) -> Iterator[None]:
        """Times the vault's derivations wherever the site's code asks for one."""
        plain = {name: getattr(keys, name) for name in DERIVATIONS}
        for name, derivation in plain.items():
            setattr(keys, name, self._timed(derivation))
        try:
            yield
        finally:
            for name, derivation in plain.items():
                setattr(keys, name, derivation)
            self.seconds[ARGON2] = self._deriving

    def _timed(self, derivation):
        @functools.wraps(derivation)
        def timed(*args, **kwargs):
            began = time.perf_counter()
            try:
                return derivation(*args, **kwargs)
            finally:
                self._deriving += time.perf_counter() - began

        return timed

    def report(self) -> dict:
        rounded = {name: round(seconds, 3) for name, seconds in self.seconds.items()}
        total = sum(self.seconds.values())
        return {
            "seconds": rounded,
            "seconds_total": round(total, 3),
            "seconds_without_argon2": round(total - self.seconds.get(ARGON2, 0.0), 3),
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
