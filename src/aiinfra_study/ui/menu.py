"""Menus and confirmations, by questionary."""

from collections.abc import Mapping


def pick(message: str, labels: Mapping[str, str], preferred: str) -> str:
    """One of several names, picked from a list that can be searched by typing; Ctrl-C raises KeyboardInterrupt."""
    import questionary

    choices = [questionary.Choice(title=label, value=name) for name, label in labels.items()]
    chosen = questionary.select(
        message, choices=choices, default=preferred, use_search_filter=True, use_jk_keys=False
    ).unsafe_ask()
    return str(chosen)


def confirm(message: str) -> bool:
    """Yes or no, no unless said otherwise; Ctrl-C raises KeyboardInterrupt."""
    import questionary

    return bool(questionary.confirm(message, default=False).unsafe_ask())
