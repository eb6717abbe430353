"""The plain front end: one line read is one response. No redrawing, no escape codes; for pipes and screen readers."""

import re
import sys
from collections.abc import Callable
from typing import TextIO, assert_never

from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Interaction, Pair, Response, TextEntry
from aiinfra_study.core.question import Posed
from aiinfra_study.core.text import composed
from aiinfra_study.ui.ask import Act, EndOfInput, Place, Reply, Said, collect_again
from aiinfra_study.ui.layout import Line
from aiinfra_study.ui.show import LETTERS, question_lines
from aiinfra_study.ui.theme import Out

ACTIONS = {f"/{name}": name for name in ("hint", "skip", "flag", "undo", "quit", "read")}
_INSTEAD = f"Instead of a response: {', '.join(ACTIONS)}."
MAX_TRIES = 3
_TRUE = {"1", "t", "true", "y", "yes"}
_FALSE = {"2", "f", "false", "n", "no"}
_CONFIDENCE = re.compile(r"\s(\?\??)\s*\Z")


class Lines:
    """Reads lines from a stream, writes to an Out."""

    keyboard = None

    def __init__(self, out: Out, source: TextIO | None = None) -> None:
        self.out = out
        self.source = source or sys.stdin
        self.interactive = self.source.isatty()  # then somebody may be listening to a screen reader
        if self.interactive:
            out.speak()
        self.veiled = False
        self.idle: Callable[[], None] = lambda: None
        self._posed: Posed | None = None
        self._example = ""
        self._tries = 0

    def pose(self, posed: Posed, place: Place, *, confidence: bool, notice: str = "") -> Reply:
        collect_again()
        out = self.out
        if notice:
            out.say(notice)
        if posed is not self._posed or not notice:  # a hint does not need the question again, an undo does
            where = f"{place.number}/{place.total}"
            if self.interactive:
                where = f"Question {where}{', once more' * place.again}"
            out.lines([[], [(where, "title")], *self._asked(posed)])
            self._tell_how(posed.interaction, confidence)
        if posed is not self._posed:
            self._posed, self._tries = posed, 0
        while True:
            out.write("> ")
            line = self.source.readline()
            if not line:
                out.write("\n")
                raise EndOfInput
            if not self.interactive:
                out.write("\n")
            text = composed(line.removeprefix("\ufeff").rstrip("\n").rstrip("\r"))  # some shells mark UTF-8 so
            if text.strip() in ACTIONS:
                return Act(ACTIONS[text.strip()])
            if text.strip() in ("/help", "/?"):
                out.lines(self._asked(posed))
                out.say(f"{_as_sentence(_example(posed.interaction))} {_INSTEAD}")
                continue
            if text.strip() == "?" and not isinstance(posed.interaction, TextEntry | Blanks):
                return Act("hint")
            said, sure = _split_confidence(text) if confidence else (text, None)
            try:
                response = parse_line(posed.interaction, said)
                if value := _value(posed.interaction, response):
                    out.say(value)
                return Said(response, sure)
            except ValueError as error:
                self._tries += 1
                if self._tries >= MAX_TRIES and not self.interactive:
                    out.say(f"{error} Skipped after {MAX_TRIES} tries.")
                    return Act("skip")
                out.say(f"{error} ({_example(posed.interaction)})")

    def _asked(self, posed: Posed) -> list[Line]:
        return question_lines(posed, self.out.width, spoken=self.interactive)

    def _tell_how(self, interaction: Interaction, confidence: bool) -> None:
        """How to respond, where it is not as before: only the eye sees whether one option is right or several."""
        example = _example(interaction)
        if not self.interactive or example == self._example:
            return
        self.out.say(_as_sentence(example))
        if not self._example:
            sure = "A question mark (?) at the end of the line says unsure, two of them (??) a guess. " * confidence
            self.out.say(f"{sure}{_INSTEAD} /help says all this again.")
        self._example = example

    def result(self, posed: Posed, place: Place, said: Reply) -> None:
        """The question already stands above."""

    def proceed(self) -> bool:
        """The next step follows."""
        return True

    def go_on(self) -> None:
        """Nothing else waits for a line."""


def _split_confidence(text: str) -> tuple[str, str]:
    match = _CONFIDENCE.search(text)
    if match is None:
        return text, "sure"
    return text[: match.start()], "guess" if match[1] == "??" else "unsure"


def _value(interaction: Interaction, response: Response) -> str:
    """What a calculation comes to."""
    computed = interaction.value if isinstance(interaction, TextEntry) else None
    return computed(str(response)) if computed else ""


