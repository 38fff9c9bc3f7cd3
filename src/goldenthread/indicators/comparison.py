"""Where an authority stands among others: England, its region, its statistical neighbours, quartile and rank.

Only published numbers are compared. A symbol (withheld, not applicable) is neither a number nor nought: such
an authority has no rank, and is said to be left out. (Sixty-three authorities once showed 100 per cent on
one measure because a tool had calculated from withheld cells.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, quantiles

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.indicators.published import Cell, Unpublished, numbers
from goldenthread.standards.indicators import Polarity

_FEWEST = 4  # authorities with a number, below which quartiles say nothing


@dataclass(frozen=True)
class Neighbours:
    """An authority's statistical neighbours, nearest first, in the model of a year. The set changed in 2021
    and 2025: an older comparison keeps the set of its time."""

    model_year: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """One authority's figure beside those of others, for one year. A rank of 1 is the best, or the highest
    where neither direction is better; equals share a rank. `quartile` 1 holds the best quarter likewise."""

    own: Cell
    england: Cell | None
    region: Cell | None
    neighbours: tuple[Cell, ...]
    model_year: int | None
    rank: int | None
    quartile: int | None
    ranked: int  # authorities with a number
    left_out: int  # authorities with a symbol instead

    @property
    def neighbours_average(self) -> float | None:
        """The plain average of those neighbours that have a number."""
        known = numbers(self.neighbours)
        return mean(known) if known else None


def compare(
    cells: Sequence[Cell], code: str, *, polarity: Polarity, neighbours: Neighbours | None = None
) -> Comparison:
    """Place one authority among all. Refuses an authority that the figures do not hold."""
    by_code = {cell.code: cell for cell in cells}
    own = by_code.get(code)
    if own is None or not _is_authority(own):
        raise InputRefused(
            source="the published figures",
            why=f"hold no authority {code}",
            what_to_do="give its nine-character code, such as E10000099",
        )
    authorities = [cell for cell in cells if _is_authority(cell)]
    known = numbers(authorities)
    near = [by_code[one] for one in neighbours.codes if one in by_code] if neighbours else []
    return Comparison(
        own=own,
        england=next((cell for cell in cells if _is_england(cell)), None),
        region=by_code.get(own.region),
        neighbours=tuple(near),
        model_year=neighbours.model_year if neighbours else None,
        rank=_rank(own.number, known, polarity),
        quartile=_quartile(own.number, known, polarity),
        ranked=len(known),
        left_out=len(authorities) - len(known),
    )


def read_neighbours(path: Path, *, model_year: int) -> Mapping[str, Neighbours]:
    """Each authority's neighbours from the Department's model as CSV: its code in `new_la_code`, theirs in
    SN_1 to SN_10, nearest first. Refuses a file without these columns."""
    try:
        rows = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as fault:
        raise InputRefused(
            source=path.name, why="cannot be read as a CSV file", what_to_do="give the model as CSV"
        ) from fault
    wanted = ["new_la_code", *(f"SN_{place}" for place in range(1, 11))]
    missing = [column for column in wanted if column not in rows.columns]
    if missing:
        raise InputRefused(
            source=path.name,
            why=f"has no column {missing[0]}",
            what_to_do=f"give a file with the columns {', '.join(wanted)}",
        )
    return {
        code: Neighbours(model_year, tuple(one for one in near if one))
        for code, *near in rows.select(wanted).iter_rows()
    }


def _is_england(cell: Cell) -> bool:
    return cell.code.startswith("E92")


def _is_authority(cell: Cell) -> bool:
    """England and the regions (statistical regions E12, and the two halves of London E13) are none."""
    return not cell.code.startswith(("E92", "E12", "E13"))


def _rank(own: float | Unpublished, known: Sequence[float], polarity: Polarity) -> int | None:
    if isinstance(own, Unpublished):
        return None
    if polarity == "lower_better":
        return 1 + sum(other < own for other in known)
    return 1 + sum(other > own for other in known)


def _quartile(own: float | Unpublished, known: Sequence[float], polarity: Polarity) -> int | None:
    if isinstance(own, Unpublished) or len(known) < _FEWEST:
        return None
    cuts = quantiles(known, n=4, method="inclusive")
    if polarity == "lower_better":
        return 1 + sum(own > cut for cut in cuts)
    return 1 + sum(own < cut for cut in reversed(cuts))
