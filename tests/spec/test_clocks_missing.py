"""The clock of a return interview, and how long the powers of an emergency last, drawn."""

# ruff: noqa: E501 (a drawn table is read along its rows)

from __future__ import annotations

from datetime import date

import pytest

from drawn import records, table
from goldenthread.clocks.engine import all_clocks

AS_AT = date(2024, 6, 28)
EPISODE = (
    "miss_table_id | miss_person_id | miss_missing_episode_type | miss_missing_episode_start_date | "
    "miss_missing_episode_end_date | miss_missing_rhi_offered | miss_missing_rhi_accepted"
)
STATUS = (
    "lega_legal_status_id | lega_person_id | lega_legal_status | lega_legal_status_start_date | "
    "lega_legal_status_end_date"
)


@pytest.mark.parametrize(
    "row",
    table("""
    what                                       | back       | offered | accepted | due        | status         | basis
    three days from the return, not yet over   | 2024-06-26 | N       |          | 2024-06-29 | due_soon       | known
    due on the as-at date                      | 2024-06-25 | N       |          | 2024-06-28 | due_soon       | known
    due the day before, and not offered        | 2024-06-24 | N       |          | 2024-06-27 | overdue        | known
    weekends and a bank holiday count          | 2024-05-24 | N       |          | 2024-05-27 | overdue        | known
    accepted, on a day that is not held        | 2024-06-03 | Y       | Y        | 2024-06-06 | not_answerable | known
    offered and declined                       | 2024-06-03 | Y       | N        | 2024-06-06 | lapsed         | known
    whether it was offered is not held         | 2024-06-03 |         |          | 2024-06-06 | overdue        | assumed
    """),
    ids=lambda row: row["what"],
)
def test_a_return_interview_is_due_72_hours_after_the_return(row: dict[str, object]) -> None:
    cells = " | ".join(str(row[name] or "") for name in ("back", "offered", "accepted"))
    rows = all_clocks(records(AS_AT, ssd_missing=f"{EPISODE}\n m1 | ann | missing | 2024-05-20 | {cells}"))
    assert rows.select("due", "status", "basis").rows() == [(row["due"], row["status"], row["basis"])]


@pytest.mark.parametrize(
    "row",
    table("""
    what                          | kind    | back       | rows
    absent, not missing           | absent  | 2024-06-03 | 0
    still missing                 | missing |            | 0
    back after the as-at date     | missing | 2024-06-29 | 0
    kind not held                 |         | 2024-06-03 | 1
    """),
    ids=lambda row: row["what"],
)
def test_only_a_child_who_was_missing_and_is_back_is_owed_one(row: dict[str, object]) -> None:
    drawn = f"{EPISODE}\n m1 | ann | {row['kind'] or ''} | 2024-05-20 | {row['back'] or ''} | N |"
    assert all_clocks(records(AS_AT, ssd_missing=drawn)).height == int(str(row["rows"]))


def test_an_interview_is_owed_no_longer_once_the_child_is_missing_again_or_18() -> None:
    rows = all_clocks(
        records(
            AS_AT,
            ssd_person="pers_person_id | pers_dob\n ann |\n bob | 2006-06-20",
            ssd_missing=f"""{EPISODE}
                m1 | ann | missing | 2024-06-01 | 2024-06-02 | N |
                m2 | ann | missing | 2024-06-10 | 2024-06-11 | N |
                m3 | bob | missing | 2024-06-10 | 2024-06-11 | N |
            """,
        )
    )
    assert rows.select("about", "status", "days_late").rows() == [
        ("m1", "lapsed", 3),
        ("m2", "overdue", 10),
        ("m3", "lapsed", 4),
    ]


@pytest.mark.parametrize(
    "row",
    table("""
    what                                    | code | since      | until      | clock                | due        | status    | basis
    police protection, ended on day three   | L1   | 2024-05-03 | 2024-05-06 | ts_police_protection | 2024-05-06 | done      | known
    police protection, ended on day four    | L1   | 2024-05-03 | 2024-05-07 | ts_police_protection | 2024-05-06 | done_late | known
    police protection, still running        | L1   | 2024-06-24 |            | ts_police_protection | 2024-06-27 | overdue   | known
    an order, ended on day eight            | L2   | 2024-02-28 | 2024-03-07 | ts_epo               | 2024-03-07 | done      | known
    ended on day nine: taken as extended    | L2   | 2024-02-28 | 2024-03-08 | ts_epo               | 2024-03-14 | done      | assumed
    ended on day sixteen                    | L2   | 2024-02-28 | 2024-03-15 | ts_epo               | 2024-03-14 | done_late | assumed
    still running on day eight              | L2   | 2024-06-20 |            | ts_epo               | 2024-06-28 | due_soon  | known
    """),
    ids=lambda row: row["what"],
)
def test_an_emergency_power_ends_in_time(row: dict[str, object]) -> None:
    drawn = f"{STATUS}\n s1 | ann | {row['code']} | {row['since']} | {row['until'] or ''}"
    rows = all_clocks(records(AS_AT, ssd_legal_status=drawn))
    assert rows.select("clock", "due", "status", "basis").rows() == [
        (row["clock"], row["due"], row["status"], row["basis"])
    ]
