"""What holds for every kind: the key earns all, nothing earns more, and a seed settles everything."""

import json
import re
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.fields import Fields
from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair, Response, TextEntry
from aiinfra_study.core.kinds import MARKERS, body_class, modules
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.core.question_fields import read_question
from aiinfra_study.core.source import Source

from ..reading import bank, checked, read, right_response

WRITTEN = {
    "single": "right: {text: key, why: so}\nwrong: [one, {text: two, why: no}, three]",
    "single, order kept": "right: key\nwrong: [one, two]\nkeep_order: 2",
    "multiple": "right: [a key, another key]\nwrong: [one, two, three]",
    "multiple, all or nothing": "right: [a key, another key]\nwrong: [one, two, three]\npartial: all",
    "true-false": "claim: It holds.\ntruth: false",
    "numeric": "number: 350\nunit: GB\naccept: 2%\nslips: [{number: 2800, why: Divide by 8.}]",
    "numeric, drawn": "number: n\nunit: GB\ngiven: {p: {choose: [7, 70]}, b: {range: [4, 16, 4]}, n: p * b / 8}",
    "numeric, range": "number: 5\naccept: [4, 7]",
    "numeric, money": "number: 2.5\nunit: $/h",
    "short": "answer: [toleration, pod toleration]",
    "short, exact": "answer: NoSchedule\nmatch_as: exact",
    "short, command": "answer: kubectl cordon gpu-1 --dry-run=server\nmatch_as: command",
    "short, number": "answer: 1e3\nmatch_as: number",
    "cloze": "blanks: Slices are [[MIG|multi-instance GPU]], turns [[time-slicing]].",
    "ordering": "order: [first, second, third, fourth]",
    "ordering of two": "order: [first, second]",
    "matching": "match: {one: 1, two: 2, three: 3, four: 4}",
    "output": 'code: seq 2\noutput: "1\\n2\\n"',
}
EXAMPLES = {f"{module}, example": body_class(module).EXAMPLE for module in modules()}
QUESTIONS = EXAMPLES | WRITTEN
MANY_DIGITS = "9" * 5_000  # more than int() takes


def written(lines: str) -> str:
    """A whole question: an example is one, and other lines want what all questions have."""
    if lines.startswith("#"):
        return lines
    asks_itself = re.match(r"claim|blanks", lines)
    return f"id: q\n{'' if asks_itself else 'ask: What holds?'}\nbecause: It does.\n{lines}"


def made(lines: str) -> Question:
    return checked(bank(written(lines))).questions[0]


each_kind = pytest.mark.parametrize("question", [made(lines) for lines in QUESTIONS.values()], ids=list(QUESTIONS))


def responses(posed: Posed) -> st.SearchStrategy[Response]:
    """Anything that may be responded."""
    match posed.interaction:
        case Choice(options, several=several):
            places = st.integers(0, len(options) - 1)
            return st.lists(places, unique=True, max_size=None if several else 1, min_size=not several).map(tuple)
        case TextEntry(unreadable=unreadable):
            numbers = st.floats(allow_nan=False, allow_infinity=False).map("{:.6g}".format)
            near = st.sampled_from([*posed.body.key_lines, "2800 GB", "350 GiB", "tolaration", "1 2", MANY_DIGITS])
            return (st.text() | numbers | near).filter(lambda text: not unreadable(text))
        case Blanks(parts):
            gap = st.sampled_from(["MIG", "time-slicing", "time-slising", "", MANY_DIGITS]) | st.text()
            return st.tuples(*[gap] * (len(parts) - 1))
        case Arrange(items):
            return st.permutations(range(len(items))).map(tuple)
        case Pair(left):
            return st.permutations(range(len(left))).map(tuple)


@pytest.mark.parametrize("module", modules())
def test_a_kind_says_what_its_fields_hold_and_gives_an_example(module: str) -> None:
    kind = body_class(module)
    for field in (mark for mark, marked in MARKERS.items() if marked == module):
        assert field in kind.SCHEMA, f"the field `{field}` of the kind {module} has no schema"
    assert kind.EXAMPLE.startswith(f"# {kind.kind}: "), "an example begins with a comment that says what the kind is"
    assert made(kind.EXAMPLE).kind == kind.kind == module.replace("_", "-")


@each_kind
@given(seed=st.integers())
@settings(max_examples=25)
def test_the_key_earns_all_whatever_is_drawn(question: Question, seed: int) -> None:
    posed = question.posed(seed)
    key = right_response(posed)
    if isinstance(posed.interaction, TextEntry):
        assert posed.interaction.unreadable(str(key)) == ""
    grade = posed.body.grade(key)
    assert (grade.credit, grade.slips, grade.near, grade.correct) == (1, 0, False, True)


