"""The formulas: held to scipy, to the library of the schedule, to values worked by hand, and to docs/measures.md."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from fsrs import Card, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest  # type: ignore[import-untyped, unused-ignore]

from aiinfra_study.core.gain import Gain, normalised_change, sign_test
from aiinfra_study.core.kinds import body_class
from aiinfra_study.core.mastery import mastery, standing
from aiinfra_study.core.measure import BRIER_FROM, STATED, Z90, brier, mean, share_of, without_guessing
from aiinfra_study.core.options import Option
from aiinfra_study.core.preset import Preset
from aiinfra_study.core.schedule import Scheduler as Ours
from aiinfra_study.ui.history import _against

DAY = date(2026, 11, 21)
COUNTS = st.integers(1, 2000)


# shares


@pytest.mark.parametrize("count", [*range(1, 41), 75, 200, 1000, 5000])
def test_the_interval_is_that_of_scipy(count: int) -> None:
    for hits in {0, 1, count // 3, count // 2, count - 1, count}:
        theirs = binomtest(hits, count).proportion_ci(confidence_level=0.9, method="wilson")
        ours = share_of(hits, count)
        assert ours is not None
        assert (ours.share, ours.of) == (hits / count, count)
        assert ours.low == pytest.approx(theirs.low, abs=1e-12)
        assert ours.high == pytest.approx(theirs.high, abs=1e-12)


@given(st.floats(0, 1), COUNTS)
def test_both_ends_solve_the_equation_of_wilson(part: float, count: int) -> None:
    """(s - p)^2 = z^2 p (1 - p) / n."""
    found = share_of(part * count, count)
    assert found is not None
    for end in (found.low, found.high):
        assert (found.share - end) ** 2 == pytest.approx(Z90**2 * end * (1 - end) / count, abs=1e-9)


@given(st.integers(0, 2000), COUNTS)
def test_an_interval_holds_its_share_and_stays_a_share(hits: int, count: int) -> None:
    found = share_of(min(hits, count), count)
    assert found is not None
    assert all(isfinite(value) for value in found)
    assert 0 <= found.low <= 1
    assert 0 <= found.high <= 1
    assert found.low <= found.share + 1e-12  # the last digit of a float may differ
    assert found.share <= found.high + 1e-12


@given(st.integers(0, 500), st.integers(1, 500))
def test_more_right_is_a_higher_interval(hits: int, count: int) -> None:
    if hits < count:
        less, more = share_of(hits, count), share_of(hits + 1, count)
        assert less
        assert more
        assert (less.share, less.low, less.high) < (more.share, more.low, more.high)
        assert less.low <= more.low
        assert less.high <= more.high


@given(st.integers(0, 50), st.integers(1, 50), st.integers(2, 20))
def test_more_cases_of_the_same_share_are_a_narrower_interval(hits: int, count: int, times: int) -> None:
    few, many = share_of(min(hits, count), count), share_of(min(hits, count) * times, count * times)
    assert few
    assert many
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize("count", [0, -1])
def test_there_is_no_share_of_nothing(count: int) -> None:
    assert share_of(0, count) is None


def test_rounding_never_leads_beyond_a_share() -> None:
    found = share_of(0.1 + 0.2 + 0.7 + 1e-12, 1)
    assert found is not None
    assert found.share == 1
    assert 1 - 1e-12 < found.high <= 1


# guessing


CREDITS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.99), st.integers(1, 9)), min_size=1)


@given(CREDITS)
def test_what_is_corrected_is_a_share_and_never_above_the_score(rows: list[tuple[float, float, int]]) -> None:
    found = without_guessing(rows)
    assert found is not None
    assert 0 <= found <= 1
    points = sum(row[2] for row in rows)
    assert found <= sum(credit * weight for credit, _, weight in rows) / points + 1e-9


@given(st.lists(st.floats(0, 0.99), min_size=1))
def test_what_guessing_alone_earns_is_nothing_and_all_right_is_all(chances: list[float]) -> None:
    assert without_guessing([(chance, chance, 1) for chance in chances]) == pytest.approx(0)
    assert without_guessing([(1.0, chance, 1) for chance in chances]) == pytest.approx(1)


def test_nothing_to_correct_is_unknown() -> None:
    assert without_guessing([]) is None
    assert without_guessing([(1.0, 1.0, 1)]) is None  # what cannot be missed tells nothing


# calibration


TALLY = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(lambda pair: (max(pair), min(pair)))
SAID = st.fixed_dictionaries(dict.fromkeys(STATED, TALLY))


@given(SAID)
def test_brier_is_a_share_or_unknown(said: dict[str, tuple[int, int]]) -> None:
    found = brier(said)
    assert (found is None) == (sum(count for count, _ in said.values()) < BRIER_FROM)
    assert found is None or 0 <= found <= 0.81 + 1e-9  # the worst: sure and wrong always, 0.9 squared


@given(SAID)
def test_brier_is_the_mean_over_all_responses(said: dict[str, tuple[int, int]]) -> None:
    each = [(STATED[word] - right) ** 2 for word, (count, k) in said.items() for right in [1] * k + [0] * (count - k)]
    if len(each) >= BRIER_FROM:
        assert brier(said) == pytest.approx(sum(each) / len(each))


@pytest.mark.parametrize("word", ["sure", "unsure"])
def test_a_right_response_more_lowers_brier(word: str) -> None:
    scores = [brier({word: (40, right)}) or 0.0 for right in range(41)]
    assert scores == sorted(scores, reverse=True)


def test_what_words_state_lies_in_the_bands_where_they_pay() -> None:
    """Marks 1, 2, 3 when right and 0, -2, -6 when wrong (Gardner-Medwin): each word pays best where it states."""
    marks = {"guess": (1, 0), "unsure": (2, -2), "sure": (3, -6)}
    for word, stated in STATED.items():
        expected = {name: stated * right + (1 - stated) * wrong for name, (right, wrong) in marks.items()}
        assert max(expected, key=expected.__getitem__) == word


@pytest.mark.parametrize(("numbers", "found"), [([], None), ([0.0], 0.0), ([1, 2, 6], 3)])
def test_the_mean_of_nothing_is_unknown(numbers: list[float], found: float | None) -> None:
    assert mean(numbers) == found


# the sign test


@pytest.mark.parametrize("flips", [*range(1, 31), 100])
def test_the_sign_test_is_that_of_scipy(flips: int) -> None:
    for gained in range(flips + 1):
        assert sign_test(gained, flips - gained) == pytest.approx(
            binomtest(gained, flips, 0.5, alternative="greater").pvalue, abs=1e-12
        )


# recall


def library_recall(stability: float, days: int) -> float:
    """What the library says, a day being 24 hours."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    card = Card(card_id=1, state=State.Review, due=start, last_review=start)
    card.stability, card.difficulty = stability, 5.0
    return float(Scheduler().get_card_retrievability(card, start + timedelta(days=days)))


