"""What those from outside are shown of a figure: small numbers withheld, and with them what would give them
away. The last step before words, chart and file, all of which are made from what comes out of here.

The rule is the one the Department publishes under for children in need: 1 to 5 is withheld, and so is a
percentage whose count, complement or base is that small; a middle value or an average needs six. No published
rule says how much more must go so that nothing can be worked back; ours, which is stricter than none:

- of teams that add up to a total, others are withheld too, smallest first, until what is withheld could be
  shared out so that no count in it is known to within fewer than six values; else every team is;
- a quarter is withheld where any of its months is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from goldenthread.indicators.definition import Kind
from goldenthread.papers.figures import Figure
from goldenthread.web.accounts.permissions import FigureTier

SMALL = range(1, 6)
FEWEST_AVERAGED = 6
_WIDTH = 5  # how far apart the least and the most a withheld count may be, at the least
WITHHELD = "withheld (small)"


@dataclass(frozen=True)
class Withheld(Figure):
    """A figure that is not shown: a kind of value, neither blank nor zero. It holds no count and no value."""


def protected(series: Sequence[Figure], *, kind: Kind, tier: FigureTier) -> tuple[Figure, ...]:
    """A series as this tier may see it."""
    if tier is FigureTier.INTERNAL:
        return tuple(series)
    return tuple(withhold(one) if is_small(one, kind) else one for one in series)


def protected_quarters(
    quarters: Sequence[Figure], *, months: Sequence[Figure], kind: Kind, tier: FigureTier
) -> tuple[Figure, ...]:
    """Quarters as this tier may see them; `months` are the same measure's, as protected."""
    if tier is FigureTier.INTERNAL:
        return tuple(quarters)
    hidden = [month.end for month in months if isinstance(month, Withheld)]
    shown = protected(quarters, kind=kind, tier=tier)
    return tuple(withhold(one) if any(_holds(one, end) for end in hidden) else one for one in shown)


def protected_teams(teams: Sequence[Figure], *, kind: Kind, tier: FigureTier) -> tuple[Figure, ...]:
    """The teams of one period, whose counts add up to a figure that may be shown."""
    if tier is FigureTier.INTERNAL:
        return tuple(teams)
    hidden = {one.team for one in teams if is_small(one, kind)}
    while more := _more_to_hide(teams, kind=kind, hidden=hidden):
        hidden |= more
    return tuple(withhold(one) if one.team in hidden else one for one in teams)


def is_small(figure: Figure, kind: Kind) -> bool:
    """Whether a figure may not be shown by itself."""
    if kind in ("median", "mean"):
        return figure.denominator is not None and 0 < figure.denominator < FEWEST_AVERAGED
    counts = [figure.numerator, figure.denominator]
    if figure.numerator is not None and figure.denominator is not None:
        counts.append(figure.denominator - figure.numerator)
    return any(count in SMALL for count in counts if count is not None)


def withhold(figure: Figure) -> Withheld:
    """The figure's place, without anything that was counted."""
    return Withheld(
        start=figure.start,
        end=figure.end,
        numerator=None,
        denominator=None,
        value=None,
        snapshot=figure.snapshot,
        definition=figure.definition,
        team=figure.team,
    )


def _holds(quarter: Figure, end: object) -> bool:
    return quarter.start is not None and quarter.start <= end <= quarter.end  # type: ignore[operator]


def _parts(kind: Kind) -> tuple[Callable[[Figure], int], ...]:
    """The counts of a figure that add up over teams."""
    if kind == "count":
        return (_numerator,)
    return (_numerator, _complement) if kind == "percent" else (_base,)


def _numerator(figure: Figure) -> int:
    return figure.numerator or 0


def _complement(figure: Figure) -> int:
    return (figure.denominator or 0) - (figure.numerator or 0)


def _base(figure: Figure) -> int:
    return figure.denominator or 0


def _more_to_hide(teams: Sequence[Figure], *, kind: Kind, hidden: set[str | None]) -> set[str | None]:
    """What one look at each of the counts adds; hiding for one may leave another too narrow."""
    needed = set(hidden)
    for part in _parts(kind):
        needed |= _others_to_hide({one.team: part(one) for one in teams}, needed)
    return needed - hidden


def _others_to_hide(counts: Mapping[str | None, int], hidden: set[str | None]) -> set[str | None]:
    """More teams to withhold, smallest first, until nothing withheld can be worked back; every team, those
    with nought too, where that never comes."""
    if not hidden:
        return set()
    at_risk = set(hidden)
    others = (team for team, count in counts.items() if count and team not in hidden)
    for team in sorted(others, key=lambda team: (counts[team], str(team))):
        if _wide_enough([counts[one] for one in at_risk]):
            break
        at_risk.add(team)
    return at_risk if _wide_enough([counts[one] for one in at_risk]) else set(counts)


def _wide_enough(hidden: Sequence[int]) -> bool:
    """Two or more, and each of them anything from 1 to at least 6 as far as their sum tells."""
    return len(hidden) > 1 and sum(hidden) - len(hidden) >= _WIDTH
