"""What a response says about memory, and when it may change the card (docs/review.md, Ratings)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cli.banks import drawn, question, right_line
from cli.learner import FIRST_DAY, Learner, asked

YES = "yes\n"
TYPED = "  - {id: t, ask: Which tool?, answer: kubernetes, hint: Greek.}\n"
SINGLE = "  - {id: s, ask: Which?, right: key, wrong: [no, nor this], keep_order: 1, hint: The first.}\n"
MULTIPLE = "  - {id: m, ask: Which?, right: [a, b, c], wrong: [d, e], keep_order: [1, 2, 3]}\n"
TRUTH = "  - {id: f, claim: It is so., truth: true, hint: It is.}\n"
GAPS = "  - {id: c, blanks: 'One [[alpha]] two [[beta]] three [[gamma]].'}\n"
NUMBER = "  - {id: n, ask: How many?, number: 350, unit: GB}\n"
ORDER = "  - {id: o, ask: In order?, order: [one, two, three, four]}\n"
PAIRS = "  - {id: p, ask: Match., match: {a: one, b: two, c: three, d: four}}\n"


@pytest.mark.parametrize(
    ("row", "lines", "rating"),
    [
        (SINGLE, "1", "good"),
        (SINGLE, "1 ?", "hard"),
        (SINGLE, "1 ??", "again"),
        (SINGLE, "2", "again"),
        (SINGLE, "2 ?", "again"),
        (SINGLE, "2 ??", "again"),
        (SINGLE, "/skip", "again"),
        (SINGLE, "/hint\n1", "hard"),
        (SINGLE, "/hint\n1 ??", "again"),
        (SINGLE, "/hint\n2", "again"),
        (SINGLE, "x\nx\nx", "again"),
        (TRUTH, "t", "good"),
        (TRUTH, "/hint\nt", "hard"),
        (TRUTH, "t ??", "again"),
        (TRUTH, "f", "again"),
        (MULTIPLE, "1,2,3", "good"),
        (MULTIPLE, "1,2", "hard"),
        (MULTIPLE, "1,2,3,4", "hard"),
        (MULTIPLE, "1,2,4", "again"),
        (MULTIPLE, "1,2 ??", "again"),
        (MULTIPLE, "1", "again"),
        (TYPED, "Kubernetes", "good"),
        (TYPED, "kubernets", "hard"),
        (TYPED, "kubernets ??", "again"),
        (TYPED, "docker", "again"),
        (GAPS, "alpha | beta | gamma", "good"),
        (GAPS, "alpha | beta | delta", "hard"),
        (GAPS, "alpha | | delta", "again"),
        (NUMBER, "0.35 TB", "good"),
        (NUMBER, "350 ?", "hard"),
        (NUMBER, "360", "again"),
    ],
)
def test_a_response_earns_its_rating(row: str, lines: str, rating: str, learner: Learner) -> None:
    learner.write(1, [row])
    body = learner.review("1", input=f"{lines}\n")
    assert body["questions"][0]["rating"] == rating
    assert body["ratings"] == {name: int(name == rating) for name in ("again", "hard", "good", "easy")}
    event = learner.events()[0]
    assert (event["rating"], event["earned"]) == (rating, rating)


@pytest.mark.parametrize(
    ("row", "moved", "rating"),
    [
        (ORDER, (0, 1, 2, 3), "good"),
        (ORDER, (1, 2, 3, 0), "hard"),
        (ORDER, (3, 2, 1, 0), "again"),
        (PAIRS, (0, 1, 2, 3), "good"),
        (PAIRS, (1, 0, 2, 3), "hard"),
        (PAIRS, (1, 2, 0, 3), "again"),
        (PAIRS, (1, 0, 3, 2), "again"),
    ],
)
def test_one_item_out_of_its_place_is_one_slip(row: str, moved: tuple[int, ...], rating: str, learner: Learner) -> None:
    learner.write(1, [row])
    (posed,) = drawn(learner.banks / "small/section-01.yaml", "practice", 5)
    words = right_line(posed).split()
    if row == PAIRS:
        line = " ".join(words[place][0] + words[other][1] for place, other in enumerate(moved))
    else:
        line = " ".join(words[place] for place in moved)
    body = learner.json("quiz", "1", "--practice", "--seed", "5", input=f"{line}\n")
    assert body["questions"][0]["rating"] == rating


def test_a_lucky_guess_is_told_kindly_and_comes_back(learner: Learner) -> None:
    learner.write(1, [SINGLE])
    out = learner("review", "1", input="1 ??\n1\n").out
    assert "Right (a guess)" in out
    assert "Lucky this time" in out
    assert "tomorrow" in out
    assert learner.cards["s"]["due"] == day(1)


def day(number: int) -> str:
    return (date.fromisoformat(FIRST_DAY) + timedelta(number)).isoformat()


# which responses count

Giving = Callable[[Learner, str], Any]
GIVE: dict[str, Giving] = {
    "pre": lambda learner, said: learner.json("quiz", "1", "--pre", "--restart", input=f"{said}\n"),
    "post": lambda learner, said: learner.json("quiz", "1", "--post", "--restart", input=f"{said}\n"),
    "practice": lambda learner, said: learner.json("quiz", "1", "--practice", "--restart", input=f"{said}\n"),
    "review": lambda learner, said: learner.review("1", input=f"{said}\n/quit\n"),
    "cram": lambda learner, said: learner.review("1", "--cram", input=f"{said}\n/quit\n"),
    "ahead": lambda learner, said: learner.review("1", "--ahead", "99", input=f"{said}\n/quit\n"),
}
COUNT = ("post", "practice", "review")


@pytest.fixture
def one(learner: Learner) -> Learner:
    learner.write(1, [question("q")])
    return learner


@pytest.mark.parametrize("stage", COUNT)
@pytest.mark.parametrize(("said", "rating", "due"), [("yes", "good", 2), ("yes ?", "hard", 1), ("no", "again", 1)])
def test_post_practice_and_review_make_the_card(stage: str, said: str, rating: str, due: int, one: Learner) -> None:
    body = GIVE[stage](one, said)
    assert body["questions"][0]["rating"] == rating
    card = one.cards["q"]
    assert (card["due"], card["reps"], card["lapses"]) == (day(due), 1, 0)
    event = one.events()[-1]
    assert event["card"] == {name: card[name] for name in ("due", "stability", "difficulty", "reps", "lapses")}
    assert (event["stage"], event["scheduler"]["algo"]) == (stage, "fsrs-6")


def test_a_pre_quiz_never_makes_one(one: Learner) -> None:
    GIVE["pre"](one, "no")
    assert one.cards == {}
    event = one.events()[-1]
    assert (event["rating"], event["card"], event["scheduler"]) == (None, None, None)
    assert one.json("status")["new"] == 0, "nor opens the section"


@pytest.mark.parametrize("first", ["pre", "cram", "ahead"])
@pytest.mark.parametrize("second", COUNT)
def test_pre_cram_and_ahead_neither_rate_nor_use_up_the_first_response(first: str, second: str, one: Learner) -> None:
    one.review("1", input=YES)
    one.on(1)
    before = one.cards
    GIVE[first](one, "no")
    assert one.cards == before
    GIVE[second](one.on(2 if second == "review" else 1), "yes")
    assert one.cards["q"]["reps"] == 2
    assert one.cards["q"]["lapses"] == 0


@pytest.mark.parametrize("first", COUNT)
@pytest.mark.parametrize("second", ["post", "practice"])
def test_only_the_first_of_a_study_day_rates(first: str, second: str, one: Learner) -> None:
    GIVE[first](one, "yes")
    before = one.cards
    body = GIVE[second](one, "no")
    assert body["questions"][0]["rating"] is None
    assert one.cards == before
    event = one.events()[-1]
    assert (event["rating"], event["earned"], event["card"]) == (None, "again", None)
    one.on(1)
    assert GIVE["practice"](one, "no")["questions"][0]["rating"] == "again"
    assert one.cards["q"]["lapses"] == 1


def test_the_first_of_the_day_rates_whether_the_card_is_due_or_not(one: Learner) -> None:
    GIVE["review"](one, "yes")
    assert one.cards["q"]["due"] == day(2)
    GIVE["practice"](one.on(1), "yes")
    assert one.cards["q"]["due"] > day(2)
    assert one.cards["q"]["reps"] == 2


def test_what_is_right_at_last_in_the_sitting_stays_rated_again(one: Learner) -> None:
    one.review("1", input="no\nyes\n")
    assert one.cards["q"]["stability"] == pytest.approx(0.212, abs=1e-4)
    assert one.cards["q"]["due"] == day(1)


def test_intervals_are_those_of_fsrs_6(one: Learner) -> None:
    """Good, when due, seven times, without spread (docs/review.md, Intervals)."""
    one("config", "fuzz", "false")
    one("config", "maximum_interval", "36500")
    ahead = []
    for _ in range(7):
        one.review("1", input=YES)
        card = one.cards["q"]
        ahead.append((date.fromisoformat(card["due"]) - date.fromisoformat(card["last"])).days)
        one.on(card["due"])
    assert ahead == [2, 11, 46, 163, 497, 1346, 3292]


@pytest.mark.parametrize(
    ("retention", "expected"), [("0.8", [8, 75, 521]), ("0.85", [4, 31, 173]), ("0.95", [1, 3, 8]), ("0.97", [1, 2, 4])]
)
def test_the_desired_retention_sets_the_intervals(retention: str, expected: list[int], one: Learner) -> None:
    for key, value in (("fuzz", "false"), ("maximum_interval", "36500"), ("retention", retention)):
        assert one("config", key, value).code == 0
    ahead = []
    for _ in expected:
        one.review("1", input=YES)
        card = one.cards["q"]
        ahead.append((date.fromisoformat(card["due"]) - date.fromisoformat(card["last"])).days)
        one.on(card["due"])
    assert ahead == expected
    assert one.events()[-1]["scheduler"]["retention"] == float(retention)


@pytest.mark.parametrize("fuzz", ["true", "false"])
def test_no_interval_is_longer_than_the_setting(fuzz: str, one: Learner) -> None:
    one("config", "fuzz", fuzz)
    one("config", "maximum_interval", "20")
    for _ in range(5):
        one.review("1", input=YES)
        card = one.cards["q"]
        assert date.fromisoformat(card["due"]) - date.fromisoformat(card["last"]) <= timedelta(20)
        one.on(card["due"])
    assert card["reps"] == 5


def test_intervals_are_spread_within_their_range_and_the_same_for_the_same_question(learner: Learner) -> None:
    learner.write(1, [question(f"q-{n}") for n in range(30)])
    dues = []
    for person in (learner, learner.twin()):
        person.review("1", "--new", "30", input=YES * 30)
        person.on(2).review(input=YES * 30)
        dues.append({name: card["due"] for name, card in person.cards.items()})
    assert dues[0] == dues[1]
    assert len(set(dues[0].values())) > 2
    assert set(dues[0].values()) <= {day(2 + interval) for interval in range(9, 14)}, "11 days, give or take 2"


def test_a_value_out_of_range_of_a_setting_is_refused(one: Learner) -> None:
    for key, value in (("retention", "0.69"), ("retention", "0.98"), ("maximum_interval", "1"), ("new_per_day", "-1")):
        assert one("config", key, value).code == 2
    one.home.mkdir(exist_ok=True)
    (one.home / "config.toml").write_text("retention = 1.5\n", encoding="utf-8")
    done = one("review", "1", input=YES)
    assert done.code == 2
    assert "retention" in done.err
    assert not one.log.exists()


# Easy


def seasoned(learner: Learner) -> Learner:
    """A card, and twelve responses of its kind that took half a minute each."""
    learner.write(1, [question("q"), *(question(f"slow-{n}", "review") for n in range(12))])
    learner.review("1", "--new", "20", input=YES * 13)
    learner.rewrite(lambda event: {**event, "seconds": 30} if event["event"] == "response" else event)
    return learner.on(2)


def test_easy_is_off_unless_the_setting_says_so(learner: Learner) -> None:
    body = seasoned(learner).review("--limit", "1", input=YES)
    assert body["ratings"] == {"again": 0, "hard": 0, "good": 1, "easy": 0}


def test_easy_is_for_what_is_sure_and_faster_than_usual(learner: Learner) -> None:
    seasoned(learner)("config", "easy", "true")
    body = learner.review("--limit", "1", input=YES)
    assert body["ratings"] == {"again": 0, "hard": 0, "good": 0, "easy": 1}


@pytest.mark.parametrize("lines", ["/hint\nyes\n", "yes ?\n"])
def test_and_never_for_what_was_helped_or_doubted(lines: str, learner: Learner) -> None:
    seasoned(learner)("config", "easy", "true")
    learner.write(1, [question("q") + "    hint: It is yes.\n"])
    assert learner.review("--limit", "1", input=lines)["ratings"]["hard"] == 1


def test_nor_for_a_first_sight(learner: Learner) -> None:
    seasoned(learner)("config", "easy", "true")
    learner.write(2, [question("first")])
    assert learner.review("2", input=YES)["ratings"]["good"] == 1


def test_nor_while_too_little_is_known_of_the_pace(learner: Learner) -> None:
    learner("config", "easy", "true")
    learner.write(1, [question("q")])
    learner.review("1", input=YES)
    assert learner.on(2).review(input=YES)["ratings"]["good"] == 1


def test_in_quizzes_the_feedback_says_when_it_comes_back(one: Learner) -> None:
    out = one("quiz", "1", "--practice", input="yes ?\n").out
    assert "It comes back tomorrow." in out
    out = one("quiz", "1", "--practice", input=YES).out
    assert "the first response of the day" in out
    assert "comes back" not in one("quiz", "1", "--pre", input=YES).out
    assert asked(one.on(1).review(input=YES)) == ["q"]
