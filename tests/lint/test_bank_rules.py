"""Rules on a whole bank or course: just under and just over each threshold, what they say, how bad it is, and where."""

from collections.abc import Sequence
from itertools import pairwise
from time import process_time
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.dice import Dice
from aiinfra_study.core.problem import Problem
from aiinfra_study.lint import Wanted, lint
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.lint.rules import duplicates
from aiinfra_study.lint.rules.blind_score import BlindScore, blind_score
from aiinfra_study.lint.stats import (
    binomial_tail,
    chi_square,
    chi_square_tail,
    cramers_v,
    fisher_tail,
    odds_ratio,
)

from .banks import bank, course_of, findings

QUESTIONS = (2, 1)  # line and column of the key `questions:` in a bank written here


def only(questions: str, code: str) -> Problem:
    (problem,) = findings(questions, code)
    return problem


def levels(questions: str, code: str) -> list[str]:
    return [problem.level for problem in findings(questions, code)]


def at(problem: Problem) -> tuple[int, int]:
    return problem.mark.line, problem.mark.column


def asked(number: int, right: str, wrong: Sequence[str], more: str = "") -> str:
    """A question with one key; `right` may be a list in brackets."""
    return f"- {{id: q{number}, ask: Which is it?, right: {right}, wrong: [{', '.join(wrong)}]{more}}}"


def lines(questions: Sequence[str]) -> str:
    return "\n".join(questions)


# B401


def lengths(hits: int, n: int, options: int = 4) -> str:
    """Of n questions the first few have the longest key; the others have keys as long as a distractor."""
    short = [f"d{place}" for place in range(options - 2)]
    return lines([asked(i, "kkk" if i < hits else "kk", ["dd" if i < hits else "ddd", *short]) for i in range(n)])


@pytest.mark.parametrize(
    ("hits", "n", "options", "level"),
    [
        (7, 7, 4, []),  # too few questions
        (8, 8, 4, ["error"]),
        (6, 8, 3, ["info"]),  # 75 %, but p = 0.02
        (11, 16, 4, ["warning"]),  # 69 %
        (12, 16, 4, ["error"]),  # 75 %, p = 4e-5
        (11, 24, 4, ["info"]),  # 46 %, p = 0.02
        (12, 24, 4, ["warning"]),  # 50 %, p = 0.007
        (10, 20, 4, ["info"]),  # 50 %, but p = 0.014
        (9, 20, 4, ["info"]),  # 45 %, p = 0.04
        (8, 20, 4, []),  # 40 %, but p = 0.1
        (20, 50, 4, ["info"]),  # 40 %, p = 0.01
        (19, 50, 4, []),  # 38 %, p = 0.03
        (5, 20, 4, []),
    ],
)
def test_the_share_of_longest_keys_and_its_p_set_the_level(hits: int, n: int, options: int, level: list[str]) -> None:
    assert levels(lengths(hits, n, options), "B401") == level


def test_the_longest_key_is_told_with_its_figures_at_the_questions_of_the_bank() -> None:
    problem = only(lengths(14, 15), "B401")
    assert "14 of 15 questions (93%, chance 25%, p = 4.3e-08)" in problem.message
    assert (at(problem), problem.question) == (QUESTIONS, None)
    assert problem.help


def test_a_key_as_long_as_another_option_is_not_the_longest_and_code_counts_as_it_is_shown() -> None:
    assert not levels(lines([asked(i, "kkk", ["ddd", "d"]) for i in range(20)]), "B401")
    code = [asked(i, '"`get the pods`"', ["a wrong one", "another one"]) for i in range(8)]
    assert levels(lines(code), "B401") == ["error"]
    plain = [asked(i, "another one", ['"`get the pods`"', "a wrong one"]) for i in range(8)]
    assert not levels(lines(plain), "B401")


def test_other_kinds_do_not_count_towards_the_longest_key() -> None:
    several = [asked(i, "[kkkkkkk, kkkkkk]", ["d", "dd"]) for i in range(20)]
    assert not levels(lines(several), "B401")
    assert not levels(lengths(7, 7) + "\n- {id: c, claim: A claim., truth: true}", "B401")


