"""The queue of a study day: what is due, in which order, what is new, and what is left out."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.course import Outline
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.progress import Progress, is_changed
from aiinfra_study.core.replay import replay
from aiinfra_study.core.review import (
    Item,
    allowance,
    by_recall,
    contrasting,
    dealt,
    interleaved,
    of_day,
)
from aiinfra_study.core.schedule import Scheduler
from aiinfra_study.store.snapshot import Snapshot, dump, load

from .logbook import Logbook

TODAY = date(2026, 11, 21)
KEY = "0f1e2d3c"
ONE, TWO = "course/section-1", "course/section-2"


def on(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def card(due: int, last: int = -30, stability: float = 10.0, **more: Any) -> dict[str, Any]:
    """A card due and last reviewed so many days from today."""
    state = {"due": on(due), "stability": stability, "difficulty": 5.0, "reps": 3, "lapses": 0}
    return {**state, "last": on(last), "key": KEY, "rev": 1, **more}


def progress(**cards: dict[str, Any]) -> Progress:
    """A progress with cards by the ids of their questions."""
    found = Progress()
    found.cards.update({f"course/{identity}": row for identity, row in cards.items()})
    return found


def item(identity: str, objective: str = "", section: str = ONE, **more: Any) -> Item:
    return Item(section, Outline(identity, objective, **{"key": KEY, **more}))


def shelf(*items: Item) -> dict[str, Item]:
    return {f"{found.course}/{found.outline.id}": found for found in items}


def plain(count: int, section: str = ONE, prefix: str = "q") -> dict[str, Item]:
    """Questions of an objective each."""
    return shelf(*(item(f"{prefix}{n}", f"o{n}", section) for n in range(count)))


def ids(addresses: list[str]) -> list[str]:
    return [address.partition("/")[2] for address in addresses]


# due


def test_due_is_what_is_due_today_or_earlier() -> None:
    known = progress(q0=card(0), q1=card(1), q2=card(-200), q3=card(365))
    assert set(ids(of_day(known, plain(4), TODAY).due)) == {"q0", "q2"}


def test_what_was_forgotten_most_comes_first() -> None:
    known = progress(
        q0=card(0, last=-10, stability=10),
        q1=card(0, last=-10, stability=100),
        q2=card(0, last=-2, stability=1),
        q3=card(0, last=-300, stability=10),
        q4=card(0, last=-10, stability=1),
    )
    assert ids(of_day(known, plain(5), TODAY).due) == ["q3", "q4", "q2", "q0", "q1"]


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0.01, 1000)), max_size=20))
def test_the_order_is_that_of_the_schedule_s_own_recall(rows: list[tuple[int, float]]) -> None:
    known = progress(**{f"q{n}": card(0, last=-days, stability=s) for n, (days, s) in enumerate(rows)})
    scheduler = Scheduler(Preset())
    recalls = [scheduler.recall(known.cards[address], TODAY) for address in by_recall(known, known.cards, TODAY)]
    assert recalls == pytest.approx(sorted(recalls))


def test_cards_as_well_known_as_each_other_come_in_one_order_however_they_are_kept() -> None:
    """Replayed from the log, or read from a snapshot, which sorts them."""
    log = Logbook()
    for identity in ("q3", "q1", "q4", "q0", "q2"):
        log.respond(None, identity, stage="practice", day=on(-30))
    known = replay(log.events)
    read_back = load(dump(Snapshot(known))).progress
    assert of_day(known, plain(5), TODAY).due == of_day(read_back, plain(5), TODAY).due


def test_a_card_last_seen_tomorrow_is_the_best_known() -> None:
    """The clock was set back."""
    known = progress(q0=card(0, last=1), q1=card(0, last=-1, stability=900))
    assert ids(of_day(known, plain(2), TODAY).due) == ["q1", "q0"]


def test_suspended_and_deleted_questions_are_not_asked_and_come_back() -> None:
    known = progress(q0=card(0), q1=card(0), q2=card(0))
    known.suspended["course/q1"] = "t"
    items = plain(3)
    restored = items.pop("course/q2")
    assert ids(of_day(known, items, TODAY).due) == ["q0"]
    items["course/q2"] = restored
    del known.suspended["course/q1"]
    assert set(ids(of_day(known, items, TODAY).due)) == {"q0", "q1", "q2"}


def test_of_a_family_the_weakest_is_asked_and_its_siblings_wait() -> None:
    family = [item(f"f{n}", f"o{n}", family="f") for n in range(3)]
    known = progress(f0=card(0), f1=card(0, last=-300), f2=card(0), q0=card(0))
    day = of_day(known, shelf(*family, item("q0")), TODAY)
    assert set(ids(day.due)) == {"f1", "q0"}
    assert set(ids(day.buried)) == {"f0", "f2"}


def test_families_of_one_name_in_two_courses_are_no_siblings() -> None:
    items = shelf(item("f0", family="f"), Item("other/section-1", Outline("f0", family="f", key=KEY)))
    known = Progress()
    known.cards.update({"course/f0": card(0), "other/f0": card(0)})
    assert len(of_day(known, items, TODAY).due) == 2


@pytest.mark.parametrize("stage", ["review", "practice", "post"])
def test_who_was_asked_one_of_a_family_today_is_not_asked_its_siblings(stage: str) -> None:
    log = Logbook()
    log.respond(None, "f0", stage=stage, day=on(0))
    items = shelf(item("f0", family="f"), item("f1", family="f"), item("q0"))
    day = of_day(replay(log.events), items, TODAY)
    assert ids(day.new) == ["q0"]
    assert ids(of_day(replay(log.events), items, TODAY + timedelta(days=1)).new) in (["f1", "q0"], ["q0", "f1"])


@pytest.mark.parametrize("stage", ["pre", "cram", "ahead"])
def test_what_was_asked_outside_the_schedule_buries_nobody(stage: str) -> None:
    log = Logbook()
    log.respond(None, "q0", stage="practice", day=on(-30))
    log.respond(None, "f0", stage=stage, day=on(0))
    items = shelf(item("q0"), item("f0", family="f"), item("f1", family="f"))
    assert ids(of_day(replay(log.events), items, TODAY).new) == ["f0"]


def test_a_family_spans_due_changed_and_new() -> None:
    items = shelf(item("f0", family="f"), item("f1", family="f", rev=2), item("f2", family="f"))
    day = of_day(progress(f0=card(0), f1=card(9)), items, TODAY)
    assert (ids(day.due), ids(day.changed), ids(day.new)) == (["f0"], [], [])


# interleaved


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=40))
def test_interleaving_loses_and_repeats_nothing(rows: list[tuple[int, int]]) -> None:
    items = shelf(*(item(f"q{n}", f"o{o}", family=f"f{f}" if f else "") for n, (o, f) in enumerate(rows)))
    assert sorted(interleaved([*items], items)) == sorted(items)


@given(st.lists(st.integers(0, 3), max_size=40))
def test_an_objective_follows_itself_only_where_the_next_few_have_no_other(objectives: list[int]) -> None:
    items = shelf(*(item(f"q{n}", f"o{o}") for n, o in enumerate(objectives)))
    ordered = interleaved([*items], items)
    for place, (one, other) in enumerate(pairwise(ordered)):
        if items[one].outline.objective == items[other].outline.objective:
            rest = [address for address in items if address not in ordered[: place + 1]]
            assert len({items[address].outline.objective for address in rest[:12]}) == 1


def test_what_is_most_forgotten_stays_near_the_front() -> None:
    """Another objective is looked for among the next few only."""
    items = shelf(*(item(f"q{n}", "same" if n < 30 else "other") for n in range(31)))
    ordered = ids(interleaved([*items], items))
    assert ordered[0] == "q0"
    assert 15 <= ordered.index("q30") <= 30


def test_no_family_follows_itself_while_there_is_another() -> None:
    items = shelf(item("f0", "a", family="f"), item("f1", "b", family="f"), item("q", "c"))
    assert ids(interleaved([*items], items)) == ["f0", "q", "f1"]


def test_no_family_follows_itself_in_a_section_with_one_objective() -> None:
    items = shelf(item("f0", "o", family="f"), item("f1", "o", family="f"), item("q", "o"))
    assert ids(interleaved([*items], items)) == ["f0", "q", "f1"]


def test_one_objective_in_two_sections_is_two() -> None:
    items = shelf(item("a", "o"), item("b", "o"), item("c", "o", TWO))
    assert ids(interleaved([*items], items)) == ["a", "c", "b"]


# new


def test_only_a_section_that_is_open_brings_new_questions() -> None:
    items = plain(3) | plain(3, TWO, "r")
    assert of_day(Progress(), items, TODAY).new == []
    assert set(ids(of_day(progress(q1=card(5)), items, TODAY).new)) == {"q0", "q2"}
    assert set(ids(of_day(Progress(), items, TODAY, [TWO]).new)) == {"r0", "r1", "r2"}


def test_a_pre_quiz_opens_nothing() -> None:
    log = Logbook()
    log.sitting("a", {"q0": 0})
    assert of_day(replay(log.events), plain(3), TODAY).new == []


def test_a_card_whose_question_was_deleted_opens_nothing_and_a_suspended_one_does() -> None:
    assert of_day(progress(gone=card(0)), plain(2), TODAY).new == []
    known = progress(q0=card(0))
    known.suspended["course/q0"] = "t"
    assert ids(of_day(known, plain(2), TODAY).new) == ["q1"]


def test_suspended_questions_are_not_new() -> None:
    known = progress(q0=card(5))
    known.suspended["course/q1"] = "t"
    assert ids(of_day(known, plain(3), TODAY).new) == ["q2"]


def after_pre(said: dict[str, tuple[float, str | None]], finished: bool = True) -> Progress:
    """After a pre-quiz with so much credit and confidence, in a section with a card."""
    log = Logbook()
    log.respond(None, "known", stage="practice", day=on(-9))
    log.begin("a", [*said])
    for question, (credit, confidence) in said.items():
        log.respond("a", question, credit, confidence=confidence, stage="pre")
    if finished:
        log.end("a")
    return replay(log.events)


def test_sure_and_wrong_comes_first_then_missed_then_unseen_then_right() -> None:
    known = after_pre(
        {
            "right": (1, "sure"),
            "lucky": (1, "guess"),
            "missed": (0, "unsure"),
            "skipped": (0, None),
            "sure-and-wrong": (0, "sure"),
            "sure-and-half": (0.5, "sure"),
        }
    )
    names = ["known", "right", "unseen", "skipped", "sure-and-half", "lucky", "missed", "sure-and-wrong"]
    new = ids(of_day(known, shelf(*(item(name, f"o-{name}") for name in names)), TODAY).new)
    assert set(new[:2]) == {"sure-and-wrong", "sure-and-half"}
    assert set(new[2:4]) == {"missed", "skipped"}
    assert new[4:5] == ["unseen"]
    assert set(new[5:]) == {"right", "lucky"}


def test_the_last_finished_pre_quiz_tells_what_was_missed() -> None:
    log = Logbook()
    log.respond(None, "known", stage="practice", day=on(-9))
    log.sitting("a", {"q0": 0, "q1": 1})
    log.sitting("b", {"q0": 1, "q1": 0})
    log.begin("c", ["q0", "q1"])
    log.respond("c", "q0", 0)
    items = shelf(item("known", "k"), item("q0", "a"), item("q1", "b"))
    assert ids(of_day(replay(log.events), items, TODAY).new) == ["q1", "q0"]


@pytest.mark.parametrize("finished", [True, False])
def test_questions_of_a_stage_take_part_once_it_is_finished(finished: bool) -> None:
    items = shelf(*(item(use or "free", use, use=use) for use in ("both", "pre", "post", "review", "")), item("known"))
    new = set(ids(of_day(after_pre({"pre": (0, "sure")}, finished), items, TODAY).new))
    assert new == {"both", "review", "free", *(["pre"] if finished else [])}


def test_a_stage_finished_in_one_section_is_not_finished_in_another() -> None:
    log = Logbook()
    for question, section in (("k1", ONE), ("k2", TWO)):
        log.respond(None, question, stage="practice", section=section)
    log.sitting("a", {"k1": 1}, "post")
    items = shelf(item("k1"), item("k2", section=TWO), item("p1", use="post"), item("p2", section=TWO, use="post"))
    assert ids(of_day(replay(log.events), items, TODAY).new) == ["p1"]


def test_a_card_of_a_stage_is_due_like_any_other() -> None:
    assert ids(of_day(progress(q=card(0)), shelf(item("q", use="post")), TODAY).due) == ["q"]


# how many new ones


@pytest.mark.parametrize(
    ("due", "new_per_day", "allowed"),
    [(0, 10, 10), (9, 10, 10), (10, 10, 9), (19, 10, 9), (55, 10, 5), (100, 10, 0), (2000, 10, 0), (0, 0, 0)],
)
def test_ten_due_cards_take_the_place_of_one_new(due: int, new_per_day: int, allowed: int) -> None:
    assert allowance(Progress(), TODAY, due, new_per_day) == allowed


def test_what_was_done_today_is_counted_with_what_is_left() -> None:
    """Stopping and going on brings no more new ones than one sitting would."""
    known = Progress()
    known.drill = {on(0): {"due": 15, "new": 4, "known": 0, "kept": 0, "seen": []}}
    assert allowance(known, TODAY, 5, 10) == 10 - 2 - 4
    assert allowance(known, TODAY, 90, 10) == 0
    assert allowance(known, TODAY + timedelta(days=1), 5, 10) == 10


def test_while_a_backlog_is_dealt_out_nothing_is_new() -> None:
    known = Progress()
    known.paused = on(3)
    allowed = [allowance(known, TODAY + timedelta(days=n), 0, 10) for n in range(6)]
    assert allowed == [0, 0, 0, 0, 10, 10]


# changed


@pytest.mark.parametrize(
    ("key", "rev", "changed"),
    [
        (KEY, 1, False),
        ("ffffffff", 1, True),
        (KEY, 2, True),
        (KEY, 0, False),  # put back
        ("", 1, False),
    ],
)
def test_a_changed_key_or_revision_is_a_change(key: str, rev: int, changed: bool) -> None:
    assert is_changed({"key": KEY, "rev": 1}, Outline("q", key=key, rev=rev)) is changed


def test_a_card_that_knows_no_key_or_revision_did_not_change() -> None:
    assert not is_changed({}, Outline("q", key=KEY, rev=7))


def test_a_question_whose_key_changed_is_asked_once_soon() -> None:
    known = progress(q0=card(90, key="ffffffff"), q1=card(90), q2=card(0, key="ffffffff"))
    day = of_day(known, plain(3), TODAY)
    assert (ids(day.due), ids(day.changed)) == (["q2"], ["q0"])
    known.cards["course/q0"] = card(90, last=0)  # asked
    assert of_day(known, plain(3), TODAY).changed == []


def test_one_that_cannot_be_rated_today_is_not_asked_for_its_change() -> None:
    assert of_day(progress(q0=card(90, last=0, key="ffffffff")), plain(1), TODAY).changed == []


def test_a_changed_question_that_is_suspended_or_gone_is_not_asked() -> None:
    known = progress(q0=card(90, rev=1), gone=card(90, key="ffffffff"))
    known.suspended["course/q0"] = "t"
    assert of_day(known, shelf(item("q0", rev=2)), TODAY).changed == []


# missed today


def test_what_review_missed_today_comes_again_until_it_is_right() -> None:
    log = Logbook()
    log.respond(None, "q0", 0, stage="review", day=on(0))
    log.respond(None, "q1", 0, stage="practice", day=on(0))
    log.respond(None, "q2", 1, stage="review", day=on(0))
    assert ids(of_day(replay(log.events), plain(3), TODAY).again) == ["q0"]
    assert of_day(replay(log.events), plain(3), TODAY + timedelta(days=1)).again == []
    log.respond(None, "q0", 1, stage="review", day=on(0))
    assert of_day(replay(log.events), plain(3), TODAY).again == []


def test_what_was_missed_is_not_asked_again_once_suspended_or_gone() -> None:
    log = Logbook()
    log.respond(None, "q0", 0, stage="review", day=on(0))
    log.respond(None, "q9", 0, stage="review", day=on(0))
    log.add("suspend", question="course/q0")
    assert of_day(replay(log.events), plain(3), TODAY).again == []


# a backlog


@pytest.mark.parametrize(("count", "days"), [(60, 3), (61, 7), (5, 4), (21, 20), (3, 10), (1, 1), (40, 14)])
def test_a_backlog_is_dealt_out_evenly_over_the_days(count: int, days: int) -> None:
    """As many days as were named, or one each, and no day has more than one card more than another."""
    addresses = [f"course/q{n}" for n in range(count)]
    deal = dealt(addresses, TODAY, days)
    assert [*deal] == addresses
    assert list(deal.values()) == sorted(deal.values())
    shares = [list(deal.values()).count(on(n)) for n in range(days)]
    assert sum(shares) == count
    assert max(shares) - min(shares) <= 1


def test_the_first_of_a_backlog_come_today() -> None:
    assert dealt(["a", "b", "c", "d"], TODAY, 2) == {"a": on(0), "b": on(0), "c": on(1), "d": on(1)}
    assert dealt([], TODAY, 5) == {}


# contrast


def about(identity: str, *misconceptions: str, **more: Any) -> Item:
    return item(identity, identity, misconceptions=misconceptions, **more)


SHELF = shelf(about("missed", "m"), about("other", "m", "n"), about("third", "m"), about("unlike", "n"))


def contrast(known: Progress, items: dict[str, Item] = SHELF, asked: tuple[str, ...] = ()) -> str | None:
    found = contrasting(known, items, "course/missed", "m", [f"course/{name}" for name in asked], on(0))
    return found and found.partition("/")[2]


def test_another_question_with_the_misconception_is_the_contrast() -> None:
    known = progress(missed=card(0), other=card(9))
    assert contrast(known) == "other"
    assert contrast(known, asked=("other",)) == "third"
    assert contrast(known, asked=("other", "third")) is None


def test_one_not_seen_today_comes_first_and_then_one_with_a_card() -> None:
    known = progress(missed=card(0), third=card(9))
    assert contrast(known) == "third"
    known.drill = {on(0): {"due": 0, "new": 0, "known": 0, "kept": 0, "seen": ["course/third"]}}
    assert contrast(known) == "other"
    known.drill[on(0)]["seen"].append("course/other")
    assert contrast(known) == "third"


def test_a_contrast_is_of_the_same_course_an_open_section_and_not_suspended() -> None:
    known = progress(missed=card(0))
    closed = shelf(about("missed", "m"), about("other", "m", section=TWO))
    assert contrast(known, closed) is None
    assert contrast(Progress()) is None
    known.suspended |= {"course/other": "t", "course/third": "t"}
    assert contrast(known) is None
    abroad = SHELF | {"elsewhere/q": Item("elsewhere/section-1", Outline("q", misconceptions=("m",)))}
    known.cards["elsewhere/q"] = card(0)
    assert contrast(known, abroad) is None


def test_a_contrast_gives_nothing_of_a_pre_or_post_quiz_away() -> None:
    known = progress(missed=card(0))
    items = shelf(about("missed", "m"), about("a", "m", use="pre"), about("b", "m", use="post"))
    assert contrast(known, items) is None


def test_a_sibling_is_no_contrast() -> None:
    """It asks for the same in other words, and of a family no two follow each other."""
    known = progress(missed=card(0), sibling=card(0), other=card(0))
    items = shelf(about("missed", "m", family="f"), about("sibling", "m", family="f"), about("other", "m"))
    assert contrast(known, items) == "other"
