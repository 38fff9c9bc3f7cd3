"""Whether a measure has clearly moved: its last three months against three earlier ones, on both counts.

The earlier three are those just before, which show what is new, and those of a year ago, which show what has
lasted and cannot be the time of year. One month against another mostly shows chance, so three are pooled on
each side, and a change is called clear only if it is at least three standard errors wide, the usual width of
a control chart's limits: for a percentage the difference of two proportions, for a count of events the
difference of two Poisson counts. What the rule cannot judge (averages, numbers of children on a day, short
series, few events) is said to be unjudged, never called steady.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.papers.figures import Figure
from goldenthread.papers.words import MeasureWords

MONTHS_POOLED = 3
A_YEAR = 12  # months back to the same season
STANDARD_ERRORS = 3.0
FEWEST_EVENTS = 20  # on each side; below it neither formula is to be trusted

RULE = (
    "A change is called clear only when the last three months, taken together, differ from the three months "
    "before, or from the same three a year ago, by at least three standard errors: chance alone would "
    "seldom produce that. It does not say why a measure moved; only the comparison with a year ago allows "
    "for the time of year. It is not tried on averages, on numbers of children on a day, where either three "
    "months are not held, or on fewer than twenty events a side."
)


class Verdict(StrEnum):
    RISE = "a clear rise"
    FALL = "a clear fall"
    STEADY = "no clear change"
    TOO_FEW = "too few to judge a change"
    UNJUDGED = "change not judged"


@dataclass(frozen=True)
class Pooled:
    """Three months taken together: what counted, out of how many (None for a count)."""

    numerator: int
    denominator: int | None

    @property
    def value(self) -> float | None:
        """Per cent, or the total."""
        if self.denominator is None:
            return float(self.numerator)
        return 100 * self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Change:
    """The verdict, and both sides of it where it was judged."""

    verdict: Verdict
    recent: Pooled | None = None
    before: Pooled | None = None

    @property
    def is_clear(self) -> bool:
        return self.verdict in (Verdict.RISE, Verdict.FALL)


def change(words: MeasureWords, series: Sequence[Figure], *, months_back: int = MONTHS_POOLED) -> Change:
    """The last three months of a series of events against the three that ended `months_back` before them."""
    if words.basis != "events" or words.unit not in ("percent", "count"):
        return Change(Verdict.UNJUDGED)
    last = series[-(months_back + MONTHS_POOLED) :]
    if not _is_whole(last, months_back + MONTHS_POOLED):
        return Change(Verdict.UNJUDGED)
    before, recent = _pooled(last[:MONTHS_POOLED]), _pooled(last[-MONTHS_POOLED:])
    return Change(_verdict(recent, before), recent, before)


def _is_whole(last: Sequence[Figure], length: int) -> bool:
    """Whether so many months follow one another without a gap, each with what it counted."""
    months = [figure.end.year * 12 + figure.end.month for figure in last]
    first = months[0] if months else 0
    follow = months == list(range(first, first + length))
    return follow and all(figure.numerator is not None for figure in last)


def _pooled(figures: Sequence[Figure]) -> Pooled:
    bases = [figure.denominator for figure in figures]
    return Pooled(
        numerator=sum(figure.numerator or 0 for figure in figures),
        denominator=None if None in bases else sum(base or 0 for base in bases),
    )


def _verdict(recent: Pooled, before: Pooled) -> Verdict:
    if _fewest(recent, before) < FEWEST_EVENTS:
        return Verdict.TOO_FEW
    width = _standard_errors(recent, before)
    if abs(width) < STANDARD_ERRORS:
        return Verdict.STEADY
    return Verdict.RISE if width > 0 else Verdict.FALL


def _fewest(recent: Pooled, before: Pooled) -> int:
    sides = (recent, before)
    return min(side.numerator if side.denominator is None else side.denominator for side in sides)


def _standard_errors(recent: Pooled, before: Pooled) -> float:
    """How many standard errors the recent side lies above the earlier one."""
    if recent.denominator is None or before.denominator is None:
        return (recent.numerator - before.numerator) / math.sqrt(recent.numerator + before.numerator)
    both = (recent.numerator + before.numerator) / (recent.denominator + before.denominator)
    spread = math.sqrt(both * (1 - both) * (1 / recent.denominator + 1 / before.denominator))
    gap = recent.numerator / recent.denominator - before.numerator / before.denominator
    return gap / spread if spread else 0.0
