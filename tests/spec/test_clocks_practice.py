"""The clocks that practice records run, drawn: core groups, reviews in need, oversight, supervision, audits."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks, complaint_clocks, worker_clocks
from goldenthread.records.coverage import Coverage
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import LocalStandard, LocalStandards

AS_AT = date(2024, 6, 28)
PLAN = "cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date"
NEED = "cinp_cin_plan_id | cinp_person_id | cinp_cin_plan_start_date"
CARE = "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | clae_cla_episode_start_date"
CASE = "cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_referral_nfa | cine_in_need"
ENTRY = (
    "over_table_id | over_person_id | over_date | over_kind | over_action_due_date | over_action_done_date"
)
TALK = "supr_table_id | supr_worker_id | supr_date | supr_kind | supr_person_id"
HELD_BY = "invo_involvements_id | invo_person_id | invo_professional_role_id | invo_professional_id | invo_involvement_start_date | invo_involvement_end_date"
COMPLAINT = "comp_table_id | comp_person_id | comp_received_date | comp_stage | comp_response_due_date | comp_responded_date | comp_outcome"


def from_day(drawn: Records, start: date, *tables: str) -> Records:
    """The records with these tables held from a day on, as practice records are."""
    said = {name: Coverage(name, "window", start, drawn.as_at) for name in tables}
    return replace(drawn, coverage={**drawn.coverage, **said})


# --- core groups


def groups(*days: object, start: object = "2024-01-02", end: object = None, held: str = "Y") -> Records:
    met = "".join(f"\n o{n} | ann | {day} | {held}" for n, day in enumerate(days) if day)
    return records(
        AS_AT,
        ssd_cp_plans=f"{PLAN}\n p1 | ann | {start} | {end or ''}",
        practice_core_groups=f"core_table_id | core_person_id | core_date | core_held{met}",
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                              | start      | end        | met        | due        | done       | status    | days_late
    the day the plan is made          | 2024-01-02 |            | 2024-01-02 | 2024-01-16 | 2024-01-02 | done      | 0
    on day 10                         | 2024-01-02 |            | 2024-01-16 | 2024-01-16 | 2024-01-16 | done      | 0
    on day 11                         | 2024-01-02 |            | 2024-01-17 | 2024-01-16 | 2024-01-17 | done_late | 1
    over Easter, on day 10            | 2024-03-28 |            | 2024-04-15 | 2024-04-15 | 2024-04-15 | done      | 0
    before the plan: none             | 2024-01-02 |            | 2024-01-01 | 2024-01-16 |            | overdue   | 114
    due on the as-at date             | 2024-06-14 |            |            | 2024-06-28 |            | due_soon  | 0
    due the day before                | 2024-06-13 |            |            | 2024-06-27 |            | overdue   | 1
    the plan ended before it was due  | 2024-01-02 | 2024-01-10 |            | 2024-01-16 |            | lapsed    | 0
    """),
    ids=lambda row: row["what"],
)
def test_the_first_core_group_is_due_10_working_days_after_the_plan_starts(row: dict[str, object]) -> None:
    drawn = groups(row["met"], start=row["start"], end=row["end"])
    got = all_clocks(drawn).filter(clock="ts_core_group_first").select("due", "done", "status", "days_late")
    assert got.rows() == [(row["due"], row["done"], row["status"], int(str(row["days_late"])))]


def test_core_groups_follow_one_another_at_six_weeks_until_the_authority_sets_its_own() -> None:
    assert_drawn(
        all_clocks(groups("2024-01-16", "2024-02-27", "2024-04-10")).filter(clock="ts_core_group_later"),
        """
        started    | due        | done       | status    | rule
        2024-01-16 | 2024-02-27 | 2024-02-27 | done      | 6 weeks from the core group before (local)
        2024-02-27 | 2024-04-09 | 2024-04-10 | done_late | 6 weeks from the core group before (local)
        2024-04-10 | 2024-05-22 |            | overdue   | 6 weeks from the core group before (local)
        """,
    )


def test_a_core_group_called_off_is_none() -> None:
    rows = all_clocks(groups("2024-01-10", held="N"))
    assert rows.filter(clock="ts_core_group_first")["status"].to_list() == ["overdue"]
    assert rows.filter(clock="ts_core_group_later").is_empty()


