"""Everything a store holds about one child, as sheets a person can read; and what in it is about others.

    sheets = from_store(store, child)
    queue = spans(sheets, child=child, others=others_in(store, but=child))
    given = redacted(sheets, queue, decisions)     # refused until every span is decided

A row is told once, with the first and the last records that hold it as it stands: a row that changed is there
once for each way it stood. Workers acting in their role are told and are not queued.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.belonging import CHILD, every_child, of_children, owned_tables
from goldenthread.records.removing import names_any
from goldenthread.records.store import Manifest, manifests, open_snapshot, read_beside
from goldenthread.records.tables import Records
from goldenthread.standards.annex_a import standard
from goldenthread.standards.retention import TableDeclared
from goldenthread.standards.safeguarding_dataset import Field, dataset

Cell = str | int | float | date | None
Decided = Literal["keep", "redact"]
REMOVED = "[removed: about somebody else]"
FIRST, LAST = "first_held", "last_held"


@dataclass(frozen=True)
class Column:
    """A column of a sheet. `others` says whom its value is about where that is somebody else; `free` is
    words that may name anybody; `plain` cannot hold anybody's name (a flag, a worker in their role);
    `known` are the texts of it that cannot (codes of a list)."""

    name: str
    title: str
    others: str = ""
    free: bool = False
    plain: bool = False
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sheet:
    """Rows about the child from one place."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Span:
    """A stretch of a cell that may be about somebody else: decided on once for every cell of the column
    with the same words. The whole cell where `found` is all of `text`."""

    sheet: str
    column: str
    text: str
    start: int
    end: int
    why: str

    @property
    def found(self) -> str:
        return self.text[self.start : self.end]

    @property
    def key(self) -> str:
        """What a decision is remembered by: the same words in the same place give the same key."""
        parts = [self.sheet, self.column, self.text, self.start, self.end]
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def from_store(store: Path, child: str) -> list[Sheet]:
    """Every row of every snapshot that is about the child, table by table; no sheet for what holds none."""
    held = manifests(store)
    opened = [open_snapshot(store, manifest) for manifest in held]
    found = [_table(declared, opened, child) for declared in owned_tables()]
    sheets = [sheet for sheet in (*found, _set_aside(store, held, child)) if sheet is not None]
    return [*sheets, *_workers(opened, sheets), *_origins(held, opened, child)]


def others_in(store: Path, *, but: str) -> dict[str, str]:
    """What stands for somebody else in this store, and for whom: other children's and adopters'
    identifiers."""
    found: dict[str, str] = {}
    for manifest in manifests(store):
        records = open_snapshot(store, manifest)
        children = every_child(records).collect()[CHILD].to_list()
        found |= dict.fromkeys(children, "another child's identifier")
        adopters = records.table("adopters").select("adop_adopter_id", "adop_family_id").collect()
        for name in adopters.columns:
            found |= dict.fromkeys(adopters[name].drop_nulls().to_list(), "an adopter's identifier")
    found.pop(but, None)
    return {token: why for token, why in found.items() if token.strip()}


def spans(
    sheets: Sequence[Sheet], *, child: str, others: Mapping[str, str], words: Iterable[str] = ()
) -> list[Span]:
    """Everything in the sheets that may be about somebody else, in their order, each once.

    `words` are what a reader found that no list holds, such as a relative's name.
    """
    sought = {**others, **{word: "words somebody marked" for word in words if word.strip()}}
    cells = [(sheet, column, text) for sheet in sheets for column, text in _texts(sheet)]
    named = _naming(sorted({text for _, _, text in cells}), sought)
    found: dict[str, Span] = {}
    for sheet, column, text in cells:
        for span in _of_cell(sheet, column, text, child=child, named=named.get(text, ()), why=sought):
            found.setdefault(span.key, span)
    return list(found.values())