@given(st.floats(0.001, 36500), st.integers(0, 4000))
def test_recall_is_that_of_the_library(stability: float, days: int) -> None:
    card = {"last": DAY.isoformat(), "stability": stability, "difficulty": 5.0}
    (now, later), *_ = Ours(Preset()).recalls([card], [DAY + timedelta(days), DAY + timedelta(days + 30)])
    assert now == pytest.approx(library_recall(stability, days), rel=1e-9)
    assert later == pytest.approx(library_recall(stability, days + 30), rel=1e-9)
    assert 0 <= later < now <= 1


@given(st.lists(st.floats(0.001, 36500), max_size=20), st.integers(-50, 400))
def test_mastery_falls_with_days_and_is_a_share(stabilities: list[float], days: int) -> None:
    """A clock set back counts as the day of the last rating."""
    cards = [{"last": DAY.isoformat(), "stability": stability} for stability in stabilities]
    found = Ours(Preset()).recalls(cards, [DAY + timedelta(days), DAY + timedelta(days + 30)])
    now, later = mastery([now for now, _ in found]), mastery([later for _, later in found])
    if not stabilities:
        assert now is later is None
    else:
        assert now is not None
        assert later is not None
        assert 0 <= later <= now <= 1


# docs/measures.md


PAGE = (Path(__file__).parents[2] / "docs" / "measures.md").read_text("utf-8")


