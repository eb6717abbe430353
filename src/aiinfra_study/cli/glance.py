"""The status line from the snapshot's bytes alone: no JSON, no imports, fast enough for a shell prompt.

Anything unusual (no snapshot, a log that has grown, settings changed since, settings or clock from the environment)
gives None: then the whole program looks.
"""

import os
import sys
import time

CARDS_PER_NEW = 10  # as core.review, which would cost an import


def glance() -> str | None:
    """`12 due · 3 new`, or None when only the whole program can tell."""
    folder = _home()
    if folder is None or any(name in os.environ for name in ("AIINFRA_NOW", "AIINFRA_BANKS", "AIINFRA_COURSE")):
        return None
    try:
        with open(folder + "/progress.json", "rb") as file:
            data = file.read()
            written = os.fstat(file.fileno()).st_mtime_ns
        log_size = os.stat(folder + "/events.jsonl").st_size
        if os.path.exists(folder + "/config.toml") and os.stat(folder + "/config.toml").st_mtime_ns > written:
            return None
    except OSError:
        return None
    try:
        first = data[: data.index(b"\n")]
        if not first.startswith(b'{"schema":1,"log":{"bytes":%d,' % log_size):
            return None
        if not _whole(data, first):
            return None
        status = data[len(first) : data.index(b"\n", len(first) + 1)]
        today = _study_day(_number(status, b'"day_start":'))
        if today in status[: status.index(b",")]:
            return words(_due(data, status, today) - _number(status, b'"buried":'), _number(status, b'"new":'))
        if _number(status, b'"planned":'):  # the number of new ones follows the date
            return None
        if _number(status, b'"siblings":'):  # which of them is asked on another day, only the banks tell
            return None
        due = _due(data, status, today)
        allowed = max(0, _number(status, b'"new_per_day":') - due // CARDS_PER_NEW)
        at = status.index(b'"paused":"') + 10
        paused = today <= status[at : at + 10]
        return words(due, 0 if paused else min(_number(status, b'"pool":'), allowed))
    except (ValueError, IndexError):
        return None


def words(due: int | None, new: int | None) -> str:
    """The status line; `?` stands for what cannot be known."""
    line = f"{'?' if due is None else due} due · {'?' if new is None else new} new"
    encoding = (sys.stdout.encoding or "ascii").lower()
    return line if encoding.startswith("utf") else line.replace("·", "-")


def _home() -> str | None:
    """The folder of progress, as store.places finds it, without importing anything."""
    named = os.environ.get("AIINFRA_HOME")
    if named:
        return None if named.startswith("~") else named
    if sys.platform != "linux":
        return None
    data = os.environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")
    return data + "/aiinfra"


def _whole(data: bytes, first: bytes) -> bool:
    """Whether the checksum of the snapshot fits: a damaged number is never shown."""
    from zlib import crc32

    at = first.index(b',"crc":"')
    checksum = crc32(memoryview(data)[len(first) + 1 :], crc32(first[len(b'{"schema":1,"log":') : at]))
    return first[at + 8 : at + 16] == b"%08x" % checksum


def _number(text: bytes, key: bytes) -> int:
    """The whole number behind a key."""
    at = text.index(key) + len(key)
    end = at
    while text[end : end + 1].isdigit():
        end += 1
    return int(text[at:end])


def _study_day(day_start: int) -> bytes:
    """Today's study day, as YYYY-MM-DD."""
    now = time.localtime()
    if now.tm_hour < day_start:
        noon = time.mktime((now.tm_year, now.tm_mon, now.tm_mday - 1, 12, 0, 0, 0, 0, -1))
        now = time.localtime(noon)
    return b"%04d-%02d-%02d" % (now.tm_year, now.tm_mon, now.tm_mday)


def _due(data: bytes, status: bytes, today: bytes) -> int:
    """Cards due today or earlier: the lines before the first later one, found by halving; less the hidden ones."""
    low = start = data.index(b'\n"cards":{\n') + 11
    high = end = data.rindex(b"\n}}")
    if high <= low:
        return 0
    while low < high:
        line = data.rfind(b"\n", start, (low + high) // 2) + 1 or start
        stop = data.find(b"\n", line, end)
        stop = end if stop < 0 else stop
        at = data.index(b'"due":"', line, stop) + 7
        if data[at : at + 10] <= today:
            low = min(stop + 1, end)
        else:
            high = line
    lines = data.count(b"\n", start, min(low, end)) + (low >= end)
    hidden_at = status.index(b'"hidden":[') + 10
    hidden = status[hidden_at : status.index(b"]", hidden_at)].split(b",")
    return lines - sum(day.strip(b'"') <= today for day in hidden if day)
