"""The initial conference clock, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from drawn import assert_drawn, records, table
from goldenthread.clocks.engine import all_clocks
from goldenthread.records.tables import Records

AS_AT = date(2024, 6, 28)
ENQUIRY = "s47e_s47_enquiry_id | s47e_person_id | s47e_s47_start_date | s47e_s47_end_date | s47e_s47_nfa"
CONFERENCE = "icpc_icpc_id | icpc_s47_enquiry_id | icpc_person_id | icpc_icpc_date | icpc_icpc_transfer_in"


def conferences(drawn: Records) -> pl.DataFrame:
    """The rows of this clock alone."""
    return all_clocks(drawn).filter(clock="ts_icpc_15")


@pytest.mark.parametrize(
    "row",
    table("""
    what                                      | start      | ended      | nfa | held       | due        | status    | days_late | basis
    on day 15                                 | 2024-01-08 |            | N   | 2024-01-29 | 2024-01-29 | done      | 0         | known
    on day 16                                 | 2024-01-08 |            | N   | 2024-01-30 | 2024-01-29 | done_late | 1         | known
    over Christmas, on day 15                 | 2023-12-11 |            | N   | 2024-01-04 | 2024-01-04 | done      | 0         | known
    over Christmas, on day 16                 | 2023-12-11 |            | N   | 2024-01-05 | 2024-01-04 | done_late | 1         | known
    start on a Sunday                         | 2024-01-07 |            | N   | 2024-01-26 | 2024-01-26 | done      | 0         | known
    held on the day of the enquiry            | 2024-01-08 |            |     | 2024-01-08 | 2024-01-29 | done      | 0         | known
    dated before the enquiry                  | 2024-01-08 |            | N   | 2024-01-05 | 2024-01-29 | done_late | 0         | known
    found unnecessary                         | 2024-01-08 | 2024-01-20 | Y   |            | 2024-01-29 | lapsed    | 0         | known
    found unnecessary after it was due        | 2024-01-08 | 2024-02-20 | Y   |            | 2024-01-29 | lapsed    | 0         | known
    found unnecessary, end not held           | 2024-01-08 |            | Y   |            | 2024-01-29 | lapsed    | 0         | known
    found unnecessary, and yet held           | 2024-01-08 | 2024-01-20 | Y   | 2024-01-25 | 2024-01-29 | done      | 0         | known
    ended calling for action, not yet held    | 2024-06-10 | 2024-06-20 | N   |            | 2024-07-01 | due_soon  | 0         | known
    ended calling for action, never held      | 2024-05-07 | 2024-05-20 | N   |            | 2024-05-29 | overdue   | 22        | known
    ended, and not said whether it was needed | 2024-05-07 | 2024-05-20 |     |            | 2024-05-29 | lapsed    | 0         | assumed
    ended unsaid after it was due             | 2024-05-07 | 2024-05-31 | U   |            | 2024-05-29 | lapsed    | 2         | assumed
    open, nothing held                        | 2024-06-10 |            |     |            | 2024-07-01 | due_soon  | 0         | known
    """),
    ids=lambda row: row["what"],
)
def test_a_conference_is_due_15_working_days_after_the_enquiry_starts(row: dict[str, object]) -> None:
    cells = [row[name] or "" for name in ("start", "ended", "nfa")]
    held = f"\n c1 | s1 | ann | {row['held']} | N" if row["held"] else ""
    rows = conferences(
        records(
            AS_AT,
            ssd_s47_enquiry=f"{ENQUIRY}\n s1 | ann | {' | '.join(map(str, cells))}",
            ssd_initial_cp_conference=f"{CONFERENCE}{held}",
        )
    )
    got = rows.select("due", "status", "days_late", "basis").row(0)
    assert got == (row["due"], row["status"], int(str(row["days_late"])), row["basis"])


def test_a_conference_before_its_enquiry_stays_in_the_rows_and_says_why_it_is_not_in_time() -> None:
    rows = conferences(
        records(
            AS_AT,
            ssd_s47_enquiry=f"{ENQUIRY}\n s1 | ann | 2024-01-08 | | N",
            ssd_initial_cp_conference=f"{CONFERENCE}\n c1 | s1 | ann | 1899-12-31 | N",
        )
    )
    assert_drawn(
        rows,
        """
        done       | status    | rule
        1899-12-31 | done_late | 15 working days from the start of the enquiry; conference dated before the enquiry, never counted as in time
        """,
    )


def test_of_two_conferences_the_first_on_or_after_the_start_counts() -> None:
    rows = conferences(
        records(
            AS_AT,
            ssd_s47_enquiry=f"{ENQUIRY}\n s1 | ann | 2024-01-08 | | N",
            ssd_initial_cp_conference=f"""{CONFERENCE}
                c1 | s1 | ann | 2024-01-02 | N
                c2 | s1 | ann | 2024-03-01 | N
                c3 | s1 | ann | 2024-01-22 | N
            """,
        )
    )
    assert rows["done"].to_list() == [date(2024, 1, 22)]


def test_a_conference_for_a_child_who_moved_in_without_an_enquiry_gives_no_row() -> None:
    rows = conferences(
        records(AS_AT, ssd_initial_cp_conference=f"{CONFERENCE}\n c1 | | ann | 2024-01-02 | Y")
    )
    assert rows.is_empty()


@pytest.mark.parametrize(
    "row",
    table("""
    what                                          | ended      | rows
    over before the window of conferences         | 2023-12-29 | 0
    over on the window's first day                | 2024-01-01 | 1
    still open                                    |            | 1
    """),
    ids=lambda row: row["what"],
)
def test_nothing_is_said_of_an_enquiry_whose_conference_may_lie_before_the_window(
    row: dict[str, object],
) -> None:
    rows = conferences(
        records(
            AS_AT,
            window_start=date(2024, 1, 1),
            ssd_s47_enquiry=f"{ENQUIRY}\n s1 | ann | 2023-12-11 | {row['ended'] or ''} | N",
        )
    )
    assert rows.height == int(str(row["rows"]))
