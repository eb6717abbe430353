"""aiinfra show: one question with its key, its reasons and its history."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from aiinfra_study.cli.complete import questions
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.outcome import guarded
from aiinfra_study.cli.pasted import lint_command
from aiinfra_study.cli.prospect import forecast_lines, forecast_of, why_due
from aiinfra_study.cli.recounting import told, when
from aiinfra_study.core.course import Misconception
from aiinfra_study.core.errors import DataError, UsageError
from aiinfra_study.core.folding import may_rate
from aiinfra_study.core.question import Posed, Question
from aiinfra_study.core.replay import undone
from aiinfra_study.core.text import nearest
from aiinfra_study.store.banks import Bank
from aiinfra_study.store.files import Unreadable, read_bytes, read_section_file
from aiinfra_study.ui.layout import Line, inline, prose, wrap
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.show import heading, question_lines, reference_texts, stem_lines
from aiinfra_study.ui.summary import command_lines

EXAMPLES = {
    "show": [
        "aiinfra show imaging-model-after-a-year",
        "aiinfra show imaging-model-after-a-year --json",
        "aiinfra show --preview section-02.yaml:imaging-model-after-a-year",
    ]
}


def show(
    ctx: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="Id, or course/id.", autocompletion=questions)
    ] = None,
    preview: Annotated[
        str | None, typer.Option(metavar="FILE:ID", help="A question of any file, as a learner would see it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """One question with key, reasons, history and state."""

    def command(desk: Desk) -> int:
        if (question is None) == (preview is None):
            raise UsageError("no-question", "name a question, or a file with --preview", "Run: aiinfra show --help")
        if question is not None:
            _tell(desk, question, as_json)
        elif as_json:
            _print_json(desk, _preview(str(preview)))
        else:
            desk.out.lines(question_lines(_preview(str(preview)).posed(0), desk.out.width))
        return 0

    raise typer.Exit(guarded(command, ctx.obj, as_json=as_json))


def _preview(name: str) -> Question:
    file, colon, identity = name.rpartition(":")
    if not colon:
        raise UsageError("bad-preview", f'"{name}" is not FILE:ID', "Write section-02.yaml:question-id")
    path = Path(file)
    found = read_bytes(path)
    if isinstance(found, Unreadable):
        raise UsageError("no-file", found.problem.message, "Name a section file.")
    read = read_section_file(path, found[0], path.resolve().parent.name)
    for question in read.questions:
        if question.id == identity:
            return question
    problems = [str(p) for p in read.problems if p.question and p.question.endswith(f"/{identity}")]
    if problems:
        raise DataError("broken-question", problems[0], f"Run: {lint_command(path)}")
    near = nearest(identity, [question.id for question in read.questions], 5, 0.0)
    hint = f"Nearest: {', '.join(near)}." if near else f"Run: {lint_command(path)}"
    raise UsageError("unknown-question", f'{path.name} has no question "{identity}"', hint)


def _history_of(events: Iterable[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    return [event for event in events if event.get("question") == question.address]


def _print_json(desk: Desk, question: Question, bank: Bank | None = None, why: str = "") -> None:
    posed = question.posed(0)
    card = desk.store.progress.cards.get(question.address) if bank else None  # a preview has none, nor a history
    forecast = forecast_of(desk, bank, question.address) if bank else None
    body = {
        "schema": "aiinfra/show/1",
        "question": question.address,
        "kind": question.kind,
        "stem": posed.ask or " ".join(heading(posed).split()),
        "key": list(posed.body.key_lines),
        "card": card,
        "recall": forecast.recall if forecast else None,
        "due": card["due"] if card else None,
        "ratings": forecast.ratings if forecast else None,
        "why": why,
        "history": _history_of(desk.store.events(), question) if bank else [],
    }
    print_json(body)


def _tell(desk: Desk, name: str, as_json: bool) -> None:
    bank, question = desk.question(name)
    words, command = why_due(desk, bank, question)
    if as_json:
        return _print_json(desk, question, bank, words + command)
    posed, progress = question.posed(0), desk.store.progress
    marks = [("flagged", progress.flagged), ("suspended", progress.suspended)]
    marked = "".join(f", {word}" for word, found in marks if question.address in found)
    head = f"{question.address} · {question.kind} · {bank.section.title}{marked}"
    width = desk.out.width
    beliefs = desk.course_of(bank).head.misconceptions
    glyphs = desk.out.glyphs
    signs = _HEARD if desk.plain else {word: f"{glyphs[word]} " for word in _HEARD}
    desk.out.lines([*wrap([(head, "dim")], width), [], *_key_lines(posed, width, signs, beliefs)])
    free = may_rate(progress, question.address, desk.today().isoformat())
    forecast = forecast_lines(forecast_of(desk, bank, question.address), desk.today(), width, free=free)
    reason = command_lines(words, command, width) if command else wrap([(words, "")], width)
    desk.out.lines([[], *reason, *forecast])
    events = list(desk.store.events())
    desk.out.lines(_history(_history_of(events, question), undone(events), width))
    return None


_HEARD = {"right": "Right: ", "wrong": "Wrong: "}


def _key_lines(posed: Posed, width: int, marks: Mapping[str, str], beliefs: Mapping[str, Misconception]) -> list[Line]:
    """Stem, options or key with their reasons, and the lesson."""
    lines = [*stem_lines(posed, width), []]
    options: Any = getattr(posed.body, "options", ())
    keys = set(posed.body.key_lines)
    for option in options:
        word = "right" if option.text in keys else "wrong"
        lines += _marked(option.text, word, marks, width)
        for why in filter(None, (option.why, _belief(option.misconception, beliefs))):
            lines += wrap(inline(why, "dim"), width, [("    ", "")], "    ")
    for key in () if options else posed.body.key_lines:
        lines += _marked(key, "right", marks, width)
    for slip in getattr(posed.body, "slip_lines", ()):
        lines += _marked(slip, "wrong", marks, width, "dim")
    if posed.because:
        lines += [[], *prose(posed.because, width)]
    for text in reference_texts(posed.question):
        lines += wrap([(text, "dim")], width)
    return lines


def _marked(text: str, word: str, marks: Mapping[str, str], width: int, style: str = "") -> list[Line]:
    """A text behind the mark of what is right, or of what is wrong."""
    return wrap(inline(text, style), width, [(marks[word], "good" if word == "right" else "bad")], "  ")


def _belief(identity: str, beliefs: Mapping[str, Misconception]) -> str:
    """The misconception behind an option, in words."""
    known = beliefs.get(identity)
    return f'Behind it: "{known.belief}" {known.contrast}' if known else identity and f"(misconception: {identity})"


def _history(history: list[dict[str, Any]], taken: Collection[str], width: int) -> list[Line]:
    if not history:
        return wrap([("Never asked.", "dim")], width)
    lines: list[Line] = []
    for event in history[-10:]:
        back = " (taken back)" if event.get("id") in taken else ""
        lines += wrap([(f"{when(event)}  {told(event)}{back}", "dim")], width, (), "  ")
    return lines
