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
ANOTHER_SYSTEM = "none of its identifiers is in any other list: are they another system's?"


def queries_across(lists: Mapping[int, pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    """List number and its notes without their place. `lists` holds the rows loaded, with ROW."""
    given = {number: rows for number, rows in lists.items() if number in _CHILDREN and rows.height}
    yield from _of_another_system(given)
    for column, header in _SAME_CHILD.items():
        yield from _disagreeing(given, column=column, header=header)


def _of_another_system(given: Mapping[int, pl.DataFrame]) -> Iterator[tuple[int, pl.DataFrame]]:
    if len(given) < 3:  # of two lists neither can be told to be the odd one
        return
    children = {number: rows["child_id"].unique() for number, rows in given.items()}
    for number, own in children.items():
        others = pl.concat([found for other, found in children.items() if other != number])
        if len(own) >= _FEWEST and not own.is_in(others.unique().implode()).any():
            note = sheet_note(file="", sheet=None, number=number, kind="query", message=ANOTHER_SYSTEM)
            yield number, note


def _disagreeing(
    given: Mapping[int, pl.DataFrame], *, column: str, header: str
) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows that differ from what the surest list says of the child: that one is believed."""
    if not given:
        return
    said = pl.concat(
        [
            given[number].select("child_id", ROW, pl.col(column).alias("said"), list=pl.lit(number))
            for number in SUREST_FIRST
            if number in given
        ]
    ).drop_nulls("said")
    if column == "gender":
        said = said.filter(pl.col("said").is_in(["M", "F"]))  # not stated contradicts nothing
    believed = said.unique("child_id", keep="first", maintain_order=True).select("child_id", believed="said")
    odd = said.join(believed, on="child_id").filter(pl.col("said") != pl.col("believed"))
    for (number,), rows in odd.group_by("list", maintain_order=True):
        message = "another list says otherwise of this child, and is believed"
        yield int(str(number)), row_notes(rows[ROW], kind="query", message=message, column=header)