def test_chance_is_the_mean_over_questions_with_different_numbers_of_options() -> None:
    three = [asked(i, "kkk", ["d1", "d2"]) for i in range(5)]
    five = [asked(i, "kkk", ["d1", "d2", "d3", "d4"]) for i in range(5, 10)]
    assert "chance 27%" in only(lines(three + five), "B401").message


# B402


def placed(counts: Sequence[int], more: str = "") -> str:
    """Questions whose key stands at place 1 so many times, at place 2 so many, and so on."""
    places = [place for place, count in enumerate(counts, 1) for _ in range(count)]
    wrong = [f"d{i}" for i in range(1, len(counts))]
    return lines([asked(i, "k", wrong, f", keep_order: {place}{more}") for i, place in enumerate(places)])


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 11, 0, 0), False),  # too few
        ((0, 12, 0, 0), True),
        ((8, 2, 1, 1), False),  # chi² = 11.33, p = 0.0101
        ((9, 1, 1, 1), True),  # chi² = 16, p = 0.001
        ((130, 90, 90, 90), False),  # p = 0.007, but V = 0.10
        ((160, 80, 80, 80), True),  # V = 0.20
        ((6, 6, 6, 6), False),
    ],
)
def test_keys_at_one_place_are_told_if_it_is_neither_chance_nor_a_trifle(counts: Sequence[int], told: bool) -> None:
    assert levels(placed(counts), "B402") == ["warning"] * told


def test_the_place_of_the_key_is_told_with_its_figures() -> None:
    problem = only(placed((0, 12, 3, 0)), "B402")
    for figure in ("of 15 keys", "12 (80%) stand at place 2", "0, 12, 3, 0", "chi² = 25.8", "p = 1.1e-05", "V = 0.76"):
        assert figure in problem.message
    assert (at(problem), problem.question) == (QUESTIONS, None)


def test_shuffled_options_and_several_keys_have_no_place() -> None:
    shuffled = lines([asked(i, "k", ["d1", "d2"]) for i in range(30)])
    assert not levels(shuffled, "B402")
    several = lines([asked(i, "[k, l]", ["d1", "d2"], ", keep_order: [1, 2]") for i in range(30)])
    assert not levels(several, "B402")
    assert not levels(placed((0, 11, 0)) + "\n" + asked(99, "k", ["d1", "d2"]), "B402")


def test_questions_with_different_numbers_of_options_are_judged_together() -> None:
    three = placed((0, 8, 0))
    four = [asked(i, "k", ["d1", "d2", "d3"], ", keep_order: 2") for i in range(100, 108)]
    problem = only(lines([three, *four]), "B402")
    assert "16 (100%) stand at place 2 (by place: 0, 16, 0, 0;" in problem.message
    fair = [asked(i, "k", ["d1", "d2", "d3"], f", keep_order: {i % 4 + 1}") for i in range(100, 108)]
    assert not levels(lines([placed((3, 3, 2)), *fair]), "B402")


# B403


def spoken(n: int, distractors: int, keys: int, wrong: int = 3) -> str:
    """n questions, with an absolute in so many of all distractors and of all keys."""
    marked = iter([True] * distractors + [False] * (n * wrong - distractors))
    questions = []
    for i in range(n):
        options = [f"only d{i}{place}" if next(marked) else f"d{i}{place}" for place in range(wrong)]
        questions.append(asked(i, "only this" if i < keys else "this", options))
    return lines(questions)


@pytest.mark.parametrize(
    ("n", "distractors", "keys", "told"),
    [
        (9, 20, 0, False),  # too few questions
        (10, 9, 0, False),  # p = 0.052
        (10, 10, 0, True),  # p = 0.035
        (100, 74, 10, False),  # odds 2.95
        (100, 75, 10, True),  # odds 3.0
        (10, 0, 10, False),  # the other way round
    ],
)
def test_absolutes_are_told_if_they_mark_distractors(n: int, distractors: int, keys: int, told: bool) -> None:
    assert levels(spoken(n, distractors, keys), "B403") == ["warning"] * told


