"""What each table of results holds, column by column, in words: for sheets and for the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import polars as pl

Kind = Literal["text", "date", "whole number", "number", "yes or no"]


@dataclass(frozen=True)
class Column:
    """One column: what it is called, what kind of cell it holds, what it means."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table: its name, which is its file's and its sheet's, what a row of it is, and its columns."""

    name: str
    a_row: str
    columns: tuple[Column, ...]
    names_children: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def schema(self) -> dict[str, type[pl.DataType]]:
        """Column to Polars type. Polars is loaded here and not above, so that pages may read the words."""
        import polars as pl

        types: dict[Kind, type[pl.DataType]] = {
            "text": pl.String,
            "date": pl.Date,
            "whole number": pl.Int64,
            "number": pl.Float64,
            "yes or no": pl.Boolean,
        }
        return {column.name: types[column.kind] for column in self.columns}


FIGURES = Table(
    "figures",
    "one indicator, for one period or day, for everybody or for one group of one breakdown",
    (
        Column("indicator", "text", "The indicator's id in the catalogue."),
        Column("title", "text", "What the indicator is called."),
        Column("service_area", "text", "The part of the service it is about."),
        Column("basis", "text", "Events in the period, or stock at a date. The two are never added."),
        Column("period_start", "date", "The period's first day; empty for stock at a date."),
        Column("period_end", "date", "The period's last day, or the day stock was taken."),
        Column("breakdown", "text", "What the row is broken down by; `all` for everybody's figure."),
        Column("group", "text", "Which group of that breakdown; `all` for everybody's figure."),
        Column("part", "text", "Which part of a split, such as a source of contacts; else empty."),
        Column("kind", "text", "`figure`, `no cases`, `absent` or `suppressed`: only figures add up."),
        Column("reason", "text", "Why there is no value, where there is none."),
        Column("numerator", "whole number", "How many counted; empty for a median or a mean."),
        Column("denominator", "whole number", "Out of how many; empty for a plain count."),
        Column("value", "number", "The figure, not rounded. A percentage is out of 100."),
        Column("unit", "text", "What the value is in."),
        Column("snapshot", "text", "The snapshot of the records it was counted from."),
        Column("definition", "text", "The definition that made it: the indicator's id and version."),
    ),
)

DEFINITIONS = Table(
    "definitions",
    "one indicator",
    (
        Column("indicator", "text", "The indicator's id in the catalogue."),
        Column("definition", "text", "Its id and version: what a figure carries."),
        Column("title", "text", "What it is called."),
        Column("service_area", "text", "The part of the service it is about."),
        Column("unit", "text", "What its value is in."),
        Column("basis", "text", "Events in the period, or stock at a date."),
        Column("polarity", "text", "Whether higher is better, lower is, or neither by itself."),
        Column("numerator", "text", "What is counted."),
        Column("denominator", "text", "Out of what; empty for a plain count."),
        Column("why", "text", "Why it matters."),
        Column("how", "text", "How it is worked out."),
        Column("cautions", "text", "What to be careful of in reading it."),
        Column("source", "text", "Where the definition comes from."),
        Column("evidence", "text", "How far the definition was checked against its source."),
        Column("author", "text", "Who wrote it."),
        Column("reviewed", "date", "When it was last read against its source."),
    ),
)

COVERAGE = Table(
    "coverage",
    "one table of the records",
    (
        Column("table", "text", "The table, by its name in the Standard Safeguarding Dataset."),
        Column("holds", "text", "What it holds."),
        Column("history", "text", "Complete, joined, window, latest, current or absent."),
        Column("window_start", "date", "The first day it covers: before it a figure is absent, not small."),
        Column("window_end", "date", "The last day it covers."),
    ),
)

DUTIES = Table(
    "duties",
    "one duty to one child, without the child, the record or the worker",
    (
        Column("clock", "text", "The timescale's id."),
        Column("title", "text", "What the timescale is called."),
        Column("started", "date", "The day that started it."),
        Column("due", "date", "The day it was due."),
        Column("done", "date", "The day it was done; empty where it is not."),
        Column("status", "text", "Where it stands on the as-at date."),
        Column("days_late", "whole number", "Working days late; nought where it is not late."),
        Column("team", "text", "The team's name."),
        Column("rule", "text", "The branch of the rule that was applied."),
        Column("basis", "text", "`known`, or `assumed` where the records leave the branch open."),
    ),
)

CASES = Table(
    "cases",
    "one counted thing behind the figures: it names a child",
    (
        Column("indicator", "text", "The indicator's id in the catalogue."),
        Column("child_id", "text", "The child's identifier."),
        Column("on", "date", "The day of the event, or the day stock was taken."),
        Column("in_numerator", "yes or no", "Whether it counts in the numerator."),
        Column("value", "number", "What a median or mean is taken of; else empty."),
        Column("about", "text", "The key of the record counted."),
        Column("team", "text", "The team's name."),
        Column("worker", "text", "The worker's name."),
        Column("part", "text", "Which part of a split it belongs to; else empty."),
    ),
    names_children=True,
)

TABLES = (FIGURES, DEFINITIONS, COVERAGE, DUTIES, CASES)
