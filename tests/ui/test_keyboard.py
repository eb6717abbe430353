"""Bytes of a terminal into keys, and the terminal given back as it was."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.ui import terminal
from aiinfra_study.ui.terminal import PASTE, decode

mark = pytest.mark
SEQUENCES = {
    "\x1b[A": "up", "\x1b[B": "down", "\x1b[C": "right", "\x1b[D": "left", "\x1bOA": "up", "\x1bOB": "down",
    "\x1b[H": "home", "\x1b[F": "end", "\x1b[1~": "home", "\x1b[3~": "delete", "\x1b[5~": "pageup",
    "\x1b[6~": "pagedown", "\x1b[Z": "backtab", "\x1b[1;5A": "unknown", "\x1b[24~": "unknown", "\x1bOP": "unknown",
    "\x1b[200~one\rtwo\x1b[201~": f"{PASTE}one\rtwo", "\x1b[200~\x1b[A q\x1b[201~": f"{PASTE}\x1b[A q",
    "\x1b[200~\x1b[201~": PASTE,
}  # fmt: skip
CONTROLS = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\x08": "backspace", "\t": "tab", "\x04": "eof",
    "\x03": "interrupt", "\x15": "clear", "\x17": "delete-word",
}  # fmt: skip
CHARACTERS = {character: character for character in "aq?1 é梯🙂[O~"}
KEYS = SEQUENCES | CONTROLS | CHARACTERS


def decoded(text: str) -> tuple[list[str], str]:
    """All keys of a text, and what is not complete."""
    keys = []
    while text:
        key, rest = decode(text)
        if not key:
            assert rest == text
            break
        keys.append(key)
        text = rest
    return keys, text


@pytest.mark.parametrize(("text", "key"), KEYS.items())
def test_a_key_is_decoded_and_the_rest_is_left(text: str, key: str) -> None:
    assert decode(text + "q") == (key, "q")
    assert decode(text) == (key, "")


@pytest.mark.parametrize("text", SEQUENCES)
def test_an_incomplete_sequence_waits_for_its_end(text: str) -> None:
    for cut in range(1, len(text)):
        assert decode(text[:cut]) == ("", text[:cut])


@settings(deadline=None)
@given(st.lists(st.sampled_from(sorted(KEYS)), max_size=12), st.lists(st.integers(1, 5), max_size=60))
def test_keys_do_not_depend_on_how_they_arrive(texts: list[str], pieces: list[int]) -> None:
    stream, buffer, keys = "".join(texts), "", []
    for size in [*pieces, len(stream)]:
        buffer, stream = buffer + stream[:size], stream[size:]
        found, buffer = decoded(buffer)
        keys += found
    assert (keys, buffer) == ([KEYS[text] for text in texts], "")


@settings(deadline=None)
@given(st.text(st.sampled_from("\x1b[O20~1;AaZ\r梯"), max_size=30))
def test_nothing_a_terminal_may_send_stops_it(text: str) -> None:
    keys, rest = decoded(text)
    assert all(keys)
    assert not rest or rest.startswith("\x1b")


def test_escape_before_another_key_is_a_key_of_its_own() -> None:
    assert decoded("\x1bq") == (["escape", "q"], "")
    assert decoded("\x1b\x1b[A") == (["escape", "up"], "")


# a real terminal

needs_terminal = mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


class Desk:
    """A keyboard on a pseudo-terminal: what is sent, and what the keyboard wrote."""

    def __init__(self) -> None:
        from aiinfra_study.ui.terminal import PosixKeyboard

        self.master, self.slave = os.openpty()
        self.written = ""
        self._stream = os.fdopen(self.slave, closefd=False)
        self._stdin, sys.stdin = sys.stdin, self._stream
        self.keyboard = PosixKeyboard(self._write)
        sys.stdin = self._stdin

    def _write(self, text: str) -> None:
        self.written += text

    def send(self, data: bytes) -> None:
        os.write(self.master, data)

    def read(self, count: int) -> list[str]:
        return [self.keyboard.read() for _ in range(count)]

    def modes(self) -> list[object]:
        import termios

        return termios.tcgetattr(self.slave)

    def close(self) -> None:
        for descriptor in (self.master, self.slave):
            with suppress(OSError):
                os.close(descriptor)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def send_later(desk: Desk, *parts: bytes) -> threading.Thread:
    """Send parts one after the other, each as a read of its own, later than a lone Escape would be waited for."""

    def send() -> None:
        pause = threading.Event()
        for part in parts:
            pause.wait(0.04)
            desk.send(part)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


@needs_terminal
def test_keys_of_a_terminal_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "ESCAPE_WAIT", 0.01)
    with desk.keyboard:
        thread = send_later(desk, b"\xe6", b"\xa2\xafa", b"\x1b[", b"Bq\x1b[200~x", b"\ty\x1b[20", b"1~\x04")
        assert desk.read(6) == ["梯", "a", "down", "q", f"{PASTE}x\ty", "eof"]
        thread.join()


@needs_terminal
def test_bytes_that_are_no_utf8_are_one_strange_character(desk: Desk) -> None:
    with desk.keyboard:
        desk.send(b"\xffa")
        assert desk.read(2) == ["\ufffd", "a"]


@needs_terminal
def test_a_lone_escape_is_a_key_after_a_moment(desk: Desk) -> None:
    with desk.keyboard:
        desk.send(b"\x1b")
        assert desk.read(1) == ["escape"]
        desk.send(b"x")
        assert desk.read(1) == ["x"]


@needs_terminal
def test_a_resize_and_a_return_from_a_stop_wake_the_reader(desk: Desk) -> None:
    with desk.keyboard:
        os.kill(os.getpid(), signal.SIGWINCH)
        assert desk.read(1) == ["resize"]
        desk.written = ""
        os.kill(os.getpid(), signal.SIGCONT)
        assert desk.read(1) == ["resize"]
        assert desk.written == "\x1b[?25l\x1b[?2004h" + "\n" * 24 + "\x1b[H", "what the shell wrote moves up"
        desk.send(b"x")
        assert desk.read(1) == ["x"]


@needs_terminal
def test_a_request_to_end_is_an_interrupt(desk: Desk) -> None:
    with desk.keyboard, pytest.raises(KeyboardInterrupt):
        end_myself(desk)


def end_myself(desk: Desk) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    desk.read(1)


@needs_terminal
def test_the_terminal_and_the_handlers_of_signals_are_given_back_as_they_were(desk: Desk) -> None:
    import termios

    numbers = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTERM, signal.SIGTSTP)
    modes, handlers = desk.modes(), [signal.getsignal(number) for number in numbers]
    with suppress(ZeroDivisionError), desk.keyboard:
        assert not desk.modes()[3] & (termios.ECHO | termios.ICANON)  # type: ignore[operator]
        raise ZeroDivisionError
    assert desk.modes() == modes
    assert [signal.getsignal(number) for number in numbers] == handlers
    assert desk.written == "\x1b[?25l\x1b[?2004h\x1b[?2004l\x1b[?25h"


@needs_terminal
def test_a_terminal_that_went_away_is_the_end_of_input(desk: Desk) -> None:
    with desk.keyboard:
        os.close(desk.master)
        assert desk.read(1) == ["eof"]
