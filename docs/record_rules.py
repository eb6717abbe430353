"""Write docs/rules.md from the manuals of the rules.

Run: python docs/record_rules.py > docs/rules.md
"""

import re
import sys

from aiinfra_study.lint.rule import Rule, catalogue

HEAD = """\
# The rules of the linter

`aiinfra lint` looks for these mistakes in question banks. `aiinfra lint --explain CODE` prints one of the parts below,
and [cli.md](cli.md#aiinfra-lint-path) has the options. This page is generated from the manuals of the rules. Their
examples are run by the tests.
"""
FAMILIES = {
    "Y": "the file",
    "S": "fields",
    "I": "one question",
    "N": "numbers and units",
    "T": "text",
    "B": "a whole bank",
    "D": "readings and their diagrams",
    "L": "comments that silence a rule",
}


def page() -> str:
    """The whole page."""
    rules = list(catalogue().values())
    families = "".join(f"| {letter} | {words} |\n" for letter, words in FAMILIES.items())
    parts = [HEAD, f"| codes in | are about |\n|---|---|\n{families}", table(rules), *map(part, rules)]
    return "\n".join(parts)


def table(rules: list[Rule]) -> str:
    """One row a rule."""
    rows = [
        f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} | {rule.level} "
        f"| {'yes' if rule.default else 'no'} | {_cell(rule.summary)} |"
        for rule in rules
    ]
    return "\n".join(["| code | name | level | on | finds |", "|---|---|---|---|---|", *rows, ""])


def part(rule: Rule) -> str:
    """What there is to say of one rule."""
    usual = "On by default." if rule.default else f"Off by default: `--extend-select {rule.code}` turns it on."
    return f"## {rule.code} {rule.name}\n\nLevel {rule.level}. {usual}\n\n{fenced(rule.manual)}\n"


def fenced(manual: str) -> str:
    """A manual with its indented examples as blocks."""

    def block(found: re.Match[str]) -> str:
        lines = [line.removeprefix("    ") for line in found[0].strip("\n").split("\n")]
        fence = "````" if any(line.startswith("```") for line in lines) else "```"
        return "\n".join(["", f"{fence}{'markdown' if lines[0].endswith('.md') else 'yaml'}", *lines, fence, "", ""])

    example = r"(?:^(?:    .*)?\n)*^    .*\n(?:^(?:    .*)?\n)*"
    return re.sub(example, block, f"{manual}\n", flags=re.MULTILINE).strip("\n")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(page(), end="")
