"""Plain mode at a terminal, as a screen reader has it: every function by typed lines, and lines that can be heard."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aiinfra_study.cli.app import COMMANDS

from .laboratory import IDS, right_line, write_bank
from .pseudo_terminal import Typed, typed

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),  # pexpect forks, pytest-xdist has threads
]
NOW = "2026-11-21T09:00:00Z"
QUIZ = ("quiz", "section-1", "--post", "--no-shuffle", "--seed", "7", "-n", "20")
# what acts on a terminal (a carriage return too: no spinner), boxes and lines, blocks, shapes, Braille; code keeps tabs
DRAWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f─-◿⠀-⣿]")
SIGNS = re.compile("[✓✗◐●☑☐★]")
READING = """\
# The laboratory

What has **two** nodes, see `kubectl get nodes`.

| part | what it does |
|---|---|
| node | computes |

> [!NOTE]
> Mind the gap.

1. First
   - inner

```py
def f(x):
    return x
```

```mermaid
flowchart LR
  accDescr: A node sends to a link.
  A[Node] -->|sends| B[Link]
```

---

The end.
"""
NOTHING_SAID = re.compile(r"[\W_]+")  # a line without a letter or a digit
# a figure at the end of a line or before another one, with no word that says of what; the number of an option has one
BARE = re.compile(r"^ *[\d.,]+ *%?$|\b\d+ %? *\d+ ?%?(?: |$)")
Say = Callable[..., Typed]


@pytest.fixture
def say(environment: dict[str, str], tmp_path: Path) -> Say:
    """A command in plain mode, and the lines typed to it."""
    course = write_bank(tmp_path / "banks")
    (course / "section-1.md").write_text(READING)
    own = {"AIINFRA_BANKS": str(tmp_path / "banks"), "AIINFRA_NOW": NOW, "TZ": "UTC", "TERM": "xterm-256color"}

    def say(*arguments: str, lines: tuple[str, ...] = (), code: int = 0, now: str = NOW) -> Typed:
        done = typed(["--plain", *arguments], environment | own | {"AIINFRA_NOW": now}, lines, tmp_path)
        assert done.code == code, done.text
        drawn = DRAWN.findall(done.text)
        assert not drawn, f"{arguments}: {drawn}\n{done.text}"
        return done

    return say


def right_lines() -> tuple[str, ...]:
    return tuple(right_line(identity) for identity in IDS)


def test_every_command_is_reached_by_typed_lines_and_draws_nothing(say: Say, tmp_path: Path) -> None:
    walked = {
        "quiz": say(
            *QUIZ, lines=("/hint", "4 ?", "/undo", *right_lines()[:3], "/flag", "zz", "14 ??", "/read", "/quit")
        ),
        "study": say("study", "1"),
        "learn": say("learn", lines=(*right_lines()[4:],)),
        "progress": say("progress", "section-1"),
        "stats": say("stats"),
        "review": say("review", "--cram", lines=("/skip", "/quit")),
        "report": say("report"),
        "plan": say("plan", "--by", "2026-12-24", "section-1"),
        "next": say("next"),
        "status": say("status"),
        "sections": say("sections", "--course", "lab"),
        "course": say("course"),
        "undo": say("undo", lines=("n",)),
        "suspend": say("suspend", "plain-claim"),
        "unsuspend": say("unsuspend", "plain-claim"),
        "flag": say("flag", "plain-claim"),
        "unflag": say("unflag", "plain-claim"),
        "config": say("config"),
        "lint": say("lint", "--format", "concise", str(tmp_path / "banks")),
        "bank": say("bank", "new", "2", "."),
        "schema": say("schema"),
        "show": say("show", "plain-claim"),
        "doctor": say("doctor"),
        "reset": say("reset", "section-1", lines=("y",)),
    }
    assert set(walked) == set(COMMANDS)
    for told in ("Hint: Think of what travels.", "Taken back: here is the question again.", "Flagged for attention."):
        assert told in walked["quiz"].text
    assert "Nothing was changed." in walked["undo"].text
    assert "Started over lab/section-1" in walked["reset"].text
    assert "9 of 9 right" not in say("undo", "--list").text


# transcripts, as they are heard


def heard(*steps: tuple[str, Typed]) -> str:
    texts = (f"$ aiinfra --plain {command}\n{done.text}" for command, done in steps)
    shown = re.sub(r"\b[0-9a-f]{8}-(?=\d)", "1a2b3c4d-", "\n".join(texts))
    return re.sub(", [0-9]+ s[.]", ", 3 s.", shown)


def held(name: str, text: str, golden: Callable[[str, str], None]) -> list[str]:
    """The lines of a transcript that is as it was agreed, without the commands."""
    golden(name, text)
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("$")]
    assert not SIGNS.findall(text)
    assert not [line for line in lines if NOTHING_SAID.fullmatch(line)], "a line of punctuation only"
    said = [line for line in lines if not line.startswith(("> ", "Type "))]  # what is typed, and its example
    assert not [line for line in said if BARE.search(line)], "a figure without its noun"
    assert not [line for line in lines if re.search(r"\S {2,}\S", line) and "Code" not in line], "columns"
    return lines


def test_a_quiz_of_every_kind_can_be_heard(say: Say, golden: Callable[[str, str], None]) -> None:
    said = list(right_lines())
    said[0], said[3], said[7] = "/hint", "112 ?", "2 1 3 4"
    said[1:1] = ["one", "2 ??"]
    done = say(*QUIZ, lines=tuple(said))
    lines = held("heard-quiz", heard((" ".join(QUIZ), done)), golden)
    asked = [place for place, line in enumerate(lines) if line.startswith("Question ")]
    assert [lines[place] for place in asked] == [f"Question {number}/9" for number in range(1, 10)]
    for first, after in zip(asked, [*asked[1:], len(lines)], strict=True):
        part = lines[first:after]
        prompts = [place for place, line in enumerate(part) if line.startswith("> ")]
        verdict = part[prompts[-1] + 1]
        assert re.match("(Right|Wrong|Partly right, [0-9]+ % credit)( \\(.*\\))?$", verdict), "a word first, no sign"
    told = [line for line in lines if line.startswith("Type ")]
    assert len(told) == len(set(told)) == 9, "how to respond is said when it is not as before"


def test_a_review_can_be_heard(say: Say, golden: Callable[[str, str], None]) -> None:
    say(*QUIZ, lines=right_lines())
    later = "2026-11-24T09:00:00Z"
    status = say("status", now=later)
    done = say("review", "--limit", "3", lines=("/skip", "/quit"), now=later)
    lines = held("heard-review", heard(("status", status), ("review --limit 3", done)), golden)
    assert lines.index("Skipped") < lines.index("Review: 1 question, 3 s.")


def test_progress_can_be_heard(say: Say, golden: Callable[[str, str], None]) -> None:
    say("quiz", "section-1", "--no-shuffle", "--seed", "7", lines=("/skip",) * 9)
    say(*QUIZ, lines=right_lines())
    later = "2026-11-24T09:00:00Z"
    whole, near = say("progress", now=later), say("progress", "section-1", now=later)
    lines = held("heard-progress", heard(("progress", whole), ("progress section-1", near)), golden)
    assert lines.index("Due now") < next(place for place, line in enumerate(lines) if "section-1" in line)


def test_lists_can_be_heard(say: Say, golden: Callable[[str, str], None]) -> None:
    say("quiz", "section-1", "--post", "--no-shuffle", "--seed", "7", lines=(*right_lines()[:8], "/skip"))
    commands = ("sections --course lab", "config", "undo --list", "show long-single", "stats")
    lines = held("heard-lists", heard(*((command, say(*command.split())) for command in commands)), golden)
    judged = [line.partition(":")[0] for line in lines if line.startswith(("Right: ", "Wrong: "))]
    assert sorted(judged) == ["Right", "Wrong", "Wrong", "Wrong"]


def test_a_reading_can_be_heard(say: Say, golden: Callable[[str, str], None]) -> None:
    lines = held("heard-reading", heard(("study section-1", say("study", "section-1"))), golden)
    order = ("# The laboratory", "part: node", "what it does: computes", "Note:", "Code, py:", "Node leads to: Link")
    places = [next(place for place, line in enumerate(lines) if line.startswith(start)) for start in order]
    assert places == sorted(places), "in the order of the text"
