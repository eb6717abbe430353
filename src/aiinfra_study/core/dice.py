"""Chance that is the same everywhere: SplitMix64, seeded by words.

Python promises a stable `random.random()`, but not stable shuffles, and importing `random` costs more than the
whole generator. SplitMix64: Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
"""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


def seed_of(*words: object) -> int:
    """A 64-bit seed from words (FNV-1a over their UTF-8 text, joined by a character no word contains)."""
    value = 0xCBF29CE484222325
    for byte in "\x1f".join(map(str, words)).encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & _MASK
    return value


class Dice:
    """A stream of chance; equal seeds give equal streams on every platform and version."""

    def __init__(self, *words: object) -> None:
        self._state = seed_of(*words)

    @classmethod
    def from_state(cls, state: int) -> "Dice":
        """Start at a raw 64-bit state (for the published test vectors)."""
        dice = cls()
        dice._state = state & _MASK
        return dice

    def bits(self) -> int:
        """The next 64 random bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1, each equally likely (multiply-shift; bias below n / 2**64)."""
        return (self.bits() * n) >> 64

    def choice(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """A new list in random order (Fisher-Yates)."""
        out = list(items)
        for i in range(len(out) - 1, 0, -1):
            j = self.below(i + 1)
            out[i], out[j] = out[j], out[i]
        return out
