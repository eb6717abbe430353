"""A watch over what a command does to the world: files written elsewhere, sockets, other programs."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .harness import Complaint

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.startfile")


class _Guard:
    """What is allowed now, and what was tried."""

    def __init__(self) -> None:
        self.within: tuple[str, ...] = ()  # nothing is watched while it is empty
        self.tried: list[str] = []
        self.there = False

    def hook(self, event: str, details: tuple[Any, ...]) -> None:
        if not self.within:
            return
        if event.startswith("socket.") or event in _STARTS:
            self._refuse(f"{event} {details}"[:300])
        paths = []
        if event == "open" and (details[2] or 0) & _WRITING:
            paths = [details[0]]
        elif event in _CHANGES:
            paths = [detail for detail in details if isinstance(detail, str | bytes | os.PathLike)]
        for path in paths:
            if not isinstance(path, int) and not f"{os.path.realpath(os.fsdecode(path))}/".startswith(self.within):
                self._refuse(f"{event} {os.fsdecode(path)}"[:300])

    def _refuse(self, what: str) -> None:
        self.tried.append(what)
        raise OSError(errno.EROFS, "outside of the scratch folder")


_GUARD = _Guard()


@contextmanager
def guarded(scratch: Path, *, named: bool = False) -> Iterator[None]:
    """Refuse what leaves the scratch folder, and complain of it; `named`: the command line may have named such a place,
    so that trying is no fault."""
    if not _GUARD.there:
        _GUARD.there = True
        sys.addaudithook(_GUARD.hook)
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    _GUARD.tried.clear()
    _GUARD.within = (f"{os.path.realpath(scratch)}/", f"{os.devnull}/")
    try:
        yield
    finally:
        _GUARD.within = ()
        sys.dont_write_bytecode = bytecode
    if _GUARD.tried and not (named and all(one.startswith(("open ", "os.")) for one in _GUARD.tried)):
        raise Complaint(f"it tried {_GUARD.tried}")
