"""Reading a bank: everything that is wrong is told with its place, and what is right is kept."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aiinfra_study.core.bank import MAX_OBJECTIVES, MAX_QUESTIONS, SectionFile
from aiinfra_study.core.kinds import MARKERS
from aiinfra_study.core.kinds.numeric import Kind as Numeric
from aiinfra_study.core.text import UNSAFE

from .reading import bank, checked, read, right_response

MINIMAL = """\
format: 1
questions:
  - id: rag-prices
    ask: Prices change hourly. What keeps a shop's assistant right?
    right: Look the price up when asked
    wrong: [Fine-tune it every hour, Cache the answers]
"""

SEVERAL = """\
# yaml-language-server: $schema=../bank.schema.json
format: 1
title: Scheduling GPUs
version: 1.2.0
license: CC-BY-4.0
rationale: all
draw: 8
objectives:
  place-pods: Place training pods on GPU nodes
  size-memory: {text: Size the memory of a model, lectures: [51, 52]}
defaults: {level: apply, tags: [kubernetes], as_of: 2026-11, refs: ["#taints"]}
questions:
  - id: taint
    objective: place-pods
    level: understand
    ask: A node carries the taint `gpu=true:NoSchedule`. Which pods may be placed on it?
    right:
      - text: Pods that tolerate it
        why: A toleration is permission.
    wrong:
      - {text: Pods that request a GPU, why: That is matched later., misconception: requests-tolerate}
      - Pods of a system namespace
    because: "Taints repel: every other pod is filtered out."
    hint: What does a toleration do?
    refs: ["#taints", "Kubernetes docs: Taints"]
    points: 2
    rev: 3
    family: taints
    use: both
    confidence: off
  - {id: flags, ask: Which two pin a pod?, right: [A selector, A taint], wrong: [A budget, A quota], keep_order: [1, 3]}
  - {id: drain, ask: Put the steps in order., order: [Cordon, Evict, Reboot]}
  - {id: scalers, ask: Match them., match: {HPA: replicas, VPA: requests}}
  - {id: slices, blanks: "Slices come with [[MIG|multi-instance GPU]]."}
  - {id: cordon, ask: Which command?, answer: kubectl cordon n1, match_as: command}
  - {id: hpa, claim: The HPA adds nodes., truth: false}
  - {id: shell, ask: What does this print?, code: echo $((6 * 7)), output: "42"}
  - id: memory
    objective: size-memory
    given: {params: {choose: [7, 70]}, need: params * 2}
    ask: How much memory do {params} billion parameters take at 16 bits?
    number: need
    unit: GB
    accept: 2%
    media: {path: pictures/memory.png, alt: A bar of memory}
