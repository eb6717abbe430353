"""A pile of due cards after a break: dealt out over some days, when the learner wants that, with what it costs."""

from datetime import date
from typing import NamedTuple

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.front import draws
from aiinfra_study.cli.pasted import review_command
from aiinfra_study.core.days import in_words
from aiinfra_study.core.pace import minutes, seconds_each
from aiinfra_study.core.review import dealt
from aiinfra_study.ui.layout import wrap
from aiinfra_study.ui.summary import command_lines
from aiinfra_study.ui.theme import Out

BREAK = 3  # study days without a response that make a break
BACKLOG = 40  # due cards from which dealing them out is offered
A_DAY = 20  # cards a day that an offer aims at
LONGEST = 14  # days


class Deal(NamedTuple):
    """Due cards with the day each is given, on so many days, and how many more will be forgotten by then."""

    cards: dict[str, str]
    days: int
    cost: float

    def words(self, desk: Desk) -> str:
        share = -(-len(self.cards) // self.days)
        about = minutes(share, seconds_each(desk.store.progress.recent))
        last = in_words(max(self.cards.values()), desk.today())
        return (
            f"{share} of these a day, about {about}; no new ones until the last of them, {last}. The cost, by the "
            f"schedule's own forecast: {self.cost:.1f} more cards forgotten than if all were reviewed today."
        )


def deal_out(desk: Desk, due: list[str], days: int) -> Deal:
    """A pile dealt out, those nearest to being forgotten first, over no more days than there are cards."""
    cards, today = desk.store.progress.cards, desk.today()
    days = min(days, len(due))
    deal = dealt(due, today, days)
    recall = desk.scheduler.recall
    now = sum(recall(cards[address], today) for address in deal)
    then = sum(recall(cards[address], date.fromisoformat(day)) for address, day in deal.items())
    return Deal(deal, days, now - then)


def spread(desk: Desk, out: Out, deal: Deal) -> None:
    """Keep a deal, and say what it means."""
    desk.commit("spread", due=deal.cards)
    days = f"{deal.days} day{'s' * (deal.days != 1)}"
    cards = f"{len(deal.cards)} card{'s' * (len(deal.cards) != 1)}"
    out.say(f"{cards} dealt out over {days}: {deal.words(desk)}")


def offer(desk: Desk, out: Out, due: list[str]) -> Deal | None:
    """After a break with much due: the pile dealt out, when the learner wants that. Without a terminal only the command
    is named."""
    days_known, today = desk.store.progress.days, desk.today().isoformat()
    last = max((day for day in days_known if day < today), default=None)
    away = (desk.today() - date.fromisoformat(last)).days if last else 0
    if away < BREAK or len(due) < BACKLOG or today in days_known:
        return None
    about = minutes(len(due), seconds_each(desk.store.progress.recent))
    pile = f"{len(due)} cards wait after {away} days away, about {about}."
    days = min(max(-(-len(due) // A_DAY), 2), LONGEST)
    if not draws(desk, out):
        command = review_command(desk, f"review --spread {days}")
        out.lines([*wrap([(pile, "")], out.width), *command_lines("To deal them out: ", command, out.width)])
        return None
    from aiinfra_study.ui.menu import pick

    deal = deal_out(desk, due, days)
    out.say(f"{pile} Dealt out over {days} days: {deal.words(desk)}")
    choices = {"all": f"All {len(due)} now, as far as I get", "spread": f"Deal them out over {days} days"}
    return deal if pick("What now?", choices, out.width) == "spread" else None
