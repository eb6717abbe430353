"""A question and the feedback on it, as lines. Pure: the front ends print them."""

from typing import assert_never

from aiinfra_study.core.interaction import PAIRED, Arrange, Blanks, Choice, Grade, Pair, TextEntry
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.ui.layout import Line, code, inline, prose, wrap

LETTERS = "abcdefghi"
INDENT = "  "


def stem_lines(posed: Posed, width: int, *, spoken: bool = False) -> list[Line]:
    """The stem, what it shows, and the claim of a true-false; `spoken` for somebody who listens."""
    body = posed.body
    lines = prose(posed.ask, width) if posed.ask else []
    claim = getattr(body, "claim", "")
    if claim:
        lines += [[], *prose(claim, width)] if lines else prose(f"True or false? {claim}", width)
    if posed.code:
        lines += [[("Code:", "")]] if spoken else [[]]
        lines += code(posed.code, width)
    if posed.question.media:
        lines += [[], *wrap([(f"[picture: {posed.question.media}]", "dim")], width)]
    if posed.question.as_of:
        lines += [[], *wrap([(f"(true as of {posed.question.as_of})", "dim")], width)]
    return lines


def heading(posed: Posed) -> str:
    """A question in one text, to name it by: its stem, its claim, or its text with gaps."""
    interaction = posed.interaction
    text = posed.ask or getattr(posed.body, "claim", "")
    return text or (gapped(interaction.parts) if isinstance(interaction, Blanks) else "")


def gapped(parts: tuple[str, ...], filled: "list[str] | None" = None, gap: str = "[{}:____]") -> str:
    """A text with its gaps numbered, or filled with what was typed."""
    text = parts[0]
    for number, part in enumerate(parts[1:], 1):
        said = filled[number - 1] if filled and filled[number - 1] else ""
        text += (f"[{said}]" if said else gap.format(number)) + part
    return text


def option_line(label: str, text: str, width: int, style: str = "", mark: str = " ") -> list[Line]:
    """`  1) text`, wrapped behind its number."""
    first = f"{mark} {label}) "
    return wrap(inline(text, style), width, [(first, style or "dim")], " " * len(first))


def question_lines(posed: Posed, width: int, *, spoken: bool = False) -> list[Line]:
    """The whole question as the plain front end prints it; `spoken` names what only the eye can tell."""
    lines = stem_lines(posed, width, spoken=spoken)
    interaction = posed.interaction
    match interaction:
        case Choice(options=options, order=order):
            for number, place in enumerate(order, 1):
                lines += option_line(str(number), options[place], width)
        case Arrange(items=items, order=order):
            for number, place in enumerate(order, 1):
                lines += option_line(str(number), items[place], width)
        case Blanks(parts=parts):
            text = gapped(parts, gap="(gap {})") if spoken else gapped(parts)
            lines += ([[]] if lines else []) + prose(text, width)
        case Pair(left=left, right=right, left_order=left_order, right_order=right_order):
            for number, place in enumerate(left_order, 1):
                lines += option_line(str(number), left[place], width)
            lines.append([("Partners:", "")] if spoken else [])
            for number, place in enumerate(right_order):
                lines += option_line(LETTERS[number], right[place], width)
        case TextEntry(unit=unit):
            if unit:
                lines += wrap([(f"The unit is {unit}." if spoken else f"(in {unit})", "dim")], width)
        case _:
            assert_never(interaction)
    return lines


def feedback_lines(
    posed: Posed, grade: Grade | None, confidence: str | None, width: int, glyphs: dict[str, str], after: str = ""
) -> list[Line]:
    """Right, wrong or partly right; why for what was chosen; the key; the lesson; where to read on; what comes `after`.

    `grade` is None for a question that was passed over.
    """
    spoken = len(glyphs["right"]) > 1
    lines = wrap(_verdict(grade, confidence, glyphs), width, (), INDENT)
    remarks = [remark for remark in grade.remarks if remark.why] if grade else []
    for remark in remarks:
        about = remark.about.replace(PAIRED, ", paired with ") if spoken else remark.about
        word = "Why" if remark.right else "Why not"
        label: Line = [(f"{word}, ", ""), *inline(about), (": ", "")] if spoken else [(f"{word}: ", "dim")]
        if len(remarks) > 1:
            glyph = glyphs["right" if remark.right else "wrong"]
            label = [(f"{glyph} ", "dim"), *inline(f"{about}:", "dim"), (" ", "")]
        lines += wrap([*label, *inline(remark.why)], width, [(INDENT, "")], INDENT * 2)
    if grade is None or not grade.correct:
        lines += _key(posed, width, spoken=spoken)
    if posed.because:
        lines += [[], *prose(posed.because, width, indent=INDENT)]
    for text in reference_texts(posed.question):
        lines += wrap([(text, "dim")], width, [(INDENT, "")], INDENT * 2)
    if after:
        lines += wrap([(after, "dim")], width, [(INDENT, "")], INDENT * 2)
    return lines


def reference_texts(question: Question) -> list[str]:
    """The sources of a question, and the sections of other courses that teach the same."""
    told = (("Source", "; ".join(question.sources)), ("Taught in", ", ".join(question.elsewhere)))
    return [f"{name}: {text}" for name, text in told if text]


def _verdict(grade: Grade | None, confidence: str | None, glyphs: dict[str, str]) -> Line:
    said = {"unsure": "you were unsure", "guess": "a guess"}.get(confidence or "", "")
    if grade is None:
        return [(_signed(glyphs["wrong"], "Skipped"), "half")]
    if grade.correct:
        text, style = _signed(glyphs["right"], "Right"), "good"
    elif grade.credit > 0:
        told = f"Partly right, {grade.credit:.0%} credit".replace("%", " %")
        text, style = _signed(glyphs["half"], told), "half"
    else:
        text, style = _signed(glyphs["wrong"], "Wrong"), "bad"
        said = "and you were sure" if confidence == "sure" else said
    return [(text, style), (f" ({said})" if said else "", "dim")]


def _signed(glyph: str, words: str) -> str:
    """Words behind their glyph; alone where words stand for glyphs."""
    return f"{glyph} {words}" if len(glyph) == 1 else words


def _key(posed: Posed, width: int, *, spoken: bool) -> list[Line]:
    """What is right, in words; to the ear "Right" alone is the verdict."""
    keys = posed.body.key_lines
    word = "The right response" if spoken else "Right"
    if len(keys) == 1:
        return wrap(inline(keys[0]), width, [(f"{INDENT}{word}: ", "good")], INDENT * 2)
    if spoken and isinstance(posed.interaction, Pair):
        keys = tuple(key.replace(PAIRED, " goes with ") for key in keys)
    lines: list[Line] = [[(f"{INDENT}{word}:", "good")]]
    for key in keys:
        lines += wrap(inline(key), width, [(INDENT * 2, "")], INDENT * 3)
    return lines


def stage_word(stage: str) -> str:
    """A quiz of a stage, at the beginning of a line."""
    return {"pre": "Pre-quiz", "post": "Post-quiz"}.get(stage, "Practice")
