"""Tables of the Standard Safeguarding Dataset as a case system or database holds them, in the model's shape.

A table that is not there is said to be absent; a column that is not there costs that column; a value that
cannot be read as its field's type is left blank and counted. Columns the model does not hold are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from goldenthread.records.annex_a.codes import read_code
from goldenthread.records.annex_a.reading import is_blank
from goldenthread.records.annex_a.spelling import tidy
from goldenthread.records.annex_a.values import read_date
from goldenthread.records.coverage import Coverage
from goldenthread.records.store import NOTE_SCHEMA
from goldenthread.records.tables import Records, schema
from goldenthread.standards import annex_a
from goldenthread.standards.safeguarding_dataset import Field, dataset

NO_COLUMN = "this column is not here; it is left blank"
UNREADABLE = "cannot be read as {what}; left blank"
OTHER_CODE = "not a code of this column; read as it stands"
OTHER_COLUMNS = "columns the records do not hold, left out: {count}"
NO_START = "nothing says from which day these records are whole: no figure over time is counted from them"
_FLAGS = {"y": "Y", "yes": "Y", "true": "Y", "1": "Y", "n": "N", "no": "N", "false": "N", "0": "N", "u": "U"}
_WHAT = {"date": "a date", "flag": "yes or no", "integer": "a whole number", "float": "a number"}


@dataclass(frozen=True)
class Shaped:
    """The records, and what is said of their tables."""

    records: Records
    notes: pl.DataFrame


def shaped(
    tables: Mapping[str, pl.DataFrame], *, source: str, as_at: date, covers_from: date | None, authority: str
) -> Shaped:
    """Tables by name, as they came, in the model's shape. `source` names where they came from in remarks."""
    frames: dict[str, pl.LazyFrame] = {}
    notes: list[pl.DataFrame] = []
    for name in dataset().tables:
        if name in tables:
            frame, said = _table(name, tables[name], source)
            frames[name] = frame.lazy()
            notes += said
    if covers_from is None:
        notes.append(_note(source, None, "query", NO_START))
    coverage = {name: Coverage(name, "complete", covers_from, as_at) for name in frames}
    records = Records(as_at=as_at, authority=authority, frames=frames, coverage=coverage)
    return Shaped(records=records, notes=pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes]))


def _table(name: str, frame: pl.DataFrame, source: str) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    plain = frame.rename({column: column.strip().lower() for column in frame.columns})
    notes, columns = [], []
    for field in dataset().tables[name].fields:
        if field.name not in plain.columns:
            columns.append(pl.lit(None, schema(name)[field.name]).alias(field.name))
            if field.extension is None:
                notes.append(_note(source, name, "query", NO_COLUMN, column=field.name))
            continue
        values, wrong = _field(plain[field.name], field)
        columns.append(pl.lit(values))
        notes += [_note(source, name, "query", message, column=field.name, row=row) for row, message in wrong]
    others = len(set(plain.columns) - set(schema(name)))
    if others:
        notes.append(_note(source, name, "note", OTHER_COLUMNS.format(count=others)))
    return pl.select(columns) if plain.height else pl.DataFrame(schema=schema(name)), notes


def _note(
    source: str,
    table: str | None,
    kind: str,
    message: str,
    *,
    column: str | None = None,
    row: int | None = None,
) -> pl.DataFrame:
    cells = {"file": source, "sheet": table, "row": row, "column": column, "kind": kind, "message": message}
    return pl.DataFrame([cells], schema=NOTE_SCHEMA)


def _field(column: pl.Series, field: Field) -> tuple[pl.Series, list[tuple[int, str]]]:
    """The column as the field's type, and the rows (from 1) that could not be read, or hold another code."""
    if field.type == "date" and column.dtype in (pl.Date, pl.Datetime):
        return column.cast(pl.Date), []
    if field.type in ("integer", "float") and column.dtype.is_numeric():
        return column.cast(_numeric(field)), []
    text = column.cast(pl.String)
    once = {value: _READ[field.type](value, field) for value in text.drop_nulls().unique().to_list()}
    values = (
        text.replace_strict(
            list(once), [read for read, _ in once.values()], default=None, return_dtype=_kind(field)
        )
        if once
        else pl.Series(column.name, [None] * len(text), dtype=_kind(field))
    )
    wrong = {value: said for value, (_, said) in once.items() if said}
    marked = pl.DataFrame({"value": text}).with_row_index("row", offset=1)
    met = marked.filter(pl.col("value").is_in(list(wrong)))
    return values.alias(field.name), [(row, wrong[value]) for row, value in met.iter_rows()]


def _kind(field: Field) -> type[pl.DataType]:
    return {"date": pl.Date, "integer": pl.Int64, "float": pl.Float64}.get(field.type, pl.String)


def _numeric(field: Field) -> type[pl.DataType]:
    return pl.Int64 if field.type == "integer" else pl.Float64


Read = tuple[Any, str | None]


def _date(value: str, _: Field) -> Read:
    read = read_date(value)
    return read.value, UNREADABLE.format(what=_WHAT["date"]) if read.kind == "query" else None


def _flag(value: str, _: Field) -> Read:
    read = _FLAGS.get(tidy(value).casefold())
    wrong = read is None and not is_blank(tidy(value))
    return read, UNREADABLE.format(what=_WHAT["flag"]) if wrong else None


def _number(value: str, field: Field) -> Read:
    try:
        number = float(value.replace(",", ""))
        return (int(number) if field.type == "integer" else number), None
    except ValueError:
        wrong = not is_blank(tidy(value))
        return None, UNREADABLE.format(what=_WHAT[field.type]) if wrong else None


def _code(value: str, field: Field) -> Read:
    """A code of the field's set, in whatever spelling; another is kept as it stands, and queried."""
    cell = tidy(value)
    if is_blank(cell):
        return None, None
    own = dataset().code_sets.get(field.codes or "")
    if own is not None:
        known = {code.upper(): code for code in own}.get(cell.upper())
        return known or cell, None if known else OTHER_CODE
    if field.codes not in annex_a.standard().code_sets:
        return cell, None
    found = read_code(value, codes=field.codes)
    return (found.value, None) if found.value is not None else (cell, OTHER_CODE)


def _text(value: str, _: Field) -> Read:
    return tidy(value) or None, None


_READ: Mapping[str, Callable[[str, Field], Read]] = {
    "date": _date,
    "flag": _flag,
    "integer": _number,
    "float": _number,
    "code": _code,
    "text": _text,
}


def is_table(name: str) -> bool:
    """Whether a name is that of a table of the model."""
    return name.lower() in dataset().tables


def digest_parts(tables: Mapping[str, pl.DataFrame]) -> Iterator[bytes]:
    """What tells one set of tables from another, whatever order their rows came in."""
    for name in sorted(tables):
        frame = tables[name]
        yield name.encode()
        yield ",".join(f"{column}:{kind}" for column, kind in sorted(frame.schema.items())).encode()
        ordered = frame.select(sorted(frame.columns))
        yield ordered.sort(pl.all(), nulls_last=True).write_csv().encode()
