"""Rules on what surrounds the options: names, objectives, stem, explanation, units, dates, width, cut text.

For each rule: what comes near and must pass, what must not pass, at which level, and at which place.
"""

import json
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiinfra_study.core.problem import Edit, Problem
from aiinfra_study.lint import Wanted, lint
from aiinfra_study.lint.rule import catalogue
from aiinfra_study.lint.rules.width import cells
from aiinfra_study.store.comments import ignored
from aiinfra_study.store.yaml_document import read_yaml

from .banks import bank, codes, course_of, findings


def single(ask: str = "What limits decoding at batch size 1?", **fields: object) -> str:
    """A question to choose from; what is not given is as it should be."""
    tree = {
        "id": "decode-bound",
        "ask": ask,
        "right": "Memory bandwidth",
        "wrong": ["Arithmetic throughput", {"text": "Disk bandwidth", "why": "The disk is idle by then."}],
        "because": "Each token reads all weights and does only two operations with each of them.",
        **fields,
    }
    return "- " + json.dumps({key: value for key, value in tree.items() if value is not None}, ensure_ascii=False)


def numeric(ask: str, **fields: object) -> str:
    because = "Two bytes a parameter, times 70 billion."
    tree = {"id": "how-much", "ask": ask, "number": "140", "because": because, **fields}
    return "- " + json.dumps(tree, ensure_ascii=False)


def only(questions: str, code: str, **more: str) -> Problem:
    """The one finding of a rule."""
    (found,) = (p for p in findings(questions, code, **more) if p.rule == code)
    return found


def at(problem: Problem) -> tuple[int, int]:
    return problem.mark.line, problem.mark.column


# what the reader itself reports

READ = "- {id: a, ask: Which link?, right: NVLink, wrong: [PCIe]}"


@pytest.mark.parametrize(
    ("code", "fails", "passes"),
    [
        ("Y101", "- id: a\n  ask: Why so: what grew?", "- id: a\n  ask: Why so:what grew?"),
        ("Y101", "- id: a\n  ask: `free` shows what?", "- id: a\n  ask: What does `free` show?"),
        ("Y102", "- id: a\n  ask: What?\n  ask: Why?", READ + "\n" + READ.replace("id: a", "id: b")),
        ("Y103", "- id: a\n  ask: &x Why?", "- id: a\n  ask: What does R&D pay?"),
        ("Y103", "- id: a\n  ask: !!str Why?", "- id: a\n  ask: Why!! What?"),
        ("Y103", bank(READ) + "---\n", bank(READ) + "# ---\n"),
        ("Y103", "- id: a\n  ask: " + "x" * 65537, "- id: a\n  ask: " + "x" * 65536),
        ("T601", '- {id: a, ask: "Why\\e?"}', '- {id: a, ask: "Why\\t?"}'),
        ("T601", "- {id: a, ask: W\u202ehy?}", "- {id: a, ask: Wh\u00ff?}"),
        ("S201", READ.replace("ask", "question"), READ),
        ("S202", READ.replace("NVLink", "''"), READ),
        ("S203", "- {id: a, claim: MIG isolates., truth: yes}", "- {id: a, claim: MIG isolates., truth: true}"),
        ("S204", READ[:-1] + ", number: 3}", READ),
        ("S205", READ.replace("id: a", "id: A"), READ),
        ("S205", READ.replace("id: a, ", ""), READ),
        ("S205", READ.replace("id: a", "id: " + "a" * 65), READ.replace("id: a", "id: " + "a" * 64)),
        ("S206", READ[:-1] + ", media: {path: ../x.png, alt: x}}", READ[:-1] + ", media: {path: x.png, alt: x}}"),
        ("S209", READ.replace("PCIe", "NVLink"), READ.replace("PCIe", "NVLINK, NVLink!")),
        ("S209", READ.replace("PCIe", "PCIe, ' PCIe '"), READ),
        ("N501", "- {id: a, ask: How many?, number: len(x)}", "- {id: a, ask: How many?, number: ceil(2.5)}"),
        ("N502", "- {id: a, ask: How many?, number: 1 / 0}", "- {id: a, ask: How many?, number: 0 / 1}"),
    ],
)
def test_reading(code: str, fails: str, passes: str) -> None:
    assert {p.level for p in findings(fails, code) if p.rule == code} == {"error"}
    assert code not in codes(passes, code)


def silenced(text: str) -> list[str]:
    """What is left, and what is said of the comments."""
    course, (file,) = course_of([bank(text)])
    assert file.bank is not None
    return [p.rule for p in lint(course, [file._replace(ignored=ignored(file.bank.source))], Wanted())]


BARE = "- id: a{}\n  ask: Which component gives a pending pod its node?\n  right: The scheduler\n  wrong: [{}, Kubelet]"
WHY = "{text: The driver, why: It does not.}"


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("", ["I321"]),
        ("  # aiinfra: ignore[I321] the reading says it", []),
        ("  # aiinfra: ignore[I3] the reading says it", []),
        ("  # aiinfra: ignore[I321]", ["I321", "L902"]),
        ("  # aiinfra: ignore[I321, I324] the reading says it", ["L901"]),
        ("  # aiinfra: ignored nothing", ["I321"]),
    ],
)
def test_a_comment_silences_with_a_reason(comment: str, left: list[str]) -> None:
    assert sorted(code for code in silenced(BARE.format(comment, WHY)) if code in ("I321", "L901", "L902")) == left


@pytest.mark.parametrize(
    ("code", "help"), [("I321X", 'Did you mean "I321"?'), ("nonsense", "all rules: aiinfra lint --rules")]
)
def test_a_comment_that_names_no_rule_is_met_with_the_nearest(code: str, help: str) -> None:
    course, (file,) = course_of([bank(BARE.format(f"  # aiinfra: ignore[{code}] so", WHY))])
    assert file.bank is not None
    (problem,) = lint(course, [file._replace(ignored=ignored(file.bank.source))], Wanted(select=("L901",)))
    assert problem.help == help