def redacted(sheets: Sequence[Sheet], queue: Sequence[Span], decisions: Mapping[str, Decided]) -> list[Sheet]:
    """The sheets without what is to be removed. InputRefused while a span is not decided on."""
    waiting = sum(span.key not in decisions for span in queue)
    if waiting:
        raise InputRefused(
            source="the answer",
            why=f"has {waiting} places still to be decided",
            what_to_do="say keep or redact for each of them",
        )
    out: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for span in queue:
        if decisions[span.key] == "redact":
            out.setdefault((span.sheet, span.column, span.text), []).append((span.start, span.end))
    return [_sheet_without(sheet, out) for sheet in sheets]


def without(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    """The text with each stretch replaced; stretches that overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in reversed(joined):
        text = text[:start] + REMOVED + text[end:]
    return text


def digest_of(sheets: Sequence[Sheet]) -> str:
    """What the sheets say, as 64 hexadecimal digits."""
    said = [[sheet.name, [column.name for column in sheet.columns], sheet.rows] for sheet in sheets]
    return sha256(json.dumps(said, ensure_ascii=False, default=str).encode()).hexdigest()


def _table(declared: TableDeclared, opened: Sequence[Records], child: str) -> Sheet | None:
    fields = dataset().tables[declared.name].fields
    each = [
        of_children(records, declared, [child]).drop(CHILD).with_columns(_as_at=pl.lit(records.as_at))
        for records in opened
        if declared.name in records.frames
    ]
    if not each:
        return None
    names = [field.name for field in fields]
    rows = (
        pl.concat(pl.collect_all(each))
        .group_by(names, maintain_order=True)
        .agg(_first=pl.col("_as_at").min(), _last=pl.col("_as_at").max())
    )
    if rows.is_empty():
        return None
    columns = (*(_column(field, declared) for field in fields), *_HELD)
    shown = tuple(tuple(_cells(row, fields)) for row in rows.iter_rows())
    return Sheet(declared.name, dataset().tables[declared.name].purpose, columns, shown)


_HELD = (
    Column(FIRST, "in the records from", plain=True),
    Column(LAST, "in the records to", plain=True),
)


def _cells(row: Sequence[Any], fields: Sequence[Field]) -> Iterable[Cell]:
    for value, field in zip(row, fields, strict=False):
        yield _readable(value, field)
    yield from row[len(fields) :]


def _readable(value: Any, field: Field) -> Cell:
    """A code in words, beside the code, where a code set of the standard has it."""
    if field.codes is None or not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    return _in_words(field.codes).get(value, value)


@cache
def _in_words(codes: str) -> dict[str, str]:
    """Each code of a set as it is shown."""
    own = dataset().code_sets.get(codes, {})
    found = standard().code_sets.get(codes)
    printed = {**(found.printed if found else {}), **own}
    return {code: code if words == code else f"{code}: {words}" for code, words in printed.items()}


def _column(field: Field, declared: TableDeclared) -> Column:
    title = field.name.partition("_")[2].replace("_", " ")
    in_role = (field.references or "").split(".")[0] in {"ssd_professionals", "ssd_department"}
    return Column(
        field.name,
        title,
        others=(declared.others or {}).get(field.name, ""),
        plain=field.type == "flag" or in_role,
        known=frozenset(_in_words(field.codes).values()) if field.codes else frozenset(),
    )


def _set_aside(store: Path, held: Sequence[Manifest], child: str) -> Sheet | None:
    rows: list[tuple[Cell, ...]] = []
    for manifest in held:
        aside = read_beside(store, manifest, "set_aside")
        if "cells" not in aside.columns:
            continue
        for row in aside.iter_rows(named=True):
            if names_any(row["cells"], [child]):
                where = f"{row.get('sheet', '')} row {row.get('row', '')}"
                rows.append((manifest.as_at, where, row.get("reason"), as_lines(row["cells"])))
    if not rows:
        return None
    columns = (
        Column("as_at", "records as at", plain=True),
        Column("where", "where"),
        Column("reason", "why it was not used", plain=True),
        Column("cells", "the row as it was typed", free=True),
    )
    return Sheet("set_aside", "rows that were read and not used", columns, tuple(rows))


def as_lines(cells: str) -> str:
    """A row as it was typed, a line for each filled cell."""
    try:
        typed = json.loads(cells)
        return "\n".join(f"{header}: {cell}" for header, cell in typed.items() if cell not in (None, ""))
    except (ValueError, AttributeError):
        return cells


def _workers(opened: Sequence[Records], sheets: Sequence[Sheet]) -> list[Sheet]:
    """The workers and teams the child's rows name, in words: acting in their role."""
    named = {
        cell
        for sheet in sheets
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row, strict=True)
        if column.plain and isinstance(cell, str)
    }
    sheets_of = (
        (
            "ssd_professionals",
            ("prof_professional_id", "prof_professional_name", "prof_professional_job_title"),
        ),
        ("ssd_department", ("dept_team_id", "dept_team_name", "dept_team_parent_name")),
    )
    found = []
    for table, names in sheets_of:
        each = [records.table(table).select(names) for records in opened]
        if not each:
            continue
        rows = (
            pl.concat(pl.collect_all(each))
            .filter(pl.col(names[0]).is_in(sorted(named)))
            .unique()
            .sort(names[0])
        )
        columns = tuple(Column(name, name.partition("_")[2].replace("_", " "), plain=True) for name in names)
        if rows.height:
            found.append(
                Sheet(table, f"{dataset().tables[table].purpose} named here", columns, tuple(rows.rows()))
            )
    return found


