"""Progress: the log says everything, and what was taken back never happened."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.folding import Event, apply
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.replay import replay, undone
from aiinfra_study.core.sequence import clock_after

from .logbook import SECTION, Logbook, folded

DAYS = ("2026-11-20", "2026-11-21", "2026-11-23", "2026-12-24")
CARD = {"stability": 2.3, "difficulty": 5.1, "due": "2026-11-24", "reps": 1, "lapses": 0}


def facts(progress: Progress) -> dict[str, Any]:
    """What a progress says, apart from how many events told it."""
    return {name: getattr(progress, name) for name in Progress.FIELDS if name not in ("counters", "clocks")}


@st.composite
def logs(draw: st.DrawFn, undos: bool = False) -> list[Event]:
    """Logs as a learner with two sections writes them."""
    log = Logbook()
    names = ("q1", "q2", "q3")
    for number in range(draw(st.integers(0, 14))):
        section = draw(st.sampled_from([SECTION, "course/section-2"]))
        attempts = [event["attempt"] for event in log.events if event["event"] == "begin"]
        ways = ["begin", "flag", "unflag", "suspend", "unsuspend", "read", "reset", "review"]
        ways += ["respond", "respond", "end"] if attempts else []
        ways += ["undo"] if undos and log.events else []
        match draw(st.sampled_from(ways)):
            case "begin":
                log.begin(f"a{number}", names, draw(st.sampled_from(["pre", "post", "practice"])), section)
            case "respond":
                log.respond(
                    draw(st.sampled_from(attempts)), draw(st.sampled_from(names)), draw(st.sampled_from([0, 1]))
                )
            case "review":
                day, said = draw(st.sampled_from(DAYS)), draw(st.sampled_from([None, "again", "good"]))
                question = draw(st.sampled_from(names))
                log.respond(None, question, section=section, card=CARD, stage="review", rating=said, day=day)
            case "end":
                log.end(draw(st.sampled_from(attempts)))
            case "reset":
                log.add("reset", sections=[section])
            case "undo":
                log.undo(str(draw(st.sampled_from(log.events))["id"]))
            case way:
                log.add(way, question=f"course/{draw(st.sampled_from(names))}")
    return log.events


@given(logs())
def test_applying_one_by_one_is_replaying_where_nothing_was_taken_back(events: list[Event]) -> None:
    assert folded(events) == replay(events)


@given(logs(undos=True))
def test_replaying_is_repeatable_and_counts_every_event(events: list[Event]) -> None:
    progress = replay(events)
    assert progress == replay(json.loads(json.dumps(events)))
    assert progress.events == len(events)
    assert progress.counters == ({"dev": len(events)} if events else {})


@given(logs(), st.data())
def test_what_was_taken_back_never_happened(events: list[Event], data: st.DataObject) -> None:
    """Ends apart: one that stands before all was responded is void, see below."""
    kept = [event for event in events if event["event"] != "end"]
    if kept:
        gone = data.draw(st.sampled_from(kept))
        undo = {"id": "x-1", "event": "undo", "undoes": gone["id"]}
        assert facts(replay([*kept, undo])) == facts(replay([event for event in kept if event is not gone]))


@given(logs(undos=True), st.data())
def test_taking_back_the_taking_back_is_as_if_nothing_was_done(events: list[Event], data: st.DataObject) -> None:
    if events:
        first = {"id": "x-1", "event": "undo", "undoes": data.draw(st.sampled_from(events))["id"]}
        second = {"id": "x-2", "event": "undo", "undoes": "x-1"}
        assert facts(replay([*events, first, second])) == facts(replay(events))


def test_undo_of_an_undo_of_an_undo_takes_back() -> None:
    log = Logbook()
    flagged = log.add("flag", question="course/q")
    log.undo(log.undo(log.undo(flagged)))
    assert undone(log.events) == {flagged: {"dev-2"}, "dev-3": {"dev-4"}}
    assert not replay(log.events).flagged


def test_an_attempt_goes_from_its_begin_to_its_end() -> None:
    log = Logbook()
    log.begin("a", ["q1", "q2"])
    log.respond("a", "q2", 0.5)
    attempt = folded(log.events).attempts["a"]
    assert (attempt.section, attempt.stage, attempt.seed, attempt.started) == (SECTION, "pre", 7, "tdev-1")
    assert attempt.left == ["course/q1"]
    assert attempt.last is not None
    assert (attempt.last["credit"], attempt.finished, attempt.score) == (0.5, None, None)
    log.respond("a", "q1")
    log.end("a", 0.75)
    progress = folded(log.events)
    attempt = progress.attempts["a"]
    assert (attempt.left, attempt.finished, attempt.score) == ([], "tdev-4", 0.75)
    assert progress.unfinished(SECTION) is None
    assert progress.last_finished(SECTION, "pre") is attempt


def test_undo_of_the_last_response_opens_the_attempt_again() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 1, "q2": 0})
    last = log.events[-2]["id"]
    taken_back = log.undo(last)
    attempt = replay(log.events).unfinished(SECTION, "pre")
    assert attempt is not None
    assert (attempt.left, attempt.score) == (["course/q2"], None)
    log.respond("a", "q2", 1)
    assert replay(log.events).attempts["a"].finished is None
    log.end("a", 1)
    assert replay(log.events).attempts["a"].finished == "tdev-7"
    log.undo(taken_back)
    assert replay(log.events).attempts["a"].responses["course/q2"]["credit"] == 1


def test_undo_of_an_earlier_response_opens_the_attempt_too() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 1, "q2": 0, "q3": 1})
    log.undo(log.events[1]["id"])
    attempt = replay(log.events).attempts["a"]
    assert (attempt.left, attempt.finished) == (["course/q1"], None)


def test_an_end_that_came_after_the_undo_stands() -> None:
    """It knew of the gap: the question may be gone from the bank."""
    log = Logbook()
    log.begin("a", ["q1", "q2"])
    first = log.respond("a", "q1")
    log.respond("a", "q2")
    log.undo(first)
    log.end("a", 1)
    assert replay(log.events).attempts["a"].finished == "tdev-5"
    log.undo(log.undo(first))  # once more, and not after all
    assert replay(log.events).attempts["a"].finished == "tdev-5"


def test_undo_of_an_undo_closes_it_again() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 1, "q2": 0})
    before = facts(replay(log.events))
    log.undo(log.undo(log.events[-2]["id"]))
    assert facts(replay(log.events)) == before


def test_undo_brings_back_the_card_and_the_credit_before() -> None:
    log = Logbook()
    log.respond(None, "q", 1, card=CARD, rating="good", stage="review", key="0f1e2d3c", rev=2)
    second = {**CARD, "due": "2026-11-25", "reps": 2, "lapses": 1}
    log.undo(log.respond(None, "q", 0, card=second, rating="again", stage="review", day="2026-11-24"))
    progress = replay(log.events)
    assert progress.cards == {"course/q": {**CARD, "last": "2026-11-21", "key": "0f1e2d3c", "rev": 2}}
    assert progress.questions["course/q"] == {
        "section": SECTION,
        "responses": 1,
        "credit": 1,
        "day": "2026-11-21",
        "asked": 1,
        "right": 1,
        "days": ["2026-11-21"],
    }
    assert progress.days == {"2026-11-21": 1}


def test_restart_drops_the_unfinished_attempt_of_that_stage_only() -> None:
    log = Logbook()
    log.begin("old", ["q1"])
    log.respond("old", "q1")
    log.begin("other", ["q1"], section="course/section-2")
    log.begin("practice", ["q1"], stage="practice")
    log.begin("new", ["q2"])
    progress = folded(log.events)
    assert list(progress.attempts) == ["other", "practice", "new"]
    assert progress.questions["course/q1"]["responses"] == 1  # its responses stay in the log


def test_a_finished_attempt_survives_a_new_one() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 1})
    log.begin("b", ["q1"])
    progress = folded(log.events)
    assert progress.last_finished(SECTION, "pre") == progress.attempts["a"]
    assert progress.unfinished(SECTION) == progress.attempts["b"]


def test_the_responses_of_the_latest_finished_attempt_are_kept() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 0})
    log.sitting("b", {"q1": 1})
    log.end("b", 1)  # written twice by two terminals
    progress = folded(log.events)
    assert progress.attempts["b"].responses["course/q1"]["credit"] == 1
    assert progress.last_finished(SECTION, "pre") == progress.attempts["b"]


def test_reset_starts_a_section_over_and_undo_brings_it_back() -> None:
    log = Logbook()
    log.sitting("a", {"q1": 1})
    log.sitting("b", {"q9": 1}, section="course/section-2")
    log.respond(None, "q1", card=CARD, rating="good", stage="review")
    before = facts(replay(log.events))
    assert list(before["cards"]) == ["course/q1"]
    reset = log.add("reset", sections=[SECTION])
    progress = replay(log.events)
    assert list(progress.attempts) == ["b"]
    assert list(progress.questions) == ["course/q9"]
    assert progress.cards == {}
    assert progress.next_stage(SECTION) == "pre"
    log.undo(reset)
    assert facts(replay(log.events)) == before


def test_marks_come_and_go() -> None:
    log = Logbook()
    for event in ("flag", "suspend", "unflag"):
        log.add(event, question="course/q")
    progress = folded(log.events)
    assert (progress.flagged, progress.suspended) == ({}, {"course/q": "tdev-2"})


def test_the_stage_moves_from_pre_to_post_to_practice() -> None:
    log = Logbook()
    seen = []
    for stage in ("pre", "post", "practice"):
        progress = folded(log.events)
        seen.append((progress.next_stage(SECTION), progress.reached(SECTION)))
        log.begin(stage, ["q"], stage)
        assert folded(log.events).next_stage(SECTION) == stage
        log.respond(stage, "q")
        log.end(stage)
    assert seen == [("pre", "new"), ("post", "pre"), ("practice", "post")]
    assert folded(log.events).next_stage(SECTION) == "practice"
    assert folded(log.events).next_stage("course/section-2") == "pre"


def test_an_unfinished_attempt_comes_before_the_next_stage() -> None:
    log = Logbook()
    log.begin("p", ["q"], "practice")
    assert folded(log.events).next_stage(SECTION) == "practice"
    log.begin("a", ["q"], "pre")
    assert folded(log.events).next_stage(SECTION) == "pre"


def test_a_post_without_a_pre_leaves_the_pre_to_come() -> None:
    log = Logbook()
    log.sitting("a", {"q": 1}, "post")
    progress = folded(log.events)
    assert (progress.next_stage(SECTION), progress.reached(SECTION)) == ("pre", "post")


BEGUN = {"attempt": "b", "section": SECTION, "stage": "pre", "seed": 1, "questions": ["c/q"], "at": "t"}
GIVEN = {"question": "c/q", "section": SECTION, "day": "2026-11-21", "credit": 1, "card": CARD, "attempt": "a"}
GIVEN |= {"stage": "review", "rating": "good"}
GOOD: list[Event] = [
    {"id": "d-1", "event": "begin", **BEGUN},
    {"id": "d-2", "event": "response", **GIVEN},
    {"id": "d-3", "event": "end", "attempt": "a", "at": "t", "score": 1},
    {"id": "d-4", "event": "reset", "sections": [SECTION]},
    {"id": "d-5", "event": "flag", "question": "c/q", "at": "t"},
    {"id": "d-6", "event": "unflag", "question": "c/r"},
    {"id": "d-7", "event": "suspend", "question": "c/q", "at": "t"},
    {"id": "d-8", "event": "unsuspend", "question": "c/r"},
]
OPTIONAL = {"id", *(f"{key} of response" for key in ("attempt", "card", "stage", "rating"))}


def started() -> Progress:
    """A progress in which each of the good events would change something."""
    log = Logbook()
    log.begin("a", ["q"])
    log.respond("a", "q")
    log.sitting("done", {"q": 1}, "post")
    log.add("flag", question="c/r")
    log.add("suspend", question="c/r")
    return folded(log.events)


@pytest.mark.parametrize("event", GOOD, ids=lambda event: event["event"])
def test_a_good_event_changes_something(event: Event) -> None:
    progress = started()
    apply(progress, event)
    assert facts(progress) != facts(started())


@pytest.mark.parametrize(
    ("event", "key"),
    [(e, key) for e in GOOD for key in e if key not in OPTIONAL and f"{key} of {e['event']}" not in OPTIONAL],
    ids=lambda value: value if isinstance(value, str) else value["event"],
)
def test_an_event_that_lacks_something_counts_and_changes_nothing(event: Event, key: str) -> None:
    progress = started()
    apply(progress, {name: value for name, value in event.items() if name != key})
    assert facts(progress) == facts(started())
    assert progress.events == started().events + 1


@pytest.mark.parametrize("credit", ["1", None, -1, 2, float("nan"), [1], {}])
def test_a_credit_that_is_none_changes_nothing(credit: object) -> None:
    progress = started()
    apply(progress, {**GOOD[1], "credit": credit})
    assert facts(progress) == facts(started())


@pytest.mark.parametrize("event", ["later", "", None, 7, ["begin"], {"a": 1}])
def test_unknown_events_count_and_change_nothing(event: object) -> None:
    progress = started()
    apply(progress, {**GOOD[0], "event": event})
    assert facts(progress) == facts(started())
    assert progress.events == started().events + 1


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["a", SECTION, "c/q", "d-1", "d-²"])
    | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@pytest.mark.parametrize("ring", [["d-1"], ["d-1", "d-2"], ["d-3", "d-1", "d-2"]])
def test_undos_in_a_ring_break_nothing(ring: list[str]) -> None:
    """Only an edited log has them: each takes back the next, the last the first."""
    undos = [
        {"id": one, "event": "undo", "undoes": next_} for one, next_ in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    assert replay([GOOD[0], *undos, GOOD[1]]).events == len(ring) + 2


@given(
    st.lists(
        st.tuples(st.sampled_from([*GOOD, {"id": "d-9", "event": "undo", "undoes": "d-1"}]), st.data()), max_size=6
    )
)
@settings(max_examples=150)
def test_no_event_breaks_it(picked: list[tuple[Event, st.DataObject]]) -> None:
    events = []
    for event, data in picked:
        key = data.draw(st.sampled_from(list(event)))
        events.append({**event, key: data.draw(ANYTHING)})
    assert folded(events).events == len(events)
    once = [event for place, event in enumerate(events) if event not in events[:place]]
    assert len(once) <= replay(events).events <= len(events)  # the same line twice is one event


@pytest.mark.parametrize("identity", ["d-²", "d-" + "9" * 5000, "d-", "-", "", "7", None, 7, ["d-1"]])
def test_an_id_without_a_counter_counts_nothing(identity: object) -> None:
    progress = Progress()
    apply(progress, {"id": identity, "event": "later"})
    assert set(progress.counters) <= {""}
    assert progress.events == 1


def test_each_device_counts_its_own_events() -> None:
    progress = Progress()
    for identity in ("a-1", "b-2-7", "a-3", "a-2"):
        apply(progress, {"id": identity, "event": "later"})
    assert progress.counters == {"a": 3, "b-2": 7}


def test_a_reading_keeps_its_place_and_the_first_time_it_was_read() -> None:
    log = Logbook()
    log.add("read", section=SECTION, place="taints", finished=False)
    assert folded(log.events).readings == {SECTION: {"place": "taints", "read": None}}
    log.add("read", section=SECTION, place="quotas", finished=True)
    log.add("read", section=SECTION, place="", finished=True)
    assert folded(log.events).readings == {SECTION: {"place": "", "read": "tdev-2"}}
    log.add("read", section=SECTION, place="taints", finished=False)
    assert folded(log.events).readings == {SECTION: {"place": "taints", "read": "tdev-2"}}


def test_the_last_plan_counts_and_may_be_taken_away() -> None:
    log = Logbook()
    log.add("plan", by="2026-12-31", sections=[SECTION], day="2026-11-21", new=4)
    plan = {"by": "2026-12-31", "sections": [SECTION], "day": "2026-11-21", "new": 4}
    assert folded(log.events).plan == plan
    for changes in ({"by": "soon"}, {"day": "2026-13-01"}, {"sections": [SECTION, 7]}):
        log.add("plan", **{**plan, **changes})
    assert folded(log.events).plan == plan, "a plan that cannot be one changes nothing"
    log.events[-1:] = []
    log.add("plan", by="2027-01-31", sections=[], day="2026-11-22", new="four")
    assert folded(log.events).plan == {"by": "2027-01-31", "sections": [], "day": "2026-11-22", "new": 0}
    log.add("plan", by=None, day="2026-11-23")
    assert folded(log.events).plan is None


def test_an_event_is_written_after_what_others_have_written() -> None:
    progress = Progress()
    progress.clocks.update(here="2026-11-21T12:00:00.000Z", there="2026-11-21T10:00:00.000Z")
    assert clock_after(progress, "here", "2026-11-21T10:00:00.001Z") == "", "it is later already"
    assert clock_after(progress, "here", "2026-11-21T10:00:00.000Z") == "2026-11-21T10:00:00.001Z"
    assert clock_after(progress, "here", "2026-11-21T09:00:00.000Z") == "2026-11-21T10:00:00.001Z"
    assert clock_after(progress, "third", "2026-11-21T11:00:00.000Z") == "2026-11-21T12:00:00.001Z"
    assert clock_after(Progress(), "here", "2026-11-21T09:00:00.000Z") == ""


def test_two_progresses_are_equal_when_all_they_hold_is() -> None:
    one, other = started(), started()
    assert one == other
    other.flagged = {}
    assert one != other
    assert one != "a text"
