"""Record docs/quiz.svg from the real program: run it in a pseudo-terminal, press keys, draw its last screen.

Run: python docs/record.py   (needs the dev extra)
"""

import os
import re
import sys
import tempfile
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.text import Text

COLUMNS, ROWS = 80, 27
KEYS = ("3", "\r")
COLORS = {"default": "", "brown": "yellow"}


def screen_of(keys: tuple[str, ...]) -> pyte.Screen:
    """The screen of `aiinfra quiz section-1 --post` after some keys."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "AIINFRA_HOME": home, "TERM": "xterm-256color", "COLUMNS": "", "NO_COLOR": ""}
        command = ["-m", "aiinfra_study", "quiz", "section-1", "--post", "--seed", "5"]
        child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(ROWS, COLUMNS))
        for key in ("", *keys):
            child.send(key)
            child.expect(pexpect.TIMEOUT, timeout=1)
        stream.feed(child.before)
        child.sendcontrol("c")
        child.close()
    return screen


def drawn(screen: pyte.Screen) -> Text:
    """The cells of a screen as styled text."""
    text = Text()
    last = max(row for row in range(ROWS) if any(screen.buffer[row][c].data.strip() for c in range(COLUMNS)))
    for row in range(last + 1):
        for column in range(COLUMNS):
            cell = screen.buffer[row][column]
            color = COLORS.get(cell.fg, cell.fg)
            text.append(cell.data, " ".join(filter(None, ("bold" if cell.bold else "", color))) or None)
        text.append("\n")
    return text


def main() -> None:
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"), force_terminal=True)  # noqa: SIM115
    console.print(Text("$ aiinfra quiz section-1 --post\n", "bold"), drawn(screen_of(KEYS)), sep="")
    target = Path(__file__).with_name("quiz.svg")
    svg = console.export_svg(title="aiinfra")
    target.write_text(re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL), encoding="utf-8")  # no web fonts
    print(target)


if __name__ == "__main__":
    main()