"""


OTHERWISE = "this line is indented differently from the fields before it"
INDENT = "give all fields of a question the same indentation"
GOES_ON = "text goes on after the closing quotation mark"


def ids(found: SectionFile) -> list[str]:
    return [question.id for question in found.questions]


def test_the_smallest_bank_is_one_question() -> None:
    found = checked(MINIMAL)
    (question,) = found.questions
    assert (question.address, question.kind, question.points, question.rev) == ("course/rag-prices", "single", 1, 1)
    assert (found.section.address, found.section.title) == ("course/section-1", "section-1")


def test_a_bank_of_every_kind_is_read_without_a_problem() -> None:
    found = checked(SEVERAL)
    assert {question.id: question.kind for question in found.questions} == {
        "taint": "single",
        "flags": "multiple",
        "drain": "ordering",
        "scalers": "matching",
        "slices": "cloze",
        "cordon": "short",
        "hpa": "true-false",
        "shell": "output",
        "memory": "numeric",
    }
    section = found.section
    assert (section.title, section.draw, section.rationale, section.left_out) == ("Scheduling GPUs", 8, "all", 0)
    assert section.objectives["size-memory"] == ("size-memory", "Size the memory of a model", ("51", "52"))
    taint = section.outlines[0]
    assert taint[:4] == ("taint", "place-pods", "both", "taints")
    assert (taint.key, taint.rev) == (found.questions[0].fingerprint, found.questions[0].rev)
    assert taint.misconceptions == found.questions[0].body.misconceptions


def test_a_question_says_what_it_does_not_take_from_the_defaults() -> None:
    first, second, *_, last = checked(SEVERAL).questions
    assert (first.level, first.tags, first.refs) == (
        "understand",
        ("kubernetes",),
        ("#taints", "Kubernetes docs: Taints"),
    )
    assert (first.points, first.rev, first.use, first.confidence) == (2, 3, "both", False)
    assert (first.because, first.hint) == (
        "Taints repel: every other pod is filtered out.",
        "What does a toleration do?",
    )
    assert (second.level, second.refs, second.as_of, second.confidence) == ("apply", ("#taints",), "2026-11", True)
    assert last.media == "A bar of memory (pictures/memory.png)"


@pytest.mark.parametrize(
    "text",
    *[
        [
            "no",
            "yes",
            "on",
            "null",
            "~",
            "1.30",
            "12:30",
            "017",
            "0x1F",
            "1e3",
            "2026-11-21",
            "=",
            ".inf",
            "1_000",
            "a'b",
        ]
    ],
)
def test_text_stays_the_text_the_author_wrote(text: str) -> None:
    """YAML 1.1 would make False, 1.3, 750, 15 or a date of these, silently."""
    (question,) = checked(
        bank(f"id: q\nask: {text}\nright: {text}\nwrong: [{text} x, other]\nbecause: {text}")
    ).questions
    assert (question.ask, question.because) == (text, text)
    assert question.body.key_lines == (text,)


def test_a_bank_may_come_from_windows() -> None:
    windows = b"\xef\xbb\xbf" + MINIMAL.replace("\n", "\r\n").encode()
    assert read(windows).questions == read(MINIMAL).questions
    assert read(windows).problems == []


@pytest.mark.parametrize(
    ("stem", "section"),
    [
        ("section-02", "section-2"),
        ("section-2", "section-2"),
        ("section-10", "section-10"),
        ("section-100", "section-100"),
        ("section-00", "section-0"),
        ("007-gpus-08", "7-gpus-8"),
        ("networking", "networking"),
    ],
)
def test_a_file_name_gives_the_id_of_its_section(stem: str, section: str) -> None:
    assert checked(MINIMAL, stem).section.id == section
    assert checked("section: own-name\n" + MINIMAL, stem).section.id == "own-name"


TWO = "questions: [{id: q, claim: x, truth: true}, {id: r, claim: y, truth: true}]"


@pytest.mark.parametrize(
    "text",
    [
        "⟦S202⟧⟦S202⟧",
        "⟦S202⟧⟦S202⟧# nothing but a comment\n",
        f"⟦S202⟧{TWO}",
        "⟦S202⟧format: 1",
        f"format: ⟦S203⟧2\n{TWO}",
        "format: 1\nquestions: ⟦S203⟧[]",
        "format: 1\nquestions: ⟦S203⟧{q: x}",
        "format: 1\nquestions:⟦S203⟧\n",
        "⟦S203⟧just text",
        "⟦S203⟧- id: q",
    ],
)
def test_a_bank_has_a_format_and_a_list_of_questions(text: str) -> None:
    checked(text)


@pytest.mark.parametrize(
    "head",
    [
        "⟦S201⟧tilte: x",
        "title: ⟦S203⟧[x]",
        "section: ⟦S205⟧Section 2",
        "draw: ⟦S203⟧0",
        "draw: ⟦S203⟧many",
        "rationale: ⟦S203⟧always",
        "license: ⟦S203⟧{spdx: x}",
        "objectives: ⟦S203⟧[o]",
        "objectives: {O 1: ⟦S205⟧x}",
        "objectives: {o: ⟦S203⟧[x]}",
        "objectives: {o: ⟦S202⟧{lectures: 5}}",
        "objectives: {o: {text: x, ⟦S201⟧lecture: 5}}",
        "defaults: {⟦S201⟧points: 2}",
        "defaults: {level: ⟦S203⟧hard}",
    ],
)
def test_what_is_wrong_above_the_questions_is_told_once_with_its_place(head: str) -> None:
    assert ids(checked(f"format: 1\n{head}\n{TWO}")) == ["q", "r"]


def test_a_section_has_so_many_objectives_and_no_more() -> None:
    listed = ", ".join(f"o{number}: x" for number in range(MAX_OBJECTIVES))
    assert len(checked(f"format: 1\nobjectives: {{{listed}}}\n{TWO}").section.objectives) == MAX_OBJECTIVES
    found = checked(f"format: 1\nobjectives: ⟦S203⟧{{{listed}, one-more: x, another: x}}\n{TWO}")
    assert len(found.section.objectives) == MAX_OBJECTIVES


@pytest.mark.parametrize(
    "lines",
    [
        "⟦S205⟧ask: x\nright: a\nwrong: b",
        "id: ⟦S205⟧Two Words\nclaim: x\ntruth: true",
        "id: ⟦S205⟧under_score\nclaim: x\ntruth: true",
        "id: ⟦S205⟧" + "x" * 65 + "\nclaim: x\ntruth: true",
        "id: ⟦S203⟧[a]\nclaim: x\ntruth: true",
        "⟦S202⟧id: q\nright: a\nwrong: b",
        "⟦S202⟧id: q\nask: x",
        "⟦S204⟧id: q\nask: x\nright: a\nwrong: b\nnumber: 1",
        "⟦S204⟧id: q\nask: x\nclaim: y\nanswer: z",
        "id: q\nask: x\nright: a\nwrong: b\n⟦S201⟧becuase: c",
        "id: q\nask: x\nright: a\nwrong: b\n⟦S201⟧unit: GB",
        "id: q\nask: ⟦S203⟧[x]\nright: a\nwrong: b",
        "id: q\nask: x\nlevel: ⟦S203⟧hard\nright: a\nwrong: b",
        "id: q\nask: x\nuse: ⟦S203⟧never\nright: a\nwrong: b",
        "id: q\nask: x\npoints: ⟦S203⟧0\nright: a\nwrong: b",
        "id: q\nask: x\nrev: ⟦S203⟧one\nright: a\nwrong: b",
        "id: q\nask: x\nconfidence: ⟦S203⟧no\nright: a\nwrong: b",
        "id: q\nask: x\ntags: ⟦S203⟧[a, [b]]\nright: a\nwrong: b",
        "id: q\nask: x\nmedia: ⟦S203⟧a.png\nright: a\nwrong: b",
        "id: q\nask: x\nmedia: ⟦S202⟧{path: a.png}\nright: a\nwrong: b",
        "id: q\nask: x\nmedia: {path: ⟦S206⟧../a.png, alt: x}\nright: a\nwrong: b",
        "id: q\nask: x\nmedia: {path: ⟦S206⟧/etc/passwd, alt: x}\nright: a\nwrong: b",
        "id: q\nask: x\nmedia: {path: ⟦S206⟧'c:\\a.png', alt: x}\nright: a\nwrong: b",
    ],
)
def test_a_question_that_cannot_be_asked_is_left_out_and_the_others_stay(lines: str) -> None:
    found = checked(bank("id: before\nclaim: x\ntruth: true", lines, "id: after\nclaim: x\ntruth: false"))
    assert ids(found) == ["before", "after"]
    assert found.section.left_out == 1


@pytest.mark.parametrize("lines", ["as_of: ⟦S203⟧last year", "as_of: ⟦S203⟧2026-13", "objective: ⟦S206⟧place-pod"])
def test_a_question_that_can_still_be_asked_is_kept(lines: str) -> None:
    head = "objectives: {place-pods: Place pods}\n"
    assert ids(checked(head + bank(f"id: q\nclaim: x\ntruth: true\n{lines}"))) == ["q"]


@pytest.mark.parametrize(
    ("lines", "help"),
    [
        ("id: q\nask: x\nright: a\nwrong: b\nbecuase: c", 'Did you mean "because"?'),
        ("id: q\nask: x\nright: a\nwrong: b\nobjektive: c", 'Did you mean "objective"?'),
        ("id: q\nask: x\nright: a\nwrong: b\nobjective: place-pod", 'Did you mean "place-pods"?'),
        ("id: q\nask: x\nright: a\nwrong: b\nlevel: analyse", 'Did you mean "analyze"?'),
        ("id: q\nask: x\nright: a\nwrong: b\nzzz: c", "known here: answer"),
        ("id: q\nclaim: x\ntruth: no", "write truth: true or false"),
        ("id: q\nask: x\nright: a\nwrong: b\nuse: never", "write use: both, pre, post or review"),
        ("id: q\nask: x\nright: a\nwrong: b\noptions: [c]", "write right: and wrong:"),
        ("id: q\nask: x\nright: a\nwrong: b\nchoices: [c]", "write right: and wrong:"),
        ("id: q\nask: x\nright: a\nwrong: b\nprompt: c", "write ask:"),
        ("id: q\nask: x\nright: a\nwrong: b\nstem: c", "write ask:"),
        ("id: q\nask: x\nright: a\nwrong: b\nquestion: c", "write ask:"),
        ("id: q\nask: x\nright: a\nwrong: b\ncorrect: a", "write right:"),
        ("id: q\nask: x\nanswer: a\nanswers: [a]", "write answer:"),
        ("id: q\nask: x\nright: a\nwrong: b\nexplanation: c", "write because:"),
        ("id: q\nask: x\nright: {text: a, explanation: c}\nwrong: b", "write why:"),
        ("id: q\nask: x\nnumber: 5\ntolerance: 2%", "write accept:"),
        ("id: q\nask: x\nright: a\nwrong: b\ndifficulty: 3", "write level:"),
        ("id: q\nask: x\nright: a\nwrong: b\ntype: single", "leave it out: the field with the key says the kind"),
        ("id: q\nask:\nright: a\nwrong: b", "write ask: what is asked"),
        ("id: q\nask: # of GPUs?\nright: a\nwrong: b", "put the text in quotes: # begins a comment"),
        ("id: q\nask: x\nnumber: 50 GB", "write number: 50 and unit: GB"),
        ("id: q\nask: x\nnumber: 0.8s", "write number: 0.8 and unit: s"),
        ("id: q\nask: x\nnumber: 0,8", "write a decimal point"),
        ("id: q\nask: x\nnumber: 1,000", "write number: 1000"),
        ("id: q\nask: x\nnumber: 5 + y", "use given names, + - * / // % ** and ceil, floor, round"),
        (
            "id: q\nask: x\nright:\n  - a\nwrong:\n  - RDMA: it bypasses",
            'put the option in quotes: "RDMA: it bypasses"',
        ),
        ('id: q\nask: x\nright: a\nwrong:\n  - a "b": c', "put the option in quotes: 'a \"b\": c'"),
    ],
)
def test_a_near_miss_is_offered(lines: str, help: str) -> None:
    problems = read("objectives: {place-pods: Place pods}\n" + bank(lines)).problems
    assert len(problems) == 1
    assert help.removesuffix(" answer") in problems[0].help


@pytest.mark.parametrize("option", ["{RDMA: fast, RoCE: slow}", "{RDMA: [fast]}"])
def test_a_mapping_is_taken_for_an_option_without_quotes_only_where_it_could_be_one(option: str) -> None:
    problems = read(bank(f"id: q\nask: x\nright: a\nwrong:\n  - {option}")).problems
    assert problems
    assert not any("in quotes" in problem.help for problem in problems)


def test_an_id_stands_once_in_a_course_and_the_first_one_keeps_it() -> None:
    found = checked(
        bank("id: q\nclaim: first\ntruth: true", "id: r\nclaim: x\ntruth: true", "id: ⟦S205⟧q\nclaim: 2nd\ntruth: true")
    )
    assert ids(found) == ["q", "r"]
    assert found.questions[0].body.identity[0] == "first"


def test_an_empty_field_is_told_where_it_stands() -> None:
    """A missing one has no place of its own."""
    found = checked(
        bank("id: q\nask:⟦S202⟧\nanswer: x", "⟦S202⟧id: r\nanswer: x", "id: s\nclaim: ⟦S202⟧''\ntruth: true")
    )
    assert [problem.message for problem in found.problems] == ['"ask" is empty', '"ask" is missing', '"claim" is empty']


def test_an_id_that_a_broken_question_used_first_is_used() -> None:
    found = checked(bank("⟦S202⟧id: q\nask: x", "id: r\nclaim: x\ntruth: true", "id: ⟦S205⟧q\nclaim: x\ntruth: true"))
    assert ids(found) == ["r"]
    assert found.problems[1].message == 'the id "q" is taken in this course, at line 3'


def test_a_bad_id_is_told_as_such_each_time_and_not_as_taken() -> None:
    checked(bank("id: ⟦S205⟧Two Words\nclaim: x\ntruth: true", "id: ⟦S205⟧Two Words\nclaim: x\ntruth: true"))


@pytest.mark.parametrize(
    ("lines", "column", "message", "help"),
    [
        ("\task: x", 1, "a tab cannot indent", "use spaces"),
        ("  right:\n\t- x", 1, "a tab cannot indent", "use spaces"),
        (" ask: x", 2, OTHERWISE, INDENT),
        ("    ask: x", 8, OTHERWISE, INDENT),
        ("  ask: x\n    hint: y", 9, OTHERWISE, INDENT),
        ("  right:\n    text: x\n   why: y", 4, OTHERWISE, INDENT),
        ('  ask: "one"\n    hint: y', 5, OTHERWISE, INDENT),
        ("  ask: one: two", 11, 'a ": " inside unquoted text', 'put the whole text in quotes: "one: two"'),
        ('  ask: "one" two', 14, GOES_ON, "put the whole text in single quotes"),
        ("  ask: 'NVIDIA's card'", 16, GOES_ON, "put the whole text in double quotes"),
        ('  wrong: ["one" two, three]', 17, GOES_ON, "put the whole text in single quotes"),
        ("  ask: `one`", 8, "unquoted text begins with a special character", "put the whole text in quotes"),
    ],
)
def test_what_is_no_yaml_is_told_in_the_words_of_an_author(lines: str, column: int, message: str, help: str) -> None:
    text = f"format: 1\nquestions:\n- id: q\n{lines}\n  answer: x\n"
    (problem,) = read(text).problems
    assert (problem.message, problem.help) == (message, help)
    assert (problem.rule, problem.mark.column) == ("Y101", column)


def test_every_problem_of_a_file_is_told_at_once() -> None:
    """Nobody should have to run a linter eight times; a fault in one place hides none in another."""
    found = checked("""\
        format: ⟦S203⟧one
        ⟦S201⟧tittle: Too many faults
        objectives: {Place Pods: ⟦S205⟧x}
        questions:
          - ⟦S202⟧⟦S205⟧ask: Without an id, and nothing is right?
            wrong: [a, ⟦S209⟧a]
            level: ⟦S203⟧hard
          - id: fine
            claim: This one is good.
            truth: true
          - id: ⟦S205⟧Not An Id
            ask: How many?
            number: ⟦N502⟧1 / 0
            points: ⟦S203⟧none
          - ⟦S203⟧just a text
          - ⟦S202⟧⟦S202⟧id: nothing
            use: ⟦S203⟧sometimes
          - ⟦S202⟧⟦S204⟧id: both
            order: [a, b]
            answer: c
            as_of: ⟦S203⟧yesterday
          - ⟦S202⟧id: last
            ⟦S201⟧extra: x
            order: ⟦S203⟧[a]
        """)
    assert ids(found) == ["fine"]
    assert found.section.left_out == 6
    assert {problem.question for problem in found.problems if problem.mark.line > 20} == {"course/both", "course/last"}


GOOD = "- id: {}\n  claim: It holds.\n  truth: true\n"


def around(broken: str) -> str:
    return "format: 1\nquestions:\n" + GOOD.format("before") + broken + GOOD.format("after")


@pytest.mark.parametrize(
    "broken",
    [
        "- id: q\n  ask: one⟦Y101⟧: two: three\n  answer: x\n",
        "- id: q\n  ask: ⟦Y101⟧`code` first\n  answer: x\n",
        "- id: q\n  ask: ⟦Y101⟧@home\n  answer: x\n",
        "- id: q\n  ask: ⟦Y101⟧%done\n  answer: x\n",
        '- id: q\n  ask: ⟦Y101⟧"never closed\n  answer: x\n',
        "- id: q\n  ask: ⟦Y103⟧*alias\n  answer: x\n",
        "- id: q\n  ask: ⟦Y103⟧&anchor x\n  answer: x\n",
        "- id: q\n  ask: ⟦Y103⟧!!python/object:os.system x\n  answer: x\n",
        "- id: q\n  ask: ⟦Y103⟧! x\n  answer: x\n",
        "- id: q\n  ask: x\n  order: ⟦Y103⟧&anchor [a, b]\n",
        "- id: q\n  ask: x\n  order: ⟦Y103⟧!!seq [a, b]\n",
        "- id: q\n  ask: x\n  match: ⟦Y103⟧&anchor {a: b, c: d}\n",
        "- id: q\n  ask: x\n  answer: x\n  ⟦Y102⟧ask: y\n",
        "- id: q\n  ask: x\n  answer: x\n  ⟦Y103⟧<<: {hint: y}\n",
        "- id: q\n  ask: x\n  right: {text: a, ⟦Y102⟧text: b}\n  wrong: c\n",
        "- id: q\n  ask: x\n  answer: ⟦Y103⟧" + "x" * 66_000 + "\n",
    ],
)
def test_broken_yaml_in_one_question_hides_no_other(broken: str) -> None:
    found = read(around(re.sub("⟦.*?⟧", "", broken)))
    assert ids(found) == ["before", "after"]
    assert found.section.left_out == 1


def test_a_question_that_is_refused_whole_hides_no_broken_one_behind_it() -> None:
    broken = "- id: q\n  ask: one: two: three\n  answer: x\n"
    found = read(around(f"{broken}- id: deep\n  ask: {'[' * 40}{']' * 40}\n  answer: x\n{broken}"))
    told = [(problem.rule, problem.mark.line - found.problems[0].mark.line) for problem in found.problems]
    assert told == [("Y101", 0), ("Y101", 6), ("Y103", 3)]


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL + "---\nformat: 1\n",
        "title: a\n" + MINIMAL + "title: b\n",
        MINIMAL + "objectives: {}\nobjectives: {}\n",
        MINIMAL + "questions: []\n",
        "title: &anchor x\n" + MINIMAL,
        MINIMAL + "version: !tag x\n",
    ],
)
def test_broken_yaml_around_the_questions_hides_none(text: str) -> None:
    found = read(text)
    assert ids(found) == ["rag-prices"]
    assert [problem.rule for problem in found.problems if problem.rule not in ("Y102", "Y103")] == []
    assert found.problems


def test_an_option_that_is_a_merge_key_is_no_unquoted_text() -> None:
    found = checked(bank("id: q\nask: x\nright: a\nwrong:\n  - ⟦S202⟧⟦Y103⟧<<: b"))
    assert not any("\0" in problem.message + problem.help for problem in found.problems)


def test_two_broken_questions_are_both_told() -> None:
    found = checked("""\
        format: 1
        questions:
        - id: a
          ask: one⟦Y101⟧: two: three
        - id: b
          claim: It holds.
          truth: true
        - id: c
          ask: ⟦Y101⟧`x`
        - id: d
          ⟦S201⟧aks: x
          claim: It holds.
          truth: true
        """)
    assert ids(found) == ["b"]
    assert found.section.left_out == 3


def test_the_only_question_being_broken_is_one_problem() -> None:
    assert checked(bank("id: q\nask: one⟦Y101⟧: two: three")).section.left_out == 1


@pytest.mark.parametrize("opened", ["[" * 33, "[" * 100_000, "{a: " * 33, "- " * 33])
def test_depth_is_refused_while_reading(opened: str) -> None:
    """40,000 nested lists kill libyaml's composer."""
    found = read("format: 1\nquestions:\n- id: q\n  ask: " + opened if opened[0] != "-" else opened + "x")
    assert "Y103" in {problem.rule for problem in found.problems}
    assert not found.questions


