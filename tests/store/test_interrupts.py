"""Ctrl-C at every moment: nothing acknowledged is lost, nothing doubled."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import aiinfra_study

from .events import AT, logged, replayed, response, store_at

PACKAGE = Path(aiinfra_study.__file__).parent


def said(folder: Path) -> list[str]:
    return [event["response"] for event in logged(folder) if event["event"] == "response"]


class Interrupt:
    """Ctrl-C at the n-th line that the store or the core executes."""

    def __init__(self, line: int) -> None:
        self.left = line

    def __call__(self, frame: FrameType, event: str, _: Any) -> "Interrupt | None":
        if not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


def interrupted(line: int, act: Callable[[], object]) -> bool:
    """Whether Ctrl-C came before the act was done."""
    tracing = sys.gettrace()
    sys.settrace(Interrupt(line))
    try:
        act()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(tracing)
    return False


@pytest.mark.parametrize("kind", ["response", "undo", "after a torn line", "reopened"])
def test_ctrl_c_at_any_moment_of_an_append_loses_and_doubles_nothing(public: Path, kind: str) -> None:
    line = kept = 0
    while True:
        line += 1
        folder = public / f"{kind}-{line}"
        store = store_at(folder)
        first = store.append(response(response="first"))
        if kind == "after a torn line":
            with open(store.log_path, "ab") as log:
                log.write(b'{"v":1,"id":"x-1","eve')
        if kind == "reopened":
            store.fold()
            store.close()
            store = store_at(folder)
        event = {**AT, "event": "undo", "undoes": first["id"]} if kind == "undo" else response(response="second")
        stopped = interrupted(line, lambda store=store, event=event: store.append(event))  # type: ignore[misc]
        store.fold()
        store.close()
        there = len(logged(folder)) - 1
        kept += there
        assert there == 1 if not stopped else there in (0, 1)
        again = store_at(folder)
        assert again.progress == replayed(folder)
        assert not again.writing
        again.append(response(response="third"))
        again.close()
        ids = [event["id"] for event in logged(folder)]
        assert len(set(ids)) == len(ids)
        if not stopped:
            break
    assert line > 40
    assert 0 < kept < line


def test_what_ctrl_c_left_unsynced_is_synced_before_a_snapshot_speaks_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(tmp_path)
    store.append(response(response="first"))
    synced = []

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    def sync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr("aiinfra_study.store.log.sync", stop)
    with pytest.raises(KeyboardInterrupt):
        store.append(response(response="second"))
    monkeypatch.setattr("aiinfra_study.store.log.sync", sync)
    store.fold()
    assert synced == [store.log_path.stat().st_size]
    assert said(tmp_path) == ["first", "second"]
    assert store_at(tmp_path).progress == replayed(tmp_path)


def test_ctrl_c_at_any_moment_of_a_fold_leaves_a_snapshot_that_can_be_read(public: Path) -> None:
    line, stopped = 0, True
    while stopped:
        line += 1
        folder = public / f"fold-{line}"
        first = store_at(folder)
        for number in range(2):
            first.append(response(f"c/q{number}", due="2026-11-25"))
        first.fold()
        first.close()
        store = store_at(folder)
        store.append({**AT, "event": "flag", "question": "c/q1"})
        stopped = interrupted(line, store.fold)
        again = store_at(folder)
        assert again.notices == []
        assert again.progress == replayed(folder)
        store.fold()
        store.close()
        assert not store_at(folder).writing
    assert line > 40
