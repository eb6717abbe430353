"""A few inputs of each target from a fixed seed; many are thrown by `python -m tests.hostile`. Each oracle bites."""

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.core.graph import Diagram
from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.kinds import NAMES
from aiinfra_study.core.problem import Mark, Problem
from aiinfra_study.core.quantity import Quantity
from aiinfra_study.store.settings import Settings
from aiinfra_study.ui.layout import Line

from . import banks, harness, lines, logs, readings, responses, targets
from .__main__ import shared
from .guard import guarded
from .harness import Complaint, Target, as_json, chance_of, printed, run, screen

SEED = 10
INPUTS = {
    "bank": 60,
    "course": 150,
    "lint": 40,
    "reading": 40,
    "diagram": 200,
    "number": 1500,
    "typed": 150,
    "keys": 20,
    "log": 120,
    "snapshot": 500,
    "config": 300,
    "line": 40,
}
KNOWN = {target.name: target for target in targets.ALL}


@pytest.mark.parametrize("target", targets.ALL, ids=lambda target: target.name)
def test_no_input_makes_the_program_fail(target: Target) -> None:
    tally = run(target, INPUTS[target.name], SEED)
    assert tally.inputs == INPUTS[target.name]
    assert not tally.failed, tally


@pytest.mark.parametrize("target", targets.ALL, ids=lambda target: target.name)
def test_an_input_can_be_made_again_from_its_number(target: Target) -> None:
    one, same, other = (target.make(chance_of(seed, target.name, 17)) for seed in (1, 1, 2))
    assert one == same != other


def test_a_run_is_shared_out_among_all() -> None:
    counts = shared(1_000_000, list(targets.ALL))
    assert sum(counts.values()) >= 1_000_000
    assert min(counts.values()) >= 5_000
    assert all(shared(1, list(targets.ALL)).values())


def test_the_inputs_are_not_all_refused_at_the_door() -> None:
    """The damage is not so great that nothing is left to judge."""
    read = [logs.make_log(chance_of(SEED, "log", number)) for number in range(60)]
    events = [logs.unseal(line) for data in read for line in data.split(b"\n") if line]
    assert sum(event is not None for event in events) > len(events) / 2
    asked: set[str] = set()
    for number in range(90):
        document = banks.read_yaml(banks.make_bank(chance_of(SEED, "bank", number)).data, "section-01.yaml")
        found = banks.read_section(document.tree, document.source, document.problems, "course", "section-01")
        asked |= {question.kind for question in found.questions}
    assert len(asked) > 6
    assert {question.kind for question in responses.questions()} == set(NAMES)
    drawings = [readings.make_drawing(chance_of(SEED, "diagram", number)) for number in range(60)]
    assert sum(_drawn(drawing) for drawing in drawings) > 20
    found = Counter(rule for number in range(60) for rule in _rules(number))
    assert len(found) > 20, found
    codes = {_code(number) for number in range(60)}
    assert {0, 2} <= codes


def _rules(number: int) -> set[str]:
    """The rules that find something in an input of lint."""
    rules: set[str] = set()
    found = banks.lint

    def noted(problems: list[Problem]) -> list[Problem]:
        rules.update(problem.rule for problem in problems)
        return problems

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(banks, "lint", lambda *given: noted(found(*given)))
        list(banks.look_lint(banks.make_folder(chance_of(SEED, "lint", number))))
    return rules


def _drawn(drawing: readings.Drawing) -> bool:
    try:
        return bool(readings.read_diagram(drawing.source).nodes)
    except readings.DiagramError:
        return False


def _code(number: int) -> int:
    line = lines.make_line(chance_of(SEED, "line", number))
    with lines.places_of(line) as scratch:
        return lines.outcome(line, scratch)[0]


# the oracles bite


def _target(look: Callable[[Any], Any]) -> Target:
    return Target("made", 1, lambda chance: chance.random(), look)


def _raise(error: BaseException) -> Any:
    raise error


@pytest.mark.parametrize("error", [ValueError("so"), RecursionError(), SystemExit(1), MemoryError(), Complaint("so")])
def test_what_is_raised_is_a_failure(error: BaseException) -> None:
    tally = run(_target(lambda _: _raise(error)), 2)
    assert (tally.failed, type(error).__name__ in tally.failures[0][1]) == (2, True)


def test_a_complaint_is_a_failure_and_told_with_its_number() -> None:
    tally = run(_target(lambda _: iter(["this is wrong"])), 1, first=7)
    assert tally.failures == [(7, "this is wrong")]
    assert "made 7: this is wrong" in str(tally)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer that interrupts")
