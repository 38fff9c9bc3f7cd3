"""What `synthesise --messy` writes is read as its truth file says: every value, every row, every remark."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from annex_a_made_up import AS_AT, clean_lists
from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import ReadResult, read_workbook
from goldenthread.records.annex_a.lists import LISTS
from goldenthread.records.annex_a.sheets import opened_here
from goldenthread.synthetic.mess_cells import every_cell
from goldenthread.synthetic.mess_files import REFUSED, Refused
from goldenthread.synthetic.mess_rows import HEADERS, ROWS
from goldenthread.synthetic.messy import write_messy
from messes import everything_adds_up

_NAMES = (f"numbered {AS_AT}.xlsx", f"subjects {AS_AT}.xlsx", f"regional {AS_AT}.xlsx", f"lists {AS_AT}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("messy")
    write_messy(clean_lists(11, 150), made, seed=5, note="Made-up data.")
    return made


@pytest.fixture(scope="module")
def read(folder: Path) -> Callable[[str], tuple[ReadResult, dict[str, Any]]]:
    """Each file as it is read, and its truth; read once."""

    @cache
    def once(name: str) -> tuple[ReadResult, dict[str, Any]]:
        return read_workbook(folder / name, as_at=AS_AT, open_with=opened_here), _truth(folder, name)

    return once


Read = Callable[[str], tuple[ReadResult, dict[str, Any]]]


def _truth(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / f"{name}.truth.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", _NAMES)
def test_every_row_and_cell_is_read_as_the_truth_says(read: Read, name: str) -> None:
    result, truth = read(name)
    assert (str(truth["as_at"]), truth["layout"]) == (str(AS_AT), result.layout)
    for number in LISTS:
        said = truth["lists"][str(number)]
        loaded = [
            {column: _plain(value) for column, value in row.items()}
            for row in result.annex_a.frame(number).iter_rows(named=True)
        ]
        assert loaded == [_in_order(values, loaded) for _, values in said["loaded"]], number
        aside = result.set_aside.filter(list=number).select("row", "reason").rows()
        assert sorted(aside) == sorted(map(tuple, said["set_aside"])), number
    assert everything_adds_up(result)


@pytest.mark.parametrize("name", _NAMES)
def test_every_remark_on_a_cell_is_one_the_truth_names(read: Read, name: str) -> None:
    result, truth = read(name)
    for number in LISTS:
        said = truth["lists"][str(number)]["remarks"]
        queried = result.queried_cells.filter(list=number).select("row", "column").rows()
        assert sorted(queried) == sorted((row, column) for row, column, _, _ in said), number


@pytest.mark.parametrize("name", _NAMES)
def test_sheets_that_are_no_list_are_left_out(read: Read, name: str) -> None:
    result, truth = read(name)
    left_out = result.notes.filter(pl.col("message").str.contains("not one of the lists"))["sheet"].to_list()
    assert sorted(left_out) == sorted(truth["left_out"])


@pytest.mark.parametrize("name", _NAMES)
def test_what_the_truth_says_of_whole_rows_is_said(read: Read, name: str) -> None:
    result, truth = read(name)
    notes = result.notes.drop_nulls("row").select("list", "row", "message").rows()
    for number in LISTS:
        for row, words, mess in truth["lists"][str(number)]["said"]:
            said = [message for where, at, message in notes if (where, at) == (number, row)]
            assert any(words in message for message in said), (mess, said)


@pytest.mark.parametrize("one", REFUSED, ids=lambda one: one.mess)
def test_a_file_that_cannot_be_told_is_refused_in_the_words_of_its_truth(folder: Path, one: Refused) -> None:
    truth = _truth(folder / "refused", one.name)
    with pytest.raises(InputRefused) as refused:
        read_workbook(folder / "refused" / one.name, as_at=AS_AT, open_with=opened_here)
    assert truth["messes"] == [one.mess]
    assert truth["refused"] in str(refused.value)


def test_a_list_with_headers_alone_is_there_and_empty(read: Read) -> None:
    result, _ = read(_NAMES[2])
    assert (result.counts[2].rows_read, result.annex_a.frame(2).height) == (0, 0)


def test_every_mess_that_is_drawn_is_written(folder: Path) -> None:
    drawn = {one.mess for one in every_cell()} | {one.mess for one in ROWS} | {mess for mess, *_ in HEADERS}
    named = {mess for name in _NAMES for mess in _truth(folder, name)["messes"]}
    assert drawn <= named
    assert len(named | {one.mess for one in REFUSED}) >= 120


def test_the_messes_are_many(folder: Path) -> None:
    truths = [json.loads((folder / f"{name}.truth.json").read_text(encoding="utf-8")) for name in _NAMES]
    met = {mess for truth in truths for said in truth["lists"].values() for *_, mess in said["remarks"]}
    reasons = {why for truth in truths for said in truth["lists"].values() for _, why in said["set_aside"]}
    assert {"D06", "D08", "D09", "N07", "C22", "I17", "C35", "P02"} <= met
    assert len(reasons) == 4
    assert all(truth["made_up"] == "Made-up data." for truth in truths)


def test_each_truth_names_the_messes_its_file_holds(folder: Path) -> None:
    truths = [json.loads((folder / f"{name}.truth.json").read_text(encoding="utf-8")) for name in _NAMES]
    named = set().union(*(truth["messes"] for truth in truths))
    assert named >= {"C03", "C18", "C28", "C31", "F21", "F22", "H11", "H12", "H16", "R04"}
    remarked = {mess for truth in truths for said in truth["lists"].values() for *_, mess in said["remarks"]}
    assert remarked - {""} <= named


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_messy(clean_lists(11, 150), tmp_path, seed=5, note="Made-up data.")
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes(), path.name


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _in_order(values: dict[str, Any], like: list[dict[str, Any]]) -> dict[str, Any]:
    return {column: values[column] for column in like[0]}
