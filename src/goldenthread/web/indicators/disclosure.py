"""What those from outside are shown of a figure: small numbers withheld, and with them what would give them
away. The last step before words, chart and file, all of which are made from what comes out of here.

The rule is the one the Department publishes under for children in need: 1 to 5 is withheld, and so is a
percentage whose count, complement or base is that small; a middle value or an average needs six. No published
rule says how much more must go so that nothing can be worked back; ours, which is stricter than none:

- of teams that add up to a total, others are withheld too, smallest first, until a solver finds that no
  count withheld is known to within fewer than six values (goldenthread.disclosure); else every team is;
- a quarter is withheld where any of its months is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.disclosure.profiles import profiles
from goldenthread.disclosure.protecting import CannotProtect, protect
from goldenthread.disclosure.release import Key, Percentage, Release, Sum
from goldenthread.disclosure.values import Suppressed
from goldenthread.indicators.definition import Kind
from goldenthread.papers.figures import Figure
from goldenthread.web.accounts.permissions import FigureTier

PROFILE = profiles(date(2026, 11, 30))["dfe"]
SMALL = range(1, PROFILE.most_small + 1)
FEWEST_AVERAGED = PROFILE.fewest_averaged
_ALL = None, "all"  # no team has this name
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
    hidden = _withheld(teams, kind)
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


def _withheld(teams: Sequence[Figure], kind: Kind) -> frozenset[str | None]:
    """The teams whose figure is withheld, where each count's total is known: by the one step that everything
    published passes through. Every team, those with nought too, where nothing less will do."""
    try:
        shown = protect(_release(teams, kind), profile=PROFILE)
    except CannotProtect:
        return frozenset(one.team for one in teams)
    parts = _parts(kind)
    return frozenset(
        one.team for one in teams if any(isinstance(shown[one.team, part], Suppressed) for part in parts)
    )


def _parts(kind: Kind) -> tuple[str, ...]:
    """The counts of a figure that add up over teams."""
    if kind == "count":
        return ("counted",)
    return ("counted", "rest", "base") if kind == "percent" else ("base",)


def _release(teams: Sequence[Figure], kind: Kind) -> Release:
    """The teams' counts with their totals, which may not be withheld: the page shows them above."""
    parts = _parts(kind)
    cells: dict[Key, int] = {(one.team, part): _count(one, part) for one in teams for part in parts}
    totals: dict[Key, int] = {(_ALL, part): sum(_count(one, part) for one in teams) for part in parts}
    sums = [Sum.of((_ALL, part), [(one.team, part) for one in teams]) for part in parts]
    percentages = [
        Percentage((one.team, "counted"), (one.team, "rest"), (one.team, "base"))
        for one in teams
        if kind == "percent"
    ]
    return Release(cells | totals, sums=sums, percentages=percentages, kept=frozenset(totals))


def _count(figure: Figure, part: str) -> int:
    if part == "rest":
        return (figure.denominator or 0) - (figure.numerator or 0)
    return (figure.numerator if part == "counted" else figure.denominator) or 0
