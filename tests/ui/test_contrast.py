"""Contrast on common terminals: words reach 4.5:1 (WCAG 2.2, 1.4.3) where the terminal's own text does; colour says
nothing alone (1.4.1)."""

import re
from itertools import combinations
from typing import NamedTuple

import pytest

from aiinfra_study.core.blocks import Paragraph, Quote
from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.report import ObjectiveFigures
from aiinfra_study.ui.charts import SHADES
from aiinfra_study.ui.dashboard import STYLES, _objectives
from aiinfra_study.ui.dialog import dialog_for
from aiinfra_study.ui.highlight import uncoloured
from aiinfra_study.ui.layout import ORNAMENT, Line, inline, plain
from aiinfra_study.ui.menu import _STYLE
from aiinfra_study.ui.reading import _KIND_STYLES, Manner, _block
from aiinfra_study.ui.show import feedback_lines
from aiinfra_study.ui.theme import _SGR, Out

from .laboratory import posed
from .streams import Terminal

ENOUGH = 4.5


class Palette(NamedTuple):
    """A terminal as it is shipped: its text, its background, and its colours 0 to 7, then 8 to 15."""

    text: str
    ground: str
    colours: str


_XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_CODE_DARK = (
    "000000 cd3131 0dbc79 e5e510 2472c8 bc3fbc 11a8cd e5e5e5 666666 f14c4c 23d18b f5f543 3b8eea d670d6 29b8db e5e5e5"
)
_CODE_LIGHT = (
    "000000 cd3131 107c10 949800 0451a5 bc05bc 0598bc 555555 666666 cd3131 14ce14 b5ba00 0451a5 bc05bc 0598bc a5a5a5"
)
_MACOS = (
    "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf 666666 e50000 00d900 e5e500 0000ff e500e5 00e5e5 e5e5e5"
)
_SOLARIZED = (
    "073642 dc322f 859900 b58900 268bd2 d33682 2aa198 eee8d5 002b36 cb4b16 586e75 657b83 839496 6c71c4 93a1a1 fdf6e3"
)
_CAMPBELL = (
    "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
)
PALETTES = {
    # XTerm-col.ad of xterm; black on white is its default, the other one is `xterm -rv`
    "xterm light": Palette("000000", "ffffff", _XTERM),
    "xterm dark": Palette("ffffff", "000000", _XTERM),
    # terminalColorRegistry.ts of Visual Studio Code, and text and ground of its default themes
    "vs code dark": Palette("cccccc", "1e1e1e", _CODE_DARK),
    "vs code light": Palette("333333", "ffffff", _CODE_LIGHT),
    # the profiles Basic and Pro of Terminal.app, as Wikipedia's "ANSI escape code" lists them
    "macos light": Palette("000000", "ffffff", _MACOS),
    "macos dark": Palette("f2f2f2", "000000", _MACOS),
    # ethanschoonover.com/solarized: base0 on base03, base00 on base3
    "solarized dark": Palette("839496", "002b36", _SOLARIZED),
    "solarized light": Palette("657b83", "fdf6e3", _SOLARIZED),
    # defaults.json of Windows Terminal: the scheme Campbell
    "windows terminal": Palette("cccccc", "0c0c0c", _CAMPBELL),
}
DIMMED = 0.5  # how far dim text goes towards the ground; terminals differ, about so


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]


def contrast(one: list[float], other: list[float]) -> float:
    """The ratio of WCAG 2.2, from relative luminance."""

    def luminance(colour: list[float]) -> float:
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def seen(codes: str, palette: Palette) -> list[float]:
    """The colour of characters behind such codes."""
    colours = palette.colours.split()
    colour, dim = palette.text, False
    for code in filter(None, codes.split(";")):
        number = int(code)
        dim = dim or number == 2
        if 30 <= number <= 37:
            colour = colours[number - 30]
        elif 90 <= number <= 97:
            colour = colours[number - 82]
    ground = channels(palette.ground)
    return [c + (g - c) * DIMMED * dim for c, g in zip(channels(colour), ground, strict=True)]


