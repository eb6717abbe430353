"""Study days: the roll-over hour, daylight saving, journeys, and clocks that are set back."""

from datetime import date, timedelta
from typing import Any

import pytest

from cli.banks import question
from cli.learner import FIRST_DAY, Learner, asked

YES = "yes\n"


def day(number: int) -> str:
    return (date.fromisoformat(FIRST_DAY) + timedelta(number)).isoformat()


@pytest.fixture
def one(learner: Learner) -> Learner:
    learner.write(1, [question("q")])
    return learner


def practised(learner: Learner, now: str, zone: str = "UTC") -> dict[str, Any]:
    """One right response in practice at an instant; its event."""
    learner.now = now
    done = learner("quiz", "1", "--practice", input=YES, env={"TZ": zone})
    assert done.code == 0, done
    return learner.events()[-1]


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2026-11-21T23:59", "2026-11-22T00:01", 0),
        ("2026-11-21T04:00", "2026-11-22T03:59", 0),
        ("2026-11-22T03:59", "2026-11-22T04:00", 1),
        ("2026-11-21T21:00", "2026-11-22T20:30", 1),
        ("2026-12-31T22:00", "2027-01-01T03:00", 0),
    ],
)
def test_a_study_day_begins_at_four(first: str, second: str, days: int, one: Learner) -> None:
    before, after = practised(one, first), practised(one, second)
    assert (date.fromisoformat(after["day"]) - date.fromisoformat(before["day"])).days == days
    assert (after["rating"] is not None) == (days > 0)
    assert one.cards["q"]["reps"] == 1 + days


def test_what_is_due_comes_with_the_new_study_day_not_with_midnight(one: Learner) -> None:
    one.on(0, "21:00:00Z").review("1", input=YES)
    for time, due in (("03:59:59Z", 0), ("04:00:00Z", 1)):
        assert one.on(2, time).json("status")["due"] == due
        assert one("status").out == f"{due} due · 0 new\n"
        assert len(asked(one.review(input="/quit\n" if due else ""))) == 0
    assert asked(one.review(input=YES)) == ["q"]


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_the_hour_is_a_setting(hour: int, one: Learner) -> None:
    assert one("config", "day_start", str(hour)).code == 0
    assert practised(one, f"2026-11-21T{hour:02}:00")["day"] == "2026-11-21"
    minute_before = f"2026-11-21T{hour - 1:02}:59" if hour else "2026-11-20T23:59"
    assert practised(one, minute_before)["day"] == "2026-11-20"


def test_a_changed_hour_never_rates_a_day_twice_nor_moves_due_back(one: Learner) -> None:
    practised(one, "2026-11-21T05:00")
    due = one.cards["q"]["due"]
    one("config", "day_start", "6")
    assert practised(one, "2026-11-21T05:30")["rating"] is None, "it is the day before now"
    assert practised(one, "2026-11-21T07:00")["rating"] is None
    assert one.cards["q"]["due"] == due
    assert practised(one, "2026-11-22T07:00")["rating"] == "good"


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-29T01:59+01:00", "2026-03-28"),
        ("2026-03-29T03:01+02:00", "2026-03-28"),
        ("2026-03-29T04:00+02:00", "2026-03-29"),
        ("2026-10-25T02:30+02:00", "2026-10-24"),
        ("2026-10-25T02:30+01:00", "2026-10-24"),
        ("2026-10-25T03:59+01:00", "2026-10-24"),
        ("2026-10-25T04:00+01:00", "2026-10-25"),
    ],
)
def test_daylight_saving_moves_the_hand_and_not_the_day(instant: str, expected: str, one: Learner) -> None:
    assert practised(one, instant, "Europe/Berlin")["day"] == expected


def test_a_card_is_due_on_its_day_across_daylight_saving(one: Learner) -> None:
    """A day of 23 and one of 25 hours are one day each."""
    for before, after in (("2026-03-27", "2026-03-29"), ("2026-10-23", "2026-10-25")):
        learner = one.twin(before)
        berlin = {"TZ": "Europe/Berlin"}
        learner.now = f"{before}T22:00"
        learner("review", "1", input=YES, env=berlin)
        assert learner.cards["q"]["due"] == after
        learner.now = f"{after}T04:00"
        assert learner("status", env=berlin).out.startswith("1 due")


