"""The events of a log file, one at a time in memory: a log may be larger than that."""

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Event = dict[str, Any]
PIECE, LINE = 1 << 18, 1 << 12  # bytes read at a time: of all lines, and of one


def pread(descriptor: int, count: int, offset: int) -> bytes:
    """So many bytes of an open file from an offset on, or those there are; none where there is no file (-1)."""
    if descriptor < 0:
        return b""
    if hasattr(os, "pread"):
        return os.pread(descriptor, count, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, count)


class Recorded(Sequence[Event]):
    """The readable events of a log from one offset to another, read from the file each time they are gone through: one
    at a time is in memory. `read` makes an event of a line, or None.

    After going through them `covered` is where the last whole line ends, and `damaged` is how many cannot be read.
    """

    def __init__(self, descriptor: int, start: int, size: int, read: Callable[[bytes], Event | None]) -> None:
        self.size = size
        self.covered, self.damaged = start, 0
        self._descriptor = descriptor
        self._start = start
        self._read = read
        self._places = array("Q")

    def __iter__(self) -> Iterator[Event]:
        self.covered, self.damaged = self._start, 0
        self._places = array("Q")
        for line in self.lines():
            place, event = self.covered, self._read(line)
            self.covered += len(line) + 1
            if event is not None:
                self._places.append(place)
                yield event
            elif line.strip():
                self.damaged += 1

    def undos(self) -> Iterator[Event]:
        """Those that take something back; the other lines are not parsed."""
        for line in self.lines():
            if b"undo" in line or b"\\u" in line:  # an escape may spell it too
                event = self._read(line)
                if event is not None and event.get("event") == "undo":
                    yield event

    def __len__(self) -> int:
        """How many there are, once they have been gone through."""
        return len(self._places)

    def __getitem__(self, number: Any) -> Any:
        place, count = self._places[number], LINE
        while b"\n" not in (data := pread(self._descriptor, count, place)) and len(data) == count:
            count *= 2
        return self._read(data[: data.find(b"\n")]) or {}  # another terminal took it back meanwhile

    def before(self, offset: int, count: int) -> bytes:
        """So many bytes before an offset, or those there are."""
        start = max(offset - count, 0)
        return pread(self._descriptor, offset - start, start)

    def lines(self) -> Iterator[bytes]:
        """The whole lines; a torn end is left out."""
        rest = b""
        for offset in range(self._start, self.size, PIECE):
            lines = (rest + pread(self._descriptor, min(PIECE, self.size - offset), offset)).split(b"\n")
            rest = lines.pop()
            yield from lines
