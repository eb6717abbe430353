"""Every way to get the program finds its banks: wheel, source archive, checkout, zip archive; all of it offline."""

import json
import shutil
import subprocess
import sys
import tarfile
import zipapp
import zipfile
from collections.abc import Mapping
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest

from conftest import PATIENCE, environment

ROOT = Path(__file__).parents[2]
BANKS = {
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "question_banks").rglob("*")
    if path.is_file() and not path.name.startswith(".")
}


def done(line: list[Any], where: Path, env: Mapping[str, str | None] | None = None, input: str = "") -> Any:
    """What a process did that ended well."""
    ended = subprocess.run(
        [str(word) for word in line],
        cwd=where,
        env=environment(env),
        input=input.encode(),
        capture_output=True,
        timeout=2 * PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode() + ended.stdout.decode()
    return ended


def build(source: Path, out: Path, *targets: str) -> list[Path]:
    wanted = [word for target in targets for word in ("-t", target)]
    done([sys.executable, "-m", "hatchling", "build", *wanted, "-d", out], source)
    return sorted(out.iterdir())


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The wheel and the source archive, built once."""
    built = build(ROOT, tmp_path_factory.mktemp("dist"), "wheel", "sdist")
    return {"wheel" if path.suffix == ".whl" else "sdist": path for path in built}


@pytest.fixture(scope="module")
def installed(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel installed into a folder of its own; the libraries are those of this environment."""
    place = tmp_path_factory.mktemp("installed")
    line = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile", "--target", place]
    done([*line, archives["wheel"]], place)
    return place


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def courses(ended: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ended.stdout)["courses"]
    assert found
    for course in found:
        assert course["bundled"]
        assert course["sections"]
        assert all(section["questions"] and not section["error"] for section in course["sections"])
    return found


def test_a_wheel_holds_the_program_its_banks_and_nothing_else(archives: dict[str, Path]) -> None:
    names = names_in(archives["wheel"])
    assert {f"aiinfra_study/{name}" for name in BANKS} <= names
    assert "aiinfra_study/py.typed" in names
    for path in (ROOT / "src/aiinfra_study").rglob("*.py"):
        assert path.relative_to(ROOT / "src").as_posix() in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"aiinfra_study"}
    assert not [name for name in names if name.endswith((".pyc", ".orig", "~")) or "/tests/" in name]


