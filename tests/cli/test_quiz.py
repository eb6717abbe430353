"""What a quiz asks, in which stage, and how it is resumed (docs/cli.md)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.banks import USES, drawn, question, right_line, section, yes_section

pytestmark = pytest.mark.usefixtures("bench")

Refused = Callable[..., None]
STOP = "/quit\n"


def use_of(identity: str) -> str:
    return next(use for name, use, _ in USES if name == identity)


def attempts(home: Path) -> list[list[str]]:
    """The questions of each attempt begun, in order."""
    lines = map(json.loads, (home / "events.jsonl").read_text(encoding="utf-8").splitlines())
    return [[name.partition("/")[2] for name in event["questions"]] for event in lines if event["event"] == "begin"]


@pytest.fixture
def begun(aiinfra: Any, home: Path) -> Callable[..., list[str]]:
    """Begins a quiz anew and stops at once; the ids it drew, in order."""

    def begin(*arguments: str) -> list[str]:
        done = aiinfra("quiz", *arguments, "--restart", input=STOP)
        assert done.code == 0, done.err
        return attempts(home)[-1]

    return begin


Begun = Callable[..., list[str]]


def finish(aiinfra: Any, *arguments: str, line: str = "yes\n") -> Any:
    done = aiinfra("quiz", *arguments, "--json", input=line * 99)
    assert done.code == 0, done.err
    assert done.json["finished"]
    return done.json


# stages


def test_the_stage_is_pre_then_post_then_practice_and_it_says_which(aiinfra: Any) -> None:
    for title, why in (("Pre-quiz", "First time"), ("Post-quiz", "pre-quiz is done"), ("Practice", "this is practice")):
        for _ in range(2):  # begun, then resumed
            done = aiinfra("quiz", "section-4", input="yes\n")
            assert done.out.startswith(f"{title} of section-4: Storage for serving\n")
            assert why in done.out or "Resumed" in done.out
        aiinfra("quiz", "section-4", input="yes\n" * 4)
    assert aiinfra("quiz", "section-4", input=STOP).out.startswith("Practice")


def test_a_stage_that_is_named_is_held_at_once(aiinfra: Any) -> None:
    for flag, stage in (("--practice", "practice"), ("--post", "post"), ("--pre", "pre")):
        assert aiinfra("quiz", "section-4", flag, "--json", input=STOP).json["stage"] == stage


def test_without_a_flag_the_unfinished_attempt_goes_on(aiinfra: Any) -> None:
    aiinfra("quiz", "section-4", "--practice", input="yes\n")
    body = aiinfra("quiz", "section-4", "--json", input="yes\n").json
    assert (body["stage"], body["responded"]) == ("practice", 2)


def test_a_post_quiz_without_a_pre_quiz_works_and_tells_no_gain(aiinfra: Any) -> None:
    assert finish(aiinfra, "section-4", "--post")["gain"] is None


# what is drawn


def test_a_pre_quiz_asks_both_and_pre_first_then_unmarked_ones(begun: Begun) -> None:
    first = {"both-1", "both-2", "both-3", "both-4", "both-5", "pre-1", "pre-2", "twin-a"}
    for seed in "12345":
        ids = begun("section-2", "--pre", "--seed", seed)
        assert len(ids) == len(set(ids)) == 10
        assert set(ids) == first | {"plain-1", "plain-2"}
        assert set(begun("section-2", "--pre", "--seed", seed, "-n", "5")) <= first


def test_a_post_quiz_asks_what_the_pre_quiz_asked_and_three_more(aiinfra: Any, begun: Begun) -> None:
    """Less `use: pre`; for a question of a family its sibling; the fresh ones are marked `post`."""
    before = {said["id"] for said in finish(aiinfra, "section-2", "--pre")["questions"]}
    for seed in "123":
        ids = begun("section-2", "--post", "--seed", seed)
        repeated = {name for name in before if use_of(name) != "pre"} - {"twin-a"} | {"twin-b"}
        assert repeated <= set(ids)
        fresh = set(ids) - repeated
        assert len(fresh) == 3
        assert {use_of(name) for name in fresh} == {"post"}
        assert "twin-a" not in ids


def test_a_post_quiz_of_a_number_keeps_some_of_it_fresh(aiinfra: Any, begun: Begun) -> None:
    before = {said["id"] for said in finish(aiinfra, "section-3", "--pre", "-n", "9")["questions"]}
    assert len(before) == 9
    for count, fresh in ((1, 1), (4, 1), (7, 1), (8, 3), (11, 3)):
        ids = begun("section-3", "--post", "-n", str(count))
        assert len(ids) == count
        assert len(set(ids) - before) == fresh, count


def test_a_post_quiz_without_a_pre_quiz_asks_both_then_post(begun: Begun) -> None:
    ids = begun("section-2", "--post")
    assert len(ids) == 10
    assert {use_of(name) for name in ids} == {"both", "post"}
    assert {name for name in ids if name.startswith("both")} == {f"both-{n}" for n in range(1, 6)}


def test_practice_keeps_pre_and_post_ones_back_until_their_stage_is_finished(aiinfra: Any, begun: Begun) -> None:
    def uses() -> set[str]:
        return {use_of(name) for name in begun("section-2", "--practice", "-n", "50")}

    assert uses() == {"both", "review", ""}
    finish(aiinfra, "section-2", "--pre")
    assert uses() == {"both", "review", "", "pre"}
    finish(aiinfra, "section-2", "--post")
    assert uses() == {"both", "review", "", "pre", "post"}


def test_practice_asks_unseen_and_missed_ones_first(aiinfra: Any, begun: Begun) -> None:
    said = aiinfra("quiz", "section-3", "--post", "-n", "10", "--json", input="no\nno\n/skip\n" + "yes\n" * 7).json
    missed = {one["id"] for one in said["questions"] if not one["correct"]}
    seen = {one["id"] for one in said["questions"]}
    assert len(missed) == 3
    for seed in "123":
        first = begun("section-3", "--practice", "-n", "2", "--seed", seed)
        assert not set(first) & seen
        five = begun("section-3", "--practice", "-n", "5", "--seed", seed)
        assert missed == set(five) & seen


def test_no_two_of_a_family_are_asked_in_one_quiz(begun: Begun) -> None:
    for seed in range(8):
        ids = begun("section-2", "--practice", "-n", "50", "--seed", str(seed))
        assert not {"twin-a", "twin-b"} <= set(ids)


@pytest.mark.usefixtures("aiinfra")
def test_questions_are_spread_over_objectives(bench: Path, begun: Begun) -> None:
    rows = [question(f"{name}-{n}", objective=name) for name, many in (("wide", 9), ("rare", 2)) for n in range(many)]
    text = section("Two objectives", rows, "objectives: {wide: Do the one, rare: Do the other}\n")
    (bench / "bench/section-05.yaml").write_text(text, encoding="utf-8")
    for seed in "123":
        ids = begun("section-5", "-n", "4", "--seed", seed)
        assert sum(name.startswith("rare") for name in ids) == 2


def test_the_count_is_that_of_the_option_then_the_bank_then_the_setting(
    aiinfra: Any, bench: Path, begun: Begun
) -> None:
    assert len(begun("section-3")) == 10
    assert aiinfra("config", "quiz_count", "3").code == 0
    assert len(begun("section-3")) == 3
    text = section("Drawn", [question(f"d-{n}") for n in range(9)], "draw: 5\n")
    (bench / "bench/section-05.yaml").write_text(text, encoding="utf-8")
    assert len(begun("section-5")) == 5
    assert len(begun("section-5", "--count", "7")) == 7
    assert len(begun("section-5", "-n50")) == 9, "a bank with fewer gives what it has"


# chance


def test_the_same_seed_and_history_give_the_same_quiz(aiinfra: Any, tmp_path: Path) -> None:
    """Questions, their order, drawn numbers and the order of options; another seed gives another one."""

    def held(learner: str, seed: str) -> str:
        line = ["quiz", "section-1", "--seed", seed, "--progress", str(tmp_path / learner)]
        wide = {"COLUMNS": "999"}  # the command that leads on names the file
        pre = aiinfra(*line, input="/skip\n" * 9, env=wide).out
        post: str = aiinfra(*line, input="/skip\n" * 20, env=wide).out
        assert (pre[:8], post[:8]) == ("Pre-quiz", "Post-qui")
        return re.sub(r", \d+ s\.", "", pre + post).replace(learner, "learner.json")

    assert held("ada.json", "7") == held("bob.json", "7")
    assert held("cyd.json", "8") != held("dan.json", "7")


def test_the_seed_of_a_quiz_draws_it_again(aiinfra: Any, tmp_path: Path) -> None:
    first = aiinfra("quiz", "section-2", "--json", input=STOP).json
    again = aiinfra("quiz", "section-2", "--seed", str(first["seed"]), "--restart", "--json", input=STOP).json
    assert first["seed"] == again["seed"]
    assert first["attempt"] != again["attempt"]
    home = tmp_path / "home"
    assert attempts(home)[0] == attempts(home)[1]


def test_without_a_seed_quizzes_differ(begun: Begun) -> None:
    assert len({tuple(begun("section-3")) for _ in range(4)}) > 1


def test_no_shuffle_keeps_the_order_of_the_bank(begun: Begun) -> None:
    places = [name for name, *_ in USES]
    for seed in "12":
        ids = begun("section-2", "--pre", "--no-shuffle", "--seed", seed)
        assert ids == sorted(ids, key=places.index)
        assert set(ids) == set(begun("section-2", "--pre", "--seed", seed))


# responses


def test_the_lines_of_every_kind_are_understood(aiinfra: Any, bench: Path) -> None:
    posed = drawn(bench / "bench/section-01.yaml", "pre", 5)
    lines = "".join(f"{right_line(one)}\n" for one in posed)
    body = aiinfra("quiz", "section-1", "--seed", "5", "--json", input=lines).json
    assert body["score"] == 1
    said = {one["kind"]: one["response"] for one in body["questions"]}
    number = next(one for one in posed if one.question.kind == "numeric").body.key_lines[0]
    assert said == {
        "single": "GPU memory",
        "multiple": ["Tensor parallelism", "Pipeline parallelism"],
        "true-false": False,
        "numeric": number,
        "short": "kubectl cordon",
        "cloze": ["MIG", "time-slicing"],
        "ordering": ["Cordon the node", "Evict its pods", "Reboot it", "Uncordon it"],
        "matching": {"HPA": "replicas", "VPA": "requests", "Cluster Autoscaler": "nodes"},
        "output": "a\nb",
    }


def test_confidence_is_said_behind_the_response(aiinfra: Any) -> None:
    lines = "yes ?\nyes ??\nyes\n/skip\n"
    body = aiinfra("quiz", "section-4", "--json", input=lines).json
    assert [said["confidence"] for said in body["questions"]] == ["unsure", "guess", "sure", None]
    assert [said["correct"] for said in body["questions"]] == [True, True, True, False]


@pytest.mark.parametrize("how", ["option", "setting"])
def test_without_confidence_question_marks_are_text(how: str, aiinfra: Any) -> None:
    flags = ["--no-confidence"] if how == "option" else []
    if how == "setting":
        aiinfra("config", "confidence", "false")
    body = aiinfra("quiz", "section-4", "--json", *flags, input="yes ??\nno ?\nyes\nyes\n").json
    assert [said["response"] for said in body["questions"]][:2] == ["yes ??", "no ?"]
    assert {said["confidence"] for said in body["questions"]} == {None}


def test_the_third_unreadable_line_counts_as_skipped(aiinfra: Any) -> None:
    done = aiinfra("quiz", "section-4", "--json", input="\n\n\nyes\n   \nyes\nyes\n")
    assert [said["response"] for said in done.json["questions"]] == [None, "yes", "yes", "yes"]
    assert "Skipped after 3 tries" in done.err


def test_a_pre_quiz_gives_no_key_away_and_a_post_quiz_tells_at_once(aiinfra: Any) -> None:
    for line in ("/skip\n", "2\n"):
        out = aiinfra("quiz", "section-1", "--pre", "--restart", input=line * 40).out
        for told in ("Right", "✓", "kernels", "Weights live next", "Cordon leaves", "Skipped\n"):
            assert told not in out
    out = aiinfra("quiz", "section-1", "--post", "--no-shuffle", input="/skip\n" * 20).out
    assert out.index("✗ Skipped") < out.index("Weights live next") < out.index("2/")


def test_the_summary_quotes_questions_as_they_were_asked(aiinfra: Any) -> None:
    out = aiinfra("quiz", "section-1", "--post", "--no-shuffle", input="/skip\n" * 3 + "1\n" + "/skip\n" * 9).out
    quoted = out[out.index("Sure and wrong: 1.") :]
    assert re.search(r"How much memory do (7|13) billion parameters take", quoted)
    assert "{" not in out


# unfinished attempts


def test_an_unfinished_quiz_goes_on_with_its_own_draw(aiinfra: Any, home: Path) -> None:
    first = aiinfra("quiz", "section-1", "--seed", "7", input="/skip\n" * 3).out
    again = aiinfra("quiz", "section-1", input=STOP).out
    assert "Resumed: 3 of 9 done." in again
    assert len(attempts(home)) == 1
    asked = first[first.index("4/9") : first.index("> ", first.index("4/9"))]
    assert asked in again, "the same question with the same order of options"


def test_a_new_draw_needs_restart_while_one_is_unfinished(aiinfra: Any, refused: Refused, home: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    for option in ("--seed", "--count"):
        refused(aiinfra("quiz", "section-4", option, "3"), 2, "--restart")
        refused(aiinfra("quiz", "section-4", "--pre", option, "3"), 2, "--restart")
    assert aiinfra("quiz", "section-4", "--post", "--seed", "3", input=STOP).code == 0, "another stage is another quiz"
    done = aiinfra("quiz", "section-4", "--pre", "--seed", "3", "--restart", input="no\n")
    assert "1/4" in done.out
    assert len(attempts(home)) == 3
    kept = [json.loads(line)["event"] for line in (home / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept.count("response") == 2, "the responses of the attempt that was dropped stay in the log"


def test_questions_gone_from_the_bank_are_left_out_and_named(aiinfra: Any, bench: Path) -> None:
    path = bench / "bench/section-04.yaml"
    aiinfra("quiz", "section-4", "--seed", "3", "--no-shuffle", input="yes\n")
    path.write_text(section("Storage for serving", [question(f"cache-{n}") for n in (1, 3)]), encoding="utf-8")
    done = aiinfra("quiz", "section-4", input="yes\n")
    assert "Broken or no longer in the bank, left out: cache-2, cache-4." in done.out
    assert "Is cache-3 right?" in done.out
    assert done.code == 0
    body = aiinfra("quiz", "section-4", "--post", "--json", input="yes\n" * 2).json
    assert body["gain"]["repeated"] == 2


def test_a_finished_quiz_whose_questions_have_all_gone_does_not_stop_the_next(aiinfra: Any, bench: Path) -> None:
    aiinfra("quiz", "section-4", input="yes\n")
    (bench / "bench/section-04.yaml").write_text(yes_section("Storage for serving", "new", 3), encoding="utf-8")
    assert aiinfra("quiz", "section-4", input="yes\n").code == 0
    assert finish(aiinfra, "section-4", "--post")["responded"] == 3


def test_sections_of_other_courses_have_their_own_attempts(aiinfra: Any) -> None:
    aiinfra("quiz", "other/section-1", input="yes\n")
    assert "Resumed" not in aiinfra("quiz", "section-1", input=STOP).out
    assert "Resumed" in aiinfra("quiz", "1", "-c", "other", input=STOP).out


def test_actions_within_a_quiz_are_kept(aiinfra: Any, home: Path) -> None:
    lines = "/hint\n/flag\nyes\n/undo\n/flag\nno\nyes\n/skip\n/read\nyes\n"
    done = aiinfra("quiz", "section-4", "--no-shuffle", "--json", input=lines)
    assert (done.code, done.json["responded"], done.json["credit"]) == (0, 4, 2)
    kept = [json.loads(line) for line in (home / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [event["event"] for event in kept] == [
        *("begin", "flag", "response", "undo", "unflag"),
        *("response", "response", "response", "response", "end"),
    ]
