"""Annex A as it really arrives: workbooks and CSV files with the messes met in real ones, and beside each a
truth file that says what every cell and row should become.

    OUT/numbered <date>.xlsx      sheets by number under a title row, rows that do not agree with each other
    OUT/subjects <date>.xlsx      sheets by subject, the earlier layout, headers in other spellings and orders
    OUT/regional <date>.xlsx      as a regional tool leaves it: mixed names, headers and columns of its own
    OUT/lists <date>/*.csv        eleven CSV files with a byte order mark
    OUT/refused/*                 files that can only be refused
    OUT/<any of them>.truth.json  what is to come of it

    {"made_up": ..., "as_at": ..., "file": ..., "layout": "A" or "B", "left_out": [sheets],
     "messes": [the numbers of the messes that the file holds],
     "lists": {"1": {"sheet": ..., "missing": [columns], "loaded": [[row, {column: value}], ...],
                     "set_aside": [[row, reason], ...], "remarks": [[row, column, kind, mess], ...],
                     "said": [[row, words, mess], ...]}}}

`said` is what is said of whole rows, and not all that is; of a file that is refused, `refused` gives words
that it is refused in. The same lists and seed give the same bytes. No cell is ever a formula.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from goldenthread.records.annex_a.lists import LISTS, AnnexA
from goldenthread.standards.annex_a import Column, Layout, ListStandard, standard
from goldenthread.synthetic.mess import Typed, plain, ways
from goldenthread.synthetic.mess_files import OTHERS, REFUSED, write_csv, write_refused, write_workbook
from goldenthread.synthetic.mess_rows import HEADERS, ROWS, MessyRow

_SHARE = 0.12  # of the cells that are typed otherwise than the form asks
_DUPLICATE = "an exact duplicate of an earlier row"
_NO_DATE = "no usable key date"
_NO_IDENTIFIER = "no usable identifier"
_STRAY = "a stray row: only one cell is filled"
_READ_AS_IT_STANDS = ("text", "id")
_OF_ROWS = ("C01", "H01", "H02", "H05", "H06", "R01", "R02", "R03", "R04", "R05")
_NUMBERED = tuple(f"List {number}" for number in LISTS)
_SUBJECTS = (
    "Contacts",
    "Early Help",
    "Referrals",
    "Assessments",
    "Sec47 and ICPC",
    "Children in Need",
    "Child Protection",
    "Children in Care",
    "Care Leavers",
    "Adoption",
    "Adopters",
)
# Numbers in two styles (F23), one inside another (F05), and words that belong to several lists (F06).
_MIXED = (
    "List_1",
    "Early Help Assessments",
    "List 3",
    "List_4",
    "Sec47",
    "In need",
    "Plans",
    "Care",
    "Leaving Care",
    "List 10 Adoption",
    "List 11",
)


@dataclass(frozen=True)
class Shape:
    """What a whole file is like."""

    name: str
    messes: tuple[str, ...]  # that the file as a whole is in
    names: tuple[str, ...] = _NUMBERED  # of the eleven sheets
    layout: Layout = "B"
    rows_above: tuple[str | None, ...] = ()  # the first cell of each row above the headers
    is_reordered: bool = False
    drops_columns: bool = False
    adds: tuple[tuple[str, Any], ...] = ()  # columns the form does not have, and what is in them
    has_rows: bool = False  # such as do not agree with the others
    is_of_a_tool: bool = (
        False  # headers in its spellings, one of them twice, the council's code in identifiers
    )
    empty: tuple[int, ...] = ()  # lists with headers and no rows


_SHAPES = (
    Shape(
        "numbered",
        ("D01", "F01", "F07", "F10", "F21", "F22"),
        rows_above=("{title}",),
        has_rows=True,
    ),
    Shape(
        "subjects",
        ("D01", "F02", "F07", "F09", "H11", "H12", "H15", "H16"),
        names=_SUBJECTS,
        layout="A",
        rows_above=(None, "October"),
        is_reordered=True,
        drops_columns=True,
        adds=(("Extra Header 1", "checked"),),
    ),
    Shape(
        "regional",
        ("D01", "F05", "F06", "F07", "F08", "F11", "F23", "F26", "H10", "I05"),
        names=_MIXED,
        is_of_a_tool=True,
        adds=(("Gender group", "Boys"), ("Contacts per child (distinct count)", 1)),
        empty=(2,),
    ),
    Shape("lists", ("F04", "F12", "F15"), has_rows=True),
)
_REPEATED = "gender"  # the column whose header comes twice (H10)
_COUNCIL = "_301"  # that a regional tool puts after identifiers (I05)


@dataclass
class Sheet:
    """A sheet as it is to be written, and what is to come of it."""

    number: int
    name: str
    rows: list[list[Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    loaded: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    set_aside: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str, str]] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)
    messes: set[str] = field(default_factory=set)

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def truth(self) -> dict[str, Any]:
        return {
            "sheet": self.name,
            "missing": self.missing,
            "loaded": self.loaded,
            "set_aside": self.set_aside,
            "remarks": self.remarks,
            "said": self.said,
        }


def write_messy(annex_a: AnnexA, folder: Path, *, seed: int, note: str) -> tuple[Path, ...]:
    """Write the files and their truths into the folder; gives where the files are."""
    folder.mkdir(parents=True, exist_ok=True)
    typed: Counter[tuple[str, str]] = Counter()
    return (
        *(_write(annex_a, folder, shape=shape, seed=seed, note=note, typed=typed) for shape in _SHAPES),
        *_write_refused(annex_a, folder / "refused", note=note),
    )


def _write(
    annex_a: AnnexA, folder: Path, *, shape: Shape, seed: int, note: str, typed: Counter[tuple[str, str]]
) -> Path:
    as_at = _as_at(annex_a)
    making = _Making(annex_a, shape, Random(f"{seed}:{shape.name}"), typed)
    sheets = [making.sheet(number) for number in LISTS]
    rows = {sheet.name: sheet.rows for sheet in sheets}
    if shape.name == "lists":
        path = folder / f"{shape.name} {as_at}"
        write_csv(rows, path)
    else:
        path = folder / f"{shape.name} {as_at}.xlsx"
        title, helpers = "F21" in shape.messes, "F22" in shape.messes
        write_workbook(rows, path, as_at=as_at, note=note, has_title=title, has_helpers=helpers)
    _write_truth(
        path,
        made_up=note,
        as_at=as_at,
        layout=shape.layout,
        left_out=[] if path.is_dir() else list(OTHERS),
        messes=sorted({*shape.messes, *_OF_ROWS, *(mess for sheet in sheets for mess in sheet.messes)}),
        lists={sheet.number: sheet.truth() for sheet in sheets},
    )
    return path


def _write_refused(annex_a: AnnexA, folder: Path, *, note: str) -> Iterator[Path]:
    headers = [[column.template_header for column in standard().lists[1].columns]]
    for one in REFUSED:
        path = write_refused(one, headers, folder)
        _write_truth(path, made_up=note, as_at=_as_at(annex_a), refused=one.why, messes=[one.mess])
        yield path


def _as_at(annex_a: AnnexA) -> date:
    return annex_a.as_at or date(2000, 1, 1)


def _write_truth(path: Path, *, made_up: str, as_at: date, **said: Any) -> None:
    truth = {"made_up": made_up, "as_at": as_at, "file": path.name, **said}
    text = json.dumps(truth, default=date.isoformat, ensure_ascii=False, indent=None, separators=(",", ":"))
    path.with_name(f"{path.name}.truth.json").write_text(text + "\n", encoding="utf-8")


class _Making:
    """One file's sheets as they are made. `typed` counts the messes of cells, by column, so that one not yet
    met goes before one that has been."""

    def __init__(self, annex_a: AnnexA, shape: Shape, rng: Random, typed: Counter[tuple[str, str]]) -> None:
        self._annex_a, self._shape, self._rng, self._typed_so_far = annex_a, shape, rng, typed

    def sheet(self, number: int) -> Sheet:
        shape, wanted = self._shape, standard().lists[number]
        sheet = Sheet(number, shape.names[number - 1])
        columns = _columns(wanted, sheet, shape=shape, rng=self._rng)
        for above in shape.rows_above:
            sheet.rows.append([above.format(title=wanted.template_title) if above else None])
        headers = [self._header(sheet, column) for column in columns]
        added = dict(shape.adds)
        if shape.is_of_a_tool:
            added[headers[_place(columns, _REPEATED)]] = "another"  # H10
        sheet.rows.append([*headers, *added])
        if number not in shape.empty:
            self._fill(sheet, wanted, columns)
        _fill_added(sheet, len(columns), tuple(added.values()), above=len(shape.rows_above) + 1)
        if sheet.loaded:
            _add_total(sheet, columns)
        return sheet

    def _fill(self, sheet: Sheet, wanted: ListStandard, columns: list[Column]) -> None:
        frame = self._annex_a.frame(wanted.number)
        for row in frame.iter_rows(named=True):
            self._add(sheet, wanted, columns, row=self._of_a_tool(row, wanted))
        for messy in (one for one in ROWS if self._shape.has_rows and one.number == wanted.number):
            if frame.height:
                _add_messy(sheet, columns, messy, row=frame.row(0, named=True), as_at=_as_at(self._annex_a))

    def _of_a_tool(self, row: dict[str, Any], wanted: ListStandard) -> dict[str, Any]:
        id = wanted.id_column
        return row | {id: f"{row[id]}{_COUNCIL}"} if self._shape.is_of_a_tool and row[id] else row

    def _header(self, sheet: Sheet, column: Column) -> str:
        """The header in one of the spellings of real files (H01, H02, H05, H06), or of tools."""
        header = column.template_header
        if self._shape.is_of_a_tool:
            return self._tools_header(sheet, column)
        spellings = (header, header, header.upper(), f" {header} ", header.replace("’", "'").rstrip("?"))
        return self._rng.choice(spellings)

    def _tools_header(self, sheet: Sheet, column: Column) -> str:
        known = [
            (mess, header)
            for mess, number, name, header in HEADERS
            if name == column.name and number in (0, sheet.number)
        ]
        if column.template_header.endswith(")"):
            known.append(("H04", f"{column.template_header})"))
        if not known:
            return column.template_header
        mess, header = self._rng.choice(known)
        sheet.messes.add(mess)
        return header

    def _add(self, sheet: Sheet, wanted: ListStandard, columns: list[Column], *, row: dict[str, Any]) -> None:
        """A row, and now and then one of the messes that rows are in."""
        typed = [self._cell(column, row[column.name], wanted=wanted) for column in columns]
        spoilt = self._rng.random()
        if spoilt < 0.02:  # R01
            sheet.rows.append([])
        elif spoilt < 0.04:  # R03
            lost, reason = (
                (wanted.key_date, _NO_DATE) if wanted.key_date else (wanted.id_column, _NO_IDENTIFIER)
            )
            typed = [
                Typed(None, None) if column.name == lost else cell
                for column, cell in zip(columns, typed, strict=True)
            ]
            _put(sheet, columns, typed, reason=reason)
            return
        _put(sheet, columns, typed)
        if spoilt > 0.98:  # R04
            _put(sheet, columns, typed, reason=_DUPLICATE)

    def _cell(self, column: Column, value: Any, *, wanted: ListStandard) -> Typed:
        if self._rng.random() >= _SHARE:
            return plain(column, value)
        known = ways(column, value, is_key=column.name in _needed(wanted))
        of = column.codes or column.name
        fewest = min((self._typed_so_far[way.mess, of] for way in known), default=0)
        chosen = [way for way in known if self._typed_so_far[way.mess, of] == fewest]
        if not chosen:
            return plain(column, value)
        way = self._rng.choice(chosen)
        self._typed_so_far[way.mess, of] += 1
        return way


def _place(columns: list[Column], name: str) -> int:
    return [column.name for column in columns].index(name)


def _add_messy(
    sheet: Sheet, columns: list[Column], messy: MessyRow, *, row: dict[str, Any], as_at: date
) -> None:
    """A row that does not agree with the others, all its cells as the form asks."""
    cells = row | messy.cells(row, as_at)
    sheet.messes.add(messy.mess)
    if messy.says:
        sheet.said.append((sheet.next_row, messy.says, messy.mess))
    _put(sheet, columns, [plain(column, cells[column.name]) for column in columns])


def _fill_added(sheet: Sheet, place: int, cells: tuple[Any, ...], *, above: int) -> None:
    """The columns the form does not have, in every row that holds something (F11, H10, H12)."""
    for row in sheet.rows[above:]:
        if len(row) == place:
            row.extend(cells)


def _add_total(sheet: Sheet, columns: list[Column]) -> None:
    """A total under the table's last column (R02)."""
    last = columns[-1]
    if last.kind not in _READ_AS_IT_STANDS:
        sheet.remarks.append((sheet.next_row, last.name, "query", "R02"))
    sheet.set_aside.append((sheet.next_row, _STRAY))
    sheet.rows.append([None] * (len(columns) - 1) + [f"Total: {len(sheet.loaded)}"])


