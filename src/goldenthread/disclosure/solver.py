"""How little or much each withheld count may be, as far as anybody can work out from what is published: the
least and the most are found by integer programmes (HiGHS), over all sums at once.

Whoever attacks is taken to know the rule: a nought is always shown, so that what is withheld is at least 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from goldenthread.disclosure.release import Key, Sum

MOST = 1_000_000  # no count is larger: stands for "any number"


@dataclass
class Ranges:
    """What is known so far of each withheld cell: the widest range that some solution has shown to be
    possible. It only grows, since withholding more leaves every solution possible."""

    low: dict[Key, int] = field(default_factory=dict)
    high: dict[Key, int] = field(default_factory=dict)

    def width(self, key: Key) -> int:
        return self.high[key] - self.low[key]

    def note(self, solution: Mapping[Key, int]) -> None:
        """A solution that is possible."""
        for key, count in solution.items():
            self.low[key] = min(self.low.get(key, count), count)
            self.high[key] = max(self.high.get(key, count), count)


def narrow(
    cells: Mapping[Key, int],
    sums: Sequence[Sum],
    hidden: Set[Key],
    *,
    width: int,
    known: Ranges,
    may_be_nought: Set[Key] = frozenset(),
    of: Set[Key] | None = None,
) -> list[list[Key]]:
    """The withheld cells that are pinned to less than `width`, in groups that no sum ties to one another; of
    those in `of`, where that is given. `may_be_nought`: those that are not even known to be 1 or more."""
    in_order = [key for key in cells if key in hidden]
    known.note({key: cells[key] for key in in_order})
    doubtful = {key for key in in_order if known.width(key) < width and (of is None or key in of)}
    if not doubtful:
        return []
    at_risk = []
    for group, tying in _apart(in_order, sums):
        asked = [key for key in group if key in doubtful and known.width(key) < width]
        if asked:
            model = _Model(cells, tying, group, may_be_nought)
            at_risk.append([key for key in asked if not _is_wide(model, key, width, known)])
    return [group for group in at_risk if group]


def _apart(hidden: Sequence[Key], sums: Sequence[Sum]) -> list[tuple[list[Key], list[Sum]]]:
    """The withheld cells in groups that no sum ties to one another, each with its sums: what is known of one
    says nothing of another, and many small programmes are solved sooner than one large one."""
    leader = {key: key for key in hidden}

    def first(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    tying = []
    for one in sums:
        free = [key for key, _ in one.terms if key in leader]
        if free:
            tying.append((free[0], one))
            for key in free[1:]:
                leader[first(key)] = first(free[0])
    groups: dict[Key, tuple[list[Key], list[Sum]]] = {}
    for key in hidden:
        groups.setdefault(first(key), ([], []))[0].append(key)
    for key, one in tying:
        groups[first(key)][1].append(one)
    return list(groups.values())


def _is_wide(model: _Model, key: Key, width: int, known: Ranges) -> bool:
    """Whether some two solutions lie so far apart; each is noted for all the cells."""
    for most in (True, False):
        if known.width(key) >= width:
            return True
        known.note(model.furthest(key, most=most))
    return known.width(key) >= width


class _Model:
    """The withheld cells as whole numbers, bound by what the sums leave of what is shown."""

    def __init__(
        self,
        cells: Mapping[Key, int],
        sums: Iterable[Sum],
        hidden: Sequence[Key],
        may_be_nought: Set[Key],
    ) -> None:
        import highspy
        from highspy._core import _Highs  # the solver itself: its wrapper prints who made it, on every start

        self._keys = hidden
        self._solver: Any = _Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._at = {key: place for place, key in enumerate(hidden)}
        for key in hidden:
            self._solver.addVar(1 if cells[key] and key not in may_be_nought else 0, MOST)
            self._solver.changeColIntegrality(self._at[key], highspy.HighsVarType.kInteger)
        for one in sums:
            self._add(one, cells)

    def furthest(self, key: Key, *, most: bool) -> dict[Key, int]:
        """A solution in which that cell is as large, or as small, as it can be."""
        self._solver.changeColCost(self._at[key], -1 if most else 1)
        self._solver.run()
        if not _is_best(self._solver):
            raise RuntimeError("The solver found no answer: nothing may be published on its word.")
        values = list(self._solver.getSolution().col_value)
        self._solver.changeColCost(self._at[key], 0)  # which makes it forget the answer
        return {one: round(values[place]) for one, place in self._at.items()}

    def _add(self, one: Sum, cells: Mapping[Key, int]) -> None:
        free = [(self._at[key], times) for key, times in one.terms if key in self._at]
        if free:
            rest = -sum(times * cells[key] for key, times in one.terms if key not in self._at)
            places, times = zip(*free, strict=True)
            self._solver.addRow(rest, rest, len(free), places, times)


def _is_best(solver: Any) -> bool:
    import highspy

    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)
