"""Drawing at random from weighted values and from bands, the same on every platform.

Only `Random.random()` is used, with whole-number arithmetic after it: nothing here rests on a platform's
mathematics library or on the order of a set.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


class Mix(Generic[T]):
    """Values and how often each is drawn; weights need not add to one."""

    __slots__ = ("_bounds", "_values")

    def __init__(self, weights: Mapping[T, float]) -> None:
        self._values = tuple(weights)
        total = sum(weights.values())
        self._bounds = tuple(bound / total for bound in accumulate(weights.values()))

    def draw(self, rng: Random) -> T:
        return self.at(rng.random())

    def at(self, place: float) -> T:
        """The value at a place from 0 to 1 along the weights."""
        return self._values[min(bisect(self._bounds, place), len(self._values) - 1)]


class Bands:
    """Whole numbers from weighted bands `(low, high, weight)`, both ends included, even within a band."""

    __slots__ = ("_mix",)

    def __init__(self, *bands: tuple[int, int, float]) -> None:
        self._mix = Mix({(low, high): weight for low, high, weight in bands})

    def draw(self, rng: Random) -> int:
        low, high = self._mix.draw(rng)
        return between(rng, low, high)


def between(rng: Random, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(rng.random() * (high - low + 1))


def one_of(rng: Random, values: Sequence[T]) -> T:
    return values[int(rng.random() * len(values))]
