"""The schedule is FSRS-6 over whole study days: outside vectors, a second implementation, and our own spread."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.preset import Preset, preset_of
from aiinfra_study.core.rating import RATINGS
from aiinfra_study.core.schedule import Scheduler, before_date, fuzz_range, fuzzed, interval_of

START = date(2026, 3, 20)
LETTERS = dict(zip("AHGE", RATINGS, strict=True))
EXACT = Preset(maximum_interval=36500, fuzz=False)
TOLERANCE = 1e-4


class Memory:
    """One question being reviewed, its card kept as the snapshot keeps it."""

    def __init__(self, preset: Preset = EXACT, address: str = "course/q") -> None:
        self.scheduler = Scheduler(preset)
        self.address = address
        self.day = START
        self.card: dict[str, Any] | None = None

    def review(self, rating: str, day: date) -> dict[str, Any]:
        after = self.scheduler.review(self.address, self.card, rating, day)
        self.day = day if self.card is None else max(day, date.fromisoformat(self.card["last"]))
        self.card = {**after, "last": self.day.isoformat(), "key": "0f1e2d3c", "rev": 1}
        return self.card

    def after(self, rating: str, gap: int) -> dict[str, Any]:
        """The card after a review so many days after the last."""
        return self.review(rating, self.day + timedelta(days=gap))

    def when_due(self, letters: str) -> list[int]:
        """Reviewed on each due day: the intervals."""
        found = []
        for letter in letters:
            day = START if self.card is None else date.fromisoformat(self.card["due"])
            found.append(interval_of(self.review(LETTERS[letter], day)))
        return found


# outside vectors (docs/review.md, Check it yourself)


def test_with_learning_steps_the_days_are_those_of_the_library_s_own_test() -> None:
    """Vector 1: steps of minutes are same-day reviews to us; where it waits for whole days, so do we, as long."""
    memory = Memory()
    waits = (0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21)
    for letter, before, wait in zip("GGGGGGAAGGGGG", (0, *waits), waits, strict=False):
        card = memory.after(LETTERS[letter], before)
        assert wait in (0, interval_of(card))


def test_a_lapse_at_first_sight_and_five_goods() -> None:
    """Vector 2."""
    memory = Memory()
    found = [memory.after(LETTERS[letter], gap) for letter, gap in zip("AGGGGG", (0, 0, 1, 3, 8, 21), strict=True)]
    stabilities = [card["stability"] for card in found]
    assert stabilities == pytest.approx([0.212, 0.24669, 2.02148, 7.8637, 21.91771, 53.62691], abs=TOLERANCE)
    assert found[-1]["difficulty"] == pytest.approx(6.3574867, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("rating", "stability", "difficulty"),
    [("again", 0.212, 6.4133), ("hard", 1.2931, 5.112171), ("good", 2.3065, 2.118104), ("easy", 8.2956, 1.0)],
)
def test_the_first_review(rating: str, stability: float, difficulty: float) -> None:
    """Vector 3."""
    card = Memory().after(rating, 0)
    assert card["stability"] == pytest.approx(stability, abs=TOLERANCE)
    assert card["difficulty"] == pytest.approx(difficulty, abs=TOLERANCE)
    assert (card["reps"], card["lapses"]) == (1, 0)  # what was never known was not forgotten


@pytest.mark.parametrize(
    ("letters", "intervals"),
    [
        ("GGGGGGG", [2, 11, 46, 163, 497, 1346, 3292]),
        ("EEEEE", [8, 66, 397, 1875, 7265]),
        ("HHHHH", [1, 3, 7, 12, 18]),
        ("AAAAA", [1, 1, 1, 1, 1]),
        ("GGGAGG", [2, 11, 46, 3, 8, 19]),
        ("AGGGG", [1, 2, 6, 17, 44]),
        ("GHGHG", [2, 8, 26, 57, 128]),
    ],
)
def test_reviewed_when_due(letters: str, intervals: list[int]) -> None:
    """Vector 4."""
    assert Memory().when_due(letters) == intervals


@pytest.mark.parametrize(
    ("days", "recall"),
    [(0, 1), (1, 0.9857), (5, 0.9403), (10, 0.9), (20, 0.8459), (30, 0.8094), (100, 0.6928), (365, 0.5736)],
)
def test_the_curve_of_forgetting(days: int, recall: float) -> None:
    """Vector 5."""
    card = {"stability": 10, "difficulty": 5, "last": START.isoformat(), "due": START.isoformat()}
    assert Scheduler(EXACT).recall(card, START + timedelta(days=days)) == pytest.approx(recall, abs=TOLERANCE)


@pytest.mark.parametrize(
    ("retention", "intervals"),
    [
        (0.80, [8, 75, 521, 2762]),
        (0.85, [4, 31, 173, 773, 2859]),
        (0.90, [2, 11, 46, 163, 497, 1346]),
        (0.95, [1, 3, 8, 19, 43, 89]),
        (0.97, [1, 2, 4, 7, 13, 22]),
    ],
)
def test_the_ladder_of_retention(retention: float, intervals: list[int]) -> None:
    """Vector 6."""
    assert Memory(EXACT._replace(retention=retention)).when_due("G" * len(intervals)) == intervals


histories = st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(0, 400)), min_size=1, max_size=12)


@given(histories, st.lists(st.floats(0.70, 0.97), min_size=2, max_size=2))
def test_more_retention_never_waits_longer_and_remembers_the_same(
    history: list[tuple[str, int]], retentions: list[float]
) -> None:
    """Vector 6: after the same reviews on the same days stability and difficulty are equal."""
    relaxed, strict = (Memory(EXACT._replace(retention=retention)) for retention in sorted(retentions))
    for rating, gap in history:
        one, other = relaxed.after(rating, gap), strict.after(rating, gap)
        assert interval_of(one) >= interval_of(other)
        assert (one["stability"], one["difficulty"]) == (other["stability"], other["difficulty"])


def test_the_default_parameters_are_those_of_fsrs_6() -> None:
    """Other parameters are another scheduler, and another tag in the log."""
    fsrs = pytest.importorskip("fsrs")
    assert fsrs.Scheduler().parameters == (
        *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
        *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
    )


# a second implementation

LARGEST = 30_000  # days of stability; near 36,500 the other one stops counting


@settings(max_examples=150)
@given(histories, st.floats(0.70, 0.97))
def test_a_second_implementation_remembers_the_same(history: list[tuple[str, int]], retention: float) -> None:
    """Over random histories, same-day reviews included, fsrs-rs gives our stability, difficulty and interval."""
    other = pytest.importorskip("fsrs_rs_python")
    import fsrs

    model = other.FSRS(list(fsrs.Scheduler().parameters))
    memory = Memory(EXACT._replace(retention=retention))
    ours = [memory.after(rating, gap if place else 0) for place, (rating, gap) in enumerate(history)]
    assume(all(card["stability"] < LARGEST for card in ours))
    gaps = [0, *(gap for _, gap in history[1:])]
    reviews = [other.FSRSReview(RATINGS.index(rating) + 1, gap) for (rating, _), gap in zip(history, gaps, strict=True)]
    theirs = model.historical_memory_states(other.FSRSItem(reviews))
    for card, state in zip(ours, theirs, strict=True):
        assert card["stability"] == pytest.approx(state.stability, rel=TOLERANCE, abs=TOLERANCE)
        assert card["difficulty"] == pytest.approx(state.difficulty, rel=TOLERANCE, abs=TOLERANCE)
        exact = model.next_interval(card["stability"], retention, 3)
        assert abs(interval_of(card) - min(max(exact, 1), 36500)) <= 0.5 + TOLERANCE * max(exact, 1)


# the six traps (docs/review.md)


def test_a_day_is_a_study_day_however_few_hours_lie_between() -> None:
    """21:00 today and 20:30 tomorrow are two days: the second review is none of the same day."""
    memory = Memory()
    memory.after("good", 0)
    assert memory.after("good", 1)["stability"] == pytest.approx(7.3153, abs=TOLERANCE)


def test_a_second_review_of_a_day_hardly_changes_anything() -> None:
    memory = Memory()
    memory.after("good", 0)
    assert memory.after("good", 0)["stability"] == pytest.approx(2.3065, abs=TOLERANCE)
    assert Memory().after("again", 0)["stability"] == pytest.approx(0.212, abs=TOLERANCE)


@pytest.mark.parametrize("retention", [0.6999, 0.9701, 0, -1, 1, 1.5, 0.01, float("nan"), float("inf")])
def test_a_retention_beyond_what_is_sensible_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="not within"):
        Scheduler(Preset(retention))


@pytest.mark.parametrize("retention", [0.70, 0.97])
def test_the_bounds_of_retention_are_allowed(retention: float) -> None:
    assert interval_of(Memory(Preset(retention)).after("good", 0)) >= 1


@given(histories, st.integers(1, 5000), st.sampled_from(RATINGS))
def test_a_day_before_the_last_review_counts_as_it(history: list[tuple[str, int]], back: int, rating: str) -> None:
    """The clock was set back, or a border of zones crossed westwards: due days never move into the past."""
    one, other = Memory(), Memory()
    for said, gap in history:
        one.after(said, gap)
        other.after(said, gap)
    assert one.after(rating, -back) == other.after(rating, 0)
    assert one.card is not None
    assert one.card["due"] > one.card["last"] >= START.isoformat()


@pytest.mark.parametrize("address", ["gpus/001", "c/ümläut", "c/" + "x" * 200, "c/\ud800", "a b/c d", ""])
def test_an_address_is_any_text_and_a_card_survives_json(address: str) -> None:
    memory = Memory(Preset(), address)
    memory.when_due("GG")
    kept = json.loads(json.dumps(memory.card))
    assert kept == memory.card
    again = Memory(Preset(), address)
    again.when_due("GG")
    day = date.fromisoformat(kept["due"])
    memory.card = kept
    assert memory.review("good", day) == again.review("good", day)


def test_the_card_given_is_left_as_it_was() -> None:
    memory = Memory()
    before = memory.after("good", 0)
    kept = dict(before)
    memory.after("again", 3)
    assert before == kept


def test_reviews_and_lapses_are_counted() -> None:
    memory = Memory()
    memory.when_due("AGAHA")
    assert memory.card is not None
    assert (memory.card["reps"], memory.card["lapses"]) == (5, 2)


def test_at_the_end_of_the_calendar_the_last_day_stands() -> None:
    card = {"stability": 100.0, "difficulty": 5.0, "reps": 3, "lapses": 0, "last": "9999-12-01", "due": "9999-12-20"}
    assert Scheduler(EXACT).crossing(card) == "9999-12-31"
    assert Scheduler(EXACT).review("c/q", card, "good", date(9999, 12, 20))["due"] == "9999-12-31"


# the longest interval


@pytest.mark.parametrize("maximum", [2, 3, 30, 365])
@pytest.mark.parametrize("fuzz", [True, False])
def test_no_interval_is_longer_than_the_maximum(maximum: int, fuzz: bool) -> None:
    for number in range(40):
        memory = Memory(Preset(maximum_interval=maximum, fuzz=fuzz), f"c/q{number}")
        intervals = memory.when_due("EEGGEGG")
        assert max(intervals) <= maximum
        if not fuzz:
            assert intervals[-1] == maximum


# the spread


@pytest.mark.parametrize(
    ("interval", "shortest", "longest"),
    [(1, 1, 1), (2, 2, 2), (3, 2, 4), (7, 5, 9), (10, 8, 12), (17, 14, 20), (20, 17, 23), (100, 93, 107)],
)
def test_the_range_of_the_spread(interval: int, shortest: int, longest: int) -> None:
    """Bands of 15, 10 and 5 % from 2.5, 7 and 20 days on, and a day; 10 and 100 as in docs/review.md."""
    assert fuzz_range(interval, 36500) == (shortest, longest)


@given(st.integers(1, 5000), st.integers(2, 5000), st.integers(0, 5000), st.text(max_size=4))
def test_the_spread_stays_within_its_range(interval: int, maximum: int, before: int, seed: str) -> None:
    interval = min(interval, maximum)
    shortest, longest = fuzz_range(interval, maximum)
    assert min(interval, 2) <= shortest <= interval <= longest <= maximum
    found = fuzzed(interval, maximum, before, Dice(seed))
    assert min(max(shortest, before), longest) <= found <= longest


@pytest.mark.parametrize("interval", [3, 10, 46, 100])
def test_every_day_of_the_range_is_as_likely(interval: int) -> None:
    """Rounded instead of floored, both ends would come half as often and the mean lie half a day too late."""
    shortest, longest = fuzz_range(interval, 365)
    draws = 4000
    found = Counter(fuzzed(interval, 365, 0, Dice("fuzz", f"c/q{n}", 1)) for n in range(draws))
    assert set(found) == set(range(shortest, longest + 1))
    expected = draws / (longest - shortest + 1)
    squares = sum((found[day] - expected) ** 2 / expected for day in range(shortest, longest + 1))
    assert squares < 2 * (longest - shortest) + 12  # chi-square, far beyond its 99.9th percentile
    mean = sum(day * count for day, count in found.items()) / draws
    assert mean == pytest.approx((shortest + longest) / 2, abs=0.2)


passes = st.lists(st.tuples(st.sampled_from(RATINGS), st.integers(0, 60)), min_size=2, max_size=15)


@given(passes, st.integers(2, 400), st.floats(0.70, 0.97), st.text("abc", max_size=3))
def test_after_a_pass_the_interval_is_never_shorter_than_before(
    history: list[tuple[str, int]], maximum: int, retention: float, name: str
) -> None:
    """Also when reviewed early, late, or again on the same day."""
    memory = Memory(Preset(retention, maximum), f"c/{name}")
    before = 0
    for rating, gap in history:
        interval = interval_of(memory.after(rating, gap))
        assert rating == "again" or interval >= before
        before = interval


def test_a_backlog_dealt_out_does_not_count_as_the_interval() -> None:
    """`was` is the day the schedule had given before the card was put off."""
    card = {"due": "2026-06-30", "was": "2026-03-30", "last": "2026-03-20"}
    assert interval_of(card) == 10


def test_the_same_question_and_repetition_fall_on_the_same_day() -> None:
    """Undone and responded again, replayed, or on another machine."""
    found = [Memory(Preset(), "course/q").when_due("GGGGG") for _ in range(3)]
    assert found[0] == found[1] == found[2] == [2, 9, 38, 146, 364]
    others = {tuple(Memory(Preset(), f"course/q{n}").when_due("GGGG")) for n in range(20)}
    assert len(others) > 10


def test_without_a_spread_all_questions_come_on_the_same_day() -> None:
    assert {tuple(Memory(Preset(fuzz=False), f"c/q{n}").when_due("GGG")) for n in range(9)} == {(2, 11, 46)}


# when recall crosses the target


@pytest.mark.parametrize("retention", [0.70, 0.85, 0.90, 0.97])
@pytest.mark.parametrize("stability", [2.3, 10.0, 46.3, 120.0])
def test_recall_falls_to_the_target_on_the_day_that_is_told(retention: float, stability: float) -> None:
    scheduler = Scheduler(EXACT._replace(retention=retention))
    card = {"stability": stability, "difficulty": 5.0, "last": START.isoformat(), "due": "2026-03-21"}
    crossing = date.fromisoformat(scheduler.crossing(card))
    assert scheduler.recall(card, crossing - timedelta(days=1)) > retention
    assert scheduler.recall(card, crossing + timedelta(days=1)) < retention


def test_the_longest_interval_does_not_move_the_day_on_which_recall_falls_to_the_target() -> None:
    scheduler = Scheduler(Preset(0.9, maximum_interval=100, fuzz=False))
    card = {"stability": 250.0, "difficulty": 5.0, "last": START.isoformat(), "due": "2026-06-28"}
    assert scheduler.recall(card, date.fromisoformat(scheduler.crossing(card))) == pytest.approx(0.9, abs=1e-3)


# the plan in the log


def test_the_preset_of_a_response_is_told_by_its_event() -> None:
    plan = Preset(0.85, 180, fuzz=False)
    assert plan.tag() == {
        "algo": "fsrs-6",
        "params": "default",
        "retention": 0.85,
        "maximum_interval": 180,
        "fuzz": False,
    }
    assert preset_of(json.loads(json.dumps(plan.tag()))) == plan


@pytest.mark.parametrize(
    "tag",
    [
        None,
        "fsrs-6",
        [],
        7,
        {},
        {"retention": "0.8", "maximum_interval": "30"},
        {"retention": 0.5, "maximum_interval": 1},
        {"retention": float("nan"), "maximum_interval": float("inf")},
        {"retention": True, "maximum_interval": True},
        {"retention": [0.8], "maximum_interval": -5},
    ],
)
def test_a_tag_that_tells_no_plan_means_the_usual_one(tag: object) -> None:
    assert preset_of(tag) == Preset()
    Scheduler(preset_of(tag))


# a target date


def until(days: int, fuzz: bool = True) -> Preset:
    """A preset with a date so many days after the start."""
    return Preset(fuzz=fuzz, until=(START + timedelta(days=days)).isoformat())


@given(st.integers(1, 2000), st.integers(-20, 2000), st.text(max_size=4))
def test_a_capped_interval_ends_by_the_date_and_no_earlier_than_it_must(interval: int, left: int, seed: str) -> None:
    found = before_date(interval, left, Dice(seed))
    if left <= 0 or interval < left:
        assert found == interval, "the date has come, or is far"
    else:
        assert 1 <= found <= left
        assert found >= left - 7, "within the last week"
        assert found <= interval


@pytest.mark.parametrize(("left", "days"), [(100, 7), (28, 7), (20, 5), (12, 3), (8, 2)])
def test_capped_intervals_are_spread_over_the_last_days(left: int, days: int) -> None:
    """A week, and of a short time a quarter; each day as likely."""
    draws = 2000
    found = Counter(before_date(left + number, left, Dice("cap", f"c/q{number}", 3)) for number in range(draws))
    assert set(found) == set(range(left - days, left))
    assert all(abs(count - draws / days) < 5 * (draws / days) ** 0.5 for count in found.values())


@given(histories, st.integers(0, 120), st.booleans())
def test_before_a_date_no_card_is_due_after_it_and_memory_is_the_same(
    history: list[tuple[str, int]], days: int, fuzz: bool
) -> None:
    preset = until(days, fuzz)
    one, other = Memory(preset), Memory(preset._replace(until=""))
    for rating, gap in history:
        reviewed = min(gap, 40)
        found, free = one.after(rating, reviewed), other.after(rating, reviewed)
        if found["last"] < preset.until:
            assert found["due"] <= preset.until
        same = ("stability", "difficulty", "reps", "lapses", "last")
        assert [found[name] for name in same] == [free[name] for name in same]


def test_a_card_far_from_the_date_comes_when_it_would() -> None:
    assert Memory(until(400)).when_due("GGG") == Memory(Preset()).when_due("GGG")


def test_after_the_date_intervals_are_as_without_it() -> None:
    """The clock may also be before the last review: then that review is the day that counts."""
    card = {"stability": 50.0, "difficulty": 5.0, "reps": 3, "lapses": 0, "last": "2026-05-01", "due": "2026-06-20"}
    for day in (date(2026, 5, 30), date(2026, 4, 1)):
        free, ended = (Scheduler(Preset(until=until)).review("c/q", card, "good", day) for until in ("", "2026-05-01"))
        assert free == ended


def test_the_tag_names_the_date_while_there_is_one() -> None:
    assert "until" not in Preset().tag()
    tag = until(30).tag()
    assert tag["until"] == "2026-04-19"
    assert preset_of(json.loads(json.dumps(tag))) == until(30)


@pytest.mark.parametrize("told", [None, 5, "", "soon", "2026-4-19", "2026-02-30", ["2026-04-19"], {}, True])
def test_a_forged_date_is_none(told: object) -> None:
    assert preset_of({**Preset().tag(), "until": told}).until == ""


def test_the_day_before_the_date_does_not_ask_everything_again() -> None:
    """200 questions begun five a day, each reviewed when due, all responses right."""
    last, days = 45, Counter[int]()
    for number in range(200):
        memory = Memory(until(last), f"c/q{number}")
        card = memory.after("good", number // 5)
        while (on := (date.fromisoformat(card["due"]) - START).days) < last:
            days[on] += 1
            card = memory.review("good", START + timedelta(days=on))
    assert days[last - 1] < 100
