"""The order in which a page is read: down the page, or down one column and then the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import mean

from goldenthread.findings.line import Line

_APART = (
    150.0  # points a second column begins right of the first: further than any mark or table label is set in
)
_NEAR = 30.0  # lines of a column begin within this of where most of them do
_FEWEST = 5
_PROSE = 20  # characters; the cells of a table are shorter on average


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Lines from the top of the page; where it has two columns of prose, the left column first.

    A line of the second column is given as far from the left as it would stand in the first. A box's heading
    may stand last in the file though it is printed first.
    """
    ordered = sorted(lines, key=lambda line: (-round(line.baseline), line.left))
    columns = _columns(ordered)
    if columns is None:
        return ordered
    first, second = columns
    right = [line for line in ordered if line.left >= second - 1]
    left = [line for line in ordered if line.left < second - 1]
    return [*left, *(replace(line, left=line.left - second + first) for line in right)]


def _columns(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Where the two columns begin, if there are two."""
    first = min((line.left for line in lines), default=0.0)
    beyond = [line for line in lines if line.left > first + _APART]
    if len(beyond) < _FEWEST:
        return None
    second = float(min(line.left for line in beyond))
    own = [line for line in beyond if line.left < second + _NEAR]
    if len(own) < max(_FEWEST, 0.8 * len(beyond)) or mean(len(line.text) for line in own) < _PROSE:
        return None
    common = Counter(round(line.left) for line in own).most_common(1)[0][1]
    beside = [line for line in lines if line.left <= first + _APART and _level_with(line, own)]
    return (first, second) if common >= 2 and len(beside) >= _FEWEST else None


def _level_with(line: Line, others: Sequence[Line]) -> bool:
    return others[-1].baseline - line.size <= line.baseline <= others[0].baseline + line.size
