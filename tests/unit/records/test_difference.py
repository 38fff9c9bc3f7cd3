"""The difference of two sets of records, drawn; and the property that it turns the one into the other."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from drawn import records
from goldenthread.records.coverage import Coverage
from goldenthread.records.difference import TableDifference, difference, rows
from goldenthread.records.tables import Records, schema

MARCH = date(2026, 3, 31)
CONTACTS = "ssd_contacts"


def contacts(before: str, after: str) -> TableDifference:
    heading = "cont_contact_id | cont_person_id | cont_contact_date | cont_contact_source_code\n"
    older, newer = (records(MARCH, ssd_contacts=heading + drawn) for drawn in (before, after))
    return next(one for one in difference(older, newer) if one.table == CONTACTS)


def test_a_row_is_added_one_has_gone_and_one_has_changed() -> None:
    found = contacts(
        """
        K1 | C1 | 2026-01-05 | 1A
        K2 | C2 | 2026-01-06 | 1B
        K3 | C3 | 2026-01-07 |
        """,
        """
        K1 | C1 | 2026-01-05 | 1A
        K3 | C3 | 2026-01-08 | 5
        K4 | C4 | 2026-01-09 | 6
        """,
    )
    assert found.counts == {"before": 3, "after": 3, "added": 1, "gone": 1, "changed": 1}
    assert found.fields_changed == {"cont_contact_date": 1, "cont_contact_source_code": 1}
    assert [row["key"] for row in rows(found)] == ["K4", "K2", "K3"]
    *_, changed = rows(found)
    assert changed["fields"] == {
        "cont_contact_date": ["2026-01-07", "2026-01-08"],
        "cont_contact_source_code": [None, "5"],
    }


def test_the_same_rows_in_another_order_are_the_same() -> None:
    assert contacts("K1 | C1 | 2026-01-05 |\nK2 | C2 | |", "K2 | C2 | |\nK1 | C1 | 2026-01-05 |").is_same


def test_of_rows_alike_one_is_matched_with_one() -> None:
    found = contacts("K1 | C1 | 2026-01-05 |\nK1 | C1 | 2026-01-05 |", "K1 | C1 | 2026-01-05 |")
    assert found.counts == {"before": 2, "after": 1, "added": 0, "gone": 1, "changed": 0}


def test_a_key_that_stands_for_two_rows_pairs_the_one_that_changed() -> None:
    found = contacts(
        "K1 | C1 | 2026-01-05 |\nK1 | C1 | 2026-02-05 |", "K1 | C1 | 2026-02-05 |\nK1 | C1 | 2026-03-05 |"
    )
    assert found.counts == {"before": 2, "after": 2, "added": 0, "gone": 0, "changed": 1}


def test_a_table_that_one_source_does_not_carry_is_all_added() -> None:
    older = Records(as_at=MARCH, authority="", frames={}, coverage={})
    newer = records(MARCH, ssd_contacts="cont_contact_id\nK1\nK2")
    (found,) = (one for one in difference(older, newer) if one.table == CONTACTS)
    assert found.counts == {"before": 0, "after": 2, "added": 2, "gone": 0, "changed": 0}


few = st.sampled_from(["A", "B", None])
drawn_rows = st.lists(st.tuples(st.sampled_from(["K1", "K2", "K3", "K4"]), few, few), max_size=9)


@settings(deadline=None, max_examples=60)
@given(drawn_rows, drawn_rows)
def test_taking_away_what_went_and_adding_what_came_makes_the_one_into_the_other(
    before: list[tuple[str, ...]], after: list[tuple[str, ...]]
) -> None:
    (found,) = difference(_held(before), _held(after))
    counts = found.counts
    assert counts["before"] - counts["gone"] + counts["added"] == counts["after"] == len(after)
    assert found.is_same == (sorted(map(str, before)) == sorted(map(str, after)))
    back = difference(_held(after), _held(before))[0].counts
    assert (back["added"], back["gone"], back["changed"]) == (
        counts["gone"],
        counts["added"],
        counts["changed"],
    )
    if len({row[0] for row in before}) == len(before) and len({row[0] for row in after}) == len(after):
        assert_frame_equal(_applied(_held(before), found), _frame(after), check_row_order=False)


def _applied(older: Records, found: TableDifference) -> pl.DataFrame:
    """The older table with the difference made to it by hand, a row at a time."""
    held = {row["cont_contact_id"]: row for row in older.table(CONTACTS).collect().iter_rows(named=True)}
    for row in rows(found):
        key, fields = str(row["key"]), row["fields"]
        assert isinstance(fields, dict)
        if row["change"] == "gone":
            del held[key]
        elif row["change"] == "added":
            held[key] = {**dict.fromkeys(schema(CONTACTS)), "cont_contact_id": key, **fields}
        else:
            held[key] |= {field: after for field, (_, after) in fields.items()}
    return pl.DataFrame(list(held.values()), schema=schema(CONTACTS))


def _frame(given_rows: list[tuple[str, ...]]) -> pl.DataFrame:
    blank = dict.fromkeys(schema(CONTACTS))
    made = [
        {**blank, "cont_contact_id": key, "cont_person_id": child, "cont_contact_source_code": source}
        for key, child, source in given_rows
    ]
    return pl.DataFrame(made, schema=schema(CONTACTS))


def _held(given_rows: list[tuple[str, ...]]) -> Records:
    said = Coverage(table=CONTACTS, history="complete", window_start=None, window_end=MARCH)
    return Records(
        as_at=MARCH,
        authority="",
        frames={CONTACTS: _frame(given_rows).lazy()},
        coverage={CONTACTS: said},
    )
