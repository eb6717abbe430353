"""The summary of a quiz, with the gain told honestly."""

from collections.abc import Sequence

from aiinfra_study.core.course import Section
from aiinfra_study.core.gain import Gain
from aiinfra_study.core.pace import Overconfidence
from aiinfra_study.core.question import Question
from aiinfra_study.core.result import Result
from aiinfra_study.ui.cells import shortened, width_of
from aiinfra_study.ui.charts import percent
from aiinfra_study.ui.layout import Line, inline, wrap
from aiinfra_study.ui.show import stage_word

SMALL = 8  # questions asked both times, below which the words on luck say that there are few
LONGEST = 150  # cells of a stem in a list: two lines at 80 columns


def spent(seconds: float) -> str:
    """Seconds as a person says them."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def spent_minutes(minutes: float) -> str:
    """Minutes as a person says them; never less than one."""
    return spent(max(round(minutes), 1) * 60).replace(" 0 s", "")


def summary_lines(result: Result, section: Section, width: int, command: str, *, to_read: bool = False) -> list[Line]:
    """Score, objectives, time, what was sure and wrong, the gain, and the command that leads on."""
    attempt = result.attempt
    lines: list[Line] = [[]]
    name = stage_word(attempt.stage)
    if not result.responded:
        lines += wrap([(f"{name} of {section.id}: nothing responded yet. ", "title"), ("Nothing is lost.", "")], width)
        return lines + _resume(command, width)
    stopped = attempt.finished is None
    if stopped and attempt.stage == "pre":  # no correction before the post-quiz, be it in sum
        of = f"{result.responded} of {result.drawn} done, {spent(result.seconds)}"
    else:
        score = f", score {percent(result.score)}" if result.score is not None else ""
        if result.score is not None and abs(result.score - result.right / result.responded) >= 0.005:
            partly = any(0 < credit < 1 for credit in attempt.credits.values())
            score += " (what is partly right counts in part)" if partly else " (some questions count for more)"
        of = f"{result.right} of {result.responded} right{score}, {spent(result.seconds)}"
    lines += wrap([(f"{name} of {section.id}: ", "title"), (f"{of}.", "")], width)
    if stopped:
        left = result.drawn - result.responded
        lines += wrap(
            [(f"Stopped with {left} question{'s' * (left != 1)} left; everything so far is kept.", "")], width
        )
        return lines + _resume(command, width)
    for objective in result.objectives:
        label = f"  {objective.right} of {objective.asked} right: "
        lines += wrap([(objective.text, "")], width, [(label, "dim")], " " * len(label))
    lines += _sure_and_wrong(result, width)
    if result.gain is not None:
        lines += [[], *gain_lines(result.gain, width)]
        lines += _named("Right now, and not before:", result.gained, width)
        lines += _named("Right before, and not now:", result.lost, width)
    if result.passed is not None:
        word = "Passed" if result.passed else "Not passed"
        lines += wrap([(f"{word}: {percent(result.score or 0)}.", "title")], width)
    if attempt.stage == "pre":
        note = "Keys and explanations come with the post-quiz, so that it measures what you learn in between."
        lines += [[], *wrap([(note, "")], width)]
    return lines + _next(attempt.stage, command, width, to_read=to_read)


def _resume(command: str, width: int) -> list[Line]:
    return command_lines("Resume: ", command, width)


def _next(stage: str, command: str, width: int, *, to_read: bool) -> list[Line]:
    if not command:
        return []
    pre = "Now read: " if to_read else "Study the section, then: "
    words = {"pre": pre, "post": "To keep it, a little each day: ", "practice": "Once more: "}
    return [[], *command_lines(words[stage], command, width)]


def command_lines(words: str, command: str, width: int) -> list[Line]:
    """Words and the command they lead to; one that does not fit beside them stands whole below, to be pasted."""
    if width_of(words) + width_of(command) <= width:
        return [[(words, "dim"), (command, "title")]]
    return [*wrap([(words, "dim")], width), [("  ", ""), (command, "title")]]


def overconfidence_lines(found: Overconfidence | None, width: int) -> list[Line]:
    """For a learner whose "sure" is often wrong: the figure, and the keys that say it better."""
    if found is None:
        return []
    share = percent(found.wrong / found.sure)
    text = (
        f"Of your last {found.sure} responses said to be sure, {found.wrong} were wrong ({share}). Say u (unsure) or "
        "g (a guess) instead of Enter, in lines a trailing ? or ??: what you doubt then comes back sooner."
    )
    return wrap([("How sure is sure: ", "title"), (text, "")], width)


def _sure_and_wrong(result: Result, width: int) -> list[Line]:
    """Confident errors, first of all things to look at; in a pre-quiz only how many, so that no key is given away."""
    count = len(result.sure_and_wrong)
    if not count:
        return []
    lines = wrap([(f"Sure and wrong: {count}.", "title")], width)
    if result.attempt.stage == "pre":
        return lines
    return lines + _listed(result.sure_and_wrong, width)


def _named(words: str, questions: Sequence[Question], width: int) -> list[Line]:
    """Some questions under a heading; nothing where there are none."""
    return [*wrap([(words, "title")], width), *_listed(questions, width)] if questions else []


def _listed(questions: Sequence[Question], width: int) -> list[Line]:
    """What each of some questions asks, in short."""
    lines: list[Line] = []
    for question in questions:
        stem = question.ask or getattr(question.body, "claim", "") or " ".join(question.body.key_lines)
        lines += wrap(inline(shortened(" ".join(stem.split()), LONGEST)), width, [("  - ", "dim")], "    ")
    return lines


def gain_lines(gain: Gain, width: int, label: str = "Gain: ") -> list[Line]:
    """Flips, what luck alone would do, fresh questions apart; no grand claims from few questions."""
    lines = wrap([(label, "title"), (_flips(gain), "")], width)
    if not gain.repeated:
        pass
    elif gain.verdict == "unlikely-luck":
        lines += wrap([(f"That is unlikely to be luck (chance {small_chance(gain.p)}).", "")], width)
    elif gain.lost > gain.gained:
        lines += wrap([("No gain: more was right before than now.", "")], width)
    else:
        small = " So few questions cannot tell more." if gain.repeated < SMALL else ""
        lines += wrap([(f"That could be luck (chance {gain.p:.2f}).{small}", "")], width)
    if gain.fresh and gain.fresh_score is not None:
        word = "question" if gain.fresh == 1 else "questions"
        text = f"{percent(gain.fresh_score)} on {gain.fresh} {word} not asked before: this shows what carries over."
        lines += wrap([(text, "")], width)
    if gain.change is not None:
        lines += wrap([(f"Normalised change {gain.change:+.2f} (share of the possible gain).", "")], width)
    return lines


def small_chance(p: float) -> str:
    """A chance to three places, which is never told to be none."""
    return "below 0.001" if p < 0.0005 else f"{p:.3f}"


def _flips(gain: Gain) -> str:
    """What changed on the questions asked both times."""
    if gain.pre is None or gain.post is None:
        return "no question of the pre-quiz was asked again."
    asked = "question" if gain.repeated == 1 else "questions"
    once = f" ({gain.once} more only before)" if gain.once else ""
    in_part = " (partly right counts in the score)" if gain.pre != gain.post and not gain.gained + gain.lost else ""
    return (
        f"{percent(gain.pre)} before, {percent(gain.post)} now, on the {gain.repeated} {asked} asked both "
        f"times{once}: {gain.gained} gained, {gain.lost} lost{in_part}."
    )