@pytest.mark.parametrize(("between", "blamed"), [("- id: b\n  ask: one: two: three\n", False), ("", True)])
def test_a_comment_before_a_question_that_cannot_be_read_is_not_called_unused(between: str, blamed: bool) -> None:
    good = BARE.format("", WHY) + "\n  because: It is told where to run.\n"
    text = f"{good}# aiinfra: ignore[I321] the next one needs it\n{between}{good.replace('id: a', 'id: c')}"
    assert ("L901" in silenced(text)) == blamed


def test_what_is_wanted_is_that_of_the_folder_of_the_files() -> None:
    course, (file,) = course_of([bank(BARE.format("", WHY))])
    beside = (("", Wanted(select=("I301",))), ("deep/er", Wanted(select=("I321",))))
    inside = lint(course, [file._replace(name="deep/er/section-01.yaml")], Wanted(beside=beside))
    assert [problem.rule for problem in inside] == ["I321"]
    assert lint(course, [file], Wanted(beside=beside)) == []
    assert lint(course, [], Wanted(select=("I321",))) == []


@pytest.mark.parametrize("head", ["", "title: Links\n"])
@pytest.mark.parametrize(
    "field", ["ask: Which?  # aiinfra: ignore[I321] later", "hint: x  # aiinfra: ignore[I321] later"]
)
def test_a_comment_in_a_question_that_is_left_out_is_not_called_unused(head: str, field: str) -> None:
    """What no rule looked at, a comment cannot be blamed for; the last question goes on to the end of the list."""
    written = bank(f"{BARE.format('', WHY)}\n  because: It is told where to run.\n- id: b\n  {field}\n", head)
    assert "L901" not in silenced(written)
    assert "L901" in silenced(bank("- id: a\n  ask: Which?  # aiinfra: ignore[I399] so\n  right: b\n  wrong: c", head))


# Y104


def cut(ask: str, tail: str = "") -> str:
    """A question whose stem is written as it stands."""
    return f"- id: cut\n  ask: {ask}\n  right: NVLink\n  wrong: [PCIe, Ethernet]\n{tail}"


@pytest.mark.parametrize(
    "ask",
    [
        "Which link is meant in issue #4 of the run book",
        "Which language is C # meant to replace",
        "Which link does rank #0 use?",
        "Which link runs C #",
        "What is a # sign\n    # and a comment of its own",
        "A stem over\n    two lines on issue #4",
    ],
)
def test_unquoted_text_behind_a_hash_is_lost(ask: str) -> None:
    found = only(cut(ask), "Y104")
    assert (found.level, found.question) == ("warning", "course/cut")


@pytest.mark.parametrize(
    "ask",
    [
        '"Which link is meant in issue #4?"',
        "'Which link is meant in issue #4?'",
        "Which link is meant in issue#4?",
        "Which link is used?  # ask Bob about the second one",
        "Which link is used? # ask Bob about the second one",
        "Which link is used\t# ask Bob",
        "Which link is used # TODO ask Bob",
        "Which link is used # aiinfra: ignore[I318] the options complete it",
        "Which link is used #aiinfra: ignore[I318] the options complete it",
        ">-  # folded\n    Which link is meant in issue #4?",
        "|\n    Which link is meant in issue #4?\n    # is it?",
        "Which link is used?\n  # a comment of its own",
        '"Which link?"  # x #4',
        '"Which link?" #4',
    ],
)
def test_a_hash_in_quotes_in_a_block_or_in_a_clear_comment_cuts_nothing(ask: str) -> None:
    assert "Y104" not in codes(cut(ask), "Y104")


@pytest.mark.parametrize(
    "line",
    [
        "use: both # asked twice",
        "points: 2 # it is long",
        "objective: links # see the syllabus",
        "tags: [a, b] # sorted",
        "keep_order: 2 # the numbers rise",
        "as_of: 2026-11 # checked by Bob",
        "hint: # none yet",
    ],
)
def test_behind_a_word_or_a_number_of_the_format_a_hash_begins_a_comment(line: str) -> None:
    assert "Y104" not in codes(cut("Which link is used?", f"  {line}\n"), "Y104")


def test_every_cut_text_of_a_file_is_found_with_its_place() -> None:
    text = dedent("""\
        format: 1
        title: Links #1
        objectives:
          links: Tell links apart #really
        questions:
          - id: one
            ask: Which link is used between GPUs of one server?
            right: NVLink #4
            wrong:
              - PCIe # the fifth
              - {text: InfiniBand, why: It joins servers.}
            because: |
              NVLink #4 is wide.
          - ask: This question has no id, see #5
            right: x
            wrong: [y]
    """)
    found = [p for p in findings(text, "Y104") if p.rule == "Y104"]
    assert [(at(p), p.question) for p in found] == [
        ((2, 14), None),
        ((4, 27), None),
        ((8, 19), "course/one"),
        ((10, 14), "course/one"),
        ((14, 39), None),
    ]
    assert found[2].message == 'YAML takes "#4" for a comment: the text ends in "NVLink"'


@pytest.mark.parametrize(("lost", "said"), [("#" + "y" * 39, "#" + "y" * 39), ("#" + "y" * 40, "#" + "y" * 38 + "…")])
def test_what_is_cut_is_quoted_as_far_as_it_is_short(lost: str, said: str) -> None:
    kept = "x" * len(lost)
    found = only(f"- {{id: one, ask: Which?, right: b, wrong: c}}\n- id: two\n  ask: {kept} {lost}", "Y104")
    ends = kept if len(kept) <= 40 else "…" + kept[-39:]
    assert found.message == f'YAML takes "{said}" for a comment: the text ends in "{ends}"'


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ("Issue #4 says what?", "Issue #4 says what?"),
        ("A stem over\n    two lines, issue #4: what now?   ", "A stem over two lines, issue #4: what now?"),
        ('Say "hi" # twice', 'Say "hi" # twice'),
        ("Does C:\\temp it's #1?", "Does C:\\temp it's #1?"),
    ],
)
def test_the_edit_puts_the_whole_text_in_quotes(ask: str, value: str) -> None:
    text = bank(cut(ask))
    edit = only(text, "Y104").edit
    assert isinstance(edit, Edit)
    mended = text[: edit.start] + edit.text + text[edit.end :]
    tree = read_yaml(mended.encode(), "f").tree
    assert isinstance(tree, dict)
    (question,) = tree["questions"]
    assert question == {"id": "cut", "ask": value, "right": "NVLink", "wrong": ["PCIe", "Ethernet"]}
    assert "Y104" not in codes(mended, "Y104")


