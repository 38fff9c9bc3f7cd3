"""No export holds a live formula, whatever text it is given: ten thousand strings made to be run."""

import csv
import io
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import polars as pl

from annex_a_made_up import AS_AT
from goldenthread.cli.loading import _unformulaic
from goldenthread.records.annex_a import AnnexA, write_workbook
from goldenthread.records.annex_a.lists import schema
from goldenthread.web.page.safe_csv import csv_text

_STARTS = (
    *("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "'=", '"=', ""),
    *("＝", "＋", "－", "＠", "  '\"=", "\u00a0="),
)
_BODIES = ("1+1", 'HYPERLINK("http://127.0.0.1","x")', "cmd|'/C calc'!A0", "SUM(A1:A9)", "IMPORTXML(1)")
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def _strings() -> list[str]:
    rng = Random(20251031)
    return [f"{rng.choice(_STARTS)}{rng.choice(_BODIES)}{number}" for number in range(10_000)]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    rows = [{"child_id": text, "gender": "M", "contact_date": date(2025, 9, 1)} for text in _strings()]
    lists = AnnexA(as_at=AS_AT, authority=None, lists={1: pl.DataFrame(rows, schema=schema(1))})
    write_workbook(lists, tmp_path / "lists.xlsx")
    book = openpyxl.load_workbook(tmp_path / "lists.xlsx", read_only=True)
    kinds = {cell.data_type for row in book["List_1"].iter_rows(min_row=3) for cell in row if cell.value}
    assert kinds == {"s", "d"}


def _would_run(text: str) -> bool:
    """Whether a spreadsheet could take the cell for a formula, after trimming it as some do."""
    return text.startswith(_RUNS) or (
        text.lstrip(" \u00a0\"'").startswith(_RUNS) and not text.startswith("'")
    )


def test_no_cell_of_a_csv_file_of_the_site_is_a_formula() -> None:
    text = csv_text(["=header"], [[value] for value in _strings()])
    cells = [row[0] for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert len(cells) == 10_001
    assert not [cell for cell in cells if _would_run(cell)]


def test_no_cell_of_a_csv_file_of_the_command_line_is_a_formula() -> None:
    cells = pl.DataFrame({"cells": _strings()}).with_columns(_unformulaic(pl.col(pl.String)))["cells"]
    assert len(cells) == 10_000
    assert not [cell for cell in cells if _would_run(cell)]