def test_five_distractors_with_an_absolute_are_a_pattern_and_four_are_not() -> None:
    def few(count: int) -> str:
        return lines([asked(i, "[a, b, c, d, e]", ["always" if i < count else "x"]) for i in range(10)])

    assert not levels(few(4), "B403")
    assert levels(few(5), "B403") == ["warning"]


def test_absolutes_are_told_with_their_figures() -> None:
    problem = only(spoken(15, 15, 1), "B403")
    for figure in ("15 of 45 distractors (33%)", "1 of 15 keys (7%)", "15 questions", "odds ratio 7.0", "p = 0.039"):
        assert figure in problem.message
    assert (at(problem), problem.question) == (QUESTIONS, None)


def test_all_of_the_above_and_names_with_such_a_word_are_no_absolutes() -> None:
    for option in ("all of the above", "an all-reduce", "a read-only volume", "`only`", "overall"):
        questions = [asked(i, "this", [f'"{option}"', "x", "y"]) for i in range(30)]
        assert not levels(lines(questions), "B403"), option


# B404


def test_eight_questions_with_the_same_number_of_keys_are_told_and_seven_are_not() -> None:
    two = [asked(i, "[a, b]", ["c", "d"]) for i in range(8)]
    problem = only(lines(two), "B404")
    assert problem.message == "all 8 questions with several keys have 2 of them"
    assert (problem.level, at(problem), problem.question) == ("info", QUESTIONS, None)
    assert not levels(lines([*two[:7], asked(9, "a", ["b", "c"])]), "B404")
    assert not levels(lines([*two, asked(9, "[a, b, c]", ["d", "e"])]), "B404")
    assert only(lines([*two, asked(9, "[a, b]", ["c", "d"])]), "B404").message.startswith("all 9 questions ")


# B405


def scores(questions: str) -> dict[str, BlindScore]:
    course, _ = course_of([bank(questions)])
    return {score.guesser: score for score in blind_score(course.banks[0])}


def test_a_bank_without_options_has_no_blind_score() -> None:
    assert scores("- {id: c, claim: A claim., truth: true}") == {}


def test_guessers_that_are_drawn_to_several_options_share_the_point() -> None:
    found = scores(lines([asked(0, "kkk", ["ddd", "d"]), asked(1, "kk", ["d", "e"]), asked(2, "k", ["ddd", "d"])]))
    assert found["longest"] == ("longest", pytest.approx(0.5), pytest.approx(1 / 3), 3)
    assert found["most overlap with the stem"].score == found["no absolutes"].score == pytest.approx(1 / 3)


def test_of_several_keys_as_many_are_ticked_and_marked_as_the_quiz_does() -> None:
    net = scores(asked(0, "[kkk, k]", ["dd", "d"]))["longest"]  # ticks kkk and dd: (1 - 1) / 2
    assert (net.score, net.chance) == (0, pytest.approx(1 / 6))  # both of four: 1 of 6 ways
    tied = scores(asked(0, "[kkk, k]", ["d", "e"]))["longest"]  # ticks kkk and one of three
    assert tied.score == pytest.approx(1 / 3)
    three = scores(asked(0, "[a, b, c]", ["d"]))["longest"]  # one way is right, three earn (2 - 1) / 3
    assert three.score == three.chance == pytest.approx(1 / 4 + 3 / 4 / 3)
    whole = scores(asked(0, "[a, b, c]", ["d"], ", partial: all"))["longest"]
    assert whole.chance == pytest.approx(1 / 4)


def test_the_other_guessers_read_the_stem_strike_out_absolutes_and_take_the_first() -> None:
    ask = "- {id: a, ask: What limits decoding?, right: Decoding reads weights, wrong: [It always waits, Only luck]"
    found = scores(f"{ask}, keep_order: 1}}")
    assert {name: score.score for name, score in found.items()} == {
        "longest": 1,
        "most overlap with the stem": 1,
        "no absolutes": 1,
        "first as written": 1,
    }
    assert scores(f"{ask}, keep_order: 3}}")["first as written"].score == 0
    assert scores(f"{ask}}}")["first as written"].score == pytest.approx(1 / 3), "what is shuffled has no first"


