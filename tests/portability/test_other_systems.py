"""Windows and macOS by simulation: their modules are stand-ins, what a system lacks cannot be had. Nothing here ran on
either system."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from aiinfra_study.cli import fast
from aiinfra_study.store import durable, places
from aiinfra_study.ui import terminal
from aiinfra_study.ui import windows as console
from conftest import PATIENCE, environment
from ui.laboratory import IDS, right_line

SEED = 7
EVERY_KIND = "".join(f"{right_line(identity, SEED)}\n" for identity in IDS)


def system(monkeypatch: pytest.MonkeyPatch, module: ModuleType, *lacks: str, **has: Any) -> None:
    """Let a module of ours see another `os`."""
    kept = {name: value for name, value in vars(os).items() if name not in lacks}
    monkeypatch.setattr(module, "os", SimpleNamespace(**{**kept, **has}))


# files on Windows


def test_a_file_that_another_process_has_open_is_replaced_when_it_lets_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waits: list[float] = []

    def replace(old: str, new: str) -> None:
        if len(waits) < 3:
            raise PermissionError(errno.EACCES, "used by another process")
        os.replace(old, new)

    monkeypatch.setattr("time.sleep", waits.append)
    system(monkeypatch, durable, "fdatasync", name="nt", replace=replace)
    (tmp_path / "a.json").write_bytes(b"old")
    durable.replace_durably(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert waits == sorted(waits)
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_file_that_is_never_let_go_stays_as_it_was_and_that_is_an_error_within_a_second(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waits: list[float] = []

    def replace(*_: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr("time.sleep", waits.append)
    system(monkeypatch, durable, "fdatasync", name="nt", replace=replace)
    (tmp_path / "a.json").write_bytes(b"old")
    with pytest.raises(PermissionError):
        durable.replace_durably(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.json"]
    assert 0.9 < sum(waits) <= 1.01


def test_no_folder_is_opened_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, "a folder")

    system(monkeypatch, durable, name="nt", open=refused)
    durable.sync_folder(tmp_path)


def test_without_fdatasync_a_file_is_synced_with_its_times(monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    system(monkeypatch, durable, "fdatasync", fsync=synced.append)
    durable.sync(7)
    assert synced == [7]


@pytest.mark.parametrize(
    ("name", "error", "gone"),
    [
        ("posix", BrokenPipeError(errno.EPIPE, "Broken pipe"), True),
        ("posix", OSError(errno.EINVAL, "Invalid argument"), False),
        ("nt", OSError(errno.EINVAL, "Invalid argument"), True),
        ("nt", OSError(errno.EINVAL, "Invalid argument", "con:.yaml"), False),
        ("nt", OSError(errno.ENOSPC, "No space left"), False),
    ],
)
def test_a_reader_that_went_away_is_known_by_what_each_system_says(
    monkeypatch: pytest.MonkeyPatch, name: str, error: OSError, gone: bool
) -> None:
    system(monkeypatch, fast, name=name)
    assert fast.reader_gone(error) is gone


# files on macOS


def test_on_macos_written_bytes_go_beyond_the_cache_of_the_drive(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[int, int]] = []
    stand_in = SimpleNamespace(F_FULLFSYNC=51, fcntl=lambda *call: calls.append(call))
    monkeypatch.setitem(sys.modules, "fcntl", stand_in)
    monkeypatch.setattr(durable, "sys", SimpleNamespace(platform="darwin"))
    system(monkeypatch, durable, "fdatasync", fsync=lambda _: pytest.fail("not needed"))
    durable.sync(7)
    assert calls == [(7, 51)]


def test_a_file_system_that_cannot_do_so_is_synced_as_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "not on this volume")

    synced: list[int] = []
    monkeypatch.setitem(sys.modules, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=refused))
    monkeypatch.setattr(durable, "sys", SimpleNamespace(platform="darwin"))
    system(monkeypatch, durable, "fdatasync", fsync=synced.append)
    durable.sync(7)
    assert synced == [7]


# places


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("darwin", {"HOME": "/Users/ada"}, "/Users/ada/Library/Application Support/aiinfra"),
        ("linux", {"HOME": "/home/ada"}, "/home/ada/.local/share/aiinfra"),
    ],
)
def test_progress_lies_where_the_system_keeps_data(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
) -> None:
    monkeypatch.delenv("AIINFRA_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(places, "sys", SimpleNamespace(platform=platform))
    if platform == "darwin":
        from platformdirs import macos

        monkeypatch.setattr(
            "platformdirs.user_data_dir", lambda app, appauthor: macos.MacOS(app, appauthor).user_data_dir
        )
    assert places.home() == Path(folder)


def test_on_windows_progress_lies_in_the_local_data_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import windows

    monkeypatch.delenv("AIINFRA_HOME")
    monkeypatch.setattr(places, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(windows, "get_win_folder", {"CSIDL_LOCAL_APPDATA": "C:/Users/Ada/AppData/Local"}.__getitem__)
    monkeypatch.setattr(
        "platformdirs.user_data_dir", lambda app, appauthor: windows.Windows(app, appauthor).user_data_dir
    )
    assert places.home() == Path("C:/Users/Ada/AppData/Local/aiinfra")


# keys of a Windows console


class Console(ModuleType):
    """`msvcrt` with keys that are pressed one after the other."""

    def __init__(self, keys: str) -> None:
        super().__init__("msvcrt")
        self.keys = iter(keys)
        self.getwch = lambda: next(self.keys)
        self.kbhit = lambda: False


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """What the keyboard makes of the characters that the console gives."""

    def pressed(keys: str) -> list[str]:
        monkeypatch.setitem(sys.modules, "msvcrt", Console(keys))
        keyboard = console.WindowsKeyboard(lambda _: None)
        found = []
        with suppress(StopIteration):
            while True:
                found.append(keyboard.read())
        return found

    return pressed


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("\xe0H\xe0P\xe0K\xe0M", ["up", "down", "left", "right"]),
        ("\x00H\x00P\x00G\x00O", ["up", "down", "home", "end"]),  # of the number pad
        ("\xe0I\xe0Q\xe0S\x00\x0f", ["pageup", "pagedown", "delete", "backtab"]),
        ("\x00;\xe0\x86", ["unknown", "unknown"]),
        ("\r\t\x08\x1b", ["enter", "tab", "backspace", "escape"]),
        ("\x1a\x04", ["eof", "eof"]),
        ("aµ梯?1", ["a", "µ", "梯", "?", "1"]),
        ("\ud83d\ude42x", ["🙂", "x"]),  # a character beyond 16 bits comes in halves
    ],
)
def test_keys_of_a_windows_console_have_the_names_of_all_keys(
    pressed: Callable[[str], list[str]], keys: str, names: list[str]
) -> None:
    assert pressed(keys) == names


def test_ctrl_c_in_a_windows_console_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Console("\x03"))
    with pytest.raises(KeyboardInterrupt):
        console.WindowsKeyboard(lambda _: None).read()


def test_a_key_that_does_not_come_in_time_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msvcrt", Console(""))
    assert console.WindowsKeyboard(lambda _: None).read(0.03) == ""


def test_a_windows_console_is_taken_and_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    switched: list[str] = []
    written: list[str] = []
    system(monkeypatch, terminal, name="nt")
    system(monkeypatch, console, system=switched.append)
    with terminal.keyboard(written.append) as keyboard:
        assert isinstance(keyboard, console.WindowsKeyboard)
        assert switched == [""]  # starts a shell that does nothing, after which the console knows escape sequences
        assert "".join(written).startswith("\x1b[?25l")
    assert "".join(written).endswith("\x1b[?25h")


# the program where the modules of POSIX cannot be had

WINDOWS = """
import os, sys, types, pathlib, tempfile, signal, time, subprocess, random, platform
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in {"fcntl", "termios", "tty", "pty", "resource", "pwd", "grp"}:
            raise ModuleNotFoundError(f"no module {name} here", name=name)