def test_in_brackets_the_author_has_to_say_where_the_text_ends() -> None:
    found = only("- id: cut\n  ask: Which link is used?\n  right: NVLink\n  wrong: [PCIe #4\n    , Ethernet]", "Y104")
    assert found.edit is None


# S205, S206


def test_an_id_is_used_once_in_a_course() -> None:
    one, two = bank(single()), bank("\n\n" + single())
    course, files = course_of([one, two])
    (found,) = lint(course, files, Wanted(("S205",)))
    assert (str(found.mark), found.level) == ("section-02.yaml:3:12", "error")
    assert "section-01.yaml:3:5" in found.message
    assert found.question == "course/decode-bound"


def test_twice_in_one_file_is_reported_once() -> None:
    assert codes(single() + "\n" + single(), "S205") == ["S205"]


def test_an_id_of_a_broken_question_is_used_in_other_files_too() -> None:
    broken = bank("- id: decode-bound\n  ask: Which one?")
    for texts in ([broken, bank(single())], [bank(single()), broken]):
        course, files = course_of(texts)
        (found,) = lint(course, files, Wanted(("S205",)))
        assert (found.mark.file, found.message.rpartition(" ")[2]) == ("section-02.yaml", "section-01.yaml:3:5")


def test_two_files_may_not_give_one_section_id() -> None:
    course, files = course_of([bank(single(id="a")), bank(single(id="b"), "section: section-1\n")])
    (found,) = lint(course, files, Wanted(("S205",)))
    assert (str(found.mark), found.question) == ("section-02.yaml:2:10", None)
    course, files = course_of([bank(single(id="a")), bank(single(id="b"), "section: section-3\n")])
    assert not lint(course, files, Wanted(("S205",)))


GLOSSARY = "format: 1\nmisconceptions: {weights-decay: {belief: They fade., contrast: They are constants.}}\n"


def test_a_misconception_is_declared_where_any_is() -> None:
    question = "- id: a\n  ask: Why?\n  right: x\n  wrong: [y, {text: z, misconception: weight-decay}]"
    found = only(question, "S206", course=GLOSSARY)
    assert (found.level, at(found)) == ("error", (6, 41))
    assert found.help == 'Did you mean "weights-decay"?'
    assert "S206" not in codes(question)
    assert "S206" not in codes(question.replace("weight-", "weights-"), course=GLOSSARY)


def test_slips_and_single_options_name_misconceptions_too() -> None:
    slip = numeric("How many?", slips=[{"number": "3", "why": "No.", "misconception": "nothing-known"}])
    assert codes(slip, "S206", course=GLOSSARY) == ["S206"]
    alone = single(wrong={"text": "x", "misconception": "nothing-known"})
    assert codes(alone, "S206", course=GLOSSARY) == ["S206"]


LECTURES = "format: 1\nsections: [{id: section-1, lectures: [{number: 51, title: Drift}]}]\n"


@pytest.mark.parametrize(("lectures", "there"), [("[51]", True), ("'51'", True), ("[51, 052]", False), ("x", False)])
def test_a_lecture_is_listed_where_any_is(lectures: str, there: bool) -> None:
    question = f"- id: a\n  ask: Why?\n  right: x\n  wrong: [y]\n  lectures: {lectures}"
    assert ("S206" not in codes(question, "S206", course=LECTURES)) == there
    assert "S206" not in codes(question, "S206")
    objective = {"objectives": {"o": {"text": "Know it", "lectures": lectures.strip("[]'").split(", ")}}}
    head = "objectives: " + json.dumps(objective["objectives"]) + "\n"
    assert ("S206" not in codes(single(objective="o"), "S206", head=head, course=LECTURES)) == there


@pytest.mark.parametrize(
    ("ref", "there"),
    [
        ("#drift", True),
        ("#drifts", False),
        ("course/section-1#drift", True),
        ("course/section-1#nothing", False),
        ("course/section-9#drift", False),
        ("other-course/section-9#drift", True),
        ("Google: Rules of ML, rule #8", True),
        ("C# documentation", True),
        ("GitHub issue #895", True),
    ],
)
def test_a_reference_of_this_course_leads_somewhere(ref: str, there: bool) -> None:
    course, files = course_of([bank(single(refs=["A book", ref]))])
    read = course._replace(anchors={"section-1": frozenset({"drift"})})
    assert ([p.rule for p in lint(read, files, Wanted(("S206",)))] == []) == there


def test_where_no_reading_was_read_no_anchor_is_missed() -> None:
    assert "S206" not in codes(single(refs="#drift"), "S206")


def test_ten_thousand_unknown_names_are_no_hang() -> None:
    wrong = [{"text": str(n), "misconception": f"unknown-name-{n}"} for n in range(8)]
    questions = "\n".join(single(id=f"q-{n}", wrong=wrong) for n in range(40))
    names = "\n".join(f"  name-{n}: {{belief: x, contrast: y}}" for n in range(300))
    assert len(findings(questions, "S206", course=f"format: 1\nmisconceptions:\n{names}\n")) == 320


# S207, S208


def test_an_objective_wants_two_questions() -> None:
    text = bank(single(objective="a"), "objectives:\n  a: Know it\n  b: {text: Do it}\n")
    one, none = findings(text, "S207")
    assert (one.message, none.message) == ('the objective "a" has only 1 question', 'the objective "b" has no question')
    assert (one.help, none.help) == tuple(f"write {more} more, or drop the objective" for more in (1, 2))
    assert (one.level, at(one), at(none)) == ("info", (3, 3), (4, 3))
    two = single(objective="a") + "\n" + single(id="b", objective="a")
    assert "S207" not in codes(two, head="objectives: {a: x}\n")


def test_a_broken_question_counts_for_its_objective() -> None:
    broken = "- id: broken\n  objective: a\n  ask: Which?"
    assert "S207" not in codes(single(objective="a") + "\n" + broken, "S207", head="objectives: {a: x}\n")


