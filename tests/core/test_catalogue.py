"""Outlines as texts, and the questions in scope by address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.catalogue import RAISED, Catalogue, Item, Outlines, outlines_of, prints_of, sections_of
from aiinfra_study.core.course import Outline, Section

WORD = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)
NAME = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
OUTLINE = st.builds(
    Outline,
    *(NAME, WORD, st.sampled_from(["", "pre", "both"]), WORD, WORD, st.integers(1, 99)),
    *(st.lists(NAME, max_size=3).map(tuple), st.integers(1, 9), st.floats(0, 1)),
)
FIRST = Section("course", "section-1", "One", {}, (Outline("a", "o", key="1" * 8), Outline("b", family="f", rev=2)))
SECOND = Section("course", "section-2", "Two", {}, (Outline("b", key="2" * 8), Outline("c", key="3" * 8)))


@given(st.lists(OUTLINE, max_size=5, unique_by=lambda outline: outline.id))
def test_outlines_come_back_from_texts_as_they_were(outlines: list[Outline]) -> None:
    kept = Outlines(*Outlines.of(outlines).texts)
    assert kept == tuple(outlines)
    assert (len(kept), kept.ids, kept[1:3]) == (len(outlines), [o.id for o in outlines], tuple(outlines[1:3]))
    assert [kept.named(outline.id) for outline in outlines] == outlines
    assert kept.families == any(outline.family for outline in outlines)
    assert (list(Outlines.of(outlines)), bool(kept)) == (outlines, bool(outlines))


def test_outlines_are_no_list_of_something_else() -> None:
    kept = Outlines.of(FIRST.outlines)
    assert kept != list(FIRST.outlines)
    assert kept != Outlines.of(SECOND.outlines)
    with pytest.raises(KeyError):
        kept.named("z")


@pytest.mark.parametrize("place", range(6))
def test_texts_that_lost_a_row_are_refused(place: int) -> None:
    texts = list(Outlines.of(FIRST.outlines).texts)
    texts[place] = texts[place].partition("\x7f")[0]
    with pytest.raises(ValueError, match="do not fit"):
        Outlines(*texts)
    with pytest.raises(ValueError, match="do not fit"):
        Outlines("a", "1", "o", "", "", "")


def test_a_catalogue_has_the_questions_by_address_in_the_order_of_the_sections() -> None:
    found = Catalogue([FIRST, SECOND._replace(outlines=outlines_of(SECOND))])
    assert list(found) == ["course/a", "course/b", "course/c"]
    assert (len(found), "course/c" in found, "course/d" in found) == (3, True, False)
    assert found["course/a"] == Item("course/section-1", FIRST.outlines[0])
    assert found["course/a"] is found["course/a"], "made once"
    with pytest.raises(KeyError):
        found["course/d"]


def test_of_two_questions_with_one_address_the_later_counts() -> None:
    found = Catalogue([FIRST, SECOND])
    assert found["course/b"] == Item("course/section-2", SECOND.outlines[0])
    assert found.sections["course/b"] == "course/section-2"
    assert dict(found.prints()) == {"course/a": "1" * 8, "course/b": "2" * 8, "course/c": "3" * 8}


def test_a_raised_revision_is_no_fingerprint() -> None:
    found = Catalogue([FIRST, Section("course", "section-0", "None", {}, ())])
    assert list(found.prints()) == [("course/a", "1" * 8), ("course/b", RAISED)]


def test_a_catalogue_tells_who_has_siblings() -> None:
    assert Catalogue([FIRST]).in_families() == ["course/b"]
    assert Catalogue([SECOND]).in_families() == []
    assert Catalogue([FIRST, SECOND]).in_families() == [], "the later one has none"


def test_a_question_of_another_catalogue_is_taken_in() -> None:
    found, other = Catalogue([FIRST]), Catalogue([SECOND])
    found.take("course/c", other)
    assert found["course/c"] == other["course/c"]
    assert sections_of(found)["course/c"] == "course/section-2"


def test_a_plain_mapping_of_items_tells_the_same() -> None:
    found = Catalogue([SECOND, FIRST])
    plain = dict(found.items())
    assert dict(sections_of(plain)) == dict(sections_of(found))
    assert dict(prints_of(plain)) == dict(prints_of(found))
