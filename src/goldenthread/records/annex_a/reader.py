"""Reading an Annex A workbook: the eleven lists as typed frames, and everything there is to say about them.

Only four kinds of row are set aside: one with no usable identifier, one with no usable key date, a stray row
(a total or a remark under the table) and an exact duplicate. Everything else is loaded. For every list, rows
read = rows loaded + rows set aside; a wholly blank row is not a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a import sheets
from goldenthread.records.annex_a.checks import queries
from goldenthread.records.annex_a.container import Container, Properties, inspect
from goldenthread.records.annex_a.headers import Recognised, recognise
from goldenthread.records.annex_a.lists import AnnexA
from goldenthread.records.annex_a.notes import NOTE_SCHEMA, no_notes, placed, row_notes, sheet_note
from goldenthread.records.annex_a.reading import Kind
from goldenthread.records.annex_a.sheets import RawSheet
from goldenthread.records.annex_a.typing import ROW, typed
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
    rows: pl.DataFrame
    counts: ListCounts
    set_aside: pl.DataFrame
    notes: pl.DataFrame
    queried_cells: pl.DataFrame
    layout: Layout


def read_workbook(path: Path, *, as_at: date | None = None) -> ReadResult:
    """Read a workbook, or a folder of the lists as CSV files.

    Raises InputRefused when it is missing, empty, encrypted, damaged, not a workbook, or holds no list.
    """
    container = None if path.is_dir() else inspect(path)
    properties = container.properties if container else Properties()
    raw = sheets.from_workbook(container) if container else sheets.from_folder(path)
    when = as_at or properties.as_at
    chosen, notes = _choose(raw)
    if not chosen:
        raise InputRefused(
            source=path,
            why="none of its sheets has the headers of an Annex A list",
            what_to_do="send a workbook whose sheets have Annex A's column headers",
        )
    read = [_read_list(sheet, recognised=recognised, as_at=when) for sheet, recognised in chosen.values()]
    notes += _whole_file_notes(path, container=container, chosen=chosen)
    return _result(path=path, read=read, notes=notes, properties=properties, as_at=when)


def _result(
    *,
    path: Path,
    read: list[_ListRead],
    notes: list[pl.DataFrame],
    properties: Properties,
    as_at: date | None,
) -> ReadResult:
    lists = {item.number: item.rows for item in sorted(read, key=lambda item: item.number)}
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


def _choose(raw: list[RawSheet]) -> tuple[Chosen, list[pl.DataFrame]]:
    """One sheet for each list: the first that has its headers. The others are said, not read."""
    chosen: Chosen = {}
    notes = []
    for sheet in raw:
        recognised = recognise(sheet)
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


def _whole_file_notes(path: Path, *, container: Container | None, chosen: Chosen) -> list[pl.DataFrame]:
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
    if container and container.error_cells:
        message = f"cells that hold an error (such as #N/A), read as blank: {container.error_cells:,}"
        notes.append(sheet_note(file=path.name, sheet=None, number=None, kind="note", message=message))
    return notes


def _read_list(sheet: RawSheet, *, recognised: Recognised, as_at: date | None) -> _ListRead:
    number = recognised.number
    filled = _filled_rows(sheet, recognised)
    read = typed(_by_name(filled, recognised), number)
    reasons = _reasons(filled, rows=read.rows, wanted=standard().lists[number])
    loaded = read.rows.filter(reasons.is_null())
    aside = _set_aside(filled, reasons, sheet=sheet, recognised=recognised)
    notes = [
        *_sheet_notes(sheet, recognised=recognised, rows=filled.height),
        placed(
            _row_notes(read.notes, loaded=loaded, aside=aside, number=number, as_at=as_at),
            file=sheet.file,
            sheet=sheet.name,
            number=number,
        ),
    ]
    return _ListRead(
        number=number,
        rows=loaded.drop(ROW),
        counts=ListCounts(filled.height, loaded.height, aside.height),
        set_aside=aside,
        notes=pl.concat(notes),
        queried_cells=_queried(read.queried_cells, sheet=sheet, number=number),
        layout=_layout(recognised),
    )


def _layout(recognised: Recognised) -> Layout:
    """List 9 is in the earlier layout when every column the current one added is missing."""
    added = [c.name for c in standard().lists[recognised.number].columns if c.layouts == ("B",)]
    return "A" if added and set(added) <= set(recognised.missing) else "B"


def _filled_rows(sheet: RawSheet, recognised: Recognised) -> pl.DataFrame:
    """The rows under the header that hold anything, with ROW in front."""
    cells = sheet.cells.with_row_index(ROW, offset=1).slice(recognised.header_row + 1)
    return cells.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))


def _by_name(filled: pl.DataFrame, recognised: Recognised) -> pl.DataFrame:
    """The cells under the list's own column names; a column the sheet lacks is null throughout."""
    found = [pl.col(str(place)).alias(name) for name, place in recognised.columns.items()]
    lacking = [pl.lit(None, pl.String).alias(name) for name in recognised.missing]
    return filled.select(ROW, *found, *lacking)


def _reasons(filled: pl.DataFrame, *, rows: pl.DataFrame, wanted: ListStandard) -> pl.Series:
    """Why each row is set aside; null where it is not."""
    cells = pl.exclude(ROW)
    only_one = filled.select(pl.sum_horizontal(cells.is_not_null()) == 1).to_series()
    has_key = (
        rows[wanted.key_date].is_not_null() if wanted.key_date else pl.repeat(True, rows.height, eager=True)
    )
    frame = pl.DataFrame(
        {
            "stray": only_one,
            "no_id": rows[wanted.id_column].is_null(),
            "no_date": ~has_key,
            "repeat": ~filled.select(pl.struct(cells).is_first_distinct()).to_series(),
        }
    )
    return frame.select(
        pl.when("stray")
        .then(pl.lit(STRAY_ROW))
        .when("no_id")
        .then(pl.lit(NO_IDENTIFIER))
        .when("no_date")
        .then(pl.lit(NO_KEY_DATE))
        .when("repeat")
        .then(pl.lit(DUPLICATE))
        .alias(_REASON)
    ).to_series()


def _set_aside(
    filled: pl.DataFrame, reasons: pl.Series, *, sheet: RawSheet, recognised: Recognised
) -> pl.DataFrame:
    aside = filled.with_columns(reasons).filter(pl.col(_REASON).is_not_null())
    if aside.is_empty():
        return pl.DataFrame(schema=SET_ASIDE_SCHEMA)
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


def _sheet_notes(sheet: RawSheet, *, recognised: Recognised, rows: int) -> Iterator[pl.DataFrame]:
    def note(kind: Kind, message: str, column: str | None = None) -> pl.DataFrame:
        return sheet_note(
            file=sheet.file,
            sheet=sheet.name,
            number=recognised.number,
            kind=kind,
            message=message,
            column=column,
        )

    wanted = standard().lists[recognised.number]
    is_layout_a = _layout(recognised) == "A"
    for name in recognised.missing:
        column = wanted.column(name)
        if not (is_layout_a and column.layouts == ("B",)):
            yield note("note", "the column is missing; left unknown", column.header)
    if is_layout_a:
        yield note("note", "the earlier layout: four columns were added since, and are left unknown")
    for header in recognised.extra:
        yield note("note", "a column the list does not have; left out", header)
    for header in recognised.repeated:
        yield note("query", "the header comes twice; the first column is used", header)
    for name in recognised.by_pattern:
        yield note("note", "known by a pattern of words, not by its exact header", wanted.column(name).header)
    if not rows:
        yield note("note", "the list has headers and no rows")


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
