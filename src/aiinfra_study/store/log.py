"""Lines of the event log: sealed with a checksum, and the files under them made durable."""

import contextlib
import errno
import json
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

VERSION = 1


class Newer(ValueError):
    """A line written by a later version of the format than this program knows."""


def seal(event: Mapping[str, Any]) -> bytes:
    """An event as one line: compact JSON whose last key holds the CRC-32 of every byte before its eight digits."""
    body = json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)[:-1] + ',"crc":"'
    data = body.encode("utf-8", "surrogatepass")
    return b'%b%08x"}\n' % (data, zlib.crc32(data))


def unseal(line: bytes) -> dict[str, Any] | None:
    """The event of a line, or None when the line is torn or altered."""
    if len(line) < 12 or line[-2:] != b'"}' or line[-10:-2] != b"%08x" % zlib.crc32(line[:-10]):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def split_lines(data: bytes) -> Iterator[bytes]:
    """The whole lines of some bytes of a log; a torn end is left out."""
    return iter(data[: data.rfind(b"\n") + 1].split(b"\n")[:-1])


def write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync(descriptor: int) -> None:
    """Force written bytes to the disk (macOS needs F_FULLFSYNC for that; elsewhere file times need not be synced)."""
    if sys.platform == "darwin":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder durable (Windows has no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_durably(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file: after a crash either the old or the new ones are there, whole."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _replace(temporary: Path, path: Path) -> None:
    """os.replace; on Windows it fails while another process has the file open, so try for a second."""
    import time

    for wait in (0.01, 0.03, 0.1, 0.3, 0.56) if os.name == "nt" else ():
        try:
            os.replace(temporary, path)
            return
        except PermissionError:
            time.sleep(wait)
    os.replace(temporary, path)


@contextlib.contextmanager
def locked(descriptor: int) -> Iterator[bool]:
    """Hold the log's lock for one event; False where the file system has no locks (whole appends still stay whole)."""
    held = _lock(descriptor)
    try:
        yield held
    finally:
        if held:
            _unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                return False
            raise
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