def _origins(held: Sequence[Manifest], opened: Sequence[Records], child: str) -> list[Sheet]:
    """The snapshots that hold the child, and the files they were made from."""
    rows: list[tuple[Cell, ...]] = []
    for manifest, records in zip(held, opened, strict=True):
        if child in every_child(records).collect()[CHILD]:
            files = ", ".join(source.name for source in manifest.sources)
            rows.append((manifest.as_at, manifest.kind, files, manifest.snapshot))
    columns = (
        Column("as_at", "records as at", plain=True),
        Column("kind", "kind", plain=True),
        Column("files", "files they came from"),
        Column("snapshot", "snapshot", plain=True),
    )
    return [Sheet("snapshots", "the records that hold this child", columns, tuple(rows))] if rows else []


def _texts(sheet: Sheet) -> Iterable[tuple[Column, str]]:
    """Every distinct text of the columns that can name somebody."""
    for place, column in enumerate(sheet.columns):
        if not column.plain:
            held = dict.fromkeys(row[place] for row in sheet.rows)
            texts = (text for text in held if isinstance(text, str) and text)
            yield from ((column, text) for text in texts if text not in column.known)


def _naming(texts: list[str], sought: Mapping[str, str]) -> dict[str, list[str]]:
    """Which of the words sought each text may hold, capitals or not: found in one pass over all of them."""
    if not texts or not sought:
        return {}
    series = pl.Series("text", texts)
    found = series.str.extract_many(list(sought), ascii_case_insensitive=True, overlapping=True)
    return {text: list(dict.fromkeys(words)) for text, words in zip(texts, found, strict=True) if len(words)}


def _of_cell(
    sheet: Sheet,
    column: Column,
    text: str,
    *,
    child: str,
    named: Iterable[str],
    why: Mapping[str, str],
) -> Iterable[Span]:
    if column.free:
        yield Span(sheet.name, column.name, text, 0, len(text), "words that may name anybody: read them")
    if column.others:
        yield Span(sheet.name, column.name, text, 0, len(text), column.others)
    own = [match.span() for match in standing_alone(child).finditer(text)]
    by_word = {token.casefold(): reason for token, reason in why.items()}
    for word in named:
        for match in standing_alone(word).finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in own):
                reason = by_word.get(word.casefold(), "somebody else")
                yield Span(sheet.name, column.name, text, match.start(), match.end(), reason)


def standing_alone(word: str) -> re.Pattern[str]:
    """The word where no letter or digit touches it."""
    return re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", re.IGNORECASE)


def _sheet_without(sheet: Sheet, out: Mapping[tuple[str, str, str], list[tuple[int, int]]]) -> Sheet:
    def cell(column: Column, value: Cell) -> Cell:
        if not isinstance(value, str):
            return value
        stretches = out.get((sheet.name, column.name, value))
        return without(value, stretches) if stretches else value

    rows = tuple(
        tuple(cell(column, value) for column, value in zip(sheet.columns, row, strict=True))
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)
