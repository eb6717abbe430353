"""One sitting of a review as it goes: what comes next, what comes back, and what is taken back. Pure."""

from collections.abc import Iterable

AGAIN_AFTER = 5  # others before a missed question comes back


class Drill:
    """Addresses still to be asked, next first. A missed one comes back until it is right once."""

    def __init__(self, planned: Iterable[str]) -> None:
        self.coming = list(planned)
        self.planned = list(self.coming)  # every question of the sitting once, those put in between too
        self.done = 0
        self._before: list[tuple[list[str], list[str]]] = []

    @property
    def current(self) -> str | None:
        return self.coming[0] if self.coming else None

    def pass_on(self, *, again: bool, contrast: str | None = None) -> None:
        """The current question was responded to. `contrast` is asked right after it."""
        self._before.append((list(self.coming), list(self.planned)))
        address = self.coming.pop(0)
        if contrast is not None:
            self.coming = [contrast, *(other for other in self.coming if other != contrast)]
            self.planned += [contrast] if contrast not in self.planned else []
        if again:
            self.coming.insert(AGAIN_AFTER, address)
        self.done += 1

    def drop(self) -> None:
        """The current question is there no more."""
        address = self.coming.pop(0)
        self.planned = [other for other in self.planned if other != address]

    def take_back(self) -> bool:
        """The last response of this sitting never was; False where there is none."""
        if not self._before:
            return False
        self.coming, self.planned = self._before.pop()
        self.done -= 1
        return True
