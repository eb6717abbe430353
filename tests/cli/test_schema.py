"""aiinfra schema: what the decoder knows, as JSON Schema; the shipped banks hold to it and mistakes do not."""

import ast
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from aiinfra_study.core import bank, course_file, kinds, options, question, schema, schema_question
from aiinfra_study.store.files import read_section_file

ROOT = Path(__file__).parents[2]
BANKS = ROOT / "question_banks"
SECTIONS = sorted(path for path in BANKS.glob("*/*.yaml") if path.name != "course.yaml")
COURSES = sorted(BANKS.glob("*/course.yaml"))


class Typed(yaml.SafeLoader):
    """YAML as editors read it: numbers and booleans are typed, a date is text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def typed(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Typed)))  # JSON makes every key a text


def mistakes(of: str, tree: Any) -> list[str]:
    """What a validator says of a tree."""
    jsonschema = pytest.importorskip("jsonschema")
    checker = jsonschema.Draft7Validator(schema.SCHEMAS[of]())
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in checker.iter_errors(tree)]


# what is printed


@pytest.mark.parametrize("of", schema.SCHEMAS)
def test_the_file_among_the_banks_is_what_is_printed(of: str, aiinfra: Any) -> None:
    done = aiinfra("schema", of)
    assert (done.code, done.err) == (0, "")
    written = (BANKS / f"{of}.schema.json").read_text("utf-8")
    assert done.out == written, f"aiinfra schema {of} > question_banks/{of}.schema.json renews it"
    assert json.loads(written)["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_a_bank_is_usual_and_others_are_refused(aiinfra: Any, refused: Any) -> None:
    assert aiinfra("schema").out == aiinfra("schema", "bank").out
    refused(aiinfra("schema", "learner"), 2)


@pytest.mark.parametrize("of", schema.SCHEMAS)
def test_it_is_a_schema_of_draft_07(of: str) -> None:
    pytest.importorskip("jsonschema").Draft7Validator.check_schema(schema.SCHEMAS[of]())


# the fields are those of the decoder


def test_every_common_field_has_a_schema() -> None:
    assert set(schema_question.COMMON_SCHEMA) == set(question.COMMON)
    assert list(_definition()["properties"])[: len(question.COMMON)] == list(question.COMMON)


def test_a_field_of_two_kinds_means_the_same_in_both() -> None:
    """An editor is told of a field before it knows the kind."""
    for module in kinds.modules():
        for name, own in kinds.body_class(module).SCHEMA.items():
            assert _definition()["properties"][name] == own, f"`{name}` of the kind {module} is another elsewhere"


def test_each_kind_takes_the_fields_that_its_decoder_takes() -> None:
    listed = [set(rule["then"]["propertyNames"]["enum"]) for rule in _definition()["allOf"]]
    assert sorted(map(sorted, listed)) == sorted(
        sorted({*question.COMMON, *kinds.body_class(module).SCHEMA}) for module in kinds.modules()
    )


def test_the_heads_take_the_fields_that_the_decoder_takes() -> None:
    top: Any = schema.bank_schema()
    assert list(top["properties"]) == list(bank.SECTION_FIELDS)
    assert list(top["properties"]["defaults"]["properties"]) == list(question.DEFAULTABLE)
    course: Any = schema.course_schema()
    assert list(course["properties"]) == list(course_file.COURSE_FIELDS)


def test_every_mapping_that_the_decoder_reads_is_one_of_the_schema() -> None:
    """Those whose fields stand in the source, as in `inner.known(("path", "alt"))`."""
    read = set()
    for path in (ROOT / "src" / "aiinfra_study" / "core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            known = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "known"
            if known and isinstance(node.args[0], ast.Tuple):
                read.add(frozenset(ast.literal_eval(node.args[0])))
    assert len(read) >= 6
    assert read | {frozenset(options.OPTION_FIELDS)} <= _mappings([schema.bank_schema(), schema.course_schema()])


def _definition() -> Any:
    top: Any = schema.bank_schema()
    return top["definitions"]["question"]


def _mappings(tree: Any) -> set[frozenset[str]]:
    """The fields of every mapping of a schema that takes no others."""
    found = set()
    if isinstance(tree, dict):
        if tree.get("additionalProperties") is False:
            found.add(frozenset(tree["properties"]))
        tree = list(tree.values())
    return found.union(*map(_mappings, tree)) if isinstance(tree, list) else found


# banks


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_bank_is_valid(path: Path) -> None:
    assert mistakes("bank", typed(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", [*SECTIONS, *COURSES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_file_tells_editors_where_its_schema_is(path: Path) -> None:
    of = "course" if path.name == "course.yaml" else "bank"
    first = path.read_text("utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema=../{of}.schema.json"


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_a_shipped_course_is_valid(path: Path) -> None:
    assert mistakes("course", typed(path.read_text("utf-8"))) == []


def test_a_new_bank_is_valid(aiinfra: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    aiinfra("bank", "new", "4")
    assert mistakes("bank", typed((tmp_path / "section-04.yaml").read_text("utf-8"))) == []


QUESTIONS = [
    "{id: a, ask: How, right: One, wrong: [Two, 3, true]}",
    "{id: a, ask: How, right: [One], wrong: [Two], keep_order: 1}",
    "{id: a, ask: How, right: [One, Two], wrong: Three, partial: all, keep_order: [1, 2]}",
    "{id: a, ask: How, right: {text: 7, why: So.}, wrong: [{text: 8, misconception: off-by-one}]}",
    "{id: 4, claim: So it is., truth: false, confidence: off, rev: 2, points: '3'}",
    "{id: a, ask: How much, number: 42, accept: exact}",
    "{id: a, ask: How much, number: 2 * n, unit: GB, accept: ±0.5, given: {n: {range: [1, 9]}, m: n + 1, k: 4}}",
    "{id: a, ask: How much, number: 42, accept: [40, 44], slips: {number: 21, why: Twice that.}}",
    "{id: a, ask: Which, answer: 42, match_as: number}",
    "{id: a, blanks: 'A [[gap]].', as_of: 2026-11, lectures: 12, tags: [a, 1]}",
    "{id: a, ask: Order., order: [1, 2, three]}",
    "{id: a, ask: Match., match: {HBM: 1, DRAM: 2}, media: {path: a.png, alt: A picture}}",
    "{id: a, ask: What does jq print, right: null, wrong: ['0', null-ish], hint: , because: }",
    "{id: a, ask: What does jq print, answer: [null, ~], match_as: exact, tags: , family: }",
    "{id: a, ask: What does jq print, output: null, as_of: , objective: , code: }",
    "{id: a, ask: Which, right: [One, Two], wrong: [], keep_order: ['2', 1]}",
    "{id: a, ask: N, number: '(n + 1) * -2.5e3 // max(n, 2)', unit: tokens/s, given: {n: {choose: ['1,000', 1e3]}}}",
    "{id: a, ask: How much, number: 1_000 ** 0x2, unit: $/h, accept: 2.5 %, slips: [{number: 7, why: No.}]}",
    "{id: a, ask: Order the releases., order: [1.1, 1.2, 1.10]}",
    "{id: a, ask: Match., match: {jq .a: null, jq .b: true}, media: {path: shots/a..b.png, alt: A picture}}",
    "{id: a, ask: , claim: So it is., truth: true}",
    "{id: a, blanks: 'A `[[a]]` and [[b|c ]].', ask: ''}",
    "{id: a, ask: What, code: echo 56, output: 56, level: apply, use: post, refs: A book}",
]
WRONG_QUESTIONS = [
    *("{ask: How, right: One, wrong: [Two]}", "{id: A b, ask: How, right: One, wrong: [Two]}"),
    *("{id: a, ask: How}", "{id: a, ask: How, right: One}", "{id: a, ask: How, wrong: [One]}"),
    *("{id: a, right: One, wrong: [Two]}", "{id: a, ask: How, right: One, wrong: [Two], becuase: So.}"),
    "{id: a, ask: How, right: One, wrong: [Two], number: 4}",
    "{id: a, ask: How, right: One, wrong: [Two], unit: GB}",
    "{id: a, ask: How, right: One, wrong: [Two], partial: all}",
    "{id: a, ask: How, right: [One, Two], wrong: [Three], partial: some}",
    "{id: a, ask: How, right: {text: One, wy: So.}, wrong: [Two]}",
    "{id: a, ask: How, right: {why: So.}, wrong: [Two]}",
    "{id: a, ask: How, right: One, wrong: []}",
    "{id: a, ask: [How], right: One, wrong: [Two]}",
    *("{id: a, claim: So it is.}", "{id: a, claim: So it is., truth: maybe}"),
    "{id: a, claim: So it is., truth: true, level: applied}",
    "{id: a, claim: So it is., truth: true, use: never}",
    "{id: a, claim: So it is., truth: true, rev: 0}",
    "{id: a, claim: So it is., truth: true, points: 101}",
    "{id: a, claim: So it is., truth: true, as_of: 2026-13}",
    "{id: a, claim: So it is., truth: true, media: {path: a.png}}",
    *("{id: a, ask: How much, number: 4, accept: 2}", "{id: a, ask: How much, number: 4, accept: [2]}"),
    "{id: a, ask: How much, number: n, given: {N: {choose: [1]}}}",
    "{id: a, ask: How much, number: n, given: {n: {pick: [1]}}}",
    "{id: a, ask: How much, number: 4, slips: [{number: 5}]}",
    *("{id: a, ask: Which, answer: []}", "{id: a, ask: Which, answer: x, match_as: regex}"),
    *("{id: a, blanks: No gap.}", "{id: a, ask: Order., order: [One]}", "{id: a, ask: Match., match: {HBM: near}}"),
    "{id: a, ask: Match., match: [HBM, DRAM]}",
    *("{id: a, ask: ' ', right: One, wrong: [Two]}", "{id: a, ask: , right: One, wrong: [Two]}"),
    *("{id: -1, ask: How, right: One, wrong: [Two]}", "{id: , ask: How, right: One, wrong: [Two]}"),
    *(f"{{id: a, ask: How, right: One, wrong: [Two], keep_order: {it}}}" for it in ("first", 0, "[1, 2]", "[]")),
    "{id: a, ask: How, right: [One, Two], wrong: [Three], keep_order: 1}",
    *(f"{{id: a, ask: How much, number: {it}}}" for it in ("50 GB", "0.8s", "5%", "'0,8 s'", "±4", "''")),
    *(f"{{id: a, ask: How much, number: 4, unit: {it}}}" for it in (4, "4 GB", "'GB?'")),
    *(f"{{id: a, ask: How much, number: 4, accept: {it}}}" for it in ("±", "'%'", "about 2%", "[low, high]")),
    *("{id: a, ask: How much, number: n, given: {n: {choose: [few]}}}", "{id: a, ask: N, number: n, given: {n: 4 GB}}"),
    *("{id: a, ask: How much, number: 4, slips: [{number: 5, why: ''}]}", "{id: a, ask: Which, answer: ['']}"),
    *("{id: a, blanks: 'A [[]].'}", "{id: a, blanks: 'A [[a]] and [[ | ]].'}", "{id: a, ask: What, output: ' '}"),
    *(
        f"{{id: a, claim: So., truth: true, media: {{path: {it}, alt: A}}}}"
        for it in ("/a", "../a", "a/../../b", "http://a")
    ),
    *(f"{{id: a, claim: So., truth: true, as_of: {it}}}" for it in (2026, "soon")),
    *("{id: a, ask: Order., order: [One, '']}", "{id: a, ask: Match., match: {HBM: '', DRAM: far}}"),
]


def bank_of(one: str) -> str:
    return f"format: 1\nquestions:\n  - {one}\n"


@pytest.mark.parametrize("one", QUESTIONS)
def test_what_the_decoder_takes_is_valid(one: str) -> None:
    read = read_section_file(Path("section-01.yaml"), bank_of(one).encode(), "course")
    assert [problem.message for problem in read.problems] == []
    assert mistakes("bank", typed(bank_of(one))) == []


@pytest.mark.parametrize("one", WRONG_QUESTIONS)
def test_a_question_with_a_planted_mistake_is_refused_by_both(one: str) -> None:
    read = read_section_file(Path("section-01.yaml"), bank_of(one).encode(), "course")
    assert read.problems
    assert mistakes("bank", typed(bank_of(one)))


GOOD_BANK = {"format": 1, "questions": [{"id": "a", "claim": "So it is.", "truth": True}]}
GOOD_COURSE = {
    "format": 1,
    "sections": [
        "section-1",
        {"id": "section-2", "week": 3, "lectures": [{"number": 1, "title": "One", "kind": "lab"}]},
    ],
    "misconceptions": {"off-by-one": {"belief": "One more.", "contrast": "One less."}},
}


@pytest.mark.parametrize(
    ("of", "change"),
    [
        *(("bank", {"format": 2}), ("bank", {"questions": []}), ("bank", {"titel": "Typo"}), ("bank", {"draw": 0})),
        *(("bank", {"rationale": "most"}), ("bank", {"section": "Section 1"}), ("bank", {"defaults": {"use": "pre"}})),
        *(("bank", {"objectives": {"One": "Do it"}}), ("bank", {"objectives": {"one": {"txt": "Do it"}}})),
        *(("course", {"format": 2}), ("course", {"section": []}), ("course", {"sections": [{"week": 1}]})),
        *(("course", {"sections": [{"id": "a", "weeks": 1}]}), ("course", {"misconceptions": {"a": {"belief": "B"}}})),
        ("course", {"sections": [{"id": "a", "lectures": [{"title": "One", "kind": "talk"}]}]}),
    ],
)
def test_a_head_with_a_planted_mistake_is_refused(of: str, change: dict[str, Any]) -> None:
    good = deepcopy(GOOD_BANK if of == "bank" else GOOD_COURSE)
    assert mistakes(of, good) == []
    assert mistakes(of, good | change)
    assert mistakes(of, {key: value for key, value in good.items() if key != "format"})


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ({"objectives": {f"o-{i}": "x" for i in range(bank.MAX_OBJECTIVES + 1)}}, {"answer": "x"}),
        ({}, {"answer": ["x"] * 101}),
        ({}, {"number": 1, "given": {f"a{i}": "1" for i in range(21)}}),
        ({}, {"number": 1, "slips": [{"number": 2, "why": "x"}] * 21}),
    ],
    ids=lambda value: ", ".join(value),
)
def test_limits_of_the_decoder_are_limits_of_the_schema(head: dict[str, Any], fields: dict[str, Any]) -> None:
    tree = {"format": 1, **head, "questions": [{"id": "q", "ask": "x", **fields}]}
    (mistake,) = mistakes("bank", tree)
    assert any(repr(name) in mistake.partition(":")[0] for name in (*head, *fields))


def test_a_section_of_a_course_has_an_id() -> None:
    assert mistakes("course", {"format": 1, "sections": [""]})
    assert not mistakes("course", {"format": 1, "sections": ["a", {"id": "b"}]})
