"""Results made of one set of records, or put together from figures that were worked out already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from goldenthread.indicators import catalogue, compute
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.periods import answered
from goldenthread.papers.results import columns
from goldenthread.papers.results.tidy import (
    EVERYBODY,
    About,
    Results,
    coverage,
    definitions,
    tidy,
)
from goldenthread.records.tables import Records


@dataclass(frozen=True)
class Chosen:
    """Which indicators are wanted of these records: those they answer, and those they cannot, with why."""

    defined: tuple[Indicator, ...]
    answered: tuple[str, ...]
    unanswerable: tuple[catalogue.Unanswerable, ...]


def of(
    records: Records,
    clock_rows: pl.DataFrame,
    *,
    made_on: date,
    ids: Sequence[str] | None = None,
    by: Sequence[str] = (),
    period: str | None = None,
    also: Sequence[Indicator] = (),
) -> Results:
    """Figures of one set of records as results. `ids`, `by`, `period` and `also` are those of
    `compute.figures`, but that each group of `by` is a breakdown by itself."""
    wanted = chosen(records, ids, also)
    cuts = {
        cut: compute.figures(records, clock_rows, ids=wanted.answered, by=groups, period=period, also=also)
        for cut, groups in cuts_by(by).items()
    }
    about = About(records.authority, records.as_at, records.snapshot, (records.snapshot,), (), made_on)
    return put_together(records, cuts, wanted, about)


def chosen(records: Records, ids: Sequence[str] | None, also: Sequence[Indicator]) -> Chosen:
    """The indicators asked for, all there are where none is named. InputRefused for one that is not there."""
    every = tuple(dict.fromkeys((*catalogue.INDICATORS, *also)))
    wanted = tuple(dict.fromkeys(catalogue.get(id, also=also) for id in ids)) if ids else every
    able = tuple(one.id for one in wanted if answered(one, records, None))
    return Chosen(wanted, able, tuple(_lacking(one, records) for one in wanted if one.id not in able))


def cuts_by(by: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Everybody's figures, and each breakdown beside them: its name and the groups to ask for."""
    return {EVERYBODY: (), **{group: (group,) for group in by}}


def put_together(records: Records, cuts: Mapping[str, pl.DataFrame], wanted: Chosen, about: About) -> Results:
    """Results of figures worked out for each of `cuts_by`."""
    return Results(
        about,
        {
            columns.FIGURES.name: tidy(
                cuts, defined=wanted.defined, unanswerable=wanted.unanswerable, snapshot=records.snapshot
            ),
            columns.DEFINITIONS.name: definitions(wanted.defined),
            columns.COVERAGE.name: coverage(records),
        },
    )


def _lacking(one: Indicator, records: Records) -> catalogue.Unanswerable:
    return catalogue.Unanswerable(one.id, one.title, catalogue.why_not(one, records))