def test_a_journey_west_gives_no_second_first_response(one: Learner) -> None:
    """Tokyo in the morning, then Los Angeles, where it is still the day before."""
    assert practised(one, "2026-11-21T22:00Z", "Asia/Tokyo")["day"] == "2026-11-22"
    event = practised(one, "2026-11-22T05:00Z", "America/Los_Angeles")
    assert (event["day"], event["rating"]) == ("2026-11-21", None)
    assert practised(one, "2026-11-22T20:00Z", "America/Los_Angeles")["rating"] is None
    assert practised(one, "2026-11-23T20:00Z", "America/Los_Angeles")["rating"] == "good"


# a clock that was set back


@pytest.fixture
def back(learner: Learner) -> Learner:
    """Ten days of reviews, then the clock stands a month before the first of them."""
    learner.write(1, [question(f"q-{n}") for n in range(6)])
    learner.review("1", input="no\n" + YES * 9)
    for number in range(1, 10):
        learner.on(number).review(input=YES * 9)
    return learner.on(-30)


@pytest.mark.parametrize(
    "line",
    [
        *(["review"], ["review", "--cram"], ["review", "--ahead", "99"], ["review", "--spread", "3"], ["status"]),
        *(["review", "1", "--new", "9"], ["quiz", "1", "--practice"], ["next"], ["sections"], ["show", "q-1"], []),
        *(["undo", "--yes"], ["reset", "1", "--yes"], ["suspend", "q-1"], ["doctor"], ["status", "--json"]),
    ],
    ids=" ".join,
)
def test_a_clock_set_back_crashes_nothing_and_moves_no_due_day_to_the_past(line: list[str], back: Learner) -> None:
    before = back.cards
    done = back(*line, input=YES * 20)
    assert done.code == 0, done
    assert "Traceback" not in done.err
    after = back.cards
    assert all(after[name]["due"] >= before[name]["due"] for name in after if line[0:1] != ["undo"])
    assert all(card["last"] < card["due"] for card in after.values())


def test_responses_before_the_last_one_do_not_rate(back: Learner) -> None:
    before = back.cards
    body = back.json("quiz", "1", "--practice", input=YES * 6)
    assert {said["rating"] for said in body["questions"]} == {None}
    assert back.cards == before
    assert back.on(9).cards == before
    later = max(card["due"] for card in before.values())
    assert len(asked(back.on(later).review(input=YES * 9))) == 6


def test_a_clock_set_back_gives_no_second_share_of_new_ones(learner: Learner) -> None:
    learner("config", "new_per_day", "3")
    learner.write(1, [question(f"q-{n}") for n in range(9)])
    assert len(asked(learner.review("1", input=YES * 3))) == 3
    learner.on(-1).practice(1, input=YES)
    assert learner.on(0).json("status")["new"] == 0
    assert asked(learner.review(input=YES * 3)) == []


@pytest.mark.parametrize("line", [["quiz", "1", "--practice"], ["quiz", "1", "--post"], ["review", "1"]], ids=" ".join)
def test_a_clock_set_back_and_a_snapshot_that_was_lost_together(line: list[str], learner: Learner) -> None:
    """The log then goes on as another device would, with instants before those that stand in it."""
    learner.write(1, [question(f"q-{n}") for n in range(3)])
    for earlier in (line, line):
        learner.on(1)(*earlier, input=YES * 3)
    learner.file.unlink()
    done = learner.on(0)(*line, input=YES * 3)
    assert (done.code, done.err) == (0, ""), done
    assert learner.on(2)("status").code == 0


def test_the_end_of_time_is_no_crash(one: Learner) -> None:
    one("config", "maximum_interval", "36500")
    one.now = "8999-12-30T12:00"
    for _ in range(2):
        assert one("review", "1", input=YES).code == 0
    assert one("show", "q").code == 0
    assert one("status").code == 0
    one.now = "1970-01-02T12:00"
    for line in (["review"], ["status"], ["show", "q"], ["next"], []):
        assert one(*line).code == 0
