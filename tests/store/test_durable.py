"""Writes that survive a crash: what reaches the disk, in which order, and what is left when something fails."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store import durable

posix = pytest.mark.skipif(sys.platform == "win32", reason="folders are opened and synced as POSIX has it")


def failing(error: int) -> Callable[..., Any]:
    def fail(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    return fail


@posix
def test_bytes_are_on_the_disk_before_they_have_the_name_and_the_name_right_after(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "progress.json"
    path.write_bytes(b"old")
    steps: list[tuple[str, bytes]] = []

    def synced(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append(("folder" if folder else "file", path.read_bytes()))

    monkeypatch.setattr(os, "fsync", synced)
    durable.replace_durably(path, b"new")
    assert steps == [("file", b"old"), ("folder", b"new")]
    assert os.listdir(tmp_path) == ["progress.json"]


@posix
def test_a_folder_that_cannot_be_synced_is_no_error_and_a_disk_that_fails_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for error in (errno.EINVAL, errno.ENOTSUP):
        monkeypatch.setattr(os, "fsync", failing(error))
        durable.sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", failing(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        durable.sync_folder(tmp_path)


@pytest.mark.parametrize("name", ["fsync", "replace", "write"])
def test_what_fails_leaves_the_old_bytes_and_nothing_beside_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "progress.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, name, failing(errno.ENOSPC))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        durable.replace_durably(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["progress.json"]


def test_a_write_that_takes_a_part_goes_on_with_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:3]))
    durable.replace_durably(tmp_path / "a", b"eleven more")
    assert (tmp_path / "a").read_bytes() == b"eleven more"


def test_only_what_writers_of_a_file_left_is_swept(tmp_path: Path) -> None:
    left = ["a.json.17.tmp", "a.json.x.tmp"]
    kept = ["a.json", "a.json.17.old", "b.json.17.tmp", "a.tmp"]
    for name in left + kept:
        (tmp_path / name).touch()
    durable.sweep(tmp_path / "a.json")
    assert sorted(os.listdir(tmp_path)) == sorted(kept)


def test_a_probe_says_whether_a_file_may_be_made_and_leaves_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    durable.probe(tmp_path / "a.json")
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        durable.probe(tmp_path / "a.json")
    assert os.listdir(tmp_path) == []


@posix
def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    durable.replace_durably(tmp_path / "a.json", b"{}")
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600


def test_what_has_no_sync_of_the_bytes_alone_syncs_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.delattr(os, "fdatasync", raising=False)  # as on Windows
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(sys, "platform", "other")
    durable.sync(7)
    assert synced == [7]