def test_a_hang_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: object) -> None:
        while True:
            pass

    assert "Hang" in run(_target(busy), 1, longest=0.05).failures[0][1]
    monkeypatch.setattr(harness, "WAITING", 2)
    assert "Hang" in run(_target(lambda _: time.sleep(30)), 1, longest=0.05).failures[0][1]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer that interrupts")
def test_a_hang_cannot_be_caught_by_what_hangs() -> None:
    def stubborn(_: object) -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:
                continue

    assert "Hang" in run(_target(stubborn), 1, longest=0.05).failures[0][1]


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x9b2J", "\x07", "\x7f", "\u202e", "\u200b", "\r", "\t"])
def test_a_control_character_on_the_screen_is_a_failure(sign: str) -> None:
    assert list(screen(f"a{sign}b"))


def test_the_programs_own_codes_are_none() -> None:
    assert not list(screen("\x1b[1;36ma\x1b[0m\n\r\x1b[3A\x1b[Jb\U0001f469\u200d\U0001f4bb\n"))
    assert not list(printed([[("a\x1b[2Jb\t\u202e", "good")]], 80))


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": {1}}])
def test_what_is_no_json_is_a_failure(value: object) -> None:
    assert list(as_json(value))


@pytest.mark.parametrize(
    "act",
    [
        lambda path: (path.parent / "elsewhere").write_text("x"),
        lambda path: (path.parent / "folder").mkdir(),
        lambda path: path.rename(path.parent / "moved"),
        lambda _: __import__("socket").socket(),
        lambda _: __import__("subprocess").run(["true"], check=False),
    ],
)
def test_who_leaves_the_scratch_folder_is_stopped_and_told(act: Callable[[Path], Any], tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with guarded(scratch):
        (scratch / "mine").write_text("x")
    with pytest.raises((Complaint, OSError)), guarded(scratch):
        act(scratch)
    assert [path.name for path in tmp_path.iterdir()] == ["scratch"]
    (tmp_path / "afterwards").write_text("nobody looks any more")


def _too_wide(_: Diagram, width: int, **__: bool) -> list[Line]:
    return [[("x" * (width + 1), "")]]


def _elsewhere(*_: object) -> Iterator[Problem]:
    return iter([Problem(Mark("section-01.yaml", 10**6), "S201", "error", "so")])


def _same(text: str) -> str:
    return text


_READ, _CORE, _UI = "aiinfra_study.core.reading.clean", "aiinfra_study.core.quantity", "aiinfra_study.ui"
BROKEN = {
    # target: what of the program is broken, and how
    "bank": {"aiinfra_study.core.kinds.single.Kind.key_lines": ("",)},
    "course": {"hostile.banks.read_course": lambda *_: _raise(KeyError("title"))},
    "lint": {"hostile.banks.lint": _elsewhere},
    "reading": {_READ: _same, f"{_UI}.theme.clean": _same},
    "diagram": {"hostile.readings.draw": _too_wide},
    "number": {"hostile.responses.parse": lambda text: Quantity(float("inf"), text, 1.0, "")},
    "typed": {"aiinfra_study.core.kinds.single.Kind.grade": lambda *_: Grade(2.0)},
    "keys": {"hostile.responses.decode": lambda buffer: (buffer[0], buffer)},
    "log": {"aiinfra_study.store.log._DECODER": json.JSONDecoder()},
    "snapshot": {"hostile.logs.load": json.loads},
    "config": {"aiinfra_study.store.settings.Settings.unset": lambda self, _: self.path.write_text("")},
    "line": {"aiinfra_study.cli.outcome.clean": _same},
}
MOST = 3000  # inputs until a target has found what is broken


@pytest.mark.parametrize("name", KNOWN)
def test_a_broken_program_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, value in BROKEN[name].items():
        monkeypatch.setattr(place.replace("hostile", __package__, 1) if place.startswith("hostile.") else place, value)
    for first in range(1, MOST, 20):
        tally = run(KNOWN[name], 20, SEED, first)
        if tally.failed:
            return
    pytest.fail(f"{MOST} inputs of {name} say nothing")


def test_a_broken_write_of_settings_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "unset", lambda self, _: self.path.write_text(""))
    config = logs.Config(b'course = "x"\neasy = true\n', "easy", "false")
    assert list(logs.look_config(config)) == ["unset 'easy': another setting was changed"]
