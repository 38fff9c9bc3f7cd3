"""Worked examples: small drawn records, and what each indicator says of them.

They are data (examples/*.yaml), so that one example is read by everybody: the tests hold the code to it, and
the printed catalogue shows it beside the definition. A scene is one authority's records, drawn as tables;
under `expect` stands, for each indicator, which children are counted and which are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import polars as pl
import yaml

from goldenthread.indicators.population import with_population
from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

_YEARS_HELD = 10


@dataclass(frozen=True)
class Drawn:
    """One drawn table: the model's name, the headings as drawn, and the rows; a blank cell is None."""

    table: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True)
class Expected:
    """What an indicator says of a scene, as names of children (or keys, where no child is counted).

    `yes` are counted; `no` are in the total and are not; `parts` are the children in each part of a split;
    `value` is the figure where it is no count or share of these.
    """

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    parts: Mapping[str, tuple[str, ...]] | None = None
    value: float | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Scene:
    """One authority's drawn records, in words, with what each indicator says of them."""

    area: str
    title: str
    says: str
    as_at: date
    tables: tuple[Drawn, ...]
    population: Mapping[int, int]
    expect: Mapping[str, Expected]

    def records(self) -> Records:
        """The scene as records with whole history."""
        start = self.as_at.replace(year=self.as_at.year - _YEARS_HELD)
        frames = {one.table: _frame(one).lazy() for one in self.tables}
        held = Records(
            as_at=self.as_at,
            authority="Marlford",
            frames=frames,
            coverage={
                name: Coverage(table=name, history="complete", window_start=start, window_end=self.as_at)
                for name in dataset().tables
            },
        )
        return with_population(held, self.population) if self.population else held


@cache
def scenes() -> tuple[Scene, ...]:
    """Every scene, in the order of the files' names and of the scenes in them."""
    folder = resources.files(__package__).joinpath("examples")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return tuple(
        _scene(one.name.removesuffix(".yaml"), entry)
        for one in files
        for entry in yaml.safe_load(one.read_text(encoding="utf-8"))
    )


def examples_of(id: str) -> tuple[tuple[Scene, Expected], ...]:
    """The scenes that show an indicator at work."""
    return tuple((scene, scene.expect[id]) for scene in scenes() if id in scene.expect)


def _scene(area: str, entry: Mapping[str, Any]) -> Scene:
    return Scene(
        area=area,
        title=entry["title"],
        says=" ".join(entry["says"].split()),
        as_at=entry["as_at"],
        tables=tuple(_drawn(name, text) for name, text in entry["records"].items()),
        population=entry.get("population", {}),
        expect={id: _expected(said) for id, said in entry["expect"].items()},
    )


def _expected(said: Mapping[str, Any]) -> Expected:
    parts = said.get("parts")
    return Expected(
        yes=_names(said.get("counted", "")),
        no=_names(said.get("not", "")),
        parts={part: _names(names) for part, names in parts.items()} if parts is not None else None,
        value=said.get("value"),
        note=said.get("note", ""),
    )


def _names(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").split())


def _drawn(table: str, text: str) -> Drawn:
    head, *lines = (line for line in text.splitlines() if line.strip())
    headings = tuple(cell.strip() for cell in head.split("|"))
    rows = [tuple(cell.strip() or None for cell in line.split("|")) for line in lines]
    wrong = next((row for row in rows if len(row) != len(headings)), None)
    if wrong:
        raise ValueError(f"{table}: {len(headings)} headings and {len(wrong)} cells in {wrong}")
    return Drawn(table, headings, tuple(rows))


def field_of(table: str, heading: str) -> str:
    """The model's field that a heading stands for: `child`, its name, or the end of its name."""
    names = list(schema(table))
    if heading in names:
        return heading
    end = "_person_id" if heading == "child" else f"_{heading}"
    found = [name for name in names if name.endswith(end)]
    if len(found) != 1:
        raise ValueError(f"{table} has {len(found)} fields that end in {end}")
    return found[0]


def _frame(drawn: Drawn) -> pl.DataFrame:
    """The drawn rows with every field of the table; a key that is not drawn is the row's number."""
    kinds = schema(drawn.table)
    fields = [field_of(drawn.table, heading) for heading in drawn.headings]
    cells = {
        field: [_typed(row[place], kinds[field]) for row in drawn.rows] for place, field in enumerate(fields)
    }
    key = dataset().tables[drawn.table].key
    cells.setdefault(key, [str(number) for number in range(1, len(drawn.rows) + 1)])
    blank = [None] * len(drawn.rows)
    return pl.DataFrame({name: cells.get(name, blank) for name in kinds}, schema=dict(kinds))


def _typed(cell: str | None, kind: type[pl.DataType]) -> Any:
    if cell is None:
        return None
    if kind is pl.Date:
        return date.fromisoformat(cell)
    if kind is pl.Int64:
        return int(cell)
    return float(cell) if kind is pl.Float64 else cell