def table(*head: str) -> list[list[str]]:
    """The rows of the table of the page with these headings."""
    line = "| " + " | ".join(head) + " |"
    found = re.search(rf"^{re.escape(line)}\n\|(?:---\|)+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found, line
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in found[1].strip().split("\n")]


def number(cell: str) -> float:
    return float(cell.replace("−", "-").removesuffix(" %"))


def test_the_shares_of_the_page_have_their_intervals() -> None:
    for right, of, *shown in table("right", "of", "share", "from", "to"):
        found = share_of(int(right), int(of))
        assert found is not None
        assert [f"{100 * value:.0f} %" for value in (found.share, found.low, found.high)] == shown


def test_the_flips_of_the_page_have_their_chance() -> None:
    for gained, lost, chance, verdict in table("gained", "lost", "chance", "verdict"):
        p = sign_test(int(gained), int(lost))
        assert f"{p:.3f}" == chance
        words = {"unlikely-luck": "unlikely to be luck", "could-be-luck": "could be luck"}
        assert words[Gain(0, 1, 8, int(gained), int(lost), p, 0, None).verdict] == verdict


def test_the_normalised_changes_of_the_page_are_those_of_the_formula() -> None:
    for before, now, change in table("before", "now", "normalised change"):
        assert normalised_change(float(before), float(now)) == pytest.approx(number(change))


def bodies() -> dict[str, Any]:
    """A body for each row of the table of chances."""
    options = tuple(Option(word) for word in ("one", "two", "three", "four"))
    kinds: list[Any] = [body_class(name) for name in ("single", "multiple", "matching", "true_false", "ordering")]
    single, multiple, matching, truth, ordering = kinds
    return {
        "`single` of 3 options": single(options[:3]),
        "`single` of 4 options": single(options),
        "`true-false`": truth("It is so.", True),
        "`multiple`, 2 keys of 4 options": multiple(options, 2),
        "`multiple`, 2 keys of 4 options, `partial: all`": multiple(options, 2, False),
        "`ordering` of 3 items": ordering(("a", "b", "c")),
        "`ordering` of 4 items": ordering(("a", "b", "c", "d")),
        "`matching` of 3 pairs": matching(("a", "b", "c"), ("x", "y", "z")),
        "`matching` of 4 pairs": matching(("a", "b", "c", "d"), ("w", "x", "y", "z")),
    }


def test_the_chances_of_the_page_are_those_of_the_kinds() -> None:
    rows = dict(table("kind", "chance"))
    made = rows.pop("`numeric`, `short`, `cloze`, `output`")
    assert {name: f"{body.chance:.2f}" for name, body in bodies().items()} == rows
    assert float(made) == 0
    for name in ("numeric", "short", "cloze", "output"):
        assert body_class(name).chance.fget(None) == 0  # type: ignore[attr-defined]


def test_the_chances_are_the_mean_credit_over_all_ways_to_respond() -> None:
    """Graded by the kind itself, way by way."""
    for name, body in bodies().items():
        if "multiple" in name:
            ways: list[Any] = [w for size in range(1, 5) for w in combinations(range(4), size)]
        elif "matching" in name:
            ways = list(permutations(range(len(body.left))))
        elif "ordering" in name:
            ways = list(permutations(range(len(body.items))))
        else:
            ways = [(place,) for place in range(2 if "true" in name else len(body.options))]
        assert sum(body.grade(way).credit for way in ways) / len(ways) == pytest.approx(body.chance), name