def test_a_question_names_an_objective_where_any_is_declared() -> None:
    found = only(single(), "S208", head="objectives: {a: x, b: y}\n")
    assert (found.level, at(found), found.help) == ("warning", (4, 5), "write objective: one of a, b")
    assert "S208" not in codes(single())
    assert "S208" not in codes(single(objective="a"), head="objectives: {a: x}\n")


# I317, I318


def test_sixty_words_or_forty_five_before_the_question_mark_are_the_limit() -> None:
    assert not codes(single("word " * 44 + "why?"), "I317")
    assert codes(single("word " * 45 + "why?"), "I317") == ["I317"]
    assert not codes(single("Why? " + "word " * 59), "I317")
    assert codes(single("Why? " + "word " * 60), "I317") == ["I317"]
    found = only(single("Name it. " + "word " * 60), "I317")
    assert (found.message, found.level) == ("the stem has 62 words", "info")


def test_code_and_lone_signs_are_no_words() -> None:
    assert not codes(single("`" + "word " * 80 + "` – " * 30 + "What is this?"), "I317")
    assert not codes(single("What does this print?\n```\n" + "x = 1 + 1\n" * 50 + "```"), "I317")


@pytest.mark.parametrize(
    "ask",
    [
        "A taint on a GPU node",
        "Pods that tolerate a taint.",
        "GPU memory:",
        "Why?",
        "RDMA?",
        "Kubernetes taints?",
        "Which of the following is true?",
        "Which statement is correct?",
        "Which is the best answer?",
    ],
)
def test_a_stem_asks_something(ask: str) -> None:
    found = only(single(ask), "I318")
    assert (found.level, at(found)) == ("warning", (3, 35))


@pytest.mark.parametrize(
    "ask",
    [
        "What is MIG?",
        "What does `nvidia-smi` do?",
        "A job idles each night. Why?",
        "GPUs idle before each epoch; where do you look?",
        "Name the collective that sums gradients.",
        "In one word, name the collective that sums gradients.",
        "Given ln 1.4 ≈ 0.34, compute the index.",
        "A ring all-reduce sends ___ times the buffer.",
        "A ring all-reduce sends \\_\\_\\_\\_ times the buffer.",
        "Each rank of a ring sends …",
        "A Deployment consists of:",
        "With machine learning, the programmer is given data instead of",
        "Which statement about taints is true?",
        "Which of the following is true of taints?",
        "什么是多实例？",
        "¿Qué es MIG?",
        "Which link is used? Assume one server.",
    ],
)
def test_a_question_a_gap_an_order_or_a_sentence_to_complete_is_focus_enough(ask: str) -> None:
    assert not codes(single(ask), "I318")


def test_kinds_that_say_what_to_do_need_no_question_mark() -> None:
    kinds = """
        - {id: a, claim: MIG isolates memory., truth: true}
        - {id: b, blanks: "MIG cuts a GPU into [[instances]]."}
        - {id: c, ask: "Node drain, from first to last", order: [Cordon, Evict, Reboot]}
        - {id: d, ask: "Scalers and what they change", match: {HPA: pods, CA: nodes}}
        - {id: e, ask: "Prints?", code: "print(7 * 8)", output: "56"}
    """
    assert not codes(kinds, "I318")


# I321 to I324


def test_a_question_has_a_because() -> None:
    found = only(single(because=None), "I321")
    assert (found.level, at(found)) == ("warning", (3, 5))
    assert codes(single(because="  "), "I321") == ["I321"]
    assert not codes(single(), "I321", "I322")


def test_eight_words_are_the_least() -> None:
    found = only(single(because="Each token reads all weights once more."), "I322")
    assert (found.message, found.level) == ("the because has 7 words, fewer than 8", "warning")
    assert not codes(single(because="Each token reads all of the weights again."), "I322")
    assert not codes(single(because="280 GB ÷ 3.5 GB/s = 80 s."), "I322"), "signs of a formula count"
    assert not codes(single(because=None), "I322"), "I321 says it"


KEY = "Pods that tolerate the taint of the node"


@pytest.mark.parametrize(
    ("because", "thin"),
    [
        ("It is the pods that tolerate the taint of the node.", True),
        ("The pods which can be placed are pods that tolerate the taint of that node.", True),
        ("The scheduler filters a tainted node out for pods without a toleration.", False),
        ("Of 10 pods that tolerate the taint of the node, each of the 10 can be placed.", False),
    ],
)
def test_a_because_says_more_than_the_key(because: str, thin: bool) -> None:
    asked = single("Which pods can be placed there?", right=KEY, because=because)
    assert (codes(asked, "I322") == ["I322"]) == thin


def test_the_because_of_a_claim_may_not_be_the_claim() -> None:
    claim = "- {id: a, claim: Time-slicing isolates the memory of pods that share a GPU., truth: false, because: %s}"
    assert codes(claim % "Time-slicing isolates the memory of pods that share a GPU.", "I322") == ["I322"]
    assert not codes(claim % "It takes turns on the processor and sets no limit on memory.", "I322")


def test_rationale_says_how_many_options_tell_why() -> None:
    bare = single(wrong=["Arithmetic throughput", "Disk bandwidth"])
    found = only(bare, "I323")
    assert (found.level, at(found)) == ("info", (3, 114))
    assert not codes(single(), "I323")
    assert not codes(bare, "I323", head="rationale: none\n")
    assert codes(bare, "I323", head="rationale: all\n") == ["I323"] * 3
    assert codes(single(), "I323", head="rationale: all\n") == ["I323"] * 2, "the key and one distractor"
    assert not codes("- {id: a, claim: MIG isolates memory., truth: true}", "I323")


@pytest.mark.parametrize(
    "text",
    [
        "As option B says, the weights are read once for each token.",
        "Options A and C forget that the weights are read once for each token.",
        "Answer C would be right for prefill, which is bound by arithmetic.",
        "See choice (b) for what holds in prefill, at large batch.",
        "Option 2 is what holds in prefill, at large batch.",
        "Prefill is what option 3, and only that, would describe.",
        "It is bound by arithmetic in prefill, so A is wrong.",
        "B and C are incorrect, since the weights are read once for each token.",
    ],
)
@pytest.mark.parametrize("field", ["because", "hint", "why"])
def test_no_text_names_an_option_by_its_letter(text: str, field: str) -> None:
    asked = single(wrong=[{"text": "Arithmetic", "why": text}]) if field == "why" else single(**{field: text})
    found = only(asked, "I324")
    assert found.level == "error"
    assert asked[found.mark.column - 3 :].startswith(json.dumps(text))
    ordered = asked[:-1] + ', "keep_order": 1}'
    assert not codes(ordered, "I324")


