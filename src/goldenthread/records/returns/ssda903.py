"""The children looked after return's CSV files: known by their headers, typed, and held against each other.

    read_return(path, as_at=...)      what the files hold, by table
    ssda903_records.to_records(read)  the same as the model's tables

Files are told apart by the set of their headers, in any order; columns without a name, or that the table does
not have, are left out and said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.sheets import Opened, RawSheet
from goldenthread.records.annex_a.spelling import letters_and_digits
from goldenthread.records.annex_a.typing import ROW
from goldenthread.records.dates_in_names import suggested
from goldenthread.records.returns.ssda903_checks import checked
from goldenthread.records.returns.tables import OTHER_YEARS, TableRead, read_table, sheet_note
from goldenthread.records.store import NOTE_SCHEMA
from goldenthread.standards.returns import ReturnTable, collection_year, ssda903

NOT_A_TABLE = "not a table of the return; left out"
NO_COLUMN = "this column is not here; it is left blank"
OTHER_COLUMN = "columns the table does not have, left out: {count}"
NO_EPISODE = "the child has no episode in this return, so the review belongs to no time in care"
NO_YEAR_KNOWN = "the codes of this collection year are not known here; every code of any year is read"
MADE_UP_FILE = "made-up.txt"
"""A file that stands among the others of a made-up return, and says so."""
_ID = "CHILD"
_OF_A_CHILD = frozenset({_ID, "SEX", "DOB"})  # in many tables, so telling none
_HEADER_WITHIN = 10
_MOST_MISSING = 2


@dataclass(frozen=True)
class ReturnRead:
    """A return read: its date, its tables by name, and what is said of the files as a whole."""

    as_at: date
    tables: Mapping[str, TableRead]
    notes: pl.DataFrame
    made_up: bool = False

    @property
    def year(self) -> int:
        return collection_year(self.as_at)

    def rows(self, table: str) -> pl.DataFrame | None:
        return self.tables[table].rows if table in self.tables else None


@dataclass(frozen=True)
class _Known:
    """A sheet known as a table: where its header stands, and where each column is."""

    table: ReturnTable
    header_row: int
    columns: Mapping[str, int]
    others: int


def is_return(sheets: Sequence[RawSheet]) -> bool:
    """Whether any of these sheets is a table of the return."""
    return any(_known(sheet) for sheet in sheets)


def read_return(
    path: Path, opened: Opened, *, as_at: date | None = None, otherwise: date | None = None
) -> ReturnRead:
    """The return's files, opened before. Its date is the one asked for, else `otherwise`.

    Raises InputRefused where two files hold the same table, or nothing says which year it is of.
    """
    when = as_at or otherwise
    if when is None:
        raise InputRefused(
            source=path,
            why=f"does not say which collection year it is of{suggested(path.name)}",
            what_to_do="give --as-at YYYY-MM-DD: 31 March of the year the return ends in",
        )
    notes = [sheet_note(file=path.name, sheet=None, kind="note", message=said) for said in opened.remarks]
    tables: dict[str, TableRead] = {}
    for sheet in opened.sheets:
        known = _known(sheet)
        if known is None:
            notes.append(sheet_note(file=sheet.file, sheet=sheet.name, kind="note", message=NOT_A_TABLE))
            continue
        if (other := tables.get(known.table.name)) is not None:
            raise InputRefused(
                source=path,
                why=f"holds {known.table.name} twice, as {other.sheet} and as {sheet.name}",
                what_to_do="send the files of one collection year alone",
            )
        tables[known.table.name] = _read(sheet, known, when)
    if collection_year(when) not in ssda903().years:
        notes.append(sheet_note(file=path.name, sheet=None, kind="query", message=NO_YEAR_KNOWN))
    ordered = {name: tables[name] for name in ssda903().tables if name in tables}
    return ReturnRead(
        as_at=when,
        tables=checked(_with_a_home(ordered), as_at=when),
        notes=pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes]),
        made_up=any(said.startswith(MADE_UP_FILE) for said in opened.remarks),
    )


def _with_a_home(tables: dict[str, TableRead]) -> dict[str, TableRead]:
    """The tables without reviews that no time in care holds: nothing would lead from them to the child."""
    if "Reviews" not in tables:
        return tables
    reviews = tables["Reviews"]
    in_care = tables["Episodes"].rows["CHILD"] if "Episodes" in tables else pl.Series([], dtype=pl.String)
    homeless = reviews.rows.filter(~pl.col(_ID).is_in(in_care.implode()))[ROW]
    return {**tables, "Reviews": reviews.without(homeless, reason=NO_EPISODE)}


def _known(sheet: RawSheet) -> _Known | None:
    """The table whose headers a sheet has, in one of its first rows."""
    for place, row in enumerate(sheet.cells.head(_HEADER_WITHIN).iter_rows()):
        plain = [letters_and_digits(cell) if cell else "" for cell in row]
        if letters_and_digits(_ID) in plain:
            return _by_headers(plain, place)
    return None


def _by_headers(headers: list[str], place: int) -> _Known | None:
    """The table most of whose columns are there; one with none of its own columns is no table."""
    best: tuple[int, _Known] | None = None
    for table in ssda903().tables.values():
        found = {
            column.name: headers.index(letters_and_digits(column.name))
            for column in table.columns
            if letters_and_digits(column.name) in headers
        }
        missing = len(table.columns) - len(found)
        if (
            missing <= _MOST_MISSING
            and set(found) - _OF_A_CHILD
            and (table.date is None or table.date in found)
        ):
            score = len(found) - missing
            if best is None or score > best[0]:
                others = len([header for header in headers if header]) - len(found)
                best = score, _Known(table, place, found, others)
    return best[1] if best else None


def _read(sheet: RawSheet, known: _Known, when: date) -> TableRead:
    table, year = known.table, collection_year(when)
    body = sheet.cells.with_row_index(ROW, offset=1).slice(known.header_row + 1)
    filled = body.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
    columns = [
        pl.col(str(known.columns[name])).alias(name)
        if name in known.columns
        else pl.lit(None, pl.String).alias(name)
        for name in table.column_names
    ]
    read = read_table(
        filled.select(ROW, *columns),
        table,
        standard=ssda903(),
        year=year if year in ssda903().years else None,
        file=sheet.file,
        sheet=sheet.name,
    )
    return read.noting(*_on_sheet(sheet, known, year))


def _on_sheet(sheet: RawSheet, known: _Known, year: int) -> Iterator[pl.DataFrame]:
    where = {"file": sheet.file, "sheet": sheet.name}
    for name in known.table.column_names:
        if name not in known.columns:
            yield sheet_note(**where, kind="query", message=NO_COLUMN, column=name)
    nameless = sum(not cell for cell in sheet.cells.row(known.header_row))
    if known.others + nameless:
        yield sheet_note(**where, kind="note", message=OTHER_COLUMN.format(count=known.others + nameless))
    if known.table.since is not None and year < known.table.since:
        yield sheet_note(**where, kind="query", message=OTHER_YEARS)