@pytest.mark.parametrize(
    "row",
    table("""
    what                                     | start      | met        | clock               | started    | basis
    begun on the first day held              | 2024-04-01 |            | ts_core_group_first | 2024-04-01 | known
    begun the day before, none met since     | 2024-03-31 |            | ts_core_group_later | 2024-04-01 | assumed
    begun the day before, one met since      | 2024-03-31 | 2024-05-01 | ts_core_group_later | 2024-05-01 | known
    """),
    ids=lambda row: row["what"],
)
def test_a_plan_begun_before_the_first_day_held_counts_from_that_day(row: dict[str, object]) -> None:
    told = from_day(groups(row["met"], start=row["start"]), date(2024, 4, 1), "practice_core_groups")
    rows = all_clocks(told).filter(pl.col("clock").str.starts_with("ts_core_group"))
    assert rows.select("clock", "started", "basis").rows() == [(row["clock"], row["started"], row["basis"])]


# --- reviews of a plan of need


def test_a_review_of_a_plan_of_need_is_due_12_weeks_after_it_starts_and_after_each_review() -> None:
    drawn = records(
        AS_AT,
        ssd_cin_plans=f"{NEED}\n n1 | ann | 2024-01-02",
        practice_review_participation="""
            part_table_id | part_person_id | part_review_date | part_review_kind
            t1            | ann            | 2024-02-01       | protection
            t2            | ann            | 2024-03-26       | in_need
            t3            | ann            | 2024-06-19       | in_need
        """,
    )
    assert_drawn(
        all_clocks(drawn).filter(clock="ts_cin_review"),
        """
        started    | due        | done       | status    | rule
        2024-01-02 | 2024-03-26 | 2024-03-26 | done      | 12 weeks from the start of the plan (local)
        2024-03-26 | 2024-06-18 | 2024-06-19 | done_late | 12 weeks from the review before (local)
        2024-06-19 | 2024-09-11 |            | due       | 12 weeks from the review before (local)
        """,
    )


# --- oversight and audits


def looked_over(entries: str, case: str = "r1 | ann | 2024-01-02 | | N | Y") -> Records:
    return records(
        AS_AT,
        ssd_cin_episodes=f"{CASE}\n {case}",
        practice_management_oversight=f"{ENTRY}{entries}",
    )


def test_oversight_is_due_six_weeks_after_the_referral_and_each_entry_and_an_audit_is_none() -> None:
    drawn = looked_over("""
        w1 | ann | 2024-02-13 | decision | |
        w2 | ann | 2024-03-01 | audit    | |
        w3 | ann | 2024-03-27 | review   | |
    """)
    assert_drawn(
        all_clocks(drawn).filter(clock="ts_mgmt_oversight"),
        """
        started    | due        | done       | status    | days_late
        2024-01-02 | 2024-02-13 | 2024-02-13 | done      | 0
        2024-02-13 | 2024-03-26 | 2024-03-27 | done_late | 1
        2024-03-27 | 2024-05-08 |            | overdue   | 36
        """,
    )


@pytest.mark.parametrize(
    "case",
    ["r1 | ann | 2024-01-02 | | Y | ", "r1 | ann | 2024-01-02 | | | N", "r1 | ann | 2024-07-01 | | N | Y"],
    ids=["went no further", "is a referral only", "is still to come"],
)
def test_a_referral_that_made_no_case_owes_no_oversight(case: str) -> None:
    assert all_clocks(looked_over("", case)).filter(clock="ts_mgmt_oversight").is_empty()


