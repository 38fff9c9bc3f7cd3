"""The rows of our own layout that come back, held against the plan as it stands now.

A row is known by its lasting name and its version. What is asked of it is what its cells say differently from
the plan; a cell that is there to read and says something else is told, never dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from goldenthread.papers.plan_sheets.cells import compared, same, shown, written
from goldenthread.papers.plan_sheets.columns import SHEETS, UPDATE, Column, Kind, SheetOf, Use, Values
from goldenthread.papers.plan_sheets.lines import Change
from goldenthread.papers.plan_sheets.opening import Sheet
from goldenthread.papers.wording import plain

Held = Mapping[str, Mapping[str, Values]]
"""The plan's rows: kind of row ("action") -> lasting name -> values."""

_LOOKED_AT = 5
_AROUND = " \u00a0\t\r\n'\""
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_OURS = (UPDATE, *SHEETS)


@dataclass(frozen=True)
class OwnTable:
    """A sheet of our layout as it came back: where each of our columns stands."""

    of: SheetOf
    sheet: Sheet
    row: int
    places: Mapping[str, int]

    @property
    def missing(self) -> list[str]:
        return [column.title for column in self.of.columns if column.key not in self.places]


@dataclass(frozen=True)
class Asked:
    """What one row asks. `code` is "" for a new thing. `moved`: the plan's row has changed since the file was
    taken; `fault` says why nothing can be made of the row."""

    sheet: str
    row: int
    of: str
    code: str
    held: Values | None = None
    edits: tuple[Change, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)  # every edited or filled cell by its key
    fills: Mapping[str, str] = field(default_factory=dict)
    against: tuple[Change, ...] = ()  # cells to read that say something else
    seen: Mapping[str, str] = field(default_factory=dict)  # what the file says the row was when it was taken
    moved: bool = False
    fault: str = ""

    @property
    def asks_nothing(self) -> bool:
        return not (self.edits or self.fills or self.against or self.fault) and bool(self.code)


def own_tables(sheets: Sequence[Sheet]) -> list[OwnTable]:
    """The sheets that are of our layout."""
    return [table for sheet in sheets if (table := _own_table(sheet)) is not None]


def _own_table(sheet: Sheet) -> OwnTable | None:
    """The layout of ours with most of its columns in one of the first rows, known by its first column."""
    fits = [
        table
        for number in range(1, min(_LOOKED_AT, len(sheet.rows)) + 1)
        for of in _OURS
        if of.known_by.key
        in (table := OwnTable(of, sheet, number, _places(of, sheet.rows[number - 1]))).places
        and 2 * len(table.places) > len(of.columns)
    ]
    return max(fits, key=lambda table: (len(table.places), -len(table.missing)), default=None)


def _places(of: SheetOf, cells: Sequence[str]) -> dict[str, int]:
    headings = [plain(unmarked(cell)) for cell in cells]
    return {one.key: headings.index(plain(one.title)) for one in of.columns if plain(one.title) in headings}


def rows(table: OwnTable) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a sheet with something in it: its number, and what it says by the column's key."""
    for number, cells in enumerate(table.sheet.rows[table.row :], start=table.row + 1):
        places = table.places.items()
        said = {key: unmarked(cells[at]) if at < len(cells) else "" for key, at in places}
        if any(said.values()):
            yield number, said


def asked(table: OwnTable, held: Held) -> Iterator[Asked]:
    """What each row of a sheet asks of the plan, in the order of the sheet."""
    met: set[str] = set()
    for number, cells in enumerate(table.sheet.rows[table.row :], start=table.row + 1):
        said = {
            key: unmarked(cells[place]) if place < len(cells) else "" for key, place in table.places.items()
        }
        raw = {key: cells[place] if place < len(cells) else "" for key, place in table.places.items()}
        if not any(said.values()):
            continue
        code = said["code"].strip()
        yield _row(table, number, code=code, said=said, raw=raw, held=held, met=met)
        met.add(code)


def _row(
    table: OwnTable,
    number: int,
    *,
    code: str,
    said: Mapping[str, str],
    raw: Mapping[str, str],
    held: Held,
    met: set[str],
) -> Asked:
    of, place = table.of, {"sheet": table.sheet.name, "row": number, "of": table.of.of}
    if not code:
        return _new(of, said, place)
    row = held.get(of.of, {}).get(code)
    if row is None:
        return Asked(**place, code=code, fault=f"There is no {of.of} {code} in this plan: check its name")  # type: ignore[arg-type]
    if code in met:
        return Asked(**place, code=code, held=row, fault=f"{code} stands in an earlier row too: keep one")  # type: ignore[arg-type]
    moved = "version" in said and compared(said["version"], Kind.NUMBER) != str(row.get("version"))
    edits = tuple(_changes(of.using(Use.EDIT), said, raw, row))
    fills = {one.key: said[one.key] for one in of.using(Use.FILL) if said.get(one.key, "").strip()}
    read = of.using(Use.READ)
    versioned = "version" in of.keys
    return Asked(
        **place,  # type: ignore[arg-type]
        code=code,
        held=row,
        edits=edits,
        fills=fills,
        values={**{one.key: said[one.key] for one in of.using(Use.EDIT) if one.key in said}, **fills},
        against=() if moved and versioned else tuple(_changes(read, said, raw, row)),
        seen={one.key: compared(said.get(one.key, ""), one.kind) for one in read},
        moved=moved,
    )


def _new(of: SheetOf, said: Mapping[str, str], place: Mapping[str, object]) -> Asked:
    given = {key: value for key, value in said.items() if value.strip()}
    may_add = any(one.key == "text" and one.use is Use.EDIT for one in of.columns)
    fault = "" if may_add else f"A new {of.of} is not added from this sheet: add it on the site"
    return Asked(**place, code="", values=given, fault=fault)  # type: ignore[arg-type]


def _changes(
    columns: Sequence[Column], said: Mapping[str, str], raw: Mapping[str, str], row: Values
) -> Iterator[Change]:
    for column in columns:
        if column.key not in said:
            continue
        was = written(row.get(column.key))
        if not (same(said[column.key], was, column.kind) or same(raw[column.key], was, column.kind)):
            yield Change(column.title, shown(was, column.kind), shown(said[column.key], column.kind))


def unmarked(cell: str) -> str:
    """A cell without the mark by which our CSV keeps a spreadsheet from running it."""
    marked = cell.startswith("'") and (
        cell[1:].lstrip(_AROUND).startswith(_RUNS) or cell[1:].startswith(_RUNS)
    )
    return cell[1:] if marked else cell
