"""undo, flag and unflag: what was kept can be taken back, and the log forgets nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("bench")

Refused = Callable[..., None]


def events(home: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (home / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def responses(home: Path) -> list[dict[str, Any]]:
    return [event for event in events(home) if event["event"] == "response"]


def test_without_yes_and_without_a_terminal_undo_exits_2_and_names_it(
    aiinfra: Any, refused: Refused, home: Path
) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    refused(aiinfra("undo", input="y\n"), 2, "--yes")
    refused(aiinfra("undo", responses(home)[0]["id"], input="y\n"), 2, "--yes")
    assert "undo" not in {event["event"] for event in events(home)}


@pytest.mark.parametrize("yes", [["undo", "--yes"], ["undo", "-y"], ["--yes", "undo"]])
def test_undo_takes_back_the_last_response_after_the_session(yes: list[str], aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", "--no-shuffle", input="yes\nno\n")
    done = aiinfra(*yes)
    assert done.code == 0
    assert "bench/cache-2" in done.out
    assert events(home)[-1]["undoes"] == responses(home)[1]["id"]
    again = aiinfra("quiz", "section-4", input="yes\n" * 3)
    assert again.out.index("2/4") < again.out.index("Is cache-2 right?") < again.out.index("3/4")
    assert "4 of 4 right" in again.out


def test_undo_again_takes_back_the_one_before(aiinfra: Any) -> None:
    aiinfra("quiz", "section-4", "--no-shuffle", input="yes\nno\nyes\n")
    for name in ("bench/cache-3", "bench/cache-2", "bench/cache-1"):
        assert name in aiinfra("undo", "-y").out
    done = aiinfra("undo", "-y")
    assert (done.code, done.out) == (0, "There is nothing to take back.\n")


def test_undo_of_the_last_response_opens_a_finished_attempt_again(aiinfra: Any) -> None:
    aiinfra("quiz", "section-4", input="yes\n" * 4)
    states = aiinfra("sections", "--json").json["courses"][0]["sections"][3]
    assert (states["state"], states["unfinished"]) == ("pre", None)
    aiinfra("undo", "--yes")
    states = aiinfra("sections", "--json").json["courses"][0]["sections"][3]
    assert (states["state"], states["unfinished"]) == ("new", "pre")
    assert aiinfra("quiz", "section-4", input="yes\n").code == 0


def test_an_event_is_taken_back_by_its_id(aiinfra: Any, home: Path, refused: Refused) -> None:
    aiinfra("quiz", "section-4", "--no-shuffle", input="yes\nno\nyes\nyes\n")
    second = responses(home)[1]["id"]
    done = aiinfra("undo", second, "--yes")
    assert "bench/cache-2" in done.out
    refused(aiinfra("undo", second, "--yes"), 2, second, "--list")
    refused(aiinfra("undo", events(home)[0]["id"], "--yes"), 2)
    out = aiinfra("quiz", "section-4", "--pre", input="yes\n").out
    assert "Is cache-2 right?" in out
    assert "4 of 4 right" in out


def test_the_list_shows_what_can_be_taken_back_newest_first(aiinfra: Any, home: Path) -> None:
    assert aiinfra("undo", "--list").out == "There is nothing to take back.\n"
    aiinfra("quiz", "section-4", "--no-shuffle", input="yes\nno\nyes\n")
    aiinfra("undo", "-y")
    done = aiinfra("undo", "--list")
    assert done.code == 0
    ids = [said["id"] for said in responses(home)]
    assert done.out.index(ids[1]) < done.out.index(ids[0])
    assert ids[2] not in done.out
    assert [event["event"] for event in events(home)].count("undo") == 1, "a list changes nothing"


def test_a_course_narrows_undo(aiinfra: Any, refused: Refused) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    aiinfra("quiz", "other/section-1", input="yes\n")
    assert "bench/cache" in aiinfra("undo", "--yes", "--course", "bench").out
    assert "other/" not in aiinfra("undo", "--list", "-c", "bench").out
    assert "nothing to take back" in aiinfra("undo", "--yes", "-c", "bench").out
    assert "other/" in aiinfra("undo", "--yes").out, "without --course it sees all of them"
    refused(aiinfra("undo", "--yes", "-c", "gone"), 2)


def test_what_was_taken_back_is_not_in_the_result(aiinfra: Any, home: Path) -> None:
    aiinfra("quiz", "section-4", input="no\n" * 4)
    for _ in range(2):
        aiinfra("undo", "-y")
    body = aiinfra("quiz", "section-4", "--json", input="yes\n" * 2).json
    assert (body["stage"], body["responded"], body["score"]) == ("pre", 4, 0.5)
    assert len(responses(home)) == 6


def test_flags_are_set_and_taken_away_once(aiinfra: Any, home: Path) -> None:
    done = aiinfra("flag", "both-1", "bench/both-2", "both-1")
    assert (done.code, done.out) == (0, "bench/both-1: flagged.\nbench/both-2: flagged.\n")
    assert aiinfra("flag", "both-1").out == "bench/both-1: flagged already.\n"
    assert "flagged" in aiinfra("show", "both-1").out
    assert aiinfra("unflag", "both-1").out == "bench/both-1: not flagged.\n"
    assert aiinfra("unflag", "both-1").out == "bench/both-1: not flagged already.\n"
    assert "flagged" not in aiinfra("show", "both-1").out
    assert [event["event"] for event in events(home)] == ["flag", "flag", "unflag"]


def test_one_unknown_name_and_nothing_is_flagged(aiinfra: Any, home: Path, refused: Refused) -> None:
    refused(aiinfra("flag", "both-1", "both-99"), 2, "both-99")
    assert not (home / "events.jsonl").exists()
    refused(aiinfra("unflag"), 2)


@pytest.mark.usefixtures("bench")
def test_flag_alone_lists_what_is_flagged(aiinfra: Any) -> None:
    assert aiinfra("flag").out == "No question is flagged. The key f flags the one you are at.\n"
    aiinfra("flag", "cache-1")
    assert aiinfra("flag").out == "bench/cache-1\n  Is cache-1 right?\n"
    aiinfra("unflag", "cache-1")
    assert aiinfra("flag").out == "No question is flagged. The key f flags the one you are at.\n"
