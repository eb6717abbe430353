"""Kill the real `aiinfra quiz` while responses are piped into it: what had feedback must be in the log.

python -m tests.faults.quiz_crash --rounds 50
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from aiinfra_study.store.progress import ProgressStore

from .crash import Tally

QUESTIONS = 40
FEEDBACK = re.compile(r"^\S (Right|Wrong|Partly right|Skipped)\b")
STEM = re.compile(r"^Which one is meant by (q\d+)\?")


def write_course(folder: Path, questions: int = QUESTIONS) -> Path:
    """A bank folder with the course `faults`: one section of plain questions."""
    course = folder / "banks" / "faults"
    course.mkdir(parents=True)
    lines = ["format: 1", "title: Questions to be killed in", "objectives:", "  stay: Stay kept", "questions:"]
    for number in range(questions):
        lines += [
            f"  - id: q{number}",
            "    objective: stay",
            f'    ask: "Which one is meant by q{number}?"',
            f'    right: "the one called {number}"',
            f'    wrong: ["another than {number}", "neither of {number}", "all but {number}"]',
            '    because: "There is no other."',
        ]
    (course / "section-01.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return course.parent


def environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("AIINFRA_", "XDG_"))}
    places = {"AIINFRA_HOME": str(folder / "home"), "XDG_CACHE_HOME": str(folder / "cache")}
    patch = {"PYTHONPATH": str(folder / "patch")} if (folder / "patch").is_dir() else {}
    return {**kept, **places, **patch, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}


# Patches the program when it starts: a response is "kept" while it waits in memory for six others.
LATE = """
import os
from aiinfra_study.core.folding import apply
from aiinfra_study.store.log import seal
from aiinfra_study.store.progress import ProgressStore

waiting = []

def append(self, event):
    self.writable()
    sealed = {"v": 1, "id": f"{os.getpid()}-{self.progress.events + 1}", **event}
    apply(self.progress, sealed)
    waiting.append(seal(sealed))
    if len(waiting) == 7:
        with open(self.log_path, "ab") as log:
            log.writelines(waiting)
        waiting.clear()
    return sealed

ProgressStore.append = append
"""


def make_late(folder: Path) -> None:
    """Have the program of a folder acknowledge before it writes."""
    (folder / "patch").mkdir()
    (folder / "patch" / "sitecustomize.py").write_text(LATE, encoding="utf-8")


def start_quiz(folder: Path, seed: int) -> "subprocess.Popen[bytes]":
    words = ["quiz", "section-1", "--practice", "--restart", "--seed", str(seed), "--count", str(QUESTIONS)]
    words += ["--banks", str(folder / "banks"), "--course", "faults", "--plain"]
    return subprocess.Popen(
        [sys.executable, "-m", "aiinfra_study", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(folder),
    )


def up_to_prompt(descriptor: int) -> bytes:
    """What is printed until the next line is waited for."""
    printed = b""
    while not printed.endswith(b"> ") and (more := os.read(descriptor, 65536)):
        printed += more
    return printed


def respond_until_killed(quiz: "subprocess.Popen[bytes]", responses: int, chance: random.Random) -> str:
    """Respond so many times, one line for each prompt, then once more and kill. Returns all that was printed."""
    assert quiz.stdin is not None
    assert quiz.stdout is not None
    printed = b""
    for _ in range(responses):
        printed += up_to_prompt(quiz.stdout.fileno())
        quiz.stdin.write(b"%d\n" % chance.randint(1, 4))
        quiz.stdin.flush()
    if responses:
        printed += up_to_prompt(quiz.stdout.fileno())
    quiz.stdin.write(b"1\n")
    quiz.stdin.flush()
    time.sleep(chance.uniform(0, 0.004))
    quiz.send_signal(signal.SIGKILL)
    printed += quiz.stdout.read()
    quiz.wait()
    quiz.stdin.close()
    quiz.stdout.close()
    return printed.decode("utf-8", "replace")


def acknowledged_in(printed: str) -> list[str]:
    """The questions whose feedback was seen, in order."""
    asked = ""
    seen = []
    for line in printed.split("\n")[:-1]:
        stem = STEM.match(line)
        if stem:
            asked = f"faults/{stem[1]}"
        elif FEEDBACK.match(line):
            seen.append(asked)
    return seen


def quiz_crash(folder: Path, rounds: int, seed: int = 1) -> Tally:
    chance = random.Random(seed)
    tally = Tally()
    write_course(folder)
    before = 0
    for number in range(rounds):
        quiz = start_quiz(folder, seed + number)
        seen = acknowledged_in(respond_until_killed(quiz, chance.randrange(QUESTIONS), chance))
        tally.rounds += 1
        tally.acknowledged += len(seen)
        try:
            store = ProgressStore(folder / "home" / "progress.json")
            kept = [str(event["question"]) for event in store.events() if event["event"] == "response"]
        except Exception as error:
            tally.unreadable += 1
            tally.why.add(f"{type(error).__name__}: {error}")
            continue
        ours = kept[before:]
        before = len(kept)
        tally.lost += len(set(seen) - set(ours))
        tally.different += ours[: len(seen)] != seen
        tally.surplus += len(ours) - len(seen)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aiinfra-crash-") as folder:
        tally = quiz_crash(Path(folder), options.rounds, options.seed)
    print(tally)
    return 0 if tally.clean else 1


if __name__ == "__main__":
    sys.exit(main())