def _as_sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _example(interaction: Interaction) -> str:
    """How a line looks that can be read."""
    match interaction:
        case Choice(truth=True):
            return "type 1 or t for true, 2 or f for false"
        case Choice(several=True, wanted=wanted):
            return f"type the numbers of {f'the {wanted}' if wanted else 'all'} right options, as 1,3"
        case Choice():
            return "type the number of an option, as 2"
        case Blanks(parts=parts):
            return f"type {len(parts) - 1} part{'s' * (len(parts) > 2)} with a bar (|) between them"
        case Arrange():
            return "type all numbers in order, as 3 1 2"
        case Pair():
            return "type a pair for each number, as 1b 2a"
        case TextEntry(lines=True):
            return "type your response, backslash n (\\n) between two lines, as 3\\n5, or /skip"
        case TextEntry(value=value) if value:
            return "type a number or a calculation, or /skip"
        case TextEntry():
            return "type your response, or /skip"
        case _:
            assert_never(interaction)


def parse_line(interaction: Interaction, text: str) -> Response:
    """The response a line means, in terms of the question as written; raises ValueError in words."""
    word = text.strip()
    if not word:
        raise ValueError("An empty line.")
    if word.startswith("/") and not isinstance(interaction, TextEntry | Blanks):
        raise ValueError(f'There is no "{word[:40]}"; there are {", ".join(ACTIONS)}.')
    match interaction:
        case Choice(truth=True):
            if word.lower() in _TRUE | _FALSE:
                return (0,) if word.lower() in _TRUE else (1,)
            raise ValueError(f'"{word[:40]}" is neither true nor false.')
        case Choice(order=order, several=several):
            shown = _numbers(word, len(order))
            if not several and len(shown) > 1:
                raise ValueError("One option only.")
            return tuple(order[number] for number in shown)
        case TextEntry(unreadable=unreadable, lines=lines):
            said = word.replace("\\n", "\n") if lines else word
            problem = unreadable(said)
            if problem:
                raise ValueError(problem)
            return said
        case Blanks(parts=parts):
            said_parts = [part.strip() for part in word.split("|")]
            if not any(said_parts):
                raise ValueError("An empty line.")
            if len(said_parts) != len(parts) - 1:
                raise ValueError(f"{len(said_parts)} of {len(parts) - 1} parts.")
            return tuple(said_parts)
        case Arrange(order=order):
            shown = _numbers(word, len(order))
            if len(shown) != len(order):
                raise ValueError(f"Each of the {len(order)} items once.")
            return tuple(order[number] for number in shown)
        case Pair():
            return _pairs(interaction, word)
        case _:
            assert_never(interaction)


def _numbers(text: str, count: int) -> list[int]:
    """Places shown on the screen, from numbers or letters, none twice."""
    words = re.split(r"[\s,;]+", text.strip(" ,;"))
    if words[0] and len(words) == 1 and count < 10 and not set(words[0].lower()) - set(LETTERS + "0123456789"):
        words = list(words[0])
    places = []
    for word in words:
        place = (
            int(word) - 1 if word.isascii() and word.isdigit() else LETTERS.find(word.lower()) if len(word) == 1 else -1
        )
        if not 0 <= place < count:
            raise ValueError(f'"{word[:40]}" is none of 1 to {count}.')
        if place in places:
            raise ValueError(f'"{word}" stands there twice.')
        places.append(place)
    return places


def _pairs(pair: Pair, text: str) -> tuple[int, ...]:
    count = len(pair.left)
    found = re.findall(r"([1-9])\s*[-=:→]*\s*([a-i])(?![a-z0-9])", text.lower())
    rest = re.sub(r"([1-9])\s*[-=:→]*\s*([a-i])(?![a-z0-9])", "", text.lower())
    chosen: dict[int, int] = {}
    for number, letter in found:
        left, right = int(number) - 1, LETTERS.index(letter)
        if left >= count or right >= count:
            raise ValueError(f'"{number}{letter}" is not a pair here.')
        if pair.left_order[left] in chosen or pair.right_order[right] in chosen.values():
            raise ValueError(f'"{number}{letter}" uses an item twice.')
        chosen[pair.left_order[left]] = pair.right_order[right]
    if re.sub(r"[\s,;]", "", rest) or len(chosen) != count:
        raise ValueError(f"Each of the {count} items once.")
    return tuple(chosen[left] for left in range(count))