@pytest.mark.parametrize(
    "text",
    [
        "Another option is a larger batch, which reads the weights once for many.",
        "The answer I gave would hold for prefill, which is bound by arithmetic.",
        "Pass the option -B to bind the process to a NUMA node.",
        "A is read once for each token where the batch has size 1.",
        "Choices 4 GB and 8 GB leave no room for the KV cache.",
        "The server answers 3 requests and a batch of 5 takes no longer.",
        "An option A100 owners have is to cut the GPU into instances.",
        "Plan B is wrong where memory is short, and plan A where time is short.",
        "For chat systems first choices are a prompt and a better index.",
        "Of two options, more bandwidth or fewer bytes, the second option is quantisation.",
    ],
)
def test_what_only_looks_like_an_option_passes(text: str) -> None:
    assert not codes(single(because=text), "I324")


def test_the_first_option_is_a_warning() -> None:
    found = only(single(because="The first option forgets that the weights are read for each token."), "I324")
    assert found.level == "warning"


def test_names_that_the_stem_gives_are_not_letters_of_options() -> None:
    ask = "Option A costs $2 an hour, option B $3 and half the time. Which one is cheaper?"
    because = "Option B needs half the time, so it costs $1.50 where option A costs $2."
    assert not codes(single(ask, right="Option B", wrong=["Option A"], because=because), "I324")


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        ("A pod has no toleration. Which node has a place for a pod like that?", False),
        ("Which node has a place for it, with a taint or without?", False),
        ("Two nodes, A and B, have taints. Which one has a place for the pod?", True),
        ("A: a node with a taint. B: a node without. Which one has a place for the pod?", True),
        ("Two nodes: A has a taint, B has none. Which one has a place for the pod?", True),
        ("Two nodes, (A) with a taint and (B) without. Which one has a place for the pod?", True),
        ("Compare:\n\n- A: a node with a taint\n- B: a node without\n\nWhich one has a place for the pod?", True),
    ],
)
def test_an_article_is_not_the_name_of_an_option(ask: str, named: bool) -> None:
    found = codes(single(ask, because="A is wrong because taints repel."), "I324")
    assert found == ([] if named else ["I324"])


# I325


@pytest.mark.parametrize(
    ("right", "wrong", "place", "sorted"),
    [
        ("2", ["1", "4"], 2, True),
        ("2", ["4", "1"], 2, True),
        ("2", ["4", "1"], 3, False),
        ("8 GB", ["512 MB", "2 TB"], 2, True),
        ("8 GB", ["512 MB", "2 TB"], 1, False),
        ("About 8 GB", ["about 4 GB", "~16 GB"], 2, True),
        ("$2.50", ["$1", "$10"], 3, False),
        ("2", ["4", "none"], 3, True),
        ("2", ["4 GB", "1"], 3, True),
        ("2", ["1"], 1, True),
        ("`2`", ["`4`", "`1`"], 3, False),
    ],
)
def test_numbers_rise_or_fall_where_their_order_is_kept(right: str, wrong: list[str], place: int, sorted: bool) -> None:
    asked = single(right=right, wrong=wrong, keep_order=str(place))
    assert (codes(asked, "I325") == []) == sorted
    assert not codes(single(right=right, wrong=wrong), "I325")


@pytest.mark.parametrize(("length", "unsorted"), [(60, ["I325"]), (61, [])])
def test_numbers_too_long_to_show_are_not_compared(length: int, unsorted: list[str]) -> None:
    digits = "4." + "0" * (length - 2)
    assert codes(single(right="2", wrong=[digits, "1"], keep_order="3"), "I325") == unsorted


def test_the_help_says_the_order() -> None:
    found = only(single(right="16", wrong=["8", "4"], keep_order="2"), "I325")
    assert (found.level, found.message) == ("info", "the options are shown as 8, 16, 4")
    assert found.help == "write wrong: [4, 8] and keep_order: 3"
    found = only(single(right=["16", "4"], wrong=["8", "2"], keep_order=["1", "2"]), "I325")
    assert found.help == "write wrong: [2, 8] and keep_order: [2, 4]"


@pytest.mark.parametrize(("length", "unfocused"), [(100, ["I318"]), (101, [])])
def test_a_stem_of_more_than_a_hundred_characters_says_enough(length: int, unfocused: list[str]) -> None:
    assert codes(single(ask=f"Why {'x' * (length - 5)}?"), "I318") == unfocused


# I326


@pytest.mark.parametrize(
    "fields",
    [
        {"ask": "Which is the newest NVIDIA GPU?"},
        {"ask": "Which GPU currently has the most memory?"},
        {"ask": "How many GPUs should a cluster have by 2027?"},
        {"ask": "Which feature came with CUDA 12.4?"},
        {"right": "It costs $30,000", "ask": "What does an accelerator cost?"},
        {"right": "About 20,000 euros", "ask": "What does an accelerator cost?"},
        {"because": "Nowadays each accelerator has HBM beside it, on the same package."},
        {"because": "State-of-the-art models read all weights once for each and every token."},
        {"because": "As of 2025 no accelerator has enough on-chip memory for a large model."},
    ],
)
def test_what_ages_wants_a_date(fields: dict[str, str]) -> None:
    found = only(single(**fields), "I326")
    assert found.level == "info"
    assert not codes(single(**fields, as_of="2026-11"), "I326")
    assert not codes(single(**fields), "I326", head="defaults: {as_of: 2026-11}\n")


