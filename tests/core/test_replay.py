"""Replay: any union of the same logs gives the same cards, and what was taken back was never given."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.card import sound
from aiinfra_study.core.catalogue import Item
from aiinfra_study.core.course import Outline
from aiinfra_study.core.days import streak
from aiinfra_study.core.folding import RECENT, apply
from aiinfra_study.core.pace import minutes, overconfidence, seconds_each
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import replay
from aiinfra_study.core.review import of_day
from aiinfra_study.core.schedule import Scheduler
from aiinfra_study.core.sequence import in_order, in_sequence
from aiinfra_study.store.snapshot import Snapshot, dump, load

from .devices import QUESTIONS, Device, Line, by_rule, studied

Q = QUESTIONS[0]
SHORT = settings(max_examples=60)


def written(progress: Progress) -> bytes:
    return dump(Snapshot(progress, "0a1b2c3d", "host"))


def facts(progress: Progress) -> dict[str, Any]:
    """What a progress says, apart from who told it."""
    return {name: getattr(progress, name) for name in Progress.FIELDS if name not in ("counters", "clocks")}


def put_in_order(lines: list[Line]) -> list[Line]:
    return [lines[place] for place in in_order(lines)]


def memory(card: dict[str, Any]) -> dict[str, Any]:
    return {key: card[key] for key in ("due", "stability", "difficulty", "reps", "lapses")}


# one order, however the lines came together


@SHORT
@given(studied(), st.randoms(use_true_random=False), st.lists(st.integers(0, 99), max_size=5))
def test_the_same_lines_in_any_order_with_any_twice_write_the_same_snapshot(
    lines: list[Line], chance: Any, again: list[int]
) -> None:
    once = replay(lines)
    mixed = lines + [lines[at % len(lines)] for at in again if lines]
    chance.shuffle(mixed)
    assert replay(json.loads(json.dumps(mixed))) == once
    assert written(replay(mixed)) == written(once)
    assert once.events == len(lines)


@SHORT
@given(studied(), st.randoms(use_true_random=False))
def test_each_device_keeps_its_own_order_though_its_clock_was_set_back(lines: list[Line], chance: Any) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)
    ordered = put_in_order(mixed)
    assert sorted(map(str, ordered)) == sorted(map(str, lines))
    for device in "abc":
        numbers = [int(line["id"][2:]) for line in ordered if line["id"][0] == device]
        assert numbers == sorted(numbers)
    assert put_in_order(ordered) == ordered


@SHORT
@given(studied())
def test_devices_with_right_clocks_are_put_in_order_of_time(lines: list[Line]) -> None:
    times = [line["at"] for line in put_in_order(lines)]
    backward = any(
        one["at"] > other["at"]
        for one in lines
        for other in lines
        if one["id"][0] == other["id"][0] and int(one["id"][2:]) < int(other["id"][2:])
    )
    assert backward or times == sorted(times)


@SHORT
@given(studied(), st.integers(0, 12))
def test_an_event_is_in_sequence_exactly_when_it_comes_last_of_all(lines: list[Line], at: int) -> None:
    if lines:
        event = lines[at % len(lines)]
        others = [line for line in lines if line is not event]
        assert in_sequence(replay(others), event) == (put_in_order(lines)[-1] == event)


@SHORT
@given(studied(), st.integers(0, 12))
def test_applying_what_is_in_sequence_is_replaying(lines: list[Line], known: int) -> None:
    """As the store does it: a line that reaches back has the whole log replayed."""
    progress = replay(lines[:known])
    for at, line in enumerate(lines[known:], known):
        if line["event"] == "undo" or not in_sequence(progress, line):
            progress = replay(lines[: at + 1])
        else:
            apply(progress, line)
    assert progress == replay(lines)


@SHORT
@given(studied(), st.integers(0, 12))
def test_a_snapshot_read_back_goes_on_like_the_one_that_was_written(lines: list[Line], known: int) -> None:
    progress = load(written(replay(lines[:known]))).progress
    assert written(progress) == written(replay(lines[:known]))
    for line in lines[known:]:
        if line["event"] == "undo" or not in_sequence(progress, line):
            return
        apply(progress, line)
    assert progress == replay(lines)
    assert written(progress) == written(replay(lines))


def test_a_line_without_a_number_is_folded_where_its_time_is() -> None:
    """Somebody else wrote it; whoever knows the lines before it sees what a replay would."""
    device = Device()
    first = device.respond()
    later = device.wait(days=3).respond()
    foreign = {
        **first,
        "id": "somebody",
        "at": "2026-11-22T00:00:00.000Z",
        "day": "2026-11-22",
        "question": "course/q2",
    }
    progress = replay([first, later])
    assert in_sequence(progress, foreign) == (put_in_order([first, later, foreign])[-1] == foreign)


def test_two_lines_of_one_device_and_number_both_count() -> None:
    """Two machines of one name that began with the same copy: nothing is lost."""
    device = Device()
    line = device.respond()
    twin = {**line, "crc": "00000000", "question": "course/q2"}
    for lines in ([line, twin, line], [twin, line, twin]):
        assert set(replay(lines).cards) == {Q, "course/q2"}
        assert replay(lines).events == 2


def test_a_clock_set_back_counts_as_the_day_it_had() -> None:
    device = Device()
    device.respond()
    before = device.progress.cards[Q]
    device.wait(days=-3).respond(credit=0)
    assert device.progress.cards[Q] == before
    assert device.log[-1]["card"] is None
    device.wait(days=4).respond(credit=0)
    assert device.progress.cards[Q]["lapses"] == 1


# the cards are those of the rules


@SHORT
@given(studied(devices=1, most=14))
def test_on_one_device_the_cards_are_those_of_the_rules(lines: list[Line]) -> None:
    if {line["event"] for line in lines} <= {"response", "suspend", "begin", "end"}:
        assert replay(lines).cards == by_rule(lines)


responses = st.lists(
    st.tuples(st.sampled_from(QUESTIONS[:2]), st.sampled_from([0, 0.5, 1]), st.sampled_from([0, 3, 24, 24, 75])),
    min_size=1,
    max_size=8,
)


@SHORT
@given(responses)
def test_a_response_says_its_card_and_replaying_takes_it_as_said(given_: list[tuple[str, float, int]]) -> None:
    device = Device(preset=Preset(0.85, 100))
    for question, credit, hours in given_:
        device.wait(hours=hours).respond(question, credit)
    assert device.progress.cards == by_rule(device.log, Preset(0.85, 100))
    for line in device.log:
        card = replay(device.log[: device.log.index(line) + 1]).cards[line["question"]]
        assert line["card"] in (None, memory(card))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([0, 1]), st.sampled_from([1, 24, 48])), max_size=6))
def test_two_machines_that_knew_nothing_of_each_other_unite_by_the_rules(
    given_: list[tuple[int, float, int]],
) -> None:
    """A card that one machine computed from a first review which the other had before it is computed anew."""
    machines = [Device("a"), Device("b")]
    for which, credit, hours in given_:
        for machine in machines:
            machine.wait(hours=hours)
        machines[which].respond(credit=credit)
    lines = machines[0].log + machines[1].log
    assert replay(lines).cards == by_rule(lines)


def test_a_review_built_on_one_that_did_not_count_is_computed_anew() -> None:
    """On the first day machine b was first, so a's review did not rate; a's next was computed from it."""
    a, b = Device("a"), Device("b")
    b.respond(credit=0)
    a.wait(hours=1).respond()
    a.wait(days=3).respond()
    assert a.log[-1]["card"]["reps"] == 2
    assert replay(a.log + b.log).cards == by_rule(a.log + b.log)


# what was taken back was never given


@SHORT
@given(responses)
def test_the_last_response_taken_back_was_never_given(given_: list[tuple[str, float, int]]) -> None:
    """At any depth: one after the other."""
    device, told = Device(), []
    for question, credit, hours in given_:
        told.append(facts(device.progress))
        device.wait(hours=hours).respond(question, credit)
    for line in device.log[::-1]:
        device.undo(line)
        assert facts(device.progress) == told.pop()


@settings(max_examples=100)
@given(responses, st.integers(0, 7))
def test_any_response_taken_back_was_never_given(given_: list[tuple[str, float, int]], which: int) -> None:
    """Also one before others: they are as they would have been without it."""
    which %= len(given_)
    device, other = Device(), Device()
    for at, (question, credit, hours) in enumerate(given_):
        device.wait(hours=hours).respond(question, credit)
        other.wait(hours=hours)
        if at != which:
            other.respond(question, credit)
    device.undo(device.log[which])
    assert facts(device.progress) == facts(other.progress)


def test_of_two_on_one_day_the_first_taken_back_makes_the_second_count() -> None:
    device, other = Device(), Device()
    first = device.respond(credit=0)
    for machine in (device, other):
        machine.wait(hours=1).respond(credit=1)
    device.undo(first)
    assert device.progress.cards == other.progress.cards
    assert device.progress.cards[Q]["stability"] == 2.3065


def test_the_first_of_two_on_one_day_taken_back_changes_what_came_on_later_days() -> None:
    """The review of the next day was computed from the one that was taken back."""
    device, other = Device(), Device()
    first = device.respond(credit=0)
    for machine in (device, other):
        machine.wait(hours=1).respond(credit=1)
        machine.wait(days=3).respond(credit=1)
    device.undo(first)
    assert device.progress.cards == other.progress.cards


def test_a_review_taken_back_changes_the_later_ones() -> None:
    device, other = Device(), Device()
    for machine in (device, other):
        machine.respond()
    second = device.wait(days=2).respond(credit=0)
    for machine, days in ((device, 4), (other, 6)):
        machine.wait(days=days).respond()
    assert device.progress.cards != other.progress.cards
    device.undo(second)
    assert device.progress.cards == other.progress.cards


def test_undo_takes_back_what_a_miss_meant_for_the_day() -> None:
    device = Device()
    device.respond("course/q2")
    before = facts(device.progress)
    missed = device.wait(hours=1).respond(credit=0)
    progress = device.progress
    assert progress.learning(device.today) == {Q: "review"}
    assert progress.misconceptions["course/m"]["chosen"] == 1
    device.undo(missed)
    assert facts(device.progress) == before


def test_an_undo_of_another_machine_that_is_behind_in_time_takes_back_too() -> None:
    a, b = Device("a"), Device("b", ahead=timedelta(days=-9))
    given_ = a.respond()
    b.learn_of([a])
    b.undo(given_)
    assert replay(a.log + b.log).cards == {}


def test_an_undo_taken_back_by_a_machine_that_is_behind_in_time_is_none() -> None:
    a, b = Device("a"), Device("b", ahead=timedelta(hours=-1))
    given_ = a.respond()
    undo = a.wait(hours=2).undo(given_)
    b.wait(hours=2).learn_of([a])
    b.undo(undo)
    assert set(replay(b.log).cards) == {Q}


# from before there were cards


def as_before(line: Line) -> Line:
    """The line as the version without cards wrote it."""
    dropped = ("earned", "kind", "misconceptions")
    kept = {key: value for key, value in line.items() if key not in dropped}
    return {**kept, "rating": None, "scheduler": None, "card": None}


old = st.lists(
    st.tuples(
        st.sampled_from(QUESTIONS[:2]),
        st.sampled_from([0, 0.5, 1]),
        st.sampled_from(["sure", "unsure", "guess", None]),
        st.sampled_from(["pre", "post", "practice"]),
        st.sampled_from([0, 3, 24, 75]),
    ),
    max_size=8,
)


@SHORT
@given(old)
def test_responses_from_before_there_were_cards_have_the_cards_they_would_have_had(
    given_: list[tuple[str, float, str | None, str, int]],
) -> None:
    device = Device()
    for question, credit, confidence, stage, hours in given_:
        device.wait(hours=hours).respond(question, credit, confidence, stage)
    lines = [as_before(line) for line in device.log]
    assert replay(lines).cards == device.progress.cards == by_rule(lines)


def test_a_card_goes_on_from_those_before() -> None:
    device = Device()
    device.respond(stage="post")
    device.log = [as_before(line) for line in device.log]
    second = device.wait(days=3).respond()
    assert second["card"]["reps"] == 2
    assert memory(device.progress.cards[Q]) == second["card"]


# a card that does not fit is computed

CARD = {"due": "2026-11-24", "stability": 2.3, "difficulty": 5.1, "reps": 1, "lapses": 0}
UNSOUND: list[Any] = [
    None,
    {},
    [],
    "card",
    7,
    *({key: value for key, value in CARD.items() if key != missing} for missing in CARD),
    *({**CARD, "due": due} for due in (None, 7, "", "soon", "2026-13-01", ["2026-11-24"])),
    *({**CARD, "stability": value} for value in (0, -1, 1e9, float("nan"), float("inf"), "2.3", None, [])),
    *({**CARD, "difficulty": value} for value in (0, 0.99, 10.01, float("nan"), "5", None)),
    *({**CARD, "reps": value} for value in (0, -1, 2, "1", None, float("nan"))),
    *({**CARD, "lapses": value} for value in (-1, "0", None, float("nan"))),
]


@pytest.mark.parametrize("card", UNSOUND, ids=str)
def test_an_unsound_card_is_computed_by_the_rules(card: object) -> None:
    device = Device()
    right = device.respond()
    device.log[-1] = {**right, "card": card}
    assert device.progress.cards == by_rule([right])


def test_a_sound_card_is_taken_as_the_event_says() -> None:
    assert sound(CARD)
    device = Device()
    device.respond(card=CARD)
    assert memory(device.progress.cards[Q]) == CARD


@pytest.mark.parametrize("due", ["20261124", "2026-W48-2", "20261124 ", "2026-11-24T00:00:00"])
def test_a_due_day_that_is_not_written_as_one_is_not_kept(due: str) -> None:
    """Days are compared as text."""
    device = Device()
    device.respond(card={**CARD, "due": due})
    kept = device.progress.cards[Q]["due"]
    assert date.fromisoformat(kept).isoformat() == kept


def test_a_card_that_says_another_rating_than_its_response_is_computed() -> None:
    device = Device()
    line = device.respond(earned="again", rating="good", card=CARD)
    assert line["card"] == CARD
    assert device.progress.cards[Q]["stability"] == 0.212


def test_a_card_is_computed_with_the_preset_its_response_was_scheduled_with() -> None:
    preset = Preset(0.80, 200, fuzz=False)
    device = Device(preset=preset)
    right = device.respond()
    device.log[-1] = {**right, "card": None}
    assert device.progress.cards == by_rule([right], preset)
    assert device.progress.cards[Q]["due"] == (date(2026, 11, 21) + timedelta(days=8)).isoformat()


def test_a_card_knows_what_the_question_was_when_it_was_rated() -> None:
    device = Device()
    device.respond(key="11111111", rev=3)
    assert (device.progress.cards[Q]["key"], device.progress.cards[Q]["rev"]) == ("11111111", 3)
    device.wait(hours=1).respond(key="22222222", rev=4)  # no rating
    assert (device.progress.cards[Q]["key"], device.progress.cards[Q]["rev"]) == ("11111111", 3)


# what rates


@pytest.mark.parametrize("stage", ["pre", "cram", "ahead", "other", None, ""])
def test_without_feedback_or_beside_the_schedule_nothing_rates_and_the_day_is_not_used_up(stage: Any) -> None:
    device = Device()
    device.respond(credit=0, stage=stage)
    assert device.progress.cards == {}
    assert device.progress.drilled(device.today)["seen"] == []
    device.wait(hours=1).respond(credit=1, stage="practice")
    assert device.progress.cards[Q]["stability"] == 2.3065
    before = device.progress.cards[Q]
    device.wait(days=2).respond(credit=0, stage=stage)
    assert device.progress.cards[Q] == before
    device.wait(hours=1).respond(credit=1)
    assert device.progress.cards[Q]["reps"] == 2
    assert sum(device.progress.days.values()) == 4


def test_a_stage_that_says_it_rates_but_may_not_does_not() -> None:
    device = Device()
    device.respond(stage="cram", rating="good", earned="good", card=CARD)
    assert device.progress.cards == {}


@pytest.mark.parametrize("first", ["post", "practice", "review"])
@pytest.mark.parametrize("second", ["post", "practice", "review"])
def test_the_first_response_of_a_day_counts_and_later_ones_are_practice(first: str, second: str) -> None:
    device = Device()
    device.respond(credit=0, stage=first)
    before = device.progress.cards[Q]
    device.wait(hours=1).respond(credit=1, stage=second)
    assert device.log[-1]["rating"] is None
    assert device.progress.cards[Q] == before
    assert device.progress.questions[Q]["responses"] == 2
    device.wait(days=1).respond(stage=second)  # not due, and it counts
    assert device.progress.cards[Q]["reps"] == 2


def test_what_is_missed_is_being_learned_until_it_is_right() -> None:
    device = Device()
    device.respond(credit=0, stage="practice")
    device.respond("course/q2", credit=1, confidence="guess")
    assert device.progress.learning(device.today) == {Q: "practice", "course/q2": "review"}
    device.wait(hours=1).respond(credit=1)
    assert device.progress.learning(device.today) == {"course/q2": "review"}
    device.wait(days=1)
    assert device.progress.learning(device.today) == {}


def test_what_was_missed_is_forgotten_with_its_day() -> None:
    device = Device()
    for number in range(5):
        device.wait(days=1).respond(f"course/q{number}", credit=0, stage="review")
    assert list(device.progress.missed) == ["course/q2", "course/q3", "course/q4"]
    assert {day for day, _ in device.progress.missed.values()} == device.progress.drill.keys()


def test_what_was_missed_in_review_comes_back_though_practice_missed_it_too() -> None:
    """It comes back until right, whatever stage the later miss was in."""
    device = Device()
    device.respond(credit=0, stage="review")
    device.wait(hours=1).respond(credit=0, stage="practice")
    items = {Q: Item("course/section-1", Outline("q1"))}
    assert of_day(device.progress, items, date.fromisoformat(device.today)).again == [Q]


def test_the_drill_of_a_day_counts_due_and_new_ones() -> None:
    device = Device()
    device.respond("course/q1", stage="post")
    device.respond("course/q2", stage="review")
    assert device.progress.drilled(device.today) == {
        "due": 0,
        "new": 1,
        "known": 0,
        "kept": 0,
        "seen": ["course/q1", "course/q2"],
    }
    device.wait(days=30).respond("course/q1")
    device.respond("course/q1")
    device.respond("course/q3", stage="cram")
    assert device.progress.drilled(device.today) == {"due": 1, "new": 0, "known": 1, "kept": 1, "seen": ["course/q1"]}


def test_a_day_in_two_zones_at_once_is_not_forgotten() -> None:
    """Flown west over the date line: back on the day before, then on the same day once more."""
    device = Device()
    device.respond("course/q1", credit=0)
    first = device.today
    device.wait(days=-1).respond("course/q2")
    device.wait(days=1, hours=1).respond("course/q3")
    assert device.progress.drilled(first)["new"] >= 2
    assert device.progress.learning(first) == {"course/q1": "review"}


def test_only_the_last_responses_are_kept_for_pace() -> None:
    device = Device()
    line = device.respond(stage="cram")
    lines = [{**line, "id": f"dev-{n}", "seconds": n} for n in range(1, RECENT + 51)]
    recent = replay(lines).recent
    assert [row[2] for row in recent] == list(range(51, RECENT + 51))


def test_misconceptions_are_counted() -> None:
    device = Device()
    for _ in range(2):
        device.wait(hours=1).respond(credit=0)
    assert device.progress.misconceptions == {"course/m": {"chosen": 2, "day": device.today}}


# starting over


def test_a_section_starts_over_and_the_undo_brings_its_cards_back() -> None:
    device = Device()
    device.respond("course/q1")
    device.respond("course/q3", credit=0)
    before = facts(device.progress)
    reset = device.add("reset", sections=["course/section-1"])
    assert set(device.progress.cards) == {"course/q3"}
    assert device.progress.learning(device.today) == {"course/q3": "review"}
    device.undo(reset)
    assert facts(device.progress) == before


def test_after_a_reset_the_next_response_is_the_first() -> None:
    """Also on the same day."""
    device = Device()
    device.respond(credit=0)
    device.add("reset", sections=["course/section-1"])
    second = device.wait(hours=1).respond()
    assert device.progress.cards[Q]["reps"] == 1
    assert memory(device.progress.cards[Q]) == second["card"]


def test_the_undo_of_a_reset_puts_what_came_after_it_on_top() -> None:
    device, other = Device(), Device()
    for machine in (device, other):
        machine.respond()
    reset = device.wait(days=3).add("reset", sections=["course/section-1"])
    device.respond()
    other.wait(days=3).respond()
    assert device.progress.cards[Q]["reps"] == 1
    device.undo(reset)
    assert device.progress.cards == other.progress.cards


def test_a_question_that_moved_starts_over_with_its_new_section() -> None:
    device = Device()
    device.respond(section="course/section-1")
    device.wait(days=3).respond(section="course/section-9")
    assert Q in replay([*device.log, {**device.add("reset", sections=["course/section-1"])}]).cards
    device.add("reset", sections=["course/section-9"])
    assert device.progress.cards == {}


# dealing a backlog out


def test_a_spread_puts_cards_off_pauses_new_ones_and_can_be_taken_back() -> None:
    device = Device()
    device.respond("course/q1")
    device.respond("course/q2")
    before = facts(device.progress)
    device.wait(days=20)
    spread = device.add(
        "spread", due={"course/q1": "2026-12-11", "course/q2": "2026-12-13", "course/gone": "2026-12-14"}
    )
    cards = device.progress.cards
    assert {address: card["due"] for address, card in cards.items()} == {
        "course/q1": "2026-12-11",
        "course/q2": "2026-12-13",
    }
    assert cards["course/q1"]["was"] == before["cards"]["course/q1"]["due"]
    assert device.progress.paused == "2026-12-14"
    device.undo(spread)
    assert facts(device.progress) == before


def test_what_was_put_off_twice_still_knows_the_day_of_the_schedule() -> None:
    device = Device()
    device.respond()
    due = device.progress.cards[Q]["due"]
    for day in ("2026-12-11", "2026-12-24"):
        device.add("spread", due={Q: day})
    assert (device.progress.cards[Q]["was"], device.progress.cards[Q]["due"]) == (due, "2026-12-24")
    device.wait(days=33).respond()
    assert "was" not in device.progress.cards[Q]
    assert device.progress.cards == by_rule(device.log[:1] + device.log[-1:])


def test_a_spread_whose_days_are_none_changes_nothing() -> None:
    device = Device()
    device.respond()
    before = facts(device.progress)
    for due in ({Q: "soon"}, {Q: None}, {Q: 7}, [Q], "2026-12-01", None, {Q: "2026-12-01", "course/q2": "x"}):
        device.add("spread", due=due)
    assert facts(device.progress) == before


# logs nobody should write


ITEMS = {f"course/q{n}": Item("course/section-1", Outline(f"q{n}", "o", key="0f1e2d3c")) for n in range(1, 4)}


def told(progress: Progress) -> str:
    """All that a progress says, types and what is not a number included."""
    attempts = {name: vars(attempt) for name, attempt in progress.attempts.items()}
    return str(
        {
            **facts(progress),
            "attempts": attempts,
            "cards": _rows(progress.cards),
            "questions": _rows(progress.questions),
        }
    )


def _rows(rows: Mapping[str, Any]) -> list[str]:
    return sorted(map(str, rows.items()))


def usable(lines: list[Line]) -> None:
    """Whatever the lines say: progress, snapshot, queue, pace and streak can be made of them."""
    progress = replay(lines)
    data = written(progress)
    assert written(load(data).progress) == data
    assert told(load(data).progress) == told(progress)
    for known in (progress, load(data).progress):
        for days in (1, 400):
            of_day(known, ITEMS, date(2026, 11, 21) + timedelta(days=days))
        assert minutes(3, seconds_each(known.recent))
        overconfidence(known.recent)
        assert streak(known.days, date(2026, 11, 30)) >= 0
        days_kept = [*known.days, *(card["last"] for card in known.cards.values())]
        assert all(date.fromisoformat(day).isoformat() == day for day in days_kept)  # they are compared as text


def life() -> list[Line]:
    device = Device()
    device.respond("course/q1")
    device.respond("course/q2", credit=0)
    device.wait(days=2).respond("course/q1", key="0f1e2d3d")
    device.respond("course/q3")
    device.add("spread", due={"course/q1": "2026-11-30"})
    device.wait(days=9).respond("course/q2")
    device.log.append({**device.respond("course/q1"), "id": "dev-7", "card": None, "rating": None})
    return device.log


def test_the_life_that_is_tampered_with_below_is_a_good_one() -> None:
    usable(life())


def tampered(key: str, value: object, at: int = 0) -> list[Line]:
    lines = life()
    lines[at] = {**lines[at], key: value}
    return lines


NO_TEXT: list[Any] = [None, 7, 1.5, True, float("nan"), [], ["a"], {}]


@pytest.mark.parametrize("at", [0, 5])
@pytest.mark.parametrize("value", NO_TEXT, ids=str)
def test_a_question_whose_address_is_no_text_breaks_nothing(value: object, at: int) -> None:
    usable(tampered("question", value, at))


@pytest.mark.parametrize("value", NO_TEXT, ids=str)
@pytest.mark.parametrize("key", ["section", "attempt", "stage", "kind", "confidence", "key", "at", "id", "event"])
def test_a_name_that_is_no_text_breaks_nothing(key: str, value: object) -> None:
    usable(tampered(key, value))


@pytest.mark.parametrize("value", NO_TEXT, ids=str)
@pytest.mark.parametrize("event", ["begin", "end", "flag", "suspend", "told", "reset", "undo"])
def test_no_other_event_whose_names_are_no_text_breaks_anything(event: str, value: object) -> None:
    """Each of its fields in turn."""
    good: Line = {
        "begin": {"attempt": "a", "section": "s", "stage": "pre", "seed": 1, "questions": [Q]},
        "end": {"attempt": "a", "score": 1},
        "told": {"about": "confidence"},
        "reset": {"sections": ["course/section-1"]},
        "undo": {"undoes": "dev-1"},
    }.get(event, {"question": Q})
    for key in (*good, "at", "day", "id"):
        device = Device()
        device.log = life()
        device.log.append({**device.wait(days=12).add(event, **good), "id": "dev-8", key: value})
        usable([*device.log, {**device.respond(stage="pre", attempt="a"), "id": "dev-9"}])


NO_DAY = [
    *NO_TEXT,
    "",
    "soon",
    "2026-13-01",
    "2026-11-21T09:00:00Z",
    "20261121",
    "2026-W47-6",
    "9999-12-31",
    "0001-01-01",
]


@pytest.mark.parametrize("at", [0, 3, 5])
@pytest.mark.parametrize("value", NO_DAY, ids=str)
def test_a_day_that_is_none_breaks_nothing(value: object, at: int) -> None:
    usable(tampered("day", value, at))


@pytest.mark.parametrize("value", [*NO_TEXT, "1.5", -1, 1e308, float("inf"), 10**400], ids=lambda v: str(v)[:9])
@pytest.mark.parametrize("key", ["seconds", "credit", "seed", "hint", "response", "v"])
def test_a_number_that_is_none_breaks_nothing(key: str, value: object) -> None:
    usable(tampered(key, value))


def test_times_that_are_no_numbers_break_nothing() -> None:
    """Where no two responses lie in one sitting, the seconds themselves tell the pace."""
    for value in (float("nan"), 10**400, float("-inf")):
        lines = [{**line, "seconds": value} for line in life() if line["event"] == "response"]
        usable(lines)


@pytest.mark.parametrize("value", [None, "2", 1.5, True, [], {}, float("nan"), 10**30], ids=str)
def test_a_revision_that_is_none_breaks_nothing(value: object) -> None:
    usable(tampered("rev", value, 3))


@pytest.mark.parametrize("value", [None, "course/m", 7, [7], [None], [["course/m"]], {"a": 1}], ids=str)
def test_misconceptions_that_are_none_break_nothing(value: object) -> None:
    usable(tampered("misconceptions", value))


@pytest.mark.parametrize("card", [{**CARD, "stability": 9e8}, {**CARD, "due": "9999-12-31"}, {**CARD, "lapses": 1e300}])
def test_a_card_beyond_all_measure_breaks_nothing(card: dict[str, Any]) -> None:
    device = Device(preset=Preset(0.9, 36500, fuzz=False))
    device.respond(card=card)
    device.wait(days=400).respond(card=None)
    device.log[-1]["scheduler"]["maximum_interval"] = 10**9
    usable(device.log)


def test_reviews_at_the_end_of_the_calendar_break_nothing() -> None:
    device = Device()
    usable([{**device.respond(), "day": "9999-12-31", "card": None}])


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(),
    st.sampled_from([10**30, "", "a", "course/q1", "2026-11-22", "good", "dev-1", "x-1", "d-²", "\ud800", '"},"']),
    st.lists(st.sampled_from(["course/q1", 7, None, []]), max_size=2),
    st.dictionaries(
        st.sampled_from(["course/q1", "due", "reps"]), st.sampled_from(["2026-11-22", 7, None]), max_size=2
    ),
)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30), ANYTHING), max_size=4))
def test_no_event_breaks_replaying_it(changes: list[tuple[int, int, Any]]) -> None:
    lines = life()
    for at, key, value in changes:
        lines[at][list(lines[at])[key % len(lines[at])]] = value
    progress = replay(lines)
    assert progress.events <= len(lines)
    assert replay(json.loads(json.dumps(lines))).events == progress.events


def test_the_scheduler_is_asked_only_for_days_it_knows() -> None:
    """A card made here can be reviewed again, on any later day."""
    device = Device()
    device.respond()
    card = device.progress.cards[Q]
    for day in (date(2026, 11, 21), date(2027, 1, 1), date(8999, 12, 31)):
        assert Scheduler(Preset()).review(Q, card, "good", day)["due"] > day.isoformat()
