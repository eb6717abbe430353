"""What --json prints: one object with stable keys and nothing else (docs/json.md)."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.banks import drawn, right_line, write_course, yes_section

pytestmark = pytest.mark.usefixtures("bench")

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")
QUIZ = [
    *("schema", "course", "section", "stage", "attempt", "seed", "started", "finished", "count", "responded"),
    *("score", "credit", "passed", "questions", "gain"),
]
QUESTION = ["id", "kind", "response", "confidence", "credit", "correct", "rating", "seconds"]
GAIN = ["pre", "post", "repeated", "gained", "lost", "p", "verdict", "fresh", "fresh_score", "change"]
STATUS = ["schema", "due", "new", "learning", "next_due", "streak", "current_course"]
COURSE = ["id", "title", "folder", "bundled", "replaces", "sections", "after"]
SECTION = ["id", "title", "questions", "left_out", "cards", "due", "state", "unfinished", "error"]
REVIEW = [
    *("schema", "mode", "started", "finished", "count", "responded", "ratings", "retention", "left", "due_tomorrow"),
    *("streak", "questions"),
]
REVIEWED = ["question", "kind", "response", "confidence", "credit", "correct", "rating", "due", "seconds"]
CARD = {"due", "stability", "difficulty", "reps", "lapses"}
NOW = "2026-11-21T09:00:00Z"
SHOW = ["schema", "question", "kind", "stem", "key", "card", "recall", "due", "ratings", "why", "history"]


def test_keys_of_a_quiz(aiinfra: Any) -> None:
    body = aiinfra("quiz", "section-4", "--seed", "3", "--json", input="yes\nno ?\n/skip\nyes ??\n").json
    assert list(body) == QUIZ
    assert [list(said) for said in body["questions"]] == [QUESTION] * 4
    assert body["schema"] == "aiinfra/quiz/1"
    assert (body["course"], body["section"], body["stage"], body["seed"]) == ("bench", "section-4", "pre", 3)
    assert INSTANT.match(body["started"])
    assert INSTANT.match(body["finished"])
    assert (body["count"], body["responded"], body["score"], body["credit"]) == (4, 4, 0.5, 2)
    assert (body["passed"], body["gain"]) == (None, None)
    assert [said["response"] for said in body["questions"]] == ["yes", "no", None, "yes"]
    assert {said["rating"] for said in body["questions"]} == {None}
    assert all(isinstance(said["correct"], bool) and said["seconds"] >= 0 for said in body["questions"])


def test_keys_of_a_gain(aiinfra: Any) -> None:
    aiinfra("quiz", "section-3", "-n", "6", input="no\n" * 6)
    gain = aiinfra("quiz", "section-3", "--json", input="yes\n" * 9).json["gain"]
    assert list(gain) == GAIN
    assert gain == {
        "pre": 0, "post": 1, "repeated": 6, "gained": 6, "lost": 0, "p": 2**-6, "verdict": "unlikely-luck",
        "fresh": 3, "fresh_score": 1, "change": None,
    }  # fmt: skip
    aiinfra("quiz", "section-4", "--pre", "-n", "1", input="no\n")
    gain = aiinfra("quiz", "section-4", "--post", "-n", "2", "--json", input="yes\n" * 2).json["gain"]
    assert (gain["p"], gain["verdict"], gain["fresh"]) == (0.5, "could-be-luck", 1)


def test_the_normalised_change_is_told_from_twenty_questions_on(aiinfra: Any, bench: Path) -> None:
    (bench / "bench/section-05.yaml").write_text(yes_section("Large", "large", 20), encoding="utf-8")
    aiinfra("quiz", "section-5", "-n", "20", input="yes\nno\n" * 10)
    gain = aiinfra("quiz", "section-5", "--json", input="yes\n" * 20).json["gain"]
    assert (gain["repeated"], gain["change"], gain["fresh"], gain["fresh_score"]) == (20, 1, 0, None)


def test_a_quiz_that_was_interrupted_still_tells(aiinfra: Any) -> None:
    """`finished` is null, the exit code 130 at the end of input and 0 after /quit."""
    done = aiinfra("quiz", "section-4", "--json", input="yes\n")
    assert done.code == 130
    assert list(done.json) == QUIZ
    assert (done.json["finished"], done.json["responded"], done.json["score"]) == (None, 1, 1)
    done = aiinfra("quiz", "section-4", "--restart", "--json", "--pass", "50", input="/quit\n")
    assert done.code == 0
    assert (done.json["finished"], done.json["score"], done.json["credit"], done.json["passed"]) == (
        None,
        None,
        0,
        None,
    )
    assert done.json["questions"] == []


def test_the_conversation_of_a_quiz_with_json_goes_to_stderr(aiinfra: Any) -> None:
    with_json = aiinfra("quiz", "section-1", "--seed", "7", "--json", input="/skip\n" * 9)
    without = aiinfra("quiz", "section-1", "--pre", "--seed", "7", input="/skip\n" * 9)
    assert "1/9" in with_json.err
    assert with_json.err.index("9/9") < with_json.err.index("Pre-quiz of section-1: 0 of 9")
    assert without.err == ""


def test_scores_are_weighted_by_points(aiinfra: Any, tmp_path: Path) -> None:
    text = yes_section("Points", "p", 2) + "    points: 3\n"
    folder = write_course(tmp_path / "b/points", {"section-01.yaml": text})
    line = ["quiz", "section-1", "-c", "points", "--banks", str(folder), "--no-shuffle", "--json"]
    body = aiinfra(*line, input="no\nyes\n").json
    assert (body["score"], body["credit"]) == (0.75, 3)


def test_keys_of_a_review(aiinfra: Any) -> None:
    lines = "yes\nno ?\nyes ??\n/skip\nyes\n/quit\n"
    done = aiinfra("review", "section-4", "--json", input=lines, env={"AIINFRA_NOW": NOW})
    body = done.json
    assert list(body) == REVIEW
    assert [list(said) for said in body["questions"]] == [REVIEWED] * 5
    assert (body["schema"], body["mode"], body["started"]) == ("aiinfra/review/1", "review", NOW.replace("Z", ".000Z"))
    assert (body["finished"], done.code) == (None, 0), "stopped with /quit"
    assert (body["count"], body["responded"]) == (4, 5)
    assert body["ratings"] == {"again": 3, "hard": 0, "good": 1, "easy": 0}
    assert body["left"] == 2, "missed and not yet right"
    assert (body["due_tomorrow"], body["streak"]) == (3, 1)
    said = body["questions"]
    assert [one["question"] for one in said] == [f"bench/cache-{n}" for n in (1, 2, 3, 4, 2)]
    assert [one["response"] for one in said] == ["yes", "no", "yes", None, "yes"]
    assert [one["confidence"] for one in said] == ["sure", "unsure", "guess", None, "sure"]
    assert [one["credit"] for one in said] == [1, 0, 1, 0, 1]
    assert [one["correct"] for one in said] == [True, False, True, False, True]
    assert [one["rating"] for one in said] == ["good", "again", "again", "again", None]
    assert [one["due"] for one in said] == ["2026-11-23", *["2026-11-22"] * 4]
    assert {one["kind"] for one in said} == {"short"}
    assert all(one["seconds"] >= 0 for one in said)


def test_the_retention_of_a_review_is_the_share_of_cards_not_missed(aiinfra: Any) -> None:
    for day, lines, retention in ((21, "yes ?\n" * 4, None), (22, "yes\nno\nyes ?\nyes ??\nyes\nyes\n", 0.5)):
        env = {"AIINFRA_NOW": NOW.replace("21", str(day))}
        body = aiinfra("review", "section-4", "--json", input=lines, env=env).json
        assert body["finished"] is not None
        assert body["left"] == 0
        assert body["retention"] == retention
    assert aiinfra("review", "--cram", "--json", input="yes\n" * 9, env=env).json["retention"] is None


def test_a_review_with_nothing_to_ask_has_the_same_keys(aiinfra: Any) -> None:
    done = aiinfra("review", "--json")
    assert done.code == 0
    assert list(done.json) == REVIEW
    assert INSTANT.match(done.json["finished"])
    assert (done.json["count"], done.json["responded"], done.json["retention"], done.json["left"]) == (0, 0, None, 0)
    assert done.json["questions"] == []
    assert "There are no cards yet" in done.err


def test_a_review_that_was_interrupted_still_tells(aiinfra: Any) -> None:
    """130 at the end of input while questions were left; what was missed and waits to come back is one."""
    done = aiinfra("review", "section-4", "--json", input="yes\n")
    assert (done.code, done.json["finished"], done.json["responded"], done.json["left"]) == (130, None, 1, 3)
    done = aiinfra("review", "section-4", "--json", input="yes\nyes\nno\n")
    assert (done.code, done.json["left"]) == (130, 1)
    done = aiinfra("review", "section-4", "--json", input="yes\n")
    assert (done.code, done.json["left"], done.json["finished"] is None) == (0, 0, False)


def test_an_error_of_review_is_an_object_too(aiinfra: Any) -> None:
    for line, code in (
        (["review", "section-99"], "unknown-section"),
        (["review", "--cram", "--ahead", "2"], "two-modes"),
        (["next", "-c", "gone"], "unknown-course"),
    ):
        done = aiinfra(*line, "--json")
        assert done.code == 2
        assert (done.json["schema"], done.json["error"]["code"]) == ("aiinfra/error/1", code)
        assert set(done.json["error"]) == {"code", "message", "hint"}


def test_the_keys_of_events_of_a_review(aiinfra: Any, home: Path) -> None:
    """docs/json.md: one for each question passed, a skip too."""
    aiinfra("review", "section-4", input="yes ?\n/skip\n/quit\n", env={"AIINFRA_NOW": NOW})
    first, second = map(json.loads, (home / "events.jsonl").read_text(encoding="utf-8").splitlines())
    wanted = {
        *("v", "id", "at", "day", "event", "question", "section", "rev", "key", "kind", "stage", "attempt"),
        *("response", "confidence", "hint", "credit", "earned", "rating", "misconceptions", "seconds", "seed"),
        *("scheduler", "card", "crc"),
    }
    for event in (first, second):
        assert set(event) >= wanted
        assert set(event["card"]) == CARD
        assert (event["v"], event["day"], event["stage"], event["attempt"]) == (1, "2026-11-21", "review", None)
        assert event["section"] == "bench/section-4"
        assert (event["scheduler"]["algo"], event["scheduler"]["params"]) == ("fsrs-6", "default")
    assert (first["response"], first["confidence"], first["credit"], first["rating"]) == ("yes", "unsure", 1, "hard")
    assert (second["response"], second["confidence"], second["credit"], second["rating"]) == (None, None, 0, "again")


def test_keys_of_show_with_a_card(aiinfra: Any) -> None:
    aiinfra("review", "section-4", input="yes\n" * 4, env={"AIINFRA_NOW": NOW})
    body = aiinfra("show", "cache-1", "--json", env={"AIINFRA_NOW": NOW.replace("21", "24")}).json
    assert list(body) == SHOW
    assert set(body["card"]) >= CARD
    assert (body["due"], body["card"]["due"]) == ("2026-11-23", "2026-11-23")
    assert body["recall"] == pytest.approx(0.8809, abs=0.0005)
    assert list(body["ratings"]) == ["again", "hard", "good", "easy"]
    intervals = [rating["interval"] for rating in body["ratings"].values()]
    assert intervals == sorted(intervals)
    assert intervals[0] == 1
    for rating in body["ratings"].values():
        assert date.fromisoformat(rating["due"]) == date(2026, 11, 24) + timedelta(rating["interval"])


@pytest.mark.parametrize(("lines", "rating"), [("no\n", "again"), ("yes ?\n", "hard"), ("yes\n", "good")])
def test_what_show_foretells_is_what_a_response_gives(lines: str, rating: str, aiinfra: Any) -> None:
    aiinfra("review", "section-4", input="yes\n" * 4, env={"AIINFRA_NOW": NOW})
    env = {"AIINFRA_NOW": NOW.replace("21", "24")}
    told = {n: aiinfra("show", f"cache-{n}", "--json", env=env).json["ratings"] for n in range(1, 5)}
    (said,) = aiinfra("review", "--limit", "1", "--json", input=f"{lines}/quit\n", env=env).json["questions"]
    assert said["rating"] == rating
    assert said["due"] == told[int(said["question"][-1])][rating]["due"]


def test_keys_of_status(aiinfra: Any) -> None:
    body = aiinfra("status", "--json").json
    assert list(body) == STATUS
    assert body["schema"] == "aiinfra/status/1"
    assert (body["due"], body["new"], body["learning"], body["next_due"], body["streak"]) == (0, 0, 0, None, 0)
    assert body["current_course"] == "bench"


def test_keys_of_sections(aiinfra: Any, bench: Path) -> None:
    (bench / "bench/section-05.yaml").write_text("format: 1\nquestions: [\n", encoding="utf-8")
    aiinfra("quiz", "section-3", input="yes\n")
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    body = aiinfra("sections", "--json").json
    assert list(body) == ["schema", "current_course", "courses", "order"]
    assert body["schema"] == "aiinfra/sections/1"
    assert body["current_course"] == "bench"
    for course in body["courses"]:
        assert list(course) == COURSE
        assert [list(section) for section in course["sections"]] == [SECTION] * len(course["sections"])
    first = body["courses"][0]
    assert (first["id"], first["title"], first["bundled"]) == ("bench", "Bench of small banks", False)
    assert [section["id"] for section in first["sections"]] == [f"section-{n}" for n in range(1, 6)]
    assert [section["state"] for section in first["sections"]] == ["new", "new", "new", "pre", "new"]
    assert [section["unfinished"] for section in first["sections"]] == [None, None, "pre", None, None]
    assert [section["questions"] for section in first["sections"]] == [11, 18, 12, 4, 0]
    assert [bool(section["error"]) for section in first["sections"]] == [False] * 4 + [True]
    narrowed = aiinfra("sections", "--json", "--course", "other").json
    assert [course["id"] for course in narrowed["courses"]] == ["other"]


@pytest.mark.parametrize(
    ("name", "kind", "stem", "key"),
    [
        ("k-single", "single", "Which part holds the weights during training?", ["GPU memory"]),
        ("k-multiple", "multiple", "Which of these split a model?", ["Tensor parallelism", "Pipeline parallelism"]),
        ("k-true-false", "true-false", "A readiness probe restarts a container.", ["False"]),
        ("k-short", "short", "Which tool marks a node unschedulable?", ["kubectl cordon"]),
        ("k-cloze", "cloze", None, ["MIG", "time-slicing"]),
        ("k-ordering", "ordering", None, ["1. Cordon the node", "2. Evict its pods", "3. Reboot it", "4. Uncordon it"]),
        ("k-matching", "matching", None, ["HPA → replicas", "VPA → requests", "Cluster Autoscaler → nodes"]),
        ("k-output", "output", "What does this print?", ["a", "b"]),
        ("k-numeric", "numeric", None, None),
    ],
)
def test_keys_of_show(name: str, kind: str, stem: str | None, key: list[str] | None, aiinfra: Any) -> None:
    body = aiinfra("show", name, "--json").json
    assert list(body) == SHOW
    assert (body["schema"], body["question"], body["kind"]) == ("aiinfra/show/1", f"bench/{name}", kind)
    assert (body["card"], body["recall"], body["due"], body["ratings"], body["history"]) == (None, None, None, None, [])
    assert isinstance(body["why"], str)
    assert body["stem"] == stem if stem else body["stem"] is not None
    assert body["key"] == key if key else len(body["key"]) == 1
    assert "{" not in body["stem"]


def test_a_previewed_question_has_the_same_keys(aiinfra: Any, bench: Path) -> None:
    file = bench / "bench/section-01.yaml"
    done = aiinfra("show", "--preview", f"{file}:k-single", "--json")
    assert list(done.json) == SHOW
    assert done.json["key"] == ["GPU memory"]
    plain = aiinfra("show", "--preview", f"{file}:k-single").out
    assert "GPU memory" in plain
    assert "The kernels read" not in plain, "as a learner would see it"


def test_a_previewed_question_has_no_card_and_no_history(aiinfra: Any, bench: Path) -> None:
    """Though one of that address in the banks has both: the file may be a draft of it."""
    aiinfra("quiz", "section-4", "--practice", input="yes\n" * 4)
    state = ("card", "recall", "due", "ratings", "why", "history")
    assert all(aiinfra("show", "bench/cache-1", "--json").json[key] for key in state)
    body = aiinfra("show", "--preview", f"{bench / 'bench/section-04.yaml'}:cache-1", "--json").json
    assert body["question"] == "bench/cache-1"
    assert [body[key] for key in state] == [None, None, None, None, "", []]


def test_the_stem_of_a_cloze_is_its_text_with_the_blanks(aiinfra: Any, bench: Path) -> None:
    stem = "A GPU is cut into slices with [1:____] and shared in time with [2:____]."
    for line in (["k-cloze"], ["--preview", f"{bench / 'bench/section-01.yaml'}:k-cloze"]):
        assert aiinfra("show", *line, "--json").json["stem"] == stem


def test_the_history_of_a_question_holds_its_events(aiinfra: Any, bench: Path) -> None:
    lines = "".join(f"{right_line(posed)}\n" for posed in drawn(bench / "bench/section-01.yaml", "pre", 7))
    aiinfra("quiz", "section-1", "--seed", "7", input=lines)
    aiinfra("flag", "k-single")
    history = aiinfra("show", "k-single", "--json").json["history"]
    assert [event["event"] for event in history] == ["response", "flag"]
    assert history[0]["response"] == "GPU memory"


def test_json_is_not_escaped_and_has_no_colour(aiinfra: Any, tmp_path: Path) -> None:
    head = {"course.yaml": "format: 1\ntitle: Größe und Maß → 尺寸\n"}
    folder = write_course(tmp_path / "b/wide", {**head, "section-01.yaml": yes_section("Über", "u", 1)})
    line = ["sections", "--json", "-c", "wide", "--banks", str(folder)]
    done = aiinfra(*line, env={"FORCE_COLOR": "1"})
    assert done.json["courses"][0]["title"] == "Größe und Maß → 尺寸"
    assert "Größe und Maß → 尺寸" in done.out
    assert "\x1b" not in done.out