@pytest.mark.parametrize(
    "fields",
    [
        {"ask": "The latest checkpoint is two hours old. How much work is lost?"},
        {"ask": "In 2017 a paper named attention as all one needs. What did it drop?"},
        {"ask": "A GPU costs $2 an hour. What do eight cost in an hour?", "right": "$16", "wrong": ["$10", "$8"]},
        {"ask": "The loss falls to 0.17 from 1.10. What is this?"},
        {"ask": "A model has version 2.1 in the registry. Which one came before?", "right": "2.0"},
        {"ask": "Divide by 2048 tokens. What is left of 4096?"},
        {"ask": "What brings an index up to date?"},
        {"refs": ["PCIe 5.0 specification", "vLLM (Kwon et al., 2023)"]},
        {"ask": "PCIe 5.0 x16 moves how many GB/s in each direction?"},
    ],
)
def test_history_premises_and_states_of_a_scene_do_not_age(fields: dict[str, str]) -> None:
    assert not codes(single(**fields), "I326")


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ("Which feature came with CUDA 12.4?", "CUDA 12.4"),
        ("Which feature came with vLLM v0.9.1, which came with PyTorch 2.7?", "vLLM v0.9.1"),
        ("How many GPUs should a cluster have by 2027?", "by 2027"),
        ("Which is the newest NVIDIA GPU?", "newest"),
    ],
)
def test_what_ages_is_quoted(ask: str, said: str) -> None:
    assert said in only(single(ask), "I326").message.split('"')[1]


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("  ask: What came with CUDA 12.4?\n  right: a\n  wrong: [b, c]\n  because: CUDA 12.4 did.", 4),
        ("  ask: What is it?\n  right: a\n  wrong:\n    - b\n    - c of CUDA 12.4\n  because: Of CUDA 12.4.", 8),
        ("  ask: What is it?\n  right: a\n  wrong: [b, c]\n  because: It came with CUDA 12.4.", 7),
        ("  truth: true\n  claim: It came with CUDA 12.4.", 5),
    ],
)
def test_what_ages_is_reported_where_it_is_said_first(lines: str, line: int) -> None:
    assert only(f"- id: one\n{lines}\n", "I326").mark.line == line


def test_a_price_in_a_claim_ages() -> None:
    assert codes("- {id: a, claim: A GPU of the H100 class costs $30000., truth: true}", "I326") == ["I326"]


def test_a_price_in_a_calculation_is_a_premise() -> None:
    asked = numeric("A node costs $32 an hour. What does a day cost?", unit="$", because="24 hours times $32 are $768.")
    assert not codes(asked, "I326")


def test_a_stem_and_an_option_are_not_read_in_one() -> None:
    ask = "Of these chips, which is the newest"
    assert not codes(single(ask, right="NVIDIA GB300"), "I326")
    assert codes(single(f"{ask}\nNVIDIA GPU?"), "I326") == ["I326"]


# N503, N504


@pytest.mark.parametrize(
    ("fields", "fine"),
    [
        ({"number": "80 / 30"}, False),
        ({"number": "80 / 30", "accept": "exact"}, False),
        ({"number": "80 / 30", "accept": "1%"}, True),
        ({"number": "80 / 30", "accept": "±0.1"}, True),
        ({"number": "80 / 30", "accept": ["2.6", "2.7"]}, True),
        ({"number": "2.5"}, True),
        ({"number": "5 / 4"}, True),
        ({"number": "12345.5"}, False),
        ({"number": "2 ** 49"}, True),
        ({"number": "2 ** 60 + 1"}, False),  # shown as 1.153e+18
        ({"number": "100", "accept": "2%", "slips": [{"number": "103", "why": "Out by 3."}]}, False),
        ({"number": "100", "accept": "2%", "slips": [{"number": "105", "why": "Out by 5."}]}, True),
        ({"number": "100", "accept": "±2", "slips": [{"number": "96", "why": "Out by 4."}]}, False),
        ({"number": "100", "accept": ["99", "110"], "slips": [{"number": "96", "why": "Out by 4."}]}, True),
        ({"number": "100", "accept": ["90", "101"], "slips": [{"number": "102", "why": "Out by 2."}]}, False),
        ({"number": "100", "accept": ["90", "101"], "slips": [{"number": "103", "why": "Out by 3."}]}, True),
        ({"number": "n / 3", "given": {"n": {"choose": ["3", "6", "9"]}}}, True),
        ({"number": "n / 3", "given": {"n": {"choose": ["3", "6", "10"]}}}, False),
    ],
)
def test_a_tolerance_lets_the_key_in_and_keeps_slips_out(fields: dict[str, object], fine: bool) -> None:
    asked = numeric("How many?", **fields)
    assert (codes(asked, "N503") == []) == fine
    if not fine:
        assert only(asked, "N503").level == "error"


@pytest.mark.parametrize(
    ("place", "looked_at"), [(0, True), (24, True), (49, True), (74, True), (99, True), (50, False)]
)
def test_of_many_draws_five_are_looked_at_from_the_first_to_the_last(place: int, looked_at: bool) -> None:
    choices = [str(number) for number in range(100)]
    choices[place] = "7.123456789"
    found = codes(numeric("How many?", number="n", accept="exact", given={"n": {"choose": choices}}), "N503")
    assert found == ["N503"] * looked_at


@pytest.mark.parametrize(
    "ask",
    [
        "How much memory do the weights take?",
        "How much GPU memory do the weights take?",
        "How many GB do the weights take?",
        "How many more seconds does it take?",
        "How long does a checkpoint take?",
        "How long is the outage?",
        "What does a day of training cost?",
        "How much does a day of training cost?",
        "What is the latency of one token?",
        "What is the monthly bill?",
        "What does the all-reduce move, in GB?",
        "What does each rank send in bytes?",
    ],
)
def test_a_quantity_has_a_unit(ask: str) -> None:
    found = only(numeric(ask), "N504")
    assert (found.level, found.message.endswith("asks for a quantity, and the number has no unit")) == ("warning", True)
    assert not codes(numeric(ask, unit="GB"), "N504")


@pytest.mark.parametrize(
    "ask",
    [
        "How many GPUs of 80 GB hold the weights?",
        "How many replicas does the HPA compute?",
        "How many times does a ring pass the buffer on?",
        "What share of the memory do the weights take?",
        "By what factor does the latency fall?",
        "How long is the prompt?",
        "How long may the context of a request be?",
        "A checkpoint takes 80 s and 280 GB. How many of them fit on the disk?",
        "What is the ratio of the bandwidth of HBM to that of DRAM?",
        "How many GPU-hours does the run take?",
        "How many 8-bit weights fit into a register?",
    ],
)
def test_a_count_or_a_ratio_has_none(ask: str) -> None:
    assert not codes(numeric(ask), "N504")
    assert not codes(single(ask), "N504"), "an option brings its own unit"