def _columns(wanted: ListStandard, sheet: Sheet, *, shape: Shape, rng: Random) -> list[Column]:
    """The columns in the order they come; those the file lacks are written down as missing."""
    columns = list(wanted.in_layout(shape.layout))
    if shape.drops_columns and rng.random() < 0.4:
        columns.remove(rng.choice([c for c in columns if c.name not in _needed(wanted)]))
    if shape.is_reordered:
        rng.shuffle(columns)
    given = {column.name for column in columns}
    sheet.missing += [column.name for column in wanted.columns if column.name not in given]
    return columns


def _needed(wanted: ListStandard) -> tuple[str | None, ...]:
    return (wanted.id_column, wanted.key_date)


def _put(sheet: Sheet, columns: list[Column], typed: list[Typed], *, reason: str | None = None) -> None:
    row = sheet.next_row
    sheet.rows.append([cell.cell for cell in typed])
    sheet.messes.update(cell.mess for cell in typed if cell.mess)
    for column, cell in zip(columns, typed, strict=True):
        if cell.kind is not None:
            sheet.remarks.append((row, column.name, cell.kind, cell.mess))
    if reason is None:
        values = {column.name: cell.value for column, cell in zip(columns, typed, strict=True)}
        sheet.loaded.append((row, values | dict.fromkeys(sheet.missing)))
    else:
        sheet.set_aside.append((row, reason))
