"""What was understood of a load: row counts by list, remarks grouped, coverage in words. No child's
details."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from goldenthread.records.coverage import Coverage
from goldenthread.records.store import Counts, Manifest
from goldenthread.standards.annex_a import standard
from goldenthread.standards.returns import cin_census, practice_records, ssda903
from goldenthread.standards.safeguarding_dataset import dataset
from goldenthread.web.page.templatetags.page import day

if TYPE_CHECKING:
    import polars as pl

_KINDS = {"set aside": 0, "query": 1, "note": 2}  # what is lost first
_RETURNS = {"cin_census": cin_census, "ssda903": ssda903, "practice": practice_records}
_FIRST = 5  # places named before "and 12 more"


@dataclass(frozen=True)
class ListRead:
    """One list or table of the source, and what was made of its rows."""

    title: str
    counts: Counts


@dataclass(frozen=True)
class Remark:
    """One thing said about several rows of a sheet."""

    kind: str
    message: str
    column: str
    count: int
    places: str


@dataclass(frozen=True)
class Sheet:
    """The remarks on one sheet, what was set aside first."""

    name: str
    remarks: tuple[Remark, ...]
    count: int


@dataclass(frozen=True)
class Covered:
    """A table of the model, and how much of it the source gives."""

    title: str
    rows: int
    words: str
    absent: bool


@dataclass(frozen=True)
class Understood:
    """Everything the page of a snapshot says."""

    lists: tuple[ListRead, ...]
    total: Counts
    sheets: tuple[Sheet, ...]
    queried_columns: tuple[tuple[str, str, int], ...]  # sheet, column, cells


def understood(manifest: Manifest, notes: pl.DataFrame) -> Understood:
    """A snapshot's manifest and notes, ready to show."""
    lists = tuple(ListRead(title_of(name), counts) for name, counts in manifest.lists.items())
    word = "line" if manifest.kind == "cin_census" else "row"
    return Understood(
        lists=lists,
        total=_total(manifest.lists.values()),
        sheets=tuple(_sheets(notes, word)),
        queried_columns=tuple(_queried(notes)),
    )


def covered(manifest: Manifest) -> list[Covered]:
    """Every table of the model: those the source carries first, in the model's order."""
    found = [
        Covered(
            title=_capital(table.purpose.split(";")[0].split(":")[0]),
            rows=manifest.tables.get(name, 0),
            words=_in_words(name, manifest.coverage.get(name)),
            absent=name not in manifest.coverage or manifest.coverage[name].history == "absent",
        )
        for name, table in dataset().tables.items()
    ]
    return sorted(found, key=lambda table: table.absent)


def set_aside_table(rows: pl.DataFrame) -> tuple[list[str], list[list[object]]]:
    """The rows set aside as a table: where each was, why, then its cells as they came, a column for each
    heading met in any sheet. Children's details."""
    cells = [_cells(row["cells"]) for row in rows.iter_rows(named=True)]
    headings = list(dict.fromkeys(heading for row in cells for heading in row))
    places = rows.select("sheet", "row", "reason").rows()
    lines = [
        [*place, *(row.get(heading) for heading in headings)]
        for place, row in zip(places, cells, strict=True)
    ]
    return ["sheet", "row", "reason", *headings], lines


def _cells(text: str | None) -> dict[str, object]:
    """A row's cells by heading; cells without headings are numbered."""
    held = json.loads(text) if text else {}
    if isinstance(held, dict):
        return held
    return {f"cell {number}": cell for number, cell in enumerate(held, start=1)}


def title_of(name: str) -> str:
    """A list or table in the words of the guidance or the model."""
    _, is_list, number = name.partition("list_")
    if is_list and number.isdigit() and int(number) in standard().lists:
        return standard().lists[int(number)].template_title
    kind, _, of_return = name.partition(".")
    if kind in _RETURNS and of_return in _RETURNS[kind]().tables:
        return _RETURNS[kind]().tables[of_return].title
    table = dataset().tables.get(name)
    return _capital(table.purpose.split(";")[0].split(":")[0]) if table else name


