"""What holds of the clocks for any history: the bulk form against a plain walk, and laws of the duties."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from goldenthread.clocks.catalogue import APART, RUNNING
from goldenthread.clocks.engine import adopter_clocks, all_clocks, complaint_clocks, worker_clocks
from goldenthread.clocks.rows import Status
from histories import AS_AT, Tables, as_records, histories
from plain_clocks import PlainDuty, walk
from plain_rest import walk_adopters, walk_complaints, walk_rest, walk_workers

# Each history runs every clock, so histories are few and hold several children.
many = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LATE = (Status.DONE_LATE, Status.OVERDUE)


def plain(rows: pl.DataFrame) -> list[PlainDuty]:
    return [PlainDuty(**row) for row in rows.select(*PlainDuty.__dataclass_fields__).to_dicts()]


@many
@given(histories(children=5))
def test_the_bulk_clocks_give_what_a_plain_walk_gives(tables: Tables) -> None:
    walked = [*walk(tables, AS_AT), *walk_rest(tables, AS_AT)]
    assert Counter(plain(all_clocks(as_records(tables)))) == Counter(walked)


@some
@given(histories(children=5))
def test_so_do_the_clocks_of_people_who_are_not_the_children(tables: Tables) -> None:
    records = as_records(tables)
    rows = pl.concat([adopter_clocks(records), complaint_clocks(records), worker_clocks(records)])
    assert Counter(plain(rows.with_columns(pl.col("child_id").fill_null("")))) == Counter(_apart(tables))


class _AllReached(Exception):
    """There is nothing more to draw for."""


# Of the history that ends the drawing, which nobody reads.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_the_histories_drawn_reach_every_clock_and_every_way_a_duty_may_stand() -> None:
    every = {clock.id for clock in (*RUNNING, *APART)}, set(Status)
    clocks: set[str] = set()
    statuses: set[str] = set()

    @settings(max_examples=300, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(histories(children=5))
    def draw(tables: Tables) -> None:
        walked = (*walk(tables, AS_AT), *walk_rest(tables, AS_AT), *_apart(tables))
        clocks.update(duty.clock for duty in walked)
        statuses.update(duty.status for duty in walked)
        if (clocks, statuses) == every:
            raise _AllReached

    with suppress(_AllReached):
        draw()
    assert (clocks, statuses) == every


@some
@given(histories())
def test_the_statuses_divide_the_duties_by_what_happened(tables: Tables) -> None:
    for row in all_clocks(as_records(tables)).to_dicts():
        finished = row["status"] in (Status.DONE, Status.DONE_LATE)
        assert (row["done"] is not None) == finished
        assert row["started"] <= AS_AT
        assert row["started"] <= row["due"]
        assert (row["status"] == Status.OVERDUE) <= (row["due"] < AS_AT)
        assert (row["status"] in (Status.DUE, Status.DUE_SOON)) <= (row["due"] >= AS_AT)
        if row["status"] in (Status.DONE, Status.DUE, Status.DUE_SOON):
            assert row["days_late"] == 0


@some
@given(histories(), st.integers(0, 120))
def test_one_more_visit_never_makes_a_duty_late_that_began_before_it(tables: Tables, ago: int) -> None:
    day = AS_AT - timedelta(days=ago)
    before = all_clocks(as_records(tables))
    after = all_clocks(as_records(_with_visits(tables, day)))
    began_before = after.filter(pl.col("started") < day, pl.col("status").is_in(LATE))
    were_late = before.filter(pl.col("status").is_in(LATE) | (pl.col("days_late") > 0))
    key = ["clock", "about", "started", "due"]
    assert began_before.join(were_late, on=key, how="anti").is_empty()


@some
@given(histories(), st.dates(date(2023, 1, 1), AS_AT))
def test_what_was_done_in_time_at_one_date_is_done_in_time_at_every_later_one(
    tables: Tables, earlier: date
) -> None:
    key = ["clock", "child_id", "about", "started", "due", "done"]
    then = all_clocks(as_records(tables, as_at=earlier)).filter(
        pl.col("status") == Status.DONE,
        pl.col("clock").is_in(["ts_assessment_45", "ts_icpc_15", "ts_cp_review", "ts_cp_visit"]),
    )
    now = all_clocks(as_records(tables)).filter(status=Status.DONE)
    assert then.join(now, on=key, how="anti").is_empty()


def _apart(tables: Tables) -> list[PlainDuty]:
    return [
        *walk_adopters(tables, AS_AT),
        *walk_complaints(tables, AS_AT),
        *walk_workers(tables, AS_AT),
    ]


def _with_visits(tables: Tables, day: date) -> Tables:
    """The same history with one more visit to every plan and care period."""
    plans = [
        {
            "cppv_cp_visit_id": f"{plan['cppl_cp_plan_id']}x",
            "cppv_person_id": plan["cppl_person_id"],
            "cppv_cp_plan_id": plan["cppl_cp_plan_id"],
            "cppv_cp_visit_date": day,
            "cppv_cp_visit_seen": "Y",
        }
        for plan in tables["ssd_cp_plans"]
    ]
    periods = [
        {
            "clav_cla_visit_id": f"{row['clae_cla_id']}x",
            "clav_cla_id": row["clae_cla_id"],
            "clav_person_id": row["clae_person_id"],
            "clav_cla_visit_date": day,
            "clav_cla_visit_seen": "Y",
        }
        for row in tables["ssd_cla_episodes"]
    ]
    return {
        **tables,
        "ssd_cp_visits": [*tables["ssd_cp_visits"], *plans],
        "ssd_cla_visits": [*tables["ssd_cla_visits"], *periods],
    }
