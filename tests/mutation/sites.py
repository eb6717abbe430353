"""Where the source may be changed, and what it then says.

The changes are the operators of Cosmic Ray (https://cosmic-ray.readthedocs.io). One place may be changed in several
ways by one family of operators (`+` into ten others): places are drawn first, then one of their ways, so that the
families with many easy ways do not count for more.
"""

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import parso
from cosmic_ray import plugins
from cosmic_ray.ast import ast_nodes
from cosmic_ray.mutating import mutate_code

ROOMS = ("core", "lint", "store")
LEAST = 8  # mutants of a module, if it has as many places
PACKAGE = Path("src/aiinfra_study")
Spot = tuple[int, int]

# Nothing can tell these from what they replace, or only by accident: `is` for `==` hangs on which values the
# interpreter shares, `==` for `is None` on a strange __eq__. The two Variable operators need a name to be told.
_LEFT_OUT = {
    "ReplaceComparisonOperator_Eq_Is",
    "ReplaceComparisonOperator_NotEq_IsNot",
    "ReplaceComparisonOperator_Is_Eq",
    "ReplaceComparisonOperator_IsNot_NotEq",
    "VariableReplacer",
    "VariableInserter",
}
_BY_SIGN = {"core/ReplaceBinaryOperator", "core/ReplaceComparisonOperator"}
_SPEED_OR_FORM = {"dataclass", "cache", "lru_cache", "once", "abstractmethod", "overload", "final", "unique"}


class Mutant(NamedTuple):
    """One change of one file."""

    module: str  # path below the package: core/fields.py
    line: int
    operator: str
    was: str  # the changed lines
    now: str
    text: str  # the whole file after the change

    @property
    def room(self) -> str:
        return self.module.split("/", 1)[0]


class Place(NamedTuple):
    """Something in a file that one family of operators can change, and the ways: operator, occurrence."""

    family: str
    start: Spot
    ways: list[tuple[str, int]]


def modules(root: Path) -> list[Path]:
    """All files of the three rooms, below the package."""
    package = root / PACKAGE
    return sorted(path.relative_to(package) for room in ROOMS for path in (package / room).rglob("*.py"))


def sample(root: Path, size: int, seed: int, only: str = "") -> list[Mutant]:
    """About `size` mutants: each module in proportion to its places, but LEAST at least."""
    places = {path.as_posix(): _places((root / PACKAGE / path).read_text(encoding="utf-8")) for path in modules(root)}
    shares = _shares({module: len(found) for module, found in places.items()}, size)
    drawn: list[Mutant] = []
    for module, share in shares.items():
        dice = random.Random(f"{seed} {module}")
        if only in module:
            source = (root / PACKAGE / module).read_text(encoding="utf-8")
            drawn += _draw(module, source, places[module], share, dice)
    return drawn


def _shares(counts: dict[str, int], size: int) -> dict[str, int]:
    """How many mutants of each module; the rate rises until they are `size`, or all there are."""
    shares, rate = dict.fromkeys(counts, 0), 0.0
    while sum(shares.values()) < min(size, sum(counts.values())):
        rate += 0.005
        shares = {module: min(count, max(LEAST, round(rate * count))) for module, count in counts.items()}
    return shares


def _draw(module: str, source: str, places: list[Place], share: int, dice: random.Random) -> Iterator[Mutant]:
    """`share` mutants of a file; a change after which it does not compile, or says the same, is drawn again."""
    left = dice.sample(places, len(places))
    found = 0
    while left and found < share:
        place = left.pop()
        operator, occurrence = dice.choice(place.ways)
        text = mutate_code(source, plugins.get_operator(operator)(), occurrence)
        if text is not None and _says_something_else(source, text):
            found += 1
            was, now = _changed(source, text)
            yield Mutant(module, place.start[0], operator.removeprefix("core/"), was, now, text)


