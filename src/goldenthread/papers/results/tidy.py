"""Results in their fixed shape: a frozen value that every file, and whatever goes to an audience, is made of.

A row that has no value says of what kind it is and why: a period without cases, or what the records cannot
say. Whatever withholds figures before they leave an authority puts `suppressed` there, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from goldenthread.indicators.catalogue import Unanswerable
from goldenthread.indicators.definition import Indicator
from goldenthread.papers.results import columns
from goldenthread.papers.results.columns import COVERAGE, DEFINITIONS, DUTIES, FIGURES, Table
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.standards.timescales import timescales

EVERYBODY = "all"
FIGURE, NO_CASES, ABSENT, SUPPRESSED = "figure", "no cases", "absent", "suppressed"
_NOTHING_TO_DIVIDE_BY = "nothing of the kind happened in the period, or was there on the day"
_NO_POPULATION = "how many children live there is not known for a group, so no rate of it can be said"


@dataclass(frozen=True)
class About:
    """What the results were made from: said in every file, so that none goes about without it."""

    authority: str
    as_at: date
    snapshot: str
    made_from: tuple[str, ...]  # the snapshots, each in words
    gaps: tuple[tuple[date, date], ...]  # days that no snapshot shows
    made_on: date
    made_up: bool = False
    for_whom: str = ""  # the audience they were made for, in words; "" where none was said

    @property
    def days_old(self) -> int:
        """How old the records are on the day the files are made."""
        return (self.made_on - self.as_at).days


@dataclass(frozen=True)
class Results:
    """Tables by name, each in the shape `columns` says, and what they were made from."""

    about: About
    tables: Mapping[str, pl.DataFrame]

    def __post_init__(self) -> None:
        for table in columns.TABLES:
            if table.name in self.tables and dict(self.tables[table.name].schema) != table.schema:
                raise ValueError(f"The table {table.name} has not the columns it should have.")

    def with_table(self, table: Table, frame: pl.DataFrame) -> Results:
        """The same, with another of the tables beside."""
        return Results(self.about, {**self.tables, table.name: frame})

    @property
    def shown(self) -> tuple[Table, ...]:
        """The tables there are, in their order."""
        return tuple(table for table in columns.TABLES if table.name in self.tables)


def tidy(
    measured: Mapping[str, pl.DataFrame],
    *,
    defined: Sequence[Indicator],
    unanswerable: Sequence[Unanswerable],
    snapshot: str,
) -> pl.DataFrame:
    """The table of figures. `measured` holds figures as `compute.figures` gives them, by the group they are
    broken down by, and everybody's under EVERYBODY; `unanswerable` are those the records cannot answer."""
    slices = [_slice(group, found) for group, found in measured.items()]
    absent = pl.DataFrame(
        [(one.id, one.reason, snapshot) for one in unanswerable],
        schema={"indicator": pl.String, "reason": pl.String, "snapshot": pl.String},
        orient="row",
    ).with_columns(breakdown=pl.lit(EVERYBODY), group=pl.lit(EVERYBODY), kind=pl.lit(ABSENT))
    rows = pl.concat([pl.DataFrame(schema=FIGURES.schema).drop(_DEFINED), *slices, absent], how="diagonal")
    return (
        rows.drop("unit", "definition")
        .join(_defined(defined), on="indicator", how="left", maintain_order="left")
        .select(*FIGURES.schema)
        .cast(FIGURES.schema)  # type: ignore[arg-type]  # types by name
    )


_DEFINED = ("title", "service_area", "basis")


def _slice(group: str, found: pl.DataFrame) -> pl.DataFrame:
    """Figures of one breakdown, each row with its kind."""
    named = pl.lit(EVERYBODY) if group == EVERYBODY else pl.col(group)
    part = pl.col("part") if "part" in found.columns else pl.lit(None, pl.String)
    valued = pl.col("value").is_not_null()
    rate_of_a_group = pl.col("unit").str.starts_with("rate_per_10000") & pl.col("denominator").is_null()
    return found.select(
        "indicator",
        "period_start",
        "period_end",
        "numerator",
        "denominator",
        "value",
        "unit",
        "snapshot",
        "definition",
        breakdown=pl.lit(group),
        group=named,
        part=part,
        kind=pl.when(valued)
        .then(pl.lit(FIGURE))
        .when(rate_of_a_group)
        .then(pl.lit(ABSENT))
        .otherwise(pl.lit(NO_CASES)),
        reason=pl.when(~valued).then(
            pl.when(rate_of_a_group).then(pl.lit(_NO_POPULATION)).otherwise(pl.lit(_NOTHING_TO_DIVIDE_BY))
        ),
    )


def _defined(defined: Sequence[Indicator]) -> pl.DataFrame:
    rows = [
        (one.id, one.title, one.service_area, one.basis_in_words, one.unit, one.definition) for one in defined
    ]
    names = ("indicator", *_DEFINED, "unit", "definition")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def definitions(defined: Sequence[Indicator]) -> pl.DataFrame:
    """The definitions in words."""
    return pl.DataFrame([_in_words(one) for one in defined], schema=DEFINITIONS.schema)


def _in_words(one: Indicator) -> dict[str, Any]:
    return {
        "indicator": one.id,
        "definition": one.definition,
        "title": one.title,
        "service_area": one.service_area,
        "unit": one.unit,
        "basis": one.basis_in_words,
        "polarity": one.polarity.replace("_", " "),
        "numerator": one.numerator,
        "denominator": one.denominator,
        "why": one.why,
        "how": one.how,
        "cautions": " ".join(one.cautions) or None,
        "source": one.source,
        "evidence": one.evidence.replace("_", " "),
        "author": one.author,
        "reviewed": one.reviewed,
    }


def coverage(records: Records) -> pl.DataFrame:
    """What the records can say, table by table."""
    rows = [
        (name, table.purpose, said.history, said.window_start, said.window_end)
        for name, table in dataset().tables.items()
        for said in [records.can_say(name)]
    ]
    return pl.DataFrame(rows, schema=COVERAGE.schema, orient="row")


def duties(clock_rows: pl.DataFrame) -> pl.DataFrame:
    """Every duty, without what says whose it is."""
    titles = {id: timescale.title for id, timescale in timescales().items()}
    return (
        clock_rows.with_columns(title=pl.col("clock").replace_strict(titles, default=pl.col("clock")))
        .select(*DUTIES.schema)
        .sort("clock", "due", "team", "status", nulls_last=True)
    )
