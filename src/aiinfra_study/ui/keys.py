"""The terminal front end: draws the question in place, reads keys, leaves a record in the scrollback."""

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Pair, Response, places
from aiinfra_study.core.question import Posed
from aiinfra_study.ui.ask import Act, EndOfInput, Place, Reply, Said
from aiinfra_study.ui.dialog import Dialog, dialog_for, reply_to
from aiinfra_study.ui.layout import Line, prose, wrap
from aiinfra_study.ui.show import gapped, option_line, stem_lines
from aiinfra_study.ui.terminal import Live, PosixKeyboard, WindowsKeyboard
from aiinfra_study.ui.theme import Out

BAR = 20


class Keys:
    """Poses questions on a terminal; `keyboard` is already in its raw mode."""

    def __init__(self, out: Out, keyboard: PosixKeyboard | WindowsKeyboard) -> None:
        self.out = out
        self.keyboard = keyboard
        self._dialog: tuple[Posed, Dialog] | None = None

    def pose(self, posed: Posed, place: Place, *, confidence: bool, notice: str = "") -> Reply:
        dialog = self._dialog_of(posed)
        dialog.message = notice
        live = Live(self.out)
        resized = moved = False
        while True:
            width = self.out.width
            stem = [*self._bar(place), [], *stem_lines(posed, width)]
            stem += [[]] if stem[-1] else []
            body, focus = dialog.body(width)
            at = len(stem) + focus if moved else 0  # a stem longer than the screen is read from its beginning
            live.draw([*stem, *body], at, self._footer(dialog, confidence), resized=resized)
            resized = False
            try:
                key = self.keyboard.read()
            except KeyboardInterrupt:
                live.erase()
                raise
            if key == "eof" or key == "interrupt":
                live.erase()
                raise EndOfInput if key == "eof" else KeyboardInterrupt
            if key == "resize":
                resized = True
                continue
            moved = True
            reply = reply_to(dialog, key, confidence=confidence)
            if reply is not None:
                live.erase()
                if isinstance(reply, Said):
                    self._dialog = None
                return reply

    def _dialog_of(self, posed: Posed) -> Dialog:
        """The dialog of a question that is asked again (after a hint) keeps what was chosen."""
        if self._dialog is None or self._dialog[0] is not posed:
            self._dialog = (posed, dialog_for(posed.interaction))
        return self._dialog[1]

    def _bar(self, place: Place) -> list[Line]:
        """Where the learner is: a bar, the number, the stage."""
        done = BAR * (place.number - 1) // place.total
        glyphs = self.out.glyphs
        bar = glyphs["full"] * done + glyphs["rest"] * (BAR - done)
        return [[], *wrap([(f"{bar} {place.number}/{place.total} ", "title"), (place.stage, "dim")], self.out.width)]

    def _footer(self, dialog: Dialog, confidence: bool) -> list[Line]:
        width = self.out.width
        lines: list[Line] = [[], *(prose(dialog.message, width, "half") if dialog.message else [])]
        if dialog.typing:
            keys = "type · Enter ends it · Ctrl-C stops and keeps"
        else:
            say = "Enter sure · u unsure · g guess" if confidence else "Enter say it"
            keys = f"{dialog.help} · {say} · ? hint · s skip · f flag · z undo · q stop"
        return lines + wrap([(keys, "dim")], width)

    def result(self, posed: Posed, place: Place, said: Reply) -> None:
        """Question and response as a record, since the live picture is gone."""
        width = self.out.width
        stem = [*self._bar(place), [], *stem_lines(posed, width)]
        gap: list[Line] = [[]] if stem[-1] else []
        self.out.lines([*stem, *gap, *_said_lines(posed, said, width), []])

    def go_on(self) -> Act | None:
        """Enter goes on; r reads on, z takes back, f flags, q stops."""
        live = Live(self.out)
        live.draw([[], [("Enter go on · r reading · z undo · f flag · q stop", "dim")]], 0, [])
        try:
            while True:
                key = self.keyboard.read()
                if key in ("enter", " "):
                    return None
                if key == "eof":
                    raise EndOfInput
                if key == "interrupt":
                    raise KeyboardInterrupt
                if key in _AFTER:
                    return Act(_AFTER[key])
        finally:
            live.erase()
            self.out.lines([[]])


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
        case Pair(left=left, right=right):
            for number, text in enumerate(left):
                partner = f" → {right[places(response)[number]]}" if response else ""
                lines += wrap([(text + partner, "")], width, [("  ", "")], "    ")
        case Blanks(parts=parts):
            lines += prose(gapped(parts, [str(text) for text in response] or None), width)
        case _:
            lines += wrap([(str(response or "(skipped)").replace("\n", " ⏎ "), "chosen")], width, [("> ", "dim")], "  ")
    return lines
