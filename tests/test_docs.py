"""The documents are held to the program: their examples run, and what they list is what there is."""

import ast
import inspect
import json
import re
import shlex
import shutil
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer.main
import yaml

from aiinfra_study.cli import app as cli_app
from aiinfra_study.cli import new_bank
from aiinfra_study.cli.app import COMMANDS, load
from aiinfra_study.core import bank, course_file, expression, folding, kinds, quantity, question_fields
from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.question import COMMON, DEFAULTABLE, Body, Question
from aiinfra_study.core.rating import RATING_STAGES, earned
from aiinfra_study.core.review import allowance
from aiinfra_study.core.schedule import Scheduler, fuzz_range
from aiinfra_study.core.schema import SCHEMAS
from aiinfra_study.store.files import read_course_file, read_section_file
from aiinfra_study.store.log import unseal
from aiinfra_study.store.migrations import VERSION
from aiinfra_study.store.settings import SETTINGS
from conftest import at_home_in, within
from core.kinds import test_laws as laws

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "aiinfra_study"
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
README, CONTRIBUTING = ((ROOT / f"{name}.md").read_text("utf-8") for name in ("README", "CONTRIBUTING"))
BANK_FORMAT, PROGRESS_FORMAT = ((DOCS / f"{name}.md").read_text("utf-8") for name in ("bank-format", "progress-format"))
JSON, CLI, REVIEW = ((DOCS / f"{name}.md").read_text("utf-8") for name in ("json", "cli", "review"))


# reading a document


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def without_blocks(text: str) -> str:
    return re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)


