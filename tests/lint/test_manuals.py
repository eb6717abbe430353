"""The manual of every rule is tried: what it says fails does, and what it says passes does."""

import os
import re
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest

from aiinfra_study.core.problem import Problem
from aiinfra_study.lint import Wanted, lint, rules
from aiinfra_study.lint.rule import Rule, catalogue
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.files import MAX_BYTES, Unreadable, read_bytes, read_section_file

from .banks import bank, course_of

IN_WORDS = {"Y100", "B405"}  # no text fails: one is about files, one is a report; the manual says it in words
RULES = [rule for rule in catalogue().values() if rule.code not in IN_WORDS]


def example(rule: Rule, title: str) -> str:
    """What stands under a title of a manual."""
    found = re.search(rf"^{title}:\n((?:    .*\n|\n)+)", rule.manual + "\n", re.MULTILINE)
    assert found, f"{rule.code} has no {title}:"
    return found[1]


def findings(text: str, code: str) -> list[Problem]:
    """What all rules, and one that may be off by default, say of an example.

    It is a bank, or several files, each under a comment with its name.
    """
    _, *parts = re.split(r"^# (\S+\.(?:yaml|md))$", dedent(text), flags=re.MULTILINE)
    files = dict(zip(parts[::2], parts[1::2], strict=True)) or {"section-01.yaml": text}
    head = files.pop("course.yaml", "")
    readings = {name: files.pop(name) for name in list(files) if name.endswith(".md")}
    course, opened = course_of([bank(section) for section in files.values()], head, readings)
    commented = [file._replace(ignored=ignored(file.bank.source)) if file.bank else file for file in opened]
    return lint(course, commented, Wanted(extend=(code,)))


def test_every_module_of_rules_is_listed() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    assert sorted(files) == rules.MODULES


def test_rules_come_from_the_file_to_its_comments_in_the_order_of_their_codes() -> None:
    codes = list(catalogue())
    assert "".join(dict.fromkeys(code[0] for code in codes)) == "YSINTBDL"
    assert all(one < other for one, other in pairwise(codes) if one[0] == other[0])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_the_manual_says_fails_and_what_it_says_passes(rule: Rule) -> None:
    assert rule.code in {p.rule for p in findings(example(rule, "Fails"), rule.code)}
    assert rule.code not in {p.rule for p in findings(example(rule, "Passes"), rule.code)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_each_bank_that_a_manual_says_fails_fails(rule: Rule) -> None:
    """An example of several questions shows several ways to fail; a question is one block of lines."""
    shown = dedent(example(rule, "Fails"))
    for question in re.split(r"\n\n(?=- )", shown) if shown.startswith("- ") else [shown]:
        assert rule.code in {p.rule for p in findings(question, rule.code)}, question


@pytest.mark.parametrize("code", sorted(IN_WORDS))
def test_a_manual_without_examples_says_it_in_words(code: str) -> None:
    manual = catalogue()[code].manual
    assert re.search(r"^Fails: \w", manual, re.MULTILINE)
    assert re.search(r"^Passes: \w", manual, re.MULTILINE)


def y100(path: Path) -> bool:
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        return found.problem.rule == "Y100"
    return [p.rule for p in read_section_file(path, found[0], "course").problems] == ["Y100"]


GOOD = bank("""
    - id: decode-bound
      ask: What limits decoding at batch size 1?
      right: Memory bandwidth
      wrong: [Arithmetic throughput]
""").encode()


def test_y100_is_what_its_manual_says(tmp_path: Path) -> None:
    path = tmp_path / "section-01.yaml"
    assert y100(path), "not there"
    path.write_bytes(GOOD + b"#" * (MAX_BYTES + 1 - len(GOOD)))
    assert y100(path), "too large"
    path.write_bytes(GOOD.replace(b"batch", b"b\xe4tch"))
    assert y100(path), "not UTF-8"
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
        assert y100(path), "a pipe"
        path.unlink()
    path.write_bytes(GOOD)
    path.chmod(0)
    if not os.access(path, os.R_OK):
        assert y100(path), "no permission"
    path.chmod(0o600)
    for passes in (
        GOOD,
        b"\xef\xbb\xbf" + GOOD,
        GOOD.replace(b"\n", b"\r\n"),
        GOOD + b"#" * (MAX_BYTES - len(GOOD)),
    ):
        path.write_bytes(passes)
        assert not y100(path)
