"""Numbers with units, as an engineer types them: `350 GB`, `1e3`, `3/4`, `1,000`, `$2.50/h`, `400 Gbps`.

What is none may be a calculation: `(80-14)/2 GB`.

Decimal and binary prefixes are different units (SI Brochure, 9th edition, 3.1; IEC 80000-13): 1 GiB = 1.0737 GB.
"""

import math
import re
from typing import NamedTuple

_PREFIXES = {
    "n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "E": 1e18, "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50, "Ei": 2.0**60,
}  # fmt: skip
_UNITS = {
    "B": (8.0, "data"), "byte": (8.0, "data"), "bytes": (8.0, "data"), "b": (1.0, "data"), "bit": (1.0, "data"),
    "bits": (1.0, "data"), "s": (1.0, "time"), "sec": (1.0, "time"), "second": (1.0, "time"), "seconds": (1.0, "time"),
    "min": (60.0, "time"), "minute": (60.0, "time"), "minutes": (60.0, "time"), "h": (3600.0, "time"),
    "hr": (3600.0, "time"), "hour": (3600.0, "time"), "hours": (3600.0, "time"), "d": (86400.0, "time"),
    "day": (86400.0, "time"), "days": (86400.0, "time"), "week": (604800.0, "time"), "weeks": (604800.0, "time"),
    "FLOP": (1.0, "FLOP"), "FLOPs": (1.0, "FLOP"), "FLOPS": (1.0, "FLOP/time"),
    "W": (1.0, "power"), "Wh": (3600.0, "energy"),
    "J": (1.0, "energy"), "Hz": (1.0, "1/time"), "$": (1.0, "$"), "USD": (1.0, "$"), "€": (1.0, "€"), "EUR": (1.0, "€"),
    "%": (0.01, ""), "": (1.0, ""), "x": (1.0, ""), "×": (1.0, ""), "m": (1.0, "length"), "meter": (1.0, "length"),
}  # fmt: skip
_PREFIXABLE = {
    "B",
    "b",
    "bit",
    "bits",
    "byte",
    "bytes",
    "s",
    "FLOP",
    "FLOPs",
    "FLOPS",
    "W",
    "Wh",
    "J",
    "Hz",
    "m",
}
_AMBIGUOUS = {"kb", "mb", "gb", "tb", "pb"}
_NUMBER = re.compile(
    r"(?P<money>[$€])?\s*(?P<number>[-+]?(?:\d{1,3}(?:[,_ \u202f]\d{3})+(?!\d)|\d+)?(?:\.\d+)?)"
    r"(?:\s*[x×*]\s*10\s*(?:\^|\*\*)\s*(?P<power>[-+]?\d+)|[eE](?P<exponent>[-+]?\d+))?"
    r"(?:\s*/\s*(?P<under>\d+(?:\.\d+)?))?\s*(?P<unit>\D.*)?\Z"
)
# One number, operator or bracket of a calculation, read one after the other: a single expression for all of it could
# take time as an exponent of its length.
_PART = re.compile(
    r"\s*((?:[0-9]{1,3}(?:[,_ \u202f][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9]+(?:[eE][-+]?[0-9]+)?|\*\*|/(?!/)|[x×](?=\s*[0-9.(])|[-+*÷^()])"
)
_WITHIN = re.compile(
    r"[0-9.)]\s*[^\W\d_][^\d()]*?\s*(?:[-+*/÷]\s*[0-9.(]|\)|\(\s*[0-9.])"
)  # a unit, and the calculation goes on
_SIGNS = str.maketrans({"×": "*", "x": "*", "÷": "/", "^": "**", ",": "", "_": "", " ": "", "\u202f": ""})
MAX_TYPED = 60
COUNTED = "count:"


class Quantity(NamedTuple):
    """A number and its unit as typed ("" when none was); `factor` leads to base units of `dimension`."""

    number: float
    unit: str
    factor: float
    dimension: str

    @property
    def value(self) -> float:
        """In base units: bits, seconds, FLOP, watts, joules."""
        return self.number * self.factor


def parse_unit(text: str) -> tuple[float, str]:
    """The factor to base units and the dimension of a unit; a word we do not know counts itself (`pods`)."""
    text = text.strip()
    if len(text) > MAX_TYPED:
        raise ValueError(f'"{text[:MAX_TYPED]}" is too long for a unit')
    if text in _UNITS:
        return _UNITS[text]
    if text.lower() in _AMBIGUOUS:
        letter = text[0].upper() if text[0] != "k" else "k"
        if text[1] == "B" or text[0].isupper():
            return _prefixed(letter + text[1]) or (1.0, "")
        raise ValueError(f'"{text}" could be {letter}B (bytes) or {letter}bit (bits): write one of them')
    if text.endswith("ps") and 3 <= len(text) <= 5 and (known := _prefixed(text[:-2])):
        return known[0], f"{known[1]}/time"
    if "/" in text:
        top, _, bottom = text.rpartition("/")
        (a, over), (b, under) = parse_unit(top), parse_unit(bottom)
        return a / b, f"{over}/{under}"
    if known := _prefixed(text):
        return known
    if not re.fullmatch(r"(?!.*\s-\s*\d)[^\W\d_][\w .%-]*", text):
        raise ValueError(f'"{text[:MAX_TYPED]}" is not a unit')
    word = text.casefold()
    return 1.0, COUNTED + (word[:-1] if word.endswith("s") else word)


