"""Keeping a response: what it earns, what that does to its card, and the event that says so."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple, assert_never

from aiinfra_study.cli.desk import Desk
from aiinfra_study.core.card import basis
from aiinfra_study.core.days import in_words
from aiinfra_study.core.folding import may_rate
from aiinfra_study.core.interaction import Arrange, Blanks, Choice, Grade, Interaction, Pair, TextEntry
from aiinfra_study.core.pace import Overconfidence, capped, overconfidence
from aiinfra_study.core.question import Posed
from aiinfra_study.core.rating import MANY_OPTIONS, RATING_STAGES, earned, is_quick
from aiinfra_study.ui.ask import Said


class Asked(NamedTuple):
    """A question as it was put: where, in which stage, with which seed."""

    posed: Posed
    section: str
    stage: str
    seed: int
    attempt: str | None = None


class Given(NamedTuple):
    """What came back: the response (None: skipped), its grade, whether a hint was seen, and the seconds it took."""

    reply: Said | None
    grade: Grade | None
    hint: bool
    seconds: float

    @property
    def confidence(self) -> str | None:
        return self.reply.confidence if self.reply else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why what was chosen is wrong: of several things, each named."""
        wrong = [remark for remark in (self.grade.remarks if self.grade else ()) if remark.why and not remark.right]
        return tuple(f"{remark.about}: {remark.why}" if len(wrong) > 1 else remark.why for remark in wrong)

    @property
    def misconceptions(self) -> list[str]:
        """Ids of the misconceptions it shows."""
        remarks = self.grade.remarks if self.grade else ()
        return list(dict.fromkeys(r.misconception for r in remarks if r.misconception and not r.right))


class Kept(NamedTuple):
    """A response that is on the disk: its event, the rating it earned (also where it does not count), its day."""

    event: dict[str, Any]
    earned: str
    today: date
    due: str | None  # when the card is due now; None without a card

    @property
    def rating(self) -> str | None:
        """The rating, where the response changed the card."""
        return str(self.event["rating"]) if self.event["rating"] else None


def keep(desk: Desk, asked: Asked, given: Given) -> Kept:
    """Keep one response. When this returns it is on the disk."""
    question, body = asked.posed.question, asked.posed.body
    progress, today = desk.store.progress, desk.today()
    taught = asked.stage != "pre"
    said = _earned(desk, asked, given) if taught else ""
    counts = asked.stage in RATING_STAGES
    rates = counts and may_rate(progress, question.address, today.isoformat())
    before = progress.cards.get(question.address)
    scheduler = desk.scheduler_of(asked.section) if counts else None  # (a pre-quiz need not import it)
    card = scheduler.review(question.address, before, said, today) if scheduler and rates else None
    event = desk.commit(
        "response",
        day=today.isoformat(),
        question=question.address,
        section=asked.section,
        rev=question.rev,
        key=question.fingerprint,
        kind=question.kind,
        stage=asked.stage,
        attempt=asked.attempt,
        response=body.record(given.reply.response) if given.reply else None,
        confidence=given.confidence,
        hint=given.hint,
        credit=round(given.grade.credit, 6) if given.grade else 0,
        earned=said or None,
        rating=said if rates else None,
        misconceptions=[f"{question.address.partition('/')[0]}/{name}" for name in given.misconceptions],
        seconds=round(given.seconds, 2),
        seed=asked.seed,
        scheduler=scheduler.preset.tag() if scheduler else None,
        before=basis(before) if rates else None,
        card=card,
    )
    after = desk.store.progress.cards.get(question.address)
    return Kept(event, said, today, after["due"] if after else None)


def _earned(desk: Desk, asked: Asked, given: Given) -> str:
    """The rating of a response. Easy: wanted by the setting, and the response was sure, unaided, typed or of four
    options or more, to a card seen before, and faster than is usual for the learner."""
    question = asked.posed.question
    quick = bool(desk.settings.get("easy")) and given.confidence == "sure" and _demanding(asked.posed.interaction)
    if quick and question.address in desk.store.progress.cards:
        usual = [capped(row[2]) for row in desk.store.progress.recent if row[1] == question.kind]
        quick = is_quick(given.seconds, usual)
    else:
        quick = False
    return earned(given.grade, given.confidence, hint=given.hint, quick=quick)


def _demanding(interaction: Interaction) -> bool:
    match interaction:
        case Choice(options=options):
            return len(options) >= MANY_OPTIONS
        case TextEntry() | Blanks():
            return True
        case Arrange() | Pair():
            return False
        case _:
            assert_never(interaction)


def coming_back(kept: Kept, given: Given, stage: str, *, again: bool = False) -> str:
    """When a question comes back, in a sentence; a lucky guess is told kindly. `again`: later in this sitting too."""
    when = in_words(kept.due, kept.today) if kept.due else ""
    soon = "later in this drill" if again else ""
    if stage not in RATING_STAGES:
        parts = [f"It comes back {soon}." if soon else "", f"The schedule stays: due {when}." if when else ""]
        return " ".join(filter(None, parts))
    if not when:
        return ""
    back = f"it comes back {', then '.join(filter(None, (soon, when)))}."
    if kept.rating is None:
        return f"Practice, as the first response of the day is the one that counts: {back}"
    lucky = given.confidence == "guess" and given.grade is not None and given.grade.correct
    return f"Lucky this time, you will see it again: {back}" if lucky else back[0].upper() + back[1:]


def early_words(desk: Desk, sections: Iterable[str]) -> list[str]:
    """What to say before keys are shown of sections (addresses) whose post-quiz is still to come."""
    between = filter(desk.store.progress.between_quizzes, sections)
    return [
        f"The post-quiz of {section.partition('/')[2]} is still to come: what you see here now will count in its gain."
        for section in between
    ]


def weekly_word(desk: Desk) -> Overconfidence | None:
    """Whether "sure" means sure, said once in seven study days, and kept that it was said."""
    progress, today = desk.store.progress, desk.today()
    found = overconfidence(progress.recent)
    before = progress.told.get("confidence")
    if found is None or (before is not None and before > (today - timedelta(days=7)).isoformat()):
        return None
    desk.commit("told", about="confidence")
    return found
