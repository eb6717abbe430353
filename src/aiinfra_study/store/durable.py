"""Files made durable: whole writes, forced to the disk, and the lock that lets two processes share one."""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PROBE = bytes(4096)


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
    """Make a new or renamed name in a folder durable (Windows and some network file systems have no such call)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def probe(path: Path) -> None:
    """Raise OSError unless a file may be made beside `path` and has room (asking for permission is not proof)."""
    temporary = _temporary(path)
    try:
        _write_new(temporary, _PROBE)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def replace_durably(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file: after a crash either the old or the new ones are there, whole."""
    temporary = _temporary(path)
    try:
        _write_new(temporary, data, durable=True)
        replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def sweep(path: Path) -> None:
    """Delete what writers of `path` that were killed left beside it. Only under a lock: nobody else writes it now."""
    for left in path.parent.iterdir():
        if left.name.startswith(f"{path.name}.") and left.suffix == ".tmp":
            with contextlib.suppress(OSError):
                left.unlink()


def _temporary(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.tmp")


def _write_new(path: Path, data: bytes, *, durable: bool = False) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        write_all(descriptor, data)
        if durable:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(temporary: Path, path: Path) -> None:
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
    """Hold a file's lock; False where the file system has no locks (whole appends still stay whole)."""
    held = _lock(descriptor)
    try:
        yield held
    finally:
        if held:
            _unlock(descriptor)


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40  # beyond every byte of a log: a lock on Windows keeps others from reading what it covers

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
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
