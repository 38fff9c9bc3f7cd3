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

        self._keys = hidden
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._at: dict[Key, Any] = {
            key: self._solver.addVariable(
                lb=1 if cells[key] and key not in may_be_nought else 0, ub=MOST, type=_whole()
            )
            for key in hidden
        }
        for one in sums:
            self._add(one, cells)

    def furthest(self, key: Key, *, most: bool) -> dict[Key, int]:
        """A solution in which that cell is as large, or as small, as it can be."""
        goal = self._at[key]
        (self._solver.maximize if most else self._solver.minimize)(goal)
        if self._solver.getModelStatus() != _best():
            raise RuntimeError("The solver found no answer: nothing may be published on its word.")
        values = self._solver.getSolution().col_value
        return {one: round(values[self._at[one].index]) for one in self._keys}

    def _add(self, one: Sum, cells: Mapping[Key, int]) -> None:
        free = [(self._at[key], times) for key, times in one.terms if key in self._at]
        if free:
            rest = -sum(times * cells[key] for key, times in one.terms if key not in self._at)
            self._solver.addConstr(sum(variable * times for variable, times in free) == rest)


def _best() -> Any:
    import highspy

    return highspy.HighsModelStatus.kOptimal


def _whole() -> Any:
    import highspy

    return highspy.HighsVarType.kInteger
