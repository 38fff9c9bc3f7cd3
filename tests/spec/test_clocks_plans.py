"""The clocks of care plans, reviewing officers, enquiries and visits in need, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.coverage import History
from goldenthread.records.tables import Records

AS_AT = date(2024, 6, 28)
EPISODE = (
    "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
    "clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_cla_last_iro_contact_date"
)
PLAN = (
    "lacp_table_id | lacp_person_id | lacp_permanence_plan | lacp_cla_care_plan_start_date | "
    "lacp_cla_care_plan_end_date"
)
REVIEW = "clar_cla_review_id | clar_cla_id | clar_cla_review_date"
NEED = (
    "cinp_cin_plan_id | cinp_person_id | cinp_referral_id | cinp_cin_plan_start_date | cinp_cin_plan_end_date"
)
VISIT = "cinv_cin_visit_id | cinv_person_id | cinv_cin_visit_date | cinv_cin_visit_seen"
ENQUIRY = "s47e_s47_enquiry_id | s47e_person_id | s47e_referral_id | s47e_s47_start_date | s47e_s47_end_date"


def in_care(
    *reviews: str, plan: str = "", left: object = "", officer: object = "", history: History = "complete"
) -> Records:
    held = "".join(f"\n r{n} | c1 | {day}" for n, day in enumerate(reviews))
    return records(
        AS_AT,
        history=history,
        ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-01-02 | 2024-01-02 | {left or ''} | {officer or ''}",
        ssd_cla_care_plan=f"{PLAN}\n{plan}",
        ssd_cla_reviews=f"{REVIEW}{held}",
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                  | since      | until      | left       | done       | status
    in force before the placement         | 2023-12-01 |            |            | 2024-01-02 | done
    on day 10                             | 2024-01-16 |            |            | 2024-01-16 | done
    on day 11                             | 2024-01-17 |            |            | 2024-01-17 | done_late
    over before the child came into care  | 2023-12-01 | 2024-01-02 |            |            | overdue
    after the as-at date                  | 2024-07-01 |            |            |            | overdue
    left care with none                   |            |            | 2024-01-10 |            | lapsed
    """),
    ids=lambda row: row["what"],
)
def test_a_care_plan_is_due_ten_working_days_after_the_first_placement(row: dict[str, object]) -> None:
    plan = f"k1 | ann | a | {row['since']} | {row['until'] or ''}" if row["since"] else ""
    rows = all_clocks(in_care(plan=plan, left=row["left"])).filter(clock="ts_care_plan")
    assert rows.select("due", "done", "status").rows() == [(date(2024, 1, 16), row["done"], row["status"])]


def test_a_plan_held_without_the_day_it_began_cannot_be_said_to_be_in_time() -> None:
    rows = all_clocks(in_care(plan="k1 | ann | f | |", history="latest"))
    plans = rows.filter(pl.col("clock").is_in(["ts_care_plan", "ts_permanence_by_second_review"]))
    assert plans.select("done", "status", "days_late").rows() == [(None, "not_answerable", 0)] * 2


@pytest.mark.parametrize(
    ("reviews", "due"),
    [
        ((), date(2024, 4, 30)),  # 20 working days, then three months
        (("2024-01-20",), date(2024, 4, 20)),
        (("2024-01-20", "2024-03-15"), date(2024, 3, 15)),
        (("2024-01-20", "2024-03-15", "2024-05-15"), date(2024, 3, 15)),
    ],
)
def test_a_plan_for_permanence_is_due_by_the_second_review(reviews: tuple[str, ...], due: date) -> None:
    rows = all_clocks(in_care(*reviews)).filter(clock="ts_permanence_by_second_review")
    assert rows["due"].to_list() == [due]


@pytest.mark.parametrize(
    "row",
    table("""
    what                              | officer    | due        | status
    none since the latest review      | 2024-01-30 | 2024-04-30 | overdue
    the day after it                  | 2024-01-31 | 2024-04-30 | done
    after the next review was due     | 2024-05-01 | 2024-04-30 | done_late
    """),
    ids=lambda row: row["what"],
)
def test_the_reviewing_officer_is_in_contact_before_the_next_review_is_due(row: dict[str, object]) -> None:
    rows = all_clocks(in_care("2024-01-30", officer=row["officer"])).filter(clock="ts_iro_contact")
    assert rows.select("due", "status").rows() == [(row["due"], row["status"])]


