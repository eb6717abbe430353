"""Edits of a bank change what they mean to and no other value, and reach the disk whole or not at all."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiinfra_study.core.problem import Edit
from aiinfra_study.store.mending import ChangedMeanwhile, mended, write
from aiinfra_study.store.tidy import tidying
from aiinfra_study.store.yaml_document import read_yaml

from .conftest import unprivileged

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links as POSIX has them")


def edit(text: str, old: str, new: str) -> Edit:
    """The edit that puts a text in the place of another that stands there once."""
    assert text.count(old) == 1
    return Edit(text.index(old), text.index(old) + len(old), new)


def after(text: str, *edits: Edit) -> str:
    data = mended(text.encode(), text, edits)
    assert data is not None
    return data.decode()


# which edits are taken


def test_edits_that_change_one_value_each_are_made_with_comments_kept() -> None:
    text = "a: one  # first\nb: [x, y]  # list\nc: three\n"
    edits = [edit(text, "one", '"one # 1"'), edit(text, "y]", "z]"), edit(text, "c:", "d: new\nc:")]
    assert after(text, *edits) == 'a: "one # 1"  # first\nb: [x, z]  # list\nd: new\nc: three\n'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("one\nb: two", "other\nb: another"),  # two values
        ("b: two\n", ""),  # a field gone
        ("b:", "a:"),  # the same key twice
        ("two", "[two"),  # no YAML any more
        ("two", "*two"),  # an alias
        ("b:", "z:"),  # another key
    ],
)
def test_an_edit_that_does_more_is_left_out_and_the_others_are_made(old: str, new: str) -> None:
    text = "a: one\nb: two\nc: three\n"
    assert after(text, edit(text, old, new), edit(text, "three", "four")) == text.replace("three", "four")


def test_one_bad_edit_among_many_takes_no_other_away() -> None:
    text = "".join(f"k{n}: v{n}x\n" for n in range(200))
    edits = [edit(text, f"v{n}x", "{" if n in (7, 150) else f"w{n}") for n in range(200)]
    wanted = "".join(f"k{n}: {f'v{n}x' if n in (7, 150) else f'w{n}'}\n" for n in range(200))
    assert after(text, *edits) == wanted


def test_of_two_edits_on_one_spot_one_is_made() -> None:
    text = "a: one two\n"
    assert after(text, Edit(3, 10, '"one two"'), Edit(7, 10, "three")) == 'a: "one two"\n'
    assert after(text, Edit(0, 0, "b: c\n"), Edit(0, 0, "d: e\n")) == "b: c\na: one two\n"


def test_of_two_edits_that_go_well_alone_and_not_together_one_is_made() -> None:
    text = "a: one\nb: two\n"
    assert after(text, Edit(0, 0, "c: x\n"), Edit(7, 7, "c: y\n")) == "c: x\na: one\nb: two\n"
    assert after(text, Edit(0, 0, "c: x\n"), Edit(7, 7, "d: y\n")) == "c: x\na: one\nd: y\nb: two\n"


def test_an_edit_that_moves_other_values_to_other_places_is_left_out() -> None:
    text = "t: [a, b]\nu: v\n"
    assert after(text, Edit(4, 4, "z, ")) == text
    assert after(text, Edit(4, 4, "z, "), edit(text, "v", "w")) == "t: [a, b]\nu: w\n"
    assert after(text, edit(text, "v", "w"), Edit(8, 8, ", c")) == "t: [a, b, c]\nu: w\n"


def test_several_edits_of_one_line_are_made() -> None:
    text = "a: {b: one, c: two}  \n"
    edits = [edit(text, "one", "1"), edit(text, "two", "2"), Edit(19, 21, "")]
    assert after(text, *edits) == "a: {b: 1, c: 2}\n"


def test_a_list_may_be_sorted_but_not_lose_an_item() -> None:
    text = "tags: [c, b, a]\nx: [c, b, a]\n"
    assert after(text, Edit(7, 14, "a, b, c"), Edit(20, 27, "a, b, b")) == "tags: [a, b, c]\nx: [c, b, a]\n"


def test_a_file_that_is_not_what_was_read_is_left_alone() -> None:
    assert mended(b"a: other\n", "a: b\n", [Edit(3, 4, "c")]) is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_ends_of_lines_and_byte_order_mark_stay(end: str, mark: bytes) -> None:
    text = "a: ä\nb: two  \nc: x"
    edits = [edit(text, "ä", "ö"), edit(text, "b:", "n: new\nb:"), Edit(11, 13, "")]
    data = mended(mark + text.replace("\n", end).encode(), text, edits)
    assert data == mark + end.join(["a: ö", "n: new", "b: two", "c: x"]).encode()


def test_where_ends_of_lines_are_mixed_each_stays_what_it_is() -> None:
    data = mended(b"a: b\r\nc: d\ne: f  \r\n", "a: b\nc: d\ne: f  \n", [Edit(8, 9, "x"), Edit(14, 16, "")])
    assert data == b"a: b\r\nc: x\ne: f\r\n"


def test_a_new_line_ends_as_the_line_it_stands_on() -> None:
    text = "a: b\nc: d\ne: f"
    edits = [Edit(0, 0, "m: x\n"), Edit(5, 5, "n: y\n"), Edit(14, 14, "\no: z")]
    assert mended(b"a: b\r\nc: d\ne: f", text, edits) == b"m: x\r\na: b\r\nn: y\nc: d\ne: f\no: z"
    assert mended(b"a: b\nc: d\r\ne: f", text, edits) == b"m: x\na: b\nn: y\r\nc: d\r\ne: f\r\no: z"
    assert mended(b"\na: b\r", "\na: b\n", [Edit(0, 0, "# c\n")]) == b"# c\n\na: b\r"


PIECES = ["a: b", "tags: [z, a]", "- x  ", "'q # r'", "|", "  text  ", "# c  ", "k: >", "\t", "[", "]", "é: 質  ", ""]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_tidying_changes_no_value_and_the_second_time_nothing(lines: list[str], end: str) -> None:
    text = "\n".join(lines)
    data = mended(text.replace("\n", end).encode(), text, tidying(text))
    assert data is not None
    again = data.decode().replace("\r\n", "\n")
    assert not tidying(again) or again == text
    before, later = (read_yaml(one.encode(), "").tree for one in (text, again))
    assert sorted(re.findall(r"\w+", str(before))) == sorted(re.findall(r"\w+", str(later)))


def test_tidying_takes_spaces_from_the_ends_of_lines_and_sorts_tags() -> None:
    text = "- a: b  \n  tags: [kv, gpu]\n- tags: [a, c, b]  # mine \n- tags: [d, ]\n- tags: [a, b]\n"
    tidy = "- a: b\n  tags: [gpu, kv]\n- tags: [a, b, c]  # mine\n- tags: [d, ]\n- tags: [a, b]\n"
    assert after(text, *tidying(text)) == tidy


def test_tidying_leaves_texts_alone() -> None:
    text = "a: |  \n  two spaces  \n\n  end\nb: 'x  \n  tags: [b, a]'\ntags: [b, 'a']\n"
    assert after(text, *tidying(text)) == text.replace("|  ", "|")


# onto the disk


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    write(path, b"old", b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_file_changed_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"newer")
    with pytest.raises(ChangedMeanwhile):
        write(path, b"old", b"new")
    assert path.read_bytes() == b"newer"
    assert os.listdir(tmp_path) == ["a.yaml"]


@posix
def test_the_mode_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write(path, b"old", b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


@posix
def test_a_link_stays_and_its_target_is_mended(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "bank.yaml"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link = tmp_path / "a.yaml"
    link.symlink_to(target)
    write(link, b"old", b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert os.listdir(target.parent) == ["bank.yaml"]


@posix
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o666, 0o555)])
def test_what_may_not_be_written_stays(public: Path, file: int, folder: int) -> None:
    path = public / "a.yaml"
    path.write_bytes(b"old")
    path.chmod(file)
    public.chmod(folder)
    with unprivileged(), pytest.raises(PermissionError):
        write(path, b"old", b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(public) == ["a.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="a process is not asked whether it lives")
def test_what_killed_writers_left_is_swept_and_what_others_write_is_not(tmp_path: Path) -> None:
    bank = tmp_path / "section-01.yaml"
    bank.write_bytes(b"old")
    gone, living = 2**22 + 1, os.getppid()  # beyond the numbers of processes; the one that runs us
    for name in (f".{bank.name}.{gone}.mended", f".{bank.name}.{gone}.mended.77.tmp", f".{bank.name}.{living}.mended"):
        (tmp_path / name).write_bytes(b"half")
    write(bank, b"old", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".{bank.name}.{living}.mended", bank.name]
    assert bank.read_bytes() == b"new"
