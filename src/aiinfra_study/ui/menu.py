"""Menus and confirmations, by questionary."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from aiinfra_study.ui.cells import shortened
from aiinfra_study.ui.layout import plain, wrap

if TYPE_CHECKING:
    from questionary import Question

NARROW = 60  # columns, below which what is taken stands on a line of its own
AROUND = 9  # cells of a confirmation: `? ` before it, ` (y/N) ` behind
# as on every screen of ours no word has a colour: questionary's orange is 2.1:1 on white
_STYLE = [("qmark", "bold"), ("answer", "bold"), ("pointer", "bold"), ("highlighted", "bold"),
          ("search_success", "noinherit bold"), ("search_none", "noinherit bold")]  # fmt: skip


def pick(message: str, labels: Mapping[str, str], width: int) -> str:
    """One of several names, the first one preferred, from a list that can be searched by typing.

    Ctrl-C raises KeyboardInterrupt. questionary cuts what is wider than the screen without a sign, so labels are
    shortened before.
    """
    import questionary

    instruction = "(type to search, Enter takes, Ctrl-C leaves)"
    if width < NARROW:
        message, instruction = f"{message}\n", "(type to search, Enter takes)"
    behind = len(message) + 3 if width >= NARROW else 0  # the one taken stands behind the question
    room = width - max(behind, 6)
    choices = [questionary.Choice(title=shortened(label, room), value=name) for name, label in labels.items()]
    style = questionary.Style(_STYLE)
    asked = questionary.select(
        message,
        choices=choices,
        instruction=instruction,
        use_search_filter=True,
        use_jk_keys=False,
        style=style,
    )
    _take_only_what_is_found(asked)
    return str(asked.unsafe_ask())


def _take_only_what_is_found(asked: "Question") -> None:
    """A search that finds nothing shows the whole list again; Enter must not take the first of it."""
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
    from prompt_toolkit.keys import Keys
    from questionary.prompts.common import InquirerControl

    controls = asked.application.layout.find_all_controls()
    listed = next(control for control in controls if isinstance(control, InquirerControl))
    nothing = Condition(lambda: bool(listed.search_filter) and not listed.found_in_search)
    bindings = KeyBindings()

    @bindings.add(Keys.ControlM, filter=nothing, eager=True)
    def _(event: KeyPressEvent) -> None:
        """Nothing to take."""

    before = asked.application.key_bindings
    asked.application.key_bindings = merge_key_bindings([before, bindings] if before is not None else [bindings])


def confirm(message: str, width: int) -> bool:
    """Yes or no, no unless said otherwise; Ctrl-C raises KeyboardInterrupt. questionary would break inside words."""
    import questionary

    message = "\n".join(map(plain, wrap([(message, "")], width - AROUND)))
    return bool(questionary.confirm(message, default=False, style=questionary.Style(_STYLE)).unsafe_ask())