def painted(line: Line) -> list[tuple[str, str]]:
    """The characters of a line as they are written in colour, with the codes they stand behind."""
    text = Out(Terminal(), color=True, width=lambda: 80).encoded(line)
    parts = re.split(r"\x1b\[([\d;]*)m", text)
    return [(part, code) for code, part in zip(["", *parts[1::2]], parts[::2], strict=True) if part]


WORDS = [name for name in _SGR if not name.startswith("signs")] + ["", "dim", "code"]


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("style", [word for word in WORDS if word != ORNAMENT])
def test_words_of_every_style_can_be_read(name: str, style: str) -> None:
    palette = PALETTES[name]
    ground = channels(palette.ground)
    own = contrast(channels(palette.text), ground)
    for part, codes in painted([(f"✓ {style} words 2 -3 (x)", style)]):
        if re.search(r"\w|[-()]", part):
            assert contrast(seen(codes, palette), ground) >= min(ENOUGH, own), part


def test_the_common_terminals_can_be_read_themselves_but_for_one() -> None:
    poor = [
        name
        for name, palette in PALETTES.items()
        if contrast(channels(palette.text), channels(palette.ground)) < ENOUGH
    ]
    assert poor == ["solarized light"]


def test_no_colour_can_be_read_on_all_of_them_so_that_words_have_none() -> None:
    for code in [*range(30, 38), *range(90, 98), 2]:
        worst = min(contrast(seen(str(code), p), channels(p.ground)) for p in PALETTES.values())
        assert worst < ENOUGH, code


def test_lists_and_confirmations_have_no_colours_either() -> None:
    assert {value for _, value in _STYLE} <= {"bold", "noinherit bold"}
    questionary = pytest.importorskip("questionary")
    ours = {name for name, _ in _STYLE}
    theirs = {name for name, value in questionary.constants.DEFAULT_STYLE.style_rules if "fg:" in value}
    assert theirs <= ours


# colour says nothing alone


def verdicts() -> list[str]:
    glyphs = Out(Terminal(), color=False, width=lambda: 70).glyphs
    grades = (Grade(1), Grade(0.5), Grade(0), None)
    return [plain(feedback_lines(posed("plain-claim"), grade, None, 70, glyphs)[0]) for grade in grades]


def objectives(*, spoken: bool) -> list[str]:
    figures = [ObjectiveFigures("id", "Name the parts", state, 3, 2, 1, 1) for state in STYLES]
    return [plain(line) for line in _objectives(figures, 70, plain=spoken)[2:]]


def call_outs() -> list[str]:
    manner = Manner(False, lambda *_: [], uncoloured)
    blocks = (Paragraph((("Mind the gap.", ""),), 1),)
    kinds = ("note", "tip", "important", "warning", "caution", "")
    return ["\n".join(map(plain, _block(Quote(kind, blocks, 1), 70, manner))) for kind in kinds]


def options() -> list[str]:
    """One option not chosen, chosen with the arrows, ticked, both."""
    shown = []
    for keys in ("", "j", "k ", "2"):
        dialog = dialog_for(posed("wide-multiple").interaction)
        for key in keys:
            dialog.press(key)
        shown.append("\n".join(map(plain, dialog.body(70)[0])))
    return shown


@pytest.mark.parametrize(
    "states",
    [verdicts(), objectives(spoken=False), objectives(spoken=True), call_outs(), options(), list(SHADES)],
    ids=["verdicts", "objectives", "spoken objectives", "call-outs", "options", "shades"],
)
def test_without_colour_states_still_differ_in_their_characters(states: list[str]) -> None:
    assert len(states) > 2
    assert all(one != other for one, other in combinations(states, 2)), states


def test_code_and_strong_words_keep_signs_where_there_is_no_colour() -> None:
    line = inline("a `b` **c**")
    bare = Out(Terminal(), color=False, width=lambda: 70).encoded(line)
    assert bare == "a `b` **c**"


def test_without_colour_there_is_no_code_at_all() -> None:
    out = Out(Terminal(), color=False, width=lambda: 70)
    assert not any("\x1b" in out.encoded([("✓ x", style)]) for style in [*WORDS, *_KIND_STYLES.values()])
