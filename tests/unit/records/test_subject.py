"""Subject access: everything about one child is found, and nothing about another is given."""

# ruff: noqa: E501  drawn tables are as wide as their headings
from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from drawn import records
from goldenthread.errors import InputRefused
from goldenthread.papers.subject_access import Answer, bundle, page, workbook
from goldenthread.records import store
from goldenthread.records.store import Reading, Source
from goldenthread.records.subject import (
    REMOVED,
    Column,
    Sheet,
    digest_of,
    from_store,
    others_in,
    redacted,
    spans,
    without,
)

PEOPLE = """
pers_person_id | pers_dob
C00001         | 2012-01-01
C00002         | 2013-02-02
"""
PLACED = """
clap_cla_placement_id | clap_person_id | clap_cla_id | clap_cla_placement_start_date | clap_cla_placement_postcode | clap_cla_placement_type
p1                    | C00001         | l1          | 2020-01-01                    | ZZ1 1AA                     | U1
p2                    | C00002         | l2          | 2020-01-01                    | ZZ2 2BB                     | U1
"""


def keep(folder: Path, as_at: date, *, aside: list[dict[str, Any]] | None = None, **tables: str) -> None:
    drawn = {"ssd_person": PEOPLE, **tables}
    reading = Reading(
        records=records(as_at, **drawn),
        kind="dataset",
        sources=(Source("made.csv", repr((as_at, drawn))),),
        lists={},
        notes=pl.DataFrame(schema=store.NOTE_SCHEMA),
        set_aside=pl.DataFrame(
            [("List_1", n, "no key date", json.dumps(cells)) for n, cells in enumerate(aside or [], 3)],
            schema={"sheet": pl.String, "row": pl.Int64, "reason": pl.String, "cells": pl.String},
            orient="row",
        ),
        queried_cells=pl.DataFrame(),
    )
    store.keep(reading, folder)


def sheet_of(sheets: list[Sheet], name: str) -> list[dict[str, Any]]:
    (found,) = [sheet for sheet in sheets if sheet.name == name]
    return [dict(zip([column.name for column in found.columns], row, strict=True)) for row in found.rows]


def test_a_row_is_told_once_with_the_records_that_hold_it_and_again_where_it_changed(tmp_path: Path) -> None:
    keep(tmp_path, date(2025, 3, 31), ssd_cin_episodes="cine_referral_id | cine_person_id\nr1 | C00001")
    keep(tmp_path, date(2025, 6, 30), ssd_cin_episodes="cine_referral_id | cine_person_id\nr1 | C00001")
    keep(
        tmp_path,
        date(2025, 9, 30),
        ssd_cin_episodes="cine_referral_id | cine_person_id | cine_close_date\nr1 | C00001 | 2025-09-01",
    )
    told = sheet_of(from_store(tmp_path, "C00001"), "ssd_cin_episodes")
    assert [(row["cine_close_date"], row["first_held"], row["last_held"]) for row in told] == [
        (None, date(2025, 3, 31), date(2025, 6, 30)),
        (date(2025, 9, 1), date(2025, 9, 30), date(2025, 9, 30)),
    ]


def test_rows_set_aside_that_name_the_child_are_told_as_they_were_typed(tmp_path: Path) -> None:
    keep(tmp_path, date(2025, 3, 31), aside=[{"ID": "C00001", "Date": "soon"}, {"ID": "C00002"}])
    (row,) = sheet_of(from_store(tmp_path, "C00001"), "set_aside")
    assert row["cells"] == "ID: C00001\nDate: soon"


def test_workers_are_named_and_the_sources_are_said(tmp_path: Path) -> None:
    keep(
        tmp_path,
        date(2025, 3, 31),
        ssd_cin_episodes="cine_referral_id | cine_person_id | cine_referral_worker_id\nr1 | C00001 | w1",
        ssd_professionals="prof_professional_id | prof_professional_name\nw1 | Madeup Worker\nw2 | Another Worker",
    )
    sheets = from_store(tmp_path, "C00001")
    assert [row["prof_professional_name"] for row in sheet_of(sheets, "ssd_professionals")] == [
        "Madeup Worker"
    ]
    assert [row["files"] for row in sheet_of(sheets, "snapshots")] == ["made.csv"]


def test_a_child_nobody_has_heard_of_has_no_sheet(tmp_path: Path) -> None:
    keep(tmp_path, date(2025, 3, 31))
    assert from_store(tmp_path, "C99999") == []


def test_codes_are_told_in_words(tmp_path: Path) -> None:
    keep(tmp_path, date(2025, 3, 31), ssd_cla_placement=PLACED)
    (row,) = sheet_of(from_store(tmp_path, "C00001"), "ssd_cla_placement")
    assert row["clap_cla_placement_type"].startswith("U1: ")