def test_the_blind_score_is_a_report_and_no_finding() -> None:
    rule = catalogue()["B405"]
    assert (rule.name, rule.on, rule.level) == ("blind-score", "report", "info")
    assert not findings(lengths(20, 20), "B405")


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), st.booleans()), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_the_mean_over_all_draws_is_what_a_guesser_who_sees_nothing_gets(shape: list[tuple[int, int, bool]]) -> None:
    questions = []
    for i, (right, wrong, net) in enumerate(shape):
        keys = f"[{', '.join(f'k{n}' for n in range(right))}]"
        partial = "" if net or right == 1 else ", partial: all"
        questions.append(asked(i, keys, [f"d{n}" for n in range(wrong)], partial))
    for score in scores(lines(questions)).values():
        assert 0 <= score.chance <= 1
        assert score.score == pytest.approx(score.chance), "all options look alike"


# B409


@pytest.mark.parametrize(
    ("readable", "broken", "families", "thin"),
    [
        (8, 0, 0, ""),
        (7, 0, 0, "too few questions: 7 for the pre-quiz and 7 for the post-quiz, 8 are wanted"),
        (7, 1, 0, ""),  # what cannot be read yet is there
        (6, 1, 0, "too few questions: 7 for the pre-quiz and 7 for the post-quiz, 8 are wanted"),
        (7, 0, 1, ""),
        (6, 0, 3, "too few questions: 7 for the pre-quiz and 7 for the post-quiz, 8 are wanted"),  # one of a family
    ],
)
def test_a_quiz_needs_eight_questions(readable: int, broken: int, families: int, thin: str) -> None:
    listed = [asked(number, "a", ["b", "c"]) for number in range(readable)]
    listed += [f"- {{id: x{number}, ask: Which?}}" for number in range(broken)]
    listed += [asked(100 + number, "a", ["b", "c"], ", family: one") for number in range(families)]
    assert [problem.message for problem in findings(lines(listed), "B409")] == [thin] * bool(thin)


def test_a_quiz_counts_the_questions_of_its_stage() -> None:
    both = [asked(number, "a", ["b", "c"]) for number in range(7)]
    pre = asked(8, "a", ["b", "c"], ", use: pre")
    assert only(lines([*both, pre]), "B409").message == "too few questions: 7 for the post-quiz, 8 are wanted"
    assert at(only(lines([*both, pre]), "B409")) == QUESTIONS


# B406

STEM = "What grows in the memory of a GPU with each token of a conversation?"


def posed(identity: str, ask: str, right: str = "The KV cache", more: str = "") -> str:
    return f'- {{id: {identity}, ask: "{ask}", right: {right}, wrong: [The weights, The code]{more}}}'


def test_the_same_stem_and_key_are_an_error_on_the_later_question_which_names_the_earlier() -> None:
    problem = only(lines([posed("one", STEM), posed("two", STEM)]), "B406")
    assert (problem.level, problem.question, at(problem)) == (
        "error",
        "course/two",
        (4, len("  - {id: two, ask: ") + 1),
    )
    assert problem.message == 'has the same stem and key as "one"'


def test_space_and_the_order_of_keys_make_no_other_question() -> None:
    two = lines([posed("one", "Which?", "[a, b]"), posed("two", "  Which? ", "[b, a]")])
    assert only(two, "B406").level == "error"
    claims = lines(["- {id: one, claim: It is., truth: true}", "- {id: two, claim: It is., truth: true}"])
    assert only(claims, "B406").level == "error"
    assert not levels(claims.replace("truth: true}", "truth: false}", 1), "B406"), "too few words"


def test_nearly_the_same_stem_is_a_warning() -> None:
    turned = "With each token of a conversation, what grows in GPU memory?"
    problem = only(lines([posed("one", STEM), posed("two", turned, "Keys and values")]), "B406")
    assert (problem.level, problem.message) == ("warning", 'asks nearly the same as "one"')
    assert only(lines([posed("one", STEM), posed("two", STEM, "Keys and values")]), "B406").level == "warning"


