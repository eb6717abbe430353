"""aiinfra sections: every course with its sections, the order in which to take them; what a question says of others."""

from pathlib import Path
from typing import Any

import pytest

from aiinfra_study.store.banks import find_courses
from aiinfra_study.store.cache import Cache
from aiinfra_study.ui.cells import width_of
from cli.banks import EVERY_KIND, question, section, write_course
from cli.learner import Learner


def course(learner: Learner, name: str, after: str = "", title: str = "") -> None:
    """A course of one section that says what it builds on."""
    head = f"format: 1\ntitle: {title or name.capitalize()}\n" + (f"after: [{after}]\n" if after else "")
    bank = section(f"The section of {name}", [question(f"{name}-1")])
    write_course(learner.banks / name, {"course.yaml": head, "section-01.yaml": bank})


@pytest.fixture
def chain(learner: Learner) -> Learner:
    """Three courses, each built on the next by name."""
    for name, after in (("alpha", "beta, gamma"), ("beta", "gamma"), ("gamma", "")):
        course(learner, name, after)
    learner("config", "course", "alpha")
    return learner


def listed(learner: Learner, *words: str, **env: str | None) -> tuple[str, dict[str, Any]]:
    variables = {"AIINFRA_COURSE": "alpha", "COLUMNS": "200", **env}
    return learner("sections", *words, env=variables).out, learner("sections", *words, "--json", env=variables).json


def suggested(out: str) -> list[list[str]]:
    """The rows of the suggested order: course and why."""
    rows = out.partition("Suggested order\n")[2].splitlines()[1:]
    return [row.split(maxsplit=1) for row in rows]


def ours(body: dict[str, Any]) -> list[str]:
    return [name for name in body["order"] if name in ("alpha", "beta", "gamma", "delta")]


def test_courses_are_listed_in_the_order_to_take_them_with_the_reason(chain: Learner) -> None:
    out, body = listed(chain)
    titles = [line for line in out.splitlines() if line.partition(" ")[0] in ("Alpha", "Beta", "Gamma")]
    assert titles == ["Gamma gamma", "Beta beta", "Alpha alpha (current)"]
    assert ours(body) == ["gamma", "beta", "alpha"]
    why = dict(suggested(out))
    assert (why["gamma"], why["beta"]) == ("to begin with", "builds on gamma")
    assert why["alpha"] == "builds on gamma, beta"
    assert list(why) == body["order"]


def test_the_json_names_what_a_course_builds_on_as_it_says_it(chain: Learner) -> None:
    course(chain, "delta", "nowhere, alpha")
    _, body = listed(chain)
    after = {found["id"]: found["after"] for found in body["courses"]}
    assert (after["alpha"], after["gamma"], after["delta"]) == (["beta", "gamma"], [], ["nowhere", "alpha"])
    assert sorted(body["order"]) == sorted(after)
    assert body["current_course"] == "alpha"


def test_a_course_that_is_not_there_is_no_reason(chain: Learner) -> None:
    course(chain, "delta", "nowhere")
    assert dict(suggested(listed(chain)[0]))["delta"] == "to begin with"


def test_one_course_needs_no_order(chain: Learner) -> None:
    out, body = listed(chain, "--course", "alpha")
    assert "Suggested order" not in out
    assert "builds on" not in out
    assert body["order"] == ["alpha"]
    assert [found["after"] for found in body["courses"]] == [["beta", "gamma"]]


def test_a_ring_of_courses_still_lists_each_once(chain: Learner) -> None:
    course(chain, "gamma", "alpha")
    out, body = listed(chain)
    assert sorted(ours(body)) == ["alpha", "beta", "gamma"]
    assert [name for name, _ in suggested(out)] == body["order"]
    assert ours(body).index("gamma") < ours(body).index("beta"), "what is not broken is kept"


def test_a_course_does_not_build_on_itself(chain: Learner) -> None:
    course(chain, "gamma", "gamma")
    assert dict(suggested(listed(chain)[0]))["gamma"] == "to begin with"


