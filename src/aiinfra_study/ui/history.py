"""History and forecast as lines: each chart with one plain sentence; in plain mode a table of the same figures."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from aiinfra_study.core.course import Section
from aiinfra_study.core.days import on_day, short
from aiinfra_study.core.history import Past
from aiinfra_study.core.measure import STATED, Share
from aiinfra_study.core.report import ObjectiveFigures
from aiinfra_study.ui.charts import SHADES, WEEK, bar, columns, heat_map, interval, percent, share_words
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.summary import spent, spent_minutes
from aiinfra_study.ui.tables import table

HEIGHT = 5  # rows of the columns of a forecast
BAR, BARS_FROM = 24, 76  # cells of a bar; columns for it and what is told of it
HARDEST = 5  # objectives told
FEW = 20  # reviews below which a share says little


class Charts:
    """The charts for one width; `plain`: tables in their place."""

    def __init__(self, today: str, width: int, *, plain: bool) -> None:
        self.today, self.width, self.plain = date.fromisoformat(today), width, plain

    def _said(self, title: str, text: str) -> list[Line]:
        return [[], [(title, "title")], *wrap([(text, "")], self.width)]

    def reviews(self, counts: Mapping[str, int], days: int) -> list[Line]:
        """Reviews a day as a heat map; a table of weeks in plain mode."""
        if not counts:
            return self._said("Reviews", f"No review in the last {_days(days)}.")
        most = max(counts, key=lambda day: (counts[day], day))
        total = sum(counts.values())
        text = f"{_times(total, 'review')} on {len(counts)} of the last {_days(days)}; most on {self._on(most)}"
        lines = self._said("Reviews", f"{text} ({counts[most]}).")
        if self.plain:
            weeks = self._weeks(counts)
            spoken = [(f"Week from {day}", f"{count} review{'s' * (count != '1')}") for day, count in weeks]
            return [*lines, *table(("week from", "reviews"), weeks, self.width, spoken=spoken)]
        legend = f"{SHADES[0]} none, {SHADES[1]} to {SHADES[-1]} a few to the most ({counts[most]})"
        return [*lines, *heat_map(counts, self.today, days, self.width), *wrap([(legend, "dim")], self.width)]

    def _weeks(self, counts: Mapping[str, int]) -> list[tuple[str, str]]:
        weeks: dict[date, int] = {}
        for day, count in counts.items():
            then = date.fromisoformat(day)
            monday = then - timedelta(days=then.weekday())
            weeks[monday] = weeks.get(monday, 0) + count
        return [(on_day(monday, self.today), str(weeks[monday])) for monday in sorted(weeks)]

    def _on(self, day: str) -> str:
        return on_day(date.fromisoformat(day), self.today)

    def forecast(self, counts: Mapping[str, int], minutes: float) -> list[Line]:
        """Cards due in the next 30 days as columns."""
        days, numbers = list(counts), list(counts.values())
        if not any(numbers):
            return self._said("Forecast", f"Nothing is due in the next {_days(len(days))}.")
        most = max(range(len(days)), key=lambda place: numbers[place])
        when = "today" if most == 0 else f"on {self._on(days[most])}"
        load = f"; about {spent_minutes(minutes)} in the next 7 days" if minutes else ""
        due = f"{numbers[0]} due today, {sum(numbers)} within {_days(len(days))}; most {when} ({numbers[most]}){load}."
        lines = self._said("Forecast", due)
        if self.plain:
            rows = [(self._on(day), str(count)) for day, count in counts.items() if count]
            spoken = [(day, f"{count} card{'s' * (count != '1')} due") for day, count in rows]
            return [*lines, *table(("day", "due"), rows, self.width, spoken=spoken)]
        wide = 2 if 2 * len(numbers) + 6 <= self.width else 1
        label = len(str(numbers[most])) + 1
        for row, line in enumerate(columns(numbers, HEIGHT, wide)):
            number = str(numbers[most]) if row == 0 else "0" if row == HEIGHT - 1 else ""
            lines.append([(f"{number:>{label}} ", "dim"), *line])
        marks = ""
        for place in range(0, len(days), WEEK):
            marks = marks.ljust(place * wide) + short(date.fromisoformat(days[place]))
        return [*lines, [(" " * (label + 1) + marks[: self.width - label - 1], "dim")]]

    def retention(self, found: Share | None, desired: float) -> list[Line]:
        """True retention against what is desired."""
        title, wanted = "Retention", percent(desired)
        if found is None:
            return self._said(title, f"No card was reviewed a second time yet; your goal is {wanted}.")
        kept = f"{share_words(found)} of {_times(found.of, 'first review')} of a day recalled; your goal is {wanted}"
        lines = self._said(title, f"{kept}: {_against(found, desired)}.")
        if self.plain:
            return lines
        axis = min(self.width - 12, 50)
        scale = interval(found.low, found.share, found.high, desired, axis)
        legend = "● observed, ━ its 90 % interval, ┃ your goal"
        return [*lines, [("0 % ", "dim"), *scale, (" 100 %", "dim")], *wrap([(legend, "dim")], self.width)]

    def calibration(self, past: Past, brier: float | None) -> list[Line]:
        """How many were right of those said to be sure, unsure, a guess."""
        told = {word: pair for word, pair in past.said.items() if pair[0]}
        if not told:
            return self._said("Calibration", "No response said how sure it was yet.")
        text = f"Sure and wrong: {past.wrong}."
        if brier is not None:
            text += f" Brier score {brier:.2f} (0 is best, 0.25 as good as no word)."
        lines = self._said("Calibration", text)
        if self.plain or self.width < BARS_FROM:
            rows = [(word, str(n), percent(k / n), percent(STATED[word])) for word, (n, k) in told.items()]
            spoken = [
                (f"Said {word}", f"{n} response{'s' * (n != '1')}, {right} right; it should mean {mean}")
                for word, n, right, mean in rows
            ]
            head = ("said", "responses", "right", "should mean")
            return [*lines, *table(head, rows, self.width, spoken=spoken if self.plain else None)]
        for word, (n, k) in told.items():
            text = f" {percent(k / n):>5} of {n} right; {word} should mean {percent(STATED[word])}"
            lines.append([(f"{word:<7}", ""), *bar(k / n, BAR), (text, "")])
        return lines

    def time(self, past: Past, days: int) -> list[Line]:
        """Time spent on responses."""
        if past.seconds < 1:
            return []
        each = spent(past.seconds / past.days)
        return self._said("Time", f"{spent(past.seconds)} in the last {_days(days)}, about {each} a day of study.")

    def hardest(self, found: Sequence[tuple[Section, ObjectiveFigures]], several: bool) -> list[Line]:
        """Objectives missed most surely."""
        if not found:
            return []
        lines: list[Line] = [[], [("Hardest objectives", "title")]]
        for section, objective in found[:HARDEST]:
            name = section.address if several else section.id
            share = f"{objective.right} of {objective.asked} right"
            lines += wrap([(objective.text, ""), (f" ({share}, {name})", "dim")], self.width, [("  - ", "dim")], "    ")
        return lines


def _against(found: Share, desired: float) -> str:
    """The interval against the goal, in words."""
    if found.of < FEW:
        return "too few to tell"
    if found.low > desired:
        return "above it"
    return "below it" if found.high < desired else "as wished"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