@each_kind
@given(data=st.data())
@settings(max_examples=40)
def test_no_response_earns_less_than_nothing_or_more_than_all(question: Question, data: st.DataObject) -> None:
    posed = question.posed(data.draw(st.integers(0, 9)))
    response = data.draw(responses(posed))
    grade = posed.body.grade(response)
    assert 0 <= grade.credit <= 1
    assert (grade.slips == 0) == grade.correct == (grade.credit == 1)
    assert all(remark.about or remark.why for remark in grade.remarks)


@each_kind
@given(data=st.data())
@settings(max_examples=20)
def test_a_response_can_be_kept_as_json(question: Question, data: st.DataObject) -> None:
    posed = question.posed(1)
    kept = posed.body.record(data.draw(responses(posed)))
    assert json.loads(json.dumps(kept)) == kept


def test_the_key_is_kept_in_the_words_of_the_question() -> None:
    kept = {made(lines).kind: made(lines).posed(1) for name, lines in WRITTEN.items() if "," not in name}
    assert {kind: posed.body.record(right_response(posed)) for kind, posed in kept.items()} == {
        "single": "key",
        "multiple": ["a key", "another key"],
        "true-false": False,
        "numeric": "350 GB",
        "short": "toleration",
        "cloze": ["MIG", "time-slicing"],
        "ordering": ["first", "second"],
        "matching": {"one": "1", "two": "2", "three": "3", "four": "4"},
        "output": "1\n2",
    }


def shown(posed: Posed) -> object:
    """All that a learner sees, and what is right."""
    entry = posed.interaction
    way = (entry.unit, entry.lines) if isinstance(entry, TextEntry) else entry
    return posed.ask, posed.code, posed.because, posed.hint, posed.body, way


@each_kind
@given(seed=st.integers())
@settings(max_examples=15)
def test_a_seed_settles_everything(question: Question, seed: int) -> None:
    assert shown(question.posed(seed)) == shown(question.posed(seed)) == shown(question.posed(str(seed)))


@each_kind
@given(seed=st.integers())
@settings(max_examples=15)
def test_everything_to_choose_from_is_shown_once(question: Question, seed: int) -> None:
    match question.posed(seed).interaction:
        case Choice(options, order) | Arrange(options, order):
            assert sorted(order) == list(range(len(options)))
        case Pair(left, right, left_order, right_order):
            assert sorted(left_order) == list(range(len(left)))
            assert sorted(right_order) == list(range(len(right)))


def test_only_a_multiple_takes_several_and_only_a_claim_is_true_or_false() -> None:
    shown = {name: made(lines).posed(1).interaction for name, lines in WRITTEN.items()}
    choices = {name: (way.several, way.truth) for name, way in shown.items() if isinstance(way, Choice)}
    assert choices == {
        "single": (False, False),
        "single, order kept": (False, False),
        "multiple": (True, False),
        "multiple, all or nothing": (True, False),
        "true-false": (False, True),
    }
    typed = {name: way.lines for name, way in shown.items() if isinstance(way, TextEntry)}
    assert {name for name, lines in typed.items() if lines} == {"output"}
    assert {made(WRITTEN[name]).kind for name in typed} == {"numeric", "short", "output"}


def test_the_key_stands_at_each_place_equally_often() -> None:
    """Chi-square over 2,000 seeds with 3 degrees of freedom: a fair draw exceeds 21.1 once in 10,000."""
    question = made(WRITTEN["single"])
    places = Counter(question.posed(seed).interaction.order.index(0) for seed in range(2000))  # type: ignore[union-attr]
    assert len(places) == 4
    assert sum((count - 500) ** 2 / 500 for count in places.values()) < 21.1


def test_two_questions_of_one_seed_are_drawn_apart() -> None:
    """Else the key would stand at the same place in a whole quiz."""
    lines = written(WRITTEN["single"])
    first, second = read(bank(lines, lines.replace("id: q", "id: r"))).questions
    orders = [(first.posed(s).interaction, second.posed(s).interaction) for s in range(9)]
    assert any(one != other for one, other in orders)


