"""Rules on options and on the words of the question: what they report, where, how bad, and what they leave alone."""

from collections.abc import Sequence
from json import dumps
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiinfra_study.core.problem import Problem
from aiinfra_study.lint import Wanted, lint
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.lint.rules.alike_options import _alike
from aiinfra_study.lint.words import content, listed, plain, stem, words

from .banks import bank, codes, course_of, findings

CODES = (
    *("I301", "I302", "I303", "I304", "I305", "I306", "I307", "I308", "I309", "I310", "I311", "I312", "I313", "I314"),
    *("I315", "I316", "I319", "I320"),
)


def choice(ask: str, right: str | Sequence[str], wrong: Sequence[str], more: str = "") -> str:
    """A question to choose from; `right` stands in line 5, `wrong` in line 6 of its file, values from column 12."""
    texts = [dumps(text, ensure_ascii=False) for text in wrong]
    return (
        f"- id: one\n  ask: {dumps(ask, ensure_ascii=False)}\n"
        f"  right: {dumps(right, ensure_ascii=False)}\n  wrong: [{', '.join(texts)}]\n{more}"
    )


def says(code: str, ask: str, right: str | Sequence[str], wrong: Sequence[str], more: str = "") -> list[Problem]:
    return findings(choice(ask, right, wrong, more), code)


def only(code: str, ask: str, right: str | Sequence[str], wrong: Sequence[str], more: str = "") -> Problem:
    (problem,) = says(code, ask, right, wrong, more)
    return problem


ASK = "What do you look at first?"
SIXTY = "The events of the pod, which hold what the scheduler has said"


# I301, I302: lengths


def test_a_key_half_as_long_again_as_the_longest_distractor_is_reported_and_one_character_less_is_not() -> None:
    assert only("I301", ASK, "k" * 60, ["d" * 40, "d" * 20]).mark == ("section-01.yaml", 5, 12)
    assert not says("I301", ASK, "k" * 59, ["d" * 40, "d" * 20])
    assert not says("I301", ASK, "k" * 39, ["d" * 20, "d" * 20])


def test_a_long_key_is_not_blamed_where_a_distractor_is_code_as_long() -> None:
    assert not says("I301", ASK, "k" * 45, ["`" + "c" * 45 + "`", "`ls`"])


def test_a_stub_is_a_distractor_of_less_than_two_fifths_of_the_mean() -> None:
    problem = only("I302", ASK, "k" * 50, ["d" * 50, "d" * 15])  # 0.4 × 38.3 = 15.3
    assert problem.level == "info"
    assert (problem.mark.line, problem.mark.column) == (6, 13 + len(f'"{"d" * 50}", '))
    assert not says("I302", ASK, "k" * 50, ["d" * 50, "d" * 16])  # 0.4 × 38.7 = 15.5


def test_among_short_options_a_short_one_is_no_stub() -> None:
    assert not says("I302", ASK, "k" * 40, ["d" * 40, "d" * 8])  # mean 29.3
    assert says("I302", ASK, "k" * 42, ["d" * 42, "d" * 8])  # mean 30.7


def test_code_is_as_long_as_it_is_shown_and_a_short_key_is_no_stub() -> None:
    assert not says("I302", ASK, "k" * 60, ["d" * 60, "`kubectl describe pod trainer-0 --all`"])
    assert not says("I302", ASK, "k" * 8, ["d" * 60, "d" * 60])


# I303: form

PLAIN = ("The mean latency of all requests", "The load of the busiest replica")


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("The 99th percentile of latency", "digits"),
        ("The tail of latency (what few wait for)", "a parenthesis"),
        ("The tail – the slowest few", "a dash with a gloss"),
        ("The tail—the slowest few", "a dash with a gloss"),
        ("The tail - the slowest few", "a dash with a gloss"),
        ("The tail, the slowest, the rest", "2 or more commas"),
        ("The tail of latency.", "a closing full stop"),
    ],
)
def test_what_only_the_key_has_is_reported(key: str, form: str) -> None:
    problem = only("I303", ASK, key, PLAIN)
    assert form in problem.message
    assert "none of 2 distractors" in problem.message
    assert (problem.level, problem.mark.line, problem.mark.column) == ("warning", 5, 12)
    assert not says("I303", ASK, key, (*PLAIN, key + key))


