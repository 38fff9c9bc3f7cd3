"""What the lists of one workbook say against one another about a child: queries, and no row is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from goldenthread.records.annex_a.notes import row_notes, sheet_note
from goldenthread.records.annex_a.people_to_records import SUREST_FIRST
from goldenthread.records.annex_a.typing import ROW

_CHILDREN = tuple(range(1, 11))  # list 11 is of adopters, who have identifiers of their own
_FEWEST = 5  # children in a list before its sharing none with the others means anything
_SAME_CHILD = {"date_of_birth": "Date of Birth", "gender": "Gender"}
_STATED = ("M", "F")  # a sex that is not stated contradicts nothing
ANOTHER_SYSTEM = "none of its identifiers is in any other list: are they another system's?"


def queries_across(lists: Mapping[int, pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    """List number and its notes without their place. `lists` holds the rows loaded, with ROW."""
    given = {number: rows for number, rows in lists.items() if number in _CHILDREN and rows.height}
    yield from _of_another_system(given)
    if given:
        yield from _disagreeing(given)


def _of_another_system(given: Mapping[int, pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    if len(given) < 3:  # of two lists neither can be told to be the odd one
        return
    children = [
        rows.select("child_id", list=pl.lit(number)).unique("child_id") for number, rows in given.items()
    ]
    is_shared = pl.col("child_id").is_duplicated()
    lists = pl.concat(children).with_columns(shared=is_shared).group_by("list", maintain_order=True)
    for number, count, shared in lists.agg(pl.len(), pl.col("shared").any()).iter_rows():
        if count >= _FEWEST and not shared:
            note = sheet_note(file="", sheet=None, number=number, kind="query", message=ANOTHER_SYSTEM)
            yield number, note


def _disagreeing(given: Mapping[int, pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows that differ from what the surest list says of the child: that one is believed."""
    wanted = ("child_id", ROW, *_SAME_CHILD)
    in_order = [number for number in SUREST_FIRST if number in given]
    said = pl.concat([given[number].select(*wanted, list=pl.lit(number)) for number in in_order])
    stated = said.with_columns(pl.when(pl.col("gender").is_in(_STATED)).then("gender"))
    differ = pl.any_horizontal(pl.col(column).min() != pl.col(column).max() for column in _SAME_CHILD)
    disputed = stated.group_by("child_id").agg(differ=differ).filter("differ")  # few, and most often nobody
    if disputed.is_empty():
        return
    believed = pl.col(*_SAME_CHILD).first(ignore_nulls=True).over("child_id").name.suffix("_believed")
    of_them = stated.join(disputed, on="child_id", how="semi", maintain_order="left")
    beside = of_them.with_columns(believed)
    for column, header in _SAME_CHILD.items():
        odd = beside.filter(pl.col(column) != pl.col(f"{column}_believed"))
        for (number,), rows in odd.group_by("list", maintain_order=True):
            message = "another list says otherwise of this child, and is believed"
            yield int(str(number)), row_notes(rows[ROW], kind="query", message=message, column=header)
