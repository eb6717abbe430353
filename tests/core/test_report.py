"""Progress against courses, worked by hand; and whatever the log says, a share stays a share."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import isfinite
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.course import Objective, Outline, Section
from aiinfra_study.core.forecast import Load, forecast
from aiinfra_study.core.measure import share_of
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.replay import replay
from aiinfra_study.core.report import Figures
from aiinfra_study.core.schedule import Scheduler
from core.logbook import SECTION, Logbook

FIRST = date(2026, 11, 1)
OTHER = "course/section-2"
OBJECTIVES = MappingProxyType({name: Objective(name, f"Do {name}") for name in ("first", "second")})
NAMES = "abcdef"
QUESTIONS = tuple(
    Outline(
        name, "first" if name in "abc" else "second", points=2 if name == "b" else 1, chance=0.25 if name in "ab" else 0
    )
    for name in NAMES
)
ONE = Section("course", "section-1", "One", OBJECTIVES, QUESTIONS)
TWO = Section("course", "section-2", "Two", {}, (Outline("x"), Outline("y")))


def on(days: int) -> str:
    return (FIRST + timedelta(days)).isoformat()


def figures(book: Logbook, days: int = 0, sections: Sequence[Section] = (ONE, TWO)) -> Figures:
    return Figures(replay(book.events), sections, Scheduler(Preset()), FIRST + timedelta(days))


def sit(
    book: Logbook,
    attempt: str,
    credits: Mapping[str, float],
    stage: str,
    day: int = 0,
    section: str = SECTION,
    score: float = 0.5,
) -> None:
    """A finished quiz of one day."""
    addresses = [f"course/{name}" for name in credits]
    book.add("begin", attempt=attempt, section=section, stage=stage, seed=7, questions=addresses, day=on(day))
    for name, credit in credits.items():
        respond(book, name, credit, day, stage, attempt=attempt, section=section)
    book.add("end", attempt=attempt, score=score, day=on(day), at=f"{on(day)}T10:00:00.000Z")


def respond(book: Logbook, name: str, credit: float, day: int, stage: str = "review", **more: Any) -> None:
    earned = None if stage == "pre" else "again" if credit < 1 or more.get("confidence") == "guess" else "good"
    book.respond(more.pop("attempt", None), name, credit, day=on(day), stage=stage, earned=earned, **more)


# one section


def test_a_section_nobody_began_has_no_figures_but_nothing() -> None:
    found = figures(Logbook()).section(ONE)
    assert (found.questions, found.seen, found.done) == (6, 0, False)
    assert (found.pre, found.post, found.gain, found.corrected, found.stayed) == (None,) * 5
    assert found.memory == (0.0, 0.0)


def test_a_section_only_practised_or_only_begun_is_begun() -> None:
    practised, begun, asked = Logbook(), Logbook(), Logbook()
    respond(practised, "a", 1, 0)
    begun.add("begin", attempt="one", section=SECTION, stage="pre", seed=7, questions=["course/a"], day=on(0))
    sit(asked, "one", {"a": 0}, "pre")
    found = [figures(book).section(ONE) for book in (practised, begun, asked)]
    assert [(row.seen, row.pre is not None, row.begun, row.done) for row in found] == [
        (1, False, False, True),
        (0, False, True, True),
        (1, True, False, True),
    ]


def test_a_section_without_questions_has_no_mastery() -> None:
    empty = Section("course", "section-9", "Nine", {}, ())
    found = figures(Logbook(), sections=[empty])
    assert found.section(empty).memory == (None, None)
    assert found.course().memory == (None, None)
    assert not (found.objectives(empty))
    assert not (found.weakest(empty))
    assert not (found.hardest())


def test_pre_and_post_are_the_last_finished_with_their_interval() -> None:
    book = Logbook()
    sit(book, "p1", {"a": 0, "b": 0}, "pre", score=0.0)
    sit(book, "p2", {"a": 0, "b": 1, "c": 0, "d": 0}, "pre", 1, score=0.4)
    book.begin("p3", ["a"], "pre")  # not finished
    found = figures(book, 1).section(ONE)
    assert found.pre is not None
    assert found.pre.score == share_of(1.6, 4)
    assert (found.post, found.gain, found.seen) == (None, None, 4)


def test_gain_is_that_of_the_last_pre_and_the_post_after_it() -> None:
    book = Logbook()
    sit(book, "pre", {"a": 0, "b": 0, "c": 1}, "pre")
    sit(book, "post", {"a": 1, "b": 1, "c": 0, "d": 1}, "post", 1)
    gain = figures(book, 1).section(ONE).gain
    assert gain is not None
    assert (gain.pre, gain.post, gain.repeated) == (0.25, 0.75, 3)  # b counts twice
    assert (gain.gained, gain.lost, gain.p, gain.fresh, gain.fresh_score) == (2, 1, 0.5, 1, 1.0)
    sit(book, "pre-again", {"a": 1, "b": 1}, "pre", 2)
    assert figures(book, 2).section(ONE).gain is None  # no post-quiz after it
    sit(book, "post-again", {"a": 1, "b": 1}, "post", 3)
    again = figures(book, 3).section(ONE).gain
    assert again is not None
    assert (again.pre, again.post, again.gained, again.lost) == (1, 1, 0, 0)


def test_the_correction_for_guessing_takes_the_chance_of_each_question() -> None:
    book = Logbook()
    sit(book, "pre", {"a": 0, "c": 0.5}, "pre")
    sit(book, "post", {"a": 1, "c": 1}, "post", 1)
    found = figures(book, 1).section(ONE).corrected
    assert found is not None
    assert found.pre == pytest.approx((-1 / 3 + 0.5) / 2)
    assert found.post == 1


@pytest.mark.parametrize(("after", "counts"), [(6, False), (7, True), (30, True), (31, False)])
def test_what_stayed_is_seen_one_to_four_weeks_after(after: int, counts: bool) -> None:
    book = Logbook()
    sit(book, "post", {"a": 1, "b": 1}, "post")
    respond(book, "a", 0, after)
    respond(book, "c", 1, after)  # not asked in the post-quiz
    found = figures(book, after).section(ONE).stayed
    assert found == (share_of(0, 1) if counts else None)


def test_what_stayed_is_the_first_response_of_those_weeks() -> None:
    book = Logbook()
    sit(book, "post", {"a": 1, "b": 1, "c": 1}, "post")
    respond(book, "a", 1, 3)
    respond(book, "a", 1, 10)
    respond(book, "a", 0, 12)
    respond(book, "b", 0, 9, "cram")  # rates nothing
    respond(book, "b", 1, 9)
    respond(book, "b", 0, 9)  # the second of its day
    respond(book, "c", 0.5, 20)
    assert figures(book, 20).section(ONE).stayed == share_of(2, 3)
    sit(book, "post-2", {"a": 1}, "post", 21)
    assert figures(book, 21).section(ONE).stayed is None


def test_mastery_is_the_mean_recall_with_the_unseen_as_unknown() -> None:
    book = Logbook()
    respond(book, "a", 1, 0)
    respond(book, "b", 1, 0)
    now, later = figures(book).section(ONE).memory
    assert now == pytest.approx(2 / 6)
    scheduler = Scheduler(Preset())
    card = scheduler.review("course/a", None, "good", FIRST) | {"last": FIRST.isoformat()}
    assert later == pytest.approx(2 / 6 * scheduler.recall(card, FIRST + timedelta(30)))
    assert figures(book, 30).section(ONE).memory.now == pytest.approx(later)


# the course


def test_a_course_pools_its_sections() -> None:
    book = Logbook()
    sit(book, "pre", {"a": 0, "b": 1}, "pre")
    sit(book, "post", {"a": 1, "b": 1}, "post", 1)
    sit(book, "pre-2", {"x": 0}, "pre", 2, OTHER)
    sit(book, "post-2", {"x": 1, "y": 0}, "post", 3, OTHER)
    respond(book, "a", 1, 9)
    respond(book, "x", 0, 11, section=OTHER)
    total = figures(book, 11).course()
    assert total.gain is not None
    assert (total.gain.repeated, total.gain.gained, total.gain.lost, total.gain.p) == (3, 2, 0, 0.25)
    assert (total.gain.pre, total.gain.post) == (0.5, 1)  # points 1, 2 and 1
    assert total.stayed == share_of(1, 2)
    assert [section.section.id for section in total.sections] == ["section-1", "section-2"]
    sizes = [(section.memory.now or 0) * section.questions for section in total.sections]
    assert total.memory.now == pytest.approx(sum(sizes) / 8)


def test_fresh_questions_of_a_post_count_with_their_points() -> None:
    book = Logbook()
    sit(book, "pre", {"a": 0}, "pre")
    sit(book, "post", {"a": 1, "b": 1, "c": 0}, "post", 1)
    gain = figures(book, 1).section(ONE).gain
    assert gain is not None
    assert gain.fresh_score == pytest.approx(2 / 3), "b has two points"


def test_a_question_that_left_its_bank_counts_only_where_it_was_measured() -> None:
    book = Logbook()
    sit(book, "pre", {"a": 0, "gone": 0}, "pre")
    sit(book, "post", {"a": 1, "gone": 1}, "post", 1)
    found = figures(book, 1).section(ONE)
    assert (found.seen, found.gain and found.gain.repeated) == (1, 2)
    assert found.corrected is not None  # of those whose chance is known
    assert found.corrected.post == 1


# from near


def test_objectives_count_first_responses_of_their_questions() -> None:
    book = Logbook()
    for day in (0, 3, 6):
        respond(book, "a", 1, day)
        respond(book, "a", 0, day)
    respond(book, "d", 1, 0, "pre")
    first, second = figures(book, 6).objectives(ONE)
    assert first == ("first", "Do first", "solid", 3, 1, 3, 3)
    assert second == ("second", "Do second", "shaky", 3, 1, 0, 0)
    assert [row.state for row in figures(Logbook()).objectives(ONE)] == ["new", "new"]


def test_confident_errors_come_latest_first_until_put_right() -> None:
    book = Logbook()
    respond(book, "a", 0, 0)
    respond(book, "b", 0, 2)
    respond(book, "c", 0, 1, confidence="unsure")
    respond(book, "d", 0.5, 1)
    assert figures(book, 2).confident_errors(ONE) == ["course/b", "course/a"]
    respond(book, "b", 1, 3)
    assert figures(book, 3).confident_errors(ONE) == ["course/a"]


def test_the_weakest_are_confident_errors_then_missed_then_fading() -> None:
    book = Logbook()
    respond(book, "e", 1, 0)
    respond(book, "e", 1, 2)
    respond(book, "e", 1, 13)  # right three times: fades slowly
    respond(book, "f", 1, 0)
    respond(book, "b", 1, 0)
    respond(book, "b", 1, 2)  # right twice: just below 0.8
    respond(book, "c", 0, 60, confidence="unsure")
    respond(book, "d", 0, 50, confidence="guess")
    respond(book, "a", 0, 40)
    found = figures(book, 60)
    assert found.weakest(ONE) == ["course/a", "course/d", "course/c", "course/f", "course/b"]
    f, b, e = (found.recalls[f"course/{name}"][0] for name in "fbe")
    assert f < 0.7 < b < 0.8 <= e


def test_no_more_than_ten_are_told() -> None:
    names = [f"q{number:02}" for number in range(15)]
    section = Section("course", "section-1", "One", {}, tuple(map(Outline, names)))
    book = Logbook()
    for name in names:
        respond(book, name, 0, 0)
    assert len(figures(book, sections=[section]).weakest(section)) == 10
    assert len(figures(book, sections=[section]).confident_errors(section)) == 15


def test_a_misconception_is_held_from_the_second_time_until_put_right() -> None:
    book = Logbook()
    respond(book, "a", 0, 0, misconceptions=["course/m"])
    assert figures(book).held(ONE) == []
    respond(book, "x", 0, 1, section=OTHER, misconceptions=["course/m", "course/n"])
    found = figures(book, 1)
    assert found.held(ONE) == [("course/m", 2)]
    assert found.held(TWO) == [("course/m", 2)]
    respond(book, "a", 1, 2)
    assert figures(book, 2).held(ONE) == []
    assert figures(book, 2).held(TWO) == [("course/m", 2)]


def test_the_misconception_chosen_most_comes_first() -> None:
    book = Logbook()
    for day, names in enumerate(["m", "n", "mn", "n"]):
        respond(book, "a", 0, day, misconceptions=[f"course/{name}" for name in names])
    respond(book, "a", 0, 4, misconceptions=["course/m", "course/n"])
    assert figures(book, 4).held(ONE) == [("course/n", 4), ("course/m", 3)]


def test_hardest_are_those_that_are_surest_to_be_hard() -> None:
    book = Logbook()
    for day in range(6):
        respond(book, "a", int(day == 5), day)
    respond(book, "d", 0, 0)  # a lower share, of one: who knows
    found = figures(book, 5).hardest()
    assert [(section.id, row.id, row.right, row.asked) for section, row in found] == [
        ("section-1", "first", 1, 6),
        ("section-1", "second", 0, 1),
    ]


# what comes


def test_a_forecast_counts_the_usable_by_their_day() -> None:
    book = Logbook()
    for name in "abcx":
        respond(book, name, 1, 0)
    progress = replay(book.events)
    dues = {address.partition("/")[2]: card["due"] for address, card in progress.cards.items()}
    usable = ["course/a", "course/b", "course/x", "course/not-begun"]
    found = forecast(progress, usable, Load(0, 0), FIRST, 30)
    assert list(found) == [on(day) for day in range(30)]
    assert found == {day: sum(dues[name] == day for name in "abx") for day in found}
    assert sum(found.values()) == 3
    late = forecast(progress, usable, Load(2, 1), FIRST + timedelta(100), 30)
    assert list(late.values()) == [2, 1, *[0] * 28]


# whatever the log says


ATTEMPTS = st.lists(
    st.tuples(
        st.sampled_from(["pre", "post", "practice"]),
        st.dictionaries(st.sampled_from([*NAMES, "gone"]), st.sampled_from([0, 0.25, 0.5, 1]), max_size=6),
        st.integers(0, 5),
    ),
    max_size=4,
)
REVIEWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([0, 0.5, 1]),
        st.integers(0, 40),
        st.sampled_from(["sure", "unsure", "guess", None]),
    ),
    max_size=12,
)


@given(ATTEMPTS, REVIEWS, st.integers(-5, 400))
def test_every_share_is_a_share_and_nothing_is_no_number(attempts: list[Any], reviews: list[Any], today: int) -> None:
    book = Logbook()
    for number, (stage, credits, day) in enumerate(attempts):
        score = sum(credits.values()) / len(credits) if credits else 0.0
        sit(book, f"t{number}", credits, stage, day, score=score)
    for name, credit, day, confidence in reviews:
        misconceptions = [] if credit == 1 else ["course/m"]
        respond(book, name, credit, day, confidence=confidence, misconceptions=misconceptions)
    found = figures(book, today)
    total = found.course()
    numbers: list[float | None] = [*total.memory]
    for section in total.sections:
        assert 0 <= section.seen <= section.questions
        for score in (section.pre, section.post):
            numbers += [score.score.low, score.score.share, score.score.high] if score else []
        if section.gain:
            gain = section.gain
            numbers += [gain.pre, gain.post, gain.p, gain.fresh_score]
            assert -1 <= (gain.change or 0) <= 1
        numbers += [*(section.corrected or ()), *section.memory]
        numbers += [section.stayed.low, section.stayed.share, section.stayed.high] if section.stayed else []
    assert all(number is None or (isfinite(number) and 0 <= number <= 1 + 1e-9) for number in numbers)
    for row in found.objectives(ONE):
        assert row.state in ("new", "shaky", "solid")
        assert 0 <= row.right <= row.asked
        assert (row.state == "new") == (row.seen == 0)
    weakest = found.weakest(ONE)
    assert len(set(weakest)) == len(weakest) <= 10
    assert weakest[: len(found.confident_errors(ONE))] == found.confident_errors(ONE)[:10]
    assert total.memory.later is None or total.memory.now is None or total.memory.later <= total.memory.now + 1e-12
