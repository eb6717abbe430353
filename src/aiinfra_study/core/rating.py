"""What a response says about memory: the rating it earns. (Whether it changes the card: `folding.may_rate`.)"""

from collections.abc import Sequence

from aiinfra_study.core.interaction import Grade
from aiinfra_study.core.pace import middle

RATINGS = ("again", "hard", "good", "easy")
RATING_STAGES = ("post", "practice", "review")  # stages whose responses come with feedback and count
ONE_SLIP_CREDIT = 0.5
QUICK_FROM = 10  # responses of a kind before its median says anything
MANY_OPTIONS = 4


def earned(grade: Grade | None, confidence: str | None, *, hint: bool, quick: bool = False) -> str:
    """The rating a response would give. `grade` None: passed over. `quick`: Easy is wanted, and it was sure and fast.

    A lucky guess is Again: counted as known, four options lose 2.6 points of recall at due (0.858 against 0.884), true
    or false 5.9 (our simulation). Hard is right but doubtful, never forgotten. Time alone changes nothing.
    """
    if grade is None or confidence == "guess":
        return "again"
    if not grade.correct:
        return "hard" if grade.slips == 1 and grade.credit >= ONE_SLIP_CREDIT else "again"
    if confidence == "unsure" or hint:
        return "hard"
    return "easy" if quick else "good"


def earned_before(credit: float, confidence: object, hint: object) -> str:
    """The same from what a response kept before ratings were kept: partial credit of a half or more was one slip."""
    grade = Grade(credit, slips=int(credit < 1))
    return earned(grade, "guess" if confidence == "guess" else str(confidence), hint=bool(hint))


def is_quick(seconds: float, usual: Sequence[float]) -> bool:
    """Whether a response was faster than the learner's own median for its kind; False while too few are known."""
    return len(usual) >= QUICK_FROM and seconds < middle(usual)
