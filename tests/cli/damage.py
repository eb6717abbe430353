"""States a learner's folder can be in after a crash, an editor, a sync or a newer program."""

from pathlib import Path

from aiinfra_study.store.log import seal
from aiinfra_study.store.migrations import VERSION


def damaged_snapshot(home: Path) -> None:
    (home / "progress.json").write_bytes(b'{"schema":1,"log":{"bytes":12,')


def damaged_log(home: Path) -> None:
    data = bytearray((home / "events.jsonl").read_bytes())
    data[40] ^= 1
    (home / "events.jsonl").write_bytes(bytes(data))


def binary(home: Path) -> None:
    for name in ("events.jsonl", "progress.json", "config.toml"):
        (home / name).write_bytes(b"\x00\xff\n" * 99)


def empty(home: Path) -> None:
    for name in ("events.jsonl", "progress.json"):
        (home / name).write_bytes(b"")


def no_log(home: Path) -> None:
    (home / "events.jsonl").unlink()


def no_snapshot(home: Path) -> None:
    (home / "progress.json").unlink()


def newer(home: Path) -> None:
    data = (home / "progress.json").read_bytes().replace(b'"schema":1', b'"schema":9', 1)
    (home / "progress.json").write_bytes(data)


def newer_log(home: Path) -> None:
    with (home / "events.jsonl").open("ab") as log:
        log.write(seal({"v": VERSION + 1, "id": "cafe-1", "at": "2026-11-21T09:00:00Z", "event": "unheard-of"}))


def folders(home: Path) -> None:
    for name in ("events.jsonl", "progress.json"):
        (home / name).unlink()
        (home / name).mkdir()


def bad_settings(home: Path) -> None:
    (home / "config.toml").write_text("day_start = 99\n", encoding="utf-8")


def strange_status(home: Path) -> None:
    lines = (home / "progress.json").read_bytes().split(b"\n")
    (home / "progress.json").write_bytes(b"\n".join([lines[0], b'"status":{"hidden":[]},', *lines[2:]]))


STATES = (
    *(damaged_snapshot, damaged_log, binary, empty, no_log, no_snapshot, newer, newer_log, folders),
    *(bad_settings, strange_status),
)
