"""`annex-a`: the workbook an inspection asks for, and the note that goes with it.

The lists are those of the records as at their own date, each looking back over its own months, so that what
they say can be made again. The workbook is read back before it is given: what a reader makes of it is in the
note, in counts. The note names no child.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldenthread.cli.measuring import opened
from goldenthread.cli.output import progress, say, say_json, say_table
from goldenthread.errors import GoldenThreadError, InputRefused
from goldenthread.records.annex_a import AnnexA, from_records, read_workbook, write_workbook
from goldenthread.records.annex_a.between import Between, between_lists
from goldenthread.records.annex_a.lists import LISTS
from goldenthread.records.store import Manifest, digest_file
from goldenthread.standards.annex_a import standard
from goldenthread.standards.calendar import add_months

if TYPE_CHECKING:
    from goldenthread.records.annex_a.reader import ReadResult

MADE_UP = "Made-up data: no child, family or worker here is real."


@dataclass(frozen=True)
class ListOut:
    """One list as it was written, and what a reader makes of it."""

    number: int
    title: str
    since: date | None  # None for a list of what stands on the day
    rows: int
    children: int
    set_aside: int
    given: bool


@dataclass(frozen=True)
class Written:
    """The workbook, and all that its note says."""

    workbook: Path
    note: Path
    manifest: Manifest
    beside: tuple[str, ...]
    digest: str
    lists: tuple[ListOut, ...]
    between: tuple[Between, ...]
    queries: tuple[tuple[str, str, int], ...]  # list, what, rows


def write_annex_a(store: Path, *, as_at: date | None, out: Path, json: bool) -> None:
    """Write the workbook and its note, and say what is in them. Refused where no snapshot is as at the day:
    an earlier day cannot be told from what was recorded later."""
    _refuse(out)
    manifest, records = opened(store, as_at)
    if manifest.kind not in ("annex_a", "dataset"):
        raise InputRefused(
            source=store,
            why="holds statutory returns or practice records alone",
            what_to_do="load full history, or an Annex A workbook",
        )
    with progress("Writing the lists"):
        lists = from_records(records)
        _write(lists, out, note=MADE_UP if manifest.made_up else None)
    with progress("Reading them back"):
        read = read_workbook(out)
    made = _made(out, manifest, records.beside, lists, read)
    made.note.write_text("\n".join(_note(made)) + "\n", encoding="utf-8")
    if json:
        say_json(_object(made))
        return
    _say(made)


def note_of(workbook: Path) -> Path:
    """Where the note of a workbook goes: beside it."""
    return workbook.with_name(f"{workbook.stem}-cover-note.txt")


def _refuse(out: Path) -> None:
    if not out.parent.is_dir():
        raise InputRefused(source=out, why="its folder does not exist", what_to_do="make the folder first")
    if out.suffix.lower() != ".xlsx":
        raise InputRefused(source=out, why="is not named .xlsx", what_to_do="name it annex-a.xlsx, say")


def _write(lists: AnnexA, out: Path, *, note: str | None) -> None:
    """Whole or not at all, for its owner's eyes."""
    beside = out.with_name(f".{out.name}.part")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        write_workbook(lists, beside, note=note)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _made(out: Path, manifest: Manifest, beside: tuple[str, ...], lists: AnnexA, read: ReadResult) -> Written:
    said = tuple(_list(number, lists, read) for number in LISTS)
    for one in said:
        held = read.counts.get(one.number)
        if one.rows != (held.rows_read if held else 0):
            raise GoldenThreadError(f"List {one.number} was not read back as it was written.")
    return Written(
        workbook=out,
        note=note_of(out),
        manifest=manifest,
        beside=beside,
        digest=digest_file(out),
        lists=said,
        between=tuple(between_lists(lists)),
        queries=tuple(_queries(read)),
    )


