"""The visit clock of a child in care, drawn branch by branch of regulation 28."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.coverage import History

AS_AT = date(2024, 6, 28)
EPISODE = (
    "clae_cla_episode_id | clae_person_id | clae_cla_id | clae_entered_care_date | "
    "clae_cla_episode_start_date | clae_cla_episode_ceased_date | clae_cla_episode_ceased_reason"
)
PLACEMENT = (
    "clap_cla_placement_id | clap_cla_id | clap_cla_placement_type | clap_cla_placement_start_date | "
    "clap_cla_placement_end_date | clap_cla_placement_postcode"
)
VISIT = "clav_cla_visit_id | clav_cla_id | clav_person_id | clav_cla_visit_date | clav_cla_visit_seen"
REVIEW = "clar_cla_review_id | clar_cla_id | clar_cla_review_date | clar_cla_review_cancelled"
STATUS = (
    "lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | "
    "lega_legal_status_end_date"
)
PLAN = (
    "lacp_table_id | lacp_person_id | lacp_permanence_plan | lacp_cla_care_plan_start_date | "
    "lacp_cla_care_plan_end_date"
)


def visits(
    placements: str,
    *dates: str,
    entered: str = "2022-01-10",
    left: str = "",
    statuses: str = "",
    reviews: str = "",
    plans: str = "",
    history: History = "complete",
) -> pl.DataFrame:
    """The visit duties of one made-up child; `dates` are visits at which she was seen."""
    drawn = "".join(f"\n w{n} | c1 | ann | {day} | Y" for n, day in enumerate(dates))
    rows = all_clocks(
        records(
            AS_AT,
            history=history,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | {entered} | {entered} | {left} |",
            ssd_cla_placement=f"{PLACEMENT}\n{placements}",
            ssd_cla_visits=f"{VISIT}{drawn}",
            ssd_legal_status=f"{STATUS}\n{statuses}",
            ssd_cla_reviews=f"{REVIEW}\n{reviews}",
            ssd_cla_care_plan=f"{PLAN}\n{plans}",
        )
    )
    return rows.filter(clock="ts_cla_visits")


def test_a_visit_is_due_within_a_week_of_placement_and_then_every_six_weeks() -> None:
    assert_drawn(
        visits("p1 | c1 | U6 | 2024-03-01 | |", "2024-03-08", "2024-04-20"),
        """
        about | started    | due        | done       | status    | days_late | rule
        p1    | 2024-03-01 | 2024-03-08 | 2024-03-08 | done      | 0         | 7 days from the start of the placement
        p1    | 2024-03-08 | 2024-04-19 | 2024-04-20 | done_late | 0         | 6 weeks from the visit before, first year of the placement
        p1    | 2024-04-20 | 2024-06-01 |            | overdue   | 20        | 6 weeks from the visit before, first year of the placement
        """,
    )


def test_a_week_runs_through_christmas() -> None:
    rows = visits("p1 | c1 | K2 | 2023-12-22 | |", "2023-12-29")
    assert rows.row(0, named=True)["due"] == date(2023, 12, 29)


def test_a_visit_on_the_day_of_placement_is_the_first() -> None:
    rows = visits("p1 | c1 | U6 | 2024-06-20 | |", "2024-06-20")
    assert rows.select("started", "due", "done").rows() == [
        (date(2024, 6, 20), date(2024, 6, 27), date(2024, 6, 20)),
        (date(2024, 6, 20), date(2024, 8, 1), None),
    ]


def test_a_new_placement_starts_the_clock_again() -> None:
    assert_drawn(
        visits(
            """ p1 | c1 | U6 | 2024-03-01 | 2024-05-01 |
                p2 | c1 | K2 | 2024-05-01 |            |""",
            "2024-03-05",
            "2024-05-10",
        ),
        """
        about | started    | due        | done       | status    | days_late
        p1    | 2024-03-01 | 2024-03-08 | 2024-03-05 | done      | 0
        p1    | 2024-03-05 | 2024-04-16 |            | lapsed    | 11
        p2    | 2024-05-01 | 2024-05-08 | 2024-05-10 | done_late | 2
        p2    | 2024-05-10 | 2024-06-21 |            | overdue   | 5
        """,
    )


def test_a_visit_on_the_day_of_a_move_belongs_to_the_new_placement() -> None:
    rows = visits(
        """ p1 | c1 | U6 | 2024-05-20 | 2024-06-03 |
            p2 | c1 | K2 | 2024-06-03 |            |""",
        "2024-06-03",
    )
    assert rows.select("about", "done", "status").rows() == [
        ("p1", None, "lapsed"),
        ("p2", date(2024, 6, 3), "done"),
        ("p2", None, "due"),
    ]


@pytest.mark.parametrize(
    "row",
    table("""
    what                                    | kind | back       | starts
    back to the same place                  | U6   | ZZ1 1ZZ    | 2024-03-01
    on to another place                     | U6   | ZZ9 9ZZ    | 2024-03-01 2024-05-14
    on to another kind of placement         | K2   | ZZ1 1ZZ    | 2024-03-01 2024-05-14
    """),
    ids=lambda row: row["what"],
)
def test_a_temporary_placement_does_not_start_the_clock_again(row: dict[str, object]) -> None:
    rows = visits(
        f""" p1 | c1 | U6 | 2024-03-01 | 2024-05-07 | ZZ1 1ZZ
             p2 | c1 | T1 | 2024-05-07 | 2024-05-14 |
             p3 | c1 | {row["kind"]} | 2024-05-14 | | {row["back"]}""",
    )
    starts = rows.filter(pl.col("rule").str.contains("start of the placement"))["started"]
    assert [str(day) for day in starts] == str(row["starts"]).split()


def test_a_temporary_placement_still_running_leaves_the_duty_running() -> None:
    rows = visits(
        """ p1 | c1 | U6 | 2024-05-01 | 2024-06-20 |
            p2 | c1 | T3 | 2024-06-20 |            |""",
        "2024-05-07",
        "2024-06-10",
    )
    assert rows.select("about", "started", "status").row(-1) == ("p1", date(2024, 6, 10), "due")


def test_a_child_first_placed_for_a_while_starts_again_in_the_place_she_moves_to() -> None:
    other = """ e0 | amy | c0 | 2024-05-01 | 2024-05-01 | |"""
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n{other}\n e1 | ann | c1 | 2024-06-03 | 2024-06-03 | |",
            ssd_cla_placement=f"""{PLACEMENT}
                p0 | c0 | U6 | 2024-05-01 |            | ZZ1 1ZZ
                p1 | c1 | T0 | 2024-06-03 | 2024-06-10 |
                p2 | c1 | U6 | 2024-06-10 |            | ZZ1 1ZZ
            """,
        )
    ).filter(clock="ts_cla_visits")
    assert rows["about"].to_list() == ["p0", "p1", "p2"]


def test_leaving_care_ends_the_duty() -> None:
    rows = visits("p1 | c1 | U6 | 2024-03-01 | |", "2024-03-04", left="2024-04-01")
    assert rows["status"].to_list() == ["done", "lapsed"]


FIRST_YEAR = "6 weeks from the visit before, first year of the placement"
TO_18 = "3 months from the visit before, placement meant to last to 18"
PLANNED = "3 months from the visit before, taken as meant to last to 18 from the permanence plan"
NOT_TO_18 = "6 weeks from the visit before, placement not meant to last to 18"
TAKEN_NOT = "6 weeks from the visit before, placement taken as not meant to last to 18"
CONNECTED = "6 weeks from the visit before, first year of the placement, carer taken as fully approved"


@pytest.mark.parametrize(
    "row",
    table(f"""
    what                                         | kind | plan | visit      | due        | basis   | rule
    long term, the last day of the first year    | U4   |      | 2023-01-31 | 2023-03-14 | known   | {FIRST_YEAR}
    long term, the first day of the second       | U4   |      | 2023-02-01 | 2023-05-01 | known   | {TO_18}
    with relatives, long term, 30 November       | U1   |      | 2023-11-30 | 2024-02-29 | known   | {TO_18}
    fostering with a long-term plan              | U6   | f    | 2023-06-01 | 2023-09-01 | assumed | {PLANNED}
    fostering with another plan                  | U6   | a    | 2023-06-01 | 2023-07-13 | known   | {NOT_TO_18}
    a children's home with a long-term plan      | K2   | f    | 2023-06-01 | 2023-07-13 | assumed | {TAKEN_NOT}
    kind of placement not held, first year       |      |      | 2022-06-01 | 2022-07-13 | assumed | {FIRST_YEAR}
    kind of placement not held, later            |      |      | 2023-06-01 | 2023-07-13 | assumed | {TAKEN_NOT}
    relatives, may be approved for now           | U3   |      | 2022-07-18 | 2022-08-29 | assumed | {CONNECTED}
    relatives, too late for that                 | U3   |      | 2022-07-19 | 2022-08-30 | known   | {FIRST_YEAR}
    """),
    ids=lambda row: row["what"],
)
def test_after_a_year_what_the_placement_is_for_decides(row: dict[str, object]) -> None:
    rows = visits(
        f"p1 | c1 | {row['kind'] or ''} | 2022-02-01 | |",
        str(row["visit"]),
        plans=f"k1 | ann | {row['plan']} | 2022-02-01 |" if row["plan"] else "",
    )
    got = rows.select("due", "basis", "rule").row(-1)
    assert got == (row["due"], row["basis"], row["rule"])


def test_a_placement_begun_on_29_february_is_a_year_old_on_the_28th() -> None:
    due = [
        visits("p1 | c1 | U4 | 2020-02-29 | |", day, entered="2020-02-29")
        for day in ("2021-02-27", "2021-02-28")
    ]
    assert [rows.row(-1, named=True)["due"] for rows in due] == [date(2021, 4, 10), date(2021, 5, 28)]


def test_the_plan_in_force_at_the_visit_before_decides() -> None:
    rows = visits(
        "p1 | c1 | U6 | 2022-02-01 | |",
        "2023-04-03",
        "2023-06-01",
        plans="k1 | ann | f | 2022-02-01 | 2023-06-01",
    )
    assert rows["due"].to_list()[1:] == [date(2023, 7, 3), date(2023, 7, 13)]


BEFORE = "1 week from the visit before, with parents under an interim order, until a review in the placement"
AFTER = "4 weeks from the visit before, with parents under an interim order, after a review in the placement"
ORDER = (
    "6 weeks from the visit before, with parents under a care order, taken as assessed before the placement"
)


@pytest.mark.parametrize(
    "row",
    table(f"""
    what                                        | status | review     | due        | basis   | rule
    interim order, not yet reviewed             | C1     |            | 2024-05-20 | known   | {BEFORE}
    interim order, reviewed later               | C1     | 2024-05-14 | 2024-05-20 | known   | {BEFORE}
    interim order, reviewed on the day          | C1     | 2024-05-13 | 2024-06-10 | known   | {AFTER}
    interim order, reviewed as it began         | C1     | 2024-05-07 | 2024-06-10 | known   | {AFTER}
    interim order, reviewed before placement    | C1     | 2024-05-06 | 2024-05-20 | known   | {BEFORE}
    care order                                  | C2     |            | 2024-06-24 | assumed | {ORDER}
    no order held: the stricter                 |        |            | 2024-05-20 | assumed | {BEFORE}
    neither order                               | E1     |            | 2024-06-24 | known   | {FIRST_YEAR}
    """),
    ids=lambda row: row["what"],
)
def test_with_parents_the_order_decides(row: dict[str, object]) -> None:
    rows = visits(
        "p1 | c1 | P1 | 2024-05-07 | |",
        "2024-05-13",
        statuses=f"s1 | ann | {row['status']} | 2024-01-02 |" if row["status"] else "",
        reviews=f"v1 | c1 | {row['review']} | N" if row["review"] else "",
    )
    got = rows.select("due", "basis", "rule").row(-1)
    assert got == (row["due"], row["basis"], row["rule"])


def test_a_care_order_made_while_with_parents_starts_the_clock_again() -> None:
    assert_drawn(
        visits(
            "p1 | c1 | P1 | 2024-05-01 | |",
            "2024-05-07",
            "2024-05-14",
            "2024-05-24",
            statuses=""" s1 | ann | C1 | 2024-01-02 | 2024-05-17
                         s2 | ann | C2 | 2024-05-17 |""",
        ),
        f"""
        started    | due        | done       | status | rule
        2024-05-01 | 2024-05-08 | 2024-05-07 | done   | 7 days from the start of the placement
        2024-05-07 | 2024-05-14 | 2024-05-14 | done   | {BEFORE}
        2024-05-14 | 2024-05-21 |            | lapsed | {BEFORE}
        2024-05-17 | 2024-05-24 | 2024-05-24 | done   | 1 week from the care order, with parents
        2024-05-24 | 2024-07-05 |            | due_soon | {ORDER}
        """,
    )


def test_a_care_order_made_on_the_day_of_placement_starts_no_second_clock() -> None:
    rows = visits("p1 | c1 | P1 | 2024-06-24 | |", statuses="s1 | ann | C2 | 2024-06-24 |")
    assert rows["rule"].to_list() == ["7 days from the start of the placement"]


@pytest.mark.parametrize(
    "row",
    table(f"""
    what                                              | kind | latest     | started    | due        | basis   | rule
    a latest visit in the placement                   | U6   | 2024-06-03 | 2024-06-03 | 2024-07-15 | known   | {FIRST_YEAR}
    a latest visit before the placement               | U6   | 2024-04-01 | 2024-05-01 | 2024-05-08 | known   | 7 days from the start of the placement
    no visit held                                     | U6   |            | 2024-05-01 | 2024-05-08 | known   | 7 days from the start of the placement
    now temporary: any latest visit counts            | T2   | 2024-04-01 | 2024-04-01 | 2024-05-13 | assumed | {TAKEN_NOT}
    with parents, interim order, start not held       | P1   | 2024-06-03 | 2024-06-03 | 2024-06-10 | known   | {BEFORE}
    """),
    ids=lambda row: row["what"],
)
def test_from_the_latest_visit_alone_only_the_current_duty_is_told(row: dict[str, object]) -> None:
    rows = visits(
        f"p1 | c1 | {row['kind']} | 2024-05-01 | |",
        *([str(row["latest"])] if row["latest"] else []),
        statuses="s1 | ann | C1 | |",
        history="latest",
    )
    got = rows.select("started", "due", "basis", "rule").rows()
    assert got == [(row["started"], row["due"], row["basis"], row["rule"])]


def test_from_the_latest_visit_alone_a_child_who_left_care_says_nothing() -> None:
    assert visits("p1 | c1 | U6 | 2024-05-01 | |", left="2024-06-03", history="latest").is_empty()


def test_a_visit_at_which_the_child_was_not_seen_does_not_count() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_cla_episodes=f"{EPISODE}\n e1 | ann | c1 | 2024-06-03 | 2024-06-03 | |",
            ssd_cla_placement=f"{PLACEMENT}\n p1 | c1 | U6 | 2024-06-03 | |",
            ssd_cla_visits=f"{VISIT}\n w1 | c1 | ann | 2024-06-05 | N",
        )
    ).filter(clock="ts_cla_visits")
    assert rows.select("done", "status").rows() == [(None, "overdue")]
