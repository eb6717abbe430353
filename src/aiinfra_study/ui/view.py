"""Which lines of a text show where the screen is too small for all of them. Pure: `keys` draws them."""

from collections.abc import Sequence

from aiinfra_study.ui.layout import Line

MARKED_FROM = 3  # rows from which two are spent on saying what is above and below


class View:
    """A window on lines that moves just enough to keep a part in sight, and never past a line nobody has seen."""

    def __init__(self) -> None:
        self.top = 0

    def seen(self, count: int, room: int) -> range:
        """The lines that show, of so many, in a window of so many rows."""
        if count <= room:
            return range(count)
        top = min(self.top, count - room)
        marked = room >= MARKED_FROM
        return range(top + (marked and top > 0), top + room - (marked and top + room < count))

    def shown(self, lines: Sequence[Line], room: int) -> list[Line]:
        """The window's rows: the lines seen, and marks for those above and below."""
        room = max(room, 1)
        seen = self.seen(len(lines), room)
        shown = list(lines[seen.start : seen.stop])
        if len(shown) < min(len(lines), room):
            if seen.start > 0:
                shown.insert(0, [(f"↑ {seen.start} more lines (PgUp)", "dim")])
            if seen.stop < len(lines):
                shown.append([(f"↓ {len(lines) - seen.stop} more lines (PgDn)", "dim")])
        return shown

    def keep(self, focus: range, count: int, room: int) -> None:
        """Move so that the focus is in sight, or its beginning where it is longer than the window."""
        seen = self.seen(count, room)
        mark = room >= MARKED_FROM
        inside = room - 2 if mark else room
        if focus.start < seen.start or len(focus) > inside:
            self._go(focus.start - mark, count, room)
        elif focus.stop > seen.stop:
            self._go(focus.stop - room + mark, count, room)

    def turn(self, step: int, count: int, room: int) -> bool:
        """Move on by what is seen, forward (1) or back (-1); False at the end."""
        before, seen = self.top, self.seen(count, room)
        mark = room >= MARKED_FROM
        self._go(seen.stop - mark if step > 0 else seen.start - room + mark, count, room)
        return self.top != before

    def reaches(self, focus: range, step: int, count: int, room: int) -> bool:
        """Whether the focus lies in the direction of the step without a line between that was not in sight."""
        seen = self.seen(count, room)
        moved = View()
        moved.top = self.top
        moved.keep(focus, count, room)
        then = moved.seen(count, room)
        if step > 0:
            return focus.start >= seen.start and then.start <= seen.stop
        return focus.start < seen.stop and then.stop >= seen.start

    def _go(self, top: int, count: int, room: int) -> None:
        self.top = min(max(top, 0), max(count - room, 0))