def _list(number: int, lists: AnnexA, read: ReadResult) -> ListOut:
    wanted, frame = standard().lists[number], lists.frame(number)
    months = wanted.window.months
    assert lists.as_at is not None
    return ListOut(
        number=number,
        title=wanted.template_title,
        since=add_months(lists.as_at, -months) if months else None,
        rows=frame.height,
        children=frame[wanted.id_column].n_unique(),
        set_aside=read.counts[number].rows_set_aside if number in read.counts else 0,
        given=number in lists.lists,
    )


def _queries(read: ReadResult) -> Iterator[tuple[str, str, int]]:
    """What a reader queries, by list: counts."""
    import polars as pl

    asked = read.notes.filter(pl.col("kind").is_in(["query", "set aside"]))
    counts = asked.group_by("sheet", "column", "message").len().sort("sheet", "len", descending=[False, True])
    for sheet, column, message, rows in counts.iter_rows():
        yield (
            str(sheet or "The workbook").replace("_", " "),
            f"{column}: {message}" if column else message,
            rows,
        )


def _note(made: Written) -> Iterator[str]:
    manifest = made.manifest
    yield f"Annex A: {manifest.authority or 'authority not named'}, as at {manifest.as_at:%d/%m/%Y}"
    if manifest.made_up:
        yield MADE_UP
    yield ""
    yield f"Workbook: {made.workbook.name} (SHA-256 {made.digest})"
    kind = "full history" if manifest.kind == "dataset" else "an Annex A workbook, given back"
    yield f"Made from {kind}: snapshot {manifest.snapshot}, version {manifest.version}"
    yield from (f"Practice records beside it: snapshot {name}" for name in made.beside)
    yield "Counts below may be small: for the inspection, and not for publication."
    yield "List 8 holds the postcodes of placements: send it as the inspectorate asks, and no other way."
    yield ""
    yield "Rows of each list"
    for one in made.lists:
        yield f"  {one.title}: {_rows(one)}"
    yield ""
    yield "Between the lists (children)"
    for each in made.between:
        which = " and ".join(f"list {number}" for number in each.lists)
        yield f"  {'not asked' if each.children is None else each.children}: {each.says} ({which})"
    yield ""
    yield "Read back, a reader queries (rows)"
    yield from (f"  {rows}: {sheet}, {what}" for sheet, what, rows in made.queries)
    if not made.queries:
        yield "  nothing"


def _rows(one: ListOut) -> str:
    if not one.given:
        return "not given: the records do not carry it"
    who = "families" if one.number == 11 else "children"
    since = f", from {one.since:%d/%m/%Y}" if one.since else ", as they stand on the day"
    aside = f"; {one.set_aside} of them a reader sets aside" if one.set_aside else ""
    return f"{one.rows:,} rows of {one.children:,} {who}{since}{aside}"


def _say(made: Written) -> None:
    say(f"Annex A as at {made.manifest.as_at}, from snapshot {made.manifest.snapshot}: {made.workbook}")
    rows = [{"text": one.title, "rows": one.rows, "set_aside": one.set_aside} for one in made.lists]
    say_table("Lists", rows, {"text": "List", "rows": "Rows", "set_aside": "A reader sets aside"})
    found = [{"text": one.says, "rows": one.children} for one in made.between if one.children]
    if found:
        say_table("Between the lists", found, {"rows": "Children", "text": "What"})
    say(f"The note that goes with it: {made.note}")
    say("The workbook holds children's details and postcodes: keep it safe.")


def _object(made: Written) -> dict[str, Any]:
    return {
        "workbook": str(made.workbook),
        "note": str(made.note),
        "sha256": made.digest,
        "as_at": made.manifest.as_at,
        "snapshot": made.manifest.snapshot,
        "beside": list(made.beside),
        "lists": [
            {
                "list": one.number,
                "from": one.since,
                "rows": one.rows,
                "set_aside": one.set_aside,
                "given": one.given,
            }
            for one in made.lists
        ],
        "between": [
            {"lists": list(one.lists), "says": one.says, "children": one.children} for one in made.between
        ],
        "queries": [{"list": sheet, "what": what, "rows": rows} for sheet, what, rows in made.queries],
    }