def test_four_fifths_of_the_words_are_nearly_the_same_and_three_quarters_are_not() -> None:
    eight = "alpha bravo candle delta ember fossil garnet hammer"
    assert levels(lines([posed("one", f"{eight} iris"), posed("two", f"{eight} jade", "x")]), "B406") == ["warning"]
    seven = eight.removesuffix(" hammer")
    assert not levels(lines([posed("one", f"{seven} iris"), posed("two", f"{seven} jade ivory", "x")]), "B406")


def test_four_words_with_a_meaning_are_enough_and_three_are_not() -> None:
    assert levels(
        lines([posed("one", "alpha bravo candle delta"), posed("two", "delta alpha bravo candle", "x")]), "B406"
    )
    assert not levels(lines([posed("one", "alpha bravo candle"), posed("two", "candle alpha bravo", "x")]), "B406")


def test_parallel_forms_are_let_be_and_their_strangers_are_not() -> None:
    one, two = (posed(name, STEM, more=", family: cache") for name in ("one", "two"))
    assert not levels(lines([one, two]), "B406")
    other = only(lines([one, two, posed("three", STEM, more=", family: other")]), "B406")
    assert (other.question, other.level) == ("course/three", "error")
    assert [p.question for p in findings(lines([one, posed("three", STEM), two]), "B406")] == [
        "course/three",
        "course/two",
    ]


def test_other_kinds_other_code_and_other_numbers_are_other_questions() -> None:
    assert not levels(lines([posed("one", STEM), f'- {{id: two, ask: "{STEM}", answer: cache}}']), "B406")
    printed = '- {{id: {}, ask: "What does this little program print on a terminal?", code: "{}", output: "1"}}'
    assert levels(lines([printed.format("one", "print(1)"), printed.format("two", "print(1)")]), "B406") == ["error"]
    assert not levels(lines([printed.format("one", "print(1)"), printed.format("two", "print(2)")]), "B406")
    exit_code = "A pod of a training job ended with exit code {}. What happened?"
    assert not levels(lines([posed("one", exit_code.format(137)), posed("two", exit_code.format(139), "x")]), "B406")
    spans = "What does `kubectl {0}` do with the pods of a busy node, and `{0}` alone?"
    assert not levels(lines([posed("one", spans.format("cordon")), posed("two", spans.format("drain"), "x")]), "B406")


def test_a_number_question_with_other_numbers_is_a_parallel_form() -> None:
    numbers = "- {{id: {}, ask: How much memory do {} billion parameters take?, number: {}, unit: GB}}"
    two = lines([numbers.format("one", 7, 14), numbers.format("two", 13, 26)])
    assert only(two, "B406").level == "warning"
    assert not levels(two.replace("unit: GB", "unit: GB, family: weights"), "B406")


def test_gaps_are_compared_by_the_text_around_them() -> None:
    gaps = "- {id: %s, blanks: 'The cache of a conversation grows with every token in [[%s]].'}"
    assert levels(lines([gaps % ("one", "memory"), gaps % ("two", "HBM")]), "B406") == ["warning"]


def test_a_question_of_another_section_is_named_with_its_section() -> None:
    sections = [bank(posed("one", STEM)), bank(posed("two", "Which?") + "\n" + posed("three", STEM))]
    course, files = course_of(sections)
    (problem,) = lint(course, files, Wanted(select=("B406",)))
    assert (problem.mark.file, problem.question) == ("section-02.yaml", "course/three")
    assert problem.message == 'has the same stem and key as "one" of section-1'


WORDS = ("alpha", "bravo", "candle", "delta", "ember", "fossil", "garnet", "hammer")


@pytest.mark.parametrize("rare", [0, 3, 50])
@given(sets=st.lists(st.sets(st.sampled_from(WORDS), min_size=4), min_size=2, max_size=12), data=st.data())
@settings(max_examples=75, deadline=None)
def test_prefix_filtering_finds_what_comparing_all_pairs_finds(
    rare: int, sets: list[set[str]], data: st.DataObject
) -> None:
    families = [data.draw(st.sampled_from(["", "", "x"])) for _ in sets]
    stems = [" ".join(sorted(words)) for words in sets]
    questions = [
        posed(f"q{i}", stem, f"key{i}", f", family: {family}" if family else "")
        for i, (stem, family) in enumerate(zip(stems, families, strict=True))
    ]
    slow = {
        f"course/q{later}"
        for later, words in enumerate(sets)
        for earlier, others in enumerate(sets[:later])
        if len(words & others) >= 0.8 * len(words | others)
        and not (families[later] and families[later] == families[earlier])
    }
    with patch.object(duplicates, "RARE", rare):
        assert {problem.question for problem in findings(lines(questions), "B406")} == slow


