"""What the screens of `progress` and `stats` have to say of recomputed figures: each text with a number, in its order.

`unaccounted` takes these texts out of a screen; what is left must hold no digit, or the screen says a number that
nobody recomputed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from cli.recomputed import STATED, Attempt, Course, Numbers, Part, Recomputed, gap_free

NARROW = 60
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def unaccounted(screen: str, texts: Iterable[str | re.Pattern[str]]) -> str:
    """A screen without the texts, which must stand there in this order; line breaks count as blanks."""
    shown = " ".join(screen.replace("\xa0", " ").split())
    left, at = [], 0
    for text in texts:
        pattern = text if isinstance(text, re.Pattern) else re.compile(re.escape(" ".join(text.split())))
        found = pattern.search(shown, at)
        assert found, f"{pattern.pattern!r} does not come in {shown[at : at + 400]!r}"
        left.append(shown[at : found.start()])
        at = found.end()
    return "".join((*left, shown[at:]))


def percent(part: float) -> str:
    return f"{100 * part:.0f} %"


def with_interval(found: Mapping[str, Any], name: str = "share") -> str:
    return f"{percent(found[name])} ({100 * found['low']:.0f}–{100 * found['high']:.0f} %)"


def day_words(day: str, *, named: bool = True) -> str:
    then = date.fromisoformat(day)
    words = f"{then.day} {MONTHS[then.month - 1]}"
    return f"{DAYS[then.weekday()]} {words}" if named else words


def time_words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def cells(head: Sequence[str], row: Sequence[str], width: int) -> str:
    """A row of a table: beside each other, or below each other with their labels."""
    if width < NARROW:
        return " ".join(f"{label}: {cell}" for label, cell in zip(head, row, strict=True) if cell)
    return " ".join(filter(None, row))


# progress

RANGES = "In brackets: where the true share lies, with 90 % certainty; few questions leave it wide."


def of_all(recomputed: Recomputed, width: int) -> Iterator[str]:
    """The screen of `progress`."""
    ranges = False
    for course in recomputed.told():
        sections = recomputed.course(course)["sections"]
        ranges = ranges or any(section[name] for section in sections for name in ("pre", "post", "stayed"))
        waiting = {part.id for part in course.parts if recomputed.unfinished(part.address)}
        only_before = recomputed.only_before(course.parts)
        yield from _course(
            course, recomputed.course(course), waiting, only_before, recomputed.missed(course.parts), width
        )
    if ranges:
        yield RANGES


def _course(
    course: Course, numbers: Numbers, waiting: set[str], only_before: int, missed: int, width: int
) -> Iterator[str]:
    sections = numbers["sections"]
    questions, seen = (sum(section[name] for section in sections) for name in ("questions", "seen"))
    yield course.title
    yield f"{_memory(numbers)}; {seen} of {questions} questions met, {numbers['due']} due."
    yield from _missed(missed)
    if numbers["stayed"]:
        yield _stayed(numbers["stayed"])
    gain = numbers["gain"]
    if gain and gain["repeated"] and sum(section["gain"] is not None for section in sections) > 1:
        yield from _gain(gain, only_before, "Gain over all sections: ")
    done = [s for s in sections if s["seen"] or s["pre"] or s["post"] or s["id"] in waiting]
    begun = sorted(done, key=lambda s: s["mastery"])
    for title, group in (("Due now", [s for s in begun if s["due"]]), ("Begun", [s for s in begun if not s["due"]])):
        if group:
            yield title
        for section in group:
            yield from _row(section)
    fresh = [section for section in sections if section not in begun]
    if begun and len(fresh) > 5:
        count = sum(section["questions"] for section in fresh)
        span = f"{fresh[0]['id']} to {fresh[-1]['id']}"
        yield f"Not begun: {len(fresh)} sections with {count} questions, {span}; aiinfra sections lists them."
        return
    for section in fresh:
        row = (section["id"], section["title"], str(section["questions"]))
        yield cells(("section", "title", "questions"), row, width)
    if fresh and not begun:
        yield f"Next: {fresh[0]['next']}"


def _row(section: Numbers) -> Iterator[str]:
    yield f"{section['id']} {section['title']}"
    if section["due"]:
        yield f"{section['due']} due"
    scores = [f"{name} {with_interval(section[name], 'score')}" for name in ("pre", "post") if section[name]]
    known = f"{percent(section['mastery'])} now, {percent(section['mastery_30_days'])} in 30 days"
    yield " · ".join(filter(None, (known, ", ".join(scores))))
    if section["stayed"]:
        yield _stayed(section["stayed"])
    gain = section["gain"]
    if gain and gain["repeated"]:
        luck = "unlikely to be luck" if gain["p"] < 0.05 else "could be luck"
        asked = f"{gain['repeated']} question{'s' * (gain['repeated'] != 1)} asked twice"
        yield f"{gain['gained']} gained, {gain['lost']} lost on {asked}: {luck}."
    yield f"Next: {section['next']}"


def _memory(numbers: Numbers) -> str:
    if not numbers["mastery"]:
        return "Mastery counts from the post-quiz on"
    now, later = percent(numbers["mastery"]), percent(numbers["mastery_30_days"])
    return f"Mastery {now} now, {later} in 30 days without review"


def _missed(count: int) -> Iterator[str]:
    if count:
        what = "1 question missed today counts" if count == 1 else f"{count} questions missed today count"
        yield f"{what} as known here until tomorrow, as the key was just seen."


def _stayed(found: Numbers) -> str:
    many = f"{found['count']} questions right one to four weeks after the post-quiz."
    return f"What stayed: {with_interval(found)} of {many}"


def _gain(gain: Numbers, only_before: int, label: str = "Gain: ") -> Iterator[str]:
    """As at the end of a quiz."""
    if not gain["repeated"]:
        yield f"{label}no question of the pre-quiz was asked again."
    else:
        asked = f"{gain['repeated']} question{'s' * (gain['repeated'] != 1)} asked both times"
        asked += f" ({only_before} more only before)" if only_before else ""
        before, after = percent(gain["pre"]), percent(gain["post"])
        flips = f"{gain['gained']} gained, {gain['lost']} lost."
        yield f"{label}{before} before, {after} now, on the {asked}: {flips}"
        if gain["p"] < 0.05:
            yield f"That is unlikely to be luck (chance {gain['p']:.3f})."
        elif gain["lost"] > gain["gained"]:
            yield "No gain: more was right before than now."
        else:
            yield f"That could be luck (chance {gain['p']:.2f})."
            yield from ["So few questions cannot tell more."] if gain["repeated"] < 8 else []
    if gain["fresh"]:
        many = f"{gain['fresh']} question{'s' * (gain['fresh'] != 1)} not asked before"
        yield f"{percent(gain['fresh_score'])} on {many}: this shows what carries over."
    if gain["change"] is not None:
        yield f"Normalised change {gain['change']:+.2f} (share of the possible gain)."


def of_section(recomputed: Recomputed, part: Part, width: int) -> Iterator[str | re.Pattern[str]]:
    """The screen of `progress SECTION`."""
    numbers = recomputed.closely(part)
    yield f"{part.title} {part.address}"
    due = f", {numbers['due']} due" if numbers["due"] else ""
    yield f"{_memory(numbers)}; {numbers['seen']} of {numbers['questions']} questions met{due}."
    yield from _missed(recomputed.missed([part]))
    for name, score in (("Pre-quiz", numbers["pre"]), ("Post-quiz", numbers["post"])):
        if score:
            yield f"{name}: {with_interval(score, 'score')} of {score['count']} questions."
    if numbers["stayed"]:
        yield _stayed(numbers["stayed"])
    if numbers["pre"] or numbers["post"] or numbers["stayed"]:
        yield RANGES
    if numbers["gain"]:
        yield from _gain(numbers["gain"], recomputed.only_before([part]))
    if numbers["corrected"]:
        both = numbers["corrected"]
        yield f"Corrected for guessing: {percent(both['pre'])} before, {percent(both['post'])} after."
    for row in recomputed.objectives(part):
        early = " (met in the pre-quiz only)" if row["seen"] else ""
        right = f" ({row['right']} of {row['asked']} right)" if row["asked"] else early
        yield f"{row['text']}{right}"
    waiting = recomputed.unfinished(part.address)
    stopped = waiting is not None and waiting.stage == "pre" and waiting.credits
    between = stopped or (numbers["pre"] and not numbers["post"])
    for address in () if between else numbers["weakest"]:
        yield from _weak(recomputed, address, address in numbers["confident_errors"])
    for held in (
        row for row in numbers["misconceptions"] if row["belief"] and not between
    ):  # without words there is nothing to tell
        yield f'"{held["belief"]}" {held["contrast"]} (chosen {held["chosen"]} times)'
    for told in _history(recomputed, part):
        yield cells(("when", "what", "score"), told, width)
    yield f"Next: {numbers['next']}"


def _weak(recomputed: Recomputed, address: str, sure: bool) -> Iterator[str | re.Pattern[str]]:
    stem = gap_free(recomputed.questions[address].stem)
    varies = ", with other numbers each time" * ("{" in stem)
    yield re.compile(re.sub(r"\\\{\w+\\\}", r"\\d+", re.escape(stem)))  # drawn numbers are any
    missed = recomputed.histories[address][-1]["credit"] < 1
    name = address.partition("/")[2]
    if not (sure or missed or address in recomputed.cards):
        yield re.compile(
            rf"(recall 0 %|[a-z -]+){varies}: {name}"
        )  # right in a pre-quiz: what is recalled nobody knows
        return
    why = (
        "sure and wrong" if sure else "missed last time" if missed else f"recall {percent(recomputed.recall(address))}"
    )
    yield f"{why}{varies}: {name}"


def _history(recomputed: Recomputed, part: Part) -> list[tuple[str, str, str]]:
    attempts = [a for a in recomputed.attempts if a.section == part.address]
    rows = [(a.finished or a.started, a.day or a.started[:10], *_attempt(a)) for a in attempts]
    read = recomputed.readings.get(part.address)
    if read:
        day = next(e["day"] for e in recomputed.events if e["at"] == read)
        rows.append((read, day, "read to the end", ""))
    return [(day_words(day), what, score) for _, day, what, score in sorted(rows)[-12:]]


def _attempt(attempt: Attempt) -> tuple[str, str]:
    word = {"pre": "pre-quiz", "post": "post-quiz"}.get(attempt.stage, "practice")
    if attempt.score is None:
        return f"{word}, unfinished", f"{len(attempt.questions) - len(attempt.credits)} left"
    return word, f"{percent(attempt.score)} of {len(attempt.questions)}"


# stats


def of_stats(recomputed: Recomputed, width: int, *, plain: bool, days: int = 371) -> Iterator[str]:
    """The screen of `stats`; what charts draw is checked by themselves."""
    numbers = recomputed.stats(days)
    yield from _reviews(numbers, width, plain=plain)
    yield from _forecast(numbers, width, plain=plain)
    yield from _retention(numbers, plain=plain)
    wrong, active = recomputed.told_besides(days)
    yield from _calibration(numbers, wrong, width, plain=plain)
    seconds = numbers["seconds"]
    yield f"{time_words(seconds)} in the last {days} days, about {time_words(seconds / active)} a day of study."
    several = len({row["course"] for row in numbers["hardest"]}) > 1
    for row in numbers["hardest"][:5]:
        part = recomputed.parts[f"{row['course']}/{row['section']}"]
        name = part.address if several else part.id
        yield f"{part.objectives[row['objective']]} ({row['right']} of {row['count']} right, {name})"


def _reviews(numbers: Numbers, width: int, *, plain: bool) -> Iterator[str]:
    counts = numbers["reviews"]
    most = max(counts, key=lambda day: (counts[day], day))
    days = f"{len(counts)} of the last {numbers['days']} days"
    yield f"{sum(counts.values())} reviews on {days}; most on {day_words(most)} ({counts[most]})."
    if not plain:
        yield f"a few to the most ({counts[most]})"
        return
    weeks: dict[str, int] = {}
    for day, count in counts.items():
        then = date.fromisoformat(day)
        monday = (then - timedelta(days=then.weekday())).isoformat()
        weeks[monday] = weeks.get(monday, 0) + count
    for monday in sorted(weeks):
        yield cells(("week from", "reviews"), (day_words(monday), str(weeks[monday])), width)


def _forecast(numbers: Numbers, width: int, *, plain: bool) -> Iterator[str]:
    counts = numbers["forecast"]
    most = max(counts, key=lambda day: (counts[day], -date.fromisoformat(day).toordinal()))
    when = "today" if most == numbers["today"] else f"on {day_words(most)}"
    due = f"{counts[numbers['today']]} due today, {sum(counts.values())} within 30 days; most {when} ({counts[most]})"
    yield f"{due}; about {max(round(numbers['minutes_ahead']), 1)} min in the next 7 days."
    if plain:
        for day, count in counts.items():
            if count:
                yield cells(("day", "due"), (day_words(day), str(count)), width)
        return
    yield str(counts[most])  # the label of the columns
    yield "0 "
    for day in list(counts)[::7]:
        yield day_words(day, named=False)


def _retention(numbers: Numbers, *, plain: bool) -> Iterator[str]:
    found = numbers["retention"]
    kept = f"{with_interval(found, 'observed')} of {found['count']} first reviews of a day recalled"
    yield f"{kept}; your goal is {percent(found['desired'])}: {against(found)}."
    if not plain:
        yield "0 %"
        yield "100 %"
        yield "its 90 % interval"


def against(found: Numbers) -> str:
    """The interval against the goal, in words."""
    if found["count"] < 20:
        return "too few to tell"
    if found["low"] > found["desired"]:
        return "above it"
    return "below it" if found["high"] < found["desired"] else "as wished"


def _calibration(numbers: Numbers, wrong: int, width: int, *, plain: bool) -> Iterator[str]:
    found = numbers["calibration"]
    brier = (
        f" Brier score {found['brier']:.2f} (0 is best, 0.25 as good as no word)." if found["brier"] is not None else ""
    )
    yield f"Sure and wrong: {wrong}.{brier}"
    for word, stated in STATED.items():
        count, right = found[word]["count"], found[word]["right"]
        if not count:
            continue
        if plain and width >= NARROW:
            told = f"{count} responses, {percent(right / count)} right"
            yield f"Said {word} {told}; it should mean {percent(stated)}"
        elif width < NARROW:
            row = (word, str(count), percent(right / count), percent(stated))
            yield cells(("said", "responses", "right", "should mean"), row, width)
        else:
            yield f"{percent(right / count)} of {count} right; {word} should mean {percent(stated)}"


# what charts draw


def heat(counts: Mapping[str, int], today: str, weeks: int) -> list[str]:
    """The seven rows of a heat map, Monday first: nothing, or which quarter of the most."""
    most = max(counts.values())
    last = date.fromisoformat(today)
    monday = last - timedelta(days=last.weekday() + 7 * (weeks - 1))
    rows = []
    for weekday in range(7):
        row = ""
        for week in range(weeks):
            day = monday + timedelta(days=7 * week + weekday)
            count = counts.get(day.isoformat(), 0)
            row += " " if day > last else "·░▒▓█"[ceil(4 * count / most)]
        rows.append(row.rstrip())
    return rows


def heights(rows: Sequence[str], wide: int, count: int) -> list[int]:
    """Of columns drawn over each other the height of each, in eighths of a row."""
    found = []
    for place in range(count):
        column = [row.ljust(wide * count)[wide * place] for row in rows]
        found.append(sum("▁▂▃▄▅▆▇█".find(cell) + 1 for cell in column))
    return found


def eighths(bar: str) -> int:
    """How much of a bar is filled, in eighths of a cell."""
    return sum({"█": 8, **{part: n for n, part in enumerate("▏▎▍▌▋▊▉", 1)}}.get(cell, 0) for cell in bar)