def test_the_corrected_scores_of_the_page_are_those_of_the_formula() -> None:
    for credits, chances, corrected in table("credits", "chances", "corrected"):
        pairs = [(float(c), float(k), 1) for c, k in zip(credits.split(", "), chances.split(", "), strict=True)]
        assert f"{without_guessing(pairs):.2f}" == corrected


def test_the_recalls_of_the_page_are_those_of_the_library() -> None:
    for stability, days, now, later in table("stability", "days since", "recall", "30 days later"):
        assert f"{library_recall(float(stability), int(days)):.4f}" == now
        assert f"{library_recall(float(stability), int(days) + 30):.4f}" == later


def test_the_words_of_the_page_are_those_of_objectives() -> None:
    for right, of, days, word in table("right", "of", "on study days", "word"):
        listed = [(DAY + timedelta(n)).isoformat() for n in range(int(days))]
        rows: list[dict[str, Any]] = [
            {"asked": int(of), "right": int(right), "days": listed[:3]},
            {"days": listed[-3:]},
        ]
        assert standing(rows) == word, (right, of, days)
    assert standing([None]) == "new"


def test_the_words_of_the_page_are_those_of_retention() -> None:
    for kept, of, desired, word in table("not Again", "of", "desired", "word"):
        found = share_of(int(kept), int(of))
        assert found is not None
        assert _against(found, float(desired)) == word


def test_what_words_state_is_what_the_page_says() -> None:
    assert {word: float(stated) for word, stated in table("word", "states")} == STATED


def test_the_brier_scores_of_the_page_are_those_of_the_formula() -> None:
    for row in table("sure", "right", "unsure", "right", "guess", "right", "Brier"):
        *counts, score = row
        pairs = list(zip(map(int, counts[::2]), map(int, counts[1::2]), strict=True))
        found = brier(dict(zip(("sure", "unsure", "guess"), pairs, strict=True)))
        assert (f"{found:.3f}" if found is not None else "not told") == score


def test_the_upper_ends_of_the_page_put_the_objectives_in_order() -> None:
    for right, of, upper in table("right", "of", "upper end"):
        found = share_of(int(right), int(of))
        assert found is not None
        assert f"{100 * found.high:.0f} %" == upper


def test_the_worked_sentences_of_the_page_hold() -> None:
    told = " ".join(PAGE.split())
    assert "(8 + 1) ÷ 2⁸ = 9 ÷ 256 = 0.035" in told
    assert sign_test(7, 1) == 9 / 256
    assert "(18 × 0.1² + 2 × 0.9²) ÷ 20 = (0.18 + 1.62) ÷ 20 = 0.09" in told
    assert brier({"sure": (20, 18)}) == pytest.approx(0.09)
    assert "(1 + 0) ÷ 2 = 50 % now, (0.8094 + 0) ÷ 2 = 40 % in 30 days" in told
    assert mastery([1.0, None]) == 0.5
    assert mastery([library_recall(10, 30), None]) == pytest.approx(0.4047, abs=5e-5)
    assert pytest.approx(1.6448536, abs=1e-7) == Z90


def test_every_figure_of_the_page_has_its_parts() -> None:
    """What it is, everywhere; and every source named in the text is listed."""
    for title in re.findall(r"^## (.*)$", PAGE, re.MULTILINE):
        body = re.split(r"^## ", PAGE.split(f"\n## {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
        if title not in ("What is counted", "Where a figure stands", "Sources"):
            assert "**What it is:**" in body, title
    before, listed = PAGE.split("\n## Sources\n")
    for name, year in re.findall(r"([A-Z][\w-]+)(?: (?:& [A-Z][\w-]+|and others))? \(?(\d{4})\)?", before):
        assert re.search(rf"{name}.*\({year}\)", listed), (name, year)
