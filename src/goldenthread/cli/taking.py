"""`results`: figures as tidy data that an analyst takes elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

import polars as pl

from goldenthread.cli import telling
from goldenthread.cli.measuring import Asked, measured
from goldenthread.cli.output import say, say_json, warn
from goldenthread.disclosure.profiles import INTERNAL, Audience
from goldenthread.errors import InputRefused
from goldenthread.indicators import compute
from goldenthread.indicators.periods import Period
from goldenthread.papers.results import columns, files, outward
from goldenthread.papers.results.making import Chosen, chosen, cuts_by, put_together
from goldenthread.papers.results.tidy import SUPPRESSED, About, Results, duties, tidy
from goldenthread.records import store as store_folder
from goldenthread.records.history import History
from goldenthread.records.tables import Records


@dataclass(frozen=True)
class Wanted:
    """Which records, which indicators, cut how; and whether rows about children go with them."""

    asked: Asked
    ids: Sequence[str] | None = None
    by: tuple[str, ...] = ()
    period: str | None = None
    duties: bool = False
    rows: bool = False
    audience: str = ""  # nobody said: as counted, for colleagues
    told: Path | None = None

    @property
    def about_children(self) -> bool:
        return self.duties or self.rows


def write_results(wanted: Wanted, *, out: Path, forms: Sequence[str], today: date, json: bool) -> None:
    """Write them, and say which files there are and which of them hold rows about children."""
    reader = telling.reader(wanted.audience or INTERNAL, on=today)
    _refuse(wanted, reader)
    memory = telling.memory(wanted.told or telling.beside(wanted.asked.store), reader)
    results = made(wanted, today=today)
    if wanted.audience:
        results = _for(reader, results, wanted, memory)
    written = files.write(results, out, forms=forms)
    if json:
        rows = {name: frame.height for name, frame in results.tables.items()}
        say_json({"folder": str(out), "files": list(written), "rows": rows})
        return
    say(f"{results.tables['figures'].height:,} rows of figures from {results.about.snapshot}, into {out}:")
    for name in written:
        say(f"  {name}")
    if not reader.sees_all:
        hidden = results.tables["figures"].filter(kind=SUPPRESSED).height
        say(f"For {reader.title}: {hidden:,} rows are suppressed.")
        say(f"What such readers were told is remembered in {memory.path}")
    if wanted.rows and "parquet" in forms:
        warn("cases.parquet names children: keep it safe.")
    if wanted.duties and "parquet" in forms:
        warn("duties.parquet is a row about one child each, without a name: keep it safe.")


def made(wanted: Wanted, *, today: date) -> Results:
    """The results as one value, before any file of them is written."""
    asked = wanted.asked
    records, history = asked.opened()
    found = chosen(records, wanted.ids, asked.own)
    cuts = {
        cut: measured(asked, records, history, ids=found.answered, by=groups, period=wanted.period)
        for cut, groups in cuts_by(wanted.by).items()
    }
    results = put_together(records, cuts, found, _about(asked, records, history, today=today))
    return _with_rows(results, wanted, records, found.answered)


def _refuse(wanted: Wanted, reader: Audience) -> None:
    why = outward.why_not(reader, by=wanted.by, rows_about_children=wanted.about_children)
    if why:
        raise InputRefused(
            source=f"--audience {reader.key}",
            why=why,
            what_to_do="leave out --rows, --duties and --by worker, or the audience",
        )


def _for(reader: Audience, results: Results, wanted: Wanted, memory: telling.Memory) -> Results:
    """The results as an audience may be shown them. What it is told is kept before any file is written."""
    results = replace(results, about=replace(results.about, for_whom=reader.title))
    if reader.sees_all:
        return results
    asked = wanted.asked
    records, history = asked.opened()
    found = chosen(records, wanted.ids, asked.own)
    every = [_tidied(wanted, records, history, found, period) for period in (None, *get_args(Period))]
    shown, told = outward.told_to(
        results, reader, defined=found.defined, every=pl.concat(every), told=memory.told
    )
    memory.keep(told)
    return shown


def _tidied(
    wanted: Wanted, records: Records, history: History | None, found: Chosen, period: str | None
) -> pl.DataFrame:
    """Every breakdown by one length of period: what the figures asked for add up to, or are the sum of."""
    cuts = {
        cut: measured(wanted.asked, records, history, ids=found.answered, by=groups, period=period)
        for cut, groups in cuts_by(dict.fromkeys((*wanted.by, "team"))).items()
    }
    return tidy(cuts, defined=found.defined, unanswerable=(), snapshot=records.snapshot)


def _with_rows(results: Results, wanted: Wanted, records: Records, ids: Sequence[str]) -> Results:
    """With what is a row about one child, where that was asked for."""
    if not (wanted.duties or wanted.rows):
        return results
    clock_rows = wanted.asked.clocks(records)
    if wanted.duties:
        results = results.with_table(columns.DUTIES, duties(clock_rows))
    if wanted.rows:
        found = compute.cases(records, clock_rows, ids=ids, period=wanted.period, also=wanted.asked.own)
        results = results.with_table(columns.CASES, found)
    return results


def _about(asked: Asked, records: Records, history: History | None, *, today: date) -> About:
    made_from = history.made_from if history else (store_folder.choose(asked.store, as_at=asked.as_at),)
    return About(
        authority=records.authority,
        as_at=records.as_at,
        snapshot=records.snapshot,
        made_from=tuple(f"{one.snapshot}: {one.kind} as at {one.as_at}" for one in made_from),
        gaps=tuple(history.gaps) if history else (),
        made_on=today,
        made_up=any(one.made_up for one in made_from),
    )