@pytest.mark.parametrize(
    ("fields", "clear"),
    [
        ({"ask": "A GPU has 80 GB, weights take 60 GiB. What is left?", "unit": "GB"}, False),
        ({"ask": "Weights take 60 GiB. How much is that of what is there?", "unit": "GB"}, False),
        ({"ask": "How many GB are 60 GiB?", "unit": "GB", "number": "60 * 1.074"}, True),
        ({"ask": "How many GB are 60 GiB?", "unit": "GB", "number": "60 * 1024**3 / 10**9"}, True),
        ({"ask": "A GPU has 80 GB (decimal), weights take 60 GiB. What is left?", "unit": "GB"}, True),
        ({"ask": "A GPU has 80 GiB, weights take 60 GiB. What is left?", "unit": "GiB"}, True),
        ({"ask": "A pod asks for 16Gi of 80 GB. What is left?", "unit": "GB"}, True),
    ],
)
def test_decimal_and_binary_units_are_not_mixed_without_a_word(fields: dict[str, str], clear: bool) -> None:
    fields = {"accept": "1%", "number": "20", **fields}
    ask = fields.pop("ask")
    assert (codes(numeric(ask, **fields), "N504") == []) == clear


def test_options_that_mix_units_are_told_too() -> None:
    mixed = {"ask": "What do weights of 32 GiB leave of a GPU?", "right": "45 GB", "wrong": ["48 GB", "40 GB"]}
    assert codes(single(**mixed), "N504") == ["N504"]
    assert not codes(single(right="GB and GiB differ by 7 %", wrong=["GB and GiB are equal"]), "N504")
    assert not codes(single(because="A volume of 125 MiB/s reads a checkpoint of 140 GB in 18 minutes."), "N504")
    assert not codes(single(**mixed, because="1 GiB is 1.074 GB, so the weights take 34.4 GB of its 80 GB."), "N504")


def test_a_unit_that_nobody_can_read_is_an_error_of_the_reader() -> None:
    assert [(p.rule, p.level) for p in findings(numeric("How many?", unit="gb"), "N504")] == [("N504", "error")]


# T602, T603


def test_markup_is_looked_for_only_when_asked() -> None:
    asked = single(right="[batch, seq]")
    assert "T602" not in codes(asked)
    assert codes(asked, "T602") == ["T602"]
    assert not codes(single(right="[8, 16]", wrong=["\\[batch]", "x[0]"]), "T602")


def test_code_has_seventy_six_columns() -> None:
    wide = "- id: a\n  ask: What does this print?\n  code: |\n    x = 1\n    {}\n  output: '1'"
    assert not codes(wide.format("#" * 76), "T603")
    found = only(wide.format("#" * 77), "T603")
    assert (found.message, found.level) == ("line 2 of the code has 77 columns, more than 76", "warning")
    assert at(found) == (5, 11)
    assert codes(wide.format("图" * 39), "T603") == ["T603"]
    assert not codes(wide.format("图" * 38), "T603")


@pytest.mark.parametrize(("tabs", "wide"), [(17, []), (18, ["T603"]), (24, ["T603"])])
def test_code_of_few_characters_is_wide_by_its_tabs(tabs: int, wide: list[str]) -> None:
    assert codes(single(code="\t" * tabs + "print(1)"), "T603") == wide


def test_fenced_code_is_code_and_prose_is_not() -> None:
    assert not codes(single("word " * 40 + "?"), "T603")
    assert codes(single(because="So:\n\n```sh\n" + "x" * 77 + "\n```\n"), "T603") == ["T603"]
    assert not codes(single(because="So:\n\n```sh\nx\n```\n" + "x" * 77), "T603")


def test_an_option_has_240_characters() -> None:
    assert not codes(single(right="x" * 240), "T603")
    assert codes(single(right="x" * 241), "T603") == ["T603"]
    assert not codes(single(right="x" * 238 + "**x**"), "T603"), "signs of Markdown do not show"


@pytest.mark.parametrize(
    ("line", "columns"), [("abc", 3), ("图像", 4), ("e\u0301", 1), ("\tx", 5), ("a\tb", 5), ("é→×", 3)]
)
def test_cells(line: str, columns: int) -> None:
    assert cells(line) == columns


# all of them


def test_levels_and_names_are_those_of_the_catalogue() -> None:
    rules = catalogue()
    wanted = {
        "Y100": ("unreadable-file", "error"), "Y101": ("yaml-syntax", "error"), "Y102": ("duplicate-key", "error"),
        "Y103": ("forbidden-yaml", "error"), "Y104": ("text-cut-by-hash", "warning"),
        "S201": ("unknown-field", "error"), "S202": ("missing-key", "error"), "S203": ("wrong-type", "error"),
        "S204": ("ambiguous-type", "error"), "S205": ("bad-id", "error"), "S206": ("dangling-reference", "error"),
        "S207": ("unused-objective", "info"), "S208": ("no-objective", "warning"),
        "S209": ("identical-options", "error"), "I317": ("long-stem", "info"), "I318": ("unfocused-stem", "warning"),
        "I321": ("no-explanation", "warning"), "I322": ("thin-explanation", "warning"),
        "I323": ("no-option-why", "info"), "I324": ("explanation-names-letter", "error"),
        "I325": ("numeric-options-unsorted", "info"), "I326": ("dated-claim", "info"),
        "N501": ("bad-expression", "error"), "N502": ("not-total", "error"), "N503": ("tolerance", "error"),
        "N504": ("unclear-unit", "warning"), "T601": ("control-character", "error"),
        "T602": ("markup-looks-real", "info"), "T603": ("too-wide", "warning"),
        "L901": ("unused-suppression", "warning"), "L902": ("suppression-without-reason", "warning"),
    }  # fmt: skip
    assert {code: (rules[code].name, rules[code].level) for code in wanted} == wanted
    assert not rules["T602"].default


