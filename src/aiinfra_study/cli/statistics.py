"""History and forecast of a desk: as lines, or as JSON."""

from typing import Any

from aiinfra_study.cli.desk import Desk
from aiinfra_study.cli.figures import Board, Stats
from aiinfra_study.ui.history import Charts
from aiinfra_study.ui.machine import print_json

DAYS = 371  # 53 weeks


def tell_stats(desk: Desk, days: int = DAYS, *, as_json: bool = False) -> int:
    """Print them; returns the exit code."""
    board = Board(desk)
    found = board.stats(days)
    if as_json:
        print_json({"schema": "aiinfra/stats/1", **_as_json(found)})
        return 0
    past, charts = found.past, Charts(found.today, desk.out.width, plain=desk.plain)
    several = len({section.course for section, _ in found.hardest}) > 1
    lines = [
        *charts.reviews(past.reviews, days),
        *charts.forecast(found.forecast, found.minutes_ahead),
        *charts.retention(found.retention, found.desired),
        *charts.calibration(past, found.brier),
        *charts.time(past, days),
        *charts.hardest(found.hardest, several),
    ]
    desk.out.lines(lines[1:])
    return 0


def _as_json(found: Stats) -> dict[str, Any]:
    """The object of `stats --json` (docs/json.md)."""
    share, past = found.retention, found.past
    observed = (share.share, share.low, share.high) if share else (None, None, None)
    said = {word: {"count": count, "right": right} for word, (count, right) in past.said.items()}
    return {
        "today": found.today,
        "days": found.days,
        "reviews": past.reviews,
        "forecast": found.forecast,
        "retention": {
            **dict(zip(("observed", "low", "high"), observed, strict=True)),
            "count": past.known,
            "desired": found.desired,
        },
        "calibration": {**said, "brier": found.brier},
        "seconds": round(past.seconds, 2),
        "hardest": [
            {
                "course": section.course,
                "section": section.id,
                "objective": objective.id,
                "right": objective.right,
                "count": objective.asked,
            }
            for section, objective in found.hardest
        ],
        "minutes_ahead": round(found.minutes_ahead, 2),
    }
