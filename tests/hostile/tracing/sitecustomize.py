"""Written down for a test: what a Python process opens, changes, starts and connects to, from its first module on.

On PYTHONPATH this runs before the program does. One line of JSON for each event, appended to the file HOSTILE_TRACE.
"""

import json
import os
import sys

_TOLD = ("open", "socket.", "os.", "subprocess.", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.", "tempfile.")


def _install(path: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    blocked = "HOSTILE_NO_SOCKETS" in os.environ

    def hook(event: str, details: tuple) -> None:  # type: ignore[type-arg]
        if event.startswith(_TOLD):
            plain = [
                one if isinstance(one, str | int | None) else os.fsdecode(one) if _path(one) else repr(one)
                for one in details
            ]
            os.write(descriptor, json.dumps([event, os.getcwd(), plain]).encode() + b"\n")
            if blocked and event.startswith("socket.") and not _local(event, details):
                raise PermissionError("no network here")

    sys.addaudithook(hook)


def _path(value: object) -> bool:
    return isinstance(value, bytes | os.PathLike)


def _local(event: str, details: tuple) -> bool:  # type: ignore[type-arg]
    """A pair of sockets within the process, which an event loop wakes itself with."""
    return event == "socket.__new__" and details[1] == 1


if "HOSTILE_TRACE" in os.environ:
    _install(os.environ["HOSTILE_TRACE"])
