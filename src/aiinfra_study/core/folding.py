"""One event folded into progress: what each kind of event changes."""

from collections.abc import Callable
from datetime import date

from aiinfra_study.core.card import card_after, earned_by
from aiinfra_study.core.days import is_day
from aiinfra_study.core.history import learned, tallied
from aiinfra_study.core.progress import Attempt, Progress
from aiinfra_study.core.rating import RATING_STAGES
from aiinfra_study.core.sequence import Event, instant_of, origin

DAYS = 3  # of review kept apart: a journey may lead from one to the other and back
CHECKED_FROM, CHECKED_TO = 7, 30  # days after a post-quiz in which responses tell what stayed
RECENT = 200  # responses by which pace and honesty of confidence are told


def apply(progress: Progress, event: Event) -> None:
    """Fold one event in. Unknown or unusable events count and change nothing; an undo is settled by `replay`."""
    progress.events += 1
    device, counter = origin(event)
    if counter:
        progress.counters[device] = max(progress.counters.get(device, 0), counter)
        progress.clocks[device] = max(progress.clocks.get(device, ""), instant_of(event))
    handler = _HANDLERS.get(str(event.get("event")))
    if handler is not None:
        try:  # noqa: SIM105 - entering and leaving `suppress` takes a twentieth of a replay
            handler(progress, event)
        except (KeyError, TypeError, ValueError, AttributeError):
            pass


# A handler reads all it needs of an event before it changes anything: an event it cannot use leaves no trace.


def _begin(progress: Progress, event: Event) -> None:
    begun = Attempt(
        _name(event, "attempt"),
        _name(event, "section"),
        _name(event, "stage"),
        event["seed"],
        [str(address) for address in event["questions"]],
        _name(event, "at"),
    )
    standing = progress.standing
    if progress.attempts.pop(begun.id, None) is not None:  # a name used twice: only by hand
        progress.attempts_went()
        standing = progress.standing
    progress.attempts[begun.id] = begun
    dropped = standing.begin(begun)
    if dropped is not None:  # begun anew with --restart
        del progress.attempts[dropped.id]


def _name(event: Event, key: str) -> str:
    """A text of an event; ValueError when it is none: it would not come back from the snapshot as it went in."""
    value = event[key]
    if not isinstance(value, str):
        raise ValueError(key)
    return value


def _end(progress: Progress, event: Event) -> None:
    attempt = progress.attempts.get(event["attempt"])
    finished, score, day = _name(event, "at"), event["score"], event.get("day")
    if score is not None and not 0 <= score <= 1:
        raise ValueError(score)
    if attempt is None:
        return
    if attempt.finished is None:
        before = progress.standing.end(attempt)
        if before is not None:  # details are kept of the latest finished attempt only
            before.responses, before.later = {}, {}
    attempt.finished, attempt.score = finished, score
    attempt.day = day if is_day(day) else None


def _response(progress: Progress, event: Event) -> None:
    address, day, section, credit = _name(event, "question"), event["day"], _name(event, "section"), event["credit"]
    if not 0 <= credit <= 1:
        raise ValueError(credit)
    if day not in progress.days and not is_day(day):
        raise ValueError(day)
    counts = event.get("stage") in RATING_STAGES
    said = earned_by(event) if counts else ""
    rates = counts and may_rate(progress, address, day)
    card = card_after(progress.cards.get(address), event, said) if rates else None
    attempt = progress.attempts.get(event.get("attempt") or "")
    known = progress.questions.get(address)
    row = learned(known, event, rated=rates)
    course = address.partition("/")[0]
    tallies = progress.tallies.get(day, {})
    tally = tallied(tallies.get(course), event, said if rates else "", known=address in progress.cards)
    if counts:
        _drilled(progress, event, said, rated=rates)
    progress.days[day] = progress.days.get(day, 0) + 1
    progress.tallies[day] = {**tallies, course: tally}
    progress.questions[address] = row
    if card is not None:
        progress.cards[address] = card
        _checked_later(progress, section, address, day, credit)
    if attempt is not None:
        attempt.responses.pop(address, None)
        attempt.responses[address] = {key: event.get(key) for key in _KEPT}
    progress.recent.append([event.get(key) for key in _RECENT])
    del progress.recent[:-RECENT]
    named = event.get("misconceptions")
    for name in named if isinstance(named, list) and all(isinstance(n, str) for n in named) else ():
        chosen = progress.misconceptions.get(name, {}).get("chosen", 0)
        progress.misconceptions[name] = {"chosen": chosen + 1, "day": day}


