"""A review from the first question to the summary."""

from collections import Counter
from datetime import date, timedelta

from aiinfra_study.cli.backlog import deal_out, offer, spread
from aiinfra_study.cli.conversation import Conversation
from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws, front_end
from aiinfra_study.cli.keeping import early_words, weekly_word
from aiinfra_study.cli.pasted import review_command, whole_command
from aiinfra_study.cli.reviewing import TWICE, Review, ReviewRequest
from aiinfra_study.cli.shelf import Shelf
from aiinfra_study.core.days import in_words, short, streak
from aiinfra_study.core.errors import AiinfraError, Exit
from aiinfra_study.core.pace import minutes, seconds_each
from aiinfra_study.core.reviewed import Ahead, Held, Leech, Reviewed, Showing
from aiinfra_study.ui.ask import EndOfInput
from aiinfra_study.ui.layout import Line, wrap
from aiinfra_study.ui.machine import print_json
from aiinfra_study.ui.summary import command_lines
from aiinfra_study.ui.theme import Out

MIX_UPS = 3  # misconceptions that one summary names


def drill(desk: Desk, request: ReviewRequest) -> int:
    """Hold one review; returns the exit code."""
    out = desk.err if request.as_json else desk.out
    shelf = Shelf.of(desk, request.sections)
    shelf.tell_left_out()
    day = shelf.day()
    deal = None
    if request.spread and day.due:
        deal = deal_out(desk, day.due, request.spread)
    elif request.mode == "review" and not request.as_json:
        deal = offer(desk, out, day.due)
    if deal is not None:
        spread(desk, out, deal)
        day = shelf.day()
    review = Review(desk, shelf, day, request)
    out.color = out.color and draws(desk, out)  # plain lines carry no escape codes
    outcome = Exit.OK
    if review.drill.current is None:
        out.lines(nothing(shelf, request, out.width))
    else:
        outcome = _hold(review, out)
        desk.store.confirm()  # before anything is said to be kept
    result = reviewed(review)
    if review.drill.planned:
        from aiinfra_study.ui.review_summary import review_lines

        out.lines(review_lines(result, out.width, review_command(desk, request.words)))
    if request.as_json:
        print_json(result.as_json())
    elif outcome is Exit.OK and request.mode == "review" and not request.sections and not review.stopped:
        _lead_on(desk, out, review_command(desk, request.words) if result.ahead.left else "")
    return int(outcome)


def _lead_on(desk: Desk, out: Out, more: str) -> None:
    """What is best after the review of a day: more of it (the summary says so), or what `next` says."""
    if more:
        desk.lead = more
        return
    from aiinfra_study.cli.guidance import next_step

    try:
        desk.lead = next_step(desk).command
    except AiinfraError:  # the review was held: what is wrong with the current course is told where it is asked for
        return
    out.lines([[], *command_lines("Next: ", desk.lead, out.width)])


def _hold(review: Review, out: Out) -> Exit:
    outcome = Exit.OK
    with front_end(review.desk, out) as front:
        front.veiled, front.idle = review.veiled, review.desk.warm
        out.say(_opening(review), "title")
        for text in early_words(review.desk, sorted(review.shelf.named)):
            out.say(text, "dim")
        try:
            Conversation(review, front, out).hold()
        except EndOfInput:
            outcome = Exit.INTERRUPTED
        except KeyboardInterrupt:
            review.stopped = True
            return Exit.INTERRUPTED
    review.stopped = review.posed() is not None
    return outcome if review.stopped else Exit.OK


def _opening(review: Review) -> str:
    about = minutes(len(review.drill.coming), seconds_each(review.desk.store.progress.recent))
    cards = _count(len(review.drill.coming), "card")
    match review.request.mode:
        case "cram":
            return f"Cram: {cards}, weakest first, about {about}. The schedule stays as it is."
        case "ahead":
            return f"Ahead of time: {cards}, about {about}. The schedule stays as it is."
        case _:
            told = [f"{n} {what}" for what, n in review.counts.items() if n or what in ("due", "new")]
            cut = len(review.drill.coming) < sum(review.counts.values())
            limited = f"; of these {len(review.drill.coming)}" if cut else ""
            return f"Review: {', '.join(told)}{limited}, about {about}.{_planned(review)}"