def _says_something_else(source: str, text: str) -> bool:
    try:
        return ast.dump(ast.parse(text)) != ast.dump(ast.parse(source))
    except SyntaxError:
        return False


def _changed(source: str, text: str) -> tuple[str, str]:
    """The lines that differ, before and after."""
    before, after = source.splitlines(), text.splitlines()
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return "\n".join(line.strip() for line in before).strip(), "\n".join(line.strip() for line in after).strip()


def _places(source: str) -> list[Place]:
    """Every place that may be changed, in the order of the file."""
    tree, passed = parso.parse(source), _passed_over(source)
    ways: dict[tuple[str, Spot, Spot], list[tuple[str, int]]] = defaultdict(list)
    nodes = list(ast_nodes(tree))
    known: dict[str, list[tuple[Spot, Spot]]] = {}
    for name in sorted(plugins.operator_names()):
        if name.removeprefix("core/") in _LEFT_OUT:
            continue
        operator, family = plugins.get_operator(name)(), name.split("_")[0]
        same = name.rpartition("_")[0] if family in _BY_SIGN else name  # all ways of one sign stand at its places
        if same not in known:
            known[same] = [spot for node in nodes for spot in operator.mutation_positions(node)]
        positions = known[same]
        for occurrence, (start, end) in enumerate(positions):
            if not any(first <= start < last for first, last in passed):
                ways[family, start, end].append((name, occurrence))
    return [
        Place(family, start, found) for (family, start, _), found in sorted(ways.items(), key=lambda way: way[0][1])
    ]


def _passed_over(source: str) -> list[tuple[Spot, Spot]]:
    """What says nothing at run time, or is a table of the house: types, decorators of form, tables of constants."""
    passed: list[tuple[Spot, Spot]] = []
    tree = ast.parse(source)
    for node in ast.walk(tree):
        passed += [_span(part, source) for part in _types_of(node)]
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            passed.append(_span(node, source))
        for decorator in getattr(node, "decorator_list", []):
            start, end = _span(decorator, source)
            form = _name_of(decorator) in _SPEED_OR_FORM
            passed.append(((start[0], start[1] - form), end))
    return passed + [_span(node, source) for node in tree.body if _is_table(node)]


def _types_of(node: ast.AST) -> list[ast.expr]:
    parts = [getattr(node, name, None) for name in ("annotation", "returns")]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"cast", "TypeVar"}:
        parts += node.args[:1]
    return [part for part in parts if isinstance(part, ast.expr)]


def _name_of(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def _is_table(node: ast.stmt) -> bool:
    """A module's words, or a union of types: constants without any arithmetic, call or condition of their own."""
    if not isinstance(node, ast.Assign) or isinstance(node.value, ast.Constant):
        return False
    parts = [part for part in ast.walk(node.value) if isinstance(part, ast.expr)]
    union = isinstance(node.value, ast.BinOp | ast.Subscript) and any(isinstance(part, ast.Name) for part in parts)
    data = ast.Constant | ast.Tuple | ast.List | ast.Set | ast.Dict | ast.Name
    return all(isinstance(part, data) for part in parts) or (union and _only_types(parts))


def _only_types(parts: list[ast.expr]) -> bool:
    """Whether an expression is of type names alone: `A | B`, `dict[str, int]`."""
    names = [part.id for part in parts if isinstance(part, ast.Name)]
    return all(
        (name[0].isupper() and not name.isupper()) or name in {"str", "int", "dict", "list", "tuple", "float"}
        for name in names
    ) and not any(isinstance(part, ast.Call) for part in parts)


def _span(node: ast.expr | ast.stmt, source: str) -> tuple[Spot, Spot]:
    """Lines from 1 and columns from 0, in characters as `parso` counts them."""
    lines = source.splitlines()

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1].encode()[:offset].decode())

    end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return (node.lineno, column(node.lineno, node.col_offset)), (end_line, column(end_line, end))
