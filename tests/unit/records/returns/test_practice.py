"""The templates of practice records: written, filled, and read into the model."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.errors import InputRefused
from goldenthread.records import store
from goldenthread.records.annex_a.sheets import opened_here
from goldenthread.records.load import load, read
from goldenthread.records.returns.practice import NO_KIND, NO_START, PracticeRead, read_practice, to_records
from goldenthread.records.returns.templates import FOLDER, WORKBOOK, write_templates
from goldenthread.standards.returns import practice_records
from goldenthread.standards.safeguarding_dataset import dataset

MARCH, APRIL = date(2026, 3, 31), date(2025, 4, 1)
ROWS: dict[str, list[Any]] = {
    "Supervision": ["Ash Worker", date(2026, 1, 5), "case", "K1", "Bay Manager", "Team 1", date(2026, 2, 2)],
    "Management oversight": ["K1", date(2026, 1, 6), "decision", "Bay Manager", "Team 1", "yes", None, None],
    "Case discussions": ["K1", date(2026, 1, 7), "reflective", "Ash Worker", "Team 1"],
    "Statutory visits": ["K1", date(2026, 1, 8), "protection", "yes", "no"],
    "Core groups": ["K1", date(2026, 1, 9), date(2025, 12, 1), "yes", "yes", "no", "Ash Worker", "Team 1"],
    "Participation in reviews": ["K1", date(2026, 1, 10), "care", "PN1", "yes", "no", "Team 1"],
    "Complaints": ["C-7", date(2026, 1, 12), 1, None, "parent", "Team 1", date(2026, 1, 26), None, None],
}


def filled(folder: Path, *, about: dict[str, Any] | None = None, **more: list[list[Any]]) -> Path:
    """The workbook as an authority fills it: a row in each sheet, and more where they are given."""
    write_templates(folder)
    workbook = openpyxl.load_workbook(folder / WORKBOOK)
    said = {"As at": MARCH, "Covers from": APRIL} if about is None else about
    for row in workbook["About"].iter_rows(max_row=3):
        row[1].value = said.get(row[0].value)
    for title, cells in ROWS.items():
        workbook[title].append(cells)
        for extra in more.get(title.replace(" ", "_"), ()):
            workbook[title].append(extra)
    path = folder / "practice.xlsx"
    workbook.save(path)
    return path


def read_here(path: Path, **dates: date) -> PracticeRead:
    return read_practice(path, opened_here(path), **dates)


def test_each_filled_template_fills_its_table(tmp_path: Path) -> None:
    records = to_records(read_here(filled(tmp_path)))
    found = {name: records.table(name).collect().height for name in records.frames}
    assert found == {
        "practice_supervision": 1,
        "practice_management_oversight": 1,
        "practice_case_discussions": 1,
        "ssd_cin_visits": 0,
        "ssd_cp_visits": 1,
        "ssd_cla_visits": 0,
        "practice_core_groups": 1,
        "practice_review_participation": 1,
        "practice_complaints": 1,
    }
    (supervised,) = records.table("practice_supervision").collect().iter_rows(named=True)
    assert supervised == {
        "supr_table_id": "Ash Worker|supervision|2026-01-05|1",
        "supr_worker_id": "Ash Worker",
        "supr_supervisor_id": "Bay Manager",
        "supr_team": "Team 1",
        "supr_date": date(2026, 1, 5),
        "supr_kind": "case",
        "supr_person_id": "K1",
        "supr_next_due_date": date(2026, 2, 2),
    }
    (visited,) = records.table("ssd_cp_visits").collect().iter_rows(named=True)
    assert (visited["cppv_cp_visit_seen"], visited["cppv_cp_visit_seen_alone"]) == ("Y", "N")


def test_every_column_of_every_template_has_its_field_and_the_same_words() -> None:
    for table in practice_records().tables.values():
        if table.table is None:
            continue
        fields = {field.name: field for field in dataset().tables[table.table].fields}
        assert {column.field for column in table.columns} | {dataset().tables[table.table].key} == set(fields)
        for column in table.columns:
            if column.codes:
                words = {one.code for one in practice_records().code_sets[column.codes].values()}
                assert words == set(dataset().code_sets[str(fields[str(column.field)].codes)])


def test_what_about_says_is_what_the_records_cover(tmp_path: Path) -> None:
    records = to_records(read_here(filled(tmp_path)))
    assert records.as_at == MARCH
    assert records.can_say("practice_supervision").covers(start=APRIL, end=MARCH)
    assert not records.can_say("practice_supervision").covers(start=date(2025, 3, 31), end=MARCH)
    assert records.can_say("ssd_person").history == "absent"


def test_without_a_first_day_nothing_is_counted_and_it_is_said(tmp_path: Path) -> None:
    found = read_here(filled(tmp_path, about={"As at": MARCH}))
    assert NO_START in found.notes["message"].to_list()
    assert not to_records(found).can_say("practice_complaints").covers(start=MARCH, end=MARCH)


def test_without_any_date_it_is_refused_with_what_to_fill_in(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="fill in As at on the sheet About"):
        read(filled(tmp_path, about={}))


def test_a_row_that_says_nothing_is_set_aside_and_a_word_nobody_knows_is_queried(tmp_path: Path) -> None:
    found = read_here(
        filled(
            tmp_path,
            Core_groups=[["K2", None, None, "yes", None, None, None, None]],
            Statutory_visits=[["K2", date(2026, 1, 8), "at school", "yes", None]],
            Case_discussions=[["K2", date(2026, 1, 8), "by the tree", None, None]],
        )
    )
    reasons = {name: table.set_aside["reason"].to_list() for name, table in found.tables.items()}
    assert reasons["core_groups"] == ["no usable Date of core group, without which the row says nothing"]
    assert reasons["statutory_visits"] == [NO_KIND]
    assert found.tables["case_discussions"].queried_cells.select("column", "cell").rows() == [
        ("Kind of discussion", "by the tree")
    ]
    assert all("by the tree" not in note for note in found.tables["case_discussions"].notes["message"])


@pytest.mark.parametrize("how", ["xlsx", "csv"])
def test_templates_are_kept_and_the_same_again_is_one_snapshot(how: str, tmp_path: Path) -> None:
    if how == "xlsx":
        path = filled(tmp_path)
    else:
        write_templates(tmp_path)
        path = tmp_path / FOLDER
        with (path / "complaints.csv").open("a", newline="") as file:
            csv.writer(file).writerow(["C-7", "12/01/2026", "1", "", "parent", "", "", "", ""])
    first = load(path, store_folder=tmp_path / "store", as_at=MARCH)
    again = load(path, store_folder=tmp_path / "store", as_at=MARCH)
    assert (first.manifest.kind, first.manifest.tables["practice_complaints"]) == ("practice", 1)
    assert again.already_held
    assert [manifest.kind for manifest in store.manifests(tmp_path / "store")] == ["practice"]


def test_empty_templates_are_read_as_empty(tmp_path: Path) -> None:
    write_templates(tmp_path)
    found = read_here(tmp_path / WORKBOOK, as_at=MARCH)
    assert {table.counts.rows_read for table in found.tables.values()} == {0}
    assert set(found.tables) == set(practice_records().tables)


def test_the_same_version_writes_the_same_csv_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_templates(tmp_path / name)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name / FOLDER).iterdir()}
        for name in ("one", "two")
    )
    assert one == two


NAMES = st.text("abcdefghijklmnopqrstuvwxyzäé'’ -", max_size=12).map(lambda text: f"X{text.strip()}Y")
DAYS = st.dates(APRIL, MARCH)
FLAGS = st.sampled_from(["Y", "N", None])


@given(
    rows=st.lists(
        st.tuples(NAMES, DAYS, DAYS | st.none(), FLAGS, FLAGS, FLAGS, NAMES, NAMES),
        max_size=6,
        unique_by=lambda row: row[:2],
    )
)
@settings(max_examples=30, deadline=None)
def test_any_core_groups_are_the_same_after_their_template(rows: list[Any], tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("filled")
    with (folder / "core_groups.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(practice_records().tables["core_groups"].column_names)
        writer.writerows(rows)
    found = to_records(read_here(folder, as_at=MARCH)).table("practice_core_groups").collect()
    fields = [str(column.field) for column in practice_records().tables["core_groups"].columns]
    told = found.select(pl.col(fields)).rows()
    plain = [tuple(" ".join(cell.split()) if isinstance(cell, str) else cell for cell in row) for row in rows]
    assert [tuple(" ".join(c.split()) if isinstance(c, str) else c for c in row) for row in told] == plain
