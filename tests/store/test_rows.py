"""Rows of the snapshot, parsed when asked for: the same as a plain mapping of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.catalogue import RAISED
from aiinfra_study.store.rows import Rows, lines_of

NAMES = st.sampled_from(["c/a", "c/b", "c/c", 'c/"d', "c/\\e", "c/ü"])
DAYS = st.dates().map(str)


def card(due: str, key: str = "0123abcd", rev: int = 1) -> dict[str, Any]:
    return {"due": due, "stability": 2.5, "difficulty": 5.0, "reps": 1, "lapses": 0, "key": key, "rev": rev}


def block(cards: dict[str, dict[str, Any]]) -> bytes:
    """As a snapshot holds them: by the day they are due."""
    by_day = dict(sorted(cards.items(), key=lambda pair: pair[1]["due"]))
    lines = ",\n".join(f"{line}" for _, line in lines_of(by_day))
    return f"{{\n{lines}\n}}".encode()


@given(st.dictionaries(NAMES, DAYS), st.dictionaries(NAMES, DAYS), st.sets(NAMES), DAYS)
def test_rows_are_the_mapping_that_was_written_whatever_is_replaced(
    written: dict[str, str], replaced: dict[str, str], deleted: set[str], day: str
) -> None:
    plain = {name: card(due) for name, due in written.items()}
    rows = Rows(block(plain))
    for name, due in replaced.items():
        plain[name] = rows[name] = card(due)
    for name in deleted & plain.keys():
        del plain[name], rows[name]
    assert dict(rows) == plain
    assert (len(rows), set(rows)) == (len(plain), set(plain))
    assert all((name in rows) == (name in plain) for name in [*plain, "c/none"])
    assert dict(rows.dues()) == {name: one["due"] for name, one in plain.items()}
    assert set(rows.due(day)) == {name for name, one in plain.items() if one["due"] <= day}
    assert len(rows.due(day)) == len(set(rows.due(day)))
    assert rows.fetch([*plain, "c/none"]) == plain
    assert dict(lines_of(rows)) == dict(lines_of(plain))


def test_an_empty_block_has_no_rows() -> None:
    assert (dict(Rows()), Rows().due("9999-12-31"), lines_of(Rows()), lines_of({})) == ({}, [], [], [])
    assert Rows().fetch(["c/a"]) == {}
    with pytest.raises(KeyError):
        Rows()["c/a"]


def test_questions_are_held_against_the_key_and_revision_of_their_rows() -> None:
    cards = {
        "c/same": card("2026-11-21"),
        "c/key": card("2026-11-21", key="ffffffff"),
        "c/rev": card("2026-11-21", rev=2),
        "c/kept": card("2026-11-21"),
        "c/part": card("2026-11-21"),
    }
    rows = Rows(block(cards))
    rows["c/new"] = card("2026-11-21")
    keys = dict.fromkeys([*cards, "c/new", "c/none"], "0123abcd") | {"c/kept": RAISED, "c/part": "123abcd"}
    without, other = rows.against(keys.items())
    assert without == ["c/none"]
    assert set(other) == {"c/key", "c/rev", "c/kept", "c/part", "c/new"}, "what was replaced is looked at closely"


def test_rows_are_written_in_the_letters_of_their_names_whether_they_were_replaced_or_not() -> None:
    plain, rows = {"größe/q": {"section": "größe/1"}}, Rows()
    rows.update(plain)
    assert lines_of(rows) == lines_of(plain) == [("größe/q", '"größe/q":{"section":"größe/1"}')]
