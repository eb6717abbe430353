"""Banks as text, for tests: read them, and say inside the text where a problem is expected.

`⟦S203⟧` before a value means that the problem S203 is reported exactly there; the marks are cut out before reading.
"""

import re
from textwrap import dedent

from aiinfra_study.core.bank import SectionFile, read_section
from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair, Response, TextEntry
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.store.yaml_document import read_yaml

_MARK = re.compile(r"⟦(\w+)⟧")
Place = tuple[int, int, str]


def read(text: str | bytes, stem: str = "section-01") -> SectionFile:
    """A section from the text of its file."""
    data = text if isinstance(text, bytes) else dedent(text).encode()
    document = read_yaml(data, f"{stem}.yaml")
    return read_section(document.tree, document.source, document.problems, "course", stem)


def unmarked(text: str) -> tuple[str, list[Place]]:
    """A text without its marks, and the (line, column, rule) they stand for."""
    text, expected = dedent(text), []
    while mark := _MARK.search(text):
        line = text.count("\n", 0, mark.start()) + 1
        expected.append((line, mark.start() - text.rfind("\n", 0, mark.start()), mark[1]))
        text = text[: mark.start()] + text[mark.end() :]
    return text, sorted(expected)


def checked(text: str, stem: str = "section-01") -> SectionFile:
    """Read a marked text; exactly the marked problems are found, each in words with advice."""
    plain, expected = unmarked(text)
    found = read(plain, stem)
    actual = sorted((problem.mark.line, problem.mark.column, problem.rule) for problem in found.problems)
    assert actual == expected, "\n".join(map(str, found.problems))
    assert all(problem.message and problem.help for problem in found.problems)
    return found


def bank(*questions: str) -> str:
    """A bank of questions, each given as the lines of its mapping."""
    listed = ("- " + dedent(lines).strip("\n").replace("\n", "\n  ") + "\n" for lines in questions)
    return "format: 1\nquestions:\n" + "".join(listed)


def question(lines: str) -> Question:
    """One good question from the lines of its mapping, without `id` and `ask`."""
    head = "id: q\n" if re.match(r"\s*(claim|blanks):", lines) else "id: q\nask: What holds?\n"
    found = checked(bank(head + dedent(lines)))
    return found.questions[0]


def refused(lines: str) -> None:
    """One question from its marked lines: the marked problems are found and it is left out."""
    found = checked(bank(lines))
    assert not found.questions
    assert found.section.left_out == 1


def right_response(posed: Posed) -> Response:
    """The right response, read off what is shown as the key."""
    lines = posed.body.key_lines
    match posed.interaction:
        case Choice(options):
            return tuple(options.index(line) for line in lines)
        case TextEntry():
            return "\n".join(lines)
        case Blanks():
            return lines
        case Arrange(items):
            return tuple(items.index(line.partition(". ")[2]) for line in lines)
        case Pair(left):
            return tuple(range(len(left)))
