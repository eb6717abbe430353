"""What nobody expects in a text: fragments, and ways to damage what was good."""

from collections.abc import Callable, Sequence
from random import Random

LONG = 64 * 1024  # characters of the longest lines
MOST = LONG  # characters of an input; what takes longer than a second below that would hang
ESCAPES = (
    *("\x1b[2J", "\x1b[31m", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b[?1049h", "\x1bc"),
    *(
        "\x9b31m",
        "\x9d0;t\x9c",
        "\x1b",
        "\x07",
        "\x08",
        "\x0b",
        "\x0c",
        "\x0e",
        "\x7f",
        "\x00",
        "\x85",
        "\x9b",
        "\x1b[6n",
    ),
)
SIGNS = (
    *("\u202e", "\u202d", "\u2066", "\u2069", "\u061c", "\u200e", "\u200b", "\u200d", "\ufeff", "\u2028", "\u2029"),
    *("\uffff", "\ud800", "\udfff", "\udc80", "\xad", "\u180e", "\U000e0041", "\u0301", "\u0301" * 40, "\ufb01"),
    *("\U0001f469\u200d\U0001f4bb", "\U0001f1e9\U0001f1ea", "\U0001f3fd", "e\u0301", "\u0130", "\u1e9e", "\xa0"),
    *("\u05d0\u05d1\u05d2", "\u0645\u0631\u062d\u0628\u0627", "\u4f60\u597d", "\u3042", "\uff21", "\u202f", "\u3000"),
)
SPACES = ("", " ", "\t", "\r", "\r\n", "\n", "\n\n", "  ", " \t ", "\t\t", "        ")
NUMBERS = (
    *("0", "-1", "-0", "007", "1e999", "-1e999", "1e-999", "nan", "inf", "-inf", "NaN", "Infinity", ".inf", "9" * 40),
    *(
        "9" * 400,
        "9" * 5000,
        "1_0",
        "0x1F",
        "1e300",
        "1e308",
        "1e309",
        "4.9e-324",
        "1,000",
        "1.000,5",
        "１２",
        "²",
        "½",
    ),
    *("2147483648", "9223372036854775808", "18446744073709551616", "0.1", "1/0", "0/0", "3/4", "1e5/0.0001", "٣"),
)
PROGRAMS = (
    *("$(reboot)", "`id`", "; ls", "| cat", "%s%n", "{0.__class__}", "${x}", "{x}", "{", "}", "../../x", "C:\\x", "~"),
    *(
        "[/red]",
        "[bold]",
        "[link=x]",
        "<script>",
        "</style>",
        "&#x202e;",
        "&#27;",
        "&amp;",
        "\\x1b",
        "\\u202e",
        "\\e[2J",
    ),
    *("__import__('os')", "!!python/object:os.system x", "*a", "&a b", "<<", "%TAG ! x", "---", "...", "null", "true"),
)
MARKS = tuple("[]{}()<>|*_`~#&!%@?:;,.'\"\\/=+-^$")
NASTY = (*ESCAPES, *SIGNS, *SPACES, *NUMBERS, *PROGRAMS, *MARKS)

_OPENING = ("[", "{", "(", "((", "<", "> ", "- ", "* ", '{"a":', "[[", "**", "`", "~~", "|", "![", "1. ", "a: ", "  ")


def deep(chance: Random) -> str:
    """The same beginning over and over."""
    return chance.choice(_OPENING) * chance.choice((40, 400, 400, 4000))


def long(chance: Random) -> str:
    """One line of 64 KiB."""
    part = chance.choice((*NASTY, *MARKS, "a", "a ", "a, ", "你", "x1"))
    return (part or "a") * (LONG // max(len(part), 1))


def fragment(chance: Random) -> str:
    """Something nasty; now and then a lot of it."""
    roll = chance.random()
    if roll < 0.9:
        return chance.choice(NASTY)
    if roll < 0.99:
        return chance.choice(NASTY) * chance.choice((2, 9, 200))
    return deep(chance) if roll < 0.998 else long(chance)


def text(chance: Random, words: Sequence[str] = (), most: int = 6) -> str:
    """Fragments, and words that the door knows."""
    return "".join(
        chance.choice(words) + chance.choice(("", " ", " ")) if words and chance.random() < 0.6 else fragment(chance)
        for _ in range(chance.randint(0, most))
    )


# damage to a text


def _insert(text: str, chance: Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + fragment(chance) + text[at:]


def _cut(text: str, chance: Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] if chance.random() < 0.3 else text[:at] + text[at + chance.randint(1, 60) :]


def _swap_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _double_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at, count = chance.randrange(len(lines)), chance.randint(1, 8)
    return "\n".join(
        [*lines[: at + count], *lines[at : at + count] * chance.choice((1, 1, 2, 40)), *lines[at + count :]]
    )


def _drop_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    return "\n".join([*lines[:at], *lines[at + chance.randint(1, 3) :]])


def _indent(text: str, chance: Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    bare = lines[at].lstrip()
    lines[at] = chance.choice((bare, f" {bare}", f"   {bare}", f"\t{bare}", f"- {bare}", f"> {lines[at]}"))
    return "\n".join(lines)


def _other_number(text: str, chance: Random) -> str:
    places = [at for at, character in enumerate(text[:LONG]) if character.isdigit()]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice(NUMBERS) + text[at + 1 :]


def _line_ends(text: str, chance: Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\r", "\n\n", "\x85", "\u2028")))


def _tabs(text: str, chance: Random) -> str:
    return text.replace(chance.choice(("  ", "    ", " ")), "\t", chance.randint(1, 9))


DAMAGE: tuple[Callable[[str, Random], str], ...] = (
    *(_insert, _insert, _insert, _cut, _cut, _swap_lines, _double_lines, _drop_lines, _indent, _other_number),
    *(_other_number, _tabs),
)


def damaged(text: str, chance: Random, times: Sequence[int] = (0, 1, 1, 2, 3, 8)) -> str:
    """A text after so many accidents."""
    for _ in range(chance.choice(times)):
        text = chance.choice(DAMAGE)(text, chance)
    return (_line_ends(text, chance) if chance.random() < 0.03 else text)[:MOST]


def flipped(data: bytes, chance: Random, share: float = 0.3) -> bytes:
    """Bytes after accidents of their own: flips, cuts, insertions, NUL."""
    if chance.random() >= share:
        return data
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randint(0, len(changed))
        match chance.randrange(5):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at:]
            case 2:
                changed[at:at] = bytes(chance.choice((1, 3, 70)))
            case 3:
                end = min(at + chance.randint(1, 99), len(changed))
                changed[at:at] = changed[at:end]
            case _:
                changed[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(changed)


def encoded(text: str, chance: Random) -> bytes:
    """A text as bytes, nearly always as UTF-8."""
    return text.encode(chance.choice(("utf-8",) * 40 + ("utf-8-sig", "utf-16", "utf-32")), "surrogatepass")
