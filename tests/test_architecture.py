"""The import law of the house: arrows go down only (CONTRIBUTING.md has the picture)."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "aiinfra_study"
NAME = "aiinfra_study"

# of the standard library: what touches no disk, clock, chance, process, network or terminal
_PURE = """
    abc array ast bisect collections datetime difflib enum functools html importlib itertools math operator re shlex
    types typing unicodedata warnings zlib
"""
_OUTSIDE = "contextlib gc hashlib json os sys time tomllib"  # what every room that is not pure may use

# room: (rooms of ours it may import, modules it may import; a package stands for all that is in it)
LAW = {
    "core": ({"core"}, set(_PURE.split())),
    "lint": ({"core", "lint"}, {*_PURE.split(), "inspect"}),
    "store": (
        {"core", "store"},
        {*f"{_PURE} {_OUTSIDE} errno fcntl glob msvcrt pathlib platformdirs stat tempfile zipfile".split()},
    ),
    "ui": (
        {"core", "ui"},
        {
            *f"{_PURE} {_OUTSIDE} codecs copy msvcrt select signal termios tty".split(),
            *("prompt_toolkit", "questionary", "rich", "urllib.parse", "xml.sax.saxutils"),
        },
    ),
    "cli": (
        {"core", "store", "lint", "ui", "cli"},
        {*f"{_PURE} {_OUTSIDE} atexit pathlib platform subprocess tempfile traceback typer".split()},
    ),
}
DOORS = {  # the one module through which a library may come
    "core/schedule.py": {"fsrs"},
    "core/markdown.py": {"markdown_it"},
    "ui/highlight.py": {"pygments"},
    "ui/menu.py": {"prompt_toolkit", "questionary"},
    "store/yaml_events.py": {"yaml"},
}
NOT_CALLED = {  # room: built-in functions that it does not call
    "core": {"print", "input", "open", "eval", "exec", "compile", "__import__"},
    "lint": {"print", "input", "open", "eval", "exec", "compile", "__import__"},
    "store": {"print", "input", "eval", "exec"},
    "ui": {"print", "input", "eval", "exec"},
    "cli": {"input", "eval", "exec"},
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))


@cache
def imports(path: Path) -> set[str]:
    """Every module a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == NAME else {str(node.module)}
            )
    return found


@cache
def called(path: Path) -> set[str]:
    """The names that a file calls as functions."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def packages(module: str) -> Iterator[str]:
    """A module and the packages it is in: `a.b.c`, `a.b`, `a`."""
    while module:
        yield module
        module = module.rpartition(".")[0]


def strangers(modules: Iterable[str], room: str, through: Iterable[str] = ()) -> list[str]:
    """Those of some modules that a room may not import; what comes `through` a door may."""
    rooms, outside = LAW[room]
    allowed = {f"{NAME}.{each}" for each in (*rooms, "__version__")} | outside | set(through)
    return sorted(module for module in modules if not allowed.intersection(packages(module)))


@each_module
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room, door = room_of(path), DOORS.get(path.relative_to(PACKAGE).as_posix(), ())
    assert strangers(imports(path), room, door) == [], (
        f"{room} may not import these: move the code into a room that may. LAW in this file says who may; add a module "
        f"there only if it keeps what CONTRIBUTING.md promises of {room}."
    )


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in ("core", "lint")], ids=lambda path: path.name
)
def test_core_and_lint_know_no_disk_no_clock_and_no_chance(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "datetime.now" not in source
    assert "date.today" not in source
    assert "open(" not in source


@each_module
def test_only_cli_prints_and_nobody_runs_text_as_code(path: Path) -> None:
    wrong = sorted(called(path) & NOT_CALLED[room_of(path)])
    assert wrong == [], f"{room_of(path)} calls these: return a value and let cli print it"


@pytest.mark.parametrize(("door", "library"), [(door, name) for door, names in DOORS.items() for name in sorted(names)])
def test_a_library_comes_through_its_one_door(door: str, library: str) -> None:
    doors = {path.relative_to(PACKAGE).as_posix() for path in MODULES if library in tops(imports(path))}
    assert doors == {door}


def tops(modules: Iterable[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def test_what_the_law_allows_is_used_by_somebody() -> None:
    """A name that nobody needs any more is an open door."""
    for room, (_, allowed) in LAW.items():
        used = {name for path in MODULES if room_of(path) == room for each in imports(path) for name in packages(each)}
        assert allowed - set(_PURE.split()) - set(_OUTSIDE.split()) <= used, room


@pytest.mark.parametrize(
    ("room", "line", "wrong"),
    [
        ("core", "import os", "os"),
        ("core", "from aiinfra_study.store import banks", "aiinfra_study.store"),
        ("core", "import threading, math", "threading"),
        ("core", "import sqlite3", "sqlite3"),
        ("core", "import scipy.stats", "scipy.stats"),
        ("core", "def now():\n    from locale import getlocale", "locale"),
        ("ui", "from urllib import request", "urllib"),
        ("ui", "import urllib.request", "urllib.request"),
        ("ui", "from aiinfra_study.lint import words", "aiinfra_study.lint"),
        ("lint", "import yaml", "yaml"),
        ("store", "from rich.text import Text", "rich.text"),
        ("cli", "import random", "random"),
    ],
)
def test_the_law_can_be_broken_and_is_noticed(tmp_path: Path, room: str, line: str, wrong: str) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(f"{line}\n", encoding="utf-8")
    assert strangers(imports(file), room) == [wrong]


def test_a_call_that_a_room_does_not_make_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text("def sum_of(text):\n    print(text)\n    return eval(text)\n", encoding="utf-8")
    assert called(file) & NOT_CALLED["lint"] == {"print", "eval"}