@pytest.mark.parametrize(
    "key",
    [
        "The tail, the slowest",  # one comma
        "The cross-node traffic",  # a hyphen
        "Traffic between S3 and GPT-4",  # digits within names
        "`f(x, y, 8) - z.`",  # code
        "The metric `p99(x)` of the gateway",
    ],
)
def test_one_comma_a_hyphen_names_with_digits_and_code_are_no_form(key: str) -> None:
    assert not says("I303", ASK, key, PLAIN)


def test_distractors_of_code_count_as_shown() -> None:
    assert not says("I303", ASK, "The 99th percentile", ["The mean", "`histogram_quantile(0.5, x)`"])
    assert says("I303", ASK, "The 99th percentile", ["The mean", "`histogram_avg`"])


def test_of_two_options_and_of_several_keys_that_differ_none_is_alone() -> None:
    assert not says("I303", ASK, "The 99th percentile", PLAIN[:1])
    assert not says("I303", ASK, ["The 99th percentile", "The tail"], PLAIN)
    assert "the keys have digits" in only("I303", ASK, ["The 99th percentile", "The 95th percentile"], PLAIN).message


# I304, I305, I316: words in common

RING = "How does a ring keep the traffic of each worker constant?"


def test_two_words_more_of_the_stem_than_any_other_option_are_a_cue_and_one_is_not() -> None:
    problem = only("I304", RING, "Traffic goes round in constant shares", ["Switches add up", "One node sums up"])
    assert "2 words with the stem (traffic, constant), the next option 0" in problem.message
    assert (problem.level, problem.mark.line) == ("warning", 5)
    assert not says("I304", RING, "Traffic goes round in constant shares", ["Switches add traffic", "One node sums"])
    assert not says("I304", RING, "Traffic goes round", ["Switches add up", "One node sums up"])


def test_endings_do_not_hide_an_overlap_and_a_distractor_that_repeats_the_stem_is_no_cue() -> None:
    assert says("I304", "Which workers are kept waiting?", "Worker 3 waits", ["The switch", "The disk"])
    assert not says("I304", RING, "One node sums up", ["Traffic goes round in constant shares", "Switches add up"])


def test_code_in_the_stem_is_no_overlap() -> None:
    ask = "What does `kubectl drain worker` do?"
    assert not says("I304", ask, "It will drain the worker", ["It stops the disk", "It adds a node"])


def test_of_several_keys_one_that_stands_out_from_all_is_reported_at_its_place() -> None:
    keys = ["A node sums up", "Traffic goes round in constant shares"]
    assert only("I304", RING, keys, ["Switches add up"]).mark.column > 20
    assert not says("I304", RING, [keys[1], "Traffic stays constant"], ["Switches add up"])


def test_a_key_that_the_stem_spells_out_is_reported_from_twelve_characters_on() -> None:
    ask = "Tensor cores and memory bandwidth bound decoding. What is the limit at batch 1?"
    problem = only("I305", ask, "Memory bandwidth.", ["Core", "Disk space"])
    assert (problem.level, problem.mark.line) == ("warning", 5)
    assert only("I305", "One of tensor cores is idle. Which?", "Tensor cores", ["Disks", "Links"])
    assert not says("I305", "One of tensor core is idle. Which?", "Tensor core", ["Disks", "Links"])


def test_a_stem_that_names_all_candidates_gives_nothing_away_nor_does_code() -> None:
    ask = "Tensor cores or memory bandwidth: what is the limit at batch 1?"
    assert not says("I305", ask, "Memory bandwidth", ["Tensor cores", "Disk space"])
    assert not says("I305", "What does `kubectl cordon` change?", "kubectl cordon", ["A taint", "A label"])
    assert not says("I305", "`a long command` does what?", "`a long command`", ["`b`", "`c`"])


def test_convergence_is_off_unless_selected_and_wants_three_words_more() -> None:
    wrong = ["The number of tokens", "The age of requests", "The queue of disks"]
    wrong = [*wrong, "The wait for a lock"]
    converging = choice(ASK, "The number of requests that wait in the queue", wrong)
    opened, files = course_of([bank(converging)])
    assert "I316" not in {problem.rule for problem in lint(opened, files, Wanted())}
    (problem,) = findings(converging, "I316")
    assert problem.level == "info"
    assert "shares 4 words with the other options, the next one 1" in problem.message
    assert not says("I316", ASK, "The number of requests in the queue", wrong)