def _planned(review: Review) -> str:
    """What a plan asks for, in the place of the setting."""
    desk, plan = review.desk, review.desk.plan
    paused = desk.today().isoformat() <= desk.store.progress.paused
    if plan is None or paused or review.request.new is not None:
        return ""
    from aiinfra_study.cli.planning import Planning

    planning = Planning(desk, plan)
    return f" Your plan for {short(plan.by)} brings {planning.new_a_day} new a day."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def nothing(shelf: Shelf, request: ReviewRequest, width: int) -> list[Line]:
    """Why there is nothing to ask, and what to do."""
    desk = shelf.desk
    known = [address for address in desk.store.progress.cards if address in shelf.items]
    if known and all(address in desk.store.progress.suspended for address in known):
        why, how = "All cards are suspended.", ("To take one in again: ", whole_command(desk, "unsuspend QUESTION"))
    elif not known:
        why = "There are no cards yet (a card is a question, and the day to ask it again): they come with a post-quiz "
        why += "or practice."
        if request.mode == "review" and not request.sections and not request.as_json:
            return [*wrap([(why, "")], width), *_folder_missing(desk, width)]  # what comes now follows
        how = ("What comes now: ", whole_command(desk, "next"))
    elif request.mode == "ahead":
        return wrap([(f"No card is due within {_count(request.ahead or 0, 'day')} after today.", "")], width)
    else:
        day = shelf.day()
        later = shelf.next_due(day)
        why = "Nothing is due today." + (f" The next card is due {in_words(later, desk.today())}." if later else "")
        if day.new and request.new is None:
            why += f" {_count(len(day.new), 'new question')} for other days: --new N brings some now."
        ahead = (date.fromisoformat(later) - desk.today()).days if later else 3
        how = ("To go ahead without touching the schedule: ", review_command(desk, f"review --ahead {max(ahead, 3)}"))
    return [*wrap([(why, "")], width), *_folder_missing(desk, width), *command_lines(*how, width)]


def _folder_missing(desk: Desk, width: int) -> list[Line]:
    """Cards of a course whose folder was not named this time."""
    there = {course.id for course in desk.courses}
    gone = Counter(address.partition("/")[0] for address in desk.store.progress.cards)
    told = [f"{count} of {name}" for name, count in sorted(gone.items()) if name not in there]
    if not told:
        return []
    text = (
        f"Cards of a course that is not here wait: {', '.join(told)}. Name its folder with --banks, or keep it named: "
    )
    return [*command_lines(text, whole_command(desk, "config banks DIR"), width)]


def reviewed(review: Review) -> Reviewed:
    """The figures of a review, and what comes."""
    desk, shelf = review.desk, review.shelf
    progress, today = desk.store.progress, desk.today()
    day = shelf.day()
    if review.request.mode == "review":
        left = len({*day.due, *day.changed, *day.again}) + shelf.new_today(day)
    else:
        left = len(review.drill.coming)
    ahead = Ahead(
        left,
        len(shelf.day(today + timedelta(days=1)).due),
        seconds_each(progress.recent),
        streak(progress.days, today),
    )
    chosen = [name for _, _, kept in review.kept for name in kept.event["misconceptions"]]
    twice = [name for name in dict.fromkeys(chosen) if progress.misconceptions[name]["chosen"] >= TWICE]
    return Reviewed(
        mode=review.request.mode,
        started=review.started,
        finished=None if review.stopped else desk.now(),
        planned=len(review.drill.planned),
        left=len(review.drill.coming),
        showings=[Showing(posed, kept.event, kept.due, given.reasons) for posed, given, kept in review.kept],
        ahead=ahead,
        desired=desk.settings.get("retention"),
        today=(progress.drilled(today.isoformat())["kept"], progress.drilled(today.isoformat())["known"]),
        held=[Held(*shelf.beliefs[name]) for name in twice if name in shelf.beliefs][:MIX_UPS],
        leeches=_leeches(review),
        overconfidence=weekly_word(desk) if review.kept else None,
    )


def _leeches(review: Review) -> list[Leech]:
    """Questions of this sitting that were missed once more after having been forgotten often."""
    from shlex import quote

    progress, most = review.desk.store.progress, review.desk.settings.get("leech_lapses")
    missed = dict.fromkeys(kept.event["question"] for _, _, kept in review.kept if kept.rating == "again")
    cards = [(address, progress.cards.get(address)) for address in missed]  # (another terminal may have reset them)
    return [
        Leech(
            whole_command(review.desk, f"show {quote(address)}"),
            whole_command(review.desk, f"suspend {quote(address)}"),
            card["lapses"],
            review.shelf.items[address].section,
        )
        for address, card in cards
        if card is not None and card["lapses"] >= most
    ]
