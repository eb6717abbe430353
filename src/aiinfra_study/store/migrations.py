"""Numbered steps from older versions of an event to the present one: pure, one for each version that ever was.

Law: a line of the log is never rewritten; its event goes through the steps each time it is read.
"""

from collections.abc import Callable, Mapping
from typing import Any

Event = dict[str, Any]
VERSION = 1  # of the events that this program writes


def _from_0(event: Event) -> Event:
    """`time` became `at`, `type` became `event`, and an "answer" a response. (Version 0 was never released: it is here
    so that the way from an older version is walked by the tests before it is needed.)"""
    names = {"time": "at", "type": "event", "answer": "response"}
    renamed = {names.get(key, key): value for key, value in event.items()}
    if renamed.get("event") == "answer":
        renamed["event"] = "response"
    return {**renamed, "v": 1}


STEPS: Mapping[int, Callable[[Event], Event]] = {0: _from_0}


def migrated(event: Event) -> Event:
    """An event as the present version has it; one that is of no older version is left as it is."""
    while type(version := event.get("v")) is int and (step := STEPS.get(version)) is not None:
        event = step(event)
    return event