# I306: grammar


def test_an_article_that_fits_only_some_options_is_reported_at_the_stem() -> None:
    problem = only("I306", "To find near vectors, build an", "approximate index", ["B-tree", "sorted list"])
    assert "fits 1 of 3 options" in problem.message
    assert (problem.level, problem.mark.line, problem.mark.column) == ("warning", 4, 10)
    assert says("I306", "It is a ____ index.", "sparse", ["inverted", "dense"])


@pytest.mark.parametrize(
    ("ask", "right", "wrong"),
    [
        ("Requests wait in a", "queue", ["unit of work", "user session"]),  # said with y
        ("A job lasts an", "hour", ["8-hour shift", "eternity"]),
        ("It is an", "HPA", ["NFS share", "SSD"]),  # abbreviations decide nothing
        ("It is an", "mTLS proxy", ["x86 node", "`etcd` member"]),
        ("Build a", "an index", ["the list", "a tree"]),
        ("Build a/an", "index", ["list", "tree"]),
        ("Build a(n)", "index", ["list", "tree"]),
        ("Which index is built?", "An index", ["A list", "A tree"]),
        ("Pods of grade A", "index", ["list", "tree"]),
    ],
)
def test_an_article_that_fits_all_or_cannot_be_judged_is_left_alone(ask: str, right: str, wrong: list[str]) -> None:
    assert not says("I306", ask, right, wrong)


def test_a_verb_of_another_number_is_reported_and_a_list_after_are_is_not() -> None:
    assert says("I306", "What keeps other pods away are", "taints", ["a label", "quotas"])
    assert not says("I306", "What keeps other pods away are", "a taint and a toleration", ["quotas", "labels"])
    assert not says("I306", "The number of replicas is", "two", ["three", "four"])


def test_a_capital_that_only_the_key_lacks_or_has_is_reported() -> None:
    problem = only("I306", ASK, "the events of the pod", ["The logs of the pod", "The node of the pod"])
    assert (problem.message, problem.mark.line) == ("only the key begins with a small letter", 5)
    assert says("I306", ASK, "The events of the pod", ["the logs of the pod", "the node of the pod"])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("the events of the pod", ["The logs of the pod", "the node of the pod"]),  # not alone
        ("etcd", ["Redis", "Consul"]),
        ("etcd on the control plane", ["The API server", "The scheduler"]),
        ("vLLM in a container", ["Triton in a container", "Ray in a container"]),
        ("eBPF in the kernel", ["The API server", "The scheduler"]),
        ("The API server", ["gRPC calls", "etcd itself"]),
        ("Kubernetes", ["a shell script", "a cron job"]),
        ("GPU memory", ["host memory", "disk space"]),
        ("`get`", ["A", "B"]),
        ("8 GPUs", ["The node", "The pod"]),
        ("事件", ["The node", "The pod"]),
        ("the node", ["事件", "节点"]),
    ],
)
def test_names_abbreviations_code_and_other_scripts_have_no_capitals_to_judge(right: str, wrong: list[str]) -> None:
    assert not says("I306", ASK, right, wrong)


# I307 to I309: options about options


@pytest.mark.parametrize(
    "text",
    ["All of the above", "all the above.", "Both of the above", "All of the above are correct", "Everything above"],
)
def test_all_of_the_above_is_an_error_where_options_are_shuffled_and_a_warning_where_not(text: str) -> None:
    problem = only("I307", ASK, "Events", ["Logs", text])
    assert (problem.level, problem.mark.line, problem.mark.column) == ("error", 6, 21)
    assert only("I307", ASK, "Events", ["Logs", text], "  keep_order: 1\n").level == "warning"
    assert only("I307", ASK, text, ["Logs", "Events"]).mark.line == 5


