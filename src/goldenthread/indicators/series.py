"""A series over many snapshots: what their joined windows hold, and what each could say only of its own date.

How many children had a plan is told by a workbook for the day it is as at, and what began in its last month
for that month: a later one no longer shows it. So each workbook that is as at a period's end gives those
figures itself, under its own name, and the joined history gives all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import compute
from goldenthread.indicators.catalogue import answerable, get, only_lately
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_APRIL = 4


def figures(
    history: Records,
    files: Sequence[Records],
    *,
    period: str,
    ids: Sequence[str] | None = None,
    by: Sequence[str] = (),
) -> pl.DataFrame:
    """Figures in the columns of `compute.figures`. `files` are the records the history was made from."""
    whole = compute.figures(history, all_clocks(history), ids=ids, by=by, period=period)
    own = [_own(records, period=period, ids=ids, by=by) for records in files if _ends(records.as_at, period)]
    groups = ["indicator", "period_end"]
    told = whole.select(groups).unique()
    others = pl.concat([whole.clear(), *own], how="diagonal").join(
        told, on=groups, how="anti", maintain_order="left"
    )
    return pl.concat([whole, others], how="diagonal").sort("period_end", "indicator", *by, nulls_last=True)


def _own(records: Records, *, period: str, ids: Sequence[str] | None, by: Sequence[str]) -> pl.DataFrame:
    """What a file says of its own date, and, by months, of the month it ends."""
    lately = {one.id for one in only_lately(records)} if period == "month" else set()
    able = {one.id for one in answerable(records) if one.basis == "stock"} | lately
    asked = {get(one).id for one in ids} if ids is not None else {id for id in able if not get(id).parts}
    wanted = sorted(able & asked)
    return compute.figures(records, all_clocks(records), ids=wanted, by=by, period=None)


def _ends(day: date, period: str) -> bool:
    """Whether the day is a period's last; quarters and years are those of the financial year."""
    following = day + timedelta(days=1)
    first_month = add_months(following, 12 - _APRIL + 1).month  # 1 for April
    return following.day == 1 and (first_month - 1) % _MONTHS[period] == 0
