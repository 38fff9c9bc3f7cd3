"""Results for an audience: the same tables, passed through the one step that everything for it passes through
(`papers.outward`), with what its readers were told before.

    made, told = told_to(results, reader, every=every, told=before)

What is withheld is a row of the kind `suppressed`, with its reason and without its counts and its value. A
split is withheld whole: its parts are shares of one base, which the step does not take. What is a row about
one child, or names a worker, is not for anybody outside: see `why_not`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from goldenthread.disclosure.profiles import Audience
from goldenthread.indicators.definition import Indicator
from goldenthread.papers.figures import Figure, Withheld, figure_of
from goldenthread.papers.outward import Counted, LetOut, group_key, let_out_to
from goldenthread.papers.results.columns import CASES, DUTIES, FIGURES
from goldenthread.papers.results.tidy import EVERYBODY, SUPPRESSED, Results

_SMALL = "withheld: it is small, or a small number could be worked out from it"
_SPLIT = "withheld: the parts of a split are not told outside the service"
_NO_VALUE: dict[str, Any] = {"numerator": None, "denominator": None, "value": None, "kind": SUPPRESSED}


def why_not(reader: Audience, *, by: Sequence[str], rows_about_children: bool) -> str:
    """Why results cut like this cannot be written for an audience, in words; "" where they can."""
    if rows_about_children and not reader.internal:
        return "rows about one child are for nobody but those who work in the service"
    if "worker" in by and not reader.sees_all:
        return "figures by worker name people, and are not for readers outside"
    return ""


def told_to(
    results: Results,
    reader: Audience,
    *,
    defined: Sequence[Indicator],
    every: pl.DataFrame,
    told: Mapping[str, int | None],
) -> tuple[Results, Mapping[str, int | None]]:
    """The results as this audience may be shown them, and what it has been told by now. `every` is a table
    shaped as that of figures, of every length of period and every breakdown there is here: what the figures
    add up to, and what add up to them. Raises ValueError for results with rows about children."""
    if {CASES.name, DUTIES.name} & results.tables.keys() and not reader.internal:
        raise ValueError(why_not(reader, by=(), rows_about_children=True))
    if reader.sees_all:
        return results, told
    shown = results.tables[FIGURES.name]
    measures = [_counted(one, shown, every) for one in defined]
    held = [one for one in measures if one.figures]
    let_out = let_out_to(reader, held, (), as_at=results.about.as_at, told=told)
    kinds = {one.id: one for one in defined}
    rows = [_as_shown(row, kinds, let_out) for row in shown.iter_rows(named=True)]
    return results.with_table(FIGURES, pl.DataFrame(rows, schema=FIGURES.schema)), let_out.told


def _counted(one: Indicator, shown: pl.DataFrame, every: pl.DataFrame) -> Counted:
    """Everybody's figures are wanted most, then each breakdown in the order it was asked for."""
    shown, every = (rows.filter(indicator=one.id) for rows in (shown, every))
    once = {(row.start, row.end, row.team): row for row in (*_figures(every), *_figures(shown))}
    cuts = shown["breakdown"].unique(maintain_order=True).to_list()
    tables = tuple((cut, _figures(shown.filter(breakdown=cut))) for cut in cuts)
    return Counted(one.id, one.kind, tuple(once.values()), tables)


def _figures(rows: pl.DataFrame) -> tuple[Figure, ...]:
    return tuple(_figure(row) for row in rows.iter_rows(named=True) if _is_counted(row))


def _is_counted(row: Mapping[str, Any]) -> bool:
    has_counts = row["numerator"] is not None or row["denominator"] is not None
    return has_counts and row["part"] is None


def _figure(row: Mapping[str, Any]) -> Figure:
    everybody = row["breakdown"] == EVERYBODY
    return figure_of(row, team=None if everybody else group_key(row["breakdown"], row["group"]))


def _as_shown(row: Mapping[str, Any], kinds: Mapping[str, Indicator], let_out: LetOut) -> dict[str, Any]:
    if row["part"] is not None:
        return {**row, **_NO_VALUE, "reason": _SPLIT}
    if not _is_counted(row):
        return dict(row)
    seen = let_out.figure(row["indicator"], kinds[row["indicator"]].kind, _figure(row))
    if isinstance(seen, Withheld):
        return {**row, **_NO_VALUE, "reason": _SMALL}
    return {**row, "numerator": seen.numerator, "denominator": seen.denominator, "value": seen.value}