def test_a_case_open_before_the_first_day_held_is_not_late_for_what_came_before() -> None:
    told = from_day(looked_over(""), date(2024, 6, 1), "practice_management_oversight")
    assert_drawn(
        all_clocks(told).filter(clock="ts_mgmt_oversight"),
        """
        started    | due        | status | basis   | rule
        2024-06-01 | 2024-07-13 | due    | assumed | 6 weeks from the first day that the records hold (local)
        """,
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                 | wanted     | done       | status    | days_late
    done on day 10                       | 2024-06-14 | 2024-06-14 | done      | 0
    done on day 11                       | 2024-06-14 | 2024-06-17 | done_late | 1
    done, no day asked for               |            | 2024-06-03 | done      | 0
    not done                             | 2024-06-07 |            | overdue   | 10
    done before the audit: not in time   | 2024-06-07 | 2024-05-30 | done_late | 0
    """),
    ids=lambda row: row["what"],
)
def test_an_audits_action_is_due_in_10_working_days(row: dict[str, object]) -> None:
    drawn = looked_over(f"\n w1 | ann | 2024-05-31 | audit | {row['wanted'] or ''} | {row['done'] or ''}")
    got = all_clocks(drawn).filter(clock="ts_audit_action").select("due", "status", "days_late")
    assert got.rows() == [(date(2024, 6, 14), row["status"], int(str(row["days_late"])))]


@pytest.mark.parametrize("entry", ["audit | 2024-06-15 |", "audit | |", "decision | 2024-06-07 |"])
def test_no_urgent_action_of_an_audit_has_no_row(entry: str) -> None:
    assert (
        all_clocks(looked_over(f"\n w1 | ann | 2024-05-31 | {entry}"))
        .filter(clock="ts_audit_action")
        .is_empty()
    )


# --- supervision


def planned(talk: str = "") -> Records:
    return records(
        AS_AT,
        ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-06-03 |",
        ssd_cin_plans=f"{NEED}\n n1 | bob | 2024-06-03",
        ssd_cla_episodes=f"{CARE}\n e1 | cay | c1 | 2024-06-03 | 2024-06-03",
        practice_supervision=f"{TALK}{talk}",
    )


def test_a_child_is_discussed_in_supervision_each_four_weeks_or_eight_with_a_plan_of_need() -> None:
    assert_drawn(
        all_clocks(planned("\n u1 | Ben | 2024-06-10 | group | ann")).filter(clock="ts_case_supervision"),
        """
        child_id | started    | due        | rule
        ann      | 2024-06-03 | 2024-07-01 | 4 weeks from the start (local)
        ann      | 2024-06-10 | 2024-07-08 | 4 weeks from the discussion before (local)
        bob      | 2024-06-03 | 2024-07-29 | 8 weeks from the start (local)
        cay      | 2024-06-03 | 2024-07-01 | 4 weeks from the start (local)
        """,
    )


def test_an_interval_the_authority_sets_holds_for_every_kind_of_plan() -> None:
    own = LocalStandard("ts_case_supervision", 3, "weeks", date(1995, 1, 1), "head of service")
    rows = all_clocks(planned(), standards=LocalStandards((own,))).filter(clock="ts_case_supervision")
    assert rows["due"].unique().to_list() == [date(2024, 6, 24)]


def at_work(talk: str = "", *, since: str = "2024-04-02", until: str = "") -> Records:
    return records(
        AS_AT,
        ssd_involvements=f"{HELD_BY}\n i1 | ann | allocated | W1 | {since} | {until}",
        ssd_professionals="prof_professional_id | prof_professional_name\n W1 | Worker One",
        practice_supervision=f"{TALK}{talk}",
    )


def test_a_worker_is_supervised_each_month_and_of_a_group_or_one_case_is_not_it() -> None:
    drawn = at_work("""
        u1 | W1         | 2024-05-02 | worker |
        u2 | W1         | 2024-05-10 | group  |
        u3 | W1         | 2024-05-11 | case   | ann
        u4 | Worker One | 2024-06-03 |        |
    """)
    assert_drawn(
        worker_clocks(drawn),
        """
        clock          | child_id | about      | worker     | started    | due        | done       | status    | basis
        ts_supervision |          | Worker One | Worker One | 2024-04-02 | 2024-05-02 | 2024-05-02 | done      | assumed
        ts_supervision |          | Worker One | Worker One | 2024-05-02 | 2024-06-02 | 2024-06-03 | done_late | assumed
        ts_supervision |          | Worker One | Worker One | 2024-06-03 | 2024-07-03 |            | due_soon  | assumed
        """,
    )


@pytest.mark.parametrize(("until", "rows"), [("2024-06-27", 0), ("2024-06-28", 1)])
def test_a_worker_who_holds_no_case_any_longer_has_no_row(until: str, rows: int) -> None:
    assert worker_clocks(at_work(until=until)).height == rows


def test_a_worker_of_whom_no_supervision_is_held_counts_from_the_first_day_held() -> None:
    told = from_day(at_work(since=""), date(2024, 5, 1), "practice_supervision")
    assert_drawn(
        worker_clocks(told),
        """
        started    | due        | status  | rule
        2024-05-01 | 2024-06-01 | overdue | 1 month from the first day that the records hold, taken as past the first six months
        """,
    )


# --- complaints


@pytest.mark.parametrize(
    "row",
    table("""
    what                                  | stage | stated     | answered   | outcome   | due        | status    | basis
    stage 1, on day 10                    | 1     |            | 2024-01-16 |           | 2024-01-16 | done      | known
    stage 1, on day 11                    | 1     | 2024-01-16 | 2024-01-17 |           | 2024-01-16 | done_late | known
    stage 1, extended to the day stated   | 1     | 2024-01-22 | 2024-01-22 |           | 2024-01-22 | done      | assumed
    stage 1, to day 20 at the most        | 1     | 2024-03-01 | 2024-01-31 |           | 2024-01-30 | done_late | assumed
    stage 1, an earlier day stated        | 1     | 2024-01-05 | 2024-01-16 |           | 2024-01-16 | done      | known
    stage 2, on day 25                    | 2     |            | 2024-02-06 |           | 2024-02-06 | done      | known
    stage 2, to day 65 at the most        | 2     | 2024-06-01 | 2024-04-05 |           | 2024-04-04 | done_late | assumed
    unanswered                            | 1     |            |            |           | 2024-01-16 | overdue   | known
    withdrawn                             | 1     |            |            | withdrawn | 2024-01-16 | lapsed    | known
    answered before it was made           | 1     |            | 2023-12-29 |           | 2024-01-16 | done_late | known
    """),
    ids=lambda row: row["what"],
)
def test_a_complaint_is_answered_within_its_stages_days(row: dict[str, object]) -> None:
    cells = " | ".join(str(row[name] or "") for name in ("stage", "stated", "answered", "outcome"))
    rows = complaint_clocks(records(AS_AT, practice_complaints=f"{COMPLAINT}\n x1 | | 2024-01-02 | {cells}"))
    assert rows.select("clock", "about", "child_id", "due", "status", "basis").rows() == [
        (f"ts_complaint_{row['stage']}", "x1", None, row["due"], row["status"], row["basis"])
    ]


def test_a_complaint_is_no_duty_to_a_child_and_stands_apart() -> None:
    drawn = records(AS_AT, practice_complaints=f"{COMPLAINT}\n x1 | ann | 2024-01-02 | 1 | | |")
    assert all_clocks(drawn).is_empty()
    assert complaint_clocks(drawn)["child_id"].to_list() == ["ann"]


# --- strengths and difficulties


def scored(rows: str = "", *, born: str = "2012-05-05", entered: str = "2023-06-28") -> pl.DataFrame:
    drawn = records(
        AS_AT,
        ssd_person=f"pers_person_id | pers_dob\n ann | {born}",
        ssd_cla_episodes=f"{CARE}\n e1 | ann | c1 | {entered} | {entered}",
        ssd_sdq_scores=f"csdq_table_id | csdq_person_id | csdq_sdq_completed_date | csdq_sdq_reason | csdq_sdq_score | csdq_stated_year_end{rows}",
    )
    return all_clocks(drawn).filter(clock="ts_sdq")


@pytest.mark.parametrize(
    "row",
    table("""
    what                                | born       | entered    | started    | due        | status   | basis
    a year after entering care          | 2012-05-05 | 2023-06-28 | 2023-06-28 | 2024-06-28 | due_soon | known
    the day before                      | 2012-05-05 | 2023-06-27 | 2023-06-27 | 2024-06-27 | overdue  | known
    a year after the fourth birthday    | 2019-09-01 | 2022-01-10 | 2023-09-01 | 2024-09-01 | due      | known
    four on the as-at date              | 2020-06-28 | 2022-01-10 | 2024-06-28 | 2025-06-28 | due      | known
    17 on the as-at date                | 2007-06-28 | 2023-01-10 | 2023-01-10 | 2024-01-10 | lapsed   | known
    17 the day after                    | 2007-06-29 | 2023-01-10 | 2023-01-10 | 2024-01-10 | overdue  | known
    no date of birth                    |            | 2023-06-28 | 2023-06-28 | 2024-06-28 | due_soon | assumed
    """),
    ids=lambda row: row["what"],
)
def test_a_first_score_is_due_a_year_into_care_from_the_fourth_birthday_to_the_seventeenth(
    row: dict[str, object],
) -> None:
    rows = scored(born=str(row["born"] or ""), entered=str(row["entered"]))
    got = rows.select("started", "due", "status", "basis").rows()
    assert got == [(row["started"], row["due"], row["status"], row["basis"])]


def test_a_child_of_three_owes_no_score() -> None:
    assert scored(born="2020-06-29", entered="2022-01-10").is_empty()


def test_scores_follow_one_another_by_the_year_and_a_reason_for_none_is_none() -> None:
    rows = scored(
        """
        d1 | ann | 2022-01-31 |      | 14 |
        d2 | ann | 2022-12-01 | SDQ2 |    |
        d3 | ann | 2023-02-01 |      | 9  |
        """,
        entered="2021-03-01",
    )
    assert_drawn(
        rows,
        """
        started    | due        | done       | status
        2021-03-01 | 2022-03-01 | 2022-01-31 | done
        2022-01-31 | 2023-01-31 | 2023-02-01 | done_late
        2023-02-01 | 2024-02-01 |            | overdue
        """,
    )


def test_a_score_stated_for_a_year_alone_leaves_the_child_without_a_row() -> None:
    assert scored("\n d1 | ann | | | 14 | 2024-03-31").is_empty()
