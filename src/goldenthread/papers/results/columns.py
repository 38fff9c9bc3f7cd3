"""What each table of results holds, column by column, in words: headings of sheets and the data dictionary.

Kinds of cell: text, date, whole number, number, yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl


@dataclass(frozen=True)
class Column:
    """One column: what it is called, what kind of cell it holds, what it means."""

    name: str
    dtype: type[pl.DataType]
    meaning: str

    @property
    def kind(self) -> str:
        return _KINDS[self.dtype]


@dataclass(frozen=True)
class Table:
    """One table: its name, which is its file's and its sheet's, what a row of it is, and its columns."""

    name: str
    a_row: str
    columns: tuple[Column, ...]
    names_children: bool = False

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        return {column.name: column.dtype for column in self.columns}


_KINDS: Mapping[type[pl.DataType], str] = MappingProxyType(
    {
        pl.String: "text",
        pl.Date: "date",
        pl.Int64: "whole number",
        pl.Float64: "number",
        pl.Boolean: "yes or no",
    }
)

FIGURES = Table(
    "figures",
    "one indicator, for one period or day, for everybody or for one group of one breakdown",
    (
        Column("indicator", pl.String, "The indicator's id in the catalogue."),
        Column("title", pl.String, "What the indicator is called."),
        Column("service_area", pl.String, "The part of the service it is about."),
        Column("basis", pl.String, "Events in the period, or stock at a date. The two are never added."),
        Column("period_start", pl.Date, "The period's first day; empty for stock at a date."),
        Column("period_end", pl.Date, "The period's last day, or the day stock was taken."),
        Column("breakdown", pl.String, "What the row is broken down by; `all` for everybody's figure."),
        Column("group", pl.String, "Which group of that breakdown; `all` for everybody's figure."),
        Column("part", pl.String, "Which part of a split, such as a source of contacts; else empty."),
        Column("kind", pl.String, "`figure`, `no cases`, `absent` or `suppressed`: only figures add up."),
        Column("reason", pl.String, "Why there is no value, where there is none."),
        Column("numerator", pl.Int64, "How many counted; empty for a median or a mean."),
        Column("denominator", pl.Int64, "Out of how many; empty for a plain count."),
        Column("value", pl.Float64, "The figure, not rounded. A percentage is out of 100."),
        Column("unit", pl.String, "What the value is in."),
        Column("snapshot", pl.String, "The snapshot of the records it was counted from."),
        Column("definition", pl.String, "The definition that made it: the indicator's id and version."),
    ),
)

DEFINITIONS = Table(
    "definitions",
    "one indicator",
    (
        Column("indicator", pl.String, "The indicator's id in the catalogue."),
        Column("definition", pl.String, "Its id and version: what a figure carries."),
        Column("title", pl.String, "What it is called."),
        Column("service_area", pl.String, "The part of the service it is about."),
        Column("unit", pl.String, "What its value is in."),
        Column("basis", pl.String, "Events in the period, or stock at a date."),
        Column("polarity", pl.String, "Whether higher is better, lower is, or neither by itself."),
        Column("numerator", pl.String, "What is counted."),
        Column("denominator", pl.String, "Out of what; empty for a plain count."),
        Column("why", pl.String, "Why it matters."),
        Column("how", pl.String, "How it is worked out."),
        Column("cautions", pl.String, "What to be careful of in reading it."),
        Column("source", pl.String, "Where the definition comes from."),
        Column("evidence", pl.String, "How far the definition was checked against its source."),
        Column("author", pl.String, "Who wrote it."),
        Column("reviewed", pl.Date, "When it was last read against its source."),
    ),
)

COVERAGE = Table(
    "coverage",
    "one table of the records",
    (
        Column("table", pl.String, "The table, by its name in the Standard Safeguarding Dataset."),
        Column("holds", pl.String, "What it holds."),
        Column("history", pl.String, "Complete, joined, window, latest, current or absent."),
        Column("window_start", pl.Date, "The first day it covers: before it a figure is absent, not small."),
        Column("window_end", pl.Date, "The last day it covers."),
    ),
)

DUTIES = Table(
    "duties",
    "one duty to one child, without the child, the record or the worker",
    (
        Column("clock", pl.String, "The timescale's id."),
        Column("title", pl.String, "What the timescale is called."),
        Column("started", pl.Date, "The day that started it."),
        Column("due", pl.Date, "The day it was due."),
        Column("done", pl.Date, "The day it was done; empty where it is not."),
        Column("status", pl.String, "Where it stands on the as-at date."),
        Column("days_late", pl.Int64, "Working days late; nought where it is not late."),
        Column("team", pl.String, "The team's name."),
        Column("rule", pl.String, "The branch of the rule that was applied."),
        Column("basis", pl.String, "`known`, or `assumed` where the records leave the branch open."),
    ),
)

CASES = Table(
    "cases",
    "one counted thing behind the figures: it names a child",
    (
        Column("indicator", pl.String, "The indicator's id in the catalogue."),
        Column("child_id", pl.String, "The child's identifier."),
        Column("on", pl.Date, "The day of the event, or the day stock was taken."),
        Column("in_numerator", pl.Boolean, "Whether it counts in the numerator."),
        Column("value", pl.Float64, "What a median or mean is taken of; else empty."),
        Column("about", pl.String, "The key of the record counted."),
        Column("team", pl.String, "The team's name."),
        Column("worker", pl.String, "The worker's name."),
        Column("part", pl.String, "Which part of a split it belongs to; else empty."),
    ),
    names_children=True,
)

TABLES = (FIGURES, DEFINITIONS, COVERAGE, DUTIES, CASES)
