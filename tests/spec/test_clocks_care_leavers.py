"""The clocks of care leavers, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.standards.timescales import LocalStandard, LocalStandards

AS_AT = date(2024, 6, 28)
LEAVER = (
    "clea_table_id | clea_person_id | clea_care_leaver_eligibility | clea_care_leaver_in_touch | "
    "clea_care_leaver_latest_contact | clea_pathway_plan_review_date | clea_care_leaver_allocated_team"
)


def leaver(
    *,
    kind: object = "FR",
    touch: object = "YES",
    contact: object = None,
    reviewed: object = None,
    born: object = "",
    standards: LocalStandards | None = None,
) -> pl.DataFrame:
    cells = " | ".join(str(cell or "") for cell in (kind, touch, contact, reviewed))
    return all_clocks(
        records(
            AS_AT,
            ssd_person=f"pers_person_id | pers_dob\n ann | {born}",
            ssd_care_leavers=f"{LEAVER}\n z1 | ann | {cells} | T1",
            ssd_department="dept_team_id | dept_team_name\n T1 | Leaving care",
        ),
        standards=standards,
    )


@pytest.mark.parametrize(
    "row",
    table("""
    what                                   | kind | reviewed   | due        | status
    six months on                          | FR   | 2024-01-31 | 2024-07-31 | due
    six months from 31 August              | R    | 2023-08-31 | 2024-02-29 | overdue
    due on the as-at date                  | E    | 2023-12-28 | 2024-06-28 | due_soon
    """),
    ids=lambda row: row["what"],
)
def test_a_pathway_plan_is_reviewed_six_months_after_its_review_before(row: dict[str, object]) -> None:
    rows = leaver(kind=row["kind"], reviewed=row["reviewed"])
    assert rows.select("clock", "due", "status", "team").rows() == [
        ("ts_pathway_review", row["due"], row["status"], "Leaving care")
    ]


def test_a_young_person_who_qualifies_only_has_no_pathway_plan_and_one_never_reviewed_no_row() -> None:
    assert leaver(kind="Q", reviewed="2024-01-02").is_empty()
    assert leaver(kind="FR").is_empty()


@pytest.mark.parametrize(
    "row",
    table("""
    what                         | touch | contact    | rows | status
    eight weeks on, today        | YES   | 2024-05-03 | 1    | due_soon
    eight weeks on, yesterday    | NO    | 2024-05-02 | 1    | overdue
    refuses contact              | REFU  | 2024-01-02 | 0    |
    no longer needs a service    | NREQ  | 2024-01-02 | 0    |
    died                         | DIED  | 2024-01-02 | 0    |
    """),
    ids=lambda row: row["what"],
)
def test_the_authority_keeps_in_touch_every_eight_weeks(row: dict[str, object]) -> None:
    rows = leaver(touch=row["touch"], contact=row["contact"]).filter(clock="ts_cl_in_touch_8wk")
    assert rows["status"].to_list() == [row["status"]] * int(str(row["rows"]))


def test_the_standard_in_force_when_they_last_spoke_governs() -> None:
    ours = LocalStandards(
        standards=(
            LocalStandard("ts_cl_in_touch_8wk", 8, "weeks", date(2020, 1, 1), "Leaving care"),
            LocalStandard("ts_cl_in_touch_8wk", 4, "weeks", date(2024, 6, 1), "Leaving care"),
        )
    )
    due = [leaver(contact=day, standards=ours)["due"].to_list() for day in ("2024-05-31", "2024-06-01")]
    assert due == [[date(2024, 7, 26)], [date(2024, 6, 29)]]


@pytest.mark.parametrize(
    "row",
    table("""
    what                                            | born       | contact    | started    | due        | status
    the window opens today, nothing yet             | 2005-09-28 |            | 2024-06-28 | 2024-10-28 | due
    in touch in the window, before the birthday     | 2005-08-20 | 2024-06-03 | 2024-05-20 | 2024-09-20 | done
    the window closed yesterday, no contact in it   | 2005-05-27 | 2024-01-02 | 2024-02-27 | 2024-06-27 | overdue
    a contact after the window says nothing of it   | 2005-03-20 | 2024-05-02 | 2023-12-20 | 2024-04-20 | not_answerable
    born on 29 February                             | 2004-02-29 | 2024-03-29 | 2023-11-29 | 2024-03-29 | done
    """),
    ids=lambda row: row["what"],
)
def test_a_birthday_is_asked_about_from_three_months_before_to_a_month_after(row: dict[str, object]) -> None:
    rows = leaver(born=row["born"], contact=row["contact"]).filter(clock="ts_cl_903_birthday")
    assert rows.select("started", "due", "status").rows() == [(row["started"], row["due"], row["status"])]


@pytest.mark.parametrize("born", ["2008-01-05", "2002-06-28", ""])
def test_nobody_is_asked_about_before_17_or_from_22_or_without_a_date_of_birth(born: str) -> None:
    assert leaver(born=born).is_empty()
