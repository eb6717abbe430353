"""What a rule is: a function whose docstring is its manual, with a code, a name and a level; and the table of them."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

from aiinfra_study.core.problem import Edit
from aiinfra_study.core.source import Place
from aiinfra_study.lint import rules

Check = TypeVar("Check", bound=Callable[..., Any])


class Found(NamedTuple):
    """What a rule says of one place. The runner adds code and level; `level` overrides the rule's own."""

    place: Place
    message: str
    help: str
    level: str = ""
    edit: Edit | None = None


Findings = Iterable[Found]


class Rule(NamedTuple):
    """A rule: what it looks at (`reading`: noticed by the reader itself), whether it runs unless selected, and what it
    keeps of each bank, computed while what rules share is at hand."""

    code: str
    name: str
    level: str
    on: str
    check: Callable[..., Any]
    default: bool = True
    keeps: Callable[[Any], object] | None = None

    @property
    def manual(self) -> str:
        from inspect import cleandoc

        return cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence of the manual."""
        return self.manual.partition("\n\n")[0].replace("\n", " ")


_RULES: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    level: str,
    on: str = "question",
    *,
    default: bool = True,
    keeps: Callable[[Any], object] | None = None,
) -> Callable[[Check], Check]:
    """Register a function as a rule on a `question`, a `bank`, a `course`, a `page` (the reading of a section), as one
    kept while `reading` a file, or as a `report` on a bank that is no finding."""

    def register(check: Check) -> Check:
        assert code not in _RULES, code
        _RULES[code] = Rule(code, name, level, on, check, default, check if on == "report" else keeps)
        return check

    return register


@cache
def catalogue() -> dict[str, Rule]:
    """Every rule by its code, in order."""
    for name in rules.MODULES:
        import_module(f"{rules.__name__}.{name}")
    return dict(sorted(_RULES.items(), key=lambda pair: ("YSINTBDL".index(pair[0][0]), pair[0])))
