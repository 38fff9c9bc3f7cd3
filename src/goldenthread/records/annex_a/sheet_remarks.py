"""What there is to say of a sheet as a whole: how its headers were understood, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator

from goldenthread.records.annex_a.headers import Recognised
from goldenthread.records.annex_a.reading import Kind
from goldenthread.standards.annex_a import Layout, standard

SheetRemark = tuple[Kind, str, str | None]  # kind, message, and the header it is about


def layout_of(recognised: Recognised) -> Layout:
    """List 9 is in the earlier layout when every column the current one added is missing."""
    added = [c.name for c in standard().lists[recognised.number].columns if c.layouts == ("B",)]
    return "A" if added and set(added) <= set(recognised.missing) else "B"


def remarks_on_sheet(recognised: Recognised, *, rows: int, blank: int) -> Iterator[SheetRemark]:
    """Every remark on a sheet: its columns first, then its rows."""
    yield from _on_missing(recognised)
    yield from _on_columns(recognised)
    if recognised.by_place:
        yield "query", f"taken for list {recognised.number} by its place among eleven sheets alone", None
    if blank:
        yield "note", f"wholly blank rows in the table, passed over: {blank:,}", None
    if not rows:
        yield "note", "the list has headers and no rows", None


def _on_missing(recognised: Recognised) -> Iterator[SheetRemark]:
    wanted = standard().lists[recognised.number]
    is_layout_a = layout_of(recognised) == "A"
    for name in recognised.missing:
        column = wanted.column(name)
        if not (is_layout_a and column.layouts == ("B",)):
            yield "note", "the column is missing; left unknown", column.header
    if is_layout_a:
        yield "note", "the earlier layout: four columns were added since, and are left unknown", None


def _on_columns(recognised: Recognised) -> Iterator[SheetRemark]:
    wanted = standard().lists[recognised.number]
    for header in recognised.extra:
        yield "note", "a column the list does not have; left out", header
    for header in recognised.repeated:
        yield "query", "the header comes twice; the first column is used", header
    for name in recognised.by_pattern:
        yield "note", "known by a pattern of words, not by its exact header", wanted.column(name).header
    for name in recognised.misspelt:
        yield "note", "the header is misspelt; read as this one", wanted.column(name).header