def part(text: str, title: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,6}} |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"no heading {title!r}"
    level = len(found[1])
    whole = re.search(
        rf"^#{{{level}}} {re.escape(title)}\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert whole
    return whole[1]


def rows(text: str, head: str = "") -> list[list[str]]:
    """The cells of the rows of all tables, or of those whose first heading is `head`."""
    found: list[list[str]] = []
    for table in re.findall(r"^\|.*\n\|(?:---\|)+\n((?:\|.*\n?)*)", text, re.MULTILINE):
        before = text[: text.index(table)].rstrip("\n").split("\n")[-2]
        if not head or before.split("|")[1].strip() == head:
            found += [re.split(r"(?<!\\)\|", line)[1:-1] for line in table.strip().split("\n")]
    return found


def named(text: str, head: str = "") -> set[str]:
    """The names in code in the first column of the tables."""
    return {name for row in rows(text, head) for name in re.findall(r"`([^`]+)`", row[0])}


def options_of(command: Any) -> set[str]:
    return {name for param in command.params for name in (*param.opts, *param.secondary_opts) if name.startswith("-")}


# what the program gives


class Run(NamedTuple):
    code: int
    out: str
    err: str


FIRST_DAY = date(2026, 11, 20)


class Home(NamedTuple):
    """A learner's folder after some commands, and what they printed as JSON."""

    folder: Path
    banks: Path
    printed: dict[str, list[dict[str, Any]]]

    def run(self, *arguments: str, typed: str = "", cwd: Path | None = None, later: int = 0) -> Run:
        """Run a command, so many days later than the first."""
        now = f"{FIRST_DAY + timedelta(later)}T12:00"
        with at_home_in(self.folder.parent, AIINFRA_NOW=now, AIINFRA_COURSE="gpu-notes"):
            code, out, err = within(("--banks", str(self.banks), *arguments), typed.encode(), cwd=cwd)
        return Run(code, out.decode(), err.decode())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Some days with the section of bank-format.md: quizzes, reviews, a backlog dealt out, everything that is kept."""
    root = tmp_path_factory.mktemp("docs")
    course = root / "banks" / "gpu-notes"
    course.mkdir(parents=True)
    bank, *_ = (block for block in blocks(BANK_FORMAT, "yaml") if "\nsection: " in block)
    (course / "section-01.yaml").write_text(bank.replace("draw: 4", "draw: 1"), encoding="utf-8")
    made = Home(root / "home", root / "banks", {})

    def keep(name: str, *arguments: str, typed: str = "", later: int = 0) -> None:
        done = made.run(*arguments, "--json", typed=typed, later=later)
        made.printed.setdefault(name, []).append(json.loads(done.out))

    def do(*arguments: str, typed: str = "", later: int = 0) -> None:
        done = made.run(*arguments, typed=typed, later=later)
        assert done.code == 0, done

    keep("quiz", "quiz", "section-1", "--seed", "1", typed="1\n2\n3\n")
    keep("plan", "plan", "--by", "2026-12-24")
    keep("quiz", "quiz", "section-1", "--seed", "1", "--pass", "50", typed="2\n1 2\n1\n")
    made.run("quiz", "section-1", "--practice", typed="/skip\n/skip\n")
    keep("show", "show", "kv-cache-growth")
    keep("sections", "sections")
    keep("status", "status")
    keep("doctor", "doctor")
    keep("Errors", "quiz", "section-9")
    keep("plan", "plan", "--clear")
    (course / "section-02.yaml").write_text("format: 2\n", encoding="utf-8")
    keep("doctor", "doctor")
    for mark in ("flag", "unflag", "flag", "suspend", "unsuspend"):
        do(mark, "kv-cache-growth")
    keep("next", "next", later=1)
    keep("review", "review", typed="1\n2\n3\n1 2 3\n", later=1)
    keep("review", "review", "--ahead", "9", typed="/quit\n", later=1)
    do("review", "--spread", "2", typed="/quit\n", later=3)
    (course / "section-01.md").write_text("# Serving\n\nWords.\n", encoding="utf-8")
    do("study", "section-1", later=3)
    keep("show", "show", "kv-cache-growth", later=3)
    do("suspend", "kv-cache-growth", later=3)
    made.run("review", "--cram", typed="1 2 3 4\n" * 60, later=3)  # sure and wrong so often that it is told
    keep("progress", "progress", "section-1", later=3)
    do("unsuspend", "kv-cache-growth", later=3)
    made.run("review", typed="4 3 2 1\n", later=9)
    keep("progress", "progress", later=9)
    keep("progress", "progress", "section-1", later=9)
    keep("stats", "stats", "--days", "9", later=9)
    do("reset", "section-1", "--yes", later=3)
    do("undo", "--yes", later=3)
    return made


def paths(value: object, at: str = "") -> set[str]:
    """The paths of all keys of a JSON value; events, responses and gains are described elsewhere, days are no names."""
    if at.endswith(("history", "response", "reviews", "forecast", "[].gain", "[].stayed")):
        return set()
    if isinstance(value, list):
        return {path for item in value for path in paths(item, f"{at}[]")}
    if not isinstance(value, dict):
        return set()
    dot = f"{at}." if at else ""
    return {f"{dot}{key}" for key in value} | {p for key, item in value.items() for p in paths(item, f"{dot}{key}")}


# bank-format.md and CONTRIBUTING.md


@pytest.fixture
def magnitude(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Body]]:
    """The kind that CONTRIBUTING.md adds: its file, and its line in MARKERS."""
    code = next(block for block in blocks(CONTRIBUTING, "python") if "class Kind(Body)" in block)
    line = re.search(r'Its line in `MARKERS`[^`]*`core/kinds/__init__.py`[^`]*`"(\w+)": "(\w+)"`', CONTRIBUTING)
    assert line
    module = types.ModuleType(line[2])
    exec(compile(code, f"{line[2]}.py", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, f"aiinfra_study.core.kinds.{line[2]}", module)
    monkeypatch.setitem(kinds.MARKERS, line[1], line[2])
    found = (kinds.body_class, question_fields._all_fields)
    for function in found:
        function.cache_clear()
    yield module.__dict__["Kind"]
    for function in found:
        function.cache_clear()


YAML = [
    (f"{name} {number}", block)
    for name, text in (("bank-format", BANK_FORMAT), ("contributing", CONTRIBUTING), ("readme", README))
    for number, block in enumerate(blocks(text, "yaml"), 1)
]


def read(block: str) -> list[Question]:
    """The questions of an example: a bank, a list of questions, or none in a course.yaml."""
    if block.startswith("- "):
        block = "format: 1\nquestions:\n" + re.sub(r"^(?=.)", "  ", block, flags=re.MULTILINE)
    if "\nquestions:" not in block:
        head, problems, _ = read_course_file(Path("course.yaml"), block.encode())
        assert head.title
        assert not problems
        return []
    found = read_section_file(Path("section-01.yaml"), block.encode(), "docs")
    assert [f"{problem} {problem.help}" for problem in found.problems] == []
    return list(found.questions)


@pytest.mark.parametrize("block", [block for _, block in YAML], ids=[name for name, _ in YAML])
def test_a_yaml_example_reads_without_a_problem(block: str) -> None:
    for question in read(block):
        assert question.because


def test_the_examples_show_every_kind() -> None:
    shown = {question.kind for block in blocks(BANK_FORMAT, "yaml") for question in read(block)}
    assert shown == set(kinds.NAMES)


def test_the_kind_of_the_recipe_grades(magnitude: type[Body]) -> None:
    posed = laws.made(magnitude.EXAMPLE).posed(0)
    credits = [posed.body.grade(text).credit for text in ("22", "21", "3")]
    assert credits == [1.0, 0.5, 0.0]
    assert [bool(posed.interaction.unreadable(text)) for text in ("x", "9" * 5000)] == [True, True]  # type: ignore[union-attr]


LAWS = [
    law
    for name, law in vars(laws).items()
    if name.startswith("test_") and "question" in inspect.signature(law).parameters
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_kind_of_the_recipe_keeps_the_laws_of_a_kind(magnitude: type[Body], law: Callable[..., None]) -> None:
    law(question=laws.made(magnitude.EXAMPLE))


def test_the_kind_of_the_recipe_is_one_file(magnitude: type[Body]) -> None:
    """With its line, a question of it is read, kept compiled, part of the schema and printed by `bank new`."""
    laws.test_a_kind_says_what_its_fields_hold_and_gives_an_example("magnitude")
    laws.test_a_question_from_the_compiled_bank_is_the_same(magnitude.EXAMPLE)
    text = new_bank._examples("section-1")
    found = read_section_file(Path("section-01.yaml"), text.encode(), "docs")
    assert found.problems == []
    assert {question.kind for question in found.questions} == {*kinds.NAMES, "magnitude"}
    checker = pytest.importorskip("jsonschema").Draft7Validator(SCHEMAS["bank"]())
    tree = yaml.safe_load(text)
    assert list(checker.iter_errors(tree)) == []
    tree["questions"][-1]["magnitude"] = "much"
    assert len(list(checker.iter_errors(tree))) == 1


def test_the_command_of_the_recipe_runs(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one file of CONTRIBUTING.md and its line in COMMANDS make a command."""
    code = next(block for block in blocks(CONTRIBUTING, "python") if "EXAMPLES" in block)
    line = re.search(r'Its line in `COMMANDS`[^`]*`cli/app.py`:\s`"days": "([^"]+)"', CONTRIBUTING)
    assert line
    module = types.ModuleType("days")
    exec(compile(code, "days.py", "exec"), module.__dict__)
    monkeypatch.setitem(sys.modules, "aiinfra_study.cli.commands.days", module)
    monkeypatch.setitem(COMMANDS, "days", line[1])
    monkeypatch.setenv("AIINFRA_HOME", str(home.folder))
    assert cli_app.run(["days"]) == 0
    assert re.fullmatch(r"(\d{4}-\d\d-\d\d: \d+\n)+", capsys.readouterr().out)


def test_every_field_of_the_format_is_described() -> None:
    section, course = set(bank.SECTION_FIELDS), set(course_file.COURSE_FIELDS)
    assert named(part(BANK_FORMAT, "A section file"), "field") == section
    assert named(part(BANK_FORMAT, "course.yaml"), "field") == course
    assert named(part(BANK_FORMAT, "A question"), "field") == set(COMMON)
    everywhere = set(re.findall(r"`([a-z_]+)[`:]", BANK_FORMAT))
    for name in kinds.modules():
        assert set(kinds.body_class(name).SCHEMA) <= everywhere, name
    defaults = next(row for row in rows(part(BANK_FORMAT, "A section file"), "field") if "`defaults`" in row[0])
    assert set(re.findall(r"`(\w+)`", defaults[2])) == set(DEFAULTABLE)


def test_every_unit_and_function_is_described() -> None:
    words = {word for span in re.findall(r"`+([^`]+)`+", BANK_FORMAT) for word in span.split()}
    assert {unit for unit in quantity._UNITS if unit} <= words
    assert set(expression.FUNCTIONS) <= words


def test_every_rule_of_a_bank_is_described() -> None:
    reading = [path for room in ("core", "store") for path in (SOURCE / room).rglob("*.py")]
    code_of_a_bank = r'"([A-CE-Z]\d{3})"'  # D: of a reading
    used = {code for path in reading for code in re.findall(code_of_a_bank, path.read_text("utf-8"))}
    listed = {row[0].strip() for row in rows(part(BANK_FORMAT, "How a problem is reported"), "code")}
    assert listed == used


def test_what_show_preview_prints_is_what_the_page_shows(home: Home, tmp_path: Path) -> None:
    """The two transcripts of bank-format.md: a question, and its problem when a field is misspelt."""
    good = next(block for block in blocks(BANK_FORMAT, "yaml") if "\nsection: " in block)
    file = tmp_path / "gpu-notes" / "section-01.yaml"
    file.parent.mkdir()
    for transcript in blocks(BANK_FORMAT, "console"):
        command, _, shown = transcript.partition("\n")
        broken = "Error: " in shown
        file.write_text(good.replace("because: Weights", "becuase: Weights") if broken else good, encoding="utf-8")
        done = home.run(*command.removeprefix("$ aiinfra ").split(), cwd=tmp_path)
        assert (done.err if broken else done.out).startswith(shown)
        assert done.code == (3 if broken else 0)


# json.md


WITH_JSON = [*(name for name in COMMANDS if "--json" in options_of(load(name))), "Errors"]


@pytest.mark.parametrize("name", WITH_JSON)
def test_the_keys_of_json_are_those_of_the_page(home: Home, name: str) -> None:
    assert re.search(rf"^## {name}$", JSON, re.MULTILINE), f"describe `{name}` in docs/json.md, under `## {name}`"
    assert name in home.printed, f"`keep` what `{name} --json` prints in the fixture `home` of this file"
    printed = {path for value in home.printed[name] for path in paths(value)}
    assert named(part(JSON, name), "key") == printed


def test_the_examples_of_json_have_the_keys_of_their_tables() -> None:
    for name in WITH_JSON:
        text = part(JSON, name)
        example = json.loads(blocks(text, "json")[0])
        assert paths(example) <= named(text, "key")
        assert example["schema"] in text


def test_the_page_begins_with_every_command_that_prints_json() -> None:
    begins = set(re.findall(r"`([a-z]+)`", JSON.partition(" take `--json`")[0]))
    assert begins == {*WITH_JSON} - {"Errors"}, "the first line of docs/json.md"


# the kinds, wherever a page lists them


@pytest.mark.parametrize(
    ("page", "listed"),
    [
        ("json.md", next(row[1] for row in rows(JSON, "word") if row[0].strip() == "kind")),
        ("json.md", ", ".join(row[0] for row in rows(JSON, "kind"))),
        ("cli.md", ", ".join(row[0] for row in rows(part(CLI, "Plain lines"), "kind"))),
        ("bank-format.md", ", ".join(row[1] for row in rows(part(BANK_FORMAT, "A question"), "the key is in"))),
        ("CONTRIBUTING.md", next(row[1] for row in rows(CONTRIBUTING, "word") if "kind" in row[0]).partition(";")[0]),
    ],
)
def test_a_list_of_kinds_has_each_of_them(page: str, listed: str) -> None:
    assert sorted(re.findall(r"[a-z-]+", listed)) == sorted(kinds.NAMES), f"this table of {page} lists the kinds"


def error_codes() -> Iterator[str]:
    """The words that errors are made with, wherever in the source."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args
            if made and node.func.id in ("UsageError", "DataError", "AiinfraError"):
                found = (leaf.value for leaf in ast.walk(node.args[0]) if isinstance(leaf, ast.Constant))
                yield from (str(word) for word in found)


def test_every_error_code_is_described() -> None:
    assert named(part(JSON, "Errors"), "code") == set(error_codes())


# progress-format.md


def test_the_keys_of_events_and_snapshot_are_those_of_the_page(home: Home) -> None:
    events = [json.loads(line) for line in (home.folder / "events.jsonl").read_text("utf-8").splitlines()]
    every = named(part(PROGRESS_FORMAT, "Events").partition("\n### ")[0], "key")
    titles = event_titles()
    assert {event["event"] for event in events} == set(titles)
    for event in events:
        own = named(part(PROGRESS_FORMAT, titles[event["event"]]), "key")
        assert set(event) == every | own, event["event"]
    inside = {key for event in events for name in ("scheduler", "before", "card") for key in event.get(name) or ()}
    assert named(part(PROGRESS_FORMAT, "response"), "of `scheduler`, `before`, `card`") == inside
    text = part(PROGRESS_FORMAT, "The snapshot")
    snapshot = json.loads((home.folder / "progress.json").read_text("utf-8"))
    assert named(text, "key") == set(snapshot)
    assert named(text, "of `status`") == set(snapshot["status"])
    assert named(text, "of a card") == {key for card in snapshot["cards"].values() for key in card}


def event_titles() -> dict[str, str]:
    """The events that the page describes, and the heading of each."""
    titles = re.findall(r"^### (.*)$", part(PROGRESS_FORMAT, "Events"), re.MULTILINE)
    return {name: title for title in titles if title != "Other events" for name in title.split(", ")}


def test_every_event_that_the_program_keeps_or_reads_is_described() -> None:
    """Those it folds in, and those it writes, wherever in the source."""
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    written = set(re.findall(r'\bcommit\(\s*"([a-z]+)"', text)) | set(re.findall(r'\bMark\("([a-z]+)"', text))
    assert len(written) > 8
    assert written | set(folding._HANDLERS) | {"undo"} == set(event_titles())


def test_the_event_lines_of_the_page_are_sealed_and_have_their_keys() -> None:
    every = named(part(PROGRESS_FORMAT, "Events").partition("\n### ")[0], "key")
    titles = event_titles()
    lines = blocks(part(PROGRESS_FORMAT, "Events"), "json")
    assert len(lines) == len(set(titles.values()))
    for line in lines:
        event = unseal(line.strip().encode())
        assert event
        assert set(event) == every | named(part(PROGRESS_FORMAT, titles[event["event"]]), "key"), event["event"]


def test_the_snapshot_of_the_page_has_the_keys_of_its_tables() -> None:
    text = part(PROGRESS_FORMAT, "The snapshot")
    example = json.loads(blocks(text, "json")[0])
    assert set(example) == named(text, "key")
    assert set(example["status"]) == named(text, "of `status`")
    assert {key for card in example["cards"].values() for key in card} == named(text, "of a card")


def test_the_check_of_the_page_finds_an_altered_line(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (check,) = blocks(PROGRESS_FORMAT, "python")
    assert len(check.strip().splitlines()) == 5
    monkeypatch.chdir(tmp_path)
    lines = (home.folder / "events.jsonl").read_bytes().splitlines()
    (tmp_path / "events.jsonl").write_bytes(b"\r\n".join([*lines, b""]))
    exec(check, {})
    assert capsys.readouterr().out == ""
    lines[1] = lines[1].replace(b'"v":%d' % VERSION, b'"v":%d' % (VERSION + 1))
    (tmp_path / "events.jsonl").write_bytes(b"\n".join([*lines, b'{"v":1,"id']))
    exec(check, {})
    found = re.findall(r"line (\d+)", capsys.readouterr().out)
    assert found == ["2", str(len(lines) + 1)]


RECIPES = blocks(part(PROGRESS_FORMAT, "Recipes for jq"), "sh")


def test_there_are_recipes_for_the_common_questions() -> None:
    assert len(RECIPES) >= 8
    assert all(recipe.startswith("jq ") for recipe in RECIPES)


@pytest.mark.skipif(not (shutil.which("jq") and shutil.which("sh")), reason="needs jq and a shell")
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe[:40])
def test_a_recipe_finds_something_in_a_real_log(home: Home, recipe: str) -> None:
    done = subprocess.run(["sh", "-ec", recipe], cwd=home.folder, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


# review.md

RESPONSES = {
    "wrong, skipped, or more than one slip": [
        earned(None, None, hint=False),
        earned(Grade(0.0, 1), "sure", hint=False),
        earned(Grade(0.5, 2), "sure", hint=False),
        earned(Grade(0.4, 1), "sure", hint=False),
    ],
    "right, said as a guess": [earned(Grade(1.0), "guess", hint=False), earned(Grade(1.0), "guess", hint=True)],
    "one slip, credit 0.5 or more": [earned(Grade(0.5, 1), "sure", hint=False), earned(Grade(0.8, 1), None, hint=True)],
    "right, said as unsure": [earned(Grade(1.0), "unsure", hint=False)],
    "right, after the hint": [earned(Grade(1.0), "sure", hint=True)],
    "right, sure or not asked": [earned(Grade(1.0), "sure", hint=False), earned(Grade(1.0), None, hint=False)],
    "right, sure and quick, with the setting `easy`": [earned(Grade(1.0), "sure", hint=False, quick=True)],
}


def test_the_ratings_of_the_page_are_those_that_responses_earn() -> None:
    listed = {row[0].strip(): row[1].strip().lower() for row in rows(part(REVIEW, "Ratings"), "response")}
    assert listed == {response: ratings[0] for response, ratings in RESPONSES.items()}
    assert all(len(set(ratings)) == 1 for ratings in RESPONSES.values())


def test_the_stages_that_rate_are_those_of_the_page() -> None:
    rating = {row[0].strip(): row[3].strip() == "yes" for row in rows(part(CLI, "Stages"), "stage")}
    assert {stage for stages, rates in rating.items() if rates for stage in stages.split(", ")} == set(RATING_STAGES)
    assert {stage for stages in rating for stage in stages.split(", ")} == {*RATING_STAGES, "pre", "cram", "ahead"}


def intervals(retention: float, ratings: list[str]) -> str:
    """The intervals of a card that is always reviewed on the day it is due, exact and without a maximum."""
    scheduler = Scheduler(Preset(retention, 36500, fuzz=False))
    card, day, found = None, FIRST_DAY, []
    for rating in ratings:
        card = {**scheduler.review("gpu-notes/kv-cache-growth", card, rating, day), "last": day.isoformat()}
        due = date.fromisoformat(card["due"])
        found.append((due - day).days)
        day = due
    return " ".join(map(str, found))


def test_the_intervals_of_the_page_are_those_of_the_schedule() -> None:
    text = part(REVIEW, "Intervals")
    ladder = rows(text, "retention")
    assert len(ladder) >= 5
    for retention, listed in ladder:
        assert intervals(float(retention), ["good"] * 5) == listed.strip(), retention
    several = rows(text, "ratings, each on the day it is due")
    assert len(several) >= 7
    for named_ratings, listed in several:
        first, *more = [word.strip().lower() for word in named_ratings.split(",")]
        ratings = [first] * len(listed.split()) if more == ["always"] else [first, *more]
        assert intervals(0.90, ratings) == listed.strip(), named_ratings


def test_parameters_and_curve_of_the_page_are_those_of_the_schedule() -> None:
    text = part(REVIEW, "Intervals")
    scheduler = Scheduler(Preset())
    assert tuple(map(float, blocks(text, "text")[0].split())) == scheduler._fsrs.parameters
    head = re.search(r"^\| days \|(.*)\|\n\|.*\n\| recall \|(.*)\|$", text, re.MULTILINE)
    assert head
    card = {"last": FIRST_DAY.isoformat(), "stability": 10.0, "difficulty": 5.0}
    for days, recall in zip(head[1].split("|"), head[2].split("|"), strict=True):
        assert scheduler.recall(card, FIRST_DAY + timedelta(int(days))) == pytest.approx(float(recall), abs=5e-5)


def test_the_ranges_of_the_page_are_those_of_the_spread() -> None:
    listed = rows(part(REVIEW, "The spread of intervals"), "interval")
    assert len(listed) > 5
    for interval, shortest, longest in listed:
        assert fuzz_range(int(interval), 365) == (int(shortest), int(longest))


def test_the_new_questions_of_the_page_are_those_of_the_drill() -> None:
    listed = rows(part(REVIEW, "New questions"), "due")
    assert len(listed) > 5
    for due, new in listed:
        assert allowance(Progress(), FIRST_DAY, int(due), int(SETTINGS["new_per_day"].default)) == int(new)


def test_the_library_alone_gives_the_row_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    (check,) = blocks(REVIEW, "python")
    exec(check, {})
    always = next(
        row[1].strip() for row in rows(REVIEW, "ratings, each on the day it is due") if "Good, always" in row[0]
    )
    assert capsys.readouterr().out.strip() == always


@pytest.mark.parametrize("text", [REVIEW, README], ids=["review", "readme"])
def test_a_page_names_no_option_and_no_setting_that_is_not_there(text: str) -> None:
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", without_blocks(text)))
    assert options <= GLOBAL.union({"--install-completion"}, *(options_of(load(name)) for name in COMMANDS))
    commands = set(re.findall(r"`aiinfra ([a-z]+)", text))
    assert commands <= set(COMMANDS)
    assert set(re.findall(r"`aiinfra config ([a-z_]+)", text)) <= set(SETTINGS)


# cli.md

GLOBAL = options_of(typer.main.get_command(cli_app.app)) | {"-h", "--help"}


def title_of(name: str) -> str:
    """The heading of a command."""
    titles: list[str] = re.findall(r"^### (.*)$", CLI, re.MULTILINE)
    found = [title for title in titles if re.search(rf"aiinfra {name}\b", title)]
    assert found, f"describe `{name}` in docs/cli.md, under `### aiinfra {name}`"
    return found[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_given_what_its_heading_says(name: str) -> None:
    """Words in capitals are to be filled in; a bar or a word in small letters stands for itself."""
    wanted = " ".join(param.metavar for param in load(name).params if param.param_type_name == "argument")
    rest = title_of(name).partition(f"aiinfra {name}")[2].partition(" and ")[0]
    words = re.findall(r"[A-Za-z]+", rest)
    assert words == re.findall(r"[A-Za-z]+", wanted) or (name, words, wanted) == ("doctor", [], "BACKUP")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_all_its_options_are_described(name: str) -> None:
    assert any(f"`aiinfra {name}" in row[0] for row in rows(part(CLI, "Commands"), "command")), (
        f"give `{name}` a row in the table under Commands of docs/cli.md"
    )
    command, text = load(name), part(CLI, title_of(name))
    assert {form.partition(" ")[0] for form in named(text, "option")} == options_of(command) - {"--help", "-h"}
    taking = {opt: param.metavar for param in command.params for opt in param.opts if opt[0] == "-" and param.metavar}
    valued = dict(form.split(" ") for form in named(text, "option") if " " in form and "[" not in form)
    assert valued == taking, "what stands behind an option is called the same in --help"


def test_the_options_of_all_commands_are_described_and_no_others() -> None:
    described = set(re.findall(r"`(--?[A-Za-z][a-z-]*)", part(CLI, "Options of all commands")))
    assert described == GLOBAL
    everywhere = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", without_blocks(CLI)))
    assert everywhere <= GLOBAL.union(*(options_of(load(name)) for name in COMMANDS))
    assert {row[0].split()[1].strip("`") for row in rows(part(CLI, "Commands"), "command")[1:]} == set(COMMANDS)


def test_every_setting_is_described_with_its_default() -> None:
    listed = {row[0].strip().strip("`"): row[1].strip() for row in rows(part(CLI, "Settings"), "setting")}
    defaults = {key: json.dumps(setting.default) for key, setting in SETTINGS.items()}
    assert listed == {key: "none" if value in ("null", "[]") else value for key, value in defaults.items()}


def variables() -> Iterator[str]:
    """The environment variables that the source reads."""
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        yield from re.findall(r"""environ(?:\.get\(|\[)["'](\w+)["']""", text)
        yield from re.findall(r'"(\w+)" (?:not )?in os\.environ', text)
        yield from re.findall(r'_xdg\("(\w+)"', text)
        yield from re.findall(r'"(_?AIINFRA_[A-Z]+)"', text)


def test_every_environment_variable_is_described() -> None:
    assert named(part(CLI, "Environment"), "variable") == set(variables())


# all pages

STANDS_FOR = {  # words that an example leaves to be filled in
    **dict.fromkeys(("N", "M", "DAYS"), "5"),
    "DATE": "2027-01-15",
    "FILE.html": "page.html",
    "COMMAND": "next",
    "FORMAT": "json",
    "LEVEL": "error",
}
GLOBAL_HELP = {"--help", "--install-completion"}  # these do what they do at once
CALL = re.compile(r"(?:^|[|$(&] ?|bin/|uv run |[A-Z_]+=\S+ )aiinfra(?= |$)([^|&;>#)\n]*)", re.MULTILINE)


def calls() -> Iterator[tuple[str, str]]:
    """Every command line of the pages and of --help, with where it stands."""
    for page in PAGES:
        text = page.read_text("utf-8")
        spans = re.findall(r"`([^`]*)`", without_blocks(text).replace("\\|", "/").replace("\n", " "))
        shell = [block for language in ("sh", "console", "yaml") for block in blocks(text, language)]
        for written in (*spans, *shell):
            yield from ((page.name, found[1].partition("<")[0].strip()) for found in CALL.finditer(written))
    for name in COMMANDS:
        examples = sys.modules[load(name).callback.__module__].EXAMPLES[name]
        yield from (("--help", example.removeprefix("aiinfra ").partition(">")[0]) for example in examples)


def arguments(call: str) -> list[str]:
    """The words of a command line; what may be left out is there, and of several words the first."""
    words = shlex.split(re.sub(r"[\[\]…]", "", call.partition(" <")[0]))
    return [STANDS_FOR.get(word, word.partition("/")[0] if word == "bank/course" else word) for word in words]


@pytest.mark.parametrize(("page", "call"), sorted(set(calls())))
def test_a_command_line_of_a_page_is_one_that_the_program_reads(page: str, call: str) -> None:  # noqa: ARG001
    """Commands, options and values are checked as when it is typed; nothing runs. A command alone may only be named."""
    group = typer.main.get_command(cli_app.app)
    name, *rest = [word for word in cli_app.hoist(arguments(call)) if word not in GLOBAL_HELP] or ["status"]
    if rest:
        context = group.make_context("aiinfra", [name, *rest])
        name, *rest = [*context._protected_args, *context.args]
    if rest:
        load(name).make_context(name, rest)
    assert name in COMMANDS or re.fullmatch(r"[\d.]+", name)  # (what --version prints)


def on_the_map(text: str) -> set[str]:
    """The files and folders of the map, each with its path as the indentation tells it."""
    found: set[str] = set()
    above: list[str] = []
    for line in text.splitlines():
        drawn, rest = re.findall(r"^([│├└─ ]*)(.*)$", line)[0]
        depth = len(drawn) // 3
        names = re.match(r"(?:\S+(?:\.py|/)(?: +|$))*", rest)
        above[depth:] = (names[0] if names else "").split()[:1]
        found |= {"".join([*above[:depth], name]) for name in (names[0] if names else "").split()}
    return found


ONE_LINE = ("core/kinds", "lint/rules", "cli/commands")  # folders whose files the map does not name


def test_the_map_is_the_house() -> None:
    drawn = on_the_map(next(block for block in blocks(CONTRIBUTING, "text") if "aiinfra_study/" in block))
    files = {path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*.py")}
    folders = {f"{file.rpartition('/')[0]}/" for file in files}
    inner = tuple(f"src/aiinfra_study/{name}/" for name in ONE_LINE)
    named_ones = {file for file in files if not file.startswith(inner) and not file.endswith("/__init__.py")}
    assert sorted((named_ones | folders) - drawn) == [], "put these on the map of CONTRIBUTING.md"
    gone = sorted(path for path in drawn if not (ROOT / path).exists())
    assert gone == [], "the map of CONTRIBUTING.md has these, the house has not"


def test_the_map_is_read_by_its_indentation() -> None:
    core = "├─ core/    PURE\n│  ├─ d.py  e.py what\n│  └─ f/  g\n│     └─ h.py"
    drawn = f"docs/   pages\nsrc/a/\n├─ b.py   not c.py\n{core}"
    inside = {"src/a/b.py", "src/a/core/", "src/a/core/d.py", "src/a/core/e.py", "src/a/core/f/", "src/a/core/f/h.py"}
    assert on_the_map(drawn) == {"docs/", "src/a/", *inside}


def test_no_source_and_no_test_refers_to_a_page_that_is_not_here() -> None:
    """A section is called by the name of its heading, and a page by its path."""
    strange = re.compile(r"(?i)\b[a-z-]+\.md,? (?:section|part)s? \d|\blearning\.md|\bin the design\b")
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for folder in ("src", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for hit in strange.finditer(path.read_text("utf-8"))
        if path != Path(__file__)
    ]
    assert found == [], "name the page as docs/cli.md, and its heading"


def slug(heading: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    return {slug(title) for title in re.findall(r"^#+ (.*)$", without_blocks(page.read_text("utf-8")), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)\s#]*)#?([^)\s]*)\)", without_blocks(page.read_text("utf-8"))):
        if target.startswith("http"):
            continue
        goal = (page.parent / target) if target else page
        assert goal.exists(), target
        assert not anchor or anchor in anchors(goal), f"{target}#{anchor}"
