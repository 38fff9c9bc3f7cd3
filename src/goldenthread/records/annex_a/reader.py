"""Reading an Annex A workbook: the eleven lists as typed frames, and everything there is to say about them.

Only four kinds of row are set aside: one with no usable identifier, one with no usable key date, a stray row
(a total or a remark under the table) and an exact duplicate. Everything else is loaded. For every list, rows
read = rows loaded + rows set aside; a wholly blank row is not a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import apart
from goldenthread.records.annex_a.across import queries_across
from goldenthread.records.annex_a.checks import queries
from goldenthread.records.annex_a.headers import Recognised, has_headers, recognise, recognise_by_place
from goldenthread.records.annex_a.identifiers import remarks_on_identifiers
from goldenthread.records.annex_a.lists import LISTS, AnnexA
from goldenthread.records.annex_a.notes import NOTE_SCHEMA, no_notes, placed, row_notes, sheet_note
from goldenthread.records.annex_a.reading import Kind
from goldenthread.records.annex_a.sheet_remarks import SheetRemark, layout_of, remarks_on_sheet
from goldenthread.records.annex_a.sheets import Opened, RawSheet
from goldenthread.records.annex_a.typing import ROW, typed
from goldenthread.records.annex_a.workbook_xml import Properties
from goldenthread.standards.annex_a import Layout, ListStandard, standard

NO_IDENTIFIER = "no usable identifier"
NO_KEY_DATE = "no usable key date"
STRAY_ROW = "a stray row: only one cell is filled"
DUPLICATE = "an exact duplicate of an earlier row"

SET_ASIDE_SCHEMA: dict[str, type[pl.DataType]] = {
    "list": pl.Int64,
    "sheet": pl.String,
    "row": pl.Int64,
    "reason": pl.String,
    "cells": pl.String,  # the row as it was typed: a JSON object, header to cell; a child's details
}
QUERIED_SCHEMA: dict[str, type[pl.DataType]] = {
    "list": pl.Int64,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "cell": pl.String,  # the cell as it was typed; may be personal
}
_REASON = "__reason"


@dataclass(frozen=True)
class ListCounts:
    """What became of a list's rows."""

    rows_read: int
    rows_loaded: int
    rows_set_aside: int


@dataclass(frozen=True)
class ReadResult:
    """A workbook read. `set_aside` and `queried_cells` hold children's details; `notes` never do.

    `annex_a.as_at` is the date asked for, else the workbook's own; `properties` is what the workbook states.
    `notes` has NOTE_SCHEMA, `set_aside` SET_ASIDE_SCHEMA, `queried_cells` QUERIED_SCHEMA.
    """

    source: Path
    annex_a: AnnexA
    layout: Layout
    properties: Properties
    counts: Mapping[int, ListCounts]
    set_aside: pl.DataFrame
    notes: pl.DataFrame
    queried_cells: pl.DataFrame


@dataclass(frozen=True)
class _ListRead:
    number: int
    sheet: RawSheet
    rows: pl.DataFrame  # with ROW
    counts: ListCounts
    set_aside: pl.DataFrame
    notes: pl.DataFrame
    queried_cells: pl.DataFrame
    layout: Layout


def read_workbook(
    path: Path,
    *,
    as_at: date | None = None,
    otherwise: date | None = None,
    open_with: Callable[[Path], Opened] = apart.opened,
) -> ReadResult:
    """Read a workbook, or the lists as CSV files in a folder or a zip.

    The date is the one asked for, else the workbook's own, else `otherwise`. The file is opened in a process
    apart; `open_with` is for files of our own making. Raises InputRefused when it is missing, empty,
    encrypted, damaged, not a workbook, takes too much to read, or holds no list.
    """
    opened = open_with(path)
    properties = opened.properties
    when = as_at or properties.as_at or otherwise
    chosen, notes = _choose(opened.sheets)
    if not chosen:
        raise InputRefused(
            source=path,
            why="none of its sheets has the headers of an Annex A list",
            what_to_do="send a workbook whose sheets have Annex A's column headers",
        )
    read = [_read_list(sheet, recognised=recognised, as_at=when) for sheet, recognised in chosen.values()]
    notes += _whole_file_notes(path, remarks=opened.remarks, chosen=chosen)
    notes += _notes_across(read)
    return _result(path=path, read=read, notes=notes, properties=properties, as_at=when)


