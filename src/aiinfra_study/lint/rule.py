"""What a rule is: a function whose docstring is its manual, with a code, a name and a level; and the table of them."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from aiinfra_study.core.fields import Place
from aiinfra_study.core.problem import Edit

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
    """A rule: what it looks at (`reading`: noticed by the reader itself), and whether it runs unless selected."""

    code: str
    name: str
    level: str
    on: str
    check: Callable[..., Any]
    default: bool = True

    @property
    def manual(self) -> str:
        from inspect import cleandoc

        return cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first sentence of the manual."""
        return self.manual.partition("\n\n")[0].replace("\n", " ")


_RULES: dict[str, Rule] = {}


def rule(code: str, name: str, level: str, on: str = "question", *, default: bool = True) -> Callable[[Check], Check]:
    """Register a function as a rule on a `question`, a `bank`, a `course`, a `page` (the reading of a section), or as
    one kept while `reading` a file."""

    def register(check: Check) -> Check:
        assert code not in _RULES, code
        _RULES[code] = Rule(code, name, level, on, check, default)
        return check

    return register


def catalogue() -> dict[str, Rule]:
    """Every rule by its code, in order."""
    from importlib import import_module
    from pkgutil import iter_modules

    from aiinfra_study.lint import rules as room

    for module in iter_modules(room.__path__):
        import_module(f"{room.__name__}.{module.name}")
    return dict(sorted(_RULES.items(), key=lambda pair: ("YSINTBDL".index(pair[0][0]), pair[0])))
