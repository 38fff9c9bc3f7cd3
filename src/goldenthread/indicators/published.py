"""The Department's open-data files: published figures of every authority, region and England.

    table = read_open_data(Path("cla_number_and_rate_per_10k_children.csv"))
    table.where(population_count="Children looked after at 31 March each year").of("rate_per_10000", 2024)

A cell is a number or a symbol, never both: `c` withheld as small, `k` rounds to nought and is not, `z` not
applicable, `x` and `:` not available. Nothing is calculated from a symbol: it is no number and no nought.
(Department for Education, open data standards.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from goldenthread.disclosure.values import NotCalculable
from goldenthread.errors import InputRefused

SYMBOLS: Mapping[str, str] = {
    "c": "withheld as small",
    "k": "rounds to nought and is not nought",
    "z": "not applicable",
    "x": "not available",
    ":": "not available",
    "low": "rounds to nought and is not nought",
    "u": "not reliable enough to publish",
}
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?")
_PLACE = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "old_la_code", "la_name", "new_la_code"),
)


class Unpublished(NotCalculable):
    """A symbol in a number's stead: no number, no nought, and nothing is calculated from it."""

    def __init__(self, symbol: str) -> None:
        self.symbol = symbol
        self.why = f"the published symbol is {symbol!r}, {SYMBOLS[symbol]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unpublished) and other.symbol == self.symbol

    def __hash__(self) -> int:
        return hash(self.symbol)


@dataclass(frozen=True)
class Cell:
    """A published figure of one place: a number, or what stands in its stead."""

    code: str  # of the authority (nine characters), the region, or the country
    name: str
    region: str  # the region's code; "" for England
    number: float | Unpublished

    @property
    def said(self) -> str:
        """What stands in the number's stead, in words; "" where there is a number."""
        return SYMBOLS[self.number.symbol] if isinstance(self.number, Unpublished) else ""


def numbers(cells: Iterable[Cell]) -> list[float]:
    """The numbers there are: those that may be averaged and ranked."""
    return [cell.number for cell in cells if not isinstance(cell.number, Unpublished)]


@dataclass(frozen=True)
class OpenData:
    """A file's rows as text, its filter columns and its measures. `source` is the file's name."""

    source: str
    rows: pl.DataFrame
    filters: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def years(self) -> list[int]:
        """The years it holds, oldest first, by the first four digits of the period."""
        return sorted({int(period[:4]) for period in self.rows["time_period"].unique()})

    def where(self, **chosen: str) -> OpenData:
        """The rows with these values in the filter columns. Refuses a column or a value that is not there,
        naming those that are."""
        rows = self.rows
        for column, value in chosen.items():
            self._check(column, self.filters, "filter")
            self._check(value, sorted(self.rows[column].unique()), column)
            rows = rows.filter(pl.col(column) == value)
        return OpenData(self.source, rows, self.filters, self.measures)

    def of(self, measure: str, year: int) -> list[Cell]:
        """One cell for each place in a year. Refuses a measure or year that is not there, a cell that is
        neither number nor symbol, and rows not yet narrowed to one for each place."""
        self._check(measure, self.measures, "measure")
        self._check(year, self.years, "year")
        rows = self.rows.filter(pl.col("time_period").str.slice(0, 4) == str(year))
        cells = [self._cell(row, measure) for row in rows.iter_rows(named=True)]
        if len({cell.code for cell in cells}) != len(cells):
            raise InputRefused(
                source=self.source,
                why="has several rows for one place",
                what_to_do=f"narrow it by: {', '.join(self.filters)}",
            )
        return cells

    def _check(self, asked: object, known: Iterable[object], what: str) -> None:
        there = list(known)
        if asked not in there:
            raise InputRefused(
                source=self.source,
                why=f"has no {what} {asked!r}",
                what_to_do=f"choose one of: {', '.join(str(one) for one in there)}",
            )

    def _cell(self, row: Mapping[str, str], measure: str) -> Cell:
        code, name = _place(row)
        number = _read(row[measure])
        if number is None:
            raise InputRefused(
                source=self.source,
                why=f"has a cell of {measure} for {name} that is neither a number nor a published symbol",
                what_to_do="use the file as the Department published it",
            )
        return Cell(code=code, name=name, region=row["region_code"], number=number)


def read_open_data(path: Path) -> OpenData:
    """A published file in the Department's layout. Refuses a file that is not one."""
    try:
        rows = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as fault:
        raise InputRefused(
            source=path.name,
            why="cannot be read as a CSV file",
            what_to_do="use the file as the Department published it",
        ) from fault
    missing = [column for column in _PLACE if column not in rows.columns]
    if missing:
        raise InputRefused(
            source=path.name,
            why=f"has no column {missing[0]}",
            what_to_do="use a file in the Department's open-data layout",
        )
    others = [column for column in rows.columns if column not in _PLACE]
    measures = tuple(column for column in others if _is_measure(rows[column]))
    filters = tuple(column for column in others if column not in measures)
    return OpenData(source=path.name, rows=rows, filters=filters, measures=measures)


def _is_measure(column: pl.Series) -> bool:
    """Whether every cell is a number or a symbol, and some are numbers."""
    read = [_read(text) for text in column.unique()]
    return None not in read and not all(isinstance(one, Unpublished) for one in read)


def _read(text: str) -> float | Unpublished | None:
    """A cell as it is published; None where it is neither a number nor a symbol."""
    cell = text.strip()
    if cell in SYMBOLS:
        return Unpublished(cell)
    return float(cell.replace(",", "")) if _NUMBER.fullmatch(cell) else None


def _place(row: Mapping[str, str]) -> tuple[str, str]:
    match row["geographic_level"]:
        case "National":
            return row["country_code"], row["country_name"]
        case "Regional":
            return row["region_code"], row["region_name"]
    return row["new_la_code"], row["la_name"]