# B407

KEY = "Sending a small share of live traffic to the new version"


def test_a_stem_with_all_words_of_another_key_is_told_on_the_later_question() -> None:
    cue = posed("cue", "Why do you send a small share of live traffic to new versions?")
    keyed = posed("keyed", "Which rollout hurts few?", KEY)
    first, then = only(lines([cue, keyed]), "B407"), only(lines([keyed, cue]), "B407")
    assert (first.question, first.message) == ("course/keyed", 'the stem of "cue" contains this key')
    assert (then.question, then.message) == ("course/cue", 'this stem contains the key of "keyed"')
    assert first.level == then.level == "info"
    assert at(first) == (4, len('  - {id: keyed, ask: "Which rollout hurts few?", right: ') + 1)
    assert at(then) == (4, len("  - {id: cue, ask: ") + 1)


def test_keys_of_three_words_and_stems_that_lack_one_are_let_be() -> None:
    cue = posed("cue", "Why do you send a small share of live traffic to copies?")
    assert not levels(lines([cue, posed("keyed", "Which?", KEY)]), "B407")
    assert not levels(lines([cue, posed("keyed", "Which?", "A small live share")]), "B407")
    assert levels(lines([cue, posed("keyed", "Which?", "A small live traffic share")]), "B407")


def test_a_stem_that_is_no_more_than_the_key_is_told_too() -> None:
    cue = posed("cue", "Small share of live traffic?")
    assert levels(lines([cue, posed("keyed", "Small share?", "A small share of live traffic")]), "B407")


def test_a_key_in_its_own_stem_or_in_that_of_another_section_gives_nothing_away() -> None:
    own = posed("own", "Why send a small share of live traffic to a new version?", KEY)
    assert not levels(lines([own, posed("two", "Which?")]), "B407")
    cue = posed("cue", "Why do you send a small share of live traffic to new versions?")
    course, files = course_of([bank(cue), bank(posed("keyed", "Which?", KEY))])
    assert not lint(course, files, Wanted(select=("B407",)))


def test_keys_to_be_typed_and_each_of_several_keys_count() -> None:
    cue = posed("cue", "Why do you send a small share of live traffic to new versions?")
    assert levels(lines([cue, "- {id: typed, ask: What?, answer: a small live traffic share}"]), "B407")
    assert levels(lines([cue, posed("several", "Which?", "[Luck, A small live traffic share]")]), "B407")


def test_questions_of_one_family_give_nothing_away_and_strangers_behind_them_do() -> None:
    cue = "Why do you send a small share of live traffic to new versions?"
    kin, keyed = (posed(*asked, more=", family: canary") for asked in (("kin", cue), ("keyed", "Which?", KEY)))
    assert not levels(lines([kin, keyed]), "B407")
    assert not levels(lines([keyed, kin]), "B407")
    told = only(lines([kin, posed("cue", cue), keyed]), "B407")
    assert (told.question, told.message) == ("course/keyed", 'the stem of "cue" contains this key')


# B408, B409


def claims(*uses: str, more: str = "") -> str:
    return lines([f"- {{id: c{i}, claim: Claim {i}., truth: true, {use}{more}}}" for i, use in enumerate(uses)])


@pytest.mark.parametrize(
    ("mix", "message"),
    [
        ({"remember": 4}, ""),  # too few
        ({"remember": 5}, "5 of 5 questions (100%) are at level remember"),
        ({"remember": 7, "apply": 3}, ""),  # 70 %
        ({"remember": 8, "apply": 3}, "8 of 11 questions (73%) are at level remember"),
        ({"remember": 3, "understand": 2}, "none of 5 questions is at level apply or above"),
        ({"remember": 3, "understand": 1, "create": 1}, ""),
        ({"understand": 4}, ""),
    ],
)
def test_the_levels_of_a_section_are_mixed(mix: dict[str, int], message: str) -> None:
    found = findings(claims(*(f"level: {level}" for level, count in mix.items() for _ in range(count))), "B408")
    assert [problem.message for problem in found] == [message] * bool(message)
    assert all((p.level, at(p), p.question) == ("info", QUESTIONS, None) for p in found)


