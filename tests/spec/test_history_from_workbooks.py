"""A made-up authority's month-end lists, joined, against its full history: the same figures where they join.

The authority is known whole. Its lists at each month's end are kept as snapshots; of them one history is
made, and every figure that history gives is looked up in the full one.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from goldenthread.clocks.engine import all_clocks
from goldenthread.indicators import series
from goldenthread.indicators.compute import figures
from goldenthread.records import store
from goldenthread.records.annex_a import from_records, to_records
from goldenthread.records.history import VANISHED, History, combined
from goldenthread.records.store import NOTE_SCHEMA, Reading, Source
from goldenthread.records.tables import Records
from goldenthread.standards.calendar import add_months
from goldenthread.synthetic.authority import synthesise
from goldenthread.synthetic.month_ends import as_at_earlier

END, FILES = date(2026, 3, 31), 10
KEYS = ["indicator", "period_start", "period_end"]

# What one workbook cannot tell (see test_indicators_from_annex_a), many cannot either.
DIFFERS = {
    "cin_ends": "a child is listed once, with the last episode",
    "stepdown_to_early_help": "a child is listed once, and what followed was not yet known",
    "cin_plan_count": "status is stated for each child, and looked after or a protection plan comes first",
    "icpc_count": "the lists do not mark a conference of a child moving in",
    "icpc_to_plan": "the lists do not mark a conference of a child moving in",
}
# Of what each workbook says of its own date, these rest on events before the latest, which it does not list.
DIFFERS_OF_OLD = DIFFERS | {
    "cpp_visit_timely": "only the latest visit is listed, whether the child was seen or not",
    "cpp_seen_alone": "only the latest visit is listed, whether the child was seen or not",
    "cla_long_term_stability": "only the latest placement is listed",
}


@cache
def known(seed: int) -> tuple[Records, History, tuple[Records, ...]]:
    """The full history, the joined one, and the files it was made from."""
    full = synthesise(children=250, months=24, end=END, seed=seed)
    folder = Path(tempfile.mkdtemp())
    for day in month_ends():
        then = as_at_earlier(full, day)
        lists = to_records(from_records(then), as_at=day, authority=full.authority)
        store.keep(_reading(lists, str(day)), folder)
    history = combined(folder)
    return full, history, tuple(store.open_snapshot(folder, one) for one in history.made_from)


def month_ends() -> list[date]:
    starts = [add_months(END + timedelta(days=1), -back) for back in range(FILES)]
    return sorted(start - timedelta(days=1) for start in starts)


def _reading(lists: Records, name: str) -> Reading:
    return Reading(
        records=lists,
        kind="annex_a",
        sources=(Source(name, name),),
        lists={},
        notes=pl.DataFrame(schema=NOTE_SCHEMA),
        set_aside=pl.DataFrame(),
        queried_cells=pl.DataFrame(),
        made_up=True,
    )


def compared(found: pl.DataFrame, full: pl.DataFrame, differs: dict[str, str]) -> tuple[int, list[object]]:
    """How many figures both give, and those that differ without a reason."""
    counts = ["numerator", "denominator"]
    both = found.join(full.select(*KEYS, *counts), on=KEYS, how="inner", suffix="_full", nulls_equal=True)
    unlike = pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}_full")) for name in counts])
    shared = both.filter(~pl.col("indicator").is_in(list(differs)))
    return shared.height, shared.filter(unlike).select(*KEYS, *counts).rows()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_joined_history_gives_what_full_history_gives(seed: int) -> None:
    full, history, _ = known(seed)
    found = figures(history.records, all_clocks(history.records), period="month")
    whole = figures(full, all_clocks(full), period="month")
    shared, unlike = compared(found, whole, DIFFERS)
    assert unlike == []
    assert shared > 280
    flows = found.drop_nulls("period_start").filter(~pl.col("indicator").str.starts_with("adopt"))
    assert min(flows["period_start"]) == date(2025, 1, 1)  # six months before the first of the ten files
    assert min(found.filter(pl.col("indicator") == "rereferrals_12m")["period_start"]) == date(2026, 1, 1)


@pytest.mark.parametrize("seed", [1])
def test_a_series_asks_each_file_for_what_only_it_can_say(seed: int) -> None:
    full, history, files = known(seed)
    found = series.figures(history.records, files, period="month")
    whole = figures(full, all_clocks(full), period="month")
    shared, unlike = compared(found, whole, DIFFERS_OF_OLD)
    assert unlike == []
    assert shared > 600
    plans = found.filter(pl.col("indicator") == "cpp_count")
    assert plans["period_end"].to_list() == month_ends()
    assert plans["snapshot"].n_unique() == FILES  # each figure names the file it came from
    assert found.select(*KEYS).is_duplicated().sum() == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_records_nobody_corrected_lose_nothing(seed: int) -> None:
    full, history, _ = known(seed)
    assert all(VANISHED not in frame["why"] for frame in history.set_by.values())
    day = history.records.can_say("ssd_contacts").window_start
    held = history.records.table("ssd_contacts").collect()
    wanted = full.table("ssd_contacts").filter(pl.col("cont_contact_date") >= day).collect()
    columns = ["cont_person_id", "cont_contact_date"]
    assert sorted(held.select(columns).rows()) == sorted(wanted.select(columns).rows())


@pytest.mark.parametrize("seed", [2])
def test_a_history_known_on_a_day_is_the_history_of_the_files_till_then(seed: int) -> None:
    full, history, _ = known(seed)
    folder = Path(tempfile.mkdtemp())
    for day in month_ends()[:4]:
        lists = to_records(from_records(as_at_earlier(full, day)), as_at=day, authority=full.authority)
        store.keep(_reading(lists, str(day)), folder)
    then = combined(folder)
    assert [one.as_at for one in then.made_from] == [one.as_at for one in history.made_from[:4]]
    found = figures(then.records, all_clocks(then.records), period="month")
    cut = as_at_earlier(full, month_ends()[3])
    assert compared(found, figures(cut, all_clocks(cut), period="month"), DIFFERS)[1] == []


@pytest.mark.parametrize("seed", [1])
def test_a_missing_month_leaves_no_gap_and_a_missing_half_year_does(seed: int) -> None:
    full, _, _ = known(seed)
    for left_out, gaps in ((1, 0), (6, 1)):
        folder = Path(tempfile.mkdtemp())
        days = [month_ends()[-1 - left_out - 1], month_ends()[-1]]
        for day in days:
            lists = to_records(from_records(as_at_earlier(full, day)), as_at=day, authority=full.authority)
            store.keep(_reading(lists, str(day)), folder)
        assert len(combined(folder).gaps) == gaps
