"""The question screen: whatever its size, all can be read, the keys are named, and nothing chosen is lost."""

import os
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import Act, EndOfInput, Place, Said
from aiinfra_study.ui.keys import Keys, Screen
from aiinfra_study.ui.layout import MARK, code, line_width, plain
from aiinfra_study.ui.live import Live
from aiinfra_study.ui.show import gapped
from aiinfra_study.ui.theme import Out

from .laboratory import IDS, LONG_OPTIONS, posed, questions
from .streams import Terminal

PLACE = Place(2, 9, "post")


class Script:
    """A keyboard whose keys are known beforehand, and pressed one by one."""

    waiting = False

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = list(keys)

    def read(self) -> str:
        key = self.keys.pop(0)
        if key == "Ctrl-C":
            raise KeyboardInterrupt
        return key


def out_of(width: int = 80) -> Out:
    return Out(Terminal(), color=False, width=lambda: width)


def keys_of(*keys: str, width: int = 80) -> Keys:
    return Keys(out_of(width), Script(keys))  # type: ignore[arg-type]


def written(front: Keys) -> str:
    stream = front.out.stream
    assert isinstance(stream, Terminal)
    return stream.getvalue()


def texts_of(question: Posed) -> list[str]:
    """Everything a learner has to be able to read, but for code."""
    found = [question.ask, getattr(question.body, "claim", "")]
    match question.interaction:
        case Choice(options=options):
            found += options
        case Arrange(items=items):
            found += items
        case Pair(left=left, right=right):
            found += [*left, *right]
        case Blanks(parts=parts):
            found.append(gapped(parts))
    return [text for text in found if text]


def read_through(screen: Screen, key: str, width: int, height: int) -> str:
    """All that shows while one key is pressed again and again."""
    seen: list[tuple[str, ...]] = []
    while True:
        rows = screen.rows(height)
        assert len(rows) <= height - 1
        assert all(line_width(row) <= width for row in rows)
        assert plain(rows[-1]).endswith("q stop")
        shown = tuple(map(plain, rows))
        if shown in seen:
            break
        seen.append(shown)
        assert screen.press(key) is None
    return "\n".join(line for shown in seen for line in shown)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(IDS), st.integers(40, 120), st.integers(10, 40), st.sampled_from(["down", "up", "j", "pagedown"])
)
def test_every_word_can_be_reached_at_any_size(identity: str, width: int, height: int, key: str) -> None:
    question = posed(identity)
    screen = Screen(out_of(width), question)
    screen.tell(PLACE, True, "")
    if screen.dialog.typing and key == "j":
        key = "down"
    if key == "up":  # from the end
        for _ in range(30):
            screen.rows(height)
            screen.press("pagedown")
    shown = read_through(screen, key, width, height)
    assert {plain(line) for line in code(question.code, width) if question.code} <= set(shown.split("\n"))
    words = set(shown.replace("`", "").replace("*", "").split())
    for text in texts_of(question):
        for word in text.replace("`", "").replace("*", "").split():
            if word.isascii():
                assert word in words, word


@pytest.mark.parametrize("height", [1, 2, 3, 5, 8])
def test_a_screen_of_a_few_rows_is_never_overrun(height: int) -> None:
    for identity in IDS:
        screen = Screen(out_of(40), posed(identity))
        screen.tell(PLACE, True, "A notice that is long enough to need more than one line of forty columns.")
        for key in ("down", "1", "2", "enter"):
            assert len(screen.rows(height)) <= max(height - 1, 2)
            screen.press(key)


def test_it_opens_at_the_beginning_of_a_long_stem_and_arrows_read_on_before_they_choose() -> None:
    question = posed("long-single")._replace(ask=" ".join(f"word{number}" for number in range(150)))
    screen = Screen(out_of(40), question)
    screen.tell(PLACE, True, "")
    assert "word0 word1" in "\n".join(map(plain, screen.rows(14)))
    screen.press("down")
    assert screen.dialog.response is None
    for _ in range(20):
        screen.rows(14)
        screen.press("down")
    assert screen.dialog.response is not None


def test_the_selected_option_is_wholly_in_view() -> None:
    screen = Screen(out_of(40), posed("long-single"))
    screen.tell(PLACE, True, "")
    for digit in "413242":
        screen.rows(14)
        screen.press(digit)
        shown = "".join("".join(map(plain, screen.rows(14))).split())
        order = screen.posed.interaction.order  # type: ignore[union-attr]
        assert "".join(LONG_OPTIONS[order[int(digit) - 1]].split()) in shown


