"""Pushes a stream of any length through every form and every layer, and remembers no more of it than it must.

In: pieces of a stream (`feed`, then `close`). Out: `tell(word, forms, offset)` for each finding, where the forms lead
from the inside out and the offset is that of the outermost layer, the only one a person can go to: exact for what lies
open, and otherwise where the packed or otherwise written part begins.
"""

from bisect import bisect_right
from collections.abc import Callable
from operator import itemgetter

from publication.sweeping.escapes import WAYS, Unescaped
from publication.sweeping.forms import Forms
from publication.sweeping.runs import Base64, Decoded, Hexadecimal
from publication.sweeping.streams import LONGEST_MARK, UNPACKERS, Locked, beginnings

DEPTH = 3
WINDOW = 512 * 1024
# A stream that holds so many others at once is made to tire us; it is told as not wholly searched.
AT_ONCE = 256
UNPACKED_AT_MOST = 2 * 1024**3

Tell = Callable[[int, tuple[str, ...], int], None]


class Budget:
    """How much one file may unpack to, over all layers, and what of it was not looked at, in words."""

    def __init__(self, left: int = UNPACKED_AT_MOST):
        self.left, self.missed = left, set()

    def spend(self, size: int) -> bool:
        self.left -= size
        if self.left < 0:
            self.missed.add("it unpacks to more than is searched")
        return self.left >= 0


class Scanner:
    def __init__(self, forms: Forms, tell: Tell, *, budget: Budget | None = None, depth: int = 0):
        self.forms, self.tell, self.depth = forms, tell, depth
        self.budget = budget or Budget()
        self.overlap = max(forms.longest - 1, LONGEST_MARK)
        self.waiting, self.waiting_size = [], 0
        self.tail, self.read, self.marked = b"", 0, 0
        self.packed: list[tuple[object, Scanner]] = []
        self.layers: list[Layer] = []
        if depth < DEPTH:
            self.layers = [Layer(self, Decoded(kind, forms.shortest)) for kind in (Base64, Hexadecimal)]
            self.layers += [Layer(self, Unescaped(way, forms.longest)) for way in WAYS]

    def feed(self, data: bytes) -> None:
        self.waiting.append(data)
        self.waiting_size += len(data)
        if self.waiting_size >= WINDOW:
            self.look(final=False)

    def close(self) -> None:
        self.look(final=True)
        for layer in self.layers:
            layer.close()
        for _, scanner in self.packed:
            scanner.close()
        self.packed = []

    def look(self, *, final: bool) -> None:
        new, self.waiting, self.waiting_size = b"".join(self.waiting), [], 0
        window, base = self.tail + new, self.read - len(self.tail)
        for match in self.forms.find(window):
            if match.end > len(self.tail):
                self.tell(match.word, (match.form,), base + match.start)
        if self.depth < DEPTH and not (final and self.read + len(new) < self.forms.shortest):
            self.go_on(memoryview(new))
            self.open(window, base, final)
            for layer in self.layers:
                layer.push(new, self.read, final)
        self.read += len(new)
        self.tail = window[-self.overlap :]

    def open(self, window: bytes, base: int, final: bool) -> None:
        """Begins whatever may begin here. Deflate has no mark of its own, so it is tried where a stream begins."""
        view, stop = memoryview(window), len(window) if final else len(window) - LONGEST_MARK
        if base == 0 and self.marked == 0:
            self.start("deflate", view, 0)
        for name, start in beginnings(window, max(0, self.marked - base), stop):
            self.start(name, view[start:], base + start)
        self.marked = max(self.marked, base + stop)

    def start(self, name: str, data: memoryview, at: int) -> None:
        if len(self.packed) >= AT_ONCE:
            self.budget.missed.add("it holds more packed streams at once than are searched")
            return
        told = self.inside(name, lambda _: at)
        scanner = Scanner(self.forms, told, budget=self.budget, depth=self.depth + 1)
        self.packed += self.pushed(UNPACKERS[name](), scanner, data)

    def go_on(self, data: memoryview) -> None:
        packed, self.packed = self.packed, []
        for unpacker, scanner in packed:
            self.packed += self.pushed(unpacker, scanner, data)

    def pushed(self, unpacker, scanner: "Scanner", data: memoryview) -> list:
        try:
            for piece in unpacker.push(data):
                if not self.budget.spend(len(piece)):
                    unpacker.done = True
                    break
                scanner.feed(piece)
        except Locked as reason:
            self.budget.missed.add(f"it holds {reason}")
            unpacker.done = True
        if not unpacker.done:
            return [(unpacker, scanner)]
        if scanner.waiting_size or scanner.read:
            scanner.close()
        return []

    def inside(self, name: str, outer: Callable[[int], int]) -> Tell:
        return lambda word, forms, at: self.tell(word, (*forms, name), outer(at))


class Layer:
    """What one decoder makes of a stream, each lane of it a stream again, and where in the outer one it stood."""

    def __init__(self, outer: Scanner, decoder: Decoded | Unescaped):
        self.outer, self.decoder = outer, decoder
        self.lanes: dict[int, tuple[Scanner, list[tuple[int, int]]]] = {}
        self.sizes: dict[int, int] = {}

    def push(self, data: bytes, at: int, final: bool) -> None:
        for lane, decoded, stood in self.decoder.push(data, at, final):
            scanner, marks = self.lanes.get(lane) or self.lane(lane)
            marks.append((self.sizes[lane], stood))
            self.sizes[lane] += len(decoded)
            scanner.feed(decoded)
        for scanner, marks in self.lanes.values():
            passed = bisect_right(marks, scanner.read - scanner.overlap, key=itemgetter(0)) - 1
            del marks[: max(0, passed)]

    def lane(self, number: int) -> tuple[Scanner, list[tuple[int, int]]]:
        marks: list[tuple[int, int]] = []
        told = self.outer.inside(
            self.decoder.name, lambda at: marks[max(0, bisect_right(marks, at, key=itemgetter(0)) - 1)][1]
        )
        scanner = Scanner(self.outer.forms, told, budget=self.outer.budget, depth=self.outer.depth + 1)
        self.lanes[number], self.sizes[number] = (scanner, marks), 0
        return self.lanes[number]

    def close(self) -> None:
        for scanner, _ in self.lanes.values():
            scanner.close()
