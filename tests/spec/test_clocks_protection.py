"""The clocks of a protection plan, drawn: review conferences and visits."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.tables import Records
from goldenthread.standards.timescales import LocalStandard, LocalStandards

AS_AT = date(2024, 6, 28)
PLAN = "cppl_cp_plan_id | cppl_person_id | cppl_cp_plan_start_date | cppl_cp_plan_end_date"
REVIEW = "cppr_cp_review_id | cppr_cp_plan_id | cppr_cp_review_date"
VISIT = "cppv_cp_visit_id | cppv_cp_plan_id | cppv_cp_visit_date | cppv_cp_visit_seen"
PERSON = "pers_person_id | pers_dob | pers_expected_dob | pers_stated_unborn"


@pytest.mark.parametrize(
    "row",
    table("""
    what                                     | start      | end        | reviews               | last_due   | last_status | days_late
    first review on its day                  | 2024-01-15 |            | 2024-04-15            | 2024-10-15 | due         | 0
    30 November and three months             | 2023-11-30 | 2024-02-29 |                       | 2024-02-29 | lapsed      | 0
    31 August and six months                 | 2023-05-31 | 2024-03-01 | 2023-08-31            | 2024-02-29 | lapsed      | 1
    a review on the day the plan starts      | 2024-01-15 |            | 2024-01-15            | 2024-04-15 | overdue     | 52
    the plan ended before it was due         | 2024-01-15 | 2024-03-01 |                       | 2024-04-15 | lapsed      | 0
    the plan ended after it was due          | 2024-01-15 | 2024-04-18 |                       | 2024-04-15 | lapsed      | 3
    the plan ended at the review             | 2024-01-15 | 2024-04-10 | 2024-04-10            | 2024-04-15 | done        | 0
    a review dated after the plan ended      | 2024-01-15 | 2024-03-01 | 2024-03-04            | 2024-04-15 | lapsed      | 0
    an end after the as-at date              | 2024-01-15 | 2024-07-05 | 2024-04-15            | 2024-10-15 | due         | 0
    a second review, held a day late         | 2023-08-31 |            | 2023-11-30 2024-05-31 | 2024-11-30 | due         | 0
    """),
    ids=lambda row: row["what"],
)
def test_a_plan_is_reviewed_after_three_months_and_then_every_six(row: dict[str, object]) -> None:
    dates = str(row["reviews"] or "").split()
    drawn = "".join(f"\n v{n} | p1 | {day}" for n, day in enumerate(dates))
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cp_plans=f"{PLAN}\n p1 | ann | {row['start']} | {row['end'] or ''}",
            ssd_cp_reviews=f"{REVIEW}{drawn}",
        )
    ).filter(clock="ts_cp_review")
    last = rows.select("due", "status", "days_late").row(-1)
    assert last == (row["last_due"], row["last_status"], int(str(row["days_late"])))


def test_each_review_owed_is_a_row() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cp_plans=f"{PLAN}\n p1 | ann | 2023-03-31 |",
            ssd_cp_reviews=f"""{REVIEW}
                v1 | p1 | 2023-06-30
                v2 | p1 | 2024-01-02
                v2b | p1 | 2024-01-02
            """,
        )
    ).filter(clock="ts_cp_review")
    assert_drawn(
        rows,
        """
        started    | due        | done       | status    | days_late | rule
        2023-03-31 | 2023-06-30 | 2023-06-30 | done      | 0         | 3 months from the start of the plan
        2023-06-30 | 2023-12-30 | 2024-01-02 | done_late | 1         | 6 months from the review before
        2024-01-02 | 2024-07-02 |            | due_soon  | 0         | 6 months from the review before
        """,
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                      | end        | latest     | started    | due        | status
    no review yet                             |            |            | 2024-01-15 | 2024-04-15 | overdue
    a latest review                           |            | 2024-04-10 | 2024-04-10 | 2024-10-10 | due
    a date before the plan is no review of it |            | 2023-12-01 | 2024-01-15 | 2024-04-15 | overdue
    """),
    ids=lambda row: row["what"],
)
def test_from_the_latest_review_alone_only_the_current_duty_is_told(row: dict[str, object]) -> None:
    latest = f"\n v1 | p1 | {row['latest']}" if row["latest"] else ""
    rows = all_clocks(
        records(
            AS_AT,
            history="latest",
            ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-01-15 |",
            ssd_cp_reviews=f"{REVIEW}{latest}",
        )
    ).filter(clock="ts_cp_review")
    got = rows.select("started", "due", "status", "basis").rows()
    assert got == [(row["started"], row["due"], row["status"], "known")]


def test_from_the_latest_review_alone_an_ended_plan_says_nothing() -> None:
    rows = all_clocks(
        records(AS_AT, history="latest", ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-01-15 | 2024-05-15")
    )
    assert rows.is_empty()


def test_nothing_is_said_of_a_plan_over_before_the_window() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            window_start=date(2024, 1, 1),
            ssd_cp_plans=f"""{PLAN}
                p1 | ann | 2022-01-10 | 2023-12-31
                p2 | bob | 2022-01-10 | 2024-01-01
            """,
        )
    )
    assert set(rows["about"]) == {"p2"}


def test_a_second_plan_starts_its_own_clock() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cp_plans=f"""{PLAN}
                p1 | ann | 2023-01-09 | 2023-03-01
                p2 | ann | 2024-05-07 |
            """,
        )
    ).filter(clock="ts_cp_review")
    assert_drawn(
        rows,
        """
        about | started    | due        | status
        p1    | 2023-01-09 | 2023-04-09 | lapsed
        p2    | 2024-05-07 | 2024-08-07 | due
        """,
    )


