"""Which questions a quiz asks: the table of stages in docs/cli.md."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.course import Outline, Section
from aiinfra_study.core.progress import Progress
from aiinfra_study.core.quiz import draw

from .logbook import SECTION, Logbook, folded

NOTHING = Progress()
STAGES = ("pre", "post", "practice")


def section(*outlines: Outline, **uses: int) -> Section:
    """A section with so many questions of each use (`free` is unmarked): both-1, both-2, pre-1 …"""
    made = [Outline(f"{use}-{i}", "", "" if use == "free" else use) for use, n in uses.items() for i in range(1, n + 1)]
    return Section("course", "section-1", "Title", {}, (*outlines, *made))


def drawn(
    bank: Section, stage: str, count: int = 10, *, asked: int = 0, seed: int = 1, after: Progress = NOTHING
) -> list[str]:
    return draw(bank, after, stage, seed, count, asked=asked)


def uses(ids: list[str]) -> Counter[str]:
    return Counter(identity.partition("-")[0] for identity in ids)


def after_pre(*asked: str) -> Progress:
    log = Logbook()
    log.sitting("a", dict.fromkeys(asked, 1.0))
    return folded(log.events)


BANK = section(both=6, pre=2, post=4, free=6, review=3)


@pytest.mark.parametrize("count", [1, 4, 8, 10, 12, 14])
@pytest.mark.parametrize(
    ("stage", "ranks"),
    [("pre", [{"both", "pre"}, {"free"}]), ("post", [{"both"}, {"post"}, {"free"}])],
    ids=["pre", "post without a pre"],
)
def test_marked_questions_come_first_and_unmarked_ones_fill_up(stage: str, ranks: list[set[str]], count: int) -> None:
    ids = drawn(BANK, stage, count)
    assert len(ids) == count
    left = count
    for rank in ranks:
        there = sum(outline.id.partition("-")[0] in rank for outline in BANK.outlines)
        assert sum(uses(ids)[use] for use in rank) == min(there, left)
        left -= min(there, left)


@pytest.mark.parametrize(("stage", "most"), [("pre", 14), ("post", 16)])
def test_a_thin_bank_gives_what_it_has_and_never_what_is_for_another_stage(stage: str, most: int) -> None:
    ids = drawn(BANK, stage, 99)
    assert len(ids) == most
    assert not {"review", "post" if stage == "pre" else "pre"} & set(uses(ids))


def test_a_bank_of_one_question_makes_a_quiz_of_one() -> None:
    for stage in STAGES:
        assert drawn(section(free=1), stage) == ["free-1"]
    assert drawn(section(review=1), "pre") == []
    assert drawn(section(), "practice") == []


def test_a_post_asks_what_the_pre_asked_and_three_more() -> None:
    """`use: pre` is left away; fresh are `post` first."""
    ids = drawn(BANK, "post", 99, after=after_pre("both-1", "both-2", "pre-1", "free-1"))
    assert set(ids) > {"both-1", "both-2", "free-1"}
    assert uses([identity for identity in ids if identity not in ("both-1", "both-2", "free-1")]) == {"post": 3}


@pytest.mark.parametrize(
    ("bank", "fresh"),
    [
        (section(both=4, post=4, free=4), {"post": 3}),
        (section(both=4, post=2, free=4), {"post": 2, "free": 1}),
        (section(both=4, free=4), {"free": 3}),
        (section(both=4, post=1, free=1), {"post": 1, "free": 1, "both": 1}),
        (section(both=2, post=1), {"post": 1}),
        (section(both=2, review=5, pre=5), {}),
    ],
)
def test_fresh_questions_are_post_first_then_unmarked(bank: Section, fresh: dict[str, int]) -> None:
    """What is left of `both` comes last: better fresh questions than none."""
    ids = drawn(bank, "post", after=after_pre("both-1", "both-2"))
    assert {"both-1", "both-2"} <= set(ids)
    assert uses([identity for identity in ids if identity not in ("both-1", "both-2")]) == fresh


@pytest.mark.parametrize(("asked", "fresh"), [(1, 1), (2, 1), (5, 1), (7, 1), (8, 3), (9, 3), (12, 3)])
def test_a_post_with_a_count_asks_so_many_in_all(asked: int, fresh: int) -> None:
    bank = section(both=12, post=5)
    before = [f"both-{i}" for i in range(1, 13)]
    ids = drawn(bank, "post", asked=asked, after=after_pre(*before))
    assert len(ids) == len(set(ids)) == asked
    assert uses(ids)["post"] == fresh


@pytest.mark.parametrize(
    ("bank", "asked", "expected"),
    [
        (section(both=4, post=1), 8, 5),
        (section(both=4), 8, 4),
        (section(both=4), 3, 3),  # no fresh ones: repeated ones fill up
        (section(both=4, free=9), 8, 8),  # few repeated ones: fresh ones fill up
        (section(both=4, free=9), 99, 13),
    ],
)
def test_a_count_is_kept_as_far_as_the_bank_goes(bank: Section, asked: int, expected: int) -> None:
    ids = drawn(bank, "post", asked=asked, after=after_pre("both-1", "both-2", "both-3", "both-4"))
    assert len(ids) == len(set(ids)) == expected


FORMS = [Outline(f"{family}-form-{i}", "", "both", family) for family in ("x", "y") for i in (1, 2, 3)]


@pytest.mark.parametrize("seed", range(8))
def test_pre_draws_one_member_of_a_family_and_post_another(seed: int) -> None:
    bank = section(*FORMS, both=2)
    before = drawn(bank, "pre", seed=seed)
    assert uses(before) == {"x": 1, "y": 1, "both": 2}
    ids = drawn(bank, "post", seed=seed, after=after_pre(*before))
    assert uses(ids) == {"x": 1, "y": 1, "both": 2}
    assert {identity for identity in ids if "form" in identity}.isdisjoint(before)


def test_a_sibling_stands_in_for_a_question_of_the_pre_only() -> None:
    bank = section(Outline("f-1", "", "pre", "f"), Outline("f-2", "", "post", "f"), Outline("g-1", "", "pre", "g"))
    assert drawn(bank, "post", after=after_pre("f-1", "g-1")) == ["f-2"]


def test_a_sibling_of_another_stage_does_not_stand_in() -> None:
    bank = section(Outline("f-1", "", "both", "f"), Outline("f-2", "", "pre", "f"), Outline("f-3", "", "review", "f"))
    assert drawn(bank, "post", after=after_pre("f-1")) == ["f-1"]


def test_one_sibling_does_not_stand_in_twice() -> None:
    """A family named after the pre was drawn."""
    bank = section(*(Outline(f"f-{i}", "", "both", "f") for i in (1, 2, 3)))
    ids = drawn(bank, "post", after=after_pre("f-1", "f-2"))
    assert len(ids) == len(set(ids))


def test_questions_gone_from_the_bank_are_not_asked_again() -> None:
    assert drawn(section(both=1), "post", after=after_pre("both-1", "both-9")) == ["both-1"]


def test_the_last_finished_pre_counts() -> None:
    log = Logbook()
    log.sitting("a", {"both-1": 1})
    log.sitting("b", {"both-2": 1})
    log.begin("c", ["both-3"])
    ids = drawn(section(both=3, post=3), "post", after=folded(log.events))
    assert uses(ids) == {"both": 1, "post": 3}
    assert "both-2" in ids


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ((), {"both", "free", "review"}),
        (("pre",), {"both", "free", "review", "pre"}),
        (("pre", "post"), {"both", "free", "review", "pre", "post"}),
    ],
)
def test_practice_asks_anything_whose_stage_is_over(finished: tuple[str, ...], expected: set[str]) -> None:
    log = Logbook()
    for stage in finished:
        log.sitting(stage, {"both-1": 1}, stage)
    assert set(uses(drawn(BANK, "practice", 99, after=folded(log.events)))) == expected


@pytest.mark.parametrize("seed", range(5))
def test_practice_asks_unseen_and_missed_questions_first(seed: int) -> None:
    log = Logbook()
    log.sitting("a", {"free-1": 1, "free-2": 0, "free-3": 0.5, "free-4": 1})
    log.respond(None, "free-4", 0)
    log.respond(None, "free-2", 1)
    after = folded(log.events)
    bank = section(free=6)
    assert set(drawn(bank, "practice", 4, seed=seed, after=after)) == {"free-5", "free-6", "free-3", "free-4"}
    assert set(drawn(bank, "practice", 2, seed=seed, after=after)) == {"free-5", "free-6"}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("count", [3, 4, 6, 7])
def test_a_rank_is_spread_over_objectives(stage: str, count: int) -> None:
    """No objective is asked twice more often than another while that one has questions left."""
    bank = section(*(Outline(f"{o}-{i}", o, "both") for o, n in (("a", 20), ("b", 3), ("c", 3)) for i in range(n)))
    for seed in range(10):
        asked = uses(drawn(bank, stage, count, seed=seed))
        assert max(asked.values()) - min(asked[o] for o in "abc") <= 1


def test_a_count_says_how_many() -> None:
    for stage in STAGES:
        assert len(drawn(BANK, stage, 5)) == 5
        assert len(drawn(BANK, stage, 5, asked=7)) == 7


@pytest.mark.parametrize("stage", STAGES)
def test_without_shuffling_the_order_is_that_of_the_bank(stage: str) -> None:
    places = {outline.id: place for place, outline in enumerate(BANK.outlines)}
    for after in (NOTHING, after_pre("both-4", "free-2", "both-1")):
        for seed in range(5):
            ids = draw(BANK, after, stage, seed, 9, shuffle=False)
            assert ids == sorted(ids, key=places.__getitem__)
            assert set(ids) == set(draw(BANK, after, stage, seed, 9))


@given(st.integers(0, 2**63), st.sampled_from(STAGES), st.integers(1, 30), st.integers(0, 30), st.booleans())
def test_seed_bank_and_history_settle_a_quiz_of_different_questions(
    seed: int, stage: str, count: int, asked: int, studied: bool
) -> None:
    after = after_pre("both-1", "both-2", "free-1") if studied else NOTHING
    ids = drawn(BANK, stage, count, asked=asked, seed=seed, after=after)
    assert ids == drawn(BANK, stage, count, asked=asked, seed=seed, after=after)
    assert len(ids) == len(set(ids))
    assert set(ids) <= {outline.id for outline in BANK.outlines}
    assert not asked or len(ids) <= asked


def test_other_seeds_draw_other_quizzes() -> None:
    bank = section(free=20)
    assert len({tuple(drawn(bank, "pre", 10, seed=seed)) for seed in range(30)}) == 30
    assert (
        Counter(identity for seed in range(400) for identity in drawn(bank, "pre", 5, seed=seed)).most_common()[-1][1]
        > 60
    )


def test_a_quiz_stays_the_same_for_ever() -> None:
    """What somebody was told to reproduce with `--seed 7` comes back in every version."""
    assert draw(BANK, NOTHING, "pre", 7, 5) == ["both-3", "pre-2", "both-2", "both-1", "pre-1"]
    after = after_pre("both-1", "free-1")
    assert draw(BANK, after, "post", 7, 5) == ["post-2", "free-1", "post-3", "post-1", "both-1"]
    assert draw(BANK, NOTHING, "practice", 7, 5) == ["both-4", "both-6", "free-1", "both-5", "free-4"]


def test_a_section_is_drawn_in_its_own_way() -> None:
    """Else all sections of one seed would ask by one pattern."""
    other = BANK._replace(id="section-2")
    assert other.address != SECTION
    assert drawn(BANK, "pre") != drawn(other, "pre")


@pytest.mark.parametrize("seed", range(8))
def test_fresh_questions_are_of_the_objectives_asked_least(seed: int) -> None:
    """Two of `one` and one of `two` are repeated; three of each is what comes of it."""
    repeated = [Outline("a-1", "one", "both"), Outline("a-2", "one", "both"), Outline("b-1", "two", "both")]
    fresh = [Outline(f"{letter}-{i}", name, "post") for letter, name in (("a", "one"), ("b", "two")) for i in (3, 4, 5)]
    ids = drawn(section(*repeated, *fresh), "post", seed=seed, after=after_pre("a-1", "a-2", "b-1"))
    assert uses(ids) == {"a": 3, "b": 3}
