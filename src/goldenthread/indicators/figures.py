"""From cases to figures: by period and by group, both counts always shown.

A count is numerator and value. A rate is the numerator in a year for every 10,000 children, who are its
denominator. A split has a row for each part, out of all of them. A percent is 100 times numerator over
denominator, not rounded, and null when there is nothing to divide by. A median or mean shows as denominator
the cases it was taken of, and no numerator. A period with no events is a row of nought; a group met anywhere
in an indicator's series has a row in every period of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.indicators.breakdowns import NOT_SAID
from goldenthread.indicators.definition import Indicator
from goldenthread.indicators.periods import Period, Span, end_of_period
from goldenthread.indicators.population import children_on

NO_TEAM = "no team recorded"
NO_WORKER = "no worker recorded"
PART = "part"  # the column that names the parts of a split; null for what is no split
GROUPS: Mapping[str, str] = MappingProxyType({"team": NO_TEAM, "worker": NO_WORKER, **NOT_SAID})


def checked(by: Sequence[str]) -> tuple[str, ...]:
    """The groups asked for, each once; an unknown one is refused, naming those there are."""
    for group in by:
        if group not in GROUPS:
            raise InputRefused(
                source=f"group {group!r}",
                why=_WHY_NOT.get(group, "figures cannot be broken down by that"),
                what_to_do=f"ask for any of: {', '.join(GROUPS)}",
            )
    return tuple(dict.fromkeys(by))


_WHY_NOT = {"locality": "the records hold no address, so figures cannot be broken down by locality"}


def tally(cases: pl.LazyFrame, indicator: Indicator, *, by: tuple[str, ...], period: Period) -> pl.LazyFrame:
    """Cases of one indicator by period and group: `period_end`, groups, `counted`, `rows`, `value`."""
    ends = end_of_period(pl.col("on"), period) if indicator.basis == "events" else pl.col("on")
    groups = [_group(group) for group in by]
    # A mean is summed in one order, or its last digit would turn on the order in which rows were met.
    measures = {"median": pl.col("value").median(), "mean": pl.col("value").implode().list.sort().list.mean()}
    measured = indicator.kind in measures
    return (
        cases.group_by([ends.alias("period_end"), *groups])
        .agg(
            counted=pl.col("in_numerator").sum().cast(pl.Int64),
            rows=(pl.col("value").count() if measured else pl.len()).cast(pl.Int64),
            value=measures.get(indicator.kind, pl.lit(None, pl.Float64)),
        )
        .select(pl.lit(indicator.id).alias("indicator"), "period_end", *by, "counted", "rows", "value")
    )


def _group(group: str) -> pl.Expr:
    return pl.col(group) if group == PART else pl.col(group).fill_null(GROUPS[group])


def assembled(
    tallies: Iterable[pl.DataFrame],
    spans: Mapping[Indicator, Sequence[Span]],
    *,
    by: tuple[str, ...],
    snapshot: str,
    population: Mapping[int, int],
) -> pl.DataFrame:
    """Figures in their fixed shape: a row for every span answered and every group met in the series."""
    counted = pl.concat([_empty_tally(by), *tallies])
    frame = _spine(spans, population=population, by=by)
    if by:
        met = counted.select("indicator", *by).unique()
        frame = frame.join(met, on="indicator", how="left" if by == (PART,) else "inner")
    frame = frame.join(counted, on=["indicator", "period_end", *by], how="left", nulls_equal=True)
    return (
        frame.with_columns(pl.col("counted", "rows").fill_null(0))
        .with_columns(rows=_base(by))
        .with_columns(**_values(), snapshot=pl.lit(snapshot))
        .sort("period_end", "indicator", *by)
        .select(_columns(by))
    )


def _base(by: tuple[str, ...]) -> pl.Expr:
    """What a case is out of: of a split, the cases of all its parts together."""
    if PART not in by:
        return pl.col("rows")
    others = [group for group in by if group != PART]
    whole = pl.col("rows").sum().over("indicator", "period_end", *others)
    return pl.when(pl.col(PART).is_not_null()).then(whole).otherwise("rows")


def _columns(by: tuple[str, ...]) -> list[str]:
    counts = ["numerator", "denominator", "value", "unit", "snapshot", "definition"]
    return ["indicator", "period_start", "period_end", *by, *counts]


def _values() -> dict[str, pl.Expr]:
    count, percent, rate = (pl.col("kind") == kind for kind in ("count", "percent", "rate"))
    share = pl.when(pl.col("rows") > 0).then(100 * pl.col("counted") / pl.col("rows"))
    in_a_year = pl.col("counted") * 12 / pl.col("months")
    return {
        "numerator": pl.when(count | percent | rate).then("counted"),
        "denominator": pl.when(rate).then("children").when(~count).then("rows"),
        "value": pl.when(count)
        .then(pl.col("counted").cast(pl.Float64))
        .when(percent)
        .then(share)
        .when(rate)
        .then(10_000 * in_a_year / pl.col("children"))
        .otherwise("value"),
    }


def _empty_tally(by: tuple[str, ...]) -> pl.DataFrame:
    groups = dict.fromkeys(by, pl.String)
    counts = {"counted": pl.Int64, "rows": pl.Int64, "value": pl.Float64}
    return pl.DataFrame(schema={"indicator": pl.String, "period_end": pl.Date, **groups, **counts})


def _spine(
    spans: Mapping[Indicator, Sequence[Span]], *, population: Mapping[int, int], by: tuple[str, ...]
) -> pl.DataFrame:
    """A row for each span, with the children it is a rate of: of a group (a team), nobody knows how many."""
    whole = not set(by) - {PART}
    rows = [
        (
            one.id, span.start, span.end, one.kind, one.unit, one.definition, span.months,
            children_on(population, span.end) if whole else None,
        )
        for one, answered in spans.items()
        for span in answered
    ]  # fmt: skip
    days = {"period_start": pl.Date, "period_end": pl.Date}
    words = dict.fromkeys(("kind", "unit", "definition"), pl.String)
    counts = {"months": pl.Int64, "children": pl.Int64}
    return pl.DataFrame(rows, schema={"indicator": pl.String, **days, **words, **counts}, orient="row")
