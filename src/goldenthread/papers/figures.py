"""Figures as a paper holds them: one value for a period or a day, with the counts behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Figure:
    """`start` is None for a figure on a day. A count has no denominator; an average no numerator.

    `value` is None where there was nothing to divide by.
    """

    start: date | None
    end: date
    numerator: int | None
    denominator: int | None
    value: float | None
    snapshot: str
    definition: str
    team: str | None = None


WITHHELD = "withheld (small)"


@dataclass(frozen=True)
class Withheld(Figure):
    """A figure that is not shown: a kind of value, neither blank nor zero. It holds no count and no value."""


def withheld(figure: Figure) -> Withheld:
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


def all_figures(rows: pl.DataFrame) -> tuple[Figure, ...]:
    """The figures of one indicator, the authority's and its teams', oldest first."""
    return figure_rows(rows.sort("period_end", "team"))


def authority_series(rows: pl.DataFrame) -> tuple[Figure, ...]:
    """The whole authority's figures of one indicator, oldest first."""
    return figure_rows(rows.filter(pl.col("team").is_null()).sort("period_end"))


def latest_by_team(rows: pl.DataFrame, series: Sequence[Figure]) -> tuple[Figure, ...]:
    """Each team's figure for the period of the series' last figure, by the team's name."""
    if not series:
        return ()
    teams = rows.filter(pl.col("team").is_not_null() & (pl.col("period_end") == series[-1].end))
    return figure_rows(teams.sort("team"))


def with_team(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with a `team` column, null throughout where they were not grouped by team."""
    if "team" in figures.columns:
        return figures
    return figures.with_columns(team=pl.lit(None, dtype=pl.String))


def figure_rows(rows: pl.DataFrame) -> tuple[Figure, ...]:
    """Rows of `indicators.compute.figures` as values, in their order."""
    return tuple(figure_of(row, team=row["team"]) for row in rows.iter_rows(named=True))


def figure_of(row: Mapping[str, Any], *, team: str | None) -> Figure:
    """One such row as a value, of a team or of everybody."""
    return Figure(
        start=row["period_start"],
        end=row["period_end"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
        snapshot=row["snapshot"],
        definition=row["definition"],
        team=team,
    )