@pytest.mark.parametrize("text", ["All of these", "Any of these options", "All answers are correct", "Both of these"])
def test_all_of_these_is_only_a_warning_as_it_is_true_wherever_it_stands(text: str) -> None:
    assert only("I307", ASK, "Events", ["Logs", text]).level == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "All of them",  # of the pods in the stem
        "Both",
        "Both are true",  # of the two claims in the stem
        "All pods above the quota",
        "All of these pods",
        "Any node",
        "All three",
        "All answers",  # of the chatbot
        "All of the `above`",
    ],
)
def test_an_option_about_all_of_something_else_is_left_alone(text: str) -> None:
    assert not says("I307", ASK, "Events", ["Logs", text])


@pytest.mark.parametrize(
    "text",
    ["None of the above", "none of these", "Neither of the above", "No option is correct", "None are correct"],
)
def test_none_of_the_above_is_a_warning_as_distractor_and_an_error_as_key(text: str) -> None:
    assert only("I308", ASK, "Events", ["Logs", text]).level == "warning"
    problem = only("I308", ASK, text, ["Logs", "Events"])
    assert (problem.level, problem.mark.line) == ("error", 5)


@pytest.mark.parametrize("text", ["None", "None of them", "No pods", "Neither is true", "No answer", "Nothing"])
def test_an_option_about_none_of_something_else_is_left_alone(text: str) -> None:
    assert not says("I308", ASK, "Events", ["Logs", text])


@pytest.mark.parametrize(
    "text",
    [
        *("A and C", "Both A and B", "A, B and C", "Only A and C", "A & B only", "Options A and B", "Neither A nor B"),
        *("Both of the first two", "The first and third options", "the last two answers", "Options 1 and 2"),
        "The same as option B, but sharded",
    ],
)
def test_letters_and_places_of_options_are_an_error_where_they_are_shuffled(text: str) -> None:
    problem = only("I309", ASK, "Events", ["Logs", text, "Node"])
    assert (problem.level, problem.mark.line, problem.mark.column) == ("error", 6, 21)
    assert not says("I309", ASK, "Events", ["Logs", text, "Node"], "  keep_order: 1\n")


@pytest.mark.parametrize(
    "text",
    [
        *("An A/B test", "C and C++", "The first two layers", "The last pod", "I and B trees", "A taint and a label"),
        *("A and Z", "A and F", "Answer B2B requests", "The option `--B`", "A second choice of nodes"),
    ],
)
def test_letters_that_are_no_options_are_left_alone(text: str) -> None:
    assert not says("I309", ASK, "Events", ["Logs", text, "Node"])


def test_letters_that_the_stem_gives_to_its_own_things_are_left_alone() -> None:
    ask = "Nodes A and B share a switch. Which nodes talk over one hop?"
    assert not says("I309", ask, "A and B", ["A and C", "B and C"])
    assert not says("I309", "Which plan is better, option A or option B?", "Option B", ["Option A", "Neither"])
    assert says("I309", "A pod waits. Why?", "A and B", ["No node", "No quota"])  # the article is no name


# I310: negative lead-ins


@pytest.mark.parametrize(
    ("ask", "word"),
    [
        ("Which of these is not a GPU metric?", "not"),
        ("Which of these does not shorten the queue?", "not"),
        ("What can a B-tree not do?", "not"),
        ("Which task cannot be sharded?", "cannot"),
        ("Which setting doesn't change the quota?", "doesn't"),
        ("Select the statement that is not true.", "not"),
        ("All of these are GPU metrics except", "except"),
        ("All of the following evict a pod, except one:", "except"),
        ("Which of these is least likely to help?", "least"),
        ("Which of these is least suitable for batch jobs?", "least"),
        ("Which of these statements is false?", "false"),
        ("Which manifest is invalid?", "invalid"),
        ("Which is the incorrect statement about taints?", "incorrect"),
        ("If the node is full, which pod is not placed?", "not"),
        ("A pool has `not` a label. Which pods are not placed in it when it is full?", "not"),
    ],
)
def test_a_question_for_what_is_not_so_is_reported_with_its_word(ask: str, word: str) -> None:
    problem = only("I310", ask, "One", ["Two", "Three"])
    assert f'"{word}"' in problem.message
    assert (problem.level, problem.mark.line, problem.mark.column) == ("warning", 4, 10)
    assert problem.edit is not None
    text = bank(choice(ask, "One", ["Two", "Three"]))
    start, end, new, _ = problem.edit
    assert (text[start:end], new) == (word, f"**{word}**")
    emphasised = ask[::-1].replace(word[::-1], new[::-1], 1)[::-1]
    assert text[:start] + new + text[end:] == bank(choice(emphasised, "One", ["Two", "Three"]))