def test_more_than_5000_questions_are_cut_and_places_stay() -> None:
    lines = ["format: 1", "questions:", *(f"- {{id: q{i}, claim: x, truth: true}}" for i in range(MAX_QUESTIONS + 2))]
    lines[4] = "- {id: q2, claim: x, truth: maybe}"
    found = read("\n".join(lines))
    assert len(found.questions) == MAX_QUESTIONS - 1
    assert found.section.left_out == 3
    assert sorted((p.mark.line, p.rule) for p in found.problems) == [(3, "S203"), (5, "S203")]


def test_what_is_not_utf8_is_one_problem_at_its_place() -> None:
    (problem,) = read(MINIMAL.encode().replace(b"hourly", b"hourl\xff")).problems
    assert (problem.rule, problem.mark.line, problem.mark.column) == ("Y100", 4, 29)


@pytest.mark.parametrize(("raw", "shown"), [("\u202e", "<U+202E>"), ('"\\e[2J"', "␛[2J"), ("a\u200bb", "a<U+200B>b")])
def test_what_could_act_on_a_terminal_is_reported_and_shown(raw: str, shown: str) -> None:
    found = read(bank(f"id: q\nask: {raw}\nanswer: x"))
    assert [problem.rule for problem in found.problems] == ["T601"]
    assert found.questions[0].ask == shown


