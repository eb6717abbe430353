"""Every door that takes something from outside."""

from . import banks, lines, logs, readings, responses
from .harness import Target

ALL: tuple[Target, ...] = (*banks.TARGETS, *readings.TARGETS, *responses.TARGETS, *logs.TARGETS, *lines.TARGETS)