def visits_of(plan: str, visits: str, person: str = "ann | 2015-05-05 | |") -> Records:
    return records(
        AS_AT,
        ssd_person=f"{PERSON}\n {person}",
        ssd_cp_plans=f"{PLAN}\n {plan}",
        ssd_cp_visits=f"{VISIT}\n{visits}",
    )


def test_each_interval_between_visits_is_a_row() -> None:
    rows = all_clocks(
        visits_of(
            "p1 | ann | 2024-05-07 |",
            """ w1 | p1 | 2024-05-21 | Y
                w2 | p1 | 2024-06-06 | Y
                w3 | p1 | 2024-06-20 | """,
        )
    ).filter(clock="ts_cp_visit")
    assert_drawn(
        rows,
        """
        started    | due        | done       | status    | days_late | rule
        2024-05-07 | 2024-05-21 | 2024-05-21 | done      | 0         | 10 working days from the start of the plan (local)
        2024-05-21 | 2024-06-05 | 2024-06-06 | done_late | 1         | 10 working days from the visit before (local)
        2024-06-06 | 2024-06-20 | 2024-06-20 | done      | 0         | 10 working days from the visit before (local)
        2024-06-20 | 2024-07-04 |            | due_soon  | 0         | 10 working days from the visit before (local)
        """,
    )


def test_an_attempt_at_which_the_child_was_not_seen_does_not_count() -> None:
    rows = all_clocks(visits_of("p1 | ann | 2024-06-03 |", " w1 | p1 | 2024-06-10 | N"))
    assert rows.filter(clock="ts_cp_visit").select("done", "status").rows() == [(None, "overdue")]


@pytest.mark.parametrize(
    "row",
    table("""
    what                            | dob        | expected   | stated | started    | rule
    born before the plan            | 2024-01-01 |            |        | 2024-06-10 | 10 working days from the start of the plan (local)
    born during the plan            | 2024-06-20 |            |        | 2024-06-20 | 10 working days from the birth (local)
    born on the day of the plan     | 2024-06-10 |            |        | 2024-06-10 | 10 working days from the start of the plan (local)
    born on the as-at date          | 2024-06-28 |            |        | 2024-06-28 | 10 working days from the birth (local)
    not yet born, date expected     |            | 2024-08-01 |        |            |
    not yet born, said so           |            |            | Y      |            |
    a birth after the as-at date    | 2024-08-01 |            |        |            |
    date of birth simply not held   |            |            |        | 2024-06-10 | 10 working days from the start of the plan (local)
    """),
    ids=lambda row: row["what"],
)
def test_an_unborn_child_owes_no_visit_and_still_a_review(row: dict[str, object]) -> None:
    person = " | ".join(["ann", *(str(row[name] or "") for name in ("dob", "expected", "stated"))])
    rows = all_clocks(visits_of("p1 | ann | 2024-06-10 |", "", person))
    visits = rows.filter(clock="ts_cp_visit").select("started", "rule").rows()
    assert visits == ([(row["started"], row["rule"])] if row["started"] else [])
    assert rows.filter(clock="ts_cp_review").height == 1


@pytest.mark.parametrize(
    "row",
    table("""
    what                                     | start      | due        | rule
    before the first standard                | 2019-06-03 | 2019-06-10 | 5 working days from the start of the plan (local)
    the day before the change                | 2024-03-31 | 2024-04-08 | 5 working days from the start of the plan (local)
    the day of the change                    | 2024-04-01 | 2024-04-22 | 3 weeks from the start of the plan (local)
    """),
    ids=lambda row: row["what"],
)
def test_the_local_standard_in_force_when_the_interval_starts_governs_it(row: dict[str, object]) -> None:
    ours = LocalStandards(
        (
            LocalStandard("ts_cp_visit", 3, "weeks", date(2024, 4, 1), "Practice lead"),
            LocalStandard("ts_cp_visit", 5, "working_days", date(2020, 1, 1), "Practice lead"),
        )
    )
    rows = all_clocks(visits_of(f"p1 | ann | {row['start']} |", ""), standards=ours)
    got = rows.filter(clock="ts_cp_visit").select("due", "rule").rows()
    assert got == [(row["due"], row["rule"])]


@pytest.mark.parametrize(
    "row",
    table("""
    what                             | latest     | seen | started    | due
    the latest visit                 | 2024-06-20 |      | 2024-06-20 | 2024-07-04
    a latest visit before the plan   | 2024-05-01 |      | 2024-06-10 | 2024-06-24
    no visit held                    |            |      | 2024-06-10 | 2024-06-24
    """),
    ids=lambda row: row["what"],
)
def test_from_the_latest_visit_alone_only_the_current_interval_is_told(row: dict[str, object]) -> None:
    latest = f"\n w1 | p1 | {row['latest']} | " if row["latest"] else ""
    rows = all_clocks(
        records(
            AS_AT,
            history="latest",
            ssd_person=f"{PERSON}\n ann | 2015-05-05 | |",
            ssd_cp_plans=f"{PLAN}\n p1 | ann | 2024-06-10 |",
            ssd_cp_visits=f"{VISIT}{latest}",
        )
    ).filter(clock="ts_cp_visit")
    assert rows.select("started", "due").rows() == [(row["started"], row["due"])]