def _result(
    *,
    path: Path,
    read: list[_ListRead],
    notes: list[pl.DataFrame],
    properties: Properties,
    as_at: date | None,
) -> ReadResult:
    lists = {item.number: item.rows.drop(ROW) for item in sorted(read, key=lambda item: item.number)}
    return ReadResult(
        source=path,
        annex_a=AnnexA(as_at=as_at, authority=properties.authority, lists=lists),
        layout=next((item.layout for item in read if item.number == 9), "B"),
        properties=properties,
        counts={item.number: item.counts for item in sorted(read, key=lambda item: item.number)},
        set_aside=_concat([item.set_aside for item in read], SET_ASIDE_SCHEMA),
        notes=_concat([*notes, *(item.notes for item in read)], NOTE_SCHEMA),
        queried_cells=_concat([item.queried_cells for item in read], QUERIED_SCHEMA),
    )


def _concat(frames: list[pl.DataFrame], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    return pl.concat([pl.DataFrame(schema=schema), *(frame for frame in frames if frame.height)])


Chosen = dict[int, tuple[RawSheet, Recognised]]


def _choose(raw: tuple[RawSheet, ...]) -> tuple[Chosen, list[pl.DataFrame]]:
    """One sheet for each list: the first that has its headers. The others are said, not read."""
    chosen: Chosen = {}
    notes = []
    known = [recognise(sheet) for sheet in raw]
    by_place = _by_place(raw) if None in known else {}
    for sheet, by_headers in zip(raw, known, strict=True):
        recognised = by_headers or by_place.get(sheet.name)
        if recognised is None:
            message, number = "not one of the lists; left out", None
        elif recognised.number in chosen:
            number = recognised.number
            message = f"also looks like list {number}, which was read from another sheet; left out"
        else:
            chosen[recognised.number] = (sheet, recognised)
            continue
        kind: Kind = "note" if number is None else "query"
        notes.append(sheet_note(file=sheet.file, sheet=sheet.name, number=number, kind=kind, message=message))
    return chosen, notes


def _by_place(raw: tuple[RawSheet, ...]) -> dict[str, Recognised]:
    """The last resort, where exactly eleven sheets have headers of ours: the third of them is list 3."""
    listed = [sheet for sheet in raw if has_headers(sheet)]
    if len(listed) != len(LISTS):
        return {}
    placed_by_order = {
        sheet.name: recognise_by_place(sheet, number) for number, sheet in enumerate(listed, start=1)
    }
    return {name: found for name, found in placed_by_order.items() if found is not None}


def _whole_file_notes(path: Path, *, remarks: tuple[str, ...], chosen: Chosen) -> list[pl.DataFrame]:
    notes = [
        sheet_note(
            file=path.name,
            sheet=None,
            number=number,
            kind="note",
            message=f"list {number} ({wanted.title}) is not here",
        )
        for number, wanted in standard().lists.items()
        if number not in chosen
    ]
    notes += [
        sheet_note(file=path.name, sheet=None, number=None, kind="note", message=remark) for remark in remarks
    ]
    return notes


def _notes_across(read: list[_ListRead]) -> Iterator[pl.DataFrame]:
    """What the lists say against one another."""
    sheets = {item.number: item.sheet for item in read}
    for number, notes in queries_across({item.number: item.rows for item in read}):
        yield placed(notes, file=sheets[number].file, sheet=sheets[number].name, number=number)


def _read_list(sheet: RawSheet, *, recognised: Recognised, as_at: date | None) -> _ListRead:
    number = recognised.number
    filled, blank = _filled_rows(sheet, recognised)
    read = typed(_by_name(filled, recognised), number)
    reasons = _reasons(filled, rows=read.rows, wanted=standard().lists[number])
    loaded = read.rows.filter(reasons.is_null()) if reasons.count() else read.rows
    aside = _set_aside(filled, reasons, sheet=sheet, recognised=recognised)
    notes = [
        *_sheet_notes(sheet, number, remarks_on_sheet(recognised, rows=filled.height, blank=blank)),
        *_sheet_notes(sheet, number, remarks_on_identifiers(number, loaded)),
        placed(
            _row_notes(read.notes, loaded=loaded, aside=aside, number=number, as_at=as_at),
            file=sheet.file,
            sheet=sheet.name,
            number=number,
        ),
    ]
    return _ListRead(
        number=number,
        sheet=sheet,
        rows=loaded,
        counts=ListCounts(filled.height, loaded.height, aside.height),
        set_aside=aside,
        notes=pl.concat(notes),
        queried_cells=_queried(read.queried_cells, sheet=sheet, number=number),
        layout=layout_of(recognised),
    )


def _sheet_notes(sheet: RawSheet, number: int, remarks: Iterable[SheetRemark]) -> Iterator[pl.DataFrame]:
    for kind, message, header in remarks:
        yield sheet_note(
            file=sheet.file, sheet=sheet.name, number=number, kind=kind, message=message, column=header
        )


def _filled_rows(sheet: RawSheet, recognised: Recognised) -> tuple[pl.DataFrame, int]:
    """The rows under the header that hold anything, with ROW in front; and how many among them are blank."""
    cells = sheet.cells.with_row_index(ROW, offset=1).slice(recognised.header_row + 1)
    filled = cells.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
    last = int(filled[ROW][-1]) if filled.height else 0
    return filled, max(0, last - recognised.header_row - 1 - filled.height)


def _by_name(filled: pl.DataFrame, recognised: Recognised) -> pl.DataFrame:
    """The cells under the list's own column names; a column the sheet lacks is null throughout."""
    found = [pl.col(str(place)).alias(name) for name, place in recognised.columns.items()]
    lacking = [pl.lit(None, pl.String).alias(name) for name in recognised.missing]
    return filled.select(ROW, *found, *lacking)


def _reasons(filled: pl.DataFrame, *, rows: pl.DataFrame, wanted: ListStandard) -> pl.Series:
    """Why each row is set aside; null where it is not."""
    no_key = rows[wanted.key_date].is_null() if wanted.key_date else pl.lit(False)
    return filled.select(
        pl.when(pl.sum_horizontal(pl.exclude(ROW).is_not_null()) == 1)
        .then(pl.lit(STRAY_ROW))
        .when(rows[wanted.id_column].is_null())
        .then(pl.lit(NO_IDENTIFIER))
        .when(no_key)
        .then(pl.lit(NO_KEY_DATE))
        .when(_repeated(filled.drop(ROW)))
        .then(pl.lit(DUPLICATE))
        .alias(_REASON)
    ).to_series()


def _repeated(cells: pl.DataFrame) -> pl.Series:
    """Whether each row is the same as an earlier one in every cell. Only rows of one hash are compared."""
    alike = cells.hash_rows().is_duplicated().arg_true()
    if not len(alike):
        return pl.repeat(False, cells.height, eager=True)
    again = ~cells[alike].select(pl.struct(pl.all()).is_first_distinct()).to_series()
    return pl.int_range(cells.height, eager=True).is_in(alike.filter(again).implode())


def _set_aside(
    filled: pl.DataFrame, reasons: pl.Series, *, sheet: RawSheet, recognised: Recognised
) -> pl.DataFrame:
    if not reasons.count():
        return pl.DataFrame(schema=SET_ASIDE_SCHEMA)
    aside = filled.with_columns(reasons).filter(pl.col(_REASON).is_not_null())
    headers = sheet.cells.row(recognised.header_row)
    return aside.select(
        list=pl.lit(recognised.number, pl.Int64),
        sheet=pl.lit(sheet.name, pl.String),
        row=pl.col(ROW).cast(pl.Int64),
        reason=pl.col(_REASON),
        cells=pl.struct(_labelled(headers)).struct.json_encode(),
    )


def _labelled(headers: tuple[str | None, ...]) -> list[pl.Expr]:
    """Each column of the sheet under its own header, made unlike the others where two are alike."""
    labels: list[str] = []
    for place, header in enumerate(headers):
        label = header or f"column {place + 1}"
        labels.append(label if label not in labels else f"{label} (column {place + 1})")
    return [pl.col(str(place)).alias(label) for place, label in enumerate(labels)]


def _row_notes(
    notes: pl.DataFrame, *, loaded: pl.DataFrame, aside: pl.DataFrame, number: int, as_at: date | None
) -> pl.DataFrame:
    """Remarks on cells of the rows loaded, queries about those rows, and the rows set aside."""
    kept = notes.filter(pl.col("row").is_in(loaded[ROW].implode())) if notes.height else no_notes()
    return pl.concat([kept, queries(loaded, number, as_at=as_at), *_aside_notes(aside)]).sort(
        "row", "column", nulls_last=True, maintain_order=True
    )


def _aside_notes(aside: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for (reason,), rows in aside.group_by("reason", maintain_order=True):
        yield row_notes(rows["row"], kind="set aside", message=str(reason))


def _queried(queried: pl.DataFrame, *, sheet: RawSheet, number: int) -> pl.DataFrame:
    if queried.is_empty():
        return pl.DataFrame(schema=QUERIED_SCHEMA)
    return queried.select(
        list=pl.lit(number, pl.Int64),
        sheet=pl.lit(sheet.name, pl.String),
        row="row",
        column="column",
        cell="cell",
    )