def test_the_bar_the_number_and_the_stage_are_shown() -> None:
    screen = Screen(out_of(), posed("plain-claim"))
    screen.tell(Place(6, 10, "post"), True, "")
    assert "━" * 10 + "─" * 10 + " 6/10 post" in map(plain, screen.rows(24))


def test_the_keys_are_never_parted_from_their_words() -> None:
    for width in (40, 50, 61):
        screen = Screen(out_of(width), posed("long-single"))
        screen.tell(PLACE, True, "")
        text = " ".join(plain(row) for row in screen.rows(40))
        for keys in ("Enter sure", "u unsure", "g guess", "? hint", "s skip", "f flag", "z undo", "q stop"):
            assert keys in text
        for row in map(plain, screen.rows(40)):
            assert not row.endswith((" s", " u", " g", " f", " z", " q", " ?"))


@pytest.mark.parametrize("identity", ["plain-claim", "two-gaps"])
def test_a_hint_is_named_only_where_there_is_one(identity: str) -> None:
    for hint in ("", "Think."):
        screen = Screen(out_of(), posed(identity)._replace(hint=hint))
        screen.tell(PLACE, True, "")
        for _ in range(2):
            assert ("hint" in " ".join(map(plain, screen.rows(24)))) == bool(hint)
            screen.press("enter")
            assert ("hint" in " ".join(map(plain, screen.rows(24)))) == bool(hint)
            screen.press("escape")
        assert screen.press("?") == Act("hint")


def test_after_an_action_typing_goes_on() -> None:
    """Else a command typed after a hint would begin with an action."""
    screen = Screen(out_of(), posed("short-command"))
    screen.tell(PLACE, True, "")
    assert [screen.press(key) for key in ("escape", "?")] == [None, Act("hint")]
    assert [screen.press(key) for key in "sudo"] == [None] * 4


def test_after_an_action_the_keys_stay_where_enter_ended_the_response() -> None:
    screen = Screen(out_of(), posed("short-command")._replace(hint="Think."))
    screen.tell(PLACE, True, "")
    assert [screen.press(key) for key in (*"ls", "enter", "?", "f", "u")] == [
        *[None] * 3, Act("hint"), Act("flag"), Said("ls", "unsure"),
    ]  # fmt: skip


def test_without_confidence_its_keys_are_not_named() -> None:
    screen = Screen(out_of(), posed("plain-claim"))
    screen.tell(PLACE, False, "")
    text = " ".join(map(plain, screen.rows(24)))
    assert "Enter say it" in text
    assert "unsure" not in text


# posing


def test_a_hint_stays_while_options_are_chosen() -> None:
    screen = Screen(out_of(), posed("long-single"))
    screen.tell(PLACE, True, "Hint: think of what travels.")
    for key in ("down", "2", "x"):
        assert "Hint: think of what travels." in "\n".join(map(plain, screen.rows(30)))
        screen.press(key)


def test_a_hint_too_long_for_the_last_lines_is_read_first() -> None:
    screen = Screen(out_of(40), posed("long-single"))
    screen.tell(PLACE, True, "Hint: " + "much to be said " * 20)
    rows = list(map(plain, screen.rows(16)))
    assert rows[0].startswith("Hint:")
    assert rows[-1].endswith("q stop")


def test_what_was_chosen_is_still_there_after_an_action_and_after_a_response_that_was_not_saved() -> None:
    question = posed("plain-claim")
    front = keys_of("2", "?", "enter", "u")
    assert front.pose(question, PLACE, confidence=True) == Act("hint")
    assert front.pose(question, PLACE, confidence=True, notice="Hint.") == Said((1,), "sure")
    assert front.pose(question, PLACE, confidence=True, notice="Not saved.") == Said((1,), "unsure")


def test_what_was_typed_is_still_there_when_it_was_not_saved() -> None:
    question = posed("short-command")
    front = keys_of(*"kubectl", "enter", "enter", "enter")
    for notice in ("", "Not saved: make room, then respond again."):
        assert front.pose(question, PLACE, confidence=True, notice=notice) == Said("kubectl", "sure")


def test_a_question_posed_anew_begins_anew() -> None:
    front = keys_of("2", "z", "enter", "1", "enter")
    assert front.pose(questions()["plain-claim"].posed(7), PLACE, confidence=True) == Act("undo")
    assert front.pose(questions()["plain-claim"].posed(7), PLACE, confidence=True) == Said((0,), "sure")


