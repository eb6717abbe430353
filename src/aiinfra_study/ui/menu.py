"""Menus and confirmations, by questionary."""

from collections.abc import Mapping

from aiinfra_study.ui.cells import shortened

# as on every screen of ours no word has a colour: questionary's orange is 2.1:1 on white
_STYLE = [("qmark", "bold"), ("answer", "bold"), ("pointer", "bold"), ("highlighted", "bold"),
          ("search_success", "noinherit bold"), ("search_none", "noinherit bold")]  # fmt: skip


def pick(message: str, labels: Mapping[str, str], width: int) -> str:
    """One of several names, the first one preferred, from a list that can be searched by typing.

    Ctrl-C raises KeyboardInterrupt. questionary cuts what is wider than the screen without a sign, so labels are
    shortened before.
    """
    import questionary

    room = width - max(len(message) + 3, 6)  # the one taken stands behind the question
    choices = [questionary.Choice(title=shortened(label, room), value=name) for name, label in labels.items()]
    style = questionary.Style(_STYLE)
    asked = questionary.select(
        message,
        choices=choices,
        instruction="(type to search, Enter takes, Ctrl-C leaves)",
        use_search_filter=True,
        use_jk_keys=False,
        style=style,
    )
    return str(asked.unsafe_ask())


def confirm(message: str) -> bool:
    """Yes or no, no unless said otherwise; Ctrl-C raises KeyboardInterrupt."""
    import questionary

    return bool(questionary.confirm(message, default=False, style=questionary.Style(_STYLE)).unsafe_ask())