@pytest.mark.parametrize("key", ["x\\e[31m", "x\\u202e", "x" * 300, "x\\ny"])
def test_a_message_repeats_nothing_that_acts(key: str) -> None:
    for text in (f'"{key}": 1\n{MINIMAL}', bank(f'id: "{key}"\nclaim: x\ntruth: true')):
        for problem in read(text).problems:
            assert not UNSAFE.search(f"{problem}{problem.help}{problem.question}")


def sound(found: SectionFile, data: bytes) -> None:
    """What holds of every reading, however broken the file."""
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for problem in found.problems:
        assert re.fullmatch(r"[YSNT]\d{3}", problem.rule)
        assert 1 <= problem.mark.line <= lines
        assert problem.mark.column >= 1
        assert problem.message
    assert len(set(found.problems)) == len(found.problems)
    assert len({question.id for question in found.questions}) == len(found.questions)
    for question in found.questions:
        posed = question.posed(1)
        assert posed.ask or posed.body.kind in ("true-false", "cloze")
        exact = repr(posed.body.key) if isinstance(posed.body, Numeric) else right_response(posed)
        assert posed.body.grade(exact).correct
    assert [outline.id for outline in found.section.outlines] == [question.id for question in found.questions]


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"%YAML 9.9\n---\n")
@example(b"? [a]\n: b\n")
@example(b"\x00")
def test_no_bytes_break_the_reader(data: bytes) -> None:
    sound(read(data), data)


PIECES = st.sampled_from(
    [*":'\"#-[]{}&*!|>%@`,?\n\t\\~=<\x1b\u202eé👩09x ", "\n  ", "\n- ", "\n---\n", "<<: "]
    + ["questions:", "id: taint", "right:", "wrong: []", "number: 1/0", "given: {a: {range: [1,9]}}"]
)


@given(st.data())
@settings(max_examples=200)
def test_no_mutation_of_a_good_bank_breaks_the_reader(data: st.DataObject) -> None:
    text = SEVERAL
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 0, 1, 1, 5, 40, 400]))
        text = text[:start] + data.draw(PIECES | st.text(max_size=5)) + text[start + length :]
    raw = text.encode("utf-8", "surrogatepass")
    sound(read(raw), raw)


WORDS = st.sampled_from([*MARKERS, "id", "ask", "unit", "accept", "given", "slips", "text", "why", "use", "media"])


@given(
    st.recursive(
        st.text("ab1 :", max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
        max_leaves=20,
    )
)
@settings(max_examples=200)
def test_no_shape_of_a_question_breaks_the_reader(tree: object) -> None:
    raw = ("format: 1\nquestions:\n- " + json.dumps(tree) + "\n").encode()
    sound(read(raw), raw)
