"""The workbook written for an inspection, read back: the same figures and open duties as the history it was
made from, wherever the lists can carry them; what they cannot carry is listed, and nothing else differs."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annex_a_made_up import read_here
from goldenthread.clocks.engine import all_clocks, unanswerable
from goldenthread.indicators.catalogue import answerable
from goldenthread.indicators.compute import figures
from goldenthread.records.annex_a import from_records, to_records, write_workbook
from goldenthread.records.tables import Records
from goldenthread.synthetic.authority import synthesise

MARCH = date(2026, 3, 31)
FIGURE = ("indicator", "period_end", "part", "numerator", "denominator", "value")
DUTY = ("clock", "child_id", "started", "due", "status")
OPEN = ("due", "due_soon", "overdue")
# As docs/annex-a-out.md lists them.
ONCE_A_CHILD = {"cin_ends", "cin_closed_duration_bands", "cin_closure_reasons", "stepdown_to_early_help"}
FROM_THE_LATEST_VISIT = {"cla_visit_statutory", "cpp_visit_timely", "cpp_seen_alone"}
BY_A_COUNT_STATED = {"cla_3plus_placements", "cla_long_term_stability"}
CANNOT_CARRY = (
    ONCE_A_CHILD
    | FROM_THE_LATEST_VISIT
    | BY_A_COUNT_STATED
    | {"cin_plan_count", "icpc_count", "icpc_to_plan", "rereferrals_12m"}
)
# Counted on from the latest visit, review or plan that a list shows, where history knows the ones before.
FROM_THE_LATEST = {
    "ts_cla_review",
    "ts_cla_visits",
    "ts_iro_contact",
    "ts_care_plan",
    "ts_permanence_by_second_review",
    "ts_adoption_reviews",
}

_GENERATED = settings(
    max_examples=int(os.environ.get("EXAMPLES", "3")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def both(seed: int, folder: Path) -> tuple[Records, Records]:
    """A generated history, and the records a reader of its workbook has."""
    history = synthesise(children=120, months=18, end=MARCH, seed=seed)
    write_workbook(from_records(history), folder / "annex-a.xlsx")
    read = read_here(folder / "annex-a.xlsx")
    return history, to_records(read.annex_a, as_at=MARCH, authority=history.authority)


def _overdue_to_be_born(history: Records) -> list[str]:
    """Children expected by now and not born yet: the lists have one date, which reads as that of a birth."""
    expected = pl.col("pers_dob").is_null() & (pl.col("pers_expected_dob") <= history.as_at)
    people = history.table("ssd_person").filter(expected).select("pers_person_id").collect()
    return people.to_series().to_list()


@_GENERATED
@given(seed=st.integers(1, 100_000))
def test_read_back_it_gives_the_same_figures_and_open_duties(seed: int, tmp_path: Path) -> None:
    history, lists = both(seed, tmp_path)
    ids = [one.id for one in answerable(lists) if one.id not in CANNOT_CARRY]
    assert len(ids) > 90
    whole, listed = (figures(one, all_clocks(one), ids=ids).select(FIGURE) for one in (history, lists))
    assert listed.rows() == whole.rows()
    gaps = unanswerable(lists)
    assert {gap.clock for gap in gaps} >= FROM_THE_LATEST  # what may differ is said
    silent = {gap.clock for gap in gaps if gap.whole} | FROM_THE_LATEST
    told_of = ~pl.col("clock").is_in(sorted(silent)) & ~pl.col("child_id").is_in(_overdue_to_be_born(history))
    carried = pl.col("status").is_in(OPEN) & told_of
    owed, told = (set(all_clocks(one).filter(carried).select(DUTY).rows()) for one in (history, lists))
    assert told == owed
    assert len({clock for clock, *_ in owed}) > 5


def test_what_it_cannot_carry_is_what_differs_and_no_more(tmp_path: Path) -> None:
    """Were a list to carry one of these one day, the page would say too little of it."""
    history = synthesise(children=400, months=24, end=MARCH, seed=1)
    lists = to_records(from_records(history), as_at=MARCH, authority=history.authority)
    ids = [one.id for one in answerable(lists)]
    whole, listed = (
        set(figures(one, all_clocks(one), ids=ids).select(FIGURE).rows()) for one in (history, lists)
    )
    differing = {indicator for indicator, *_ in whole ^ listed}
    assert differing <= CANNOT_CARRY
    assert differing