def field_in_words(field: str) -> str:
    """A field's name without its table's prefix: cppl_cp_plan_end_date is cp plan end date."""
    return field.partition("_")[2].replace("_", " ")


def _total(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(
        rows_read=sum(one.rows_read for one in every),
        rows_loaded=sum(one.rows_loaded for one in every),
        rows_set_aside=sum(one.rows_set_aside for one in every),
    )


def _sheets(notes: pl.DataFrame, word: str) -> Iterator[Sheet]:
    for (name,), said in notes.group_by("sheet", maintain_order=True):
        remarks = sorted(_remarks(said, word), key=lambda remark: (_KINDS.get(remark.kind, 9), -remark.count))
        yield Sheet(name=str(name or "The workbook"), remarks=tuple(remarks), count=said.height)


def _remarks(notes: pl.DataFrame, word: str) -> Iterator[Remark]:
    for (kind, message, column), said in notes.group_by("kind", "message", "column", maintain_order=True):
        rows = said["row"].drop_nulls().to_list()
        yield Remark(str(kind), str(message), str(column or ""), said.height, _places(rows, word))


def _places(rows: list[int], word: str) -> str:
    """Such as: row 4; rows 4, 9 and 12; rows 4, 9, 12, 15, 20 and 31 more. Of XML, lines."""
    if not rows:
        return "the whole sheet"
    if len(rows) == 1:
        return f"{word} {rows[0]}"
    first, more = rows[:_FIRST], len(rows) - _FIRST
    if more > 0:
        return f"{word}s {', '.join(map(str, first))} and {more:,} more"
    return f"{word}s {', '.join(map(str, first[:-1]))} and {first[-1]}"


def _queried(notes: pl.DataFrame) -> Iterator[tuple[str, str, int]]:
    import polars as pl

    asked = notes.filter((pl.col("kind") == "query") & pl.col("column").is_not_null())
    counts = (
        asked.group_by("sheet", "column")
        .len()
        .sort("len", "sheet", "column", descending=[True, False, False])
    )
    for sheet, column, count in counts.iter_rows():
        yield str(sheet or ""), str(column), int(count)


def _in_words(table: str, said: Coverage | None) -> str:
    if said is None or said.history == "absent":
        return "Not in this source"
    since = day(said.window_start)
    match said.history:
        case "complete":
            return f"Every record since {since}" if since else "Every record"
        case "joined" | "window":
            return f"Events from {since} to {day(said.window_end)}" if since else "Recent events"
        case "current":
            return "As they stood on the day"
    return f"Latest {_one(table)} only"


def _one(table: str) -> str:
    for word in ("visit", "review", "placement", "plan", "episode"):
        if word in table:
            return word
    return "record"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def without(rows: pl.DataFrame, children: Iterable[str]) -> pl.DataFrame:
    """The rows set aside in which none of these children's identifiers stands in any cell."""
    import polars as pl

    if rows.is_empty():  # and then without columns
        return rows
    hidden = set(children)
    keep = [not hidden & {str(cell).strip() for cell in _cells(text).values()} for text in rows["cells"]]
    return rows.filter(pl.Series(keep, dtype=pl.Boolean))


def children_in(rows: pl.DataFrame) -> set[str]:
    """The children the rows set aside name under a heading that identifies a child, and NOT_NAMED where a row
    names none: it may hold a child's details all the same."""
    named = [_identifiers(_cells(text)) for text in rows["cells"]]
    return {child for found in named for child in found or {NOT_NAMED}}


NOT_NAMED = "a row without an identifier"


def _identifiers(cells: dict[str, object]) -> set[str]:
    found = {str(cell).strip() for heading, cell in cells.items() if cell and _identifies(heading)}
    return found - {""}


def _identifies(heading: str) -> bool:
    plain = "".join(letter for letter in heading.casefold() if letter.isalnum())
    return plain in ("child", "lachildid", "childidentifier") or plain.endswith(("uniqueid", "personid"))
