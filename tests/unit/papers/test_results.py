"""Results as data: one tidy table in three forms, all equal to the figures; what has no value says why."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from drawn import records
from goldenthread.indicators import compute
from goldenthread.papers import results
from goldenthread.papers.results import columns
from goldenthread.papers.results.files import DICTIONARY, WORKBOOK, csv_bytes
from goldenthread.papers.results.tidy import About, Results, duties
from goldenthread.records.tables import Records
from unit.indicators.counting import NO_CLOCKS, clock_rows

MARCH = date(2026, 3, 31)
MADE_ON = date(2026, 4, 9)
IDS = ["referrals_count", "referrals_nfa", "assessment_45wd"]
BY = ["team", "sex"]


def drawn() -> Records:
    made = records(
        MARCH,
        window_start=date(2026, 2, 1),
        ssd_department="""
            dept_team_id | dept_team_name
            t1           | North
            t2           | =SUM(1)
        """,
        ssd_person="""
            pers_person_id | pers_gender
            ann            | F
            bob            | M
        """,
        ssd_cin_episodes="""
            cine_referral_id | cine_person_id | cine_referral_date | cine_referral_nfa | cine_referral_team
            r1               | ann            | 2026-02-05         | Y                 | t1
            r2               | bob            | 2026-03-05         | N                 | t1
            r3               | ann            | 2026-03-06         | Y                 | t2
        """,
    )
    return replace(made, snapshot="5d1f")


@pytest.fixture(scope="module")
def made() -> Results:
    return results.of(drawn(), NO_CLOCKS, ids=IDS, by=BY, period="month", made_on=MADE_ON)


@pytest.fixture(scope="module")
def folder(made: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("results") / "out"
    results.write(made, out)
    return out


def _figures(made: Results, **where: str) -> list[tuple[object, ...]]:
    frame = made.tables["figures"].filter(**where)
    return frame.select("indicator", "period_end", "group", "numerator", "denominator", "value").rows()


@pytest.mark.parametrize("cut", ["all", *BY])
def test_each_breakdown_is_the_figures_as_they_are_worked_out(made: Results, cut: str) -> None:
    by = [] if cut == "all" else [cut]
    found = compute.figures(drawn(), NO_CLOCKS, ids=IDS, by=by, period="month")
    group = pl.lit("all") if cut == "all" else pl.col(cut)
    shown = found.select("indicator", "period_end", group, "numerator", "denominator", "value").rows()
    assert shown
    assert _figures(made, breakdown=cut) == shown


def test_a_row_without_a_value_says_of_what_kind_it_is_and_why(made: Results) -> None:
    rows = made.tables["figures"].filter(indicator="assessment_45wd", breakdown="all")
    assert rows.select("kind", "value").unique().rows() == [("no cases", None)]
    assert set(rows["reason"]) == {"nothing of the kind happened in the period, or was there on the day"}


def test_what_the_records_cannot_say_is_a_row_with_its_reason() -> None:
    latest = records(MARCH, window_start=date(2026, 2, 1), history="latest")
    made = results.of(latest, NO_CLOCKS, ids=IDS, made_on=MADE_ON)
    rows = made.tables["figures"].filter(indicator="assessment_45wd")
    assert rows.select("kind", "numerator", "value", "period_end").rows() == [("absent", None, None, None)]
    assert rows["reason"][0]
    assert rows["title"][0]


def test_a_rate_of_a_group_whose_children_nobody_counted_is_absent_and_not_nought() -> None:
    made = results.of(drawn(), NO_CLOCKS, ids=["referrals_rate"], by=["team"], made_on=MADE_ON)
    kinds = made.tables["figures"].select("breakdown", "kind").unique().rows()
    assert set(kinds) == {("all", "absent")}  # nobody said how many children live there at all


def test_the_workbook_holds_the_same_rows_in_typed_cells_and_no_formula(made: Results, folder: Path) -> None:
    book = openpyxl.load_workbook(folder / WORKBOOK)
    assert book.sheetnames == ["about", "figures", "definitions", "coverage", "columns"]
    heading, *rows = book["figures"].iter_rows(values_only=True)
    assert list(heading) == list(columns.FIGURES.schema)
    plain = [tuple(cell.date() if isinstance(cell, datetime) else cell for cell in row) for row in rows]
    assert plain == made.tables["figures"].rows()
    cells = [cell for row in book["figures"].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_csv_file_holds_the_same_rows_with_dates_a_spreadsheet_cannot_turn_round(
    made: Results, folder: Path
) -> None:
    content = (folder / "figures.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    read = pl.read_csv(io.BytesIO(content), schema=columns.FIGURES.schema).with_columns(
        pl.col("group").str.strip_prefix("'")
    )
    assert read.rows() == made.tables["figures"].rows()


def test_a_team_named_like_a_formula_is_text_in_csv() -> None:
    frame = pl.DataFrame({"team": ["=SUM(1)"], "on": [MARCH], "value": [-1.5]})
    assert list(csv.reader(io.StringIO(csv_bytes(frame).decode("utf-8-sig")))) == [
        ["team", "on", "value"],
        ["'=SUM(1)", "2026-03-31", "-1.5"],
    ]


def test_the_parquet_files_hold_the_same_rows_and_the_dictionary_every_column(
    made: Results, folder: Path
) -> None:
    said = json.loads((folder / DICTIONARY).read_text())
    assert [one["table"] for one in said["tables"]] == ["figures", "definitions", "coverage"]
    for one in said["tables"]:
        held = pl.read_parquet(folder / f"{one['table']}.parquet")
        assert held.equals(made.tables[one["table"]])
        assert held.height == one["rows"]
        assert [column["column"] for column in one["columns"]] == held.columns
        assert all(column["meaning"] and column["kind"] for column in one["columns"])


def test_about_says_the_window_and_the_age_of_the_records(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / WORKBOOK)
    about = {row[0]: row[1] for row in book["about"].iter_rows(max_col=2, values_only=True)}
    assert about["Records as at"].date() == MARCH
    assert about["Days old when made"] == 9
    covered = {row[0]: row[2:] for row in book["coverage"].iter_rows(min_row=2, values_only=True)}
    history, start, end = covered["ssd_cin_episodes"]
    assert (history, start.date(), end.date()) == ("complete", date(2026, 2, 1), MARCH)


def test_the_same_results_are_the_same_bytes_for_their_owner_alone(
    made: Results, folder: Path, tmp_path: Path
) -> None:
    names = results.write(made, tmp_path / "again")
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name
        assert (tmp_path / "again" / name).stat().st_mode & 0o077 == 0
    assert not [path for path in (tmp_path / "again").iterdir() if path.name not in names]


def test_only_the_forms_asked_for_are_written(made: Results, tmp_path: Path) -> None:
    assert results.write(made, tmp_path, forms=["csv"]) == (
        *("figures.csv", "definitions.csv", "coverage.csv"),
        DICTIONARY,
    )


def test_rows_about_children_go_into_parquet_alone(made: Results, tmp_path: Path) -> None:
    drawn_duties = clock_rows("""
        clock            | child_id | about | started    | due        | status  | team  | worker
        ts_assessment_45 | ann      | a1    | 2026-01-05 | 2026-03-09 | overdue | North | Worker One
    """)
    results.write(made.with_table(columns.DUTIES, duties(drawn_duties)), tmp_path)
    held = pl.read_parquet(tmp_path / "duties.parquet")
    assert held.select("clock", "due", "status", "team").rows() == [
        ("ts_assessment_45", date(2026, 3, 9), "overdue", "North")
    ]
    assert not {"child_id", "about", "worker"} & set(held.columns)
    assert [path.name for path in tmp_path.glob("duties*")] == ["duties.parquet"]
    assert b"Worker One" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_table_of_another_shape_is_no_results() -> None:
    with pytest.raises(ValueError, match="figures"):
        Results(
            About("Wexcombe", MARCH, "s", (), (), MADE_ON), {"figures": pl.DataFrame({"child_id": ["ann"]})}
        )