def test_no_contact_is_asked_for_before_the_first_review_or_after_leaving_care() -> None:
    assert "ts_iro_contact" not in all_clocks(in_care())["clock"]
    assert "ts_iro_contact" not in all_clocks(in_care("2024-01-30", left="2024-05-01"))["clock"]


@pytest.mark.parametrize(
    "row",
    table("""
    what                            | start      | end        | closed     | due        | status
    on day 15                       | 2024-01-08 | 2024-01-29 |            | 2024-01-29 | done
    on day 16                       | 2024-01-08 | 2024-01-30 |            | 2024-01-29 | done_late
    over Easter                     | 2024-03-20 | 2024-04-12 |            | 2024-04-12 | done
    no outcome, the episode open    | 2024-01-08 |            |            | 2024-01-29 | overdue
    no outcome, the episode closed  | 2024-01-08 |            | 2024-01-20 | 2024-01-29 | lapsed
    """),
    ids=lambda row: row["what"],
)
def test_an_enquiry_has_its_outcome_in_time_for_the_conference(row: dict[str, object]) -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_episodes=f"cine_referral_id | cine_person_id | cine_close_date\n r1 | ann | {row['closed'] or ''}",
            ssd_s47_enquiry=f"{ENQUIRY}\n s1 | ann | r1 | {row['start']} | {row['end'] or ''}",
        )
    ).filter(clock="ts_s47_outcome")
    assert rows.select("due", "status").rows() == [(row["due"], row["status"])]


def test_a_child_in_need_is_seen_every_20_working_days_while_the_plan_runs() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_plans=f"{NEED}\n n1 | ann | r1 | 2024-01-08 | 2024-04-01",
            ssd_cin_visits=f"""{VISIT}
                v0 | ann | 2024-01-02 | Y
                v1 | ann | 2024-02-05 | Y
                v2 | ann | 2024-02-12 | N
                v3 | ann | 2024-03-05 | Y
                v4 | ann | 2024-05-01 | Y
                v5 | bob | 2024-02-20 | Y
            """,
        )
    )
    assert_drawn(
        rows,
        """
        clock        | about | started    | due        | done       | status    | days_late | rule
        ts_cin_visit | n1    | 2024-01-08 | 2024-02-05 | 2024-02-05 | done      | 0         | 20 working days from the start of the plan (local)
        ts_cin_visit | n1    | 2024-02-05 | 2024-03-04 | 2024-03-05 | done_late | 1         | 20 working days from the visit before (local)
        ts_cin_visit | n1    | 2024-03-05 | 2024-04-04 |            | lapsed    | 0         | 20 working days from the visit before (local)
        """,
    )


@pytest.mark.parametrize(
    "row",
    table(
        """
    what                          | person                          | started
    not yet born                  | ann \\|            \\| 2024-09-01 |
    born during the plan          | ann \\| 2024-06-10 \\|            | 2024-06-10
    """.replace("\\|", "/")
    ),
    ids=lambda row: row["what"],
)
def test_an_unborn_child_owes_no_visit_until_the_birth(row: dict[str, object]) -> None:
    person = str(row["person"]).replace("/", "|")
    rows = all_clocks(
        records(
            AS_AT,
            ssd_person=f"pers_person_id | pers_dob | pers_expected_dob\n {person}",
            ssd_cin_plans=f"{NEED}\n n1 | ann | r1 | 2024-05-08 |",
        )
    )
    assert rows["started"].to_list() == ([row["started"]] if row["started"] else [])


def test_a_plan_left_open_ends_when_its_episode_closes_and_a_new_referral_starts_anew() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cin_episodes="""
                cine_referral_id | cine_person_id | cine_close_date
                r1               | ann            | 2024-02-01
                r2               | ann            |
            """,
            ssd_cin_plans=f"""{NEED}
                n1 | ann | r1 | 2024-01-08 |
                n2 | ann | r2 | 2024-06-10 |
            """,
        )
    )
    assert rows.select("about", "status").rows() == [("n1", "lapsed"), ("n2", "due")]
