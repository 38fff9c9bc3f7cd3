"""What is written is read back the same; what is read becomes records and lists again without loss."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annex_a_made_up import AS_AT, AUTHORITY, clean_lists, headers, read_here, workbook_of
from goldenthread.records.annex_a import AnnexA, from_records, to_records, write_workbook
from goldenthread.records.annex_a.lists import LISTS, schema
from goldenthread.records.annex_a.reading import is_blank
from goldenthread.records.annex_a.spelling import as_typed, tidy
from goldenthread.records.tables import Records
from goldenthread.standards.annex_a import Column, standard

_EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
_QUICK = settings(
    max_examples=_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_TEXT = st.text("abcXYZ 019=+-@'\"<>&é’–#/().", min_size=1, max_size=20).filter(
    lambda text: as_typed(text) == text and not is_blank(tidy(text))
)
_DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
_EPOCHS = st.sampled_from([1900, 1904])
_COUNTS = st.integers(0, 10_000)


def _cells(column: Column) -> st.SearchStrategy[object]:
    if column.kind == "date":
        return _DAYS
    if column.kind == "integer":
        return st.integers(-1, 30) if column.minimum == -1 else _COUNTS
    if column.kind == "postcode":
        return st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", fullmatch=True)
    if column.codes is not None and not standard().code_sets[column.codes].open:
        return st.sampled_from([code.raw for code in standard().code_sets[column.codes].codes])
    if column.kind == "id":
        return st.from_regex(r"[A-Z]{0,3}0{0,3}[1-9][0-9]{0,24}", fullmatch=True)
    return st.just("Marlford") if column.codes else _TEXT


@st.composite
def _list(draw: st.DrawFn, number: int) -> pl.DataFrame:
    """Any rows a list could hold, odd ones too, that have what a row must have."""
    wanted = standard().lists[number]
    needed = {wanted.id_column, wanted.key_date, "gender"}
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    column.name: _cells(column) if column.name in needed else st.none() | _cells(column)
                    for column in wanted.columns
                }
            ),
            max_size=6,
        )
    )
    return pl.DataFrame(rows, schema=schema(number)).unique(maintain_order=True)


@pytest.mark.parametrize("number", LISTS)
@_QUICK
@given(data=st.data())
def test_a_list_written_is_read_back_the_same(number: int, data: st.DataObject, tmp_path: Path) -> None:
    lists = AnnexA(as_at=AS_AT, authority=AUTHORITY, lists={number: data.draw(_list(number))})
    write_workbook(lists, tmp_path / "lists.xlsx")
    read = read_here(tmp_path / "lists.xlsx")
    assert read.annex_a.frame(number).equals(lists.frame(number))
    assert (read.annex_a.as_at, read.annex_a.authority) == (AS_AT, AUTHORITY)
    assert read.set_aside.is_empty()


@_QUICK
@given(days=st.lists(st.dates(date(1904, 1, 3), date(2100, 12, 31)), min_size=1, max_size=20), since=_EPOCHS)
def test_true_dates_are_the_same_whichever_year_a_workbook_counts_from(
    days: list[date], since: int, tmp_path: Path
) -> None:
    rows = [[f"K{place}", "M", None, None, 10, day] for place, day in enumerate(days)]
    path = workbook_of(tmp_path / "lists.xlsx", {"x": [headers(1), *rows]}, date_1904=since == 1904)
    assert read_here(path).annex_a.frame(1)["contact_date"].to_list() == days


@_QUICK
@given(seed=st.integers(0, 10_000))
def test_the_earlier_layout_loses_only_the_four_columns_it_lacks(seed: int, tmp_path: Path) -> None:
    lists = clean_lists(seed, 12)
    write_workbook(lists, tmp_path / "lists.xlsx", layout="A")
    read = read_here(tmp_path / "lists.xlsx")
    lacking = ["uasc", "personal_adviser", "pathway_plan_review", "latest_contact"]
    assert read.layout == "A"
    for number in LISTS:
        expected = lists.frame(number)
        if number == 9:
            expected = expected.with_columns(
                pl.lit(None).cast(kind).alias(name) for name, kind in schema(9).items() if name in lacking
            )
        assert read.annex_a.frame(number).equals(expected)


@_QUICK
@given(seed=st.integers(0, 100_000), children=st.integers(0, 40))
def test_clean_lists_become_records_and_the_same_lists_again(seed: int, children: int) -> None:
    lists = clean_lists(seed, children)
    again = from_records(to_records(lists, as_at=AS_AT, authority=AUTHORITY))
    for number in LISTS:
        assert again.frame(number).equals(lists.frame(number)), number


@_QUICK
@given(data=st.data())
def test_once_seen_as_an_inspection_sees_them_records_do_not_change_again(data: st.DataObject) -> None:
    """Even odd lists (out of order, out of window) settle after one passage."""
    lists = AnnexA(
        as_at=AS_AT,
        authority=AUTHORITY,
        lists={number: data.draw(_list(number)) for number in (3, 6, 7, 8, 9, 10)},
    )
    once = _passed_through(to_records(lists, as_at=AS_AT, authority=AUTHORITY))
    twice = _passed_through(once)
    assert set(once.frames) == set(twice.frames)
    for name in once.frames:
        assert _sorted(once, name).equals(_sorted(twice, name)), name


def _passed_through(records: Records) -> Records:
    return to_records(from_records(records), as_at=records.as_at, authority=records.authority)


def _sorted(records: Records, name: str) -> pl.DataFrame:
    frame = records.table(name).collect()
    return frame.sort(frame.columns, nulls_last=True)


def test_a_workbook_keeps_every_child_in_its_lists(tmp_path: Path) -> None:
    lists = clean_lists(7, 60)
    write_workbook(lists, tmp_path / "lists.xlsx")
    read = read_here(tmp_path / "lists.xlsx")
    records = to_records(read.annex_a, as_at=AS_AT, authority=AUTHORITY)
    again = from_records(records)
    assert all(again.frame(number).equals(lists.frame(number)) for number in LISTS)
    assert all(counts.rows_set_aside == 0 for counts in read.counts.values())