@pytest.mark.parametrize("lines", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_from_the_compiled_bank_is_the_same(lines: str) -> None:
    """The compiled bank keeps trees as JSON, without places."""
    found = read(bank(written(lines)))
    source = Source("compiled")
    tree = json.loads(json.dumps(found.trees[0]))
    again = read_question(Fields(tree, source, []), Fields({}, source, []), "course")
    assert (again,) == found.questions
    assert again is not None
    assert shown(again.posed(7)) == shown(found.questions[0].posed(7))


@pytest.mark.parametrize("name", list(WRITTEN))
@pytest.mark.parametrize(
    "change",
    [
        ("What holds?", "What is true?"),
        ("It does.", "It always did."),
        ("because:", "hint: Think.\nrefs: [a book]\ntags: [x]\npoints: 3\nrev: 2\nuse: post\nlevel: apply\nbecause:"),
        ("why: so", "why: for another reason"),
        ("why: no", "why: never"),
        ("why: Divide by 8.", "why: Bits are no bytes."),
        ("Slices are", "Slices of a GPU are"),
        ("code: seq 2", "code: seq 1 2"),
    ],
    ids=lambda change: change[0],
)
def test_a_fingerprint_does_not_change_with_stem_or_explanation(name: str, change: tuple[str, str]) -> None:
    before = written(WRITTEN[name])
    after = checked(bank(before.replace(*change))).questions[0]
    assert after.fingerprint == checked(bank(before)).questions[0].fingerprint


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("single", "text: key", "text: the key"),
        ("single", "two", "too"),
        ("single", "three", "three, four"),
        ("single", "right: {text: key, why: so}\nwrong: [one,", "right: one\nwrong: [key,"),
        ("multiple", "another key", "any key"),
        ("multiple", "right: [a key, another key]\nwrong: [", "right: [a key]\nwrong: [another key, "),
        ("true-false", "false", "true"),
        ("true-false", "It holds", "It never holds"),
        ("numeric", "350", "360"),
        ("numeric", "GB", "GiB"),
        ("numeric", "2%", "3%"),
        ("numeric, drawn", "[7, 70]", "[7, 71]"),
        ("numeric, drawn", "p * b / 8", "p * b / 4"),
        ("short", "pod toleration", "a toleration"),
        ("short", "answer:", "match_as: exact\nanswer:"),
        ("cloze", "MIG|", "MIG|MIGs|"),
        ("ordering", "first, second", "second, first"),
        ("matching", "one: 1", "one: 5"),
        ("output", "1\\n2", "2\\n1"),
    ],
)
def test_a_fingerprint_changes_with_key_and_options(name: str, old: str, new: str) -> None:
    before = written(WRITTEN[name])
    assert old in before
    after = checked(bank(before.replace(old, new))).questions[0]
    assert after.fingerprint != checked(bank(before)).questions[0].fingerprint


def test_a_fingerprint_stays_the_same_for_ever() -> None:
    """The log keeps it: were it counted in another way, every card would look changed."""
    prints = {name: made(lines).fingerprint for name, lines in WRITTEN.items() if "," not in name}
    assert prints == {
        "single": "ece40a11",
        "multiple": "094c96dc",
        "true-false": "2efbe9a7",
        "numeric": "aaea0d0d",
        "short": "fd4ac982",
        "cloze": "1aa94fb7",
        "ordering": "194b2243",
        "ordering of two": "024cef4b",
        "matching": "604524d6",
        "output": "3d2289f2",
    }


def blind(posed: Posed) -> list[Response]:
    """Everything that somebody who cannot read may choose, each as likely; nothing where a response is made."""
    match posed.interaction:
        case Choice(options, several=False):
            return [(place,) for place in range(len(options))]
        case Choice(options):
            sets = range(1, 1 << len(options))
            return [tuple(place for place in range(len(options)) if ticks >> place & 1) for ticks in sets]
        case Pair(left):
            return list(permutations(range(len(left))))
        case Arrange(items):
            return list(permutations(range(len(items))))
        case _:
            return []


@each_kind
def test_chance_is_what_a_blind_guesser_earns(question: Question) -> None:
    posed = question.posed(1)
    credits = [posed.body.grade(response).credit for response in blind(posed)]
    assert question.body.chance == pytest.approx(sum(credits) / max(len(credits), 1))
    assert question.outline.chance == pytest.approx(question.body.chance, abs=1e-4)


@pytest.mark.parametrize("keys", range(2, 6))
@pytest.mark.parametrize("wrongs", range(1, 5))
@pytest.mark.parametrize("partial", ["net", "all"])
def test_chance_of_ticks_however_many_are_right(keys: int, wrongs: int, partial: str) -> None:
    right, wrong = ([f"{word}{place}" for place in range(count)] for word, count in (("r", keys), ("w", wrongs)))
    posed = made(f"right: [{', '.join(right)}]\nwrong: [{', '.join(wrong)}]\npartial: {partial}").posed(1)
    credits = [posed.body.grade(response).credit for response in blind(posed)]
    assert posed.body.chance == pytest.approx(sum(credits) / len(credits))


def test_bodies_are_equal_when_all_they_hold_is() -> None:
    one, alike, other = (made(f"right: a\nwrong: {wrong}").body for wrong in ("b", "[b]", "c"))
    assert one == alike
    assert one != other
