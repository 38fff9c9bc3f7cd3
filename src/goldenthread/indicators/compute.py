"""The public way in: cases, figures, and the children behind a figure, all from the same case rows.

The indicators asked for stand on the same tables in memory, and on frames that they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from goldenthread.errors import NotAnswerable
from goldenthread.indicators import figures as _figures
from goldenthread.indicators import periods as _periods
from goldenthread.indicators.breakdowns import described
from goldenthread.indicators.catalogue import INDICATORS, get, why_not
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.periods import Period, Span, answered
from goldenthread.indicators.population import children_by_year
from goldenthread.indicators.source import CASE_ORDER, CASES, Source
from goldenthread.records.in_memory import all_worked_out, in_memory
from goldenthread.records.tables import Records

NO_TEAM, NO_WORKER = _figures.NO_TEAM, _figures.NO_WORKER

Rows = pl.LazyFrame | pl.DataFrame


@dataclass(frozen=True)
class _Asked:
    """One indicator with the spans the source answers and its cases within them."""

    indicator: Indicator
    spans: tuple[Span, ...]
    cases: pl.LazyFrame
    source: Source


def figures(
    records: Records,
    clock_rows: Rows,
    *,
    ids: Sequence[str] | None = None,
    by: Sequence[str] = (),
    period: str | None = None,
    also: Sequence[Indicator] = (),
) -> pl.DataFrame:
    """Figures by period and group, ordered by period, indicator, groups.

    Columns: indicator, period_start (null for stock), period_end, the groups, numerator, denominator, value,
    unit, snapshot, definition. `by` takes any of `figures.GROUPS`; `period` "month", "quarter" or "year", or
    None for the last full month and stock at the as-at date. `ids` None: all the source can answer, without
    the splits, which have several rows for a period: where `ids` names one there is a column `part`. `also`
    adds an authority's own definitions. Raises InputRefused for an unknown id, group or period,
    NotAnswerable for an id the source cannot carry.
    """
    groups, step = _figures.checked(by), _periods.checked(period)
    asked = _asked(records, clock_rows, ids=ids, period=step, also=also)
    return _tallied(asked, records, groups, step)


def cases_and_figures(
    records: Records,
    clock_rows: Rows,
    *,
    ids: Sequence[str] | None = None,
    by: Sequence[str] = (),
    period: str | None = None,
    also: Sequence[Indicator] = (),
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What `cases` and `figures` give, where both are wanted: the cases are worked out once, and counted."""
    groups, step = _figures.checked(by), _periods.checked(period)
    asked = _asked(records, clock_rows, ids=ids, period=step, also=also)
    met = _met(asked)
    return _in_one(met), _tallied(met, records, groups, step)


def _tallied(
    asked: Sequence[_Asked], records: Records, groups: tuple[str, ...], step: Period | None
) -> pl.DataFrame:
    if any(one.indicator.parts for one in asked):
        groups = (*groups, _figures.PART)
    tallies = all_worked_out([_tally(one, groups, step or "month") for one in asked])
    spans = {one.indicator: one.spans for one in asked}
    estimates = children_by_year(records)
    return _figures.assembled(tallies, spans, by=groups, snapshot=records.snapshot, population=estimates)


def _tally(one: _Asked, groups: tuple[str, ...], period: Period) -> pl.LazyFrame:
    cases = described(one.source, one.cases, groups)
    return _figures.tally(cases, one.indicator, by=groups, period=period)


def cases(
    records: Records,
    clock_rows: Rows,
    *,
    ids: Sequence[str] | None = None,
    period: str | None = None,
    also: Sequence[Indicator] = (),
) -> pl.DataFrame:
    """One row per counted thing behind `figures` of the same `ids` and `period`, in the shape `CASES`."""
    asked = _asked(records, clock_rows, ids=ids, period=_periods.checked(period), also=also)
    return _in_one(_met(asked))


def children(records: Records, clock_rows: Rows, *, id: str, also: Sequence[Indicator] = ()) -> pl.DataFrame:
    """The children behind the default figure: indicator, child_id, on, in_numerator, about, team, worker,
    and of a split `part`."""
    found = cases(records, clock_rows, ids=[id], also=also)
    return found.drop("value") if get(id, also=also).parts else found.drop("value", "part")


def _met(asked: Sequence[_Asked]) -> list[_Asked]:
    """The same with their cases worked out, each indicator's in order of day, child and record."""
    found = all_worked_out([one.cases.sort(CASE_ORDER) for one in asked])
    return [replace(one, cases=frame.lazy()) for one, frame in zip(asked, found, strict=True)]


def _in_one(met: Sequence[_Asked]) -> pl.DataFrame:
    """In order of indicator, and within it as they are: to sort them all at once takes twice the memory."""
    by_id = sorted(met, key=lambda one: one.indicator.id)
    labelled = all_worked_out([_labelled(one) for one in by_id])
    return pl.concat([pl.DataFrame(schema=dict(CASES)), *labelled])


def _labelled(one: _Asked) -> pl.LazyFrame:
    return one.cases.select(pl.lit(one.indicator.id).alias("indicator"), pl.all())


def _asked(
    records: Records,
    clock_rows: Rows,
    *,
    ids: Sequence[str] | None,
    period: Period | None,
    also: Sequence[Indicator],
) -> list[_Asked]:
    spans = {one: answered(one, records, period) for one in _chosen(ids, also)}
    if ids is not None:
        _refuse_unanswerable(spans, records)
    sources: dict[tuple[date, ...], Source] = {}
    whole = Source(records=in_memory(records), clock_rows=clock_rows.lazy(), dates=())
    asked = []
    for one, there in spans.items():
        if there:
            source = _source(whole, one, there, sources)
            asked.append(_Asked(one, there, _counted(one, there, source, period or "month"), source))
    return asked


def _chosen(ids: Sequence[str] | None, also: Sequence[Indicator]) -> tuple[Indicator, ...]:
    if ids is None:
        return tuple(one for one in (*INDICATORS, *also) if not one.parts)
    return tuple(dict.fromkeys(get(id, also=also) for id in ids))


def _refuse_unanswerable(spans: dict[Indicator, tuple[Span, ...]], records: Records) -> None:
    for one, there in spans.items():
        if not there and not answered(one, records, None):
            raise NotAnswerable(f"{one.title} cannot be answered from this source: {why_not(one, records)}.")


def _source(
    whole: Source, one: Indicator, spans: tuple[Span, ...], sources: dict[tuple[date, ...], Source]
) -> Source:
    """The records with the dates of stock this indicator is answered at; one for all that share the dates."""
    dates = tuple(span.end for span in spans) if one.basis == "stock" else ()
    if dates not in sources:
        sources[dates] = replace(whole, dates=dates, kept={})
    return sources[dates]


def _counted(one: Indicator, spans: tuple[Span, ...], source: Source, period: Period) -> pl.LazyFrame:
    """The cases within the spans; of a measure of children, each child once in a period."""
    cases = _within(one, spans, source)
    if not one.each_child_once:
        return cases
    ends = _periods.end_of_period(pl.col("on"), period)
    any_of_them = pl.col("in_numerator").any().over("child_id", ends)
    latest_first = cases.with_columns(in_numerator=any_of_them, _ends=ends).sort(
        "on", "about", descending=True
    )
    return latest_first.unique(["child_id", "_ends"], keep="first", maintain_order=True).drop("_ends")


def _within(one: Indicator, spans: tuple[Span, ...], source: Source) -> pl.LazyFrame:
    rows = one.rows(source)
    first, last = spans[0].start, spans[-1].end
    return rows if first is None else rows.filter(pl.col("on").is_between(first, last))