@pytest.mark.shipped
def test_the_courses_that_come_with_the_program_build_on_one_another(learner: Learner) -> None:
    body = learner("sections", "--json", env={"AIINFRA_BANKS": None, "AIINFRA_COURSE": None}).json
    order = body["order"]
    assert order[0] == "ai-fundamentals"
    assert order[-1] == "zero-to-hero"
    for found in body["courses"]:
        assert set(found["after"]) <= set(order)
        assert all(order.index(name) < order.index(found["id"]) for name in found["after"])


@pytest.mark.parametrize("width", [40, 80])
def test_it_fits_the_screen(width: int, chain: Learner) -> None:
    out, _ = listed(chain, COLUMNS=str(width))
    assert max(map(width_of, out.splitlines())) <= width
    assert "Suggested order" in out


def test_hostile_names_reach_no_terminal(chain: Learner) -> None:
    course(chain, "delta", '"\\e[31mred", "[bold]x"', '"\\e]0;x\\a[bold]t[/bold]"')
    out, _ = listed(chain)
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "[bold]t[/bold]" in out


# what a question says of other courses


def references(learner: Learner, refs: str) -> list[str]:
    """The lines of `show` that tell where the matter of a question is found."""
    lines = question("q").rstrip()
    learner.write(1, [f"{lines}\n    refs: [{refs}]\n"])
    shown = learner("show", "small/q", env={"COLUMNS": "200"}).out.splitlines()
    asked = learner("review", "1", "--new", "1", input="yes\n", env={"COLUMNS": "200"}).out.splitlines()
    told = [
        [line.strip() for line in out if line.strip().startswith(("Source:", "Taught in:"))] for out in (shown, asked)
    ]
    assert told[0] == told[1], "show and feedback say the same"
    return told[0]


@pytest.mark.parametrize(
    ("refs", "told"),
    [
        ("", []),
        ('"#part"', []),
        ('"A book (2026)"', ["Source: A book (2026)"]),
        ('"A book", "Another one"', ["Source: A book; Another one"]),
        ('"other/section-3#anchor"', ["Taught in: other/section-3"]),
        (
            '"other/section-3#one", "third/section-1#x", "other/section-3#two"',
            ["Taught in: other/section-3, third/section-1"],
        ),
        ('"small/section-1#here", "#there", "A book"', ["Source: A book"]),
        ('"Issue #5 of a project"', ["Source: Issue #5 of a project"]),
        ('"other/section-3#anchor", "A book"', ["Source: A book", "Taught in: other/section-3"]),
        pytest.param(
            '"https://example.org/page#part"',
            ["Source: https://example.org/page#part"],
        ),
    ],
)
def test_sources_are_told_and_the_sections_of_other_courses(refs: str, told: list[str], learner: Learner) -> None:
    assert references(learner, refs) == told


# outlines


def test_points_and_chance_of_a_question_come_back_from_the_cache(tmp_path: Path) -> None:
    points = EVERY_KIND.replace("  - id: k-single\n", "  - id: k-single\n    points: 3\n")
    folder = write_course(tmp_path / "banks" / "c", {"section-01.yaml": points})
    read, again = (find_courses([folder], Cache(tmp_path / "cache"))[0].banks[0] for _ in range(2))
    assert read.section == again.section
    found = {outline.id: (outline.points, outline.chance) for outline in again.section.outlines}
    assert found["k-single"] == (3, 0.3333)
    assert found["k-multiple"] == (1, 0.2)
    assert found["k-true-false"] == (1, 0.5)
    assert found["k-matching"] == (1, 0.3333)
    assert found["k-numeric"] == found["k-short"] == found["k-cloze"] == found["k-output"] == (1, 0)
    for question_ in again.questions():
        assert question_.outline == next(outline for outline in again.section.outlines if outline.id == question_.id)