def test_questions_without_a_level_say_nothing_about_the_mix() -> None:
    assert not levels(claims(*["use: both"] * 20, "level: remember"), "B408")


@pytest.mark.parametrize(
    ("uses", "message"),
    [
        (["both"] * 8, ""),
        (["both"] * 7, "too few questions: 7 for the pre-quiz and 7 for the post-quiz, 8 are wanted"),
        (["both"] * 7 + ["pre"], "too few questions: 7 for the post-quiz, 8 are wanted"),
        (["both"] * 6 + ["pre", "post", "post"], "too few questions: 7 for the pre-quiz, 8 are wanted"),
        (["both"] * 7 + ["pre", "post"], ""),
        (["both"] * 7 + ["review"] * 9, "too few questions: 7 for the pre-quiz and 7 for the post-quiz, 8 are wanted"),
    ],
)
def test_eight_questions_for_each_stage_are_enough(uses: list[str], message: str) -> None:
    found = findings(claims(*(f"use: {use}" for use in uses)), "B409")
    assert [problem.message for problem in found] == [message] * bool(message)
    assert all((p.level, at(p), p.question) == ("warning", QUESTIONS, None) for p in found)


def test_unmarked_questions_count_a_family_counts_once_and_broken_ones_count() -> None:
    assert not levels(claims(*["rev: 1"] * 8), "B409")
    assert levels(claims(*["rev: 1"] * 6, *["family: x"] * 2), "B409") == ["warning"]
    assert not levels(claims(*["rev: 1"] * 6, "family: x", "family: y"), "B409")
    assert not levels(claims(*["rev: 1"] * 7) + "\n- {id: broken, ask: What?}", "B409")


# all of them


def test_names_levels_and_scopes_are_those_of_the_catalogue() -> None:
    wanted = {
        "B401": ("longest-key-share", "warning", "bank"), "B402": ("key-position", "warning", "bank"),
        "B403": ("absolutes-contrast", "warning", "bank"), "B404": ("fixed-right-count", "info", "bank"),
        "B405": ("blind-score", "info", "report"), "B406": ("duplicate-question", "warning", "course"),
        "B407": ("gives-away", "info", "bank"), "B408": ("level-mix", "info", "bank"),
        "B409": ("thin-section", "warning", "bank"),
    }  # fmt: skip
    found = {code: rule for code, rule in catalogue().items() if code.startswith("B")}
    assert {code: (rule.name, rule.level, rule.on) for code, rule in found.items()} == wanted
    assert all(rule.default for rule in found.values())


def test_fair_banks_are_seldom_reported() -> None:
    """Five hundred banks of 15 questions whose options are drawn by lot: how long they are, and how they speak."""
    dice, told = Dice("fair banks"), {"B401": 0, "B403": 0}
    for _ in range(500):
        questions = []
        for i in range(15):
            options = [("only " if dice.below(5) == 0 else "") + "x" * (5 + dice.below(40)) + str(n) for n in range(4)]
            questions.append(asked(i, options[0], options[1:]))
        for problem in findings(lines(questions), *told):
            told[problem.rule] += problem.level != "info"
    assert told["B401"] <= 5, "1 %"
    assert told["B403"] <= 25, "5 %"


@pytest.mark.parametrize("options", [[3], [4], [5], [2, 4], [3, 4, 5]])
@pytest.mark.parametrize("n", [12, 25, 60])
def test_fair_places_are_told_one_time_in_a_hundred_from_twelve_questions_on(n: int, options: list[int]) -> None:
    """The chi-square tail is near enough, or on the safe side where numbers of options differ."""
    dice, told, runs = Dice("fair places", n, *options), 0, 3000
    counts = [options[i % len(options)] for i in range(n)]
    expected = [sum(1 / count for count in counts if place < count) for place in range(max(counts))]
    for _ in range(runs):
        seen = [0] * len(expected)
        for count in counts:
            seen[dice.below(count)] += 1
        told += chi_square_tail(chi_square(seen, expected), len(expected) - 1) < 0.01
    assert told <= 0.016 * runs


