"""The import law of the house: arrows go down only (CONTRIBUTING.md has the picture)."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "aiinfra_study"
NAME = "aiinfra_study"

# room: (rooms of ours it may import, libraries it may import)
LAW = {
    "core": ({"core"}, set[str]()),
    "store": ({"core", "store"}, {"yaml", "platformdirs"}),
    "lint": ({"core", "lint"}, set[str]()),
    "ui": ({"core", "ui"}, {"rich", "questionary"}),
    "cli": ({"core", "store", "lint", "ui", "cli"}, {"typer"}),
}
DOORS = {  # the one module through which a library may come
    "core/schedule.py": {"fsrs"},
    "core/markdown.py": {"markdown_it"},
    "ui/highlight.py": {"pygments"},
}
LIBRARIES = {"typer", "rich", "yaml", "questionary", "prompt_toolkit", "platformdirs", "click", "pydantic", "fsrs"}
LIBRARIES |= {"markdown_it", "pygments"}
IMPURE = {
    "os",
    "sys",
    "pathlib",
    "time",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "io",
    "tempfile",
    "shutil",
    "uuid",
}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE)


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


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    rooms, libraries = LAW[room_of(path)]
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top == NAME:
            assert rest.partition(".")[0] in rooms | {"__version__"}, f"{module} is above or beside this room"
        elif top in LIBRARIES:
            door = DOORS.get(path.relative_to(PACKAGE).as_posix(), set())
            assert top in libraries | door, f"{top} does not belong into this room"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room_of(path) in ("core", "lint")], ids=lambda path: path.name
)
def test_core_and_lint_know_no_disk_no_clock_and_no_chance(path: Path) -> None:
    used = {module.partition(".")[0] for module in imports(path)}
    assert not used & IMPURE
    source = path.read_text(encoding="utf-8")
    assert "datetime.now" not in source
    assert "date.today" not in source
    assert "open(" not in source


def test_only_the_store_reads_yaml_and_only_the_theme_prints_bank_text() -> None:
    readers = {
        str(path.relative_to(PACKAGE)) for path in MODULES if "yaml" in {m.partition(".")[0] for m in imports(path)}
    }
    assert readers == {"store/yaml_events.py"}
    printing = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert not any(path.startswith(("core", "store", "ui")) for path in printing)


@pytest.mark.parametrize(("door", "library"), [(door, name) for door, names in DOORS.items() for name in names])
def test_a_library_comes_through_its_one_door(door: str, library: str) -> None:
    doors = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if library in {module.partition(".")[0] for module in imports(path)}
    }
    assert doors == {door}


def test_the_law_can_be_broken_and_is_noticed(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("import os\nfrom aiinfra_study.store import banks\n", encoding="utf-8")
    assert imports(wrong) == {"os", "aiinfra_study.store"}
    assert {"os"} & IMPURE
    assert "store" not in LAW["core"][0]
