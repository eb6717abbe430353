"""The terminal front end: draws the question in place, reads keys, leaves a record in the scrollback."""

from collections.abc import Callable, Sequence
from copy import copy
from typing import NamedTuple, assert_never

from aiinfra_study.core.interaction import PAIRED, Arrange, Blanks, Choice, Pair, Response, TextEntry, places
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import ACTIONS, HINT, Act, EndOfInput, Keyboard, Place, Reply, Said, collect_again
from aiinfra_study.ui.cells import width_of
from aiinfra_study.ui.dialog import WAYS, Dialog, Veil, dialog_for, hides, reply_to
from aiinfra_study.ui.layout import Line, prose, verbatim, wrap
from aiinfra_study.ui.live import Live
from aiinfra_study.ui.show import gapped, option_line, stem_lines
from aiinfra_study.ui.theme import Out
from aiinfra_study.ui.typed import Entry
from aiinfra_study.ui.view import View

BAR = 20
_STEPS = {"down": 1, "up": -1}
_STEPS_UNTYPED = {**_STEPS, "j": 1, "tab": 1, "k": -1}
_TURNS = {"pagedown": 1, "pageup": -1}


def _nothing() -> None:
    """Nothing is to be done while the learner reads."""


class Keys:
    """Poses questions on a terminal; `keyboard` is already in its raw mode."""

    def __init__(self, out: Out, keyboard: Keyboard) -> None:
        self.out = out
        self.keyboard = keyboard
        self.veiled = False
        self.idle: Callable[[], None] = _nothing
        self._screen: Screen | None = None

    def pose(self, posed: Posed, place: Place, *, confidence: bool, notice: str = "") -> Reply:
        screen = self._screen
        if screen is None or screen.posed is not posed:  # one asked again (after a hint) keeps what was chosen
            screen = self._screen = Screen(self.out, posed, veiled=self.veiled)
        screen.tell(place, confidence, notice)
        live = Live(self.out)
        try:
            while True:
                key = self._key(live, lambda: screen.rows(live.height))
                reply = None if key == "resize" else screen.press(key)
                if reply is not None:
                    return reply
        finally:
            live.erase()

    def _key(self, live: Live, lines: Callable[[], Sequence[Line]]) -> str:
        """The next key. The lines are drawn before it, but not between keys in a row (a paste that nothing marks)."""
        if not (live.stands and self.keyboard.waiting):
            live.draw(lines())
            collect_again()
            self.idle()
            self.idle = _nothing
        key = self.keyboard.read()
        if key == "eof":
            raise EndOfInput
        if key == "interrupt":
            raise KeyboardInterrupt
        return key

    def result(self, posed: Posed, place: Place, said: Reply) -> None:
        """Question and response as a record, since the live picture is gone."""
        width = self.out.width
        self.out.lines([*head_lines(self.out, posed, place), *_said_lines(posed, said, width), []])

    def proceed(self) -> bool:
        """Enter goes on to the next step, q stops here."""
        live = Live(self.out)
        try:
            while True:
                key = self._key(live, lambda: key_lines("Enter go on · q stop here", self.out.width))
                if key in ("enter", " ", "q", "escape"):
                    return key in ("enter", " ")
        finally:
            live.erase()

    def go_on(self) -> Act | None:
        """Enter goes on; r reads on, z takes back, f flags, q stops."""
        live = Live(self.out)
        ways = "Enter go on · r reading · z undo · f flag · q stop"
        try:
            while True:
                key = self._key(live, lambda: [[], *key_lines(ways, self.out.width)])
                if key in ("enter", " "):
                    return None
                if key in _AFTER:
                    return Act(_AFTER[key])
        finally:
            live.erase()
            self.out.lines([[]])


class Picture(NamedTuple):
    """All lines of a question, those to keep in view, the last lines, and the rows there are for the others."""

    lines: list[Line]
    focus: range
    footer: list[Line]
    room: int


