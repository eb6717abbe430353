"""Cards follow from the log: what changes in a bank, what is taken back, and what is rebuilt leave no other trace."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.banks import question
from cli.learner import FIRST_DAY, Learner, asked

Refused = Callable[..., None]
YES = "yes\n"


def day(number: int) -> str:
    return (date.fromisoformat(FIRST_DAY) + timedelta(number)).isoformat()


def rows(count: int) -> list[str]:
    return [question(f"q-{number}") for number in range(1, count + 1)]


# the bank changes


@pytest.mark.parametrize(
    "change",
    [
        lambda row: row.replace("Is q-1 right?", "Is q-1 really right?"),
        lambda row: row + "    because: Now it is explained.\n    refs: [A book]\n    hint: Look closely.\n",
        lambda row: row + "    tags: [new]\n    level: apply\n",
    ],
    ids=["stem", "explanation", "labels"],
)
def test_edits_of_the_text_keep_the_schedule(change: Callable[[str], str], learner: Learner) -> None:
    learner.write(1, rows(2))
    learner.review("1", input=YES * 2)
    before = learner.state
    learner.write(1, [change(question("q-1")), question("q-2")])
    assert asked(learner.on(1).review(input=YES)) == []
    assert "changed" not in learner.json("show", "q-1")["why"]
    assert asked(learner.on(2).review(input=YES * 2)) == ["q-1", "q-2"]
    assert before["cards"]["small/q-1"]["key"] == learner.cards["q-1"]["key"]


@pytest.mark.parametrize(
    "change",
    [lambda row: row.replace('["yes"]', '["yes", "aye"]'), lambda row: row + "    rev: 2\n"],
    ids=["key", "revision"],
)
def test_a_changed_key_or_a_raised_revision_asks_once_soon_and_says_so(
    change: Callable[[str], str], learner: Learner
) -> None:
    learner.write(1, rows(3))
    learner.review("1", input=YES * 3)
    learner.on(2).review(input=YES * 3)
    learner.write(1, [*rows(1), change(question("q-2")), question("q-3")])
    assert learner.on(3).json("show", "q-2")["due"] > day(4)
    assert "changed since you learned it" in learner.json("show", "q-2")["why"]
    done = learner("review", "--json", input=YES * 3)
    assert asked(done.json) == ["q-2"]
    assert "Changed since you learned it." in done.err
    assert learner.cards["q-2"]["reps"] == 3, "that response rates it"
    assert asked(learner.review(input=YES)) == []
    assert asked(learner.on(4).review(input=YES)) == [], "once"
    assert "changed" not in learner.json("show", "q-2")["why"]


def test_changed_options_count_and_the_history_stays(learner: Learner) -> None:
    text = "  - {id: s, ask: Which?, keep_order: 1, right: key, wrong: [no, nor this]}\n"
    learner.write(1, [text])
    learner.review("1", input="1\n")
    learner.write(1, [text.replace("nor this", "neither this")])
    done = learner.on(1)("review", "--json", input="1\n")
    assert asked(done.json) == ["s"]
    assert len(learner.json("show", "s")["history"]) == 2


def test_a_changed_question_that_was_already_asked_today_waits_for_tomorrow(learner: Learner) -> None:
    learner.write(1, rows(1))
    learner.review("1", input=YES)
    learner.write(1, [question("q-1") + "    rev: 2\n"])
    assert asked(learner.review(input=YES)) == []
    assert asked(learner.on(1).review(input=YES)) == ["q-1"]


def test_deleted_questions_leave_the_queue_and_come_back(learner: Learner) -> None:
    learner.write(1, rows(3))
    learner.review("1", input=YES * 3)
    learner.write(1, rows(2))
    learner.on(2)
    assert learner.json("status")["due"] == 2
    assert "2 cards" in learner("next").out
    assert sorted(asked(learner.review(input=YES * 3))) == ["q-1", "q-2"]
    assert "q-3" in learner.cards, "its card is kept"
    assert learner.json("status")["due"] == 0
    assert learner("status").out == "0 due · 0 new\n"
    learner.write(1, rows(3))
    assert learner.json("status")["due"] == 1
    assert asked(learner.review(input=YES)) == ["q-3"]


def test_a_question_that_moved_to_another_section_keeps_its_card(learner: Learner) -> None:
    learner.write(1, rows(2))
    learner.write(2, [question("z")])
    learner.review("1", input=YES * 2)
    before = learner.cards
    learner.write(1, rows(1))
    learner.write(2, [question("z"), question("q-2")])
    assert asked(learner.on(2).review("2", "--new", "0", input=YES)) == ["q-2"]
    assert learner.cards["q-2"]["reps"] == before["q-2"]["reps"] + 1


# what is taken back


def history(learner: Learner) -> None:
    """Three days with misses, doubts, a mark, cram and a pre-quiz."""
    learner.write(1, rows(5))
    learner("quiz", "1", "--pre", "-n", "3", "--seed", "1", input="no\nyes\nno ?\n")
    learner.review("1", input="no\nyes ?\nyes ??\nyes\nyes\nyes\nyes\n")
    learner("suspend", "q-5")
    learner.on(1).review(input="yes\nno\nyes\nyes\nyes\n")
    learner.review("--cram", input="no\nyes\n/quit\n")
    learner.on(3).practice(1, input="yes\nno\n")


def test_undo_in_the_session_is_as_if_it_had_not_been_given(learner: Learner) -> None:
    twin = learner.twin()
    for person in (learner, twin):
        history(person)
    learner.on(5).review("1", input="no\n/undo\nyes\nyes ??\n/undo\n/undo\nyes ?\nno\n/quit\n")
    twin.on(5).review("1", input="yes ?\nno\n/quit\n")
    assert learner.state == twin.state


@pytest.mark.parametrize("taken", [1, 2, 3, 7])
def test_undo_after_the_session_is_so_too_any_number_of_times(taken: int, learner: Learner) -> None:
    history(learner)
    states = [learner.on(5).state]
    for _ in range(taken):
        learner.review("1", "--limit", "1", input="no\n/quit\n")
        states.append(learner.state)
    for state in reversed(states[:-1]):
        assert learner("undo", "--yes").code == 0
        assert learner.state == state


def test_everything_can_be_taken_back(learner: Learner) -> None:
    learner.write(1, rows(4))
    before = learner("status", "--json").json
    for number in range(3):
        learner.on(number).review("1", input="no\nyes\nyes ?\nyes\nyes\n")
    while "nothing to take back" not in learner("undo", "--yes").out:
        pass
    assert learner.cards == {}
    assert learner.state["questions"] == {}
    assert {**learner("status", "--json").json} == before


def test_a_queue_is_as_before_after_an_undo(learner: Learner) -> None:
    learner.write(1, rows(4))
    learner.review("1", input=YES * 4)
    learner.on(2)
    before = learner.json("status")
    learner.review("--limit", "1", input="no\n/quit\n")
    assert learner.json("status")["due"] == 3
    learner("undo", "--yes")
    assert learner.json("status") == {**before, "streak": before["streak"]}
    assert len(asked(learner.review(input=YES * 4))) == 4


@pytest.mark.parametrize("retention", ["0.9", "0.95"])
@pytest.mark.parametrize("onward", [0, 1, 3])
def test_undo_of_the_first_of_two_responses_of_a_day_lets_the_second_count(
    onward: int, retention: str, learner: Learner
) -> None:
    """With the settings it was given under; and reviews of later days follow from it."""
    twin = learner.twin()
    learner("config", "retention", retention)
    learner.write(1, rows(1))
    learner.review("1", input="no\nyes\n")
    twin.review("1", input=YES)
    first = learner.events()[0]["id"]
    for person in (learner, twin):
        for later in range(onward):
            person.on(2 + 3 * later).practice(1, input=YES)
    assert learner("undo", first, "--yes").code == 0
    assert learner.cards == twin.cards


def test_undo_of_an_early_response_recomputes_those_after_it(learner: Learner) -> None:
    twin = learner.twin()
    learner.write(1, rows(1))
    learner.review("1", input=YES)
    for person in (learner, twin):
        for number in (1, 4, 9):
            person.on(number).practice(1, input=YES)
    assert learner.cards != twin.cards
    learner("undo", learner.events()[0]["id"], "--yes")
    assert learner.cards == twin.cards


def test_undo_of_the_only_response_closes_the_section_again(learner: Learner) -> None:
    learner.write(1, rows(3))
    learner.review("1", "--limit", "1", input=YES)
    assert learner.json("status")["new"] == 2
    learner("undo", "--yes")
    assert learner.json("status")["new"] == 0
    assert asked(learner.review(input=YES)) == []


# rebuilding


def rebuilt(learner: Learner) -> dict[str, Any]:
    """The state after a command that only reads."""
    assert learner("sections").code == 0
    return learner.state


def test_without_the_snapshot_any_command_makes_the_same_one(learner: Learner) -> None:
    history(learner)
    before = learner.state
    for line in (["status"], ["sections"], ["next"], ["show", "q-1"], ["review", "--cram"], ["undo", "--list"], []):
        learner.file.unlink(missing_ok=True)
        learner(*line, input="")
        if line != ["status"]:
            assert learner.state == before, line
    learner.file.unlink()
    assert learner.json("status") == learner.json("status", "--plain")


def test_two_rebuilds_are_the_same_byte_for_byte(learner: Learner) -> None:
    history(learner)
    found = []
    for _ in range(2):
        learner.file.unlink()
        learner("sections")
        found.append(learner.file.read_bytes())
    assert found[0] == found[1]


@pytest.mark.parametrize("how", ["cut", "altered", "empty object", "nothing"])
def test_a_corrupt_snapshot_is_rebuilt(how: str, learner: Learner) -> None:
    history(learner)
    before, data = learner.state, learner.file.read_bytes()
    broken = {
        "cut": data[: len(data) // 2],
        "altered": data.replace(b'"stability":', b'"stability":9', 1),
        "empty object": b"{}\n",
        "nothing": b"",
    }[how]
    learner.file.write_bytes(broken)
    done = learner("review", "--json", input="")
    assert done.code in (0, 130)
    assert learner.state["cards"] == before["cards"]
    assert rebuilt(learner)["cards"] == before["cards"]


@pytest.mark.parametrize(
    "card",
    [
        None,
        "a card",
        {},
        {"due": "tomorrow", "stability": 2.3, "difficulty": 5.0, "reps": 1, "lapses": 0},
        {"due": "2026-11-23", "stability": -1, "difficulty": 5.0, "reps": 1, "lapses": 0},
        {"due": "2026-11-23", "stability": 2.3, "difficulty": 50, "reps": 1, "lapses": 0},
        {"due": "2026-11-23", "stability": None, "difficulty": 5.0, "reps": 1, "lapses": 0},
        {"due": "2026-11-23", "stability": 2.3, "difficulty": 5.0, "reps": "1", "lapses": 0},
    ],
    ids=str,
)
def test_a_card_in_the_log_that_cannot_be_is_computed_anew(card: Any, learner: Learner) -> None:
    history(learner)
    before = learner.state
    learner.rewrite(lambda event: {**event, "card": card} if event.get("rating") else event)
    assert rebuilt(learner)["cards"] == before["cards"]


def old(event: dict[str, Any]) -> dict[str, Any]:
    """An event as it was kept before there were cards."""
    gone = ("kind", "earned", "misconceptions")
    kept = {key: value for key, value in event.items() if key not in gone}
    return {**kept, **dict.fromkeys(("rating", "scheduler", "card"))} if event["event"] == "response" else kept


def older(event: dict[str, Any]) -> dict[str, Any]:
    """The same without even the keys."""
    return {key: value for key, value in old(event).items() if key not in ("rating", "scheduler", "card")}


@pytest.mark.parametrize("before", [old, older])
def test_a_log_from_before_there_were_cards_gets_them_by_the_same_rules(
    before: Callable[[dict[str, Any]], dict[str, Any]], learner: Learner
) -> None:
    history(learner)
    multiple = "  - {id: m, ask: Which?, right: [a, b, c], wrong: [d, e], keep_order: [1, 2, 3]}\n"
    learner.write(2, [multiple, multiple.replace("id: m", "id: o")])
    learner("quiz", "2", "--post", "--no-shuffle", input="1,2\n1\n")
    expected = learner.state
    learner.rewrite(before)
    assert rebuilt(learner)["cards"] == expected["cards"]
    assert learner.state["drill"] == expected["drill"]
    assert learner.json("status")["due"] >= 0
    assert learner("review", "--json", input="").code in (0, 130)


def test_a_snapshot_from_before_there_were_cards_is_made_anew(learner: Learner) -> None:
    """As the version before wrote it: whole, with a checksum that fits, and without a word of a scheduler."""
    from zlib import crc32

    history(learner)
    expected = learner.state
    head, _, rest = learner.file.read_bytes().partition(b"\n")
    rest = rest.replace(b'"scheduler":"fsrs-6",\n', b"", 1)
    log = json.dumps(learner.snapshot["log"], separators=(",", ":")).encode()
    learner.file.write_bytes(b'{"schema":1,"log":%b,"crc":"%08x",\n' % (log, crc32(rest, crc32(log))) + rest)
    done = learner("sections")
    assert (done.code, done.err) == (0, "")
    assert learner.state == expected
    assert head.startswith(b'{"schema":1')


COMMANDS = [
    *(["review"], ["review", "1", "--cram"], ["quiz", "1"], ["next"], ["show", "q-1"], ["sections"], []),
    *(["undo", "--yes"], ["reset", "1", "--yes"], ["suspend", "q-1"], ["flag", "q-1"]),
]


@pytest.mark.parametrize(
    ("tag", "words"),
    [({"algo": "fsrs-7", "params": "default"}, "fsrs-7"), ({"algo": "fsrs-6", "params": "fitted-3"}, "fitted-3")],
    ids=["algorithm", "parameters"],
)
@pytest.mark.parametrize("snapshot", ["with it", "without it"])
def test_a_scheduler_of_a_newer_version_is_refused_by_name_and_nothing_is_touched(
    snapshot: str, tag: dict[str, str], words: str, learner: Learner, refused: Refused
) -> None:
    learner.write(1, rows(3))
    learner.review("1", input=YES * 3)
    last = learner.events()[-1]["id"]
    learner.rewrite(lambda event: {**event, "scheduler": {**tag, "x": 1}} if event["id"] == last else event)
    if snapshot == "with it":
        learner.file.write_bytes(b"")
    before = files(learner.home)
    for line in COMMANDS:
        refused(learner(*line, input=YES * 9), 3, words, "newer aiinfra")
    body = learner("review", "--json", input=YES).json
    assert (body["schema"], body["error"]["code"]) == ("aiinfra/error/1", "progress-newer")
    assert learner("status").out == "? due · ? new\n"
    assert files(learner.home) == before


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_snapshot_of_a_newer_scheduler_is_refused_too(learner: Learner, refused: Refused) -> None:
    from zlib import crc32

    learner.write(1, rows(1))
    learner.review("1", input=YES)
    rest = learner.file.read_bytes().partition(b"\n")[2].replace(b'"scheduler":"fsrs-6"', b'"scheduler":"fsrs-7"', 1)
    log = json.dumps(learner.snapshot["log"], separators=(",", ":")).encode()
    learner.file.write_bytes(b'{"schema":1,"log":%b,"crc":"%08x",\n' % (log, crc32(rest, crc32(log))) + rest)
    before = files(learner.home)
    refused(learner("review", input=YES), 3, "fsrs-7")
    assert files(learner.home) == before