def _prefixed(text: str) -> tuple[float, str] | None:
    for cut in (2, 1, 0):
        prefix, unit = text[:cut], text[cut:]
        if unit in _UNITS and (not prefix or (prefix in _PREFIXES and unit in _PREFIXABLE)):
            factor, dimension = _UNITS[unit]
            return _PREFIXES.get(prefix, 1.0) * factor, dimension
    return None


def _plain(text: str) -> str:
    return text.strip().replace("−", "-").replace("\xa0", " ")


def parse(text: str) -> Quantity:
    """Read a typed number; raises ValueError in words when it is none."""
    typed = _plain(text)
    match = _NUMBER.match(typed[:MAX_TYPED])
    if match is None or not re.search(r"\d", match["number"]):
        hint = "; use a point for decimals" if re.search(r"\d,\d", typed) else ""
        raise ValueError(f'"{typed[:MAX_TYPED]}" is not a number{hint}')
    unit = (match["unit"] or "").strip()
    if match["money"]:
        unit = match["money"] + unit
    if re.match(r"[\d.,]", unit):
        raise ValueError(f'"{typed[:MAX_TYPED]}" is not one number; use a point for decimals')
    power = int(match["power"] or match["exponent"] or 0)
    if abs(power) > 300:
        raise ValueError("the exponent is too large")
    digits = re.sub(r"[,_ \u202f]", "", match["number"])
    number = float(f"{digits}e{power}")  # (times 10.0**power would make 3e-1 another number than 0.3)
    under = float(match["under"] or 1)
    factor, dimension = parse_unit(unit)
    if not under or not math.isfinite(number / under * factor):
        raise ValueError(f'"{typed[:MAX_TYPED]}" has no value')
    return Quantity(number / under, unit, factor, dimension)


def calculated(text: str) -> Quantity:
    """Read a typed number, or the value of a calculation with a unit behind it; raises ValueError in words."""
    typed = _plain(text)
    parts, at = [], 0
    while part := _PART.match(typed, at):
        parts.append(part[1].translate(_SIGNS))
        at = part.end()
    computes = any(part in ("+", "-", "*", "/", "**") for part in parts[1:])
    try:
        said = parse(text)
    except ValueError:
        if _WITHIN.search(typed[:MAX_TYPED]) and not re.search(r"\d[eE][-+]", typed):
            where = "it stands once, at the end: (80-14)/2 GB"
            raise ValueError(f'"{typed[:MAX_TYPED]}" has a unit inside; {where}') from None
        if not computes:
            raise
    else:
        if not (computes and re.match(r"[eExX]\s*[-+]?[\d.(]", said.unit)):  # `8/2e3` is not 4 of the unit `e3`
            return said
    return _value_of(" ".join(parts), typed[at:].strip(), typed[:MAX_TYPED])


def _value_of(calculation: str, unit: str, typed: str) -> Quantity:
    from aiinfra_study.core.expression import ExpressionError, NoValueError, evaluate

    if re.match(r"[\d.,]", unit):
        raise ValueError(f'"{typed}" is not a calculation; use a point for decimals')
    try:
        return Quantity(float(evaluate(calculation, {})), unit, *parse_unit(unit))
    except NoValueError:
        raise ValueError(f'"{typed}" has no value') from None
    except ExpressionError:
        raise ValueError(f'"{typed}" is not a calculation') from None


def unit_slip(got: float, want: float, dimension: str, within: float) -> str:
    """Which confusion of units turns one value into the other (base units, relative tolerance), or nothing."""
    if want == 0 or got / want <= 0:
        return ""
    ratio = got / want
    data = dimension.startswith("data")
    for power in (1, 2, 3, 4, 5) if data else ():
        if any(math.isclose(ratio, 1.024**sign, rel_tol=min(within, 0.004)) for sign in (power, -power)):
            return "Decimal against binary units: 1 GiB is 1.074 GB."
    if data and any(math.isclose(ratio, eight, rel_tol=within) for eight in (8, 1 / 8)):
        return "Out by a factor of 8: bits against bytes."
    if any(math.isclose(ratio, thousand, rel_tol=within) for thousand in (1e3, 1e-3, 1e6, 1e-6)):
        return "Out by a power of 1,000: look at the prefix of the unit."
    return ""


def show(number: float) -> str:
    """A number as a person writes it: whole when it is whole, else four significant digits."""
    if abs(number) >= 1e15:
        return f"{number:.4g}"
    if number == int(number) or abs(number) >= 10_000:
        return str(round(number))
    return f"{float(f'{number:.4g}'):.10f}".rstrip("0").rstrip(".") if abs(number) >= 1e-4 else f"{number:.4g}"


def with_unit(number: float, unit: str) -> str:
    """A number and its unit as people write them: `$2.50`, `85 %`, `350 GB`."""
    if unit[:1] in ("$", "€"):
        return f"{unit[0]}{show(number)}{unit[1:]}"
    return f"{show(number)} {unit}".strip()
