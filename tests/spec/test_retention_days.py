"""When a child's record need no longer be kept: drawn, with the day before and the day itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import records, table
from goldenthread.records.retention import Facts, facts_of, is_due, leaving
from goldenthread.records.tables import schema
from goldenthread.standards.retention import LocalPeriod, anniversary, classes, rule_on, tables
from goldenthread.standards.safeguarding_dataset import dataset

AS_AT = date(2026, 3, 31)
SET = (
    LocalPeriod("child_in_need", "closed", 25, date(2020, 1, 1), "made-up schedule"),
    LocalPeriod("protected_child", "last_contact", 35, date(2020, 1, 1), "made-up schedule"),
)
DRAWN = """
class              | birth      | death      | order      | closed     | last_contact | leaves
looked_after_child | 1950-06-15 |            |            |            | 1966-01-01   | 2025-06-15
looked_after_child | 1990-05-05 | 2008-05-04 |            |            | 2008-05-04   | 2023-05-04
looked_after_child | 1990-05-05 | 2008-05-05 |            |            | 2008-05-05   | 2065-05-05
looked_after_child | 1948-02-29 |            |            |            | 1960-01-01   | 2023-03-01
looked_after_child |            |            |            |            | 1960-01-01   |
adopted_child      | 1950-06-15 |            | 1951-02-01 |            | 1951-02-01   | 2051-02-01
adopted_child      | 1950-06-15 |            |            |            | 1951-02-01   |
child_in_need      | 1985-01-01 |            |            | 2001-03-31 | 2001-03-31   | 2026-03-31
child_in_need      | 1985-01-01 |            |            |            | 2001-03-31   |
protected_child    | 1985-01-01 |            |            | 1990-01-01 | 1991-01-01   | 2026-01-01
front_door         | 1985-01-01 |            |            | 1990-01-01 | 1991-01-01   |
"""


def drawn_facts(row: dict[str, object]) -> Facts:
    dates = {name: row[name] for name in ("birth", "death", "order", "closed", "last_contact")}
    return Facts(child="C1", classes=frozenset({str(row["class"])}), **dates)  # type: ignore[arg-type]


@pytest.mark.parametrize("row", table(DRAWN), ids=lambda row: f"{row['class']}-{row['leaves']}")
def test_each_class_has_its_day(row: dict[str, object]) -> None:
    assert leaving(drawn_facts(row), as_at=AS_AT, local=SET).on == row["leaves"]


@pytest.mark.parametrize("row", [row for row in table(DRAWN) if row["leaves"]], ids=lambda row: row["class"])
def test_a_record_leaves_on_its_day_and_not_the_day_before(row: dict[str, object]) -> None:
    facts, day = drawn_facts(row), row["leaves"]
    days = [day + timedelta(days=n) for n in (-1, 0, 1)]  # type: ignore[operator]
    assert [is_due(facts, as_at=one, local=SET) for one in days] == [False, True, True]


def test_without_a_local_period_there_is_no_day_and_it_is_said() -> None:
    facts = Facts("C1", frozenset({"child_in_need"}), birth=date(1900, 1, 1), closed=date(1910, 1, 1))
    found = leaving(facts, as_at=AS_AT)
    assert found.on is None
    assert "no period is set" in found.why


def test_the_last_day_of_several_classes_counts() -> None:
    facts = Facts(
        "C1",
        frozenset({"looked_after_child", "adopted_child"}),
        birth=date(1940, 1, 1),
        order=date(1942, 5, 1),
    )
    assert leaving(facts, as_at=AS_AT).on == date(2042, 5, 1)


def test_a_national_rule_covers_a_local_class_until_the_authority_sets_a_period() -> None:
    facts = Facts(
        "C1",
        frozenset({"looked_after_child", "child_in_need"}),
        birth=date(1950, 1, 1),
        closed=date(2010, 1, 1),
    )
    assert leaving(facts, as_at=AS_AT).on == date(2025, 1, 1)
    assert leaving(facts, as_at=AS_AT, local=SET).on == date(2035, 1, 1)


def test_a_period_bites_from_the_day_it_is_set() -> None:
    facts = Facts("C1", frozenset({"child_in_need"}), closed=date(1980, 1, 1))
    days = (date(2019, 12, 31), date(2020, 1, 1))
    assert [leaving(facts, as_at=day, local=SET).on for day in days] == [None, date(2005, 1, 1)]


def test_a_rule_that_has_ended_gives_no_day() -> None:
    assert rule_on("looked_after_child", on=date(2011, 3, 31)) is None
    assert rule_on("looked_after_child", on=date(2011, 4, 1)) is not None


@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)), years=st.integers(1, 110))
def test_an_anniversary_is_never_early(day: date, years: int) -> None:
    found = anniversary(day, years)
    assert (found.year - day.year, found.month, found.day) == (years, day.month, day.day) or (
        (day.month, day.day) == (2, 29) and (found.month, found.day) == (3, 1)
    )


EARLIER = records(
    date(2010, 3, 31),
    ssd_person="""
    pers_person_id | pers_dob   | pers_death_date
    C1             | 1990-01-01 | 2009-05-05
    C2             | 1991-01-01 |
    """,
    ssd_cin_episodes="""
    cine_referral_id | cine_person_id | cine_referral_date | cine_close_date | cine_referral_nfa
    r1               | C1             | 2008-01-01         | 2008-06-01      |
    r2               | C2             | 2008-01-01         |                 |
    r3               | C3             | 2009-01-01         |                 | Y
    """,
)
LATER = records(
    date(2012, 3, 31),
    ssd_person="""
    pers_person_id | pers_dob
    C1             | 1990-01-02
    C4             | 1995-01-01
    """,
    ssd_cla_episodes="""
    clae_cla_episode_id | clae_person_id | clae_cla_id | clae_cla_episode_ceased_date
    e1                  | C1             | l1          | 2011-01-01
    """,
    ssd_permanence="""
    perm_table_id | perm_person_id | perm_permanence_order_date | perm_permanence_order_type
    p1            | C4             | 2011-02-02                 | Adoption order
    p2            | C1             | 2011-02-02                 | Special guardianship order
    """,
    ssd_cla_reviews="""
    clar_cla_review_id | clar_cla_id | clar_cla_review_date
    v1                 | l1          | 2011-06-06
    """,
)


def test_the_facts_are_taken_from_every_snapshot_together() -> None:
    found = {one.child: one for one in facts_of([EARLIER, LATER])}
    assert found["C1"] == Facts(
        child="C1",
        classes=frozenset({"child_in_need", "looked_after_child"}),
        birth=date(1990, 1, 2),  # of dates that differ, the later
        death=None,  # as the last snapshot that names the child has it
        closed=date(2011, 1, 1),
        last_contact=date(2011, 6, 6),  # a review belongs to the child of its care period
    )
    assert found["C2"].closed is None  # open when last heard of
    assert found["C3"].closed == date(2009, 1, 1)  # no further action ends on its day
    assert found["C4"].order == date(2011, 2, 2)
    assert "adopted_child" in found["C4"].classes
    assert "adopted_child" not in found["C1"].classes


def test_no_snapshot_gives_no_facts() -> None:
    assert facts_of([]) == []


def test_every_stored_table_declares_whose_its_rows_are_and_what_becomes_of_them() -> None:
    assert set(tables()) == set(dataset().tables)
    for declared in tables().values():
        named = {declared.child, declared.closed, *(declared.others or {})} - {None}
        assert named <= set(schema(declared.name)), declared.name
        assert declared.class_id in classes(), declared.name
        assert (declared.child is None) or declared.at_end == "removed", declared.name


def test_a_table_with_a_childs_identifier_in_it_is_linked_by_one() -> None:
    """A column that refers to the child's row, or is named as they are, is a link that must be declared."""
    for table_of in dataset().tables.values():
        links = [
            field.name
            for field in table_of.fields
            if (field.references or "").startswith("ssd_person.") or field.name.endswith("_person_id")
        ]
        if links:
            assert tables()[table_of.name].child in links, table_of.name


def test_every_rule_says_where_it_comes_from_and_how_sure_it_is() -> None:
    for found in classes().values():
        for rule in found.rules:
            assert rule.source
            assert rule.evidence in {"verified", "derived", "unverified"}
        assert found.rules or found.local or found.note or found.id == "childs_record", found.id