sys.meta_path.insert(0, Missing())
for name in ("fcntl", "termios", "tty", "pty", "resource", "pwd", "grp"):
    sys.modules.pop(name, None)
for name in ("fdatasync", "pread", "pwrite", "fchmod", "chown", "geteuid", "getuid", "mkfifo", "openpty", "fork"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGWINCH", "SIGCONT", "SIGTSTP", "SIGHUP", "SIGKILL"):
    if hasattr(signal, name):
        delattr(signal, name)
if hasattr(time, "tzset"):
    del time.tzset
held = []
def locking(descriptor, mode, count):
    place = os.lseek(descriptor, 0, os.SEEK_CUR)
    assert place >= 1 << 40, "a lock within the log keeps others from reading it"
    held.append((mode, place, count))
sys.modules["msvcrt"] = types.SimpleNamespace(LK_LOCK=1, LK_UNLCK=0, locking=locking)
sys.platform = "win32"
from platformdirs import windows
windows.get_win_folder = windows.get_win_folder_from_env_vars  # there is no registry to ask
console = types.SimpleNamespace(_get_windows_console_stream=lambda *_: None)  # no stream is a console
sys.modules["typer._click._winconsole"] = console
from aiinfra_study.cli.fast import run
code = run(sys.argv[1:])
assert held[::2] == [(1, 1 << 40, 1)] * (len(held) // 2), held
assert held[1::2] == [(0, 1 << 40, 1)] * (len(held) // 2), held
sys.stdout.flush()
print(f"locks {len(held)}", file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def windows(banks: Path, tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    """The program where it takes the system for Windows."""

    def windows(*words: str, typed: str = "") -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-c", WINDOWS, *words],
            input=typed.replace("\n", "\r\n").encode(),
            capture_output=True,
            env=environment({"LOCALAPPDATA": str(tmp_path / "local"), "AIINFRA_BANKS": str(banks), "PYTHONTZPATH": ""}),
            timeout=PATIENCE,
            check=False,
        )

    return windows


@pytest.mark.skipif(sys.platform == "win32", reason="there it is no simulation")
def test_the_frequent_commands_run_without_a_module_of_posix(
    windows: Callable[..., "subprocess.CompletedProcess[bytes]"], banks: Path, tmp_path: Path
) -> None:
    done = windows("quiz", "section-1", typed="/skip\n" * 9)
    assert done.returncode == 0, done.stderr
    assert b"Pre-quiz of section-1" in done.stdout
    assert int(done.stderr.split()[-1]) >= 20, "each response was kept under a lock"
    assert (tmp_path / "home" / "events.jsonl").read_bytes().count(b'"event":"response"') == 9
    assert b"\r" not in (tmp_path / "home" / "events.jsonl").read_bytes()
    for line in ("--version", "status", "study section-1", "review", "progress", "stats", "sections", "next", "quiz 1"):
        done = windows(*line.split())
        assert b"Traceback" not in done.stderr, (line, done.stderr)
        assert done.returncode in (0, 130), (line, done)
        assert done.stdout, line
    done = windows("lint", str(banks))
    assert done.returncode in (0, 1), done
    assert b"section-1.yaml" in done.stdout
    assert list((tmp_path / "local").rglob("*")), "compiled banks lie in the local data of the user"


def test_a_day_needs_no_database_of_time_zones(run: Any, banks: Path) -> None:
    """What the system calls local time is enough; only a name in TZ needs a database, and then falls back to UTC."""
    for zone in ("", "Europe/Berlin"):
        done = run("status", env={"TZ": zone, "PYTHONTZPATH": "", "TZDIR": str(banks / "nothing")})
        assert (done.code, done.err) == (0, ""), done
    assert run("quiz", "section-1", input="/skip\n" * 9, env={"PYTHONTZPATH": "", "TZDIR": str(banks)}).code == 0
