"""The same authority on an earlier date: what had not happened is gone, what had not ended is open again."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from drawn import records as drawn_records
from goldenthread.records.checks.cells import PLANNED
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.synthetic.authority import synthesise
from goldenthread.synthetic.month_ends import as_at_earlier

END = date(2026, 3, 31)


@cache
def made_up() -> Records:
    return synthesise(children=400, months=24, end=END, seed=7)


def rows(records: Records, table: str, *fields: str) -> list[tuple[object, ...]]:
    return records.table(table).select(fields).collect().rows()


@pytest.mark.parametrize("name", dataset().tables)
def test_at_its_own_date_nothing_changes(name: str) -> None:
    again = as_at_earlier(made_up(), END)
    assert_frame_equal(again.table(name).collect(), made_up().table(name).collect())


@pytest.mark.parametrize("months", [1, 6, 13, 23])
def test_nothing_is_dated_after_the_date_asked_for(months: int) -> None:
    as_at = END - timedelta(days=30 * months)
    earlier = as_at_earlier(made_up(), as_at)
    late = [
        field.name
        for name, held in dataset().tables.items()
        for field in held.fields
        if field.type == "date" and (earlier.table(name).collect()[field.name] > as_at).any()
    ]
    assert set(late) <= PLANNED


def test_going_back_in_two_steps_is_going_back_in_one() -> None:
    january, june = date(2026, 1, 31), date(2025, 6, 30)
    steps, once = as_at_earlier(as_at_earlier(made_up(), january), june), as_at_earlier(made_up(), june)
    approximate = {"ssd_care_leavers"}  # only the latest contact is held: an earlier one is supposed
    for name in dataset().tables.keys() - approximate:
        assert_frame_equal(steps.table(name).collect(), once.table(name).collect())


def test_it_knows_fewer_children_and_every_reference_still_resolves() -> None:
    earlier = as_at_earlier(made_up(), date(2025, 3, 31))
    people = set(earlier.table("ssd_person").collect()["pers_person_id"])
    assert 0 < len(people) < 400
    for name, held in dataset().tables.items():
        for field in held.fields:
            if field.references == "ssd_person.pers_person_id":
                assert set(earlier.table(name).collect()[field.name].drop_nulls()) <= people


def test_its_coverage_ends_on_the_date_asked_for() -> None:
    held = as_at_earlier(made_up(), date(2025, 3, 31)).can_say("ssd_contacts")
    assert (held.history, held.window_start, held.window_end) == (
        "complete",
        date(2024, 3, 31),
        date(2025, 3, 31),
    )


def test_a_later_date_is_refused() -> None:
    with pytest.raises(ValueError, match="later date"):
        as_at_earlier(made_up(), END + timedelta(days=1))


def before(as_at: date, **tables: str) -> Records:
    return as_at_earlier(drawn_records(END, **tables), as_at)


PEOPLE = """
    pers_person_id | pers_dob   | pers_expected_dob | pers_death_date
    ann            | 2008-02-01 |                   |
    bea            | 2025-06-05 | 2025-06-01        | 2025-12-01
"""


@pytest.mark.parametrize(
    ("as_at", "closed", "reason"),
    [
        (date(2025, 5, 9), None, None),  # the day before
        (date(2025, 5, 10), date(2025, 5, 10), "RC7"),
    ],
)
def test_a_referral_closed_later_is_open_and_its_reason_not_known(
    as_at: date, closed: date | None, reason: str | None
) -> None:
    records = before(
        as_at,
        ssd_person=PEOPLE,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_close_reason
            r1               | ann            | 2025-01-02         | 2025-05-10      | RC7
        """,
    )
    assert rows(records, "ssd_cin_episodes", "cine_close_date", "cine_close_reason") == [(closed, reason)]


@pytest.mark.parametrize(
    ("as_at", "born", "died"),
    [
        (date(2025, 6, 4), None, None),
        (date(2025, 6, 5), date(2025, 6, 5), None),
        (date(2025, 12, 1), date(2025, 6, 5), date(2025, 12, 1)),
    ],
)
def test_a_child_is_unborn_until_the_birthday(as_at: date, born: date | None, died: date | None) -> None:
    records = before(
        as_at,
        ssd_person=PEOPLE,
        ssd_contacts="""
            cont_contact_id | cont_person_id | cont_contact_date
            c1              | bea            | 2025-03-01
        """,
    )
    fields = ("pers_dob", "pers_expected_dob", "pers_death_date")
    assert rows(records, "ssd_person", *fields) == [(born, date(2025, 6, 1), died)]


@pytest.mark.parametrize(
    ("as_at", "held"),
    [
        (date(2024, 1, 31), []),  # fifteen years old
        (date(2025, 3, 31), [("E", date(2025, 3, 30))]),  # six times eight weeks before the contact held
        (date(2025, 9, 30), [("R", date(2025, 9, 14))]),
        (date(2026, 2, 1), [("FR", date(2026, 1, 4))]),
        (date(2026, 3, 31), [("FR", date(2026, 3, 1))]),
    ],
)
def test_a_care_leaver_is_as_old_and_as_entitled_as_then(as_at: date, held: list[tuple[str, date]]) -> None:
    records = before(
        as_at,
        ssd_person=PEOPLE,
        ssd_cla_episodes="""
            clae_cla_episode_id | clae_person_id | clae_entered_care_date | clae_cla_episode_start_date | clae_cla_episode_ceased_date
            e1                  | ann            | 2020-01-02             | 2020-01-02                  | 2025-07-01
        """,  # noqa: E501
        ssd_care_leavers="""
            clea_table_id | clea_person_id | clea_care_leaver_eligibility | clea_care_leaver_latest_contact
            l1            | ann            | FR                           | 2026-03-01
        """,
    )
    shown = ("clea_care_leaver_eligibility", "clea_care_leaver_latest_contact")
    assert rows(records, "ssd_care_leavers", *shown) == held


def test_stock_at_each_month_end_can_be_counted_from_the_whole_history() -> None:
    as_at = date(2025, 6, 30)
    plans = made_up().table("ssd_cp_plans").collect()
    start, end = pl.col("cppl_cp_plan_start_date"), pl.col("cppl_cp_plan_end_date")
    open_then = plans.filter(start <= as_at, end.is_null() | (end > as_at))["cppl_cp_plan_id"].to_list()
    earlier = as_at_earlier(made_up(), as_at).table("ssd_cp_plans").collect()
    assert earlier.filter(end.is_null())["cppl_cp_plan_id"].to_list() == open_then
    assert open_then
