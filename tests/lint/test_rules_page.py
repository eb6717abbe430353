"""docs/rules.md says what the manuals of the rules say."""

import re
import runpy
from pathlib import Path

import pytest

from aiinfra_study.lint.rule import Rule, catalogue

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "rules.md").read_text("utf-8")
RULES = list(catalogue().values())


def part(rule: Rule) -> str:
    found = re.search(rf"^## {rule.code} {rule.name}\n(.*?)(?=^## [A-Z]\d{{3}} |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, rule.code
    return found[1]


def test_the_page_is_what_would_be_generated() -> None:
    generated = runpy.run_path(str(DOCS / "record_rules.py"))["page"]()
    assert generated == PAGE, "python docs/record_rules.py > docs/rules.md renews it"


def test_every_rule_of_the_page_is_there() -> None:
    assert set(re.findall(r"^## ([A-Z]\d{3}) ", PAGE, re.MULTILINE)) == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_its_row_and_its_part_with_level_and_examples(rule: Rule) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| [{rule.code}]"))
    assert f"| {rule.name} | {rule.level} | {'yes' if rule.default else 'no'} |" in row
    text = part(rule)
    assert f"Level {rule.level}. O{'n' if rule.default else 'ff'} by default" in text
    prose = re.sub(r"^(`{3,})(?:yaml|markdown)\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert rule.summary in " ".join(prose.split())
    assert "\n    " not in prose, "an example is not fenced"
    examples = len(re.findall(r"^\w.*:\n(?=\n?    )", rule.manual, re.MULTILINE))
    assert len(re.findall(r"^\w.*:\n\n`{3,}(?:yaml|markdown)\n\S", text, re.MULTILINE)) == examples


def test_every_letter_of_a_code_is_explained() -> None:
    explained = re.findall(r"^\| ([A-Z]) \|", PAGE, re.MULTILINE)
    assert {rule.code[0] for rule in RULES} <= set(explained)
