"""A folder of the Department's published files, as figures by indicator and year, and the neighbours' models.

    held = read_folder(Path("published"))
    held.compared("cla_rate", "E10000099", polarity="neutral")     the latest year that has the authority

Open-data files are known by their columns. A model of statistical neighbours is a CSV with `new_la_code` and
SN_1 to SN_10, and its year in its name: neighbours-2025.csv. An older year keeps the model of its time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from goldenthread.errors import InputRefused
from goldenthread.indicators.comparison import Comparison, Neighbours, compare, read_neighbours
from goldenthread.indicators.published import Cell, OpenData, read_open_data
from goldenthread.standards.indicators import Polarity
from goldenthread.standards.published_measures import PublishedMeasure, published_measures

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FIRST_COLUMN = "new_la_code"


@dataclass(frozen=True)
class YearOfCells:
    """One indicator's published figures for one year: a cell for each place. `source` is the file's name."""

    year: int
    source: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Placed:
    """An authority among others, with the year and the file that says so."""

    comparison: Comparison
    year: int
    source: str


@dataclass(frozen=True)
class PublishedFolder:
    """What a folder holds: years by indicator, oldest first; each model's neighbours by its year; and the
    files that answer no indicator we hold, by name."""

    years: Mapping[str, tuple[YearOfCells, ...]] = field(default_factory=dict)
    models: Mapping[int, Mapping[str, Neighbours]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def compared(self, indicator: str, code: str, *, polarity: Polarity) -> Placed | None:
        """Where the authority stood in the latest year that has a row for it; None where none has."""
        for held in reversed(self.years.get(indicator, ())):
            if any(cell.code == code for cell in held.cells):
                near = self._neighbours(code, held.year)
                found = compare(held.cells, code, polarity=polarity, neighbours=near)
                return Placed(found, held.year, held.source)
        return None

    def _neighbours(self, code: str, year: int) -> Neighbours | None:
        """Those of the latest model of the year or before, else of the oldest there is."""
        if not self.models:
            return None
        before = [model for model in self.models if model <= year]
        return self.models[max(before) if before else min(self.models)].get(code)


def read_folder(folder: Path) -> PublishedFolder:
    """Every CSV file of a folder. Refuses a folder that is not there, a file that is neither open data nor a
    model of neighbours, and a model without its year in its name."""
    if not folder.is_dir():
        raise InputRefused(source=folder, why="is no folder", what_to_do="give the folder of published files")
    years: dict[str, dict[int, YearOfCells]] = {}
    models: dict[int, Mapping[str, Neighbours]] = {}
    unused = []
    for path in sorted(folder.glob("*.csv")):
        if _is_model(path):
            models[_model_year(path)] = read_neighbours(path, model_year=_model_year(path))
            continue
        found = _answers(read_open_data(path))
        unused += [] if found else [path.name]
        for id, held in found:
            years.setdefault(id, {})[held.year] = held
    in_order = {id: tuple(held[year] for year in sorted(held)) for id, held in years.items()}
    return PublishedFolder(years=in_order, models=models, unused=tuple(unused))


def _answers(table: OpenData) -> Sequence[tuple[str, YearOfCells]]:
    """What a file says of our indicators, year by year."""
    return [
        (id, YearOfCells(year, table.source, tuple(narrowed.of(wanted.measure, year))))
        for id, wanted in published_measures().items()
        if _holds(table, wanted)
        for narrowed in [table.where(**wanted.where)]
        for year in narrowed.years
    ]


def _holds(table: OpenData, wanted: PublishedMeasure) -> bool:
    """Whether the file has the measure, exactly these filters, and the values that are asked for."""
    same = wanted.measure in table.measures and set(wanted.where) == set(table.filters)
    return same and all(value in table.rows[column].unique() for column, value in wanted.where.items())


def _is_model(path: Path) -> bool:
    """By its first line: a model names neighbours, and no open-data file does."""
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        head = lines.readline()
    return _FIRST_COLUMN in head and "SN_1" in head


def _model_year(path: Path) -> int:
    found = _YEAR.search(path.stem)
    if found is None:
        raise InputRefused(
            source=path.name,
            why="is a model of statistical neighbours without its year",
            what_to_do="put the model's year in its name, such as neighbours-2025.csv",
        )
    return int(found[1])