@pytest.mark.parametrize(
    "ask",
    [
        "The model cannot fit on one GPU. Which step makes room?",  # the scenario
        "The pod does not start: which object do you look at?",
        "Why does the pod not start?",
        "How can a job not lose its work?",
        "What is the most likely reason the pod is not placed?",
        "What explains that the pods do not start?",
        "What happens if the node does not answer?",
        "If the node does not answer, what happens?",
        "When the node is not ready and the pod does not tolerate that, what happens?",
        "What does a vector index do that a B-tree cannot?",
        "Which job can a GPU do but a CPU cannot?",
        "Which scheduler is best for jobs which do not fit?",
        "What keeps a chatbot accurate with the least work?",
        "How many nodes are at least needed?",
        "Which cache drops the least recently used entry?",
        "Which alarm is a false positive?",
        "What lowers the rate of false alarms?",
        "Which field tells the scheduler not to place a pod?",
        "Is the pod evicted or not?",
        "What is needed not only once?",
        "Which exception is raised?",
        "What does `is not` compare?",
        "What is most likely to help?",
        "Which notebook is nothing but a file?",
        "Which pods are evicted, except for system pods, at once?",
    ],
)
def test_not_in_a_scenario_after_why_or_in_a_term_turns_nothing_round(ask: str) -> None:
    assert not says("I310", ask, "One", ["Two", "Three"])


@pytest.mark.parametrize(
    "ask",
    [
        "Which of these is **not** a metric?",
        "Which of these is NOT a metric?",
        "Which of these is *not* a metric?",
        "Which of these **is not** a metric?",
        "All of these are metrics EXCEPT",
    ],
)
def test_an_emphasised_word_is_info_and_has_no_edit(ask: str) -> None:
    problem = only("I310", ask, "One", ["Two", "Three"])
    assert (problem.level, problem.edit) == ("info", None)


@pytest.mark.parametrize(
    "written",
    [
        "ask: A pod is not placed. Which step is not needed?",
        "ask: >-\n    A pod is not placed.\n    Which step is\n    not needed?",
        "ask: |\n    A pod is not placed.\n    Which step is not needed?",
        "ask:\n    A pod is not placed. Which step\n    is not needed?",
        "ask: 'A pod''s not placed. Which step is not needed?'",
        '"ask": "A pod is not placed. Which step is not needed?"',
    ],
)
def test_the_edit_finds_the_word_however_the_stem_is_written(written: str) -> None:
    source = bank(f"- id: one\n  {written}\n  # not this\n  right: One\n  wrong: [Two, Three]")
    opened, files = course_of([source])
    (problem,) = lint(opened, files, Wanted(select=("I310",)))
    assert problem.edit is not None
    start, end, text, _ = problem.edit
    mended = source[:start] + text + source[end:]
    assert mended == source.replace("not needed", "**not** needed")
    opened, files = course_of([mended])
    assert [p.level for p in lint(opened, files, Wanted(select=("I310",)))] == ["info"]


def test_no_edit_is_offered_where_the_place_is_in_doubt() -> None:
    escaped = '- id: one\n  ask: "Which step \\x69s not needed?"\n  right: One\n  wrong: [Two, Three]'
    linked = escaped.replace("\\x69s not needed?", "is not needed? See [its page](https://example.org/not).")
    named = escaped.replace("ask:", '"\\x61sk":').replace("\\x69s", "is")
    first = escaped.replace("Which step \\x69s not needed?", "Cannot be drained:")
    for written in (escaped, linked, named, first):
        (problem,) = findings(written, "I310")
        assert (problem.level, problem.edit) == ("warning", None)


def test_questions_without_options_may_ask_for_what_is_not_so() -> None:
    assert not findings("- id: one\n  ask: Which command is not needed?\n  answer: drain", "I310")


# I311, I312: too much, too little