class Screen:
    """One question on the screen: its dialog, and the part of it in view."""

    def __init__(self, out: Out, posed: Posed, *, veiled: bool = False) -> None:
        self.out = out
        self.posed = posed
        self.dialog: Dialog = dialog_for(posed.interaction, WAYS if posed.hint else WAYS.removeprefix("? hint, "))
        if veiled and hides(posed.interaction):
            self.dialog = Veil(self.dialog)
        self.view = View()
        self._following = False

    def tell(self, place: Place, confidence: bool, notice: str) -> None:
        """What may be different each time the question is posed. A stem longer than the screen is read from its
        beginning: the view follows the dialog only after a key."""
        self._place, self._confidence, self._notice = place, confidence, notice
        self._following = False

    def rows(self, height: int) -> list[Line]:
        """What to draw on so many rows."""
        self._height = height
        picture = self._picture(self.dialog)
        if self._following:
            self.view.keep(picture.focus, len(picture.lines), picture.room)
        return [*self.view.shown(picture.lines, picture.room), *picture.footer]

    def press(self, key: str) -> Reply | None:
        """Take a key: it scrolls, changes the dialog, or ends the question."""
        if isinstance(self.dialog, Veil) and key not in (*ACTIONS, *_TURNS):
            self.dialog = self.dialog.inner
            return None
        if self._scrolled(key):
            self._following = False
            return None
        self._following = True
        if not self._notice.startswith(HINT):
            self._notice = ""  # it was said
        reply = reply_to(self.dialog, key, confidence=self._confidence)
        if isinstance(reply, Act) and isinstance(self.dialog, Entry) and not self.dialog.ended:
            self.dialog.typing = True  # after a hint, say: else the next letter typed may skip the question
        return reply

    def _picture(self, dialog: Dialog) -> Picture:
        out, width = self.out, self.out.width
        head = head_lines(out, self.posed, self._place)
        notice = prose(dialog.message or self._notice, width, "half")
        if len(notice) > self._height // 3:  # too long for the last lines: read before the question
            head, notice = [*notice, *head], []
        footer = out.fitted([[], *notice, *self._keys(dialog)])[-max(self._height - 2, 1) :]
        body, focus = dialog.body(width)
        before = out.fitted([*head, *body[: focus.start]])
        inside, after = out.fitted(body[focus.start : focus.stop]), out.fitted(body[focus.stop :])
        here = range(len(before), len(before) + len(inside))
        return Picture([*before, *inside, *after], here, footer, max(self._height - 1 - len(footer), 1))

    def _keys(self, dialog: Dialog) -> list[Line]:
        if dialog.typing:
            return key_lines(dialog.help, self.out.width)
        say = "Enter sure · u unsure · g guess" if self._confidence else "Enter say it"
        if isinstance(dialog, Entry):
            first = dialog.help if dialog.empty else f"{say} · {dialog.help}"
        else:
            first = dialog.help if isinstance(dialog, Veil) else f"{dialog.help} · {say}"
        hint = "? hint · " if self.posed.hint else ""
        return key_lines(f"{first} · {hint}s skip · f flag · z undo · q stop", self.out.width)

    def _scrolled(self, key: str) -> bool:
        """Whether a key moved the view only: one that turns the page, or an arrow towards what was not yet seen."""
        step = (_STEPS if isinstance(self.dialog, Entry) else _STEPS_UNTYPED).get(key, 0)
        if not step and key not in _TURNS:
            return False
        lines, focus, _, room = self._picture(self.dialog)
        count = len(lines)
        if not step:
            self.view.turn(_TURNS[key], count, room)
            return True
        seen = self.view.seen(count, room)
        if seen.stop == count if step > 0 else seen.start == 0:
            return False
        edge = seen.stop if step > 0 else seen.start
        if not focus.start < edge < focus.stop:  # else what is chosen itself goes on beyond the edge
            moved = copy(self.dialog)
            moved.press(key)
            target = self._picture(moved).focus
            onward = target != focus and (target.start - focus.start) * step >= 0
            if onward and self.view.reaches(target, step, count, room):
                return False
        return self.view.turn(step, count, room)


def head_lines(out: Out, posed: Posed, place: Place) -> list[Line]:
    """Where the learner is (a bar, the number, the stage), and the stem."""
    done = BAR * (place.number - 1) // place.total
    bar = out.glyphs["full"] * done + out.glyphs["rest"] * (BAR - done)
    where = wrap([(f"{bar} {place.number}/{place.total} ", "title"), (place.stage, "dim")], out.width)
    lines = [[], *where, [], *stem_lines(posed, out.width)]
    return [*lines, []] if lines[-1] else lines


def key_lines(keys: str, width: int) -> list[Line]:
    """Keys with what they do, no key parted from its word."""
    items = (item.replace(" ", "\xa0") if width_of(item) < width else item for item in keys.split(" · "))
    return wrap([("\xa0· ".join(items), "dim")], width)


_AFTER = {"r": "read", "z": "undo", "f": "flag", "q": "quit"}


def _said_lines(posed: Posed, said: Reply, width: int) -> list[Line]:
    """What was offered, with what was chosen marked."""
    response: Response = said.response if isinstance(said, Said) else ()
    lines: list[Line] = []
    match posed.interaction:
        case Choice(options=options, order=order):
            for number, place in enumerate(order, 1):
                chosen = place in response
                lines += option_line(
                    str(number), options[place], width, "chosen" if chosen else "", "›" if chosen else " "
                )
        case Arrange(items=items, order=order):
            for number, at in enumerate(places(response) or order, 1):
                lines += option_line(str(number), items[at], width)
        case Pair(left=left, right=right, left_order=left_order):
            for place in left_order:
                partner = f"{PAIRED}{right[places(response)[place]]}" if response else ""
                lines += wrap([(left[place] + partner, "")], width, [("  ", "")], "    ")
        case Blanks(parts=parts):
            lines += prose(gapped(parts, [str(text) for text in response] or None), width)
        case TextEntry(value=value):
            text = str(response).replace("\n", " ⏎ ") if response else "(skipped)"
            text = f"{text} {value(text)}".rstrip() if response and value else text
            lines += verbatim(text, width, "chosen", [("> ", "dim")], "  ")
        case _:
            assert_never(posed.interaction)
    return lines
