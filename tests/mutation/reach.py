"""Pytest plugin: which tests reach which lines of the package, and how long each takes (`-p tests.mutation.reach`).

Each process writes a file of its own into the folder named by MUTATION_REACH. What a test does in another process is
not seen. A test that fails is left out: it could not tell a mutant from the source. Needs Python 3.12: every line
reports itself once for each test, and costs nothing after that.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

_PACKAGE = "src/aiinfra_study/"
_TOOL = sys.monitoring.COVERAGE_ID
_LINE = sys.monitoring.events.LINE
IMPORT = ""  # the lines that run before the first test


class Reach:
    """Measures one process of the test run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        self._process = os.getpid()
        self._seen: set[tuple[str, int]] = set()
        self._lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        sys.monitoring.use_tool_id(_TOOL, "reach")
        sys.monitoring.register_callback(_TOOL, _LINE, self._line)
        sys.monitoring.set_events(_TOOL, _LINE)

    def _line(self, code: CodeType, line: int) -> Any:
        module = code.co_filename.replace(os.sep, "/").partition(_PACKAGE)[2]
        if module:
            self._seen.add((module, line))
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._keep(IMPORT)
        sys.monitoring.restart_events()
        began = time.perf_counter()
        result = yield
        self._seconds[item.nodeid] = time.perf_counter() - began
        self._keep(item.nodeid)
        return result

    def _keep(self, name: str) -> None:
        for module, line in self._seen:
            self._lines[module][line].append(name)
        self._seen.clear()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        sys.monitoring.set_events(_TOOL, 0)
        if os.getpid() != self._process or not self._seconds:
            return
        seconds = {name: round(took, 4) for name, took in self._seconds.items() if name not in self._failed}
        found = {"seconds": seconds, "lines": self._lines}
        (self._folder / f"reach-{self._process}.json").write_text(json.dumps(found), encoding="utf-8")


# begins as soon as pytest loads this, before any conftest.py imports the package
_REACH = Reach(Path(os.environ["MUTATION_REACH"])) if "MUTATION_REACH" in os.environ else None


def pytest_configure(config: pytest.Config) -> None:
    """Hears of tests from here on."""
    if _REACH is not None:
        config.pluginmanager.register(_REACH)


class Reached:
    """What all processes found."""

    def __init__(self, folder: Path) -> None:
        self.seconds: dict[str, float] = {}
        self._lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for path in sorted(folder.glob("reach-*.json")):
            found = json.loads(path.read_text(encoding="utf-8"))
            self.seconds |= found["seconds"]
            for module, lines in found["lines"].items():
                for line, names in lines.items():
                    self._lines[module][int(line)].update(names)

    def tests_of(self, module: str, first: int, last: int) -> list[str]:
        """The tests that run any of these lines, quick ones first. What lines do that run on import, any test may see:
        those come first that run the module at all."""
        lines = self._lines.get(module, {})
        there = set().union(*(lines.get(line, set()) for line in range(first, last + 1)))
        inside = set().union(*lines.values())
        known = self.seconds.keys() & (self.seconds.keys() if IMPORT in there else there)
        return sorted(known, key=lambda name: (name not in inside, self.seconds[name]))