def test_two_absolute_distractors_beside_a_careful_key_are_reported_at_the_second() -> None:
    problem = only("I311", ASK, "Memory falls by half", ["Only memory falls", "Memory falls", "It always falls"])
    assert "2 of 3 distractors speak in absolutes (only, always)" in problem.message
    assert (problem.level, problem.mark.line, problem.mark.column) == ("info", 6, 50)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Memory falls", ["Only memory falls", "Memory rises", "It stays"]),  # one
        ("All memory falls", ["Only memory falls", "It always falls"]),  # the key too
        ("A ring", ["An all-reduce over links", "A read-only volume"]),  # names
        ("A ring", ["A small ball", "A mustard"]),  # parts of words
        ("A ring", ["`only all`", "`always`"]),
        ("A ring", ["All of the above", "Only a tree"]),  # I307's
    ],
)
def test_one_absolute_one_in_the_key_names_and_code_are_no_pair(right: str, wrong: list[str]) -> None:
    assert not says("I311", ASK, right, wrong)


def test_a_vague_quantity_in_an_option_is_reported_once() -> None:
    problem = only("I312", ASK, "It is often taken back", ["It runs for some hours", "It is sold"])
    assert problem.message == "2 of 3 options name a vague quantity (often, some)"
    assert (problem.level, problem.mark.line, problem.mark.column) == ("info", 5, 12)


@pytest.mark.parametrize(
    "option",
    ["Refresh it more often", "As many as there are GPUs", "Drop the least frequently used", "A many-to-one join"],
)
def test_comparisons_names_and_stems_are_not_vague(option: str) -> None:
    assert not says("I312", "What is most likely, often and usually, in some way, right?", option, ["A", "B"])


# I313 to I315: how many, and how alike


@pytest.mark.parametrize(("count", "reported"), [(2, True), (3, False), (6, False), (7, True), (9, True)])
def test_two_options_are_too_few_and_seven_too_many(count: int, reported: bool) -> None:
    found = says("I313", ASK, "Key", [f"Distractor {n}" for n in range(count - 1)])
    assert bool(found) == reported
    assert all((p.level, p.mark.line, p.mark.column) == ("warning", 6, 12) for p in found)


def test_a_true_false_question_has_two_options_by_right() -> None:
    assert not findings("- id: one\n  claim: HPA adds nodes.\n  truth: false", "I313")


def test_options_of_92_hundredths_equal_letters_are_reported_at_the_later_one() -> None:
    problem = only(
        "I314", ASK, "It evicts those without a toleration", ["It restarts", "It evicts those with a toleration"]
    )
    assert "96% the same letters" in problem.message
    assert (problem.level, problem.mark.line, problem.mark.column) == ("info", 6, 28)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It evicts those without a toleration", "It evicts those lacking a toleration"),  # 89 %
        ("It evicts all of them", "It evicts all of then"),  # short
        ("It adds 16 replicas to the set", "It adds 15 replicas to the set"),  # digits
        ("It reads a < b for all the nodes", "It reads a > b for all the nodes"),  # symbols
        ("It evicts those, without toleration", "It evicts those without toleration."),  # only punctuation
        ("It runs `kubectl drain node --all`", "It runs `kubectl drain node --al`"),  # code
    ],
)
def test_short_options_code_digits_and_symbols_are_no_duplicates(one: str, other: str) -> None:
    assert not says("I314", ASK, one, [other, "Nothing"])


def test_the_later_one_is_that_of_the_file() -> None:
    wrong = "wrong: [It evicts those with a toleration, No]"
    (problem,) = findings(f"- id: one\n  ask: Why?\n  {wrong}\n  right: It evicts those without a toleration", "I314")
    assert problem.mark.line == 6


