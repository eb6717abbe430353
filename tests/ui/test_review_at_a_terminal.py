"""A review on a pseudo-terminal: the progress line, options that stay hidden, the offer after a break, and the end."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from .laboratory_log import events, responses
from .pseudo_terminal import INTERRUPT, Session, answered, asking

mark = pytest.mark
pytestmark = [
    mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

FOUR = """\
format: 1
title: Four questions
questions:
  - {id: choice, ask: Which one is it?, right: The key, wrong: [A lure, Another lure], keep_order: 1, hint: The first.}
  - {id: claim, claim: It is so., truth: true}
  - {id: typed, ask: What is typed?, answer: "yes"}
  - {id: order, ask: In which order?, order: [first, second, third]}
"""


@pytest.fixture
def place(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """An environment with a bank of four questions, the clock standing on a morning in November."""
    folder = tmp_path / "banks/four"
    folder.mkdir(parents=True)
    (folder / "section-01.yaml").write_text(FOUR, encoding="utf-8")
    return environment | {
        "AIINFRA_BANKS": str(folder.parent),
        "AIINFRA_COURSE": "four",
        "AIINFRA_NOW": "2026-11-21T09:00:00Z",
    }


def settings(place: Mapping[str, str], text: str) -> None:
    home = Path(place["AIINFRA_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


def at(session: Session, number: int, total: int, left: int) -> Session:
    """The question that stands at a place, complete."""
    seen = rf"{number}/{total} review · {left}\s+left, about\s+\d+ min"
    return session.until(lambda session: re.search(seen, session.text) is not None).until(asking)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24)])
def test_a_review_by_keys(place: dict[str, str], columns: int, rows: int) -> None:
    """Done, left and minutes stand above each question; what is missed comes back."""
    with Session(["review", "section-1"], place, columns, rows) as session:
        at(session, 1, 4, 4).press("2\r", answered)
        assert "✗ Wrong (and you were sure)" in session.text
        assert "tomorrow" in session.text
        session.press("\r", "2/4 review")
        at(session, 2, 4, 4).press("1u", answered)
        session.press("z", "Taken back: here is the question again.")
        at(session, 2, 4, 4).press("1u", answered)
        session.press("\r", "3/4 review")
        at(session, 3, 4, 3).press("yes\r", "Backspace edit").press("g", answered)
        assert "Lucky this time" in session.text
        session.press("\r", "4/4 review")
        at(session, 4, 4, 3).press("q", "Still 3 for today")
        assert session.end() == 0
        assert session.widest <= columns
        assert session.stty() == session.modes
    assert [identity for identity, *_ in responses(place)] == ["choice", "claim", "claim", "typed"]
    assert [event["rating"] for event in events(place, "response")] == ["again", "hard", "hard", "again"]


def test_ctrl_c_after_a_response_keeps_it_and_exits_130(place: dict[str, str]) -> None:
    with Session(["review", "section-1"], place) as session:
        at(session, 1, 4, 4).press("1\r", answered).press(INTERRUPT, "Still 3 for today")
        assert session.end() == 130
        assert session.stty() == session.modes
    assert responses(place) == [("choice", "The key", "sure")]


def test_options_stay_hidden_until_a_key_is_pressed(place: dict[str, str]) -> None:
    """Those of a choice and of an ordering; a true-false and a text to type have none to hide."""
    settings(place, "recall_first = true\n")
    with Session(["review", "section-1"], place) as session:
        at(session, 1, 4, 4)
        assert "Which one is it?" in session.text
        for key, seen in (("?", "Hint: The first."), ("f", "Flagged"), ("z", "Nothing to take back")):
            session.press(key, seen).until(asking)
            assert "key" not in session.text.partition("hidden")[0]
            assert "lure" not in session.text
        session.press(" ", "1) The key").until(asking)
        assert "hidden" not in session.text
        assert "›" not in session.text, "the key that shows them chooses none"
        session.press("1\r", answered).press("\r", "2/4 review")
        at(session, 2, 4, 3)
        assert "1) True" in session.text
        session.press("1\r", answered).press("\r", "3/4 review")
        at(session, 3, 4, 2).press("yes\r", "Backspace edit").press("\r", answered).press("\r", "4/4 review")
        at(session, 4, 4, 1)
        assert "first" not in session.text
        session.press("1", "2) ").until(asking)
        assert "Your order: none yet" in session.text
        session.press("s", answered).press("q", "Still 1 for today")
        assert session.end() == 0
    assert [event["hint"] for event in events(place, "response")] == [True, False, False, False]


def test_a_quiz_hides_nothing(place: dict[str, str]) -> None:
    settings(place, "recall_first = true\n")
    with Session(["quiz", "section-1", "--no-shuffle"], place) as session:
        session.until("1/4 pre").until(asking)
        assert "1) The key" in session.text
        session.press("q", "Resume")
        assert session.end() == 0


@pytest.fixture
def pile(place: dict[str, str]) -> dict[str, str]:
    """Forty-five cards that have waited for nine days."""
    rows = "".join(f"  - {{id: q-{n}, ask: Is q-{n} right?, answer: 'yes'}}\n" for n in range(45))
    bank = Path(place["AIINFRA_BANKS"]) / "four/section-01.yaml"
    bank.write_text(f"format: 1\ntitle: Many\nquestions:\n{rows}", encoding="utf-8")
    learning = [sys.executable, "-m", "aiinfra_study", "review", "section-1", "--new", "45"]
    done = subprocess.run(learning, env=place, input=b"yes\n" * 45, capture_output=True, check=True, timeout=60)
    assert b"45/45" in done.stdout
    return place | {"AIINFRA_NOW": "2026-12-02T09:00:00Z"}


def test_after_a_break_it_offers_to_deal_the_pile_out(pile: dict[str, str]) -> None:
    with Session(["review"], pile) as session:
        session.until("45 cards wait after 11 days away").until("» All 45 now")
        session.press("\x1b[B", "» Deal them out").press("\r", "1/15 review")
        at(session, 1, 15, 15)
        assert "45 cards dealt out over 3 days" in session.text
        assert "more cards forgotten" in session.text
        session.press(INTERRUPT, "Still 15 for today")
        assert session.end() == 130
    (event,) = events(pile, "spread")
    assert sorted(set(event["due"].values())) == ["2026-12-02", "2026-12-03", "2026-12-04"]


def test_the_offer_can_be_declined(pile: dict[str, str]) -> None:
    with Session(["review"], pile) as session:
        session.until("» All 45 now").press("\r", "1/45 review")
        session.press(INTERRUPT, "Still 45 for today")
        assert session.end() == 130
    assert events(pile, "spread") == []


def test_nor_is_anything_dealt_out_where_it_is_interrupted(pile: dict[str, str]) -> None:
    with Session(["review"], pile, 40, 24) as session:
        session.until("45 cards wait").child.send(INTERRUPT)
        assert session.end() == 130
        assert session.stty() == session.modes
    assert events(pile, "spread") == []


def test_the_offer_can_be_read_at_40_columns(pile: dict[str, str]) -> None:
    """The cost in minutes is what one decides by: no word of it is cut."""
    with Session(["review"], pile, 40, 24) as session:
        session.until("All 45 now")
        words = session.text.split()
        assert session.widest <= 40
        session.child.send(INTERRUPT)
        session.end()
    for word in ("about", "away,", "day,"):
        assert word in words
    assert "…" not in " ".join(words)


def test_undo_and_reset_ask_at_a_terminal(place: dict[str, str]) -> None:
    with Session(["review", "section-1"], place) as session:
        at(session, 1, 4, 4).press("1\r", answered).press("q", "Still 3")
        assert session.end() == 0
    with Session(["reset", "section-1"], place) as session:
        session.until("1 card, 0 attempts").until("(y/N)").press("n", "Nothing was changed.")
        assert session.end() == 0
    with Session(["undo"], place) as session:
        session.until("four/choice (review, sure, right, good)").until("(y/N)").press("y", "Taken back")
        assert session.end() == 0
    assert [event["event"] for event in events(place)] == ["response", "undo"]