def a_sheet(*texts: str, **about: Any) -> Sheet:
    return Sheet("notes", "notes", (Column("words", "words", **about),), tuple((text,) for text in texts))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("with C00002 at home", ["C00002"]),
        ("with c00002 at home", ["c00002"]),
        ("C00002", ["C00002"]),
        ("C00002-1", ["C00002"]),
        ("C000021", []),
        ("with Made-up Sibling, her brother", ["Made-up Sibling"]),
        ("C00001 alone", []),
        ("C00002 and C00002", ["C00002", "C00002"]),
    ],
)
def test_others_are_found_where_their_names_stand_alone(text: str, found: list[str]) -> None:
    others = {"C00002": "another child's identifier", "Made-up Sibling": "another child's name"}
    assert [span.found for span in spans([a_sheet(text)], child="C00001", others=others)] == found


def test_a_short_identifier_inside_ones_own_is_not_another_child() -> None:
    assert spans([a_sheet("12-3")], child="12-3", others={"12": "another child"}) == []


def test_free_words_are_always_read_and_carers_are_always_decided_on(tmp_path: Path) -> None:
    keep(tmp_path, date(2025, 3, 31), ssd_cla_placement=PLACED, aside=[{"ID": "C00001", "Why": "of C00002"}])
    queue = spans(from_store(tmp_path, "C00001"), child="C00001", others=others_in(tmp_path, but="C00001"))
    assert [(span.column, span.found) for span in queue] == [
        ("clap_cla_placement_postcode", "ZZ1 1AA"),
        ("cells", "ID: C00001\nWhy: of C00002"),
        ("cells", "C00002"),
    ]


def test_words_a_reader_marks_are_found_everywhere() -> None:
    sheets = [a_sheet("aunt Madeup calls", "Madeup again", "nobody")]
    found = spans(sheets, child="C00001", others={}, words=["Madeup"])
    assert [span.text for span in found] == ["aunt Madeup calls", "Madeup again"]


def test_the_same_words_are_decided_on_once_and_removed_everywhere() -> None:
    sheets = [Sheet("notes", "notes", (Column("words", "words"),), (("of C00002",), ("of C00002",)))]
    queue = spans(sheets, child="C00001", others={"C00002": "x"})
    assert len(queue) == 1
    (given,) = redacted(sheets, queue, {queue[0].key: "redact"})
    assert given.rows == ((f"of {REMOVED}",), (f"of {REMOVED}",))


def test_nothing_is_given_until_everything_is_decided() -> None:
    sheets = [a_sheet("of C00002")]
    queue = spans(sheets, child="C00001", others={"C00002": "x"})
    with pytest.raises(InputRefused, match="1 places still to be decided"):
        redacted(sheets, queue, {})
    assert redacted(sheets, queue, {queue[0].key: "keep"}) == sheets


@pytest.mark.parametrize(
    ("stretches", "left"),
    [
        ([(0, 3)], f"{REMOVED} def"),
        ([(0, 3), (2, 5)], f"{REMOVED}ef"),
        ([(0, 7), (4, 5)], REMOVED),
        ([(0, 3), (4, 7)], f"{REMOVED} {REMOVED}"),
        ([], "abc def"),
    ],
)
def test_stretches_that_overlap_are_removed_as_one(stretches: list[tuple[int, int]], left: str) -> None:
    assert without("abc def", stretches) == left


def an_answer(*sheets: Sheet) -> Answer:
    return Answer(
        "C00001", "Marlford", date(2026, 4, 1), sheets, redacted=1, not_searched=("the site's own tables",)
    )


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "<script>alert(1)</script>", "a\x00b", "{=1}")


def test_no_cell_is_a_formula_and_the_page_runs_nothing() -> None:
    answer = an_answer(a_sheet(*HOSTILE))
    book = load_workbook(io.BytesIO(workbook(answer)))
    cells = [cell for row in book.worksheets[1].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(cells) == len(HOSTILE)
    assert "<script" not in page(answer)
    assert re.search(r"\son\w+=|https?://", page(answer)) is None


def test_the_page_says_what_was_removed_and_what_was_not_searched() -> None:
    told = page(an_answer(a_sheet("x")))
    assert "1 place about other people" in told
    assert "Not searched: the site&#x27;s own tables" in told


def test_the_same_answer_gives_the_same_bytes_and_both_files() -> None:
    answer = an_answer(a_sheet("x"))
    assert bundle(answer) == bundle(answer)
    assert zipfile.ZipFile(io.BytesIO(bundle(answer))).namelist() == ["answer.html", "answer.xlsx"]


def test_the_digest_changes_with_any_cell() -> None:
    assert digest_of([a_sheet("x")]) != digest_of([a_sheet("y")])
    assert digest_of([a_sheet("x")]) == digest_of([a_sheet("x")])
