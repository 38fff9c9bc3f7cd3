"""Filled templates of practice records: known by their headers, typed, and made into the model's tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.shaping import fitted, place_among
from goldenthread.records.annex_a.sheets import Opened, RawSheet
from goldenthread.records.annex_a.spelling import letters_and_digits
from goldenthread.records.annex_a.typing import ROW
from goldenthread.records.annex_a.values import read_date
from goldenthread.records.coverage import Coverage
from goldenthread.records.dates_in_names import suggested
from goldenthread.records.returns.tables import TableRead, read_table, sheet_note
from goldenthread.records.returns.templates import ABOUT, AS_AT, AUTHORITY, COVERS_FROM, GUIDE, MADE_UP
from goldenthread.records.store import NOTE_SCHEMA
from goldenthread.records.tables import Records
from goldenthread.standards.returns import ReturnTable, practice_records
from goldenthread.standards.safeguarding_dataset import dataset

NOT_A_TEMPLATE = "not one of the templates; left out"
NO_COLUMN = "this column is not here; it is left blank"
NO_START = f"{ABOUT} does not say what the records cover from: nothing is counted from them"
NO_KIND = "no usable Kind of visit, without which the row belongs to no plan"
VISITS = {
    "in_need": ("ssd_cin_visits", "cinv_cin_visit_id", "cinv_person_id", "cinv_cin_visit"),
    "protection": ("ssd_cp_visits", "cppv_cp_visit_id", "cppv_person_id", "cppv_cp_visit"),
    "care": ("ssd_cla_visits", "clav_cla_visit_id", "clav_person_id", "clav_cla_visit"),
}
"""By the kind of a visit: its table, key, child, and how the names of its other fields begin."""
_HEADER_WITHIN = 10
_VISITS = "statutory_visits"


@dataclass(frozen=True)
class PracticeRead:
    """Templates read: what About says, the tables by name, and what is said of the file as a whole."""

    as_at: date
    covers_from: date | None
    authority: str
    made_up: bool
    tables: Mapping[str, TableRead]
    notes: pl.DataFrame


def is_practice(sheets: Sequence[RawSheet]) -> bool:
    """Whether any of these sheets is a template."""
    return any(_known(sheet) for sheet in sheets)


def read_practice(
    path: Path, opened: Opened, *, as_at: date | None = None, otherwise: date | None = None
) -> PracticeRead:
    """The templates of a file opened before. The date is the one asked for, else what About says, else
    `otherwise`. Raises InputRefused where there is none, or two sheets hold the same template."""
    about = _about(opened.sheets)
    when = as_at or _day(about.get(AS_AT)) or otherwise
    if when is None:
        raise InputRefused(
            source=path,
            why=f"does not say which date it is as at{suggested(path.name)}",
            what_to_do=f"fill in {AS_AT} on the sheet {ABOUT}, or give --as-at YYYY-MM-DD",
        )
    notes = [sheet_note(file=path.name, sheet=None, kind="note", message=said) for said in opened.remarks]
    tables: dict[str, TableRead] = {}
    for sheet in opened.sheets:
        known = _known(sheet)
        if known is None:
            if letters_and_digits(sheet.name) not in (ABOUT.lower(), GUIDE.lower()):
                notes.append(
                    sheet_note(file=sheet.file, sheet=sheet.name, kind="note", message=NOT_A_TEMPLATE)
                )
            continue
        if (other := tables.get(known[0].name)) is not None:
            raise InputRefused(
                source=path,
                why=f"holds {known[0].title} twice, as {other.sheet} and as {sheet.name}",
                what_to_do="put the rows together in one",
            )
        tables[known[0].name] = _read(sheet, *known)
    if (start := _day(about.get(COVERS_FROM))) is None:
        notes.append(sheet_note(file=path.name, sheet=ABOUT, kind="query", message=NO_START))
    return PracticeRead(
        as_at=when,
        covers_from=start,
        authority=about.get(AUTHORITY) or "",
        made_up=bool(about.get(MADE_UP)),
        tables=tables,
        notes=pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes]),
    )


def _day(text: str | None) -> date | None:
    return read_date(text).value if text else None


def _about(sheets: Sequence[RawSheet]) -> dict[str, str | None]:
    """What the sheet About says, by its first column."""
    for sheet in sheets:
        if letters_and_digits(sheet.name) == ABOUT.lower():
            keys = {letters_and_digits(key): key for key in (AS_AT, COVERS_FROM, AUTHORITY, MADE_UP)}
            rows = [(row[0], row[1] if len(row) > 1 else None) for row in sheet.cells.iter_rows()]
            return {
                keys[plain]: said for key, said in rows if (plain := letters_and_digits(key or "")) in keys
            }
    return {}


def _known(sheet: RawSheet) -> tuple[ReturnTable, int, dict[str, int]] | None:
    """The template whose headers a sheet has, the row they are in, and where each column is. Its date is a
    header no other template has."""
    for place, row in enumerate(sheet.cells.head(_HEADER_WITHIN).iter_rows()):
        headers = [letters_and_digits(cell) if cell else "" for cell in row]
        there = set(headers)
        for table, plain in _plain_names():
            if {plain[name] for name in (table.id, table.date) if name} <= there:
                found = {name: headers.index(said) for name, said in plain.items() if said in there}
                return table, place, found
    return None


@cache
def _plain_names() -> tuple[tuple[ReturnTable, Mapping[str, str]], ...]:
    """Each template, and its columns as headers are compared: every file that is opened is asked for them."""
    return tuple(
        (table, {name: letters_and_digits(name) for name in table.column_names})
        for table in practice_records().tables.values()
    )


def _read(sheet: RawSheet, table: ReturnTable, header_row: int, found: dict[str, int]) -> TableRead:
    body = sheet.cells.with_row_index(ROW, offset=1).slice(header_row + 1)
    filled = body.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
    columns = [
        (pl.col(str(found[name])) if name in found else pl.lit(None, pl.String)).alias(name)
        for name in table.column_names
    ]
    read = read_table(
        filled.select(ROW, *columns),
        table,
        standard=practice_records(),
        year=None,
        file=sheet.file,
        sheet=sheet.name,
    )
    missing = [
        sheet_note(file=sheet.file, sheet=sheet.name, kind="query", message=NO_COLUMN, column=name)
        for name in table.column_names
        if name not in found
    ]
    if table.name == _VISITS:
        read = read.without(read.rows.filter(pl.col("Kind of visit").is_null())[ROW], reason=NO_KIND)
    return read.noting(*missing)


def to_records(read: PracticeRead) -> Records:
    """The templates as records as at their date. Whoever is named in one is in the records of the case
    system: no person is made here."""
    frames: dict[str, pl.DataFrame] = {}
    for name, table in read.tables.items():
        frames |= dict(_visits(table.rows)) if name == _VISITS else {str(table.wanted.table): _table(table)}
    return Records(
        as_at=read.as_at,
        authority=read.authority,
        frames={name: fitted(frame, name).lazy() for name, frame in frames.items()},
        coverage={name: _coverage(name, read, is_held=name in frames) for name in dataset().tables},
    )


def _coverage(table: str, read: PracticeRead, *, is_held: bool) -> Coverage:
    history = "window" if is_held else "absent"
    start = read.covers_from if is_held else None
    return Coverage(table=table, history=history, window_start=start, window_end=read.as_at)  # type: ignore[arg-type]


def _table(read: TableRead) -> pl.DataFrame:
    """The rows under the model's names, with a key made of what a row is."""
    wanted = read.wanted
    assert wanted.id is not None
    assert wanted.date is not None
    rows = read.rows.with_columns(place_among(wanted.id, wanted.date))
    key = dataset().tables[str(wanted.table)].key
    fields = {str(column.field): pl.col(column.name) for column in wanted.columns}
    return rows.select(**{key: _key(wanted.id, wanted.name, wanted.date)}, **fields)


def _key(id: str, what: str, day: str) -> pl.Expr:
    parts = [pl.col(id), pl.lit(what), pl.col(day).cast(pl.String), pl.col("_n").cast(pl.String)]
    return pl.concat_str(parts, separator="|")


def _visits(rows: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Visits in the dataset's own tables, each kind in its own."""
    placed = rows.with_columns(place_among("Child identifier", "Date of visit"))
    for kind, (table, key, person, begins) in VISITS.items():
        yield (
            table,
            placed.filter(pl.col("Kind of visit") == kind).select(
                _key("Child identifier", f"{kind}_visit", "Date of visit").alias(key),
                pl.col("Child identifier").alias(person),
                pl.col("Date of visit").alias(f"{begins}_date"),
                pl.col("Child seen").alias(f"{begins}_seen"),
                pl.col("Child seen alone").alias(f"{begins}_seen_alone"),
            ),
        )