def test_banks_in_which_everything_is_alike_take_no_rule_long() -> None:
    words = "alpha bravo candle delta ember fossil garnet hammer iris jade"
    kin = [posed(f"q{i}", f"{words} {'abcdefghij'[i % 10]}bc", "x", ", family: f") for i in range(1000)]
    same = [posed(f"q{i}", words, words) for i in range(1000)]
    for questions in (kin, same):
        course, files = course_of([bank(lines(questions))])
        start = process_time()
        lint(course, files, Wanted(select=("B",)))
        assert process_time() - start < 1.5


# the statistics


def test_the_binomial_tail_by_hand() -> None:
    assert binomial_tail(3, 3, 0.5) == pytest.approx(1 / 8)
    assert binomial_tail(2, 3, 0.5) == pytest.approx(4 / 8)
    assert binomial_tail(14, 15, 0.25) == pytest.approx((15 * 3 + 1) / 4**15)
    assert binomial_tail(0, 3, 0.5) == binomial_tail(3, 3, 1.0) == 1
    assert binomial_tail(1, 3, 0.0) == binomial_tail(4, 3, 0.5) == 0


def test_fisher_and_odds_by_hand() -> None:
    assert fisher_tail(3, 0, 0, 3) == pytest.approx(1 / 20), "the lady tasting tea, with six cups"
    assert fisher_tail(3, 1, 1, 3) == pytest.approx((16 + 1) / 70), "with eight cups and one slip"
    assert fisher_tail(0, 3, 3, 0) == 1
    assert odds_ratio(15, 30, 1, 14) == 7
    assert odds_ratio(3, 1, 0, 4) == (3.5 * 4.5) / (1.5 * 0.5)


def test_chi_square_by_hand() -> None:
    assert chi_square((0, 12, 3, 0), (3.75,) * 4) == pytest.approx(25.8)
    assert cramers_v(25.8, 15, 4) == pytest.approx(0.757, abs=0.001)
    assert cramers_v(45, 15, 4) == 1, "all at one place"
    assert chi_square_tail(3.841459, 1) == pytest.approx(0.05, abs=1e-6)
    assert chi_square_tail(5.991465, 2) == pytest.approx(0.05, abs=1e-6)
    assert chi_square_tail(11.344867, 3) == pytest.approx(0.01, abs=1e-6)
    assert chi_square_tail(0, 3) == 1
    assert chi_square_tail(1e6, 8) == 0


@given(st.integers(1, 5000), st.floats(0.05, 0.95), st.floats(0, 1))
@settings(max_examples=150, deadline=None)
def test_the_binomial_tail_is_that_of_scipy(n: int, chance: float, share: float) -> None:
    stats = pytest.importorskip("scipy.stats")
    hits = round(share * n)
    assert binomial_tail(hits, n, chance) == pytest.approx(stats.binom.sf(hits - 1, n, chance), rel=1e-6, abs=1e-300)


@given(*[st.integers(0, 60)] * 4)
@settings(max_examples=100, deadline=None)
def test_fisher_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    expected = stats.hypergeom.sf(a - 1, a + b + c + d, a + b, a + c) if a else 1.0
    assert fisher_tail(a, b, c, d) == pytest.approx(expected, rel=1e-6, abs=1e-300)


@given(st.floats(0, 300), st.integers(1, 8))
@settings(max_examples=150, deadline=None)
def test_the_chi_square_tail_is_that_of_scipy(statistic: float, df: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert chi_square_tail(statistic, df) == pytest.approx(stats.chi2.sf(statistic, df), rel=1e-9, abs=1e-300)


def test_tails_fall_as_the_statistic_grows() -> None:
    for df in range(1, 9):
        tails = [chi_square_tail(x / 2, df) for x in range(200)]
        assert all(0 <= low <= high <= 1 for high, low in pairwise(tails))