@given(st.text("abc ", min_size=1, max_size=12), st.text("abc ", min_size=1, max_size=12))
def test_the_bit_parallel_comparison_is_the_longest_common_subsequence(one: str, other: str) -> None:
    rows = [[0] * (len(other) + 1)]
    for a in one:
        row = [0]
        for n, b in enumerate(other):
            row.append(rows[-1][n] + 1 if a == b else max(rows[-1][n + 1], row[-1]))
        rows.append(row)
    assert _alike(one, other) == 2 * rows[-1][-1] / (len(one) + len(other))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("It does not remove replicas", "It removes replicas"),
        ("It can run without a GPU", "It can run with a GPU"),
        ("The pod isn't evicted", "The pod is evicted"),
        ("It cannot add nodes", "It can add nodes"),
        ("It has no effect on the pods", "It has an effect on the pods"),
        ("It removes replicas", "It never removes replicas"),
    ],
)
def test_a_key_and_its_denial_are_a_pair(right: str, wrong: str) -> None:
    problem = only("I315", ASK, right, ["It adds a node", wrong])
    assert (problem.level, problem.mark.line) == ("info", 6)
    assert not says("I315", ASK, right, [wrong])  # two options: I313's
    assert not says("I315", ASK, "It adds a node", [right, wrong])  # neither is the key


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("It does not remove replicas", "It removes nodes"),
        ("It does not remove replicas", "It does not remove nodes"),
        ("Not", "`x`"),
        ("It removes replicas", "It removes no replicas but one"),
    ],
)
def test_denials_of_something_else_are_no_pair(right: str, wrong: str) -> None:
    assert not says("I315", ASK, right, ["It adds a node", wrong])


# I319, I320: several questions in one

STATEMENTS = "What adds to the time to first token? 1. Queueing 2. Prefill 3. Decoding"


@pytest.mark.parametrize(
    ("ask", "right", "wrong"),
    [
        (STATEMENTS, "1 and 2", ["2 and 3", "1, 2 and 3"]),
        (ASK, "1 and 2 only", ["3 only", "1, 2 and 3"]),
        ("What holds? I) It is fast. II) It is dear.", "I only", ["II only", "Both I and II"]),
        ("What holds? (a) It is fast. (b) It is dear.", "a", ["b", "a and b"]),
        (ASK, "Statements 1 and 3", ["Statement 2", "Statements 2 and 3"]),
    ],
)
def test_options_that_combine_statements_are_reported(ask: str, right: str, wrong: list[str]) -> None:
    problem = only("I319", ask, right, wrong)
    assert problem.level == "warning"
    assert "of 3 options combine statements" in problem.message
    assert problem.mark.line == (6 if right == "a" or right == "I only" else 5), "the first that combines some"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("1 and 3", ["2 and 4", "4 and 8"]),  # two numbers: smallest and largest, say
        ("8", ["16", "32"]),
        ("1 and 2 only", ["Prefill", "Decoding"]),  # one
        ("A and a half", ["Both nodes", "Only one"]),
    ],
)
def test_pairs_of_numbers_are_values(right: str, wrong: list[str]) -> None:
    assert not says("I319", "How many at least and at most?", right, wrong)
    assert not says("I319", "How many at least and at most? 1. is the first.", right, wrong)


@pytest.mark.parametrize(("end", "found"), [("", True), (".", False)])
def test_a_combination_of_labels_is_short(end: str, found: bool) -> None:
    """The options are of 40 characters, and of 41."""
    options = [", ".join("12345678912345") + end, ", ".join("98765432198765") + end]
    assert bool(says("I319", STATEMENTS, options[0], [options[1], "Nothing"])) == found


def test_a_set_of_sentences_is_reported_only_when_selected_and_only_where_truth_is_asked_for() -> None:
    sentences = ["A taint moves pods to another node.", "DNS assigns addresses.", "NVMe is slower than object storage."]
    asked = choice("Which statement is true?", "A GPU has its own memory.", sentences)
    (problem,) = findings(asked, "I320")
    assert (problem.level, problem.mark.line) == ("info", 4)
    assert "3 of 4 options" in problem.message  # three words are too few to judge
    opened, files = course_of([bank(asked)])
    assert "I320" not in {found.rule for found in lint(opened, files, Wanted())}
    assert not says("I320", ASK, "A GPU has its own memory.", sentences)
    assert not says("I320", "Which statement is true?", "A GPU has its own memory.", ["the node", "Some pod", "DNS"])


# all of them

OTHER_KINDS = """
- {id: a, ask: Which is not right?, number: 8 * 8, unit: GB}
- {id: b, ask: Which is not right?, answer: [all of the above, A and B]}
- {id: c, blanks: "All of the [[above]], always and never"}
- {id: d, ask: Which is not right?, order: [A and B, All of the above, None of the above]}
- {id: e, ask: Which is not right?, match: {A and B: All of the above, B and C: None of the above}}
- {id: f, claim: All of the above are never false., truth: false}
- {id: g, ask: Which is not right?, code: echo 1, output: "1"}
"""
ODD = (
    "`",
    "``",
    "*",
    "_",
    "**",
    "?",
    "…",
    "\u25a1",
    "🙂",
    "👩‍💻",
    "一",
    "עברית",
    "ا",
    "́",
    "()",
    "[](",
    "`a",
    "-",
    ".",
    "A",
)


