"""The plain front end: one line read is one response, row by row of the table of the command line's contract."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Interaction, Pair, Response, TextEntry
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import Act, EndOfInput, Place, Reply, Said
from aiinfra_study.ui.lines import Lines, parse_line
from aiinfra_study.ui.theme import Out

from .laboratory import IDS, LONG_OPTIONS, posed, questions
from .streams import Terminal

# the options stand in another order than they were written in: c a b
SINGLE = Choice(("a text", "b text", "c text"), (2, 0, 1))
SEVERAL = Choice(("a text", "b text", "c text"), (2, 0, 1), several=True)
TRUTH = Choice(("True", "False"), (0, 1), truth=True)
TEXT, LINES = TextEntry(), TextEntry(lines=True)
GAPS, GAP = Blanks(("", " and ", ".")), Blanks(("only ", "."))
ITEMS = Arrange(("first", "second", "third", "fourth"), (2, 0, 3, 1))
PAIRS = Pair(("l0", "l1", "l2"), ("r0", "r1", "r2"), (1, 2, 0), (2, 0, 1))

READ: list[tuple[Interaction, str, Response]] = [
    (SINGLE, "1", (2,)), (SINGLE, "2", (0,)), (SINGLE, "3", (1,)), (SINGLE, "b", (0,)), (SINGLE, "B", (0,)),
    (SINGLE, "  2  ", (0,)),
    (SEVERAL, "1,3", (2, 1)), (SEVERAL, "1 3", (2, 1)), (SEVERAL, "1, 3", (2, 1)), (SEVERAL, "3 1", (1, 2)),
    (SEVERAL, "a c", (2, 1)), (SEVERAL, "a,c", (2, 1)), (SEVERAL, "13", (2, 1)), (SEVERAL, "2", (0,)),
    (SEVERAL, "b", (0,)),
    (TRUTH, "1", (0,)), (TRUTH, "t", (0,)), (TRUTH, "true", (0,)), (TRUTH, "y", (0,)), (TRUTH, "yes", (0,)),
    (TRUTH, "TRUE", (0,)), (TRUTH, "2", (1,)), (TRUTH, "f", (1,)), (TRUTH, "false", (1,)), (TRUTH, "n", (1,)),
    (TRUTH, "no", (1,)), (TRUTH, "No", (1,)),
    (TEXT, " kubectl get  pods ", "kubectl get  pods"), (TEXT, "1", "1"), (TEXT, "q", "q"), (TEXT, "a\\nb", "a\\nb"),
    (TEXT, "?", "?"),
    (LINES, "a\\nb", "a\nb"), (LINES, "  a  b ", "a  b"), (LINES, "a\\n\\nb", "a\n\nb"),
    (GAPS, "first | second", ("first", "second")), (GAPS, "first|second", ("first", "second")),
    (GAPS, "first |", ("first", "")), (GAPS, "| second", ("", "second")), (GAP, "one", ("one",)),
    (ITEMS, "3 1 2 4", (3, 2, 0, 1)), (ITEMS, "3,1,2,4", (3, 2, 0, 1)), (ITEMS, "3124", (3, 2, 0, 1)),
    (ITEMS, "c a b d", (3, 2, 0, 1)),
    # left items stand as l1 l2 l0, right ones as a: r2, b: r0, c: r1
    (PAIRS, "1b 2a 3c", (1, 0, 2)), (PAIRS, "1B, 2A, 3C", (1, 0, 2)), (PAIRS, "3c 2a 1b", (1, 0, 2)),
    (PAIRS, "1-b 2-a 3-c", (1, 0, 2)), (PAIRS, "1 b 2 a 3 c", (1, 0, 2)), (PAIRS, "1=b;2=a;3=c", (1, 0, 2)),
]  # fmt: skip
KINDS: list[Interaction] = [SINGLE, SEVERAL, TRUTH, TEXT, LINES, GAPS, ITEMS, PAIRS]
UNREADABLE: list[tuple[Interaction, str]] = [
    *((interaction, line) for interaction in KINDS for line in ("", "  ")),
    (SINGLE, "4"), (SINGLE, "0"), (SINGLE, "d"), (SINGLE, "1 2"), (SINGLE, "1,2"), (SINGLE, "12"), (SINGLE, "a text"),
    (SINGLE, "-1"), (SINGLE, "2?"), (SINGLE, "²"), (SINGLE, "?"), (SINGLE, "hint"),
    (SEVERAL, "1 1"), (SEVERAL, "11"), (SEVERAL, "1,4"), (SEVERAL, "1-3"), (SEVERAL, ","),
    (TRUTH, "3"), (TRUTH, "tr"), (TRUTH, "1 2"), (TRUTH, "maybe"),
    (GAPS, "one"), (GAPS, "a | b | c"), (GAPS, "|"), (GAPS, " | "), (GAP, "a | b"),
    (ITEMS, "1 2 3"), (ITEMS, "1 2 3 3"), (ITEMS, "1 2 3 5"), (ITEMS, "first second third fourth"),
    (PAIRS, "1b 2a"), (PAIRS, "1b 2b 3c"), (PAIRS, "1b 1a 3c"), (PAIRS, "1b 2a 4c"), (PAIRS, "1b 2a 3d"),
    (PAIRS, "b a c"), (PAIRS, "1b 2a 3c 4"), (PAIRS, "12 23 31"),
]  # fmt: skip


@pytest.mark.parametrize(("interaction", "line", "response"), READ)
def test_a_line_is_read(interaction: Interaction, line: str, response: Response) -> None:
    assert parse_line(interaction, line) == response


@pytest.mark.parametrize(("interaction", "line"), UNREADABLE)
def test_a_line_that_cannot_be_read_is_refused_in_words(interaction: Interaction, line: str) -> None:
    with pytest.raises(ValueError, match=r"\w.*\.$"):
        parse_line(interaction, line)


@pytest.mark.parametrize("line", ["14", "14 GB", "14GB", "1.4e1", "28/2", "14,000 MB", "$14", "-14", "14 pods"])
def test_a_number_is_taken_as_typed_or_refused_in_words(line: str) -> None:
    interaction = posed("number-of-bytes").interaction
    if line.endswith("pods"):
        with pytest.raises(ValueError, match='The unit "pods" is not known'):
            parse_line(interaction, line)
    else:
        assert parse_line(interaction, line) == line


@pytest.mark.parametrize("line", ["fourteen", "1,5", "1.000,5", "kb", "14 kb"])
def test_an_unreadable_number_is_explained(line: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_line(posed("number-of-bytes").interaction, line)


@settings(deadline=None)
@given(st.sampled_from(IDS), st.text(max_size=30))
def test_any_line_is_a_response_that_can_be_graded_or_is_refused_in_words(identity: str, line: str) -> None:
    question = posed(identity)
    try:
        response = parse_line(question.interaction, line)
    except ValueError as error:
        response = None
        words = str(error)
    if response is None:
        assert words.endswith(".")
    else:
        assert 0 <= question.body.grade(response).credit <= 1
        question.body.record(response)


# the conversation


class Talk:
    """A plain front end with its lines given, and what it wrote since it was last looked at."""

    def __init__(self, *lines: str, person: bool = False) -> None:
        self.stream = Terminal()
        source = (Terminal if person else io.StringIO)("".join(f"{line}\n" for line in lines))
        self.front = Lines(Out(self.stream, color=False, width=lambda: 80), source)

    def pose(self, question: Posed, *, confidence: bool = True, notice: str = "") -> Reply:
        return self.front.pose(question, Place(3, 7, "post"), confidence=confidence, notice=notice)

    def read(self) -> str:
        return self.stream.taken()


def test_a_question_is_its_number_its_stem_an_option_a_line_and_the_prompt() -> None:
    talk = Talk("1")
    talk.pose(posed("plain-claim"))
    assert talk.read() == (
        "\n3/7\nTrue or false? A readiness probe restarts a container that fails it.\n  1) True\n  2) False\n> \n"
    )


def test_long_options_hang_behind_their_numbers() -> None:
    talk = Talk("1")
    question = posed("long-single")
    talk.pose(question)
    shown = talk.read()
    assert all(len(line) <= 80 for line in shown.split("\n"))
    assert shown.count("\n     ") == 4
    order = question.interaction.order  # type: ignore[union-attr]
    options = "".join(f"{number}){LONG_OPTIONS[place]}" for number, place in enumerate(order, 1))
    assert "".join(options.split()) in "".join(shown.split())


def test_items_to_match_have_numbers_and_letters() -> None:
    talk = Talk("1a 2b 3c")
    talk.pose(posed("pairs-of-scalers"))
    shown = talk.read()
    labels = [line.split()[0] for line in shown.split("\n") if line.startswith("  ") and line[3:4] == ")"]
    assert labels == ["1)", "2)", "3)", "a)", "b)", "c)"]


def test_gaps_are_numbered_and_the_unit_is_named() -> None:
    talk = Talk("a | b", "14")
    talk.pose(posed("two-gaps"))
    assert "slices with [1:____], and shared in time with [2:____]." in " ".join(talk.read().split())
    talk.pose(posed("number-of-bytes"))
    assert "(in GB)" in talk.read()


@pytest.mark.parametrize(
    ("line", "confidence"),
    [("2", "sure"), ("2 ?", "unsure"), ("2 ??", "guess"), ("2  ?  ", "unsure"), ("\t2\t??", "guess")],
)
def test_a_question_mark_behind_says_unsure_two_a_guess(line: str, confidence: str) -> None:
    assert Talk(line).pose(posed("plain-claim")) == Said((1,), confidence)


def test_question_marks_that_stand_in_the_text_belong_to_it() -> None:
    question = posed("short-command")
    assert Talk("ls file?").pose(question) == Said("ls file?", "sure")
    assert Talk("?").pose(question) == Said("?", "sure")
    assert Talk("ls ? ??").pose(question) == Said("ls ?", "guess")
    assert Talk("what ???").pose(question) == Said("what ???", "sure")


def test_without_confidence_question_marks_are_text() -> None:
    assert Talk("ls ??").pose(posed("short-command"), confidence=False) == Said("ls ??", None)
    talk = Talk("2 ?", "2")
    assert talk.pose(posed("plain-claim"), confidence=False) == Said((1,), None)
    assert '"2 ?" is neither true nor false.' in talk.read()


@pytest.mark.parametrize("name", ["hint", "skip", "flag", "undo", "quit", "read"])
def test_a_slash_and_a_word_is_an_action(name: str) -> None:
    assert Talk(f"/{name}").pose(posed("short-command")) == Act(name)
    assert Talk(f"  /{name} ").pose(posed("plain-claim")) == Act(name)


@pytest.mark.parametrize("line", ["/help", "/?"])
@pytest.mark.parametrize("identity", ["plain-claim", "short-command"])
def test_help_says_what_may_be_typed_and_costs_no_try(identity: str, line: str) -> None:
    talk = Talk(*[line] * 5, "t")
    assert isinstance(talk.pose(posed(identity)), Said)
    told = " ".join(talk.read().split())
    assert told.count("Instead of a response: /hint, /skip, /flag, /undo, /quit, /read.") == 5
    assert told.count(" ".join(posed(identity).ask.split()) or "True or false?") == 6, "the question is said again"
    assert "Type " in told


def test_an_action_that_is_none_is_told_where_no_text_is_wanted() -> None:
    with pytest.raises(ValueError, match=r'There is no "/hlep"; there are /hint, /skip, '):
        parse_line(posed("long-single").interaction, "/hlep")


@pytest.mark.parametrize("line", ["/hints", "/Hint", "/ hint", "hint", "/etc/hosts", "//quit", "q", "s", "?s"])
def test_any_other_text_is_a_response(line: str) -> None:
    assert Talk(line).pose(posed("short-command")) == Said(line, "sure")


def test_windows_line_ends_and_decomposed_letters_are_read() -> None:
    assert Talk("kubectl\r").pose(posed("short-command")) == Said("kubectl", "sure")
    assert Talk("e\u0301").pose(posed("short-command")) == Said("\u00e9", "sure")


@pytest.mark.parametrize("identity", IDS)
def test_an_unreadable_line_is_explained_with_an_example_and_asked_again(identity: str) -> None:
    good = {"two-gaps": "a | b", "order-of-drain": "1 2 3 4", "pairs-of-scalers": "1a 2b 3c", "number-of-bytes": "14"}
    talk = Talk("", good.get(identity, "1"))
    assert isinstance(talk.pose(posed(identity)), Said)
    asked, _, again = talk.read().partition("> ")
    assert asked.startswith("\n3/7\n")
    assert again.startswith("\nAn empty line. (type ")
    assert again.endswith(")\n> \n")


def test_the_third_unreadable_line_skips_where_nobody_types() -> None:
    talk = Talk("", "x", "9", "1")
    assert talk.pose(posed("plain-claim")) == Act("skip")
    assert talk.read().endswith('"9" is neither true nor false. Skipped after 3 tries.\n')
    assert talk.pose(questions()["plain-claim"].posed(8)) == Said((0,), "sure")


def test_tries_are_counted_for_the_question_also_across_a_hint() -> None:
    talk = Talk("", "/hint", "x", "/hint", "9", "1")
    question = posed("plain-claim")
    assert talk.pose(question) == Act("hint")
    assert talk.pose(question, notice="No hint.") == Act("hint")
    assert talk.pose(question, notice="No hint.") == Act("skip")


def test_a_person_is_asked_as_often_as_needed() -> None:
    talk = Talk(*["x"] * 9, "2", person=True)
    assert talk.pose(posed("plain-claim")) == Said((1,), "sure")


def test_a_question_that_comes_back_says_so_to_a_person_and_keeps_its_number_in_a_pipe() -> None:
    for person, begin in ((True, "Question 4/4, once more"), (False, "4/4")):
        talk = Talk("1", person=person)
        talk.front.pose(posed("plain-claim"), Place(4, 4, "review", again=True), confidence=True)
        assert talk.read().split("\n")[1] == begin


def test_after_a_hint_only_the_hint_is_printed() -> None:
    talk = Talk("/hint", "1")
    question = posed("long-single")
    talk.pose(question)
    talk.read()
    talk.pose(question, notice="Hint: think of what travels.")
    assert talk.read() == "Hint: think of what travels.\n> \n"


def test_a_question_taken_back_is_asked_again_in_full() -> None:
    talk = Talk("/undo", "1")
    talk.pose(posed("long-single"))
    talk.read()
    talk.pose(posed("plain-claim"), notice="Taken back: here is the question again.")
    shown = talk.read()
    assert shown.startswith("Taken back: here is the question again.\n\n3/7\nTrue or false?")
    assert shown.endswith("  2) False\n> \n")


def test_the_end_of_the_lines_is_said() -> None:
    talk = Talk()
    with pytest.raises(EndOfInput):
        talk.pose(posed("plain-claim"))
    assert talk.read().endswith("> \n")


def test_a_last_line_without_its_end_is_read() -> None:
    talk = Talk()
    talk.front.source = io.StringIO("2")
    assert talk.pose(posed("plain-claim")) == Said((1,), "sure")


def test_no_escape_code_is_written() -> None:
    talk = Talk("x", *["1"] * 9)
    for identity in IDS:
        question = posed(identity)
        try:
            reply = talk.pose(question)
        except EndOfInput:
            break
        talk.front.result(question, Place(1, 9), reply)
        assert talk.front.go_on() is None
    assert "\x1b" not in talk.read()
