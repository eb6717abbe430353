"""A bank to start from: one question of every kind, with comments, and the file it goes to."""

import re
import shlex
from pathlib import Path

from aiinfra_study.core.course import section_id
from aiinfra_study.core.errors import UsageError
from aiinfra_study.core.kinds import body_class, modules
from aiinfra_study.store.files import section_files

LONGEST_NAME = 40  # of a section, in the id of an example: an id has 64 characters at most
_NUMBERED = re.compile(r"(?:section-)?0*(\d{1,4})\Z", re.ASCII)
_ID_LINE = re.compile(r"(?<=\Aid: )(\S+)$", re.MULTILINE)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def write_new(section: str, folder: Path) -> Path:
    """Write the bank of a section into a folder, never over a file; returns its path."""
    name = _file_name(section)
    if not folder.is_dir():
        make = f"mkdir -p {shlex.quote(str(folder))}"
        raise UsageError("no-folder", f"there is no folder {folder}", f"Make it first: {make}")
    path = folder / name
    try:
        for taken in _same_section(path):
            raise FileExistsError(taken)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_examples(section_id(path.stem)))
    except FileExistsError as error:
        there = error.filename or error.args[0]
        raise UsageError("file-exists", f"{there} is there already", "Name another section or folder.") from None
    return path


def _file_name(section: str) -> str:
    numbered = _NUMBERED.match(section)
    if numbered:
        return f"section-{int(numbered[1]):02d}.yaml"
    if not _ID.match(section) or section == "course" or len(section) > 64:
        raise UsageError("bad-section", f'"{section[:80]}" names no section', "Write a number, such as 4 or section-4.")
    return f"{section}.yaml"


def _examples(section: str) -> str:
    """The examples with ids of this section, so that several in one course do not clash; each with its family, as the
    same example in two sections is no duplicate then."""
    name = section.removeprefix("section-")[:LONGEST_NAME].rstrip("-")
    return HEAD + "\n".join(_item(body_class(module).EXAMPLE, name) for module in modules())


def _item(example: str, name: str) -> str:
    about, _, fields = example.partition("\n")
    first, *more = _ID_LINE.sub(rf"\1-{name}\nfamily: \1", fields).splitlines()
    return "\n".join((f"  {about}", f"  - {first}", *(f"    {line}" for line in more), ""))


def _same_section(path: Path) -> list[Path]:
    """Files beside a path that hold a section of the same id."""
    return [file for file in section_files(path.parent) if section_id(file.stem) == section_id(path.stem)]


HEAD = """\
# yaml-language-server: $schema=../bank.schema.json
# The line above gives an editor completion and checks: aiinfra schema > ../bank.schema.json
# Try a question: aiinfra show --preview FILE:ID. Look for mistakes: aiinfra lint FILE.
format: 1
title: A section to start from
version: 0.1.0
license: CC-BY-4.0
# What a learner can do afterwards. Each question names one of them.
objectives:
  size-memory: Estimate what memory training and serving take
  run-gpu-pods: Run and maintain GPU workloads on Kubernetes
# Below is one question of each kind: make them yours, with ids of your own and without `family`. (It says that the
# same example in another section is a parallel form, and no duplicate.)
questions:
"""