def test_questions_without_options_are_left_alone() -> None:
    assert codes(OTHER_KINDS, *CODES) == []


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_are_judged_without_a_slip(odd: str) -> None:
    findings(choice(odd, odd, [odd * 2 + "x", odd * 3 + "y"]), *CODES)
    findings(choice(f"Which is not {odd}? {odd}", odd + "1", [f"{odd}{n}" for n in range(2, 10)]), *CODES)
    findings(choice(odd, [odd + "k", odd + "l"], [f"`{odd}`", f"{odd} and {odd}"]), *CODES)


PIECES = st.sampled_from(
    (
        *ODD,
        *listed("a an and or not all none of the above A B only is are except least 1 2 8-bit I II , . : ( ) — `x` **"),
    )
)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60),
    st.lists(PIECES, min_size=1, max_size=12).map(" ".join),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, st.lists(TEXT, min_size=2, max_size=9), st.integers(1, 3), st.booleans())
def test_no_rule_fails_on_any_text(ask: str, options: list[str], keys: int, kept: bool) -> None:
    keys = min(keys, len(options) - 1)
    more = f"  keep_order: {list(range(1, keys + 1))}\n" if kept else ""
    text = bank(choice(ask, options[:keys], options[keys:], more))
    opened, files = course_of([text])
    for problem in lint(opened, files, Wanted(select=CODES)):
        assert problem.mark.line >= 1
        assert problem.edit is None or problem.edit.start < problem.edit.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        *("`" * 60000, "`a " * 20000, "[](" * 20000, "*a " * 20000, "not " * 15000, "is " * 20000, "which " * 10000),
        *(
            "a" * 60000,
            "a an " * 12000,
            "_" * 60000,
            "x - " * 15000,
            ", " * 30000,
            "except " * 8000,
            "that is, " * 7000,
        ),
        *("true which is false " * 3000, "always all " * 5000, "A and B, " * 6000, "- ' " * 15000),
    ],
    ids=lambda text: text[:12],
)
def test_the_longest_texts_take_no_time(text: str) -> None:
    """64 KiB a text is the most that is read; no pattern may run away on one."""
    question = choice(f"{text} Which is not __?", text + "k", [f"{text}{n}" for n in range(3)])
    began = perf_counter()
    findings(question, *CODES)
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    ("stems", "root"),
    [
        ("stop stopped stopping stops", "stop"),
        ("plan planned planning plans", "plan"),
        ("scale scales scaled scaling", "scal"),
        ("query queries queried querying", "query"),
        ("press pressed presses pressing", "press"),
        ("pull pulled pulling pulls", "pull"),
        ("repeat repeated repeatedly repeats", "repeat"),
        ("relation relations", "relation"),
        ("quant quantization", "quant"),
        ("less", "less"),
        ("egg eggs", "egg"),
        ("ring rings", "ring"),
        ("used", "used"),
        ("es", "es"),
    ],
)
def test_words_of_one_stem_are_one(stems: str, root: str) -> None:
    assert {stem(word) for word in stems.split()} == {root}


@given(st.text("abZ-' .,9_é’*`□"))
def test_the_quick_way_to_words_finds_the_same_words(text: str) -> None:
    assert words(text) == words(text + " é")[:-1]


def test_code_of_several_backticks_is_masked_as_one_and_unbalanced_ones_stay() -> None:
    assert plain("run ``a ` b`` or `c`") == "run □ or □"
    assert plain("one ` alone") == "one ` alone"
    assert content("The scaled Scaling of an 8-bit cache") == {"scal", "bit", "cach"}


def test_every_rule_here_has_a_level_and_says_the_next_move() -> None:
    assert {code: catalogue()[code].level for code in CODES if catalogue()[code].level == "error"} == {"I309": "error"}
    assert {code for code in CODES if not catalogue()[code].default} == {"I316", "I320"}
