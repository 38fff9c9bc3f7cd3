"""What is about to be published together, as one linked system of counts.

Every table, drill-down and month that one audience can lay side by side goes into one release: a count that
stands in two tables is one cell with one key. What ties cells together are sums; across months, a stock that
is last month's with those who came and without those who went.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

Key = Hashable


@dataclass(frozen=True)
class Sum:
    """Terms that come to nought: each key with how often it counts."""

    terms: tuple[tuple[Key, int], ...]

    @classmethod
    def of(cls, total: Key, parts: Iterable[Key]) -> Sum:
        """A total and its parts."""
        return cls(((total, -1), *((part, 1) for part in parts)))

    @classmethod
    def of_stock(cls, now: Key, *, before: Key, came: Key, went: Key) -> Sum:
        """A number on a day, and the day before with what came and what went."""
        return cls(((now, -1), (before, 1), (came, 1), (went, -1)))

    def has_any(self, keys: Iterable[Key]) -> bool:
        return not {key for key, _ in self.terms}.isdisjoint(keys)

    def holds(self, cells: Mapping[Key, int]) -> bool:
        return sum(times * cells[key] for key, times in self.terms) == 0


@dataclass(frozen=True)
class Percentage:
    """Counts that a percentage tells of, withheld together or not at all: part, rest and whole."""

    part: Key
    rest: Key
    whole: Key

    @property
    def sum(self) -> Sum:
        return Sum.of(self.whole, (self.part, self.rest))


@dataclass(frozen=True)
class Release:
    """Counts by key, what ties them together, and the percentages made of them.

    `told` is what was published before of the same keys and cannot be taken back: None for what was
    suppressed, which stays so; `differenced` what an earlier release gave for the same cell of older
    records, so that the difference is as small as the cases that came late. `kept` may not be withheld.
    `unseen` are in no table: they are there because a sum ties them to what is, and none that is small may
    be worked out either. `places`: the further down a count is wanted, the sooner it goes.
    """

    cells: Mapping[Key, int]
    sums: Sequence[Sum] = ()
    percentages: Sequence[Percentage] = ()
    told: Mapping[Key, int | None] = field(default_factory=dict)
    differenced: Mapping[Key, int] = field(default_factory=dict)
    kept: frozenset[Key] = frozenset()
    unseen: frozenset[Key] = frozenset()
    places: Mapping[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = {key for one in self.every_sum for key, _ in one.terms} - set(self.cells)
        if unknown:
            raise ValueError(f"A sum names what is not in the release: {sorted(map(str, unknown))}.")
        if any(count < 0 for count in self.cells.values()):
            raise ValueError("A count is nought or more.")
        wrong = [one for one in self.every_sum if not one.holds(self.cells)]
        if wrong:
            raise ValueError(f"A sum does not add up: {wrong[0].terms}.")

    @cached_property
    def every_sum(self) -> list[Sum]:
        """The sums, and those within percentages."""
        return [*self.sums, *(one.sum for one in self.percentages)]

    @cached_property
    def sums_of(self) -> Mapping[Key, Sequence[Sum]]:
        """The sums that each key is in."""
        found: dict[Key, list[Sum]] = {}
        for one in self.every_sum:
            for key, _ in one.terms:
                found.setdefault(key, []).append(one)
        return found

    @cached_property
    def totals(self) -> frozenset[Key]:
        """What some sum has as its whole."""
        return frozenset(key for one in self.every_sum for key, times in one.terms if times < 0)