def test_a_wheel_says_what_it_needs(archives: dict[str, Path]) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with zipfile.ZipFile(archives["wheel"]) as archive:
        (folder,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = message_from_string(archive.read(f"{folder}/METADATA").decode())
        scripts = archive.read(f"{folder}/entry_points.txt").decode()
        assert any(name.startswith(f"{folder}/licenses/LICENSE") for name in archive.namelist())
    assert (metadata["Name"], metadata["Version"]) == ("aiinfra-study", project["version"])
    assert metadata["Requires-Python"] == project["requires-python"]
    needed = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert len(needed) == len(project["dependencies"])
    assert "aiinfra = aiinfra_study.__main__:main" in scripts


def test_the_version_is_one_everywhere(archives: dict[str, Path]) -> None:
    from aiinfra_study import __version__

    assert f"-{__version__}-" in archives["wheel"].name
    assert f"-{__version__}.tar.gz" in archives["sdist"].name


def test_an_installed_program_lists_its_banks_from_any_folder(installed: Path, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(installed)}
    script = next((installed / "bin").glob("aiinfra*"))
    for program in ([script], [sys.executable, "-m", "aiinfra_study"]):
        assert b"section-1" in done([*program, "sections"], tmp_path, env).stdout
        for course in courses(done([*program, "sections", "--json"], tmp_path, env)):
            assert Path(course["folder"]).is_relative_to(installed)


def test_an_installed_program_holds_a_quiz(installed: Path, tmp_path: Path) -> None:
    line = [sys.executable, "-m", "aiinfra_study", "quiz", "--json", "-n", "2"]
    body = json.loads(done(line, tmp_path, {"PYTHONPATH": str(installed)}, "/skip\n" * 2).stdout)
    assert (body["responded"], body["stage"]) == (2, "pre")
    assert done([sys.executable, "-m", "aiinfra_study", "doctor"], tmp_path, {"PYTHONPATH": str(installed)})


def test_nothing_is_written_into_the_installation(installed: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in installed.rglob("*") if path.suffix != ".pyc"}
    line = [sys.executable, "-B", "-m", "aiinfra_study", "quiz", "section-1"]
    done(line, tmp_path, {"PYTHONPATH": str(installed)}, "/quit\n")
    after = {path: path.stat().st_mtime_ns for path in installed.rglob("*") if path.suffix != ".pyc"}
    assert after == before


def test_a_checkout_serves_its_live_banks(tmp_path: Path) -> None:
    """What an editable install runs: a section added to the checkout shows at once."""
    for name in ("src", "question_banks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    env = {"PYTHONPATH": str(tmp_path / "src")}
    line = [sys.executable, "-m", "aiinfra_study", "sections", "--json"]
    before = courses(done(line, tmp_path.parent, env))
    assert all(Path(course["folder"]).is_relative_to(tmp_path) for course in before)
    (tmp_path / "question_banks/added").mkdir()
    bank = 'format: 1\ntitle: Added\nquestions:\n  - {id: added-1, ask: Is it here?, answer: ["yes"]}\n'
    (tmp_path / "question_banks/added/section-1.yaml").write_text(bank, encoding="utf-8")
    assert "added" in {course["id"] for course in courses(done(line, tmp_path.parent, env))}


def test_this_environment_runs_what_is_installed_in_it(run: Any) -> None:
    """The checkout for an editable install, site-packages else: the banks lie beside the package."""
    import aiinfra_study

    package = Path(aiinfra_study.__file__).parent
    for course in run("sections", "--json").json["courses"]:
        folder = Path(course["folder"])
        assert folder.is_relative_to(package) or folder.is_relative_to(package.parents[1] / "question_banks")


def test_a_zip_archive_lists_the_banks_inside_it(archives: dict[str, Path], tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(archives["wheel"]) as wheel:
        wheel.extractall(unpacked)
    program = tmp_path / "aiinfra.pyz"
    zipapp.create_archive(unpacked, program, main="aiinfra_study.__main__:main")
    shutil.rmtree(unpacked)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    places = {"XDG_CACHE_HOME": tmp_path / "cache", "TMPDIR": tmp_path / "temporary"}
    for cache in (tmp_path / "cache", tmp_path / "cache", tmp_path / "file"):
        env = {name: str(place) for name, place in {**places, "XDG_CACHE_HOME": cache}.items()}
        found = courses(done([sys.executable, program, "sections", "--json"], tmp_path, env))
        place = cache if cache.is_dir() else tmp_path / "temporary"
        assert all(Path(course["folder"]).is_relative_to(place) for course in found)
        assert len(found) == len({name.split("/")[1] for name in BANKS if name.count("/") > 1})
    assert done([sys.executable, program, "--version"], tmp_path).stdout.startswith(b"aiinfra ")
    assert b"Nothing to do" in done([sys.executable, program, "doctor"], tmp_path).stdout


def test_a_source_archive_holds_all_it_takes_and_builds_the_same_wheel(
    archives: dict[str, Path], tmp_path: Path
) -> None:
    with tarfile.open(archives["sdist"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        archive.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    assert names >= BANKS
    for needed in ("pyproject.toml", "README.md", "LICENSE", "src/aiinfra_study/py.typed", "tests/conftest.py"):
        assert needed in names
    assert not [name for name in names if "__pycache__" in name or name.startswith((".git/", ".venv"))]
    (source,) = tmp_path.iterdir()
    (wheel,) = build(source, tmp_path / "dist", "wheel")
    assert names_in(wheel) == names_in(archives["wheel"])
