"""What a source cannot tell is said, clock by clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from drawn import records
from goldenthread.clocks.catalogue import RUNNING
from goldenthread.clocks.engine import CLOCKS, all_clocks
from goldenthread.clocks.gaps import unanswerable
from goldenthread.records.coverage import Coverage
from goldenthread.standards.safeguarding_dataset import dataset

AS_AT = date(2024, 6, 28)
PRACTICE = {name: "" for name in dataset().tables if name.startswith("practice_")}


def test_full_history_leaves_only_what_no_source_holds() -> None:
    gaps = unanswerable(records(AS_AT, **PRACTICE))
    assert {gap.clock for gap in gaps} == {clock.id for clock in RUNNING if clock.never_held}
    assert not any(gap.whole for gap in gaps)


def test_a_list_of_enquiries_without_their_ends_cannot_run_the_clock_of_their_outcomes() -> None:
    whole = {
        gap.clock: gap.why for gap in unanswerable(records(AS_AT, history="window", **PRACTICE)) if gap.whole
    }
    assert whole == {
        "ts_s47_outcome": "The source does not hold section 47 enquiries in full.",
        "ts_adoption_panel": "The source does not hold care plans or steps to adoption in full.",
    }


def test_the_latest_visit_alone_cannot_show_an_earlier_missed_one() -> None:
    said = {gap.why for gap in unanswerable(records(AS_AT, history="latest")) if gap.clock == "ts_cp_visit"}
    assert "Only the latest visit is held, so an earlier missed or late visit cannot be known." in said


def test_a_source_without_the_tables_cannot_run_the_clock_at_all() -> None:
    gaps = unanswerable(replace(records(AS_AT), coverage={}))
    assert [gap.clock for gap in gaps] == list(CLOCKS)
    assert all(gap.whole for gap in gaps)
    assert gaps[0].why == "The source does not hold assessments."


def test_practice_records_that_do_not_say_from_which_day_they_hold_run_no_clock() -> None:
    undated = Coverage(table="practice_core_groups", history="window", window_start=None, window_end=AS_AT)
    drawn = records(
        AS_AT,
        ssd_cp_plans="cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date\n p1 | ann | 2024-06-10",
        **PRACTICE,
    )
    partial = replace(drawn, coverage={**drawn.coverage, "practice_core_groups": undated})
    assert {gap.clock: gap.why for gap in unanswerable(partial) if gap.whole} == dict.fromkeys(
        ("ts_core_group_first", "ts_core_group_later"),
        "The source does not say from which day it holds core groups.",
    )
    assert not set(all_clocks(partial)["clock"]) & {"ts_core_group_first", "ts_core_group_later"}


def test_a_clock_that_lacks_one_table_gives_no_rows_and_says_which() -> None:
    drawn = records(
        AS_AT,
        ssd_cp_plans="""
            cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date
            p1              | ann            | 2024-06-10
        """,
        **PRACTICE,
    )
    absent = Coverage(table="ssd_cp_visits", history="absent", window_start=None, window_end=AS_AT)
    partial = replace(drawn, coverage={**drawn.coverage, "ssd_cp_visits": absent})
    assert set(all_clocks(partial)["clock"]) == {"ts_cp_review", "ts_core_group_first", "ts_case_supervision"}
    assert [gap.why for gap in unanswerable(partial) if gap.whole] == [
        "The source does not hold visits to children with a protection plan."
    ]