def _checked_later(progress: Progress, section: str, address: str, day: str, credit: float) -> None:
    """Keep what the first response to a question of the last post-quiz showed, one to four weeks after it."""
    post = progress.last_finished(section, "post")
    if post is None or post.day is None or address not in post.responses or address in post.later:
        return
    if CHECKED_FROM <= (date.fromisoformat(day) - date.fromisoformat(post.day)).days <= CHECKED_TO:
        post.later[address] = credit


# what an attempt keeps of a response: enough to resume, to undo, and to tell its result
_KEPT = ("id", "at", "response", "confidence", "hint", "credit", "rating", "seconds")
_RECENT = ("at", "kind", "seconds", "confidence", "credit")


def may_rate(progress: Progress, address: str, day: str) -> bool:
    """Whether a response with feedback on a study day rates its card: the first of a day later than the last that did.

    A day before that one (a clock set back, a journey west) counts as it.
    """
    card = progress.cards.get(address)
    return card is None or str(card["last"]) < day


def _drilled(progress: Progress, event: Event, said: str, *, rated: bool) -> None:
    """Keep what a response with feedback means for today's drill."""
    address, day, stage = event["question"], event["day"], event["stage"]
    drill = progress.drilled(day)
    if next(reversed(progress.drill), None) != day:  # the day last spoken of is the last
        progress.drill.pop(day, None)
        progress.drill[day] = drill
        for old in list(progress.drill)[:-DAYS]:
            del progress.drill[old]
            progress.missed = {a: found for a, found in progress.missed.items() if found[0] != old}
    card = progress.cards.get(address)
    if rated and card is not None:
        drill["due"] += card["due"] <= day
        drill["known"] += 1
        drill["kept"] += said != "again"
    elif rated:
        drill["new"] += stage == "review"
    progress.see(address, day)
    if said == "again":
        kept = [day, "review"] if progress.missed.get(address) == [day, "review"] else [day, stage]
        progress.missed[address] = kept
    else:
        progress.missed.pop(address, None)


def _reset(progress: Progress, event: Event) -> None:
    gone = set(event["sections"])
    progress.attempts = {key: attempt for key, attempt in progress.attempts.items() if attempt.section not in gone}
    progress.attempts_went()
    for address in [address for address, known in progress.questions.items() if known["section"] in gone]:
        del progress.questions[address]
        progress.cards.pop(address, None)
        progress.missed.pop(address, None)
    for section in gone:
        progress.readings.pop(section, None)


def _spread(progress: Progress, event: Event) -> None:
    dealt = {address: date.fromisoformat(day).isoformat() for address, day in event["due"].items()}
    for address, day in dealt.items():
        card = progress.cards.get(address)
        if card is not None:
            progress.cards[address] = {**card, "due": day, "was": card.get("was", card["due"])}
    progress.paused = max(dealt.values(), default="")


def _read(progress: Progress, event: Event) -> None:
    section, place, finished = _name(event, "section"), _name(event, "place"), event["finished"]
    before = progress.readings.get(section, {}).get("read")
    progress.readings[section] = {"place": place, "read": before or (_name(event, "at") if finished else None)}


def _plan(progress: Progress, event: Event) -> None:
    by, day = event["by"], event["day"]
    if by is None:
        progress.plan = None
        return
    sections = event["sections"]
    if not (is_day(by) and is_day(day) and isinstance(sections, list) and all(isinstance(s, str) for s in sections)):
        raise ValueError(by)
    new = event.get("new")
    progress.plan = {"by": by, "sections": list(sections), "day": day, "new": new if type(new) is int else 0}


_HANDLERS: dict[str, Callable[[Progress, Event], object]] = {
    "begin": _begin,
    "end": _end,
    "response": _response,
    "reset": _reset,
    "spread": _spread,
    "read": _read,
    "plan": _plan,
    "told": lambda progress, event: progress.told.__setitem__(_name(event, "about"), _name(event, "day")),
    "flag": lambda progress, event: progress.flagged.__setitem__(_name(event, "question"), _name(event, "at")),
    "unflag": lambda progress, event: progress.flagged.pop(_name(event, "question"), None),
    "suspend": lambda progress, event: progress.suspended.__setitem__(_name(event, "question"), _name(event, "at")),
    "unsuspend": lambda progress, event: progress.suspended.pop(_name(event, "question"), None),
}
