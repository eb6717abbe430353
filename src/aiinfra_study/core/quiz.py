"""Drawing a quiz: which questions, in which order, for which stage (docs/cli.md, Stages)."""

from collections.abc import Callable, Sequence

from aiinfra_study.core.course import Outline, Section
from aiinfra_study.core.dice import Dice
from aiinfra_study.core.progress import Progress

FRESH = 3  # questions a post-quiz asks beyond those of the pre-quiz
FRESH_FROM = 8  # of so many questions in all three are fresh, of fewer one
ASKED_IN = {"pre": ("both", "pre", ""), "post": ("both", "post", "")}  # `use` by stage


def draw(
    section: Section,
    progress: Progress,
    stage: str,
    seed: int,
    count: int,
    *,
    asked: int = 0,
    shuffle: bool = True,
) -> list[str]:
    """Ids of the questions of one quiz.

    `count` is the usual number (the bank's `draw` or the setting), `asked` the one demanded with --count (0: none).
    The same section, history and seed give the same questions in the same order.
    """
    dice = Dice(seed, section.address, stage)
    wanted = asked or count
    before = progress.last_finished(section.address, "pre")
    if stage == "practice":
        chosen = _practice(section, progress, dice, wanted)
    elif stage == "post" and before is not None:
        chosen = _post(section, before.questions, dice, asked)
    else:
        ranks = (
            _ranked(section.outlines, ("both", stage), ("",))
            if stage == "pre"
            else _ranked(section.outlines, ("both",), ("post",), ("",))
        )
        chosen = _pick(ranks, dice, wanted)
    ids = [outline.id for outline in chosen]
    if shuffle:
        return dice.shuffled(ids)
    places = {outline.id: place for place, outline in enumerate(section.outlines)}
    return sorted(ids, key=places.__getitem__)


def _ranked(outlines: Sequence[Outline], *uses: tuple[str, ...]) -> list[list[Outline]]:
    return [[outline for outline in outlines if outline.use in rank] for rank in uses]


def _pick(ranks: list[list[Outline]], dice: Dice, count: int, taken: Sequence[Outline] = ()) -> list[Outline]:
    """Draw from the ranks in turn, no two of one family: each time the first of the objective drawn least so far."""
    chosen: list[Outline] = []
    families = {outline.family for outline in taken if outline.family}
    often: dict[str, int] = {}
    for outline in taken:
        often[outline.objective] = often.get(outline.objective, 0) + 1
    for rank in ranks:
        pools: dict[str, list[tuple[int, Outline]]] = {}  # the last place first
        for place, outline in reversed([*enumerate(dice.shuffled(rank))]):
            pools.setdefault(outline.objective, []).append((place, outline))
        while pools and len(chosen) < count:
            least = min(pools, key=lambda objective: (often.get(objective, 0), pools[objective][-1][0]))
            _, outline = pools[least].pop()
            if not pools[least]:
                del pools[least]
            if outline.family and outline.family in families:
                continue
            families.add(outline.family)
            chosen.append(outline)
            often[least] = often.get(least, 0) + 1
    return chosen


def _post(section: Section, before: Sequence[str], dice: Dice, asked: int) -> list[Outline]:
    """What the pre-quiz asked (a sibling of the same family where there is one), and fresh questions it did not ask."""
    by_id = {outline.id: outline for outline in section.outlines}
    pre = [by_id[address.partition("/")[2]] for address in before if address.partition("/")[2] in by_id]
    pre_ids = {outline.id for outline in pre}
    repeated: list[Outline] = []
    for outline in pre:
        siblings = [
            other
            for other in section.outlines
            if outline.family
            and other.family == outline.family
            and other.id not in pre_ids
            and other not in repeated
            and other.use in ASKED_IN["post"]
        ]
        if siblings:
            repeated.append(dice.choice(siblings))
        elif outline.use != "pre":
            repeated.append(outline)
    unseen = [o for o in section.outlines if o.id not in pre_ids and o not in repeated]
    ranks = _ranked(unseen, ("post",), ("",), ("both",))
    if not asked:
        return repeated + _pick(ranks, dice, FRESH, repeated)
    fresh = min(FRESH if asked >= FRESH_FROM else 1, asked)
    chosen = _pick([repeated], dice, asked - fresh)
    chosen += _pick(ranks, dice, asked - len(chosen), chosen)
    left = [outline for outline in repeated if outline not in chosen]  # where there are too few fresh ones
    return chosen + _pick([left], dice, asked - len(chosen), chosen)


def _practice(section: Section, progress: Progress, dice: Dice, count: int) -> list[Outline]:
    """Any question whose stage is over: those never seen first, then those missed last time, then the rest."""
    over: Callable[[str], bool] = lambda stage: progress.last_finished(section.address, stage) is not None  # noqa: E731
    hidden = {stage for stage in ("pre", "post") if not over(stage)}
    ranks: list[list[Outline]] = [[], [], []]
    for outline in section.outlines:
        if outline.use in hidden:
            continue
        known = progress.questions.get(section.question_address(outline.id))
        ranks[0 if known is None else 1 if known["credit"] < 1 else 2].append(outline)
    return _pick(ranks, dice, count)
