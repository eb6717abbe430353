"""The file of findings that are known already, by fingerprint."""

import json
from collections.abc import Sequence
from pathlib import Path

from aiinfra_study.cli.desk import Desk
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.problem import Problem
from aiinfra_study.ui.problems import Report

SCHEMA = "aiinfra/baseline/1"


def write_baseline(desk: Desk, path: Path, report: Report) -> int:
    """Write the findings as known; returns the exit code."""
    body = {"schema": SCHEMA, "findings": report.fingerprints()}
    try:
        path.write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError("io-error", f"{path} cannot be written ({error.strerror})", "Name another file.") from None
    count = len(report.problems)
    told = "1 finding is" if count == 1 else f"{count} findings are"
    desk.out.lines([[(f"{told} known from now on: {path}", "")]])
    return 0


def without_known(paths: Sequence[Path], report: Report) -> list[Problem]:
    """The findings that no baseline has. Raises UsageError where one is none."""
    known = {mark for path in paths for mark in _read(path)}
    marks = zip(report.problems, report.fingerprints(), strict=True)
    return [problem for problem, mark in marks if mark not in known]


def _read(path: Path) -> set[str]:
    hint = "Write it with --write-baseline."
    if path.exists() and not path.is_file():
        raise UsageError("bad-baseline", f"{path} is no baseline: not a regular file", hint)
    try:
        body = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise UsageError("no-file", f"there is no {path}", hint) from None
    except OSError as error:
        raise UsageError("bad-baseline", f"{path} cannot be read ({error.strerror})", hint) from None
    except (ValueError, RecursionError):
        raise UsageError("bad-baseline", f"{path} is no baseline: no JSON", hint) from None
    found: Sequence[object] = body.get("findings", ()) if isinstance(body, dict) else ()
    if not isinstance(body, dict) or body.get("schema") != SCHEMA or not isinstance(found, list):
        raise UsageError("bad-baseline", f'{path} is no baseline: it has no "schema": "{SCHEMA}"', hint)
    return {mark for mark in found if isinstance(mark, str)}
