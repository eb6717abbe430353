"""Code with its keywords bold and its comments slanted, by Pygments; only asked for where there are styles."""

from aiinfra_study.ui.layout import Line

_STYLES = {"Keyword": "strong", "Tag": "strong", "Comment": "emphasis"}  # no hue can be read on every background
MAX_CHARACTERS = 50_000  # of one piece of code: more is shown in one style


def uncoloured(text: str, language: str) -> list[Line]:  # noqa: ARG001
    """Every line in the one style of code."""
    return [[(line, "code")] if line else [] for line in text.split("\n")]


def coloured(text: str, language: str) -> list[Line]:
    """Lines of code, its parts styled; in one style where the language is not known."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if len(text) > MAX_CHARACTERS:
        return uncoloured(text, language)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return uncoloured(text, language)
    lines: list[Line] = [[]]
    for kind, value in lexer.get_tokens(text):
        style = next((_STYLES[str(name)] for name in reversed(kind) if str(name) in _STYLES), "code")
        first, *others = value.split("\n")
        if first:
            lines[-1].append((first, style))
        lines.extend([(other, style)] if other else [] for other in others)
    same = "\n".join("".join(part for part, _ in line) for line in lines) == text  # a lexer may drop what it likes
    return lines if same else uncoloured(text, language)
