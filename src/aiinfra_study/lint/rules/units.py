"""Units of numbers: missing ones, and decimal mixed with binary."""

import re

from aiinfra_study.lint.item import Item
from aiinfra_study.lint.patterns import pattern
from aiinfra_study.lint.rule import Findings, Found, rule

_PREFIX = "[kKMGTPE]"
_UNIT_WORDS = (
    rf"{_PREFIX}?(?:B|bytes?|bits?)|{_PREFIX}i(?:B|bytes?|bits?)|(?:kilo|mega|giga|tera|peta)(?:bytes?|bits?)|"
    r"(?:milli|micro|nano)?seconds?|ms|µs|us|ns|minutes?|hours?|days?|weeks?|"
    r"dollars?|euros?|cents?|watts?|kilowatts?|kWh?|MWh?|joules?|[kMGTPE]?(?:FLOPs?|FLOPS)|(?:tera|peta|giga)flops?"
)
_OF_DATA = r"(?:memory|storage|disk|space|RAM|VRAM|HBM|bandwidth|traffic|data|time|money|power|energy)"
_ASKS_UNIT = pattern(
    rf"\bhow (?:many|much) (?:(?:more|fewer|less|extra|additional|total|whole)\s+)?(?:{_UNIT_WORDS})\b(?![-/])"
    rf"|\bhow much (?:[\w-]+ ){{0,3}}?{_OF_DATA}\b"
    r"|\bhow much (?:does|do|did|will|would|is|are|can|could)\b[^?]*\b(?:costs?|pay|paid|save|cheaper|dearer)\b"
    r"|\bwhat (?:does|do|will|would)\b[^?]*\bcost\b"
    r"|\bwhat (?:is|are|would be|will be) the (?:[\w-]+ ){0,3}?(?:cost|costs|price|bill|latency|duration|bandwidth)\b"
    r"|\bhow long (?!(?:is|are|was|were|may|can) (?:the|a|an|its|each|this|that|one)\b[^?]*"
    r"\b(?:queue|prompt|context|sequence|answer|reply|list|vector|key|string|text|name|path|message)\b)"
    rf"|\b(?:in|give(?: it)? in|as) (?:{_UNIT_WORDS})\b(?=[^\w/]*$|,)",
    re.IGNORECASE,
)
_NO_UNIT = pattern(
    r"\b(?:fraction|share|proportion|percentage|percent|per cent|factor|ratio|multiple|times|relative|speed-?up)\b",
    re.IGNORECASE,
)
_BINARY = pattern(r"(?<=\d)[ -]?[KMGTPE]i(?:B|bit|bytes?)\b")
_DECIMAL = pattern(r"(?<=\d)[ -]?[kKMGTPE](?:B|bytes?)\b")
_CONVERTS = pattern(
    r"1[, ]?024|2\s?(?:\*\*|\^)\s?[1-6]0|2[¹²³⁴⁵⁶]⁰|10⁹|10\s?(?:\*\*|\^)\s?9"
    r"|\b1\.(?:02|04[89]|07|09[59]|10|12[56])|\bbinary\b|\bdecimal\b",
    re.IGNORECASE,
)


@rule("N504", "unclear-unit", "warning")
def unclear_unit(item: Item) -> Findings:
    """A number of data, time or money has no unit, or decimal and binary units are mixed.

    To a question without `unit` the response "350 GB" is wrong although the number is right, since GB is data and the
    key is a bare number. And GB and GiB differ by 7 %, TB and TiB by 10 % (IEC 80000-13), which is more than most
    tolerances: a question that uses both without saying how they convert has two keys. A unit that can be read in two
    ways (`gb`) is an error, as the question cannot be marked.

    Fails:
        - id: weights-in-bf16
          ask: How much memory do 70 billion parameters take in BF16?
          number: 70 * 2

        - id: cache-that-fits
          ask: A GPU has 80 GB, and the weights take 60 GiB. What is left for the KV cache?
          number: 20
          unit: GB

    Passes:
        - id: weights-in-bf16
          ask: How much memory do 70 billion parameters take in BF16?
          number: 70 * 2
          unit: GB

        - id: cache-that-fits
          ask: A GPU has 80 GB, and the weights take 60 GB. What is left for the KV cache?
          number: 20
          unit: GB
    """
    unit = getattr(item.question.body, "unit", "")
    if item.kind == "numeric" and not unit:
        asked = item.lead_in
        if (match := _ASKS_UNIT.search(asked)) and not _NO_UNIT.search(asked):
            message = f'"{match[0].strip()}" asks for a quantity, and the number has no unit'
            yield Found(item.place("number"), message, "write unit: GB, s, $ or what else it counts in")
    if "iB" in item.said or "iB" in unit:
        yield from _mixed(item, unit)


def _mixed(item: Item, unit: str) -> Findings:
    """Decimal beside binary units, with no word about how they convert."""
    body = item.question.body
    sums = " ".join((getattr(body, "number", ""), *(given.expression for given in getattr(body, "given", ()))))
    given = f"{item.said.rpartition(chr(10))[0]}\n1 {unit}"  # (the lesson may do as it likes)
    binary, decimal = _BINARY.search(given), _DECIMAL.search(given)
    if binary and decimal and not _CONVERTS.search(f"{item.said}\n{sums}"):
        units = " and ".join(found[0].strip(" -") for found in (decimal, binary))
        message = f"{units} stand in one question, and nothing says how they convert"
        help = "use one of them, or say it: 1 GiB = 1.074 GB"
        yield Found(item.place("unit", "ask", "claim"), message, help)