@pytest.mark.parametrize(
    ("key", "raised"), [("eof", EndOfInput), ("interrupt", KeyboardInterrupt), ("Ctrl-C", KeyboardInterrupt)]
)
@pytest.mark.parametrize("identity", ["long-single", "short-command", "two-gaps"])
def test_the_end_of_input_ends_the_question_and_leaves_nothing_of_the_picture(
    identity: str, key: str, raised: type[BaseException]
) -> None:
    front = keys_of("x", "1", key)
    with pytest.raises(raised):
        front.pose(posed(identity), PLACE, confidence=True)
    assert written(front).endswith("A\x1b[J")
    front = keys_of("x", key)
    with pytest.raises(raised):
        front.go_on()


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        (["enter"], None),
        ([" "], None),
        (["x", "1", "escape", "enter"], None),
        (["r"], Act("read")),
        (["z"], Act("undo")),
        (["f"], Act("flag")),
        (["resize", "q"], Act("quit")),
    ],
)
def test_after_feedback_enter_goes_on_and_letters_act(keys: list[str], act: Act | None) -> None:
    front = keys_of(*keys)
    assert front.go_on() == act
    assert "Enter go on · r reading · z undo · f flag · q stop" in written(front)


def test_the_keys_after_feedback_fit_forty_columns() -> None:
    front = keys_of("enter", width=40)
    front.go_on()
    assert "\nEnter go on · r reading · z undo ·\nf flag · q stop" in written(front)


def test_after_a_resize_the_question_is_drawn_again_and_what_stands_above_is_not_cleared() -> None:
    front = keys_of("resize", "1", "enter")
    front.pose(posed("plain-claim"), PLACE, confidence=True)
    assert written(front).count("1) True") == 3
    assert "\x1b[2J" not in written(front)


@pytest.mark.parametrize(("columns", "up"), [(100, 2), (80, 2), (50, 2), (49, 4), (25, 5), (24, 6), (10, 10)])
def test_lines_that_the_terminal_wrapped_anew_are_all_erased(
    monkeypatch: pytest.MonkeyPatch, columns: int, up: int
) -> None:
    live = Live(Out(Terminal(), color=True, width=lambda: 80))
    live.draw([[("x" * 50, "good")], [], [("字" * 25, ""), ("**", MARK)]])
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    monkeypatch.setattr(live.out.stream, "fileno", lambda: 1, raising=False)
    written_before = len(live.out.stream.getvalue())  # type: ignore[attr-defined]
    live.erase()
    assert live.out.stream.getvalue()[written_before:] == f"\r\x1b[{up}A\x1b[J"  # type: ignore[attr-defined]


# the record


@pytest.mark.parametrize(
    ("identity", "response", "shown"),
    [
        ("plain-claim", (1,), ["  1) True", "› 2) False"]),
        ("short-command", "kubectl  cordon", ["> kubectl  cordon"]),
        ("code-output", "a\nb", ["> a ⏎ b"]),
        ("two-gaps", ("MIG", ""), ["slices with [MIG], and shared in time with [2:____]."]),
        (
            "order-of-drain",
            (3, 0, 1, 2),
            ["  1) Uncordon the node", "  2) Cordon the node so that the scheduler places no further pod on it"],
        ),
        (
            "pairs-of-scalers",
            (1, 0, 2),
            [
                "  Horizontal pod autoscaler → the requests of each container, which may restart",
                "    it",
            ],
        ),
    ],
)
def test_the_record_shows_what_was_said(identity: str, response: object, shown: list[str]) -> None:
    front = keys_of()
    front.result(posed(identity), PLACE, Said(response, "sure"))  # type: ignore[arg-type]
    assert "\n".join(shown) in written(front)
    assert " 2/9 post" in written(front)


@pytest.mark.parametrize("identity", IDS)
@pytest.mark.parametrize("width", [20, 40, 80])
def test_the_record_of_a_skip_fits_and_marks_nothing(identity: str, width: int) -> None:
    front = keys_of(width=width)
    front.result(posed(identity), PLACE, Act("skip"))
    assert all(line_width([(line, "")]) <= width for line in written(front).split("\n"))
    assert "›" not in written(front)


def test_between_keys_that_come_at_once_nothing_is_drawn() -> None:
    """As of a paste on a terminal that does not mark it: thousands of pictures would take seconds."""

    class Pasted(Script):
        @property
        def waiting(self) -> bool:  # type: ignore[override]
            return len(self.keys) > 1

    out = out_of()
    front = Keys(out, Pasted(["x"] * 500 + ["down", "enter"]))  # type: ignore[arg-type]
    front.pose(posed("long-single"), PLACE, confidence=True)
    assert out.stream.getvalue().count("2/9 post") == 2  # type: ignore[attr-defined]  # at first, and before the last key