PIECES = st.sampled_from([
    *("a", "I", "B", "the", "option", "Option A", "is", "wrong", "not", "?", ".", ":", " #", "#4", "\n", "\t", "`"),
    *("```", "\n```\n", "~~~", "**", "__", "___", "[", "]", "](", "{n}", "[[x]]", "[[", "20", "2026", "$3", "1.5"),
    *("GB", "GiB", "CUDA 12", "as of", "latest", "GPU", "how much", "memory", "图", "é", "e\u0301", "\u200b", "\x1b"),
    *("\U0001f600", " ", "all", "never", "1,000", "-", "%", "…", "|", "\\", '"', "'", "≈", "\u2028", "\u0e01"),
])  # fmt: skip
TEXT = st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=40)
OPTION = TEXT | st.fixed_dictionaries({"text": TEXT}, optional={"why": TEXT, "misconception": TEXT})
COMMON = {
    "id": st.from_regex(r"[a-c]{1,2}", fullmatch=True),
    "ask": TEXT,
}
MORE = {
    "because": TEXT,
    "hint": TEXT,
    "code": TEXT,
    "objective": TEXT,
    "lectures": st.lists(TEXT, max_size=2),
    "refs": TEXT | st.lists(TEXT | st.just("#x") | st.just("course/section-1#y"), max_size=3),
    "as_of": st.just("2026-11"),
    "use": st.sampled_from(["pre", "post", "both"]),
}
KINDS = [
    {"right": OPTION | st.lists(OPTION, max_size=3), "wrong": OPTION | st.lists(OPTION, max_size=5)},
    {"claim": TEXT, "truth": st.sampled_from(["true", "false"])},
    {"answer": TEXT | st.lists(TEXT, max_size=3)},
    {"blanks": TEXT.map(lambda text: f"{text} [[{text[:5] or 'x'}]]")},
    {"order": st.lists(TEXT, max_size=4)},
    {"match": st.dictionaries(TEXT, TEXT, max_size=4)},
    {"output": TEXT},
    {"number": st.sampled_from(["1", "1 / 3", "n", "1e20", "2 ** 60", "0", "-1.5", "1e-20"])},
]
NUMERIC = {
    "unit": st.sampled_from(["GB", "GiB", "pods", "s", "gb"]),
    "accept": st.sampled_from(["1%", "±0.5", "exact", "50%"]) | st.just(["-1", "1e30"]),
    "given": st.just({"n": {"choose": ["1", "2", "3"]}}),
    "slips": st.lists(
        st.fixed_dictionaries({"number": st.sampled_from(["2", "n * 2", "1 / 3"]), "why": TEXT}), max_size=2
    ),
}
QUESTION = st.sampled_from(KINDS).flatmap(
    lambda kind: st.fixed_dictionaries(
        {**COMMON, **kind},
        optional={
            **MORE,
            **(NUMERIC if "number" in kind else {}),
            **({"keep_order": st.sampled_from(["1", "2", "3"])} if "right" in kind else {}),
        },
    )
)
HEAD = st.fixed_dictionaries(
    {"format": st.just(1), "questions": st.lists(QUESTION, min_size=1, max_size=4)},
    optional={
        "objectives": st.dictionaries(st.sampled_from(["a", "b-c"]), TEXT, max_size=2),
        "defaults": st.fixed_dictionaries({}, optional={"refs": TEXT, "level": st.just("apply")}),
        "rationale": st.sampled_from(["all", "some", "none"]),
        "section": st.sampled_from(["section-1", "other"]),
    },
)


def all_of(sections: list[str]) -> None:
    """Every rule on some files, those that are off by default too, and every finding written out."""
    course, files = course_of(sections, GLOSSARY + "sections: [{lectures: [{number: 1, title: x}], id: x}]\n")
    read = course._replace(anchors={"section-1": frozenset({"x"})})
    for problem in lint(read, files, Wanted(extend=("",))):
        assert str(problem)
        assert problem.message
        assert problem.help
        if problem.edit is not None:
            assert 0 <= problem.edit.start <= problem.edit.end


@given(st.lists(HEAD, min_size=1, max_size=2))
@settings(max_examples=150, deadline=None)
def test_no_rule_raises_on_any_bank_that_can_be_read(heads: list[dict[str, object]]) -> None:
    all_of([json.dumps(head) for head in heads])


LINES = st.lists(
    st.lists(st.sampled_from([*"#:-'\"|>{}[],&* \t", " #", "# ", "a", "right: ", "x: ", "é", "- "]), max_size=6).map(
        "".join
    ),
    max_size=4,
).map("\n".join)


@given(LINES, LINES)
@settings(max_examples=150, deadline=None)
def test_no_rule_raises_on_text_as_it_is_typed(ask: str, wrong: str) -> None:
    typed = f"- id: a\n  ask: {indent(ask, '    ').strip()}\n  right: x\n  wrong:\n{indent(wrong, '    ')}"
    all_of([bank(typed)])


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_what_is_cut_is_whole_once_it_is_mended(ask: str) -> None:
    text = bank("- id: a\n  right: x\n  wrong: [y]\n  ask: a " + indent(ask, "    ").strip())
    found = [p.edit for p in findings(text, "Y104") if p.rule == "Y104" and p.edit is not None]
    if not found:
        return
    edit = found[-1]
    mended = text[: edit.start] + edit.text + text[edit.end :]
    before, after = read_yaml(text.encode(), "f"), read_yaml(mended.encode(), "f")
    assert len(after.problems) <= len(before.problems)
    assert len([p for p in findings(mended, "Y104") if p.rule == "Y104"]) < len(found)


SIGNS = (
    "`",
    "[",
    "(",
    "#",
    " #",
    "?",
    "a ",
    "option ",
    "1.",
    "$",
    "{",
    "\\",
    "_",
    "图",
    " 202",
    "~~~\n",
    "Option A is ",
)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_of_64_kib_of_one_sign_takes_no_rule_long(sign: str) -> None:
    from time import process_time

    text = (sign * 65536)[:65000]
    question = single("Why? " + text, because=text, hint=text, right=text, wrong=["x", "y"], code=text)
    opened, files = course_of([bank(question)])
    start = process_time()
    lint(opened, files, Wanted(extend=("",)))
    assert process_time() - start < 2
