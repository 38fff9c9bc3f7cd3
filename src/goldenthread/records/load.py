"""From a file or folder to a snapshot: read, dated, checked, kept; or refused with nothing written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records import folder, store
from goldenthread.records.annex_a import apart, read_workbook, to_records
from goldenthread.records.annex_a.container import opened_zip
from goldenthread.records.annex_a.reader import ReadResult
from goldenthread.records.annex_a.sheets import Opened
from goldenthread.records.dates_in_names import suggested
from goldenthread.records.returns.census_xml import xml_in
from goldenthread.records.returns.cin_census import read_census
from goldenthread.records.returns.cin_census import to_records as census_to_records
from goldenthread.records.returns.kept import as_reading, sources
from goldenthread.records.returns.practice import is_practice, read_practice
from goldenthread.records.returns.practice import to_records as practice_to_records
from goldenthread.records.returns.ssda903 import is_return, read_return
from goldenthread.records.returns.ssda903_records import to_records as ssda903_to_records
from goldenthread.records.store import NOTE_SCHEMA, Counts, Kept, Reading
from goldenthread.records.tables import Records
from goldenthread.standards.safeguarding_dataset import dataset

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_DUPLICATE = "an exact duplicate of an earlier row"
_NO_KEY = "no key"
_QUERIED_SCHEMA = {"sheet": pl.String, "row": pl.Int64, "column": pl.String, "cell": pl.String}
_SET_ASIDE_SCHEMA = {"sheet": pl.String, "row": pl.Int64, "reason": pl.String, "cells": pl.String}


def load(path: Path, *, store_folder: Path, as_at: date | None = None, kept_on: date | None = None) -> Kept:
    """Read an Annex A workbook, a folder of its lists as CSV, a children in need census (XML), the
    files of a children looked after return (CSV), filled templates of practice records, or a `records/`
    folder; keep it as a snapshot.

    The as-at date is the one given, else the manifest's, else the workbook's own, else the one date in the
    file's name. `kept_on` is the day it is loaded. Raises InputRefused, with nothing written, for anything
    that cannot be read or dated.
    """
    return store.keep(read(path, as_at=as_at), store_folder, kept_on=kept_on)


def read(path: Path, *, as_at: date | None = None) -> Reading:
    """What `load` would keep, without keeping it."""
    if not path.exists():
        raise InputRefused(source=path, why="is not there", what_to_do="check the path")
    if path.is_dir() and (path / folder.MANIFEST).exists():
        return _read_dataset(path, as_at)
    if is_xml(path):
        return _read_census(path, as_at)
    opened = apart.opened(path)
    if is_return(opened.sheets):
        return _read_ssda903(path, opened, as_at)
    if is_practice(opened.sheets):
        return _read_practice(path, opened, as_at)
    return _read_annex_a(path, opened, as_at)


def is_xml(path: Path) -> bool:
    """Whether a file is XML, or a zip of one XML file: judged by what is in it, not by its name."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        with opened_zip(path) as parts:
            return bool(xml_in(parts))
    return start.startswith((b"<?xml", b"<Message"))


def _read_census(path: Path, asked_for: date | None) -> Reading:
    read = read_census(path, as_at=asked_for, otherwise=_date_in(path))
    return as_reading(
        census_to_records(read),
        kind="cin_census",
        path=path,
        tables=read.blocks.values(),
        notes=read.notes,
        made_up=read.made_up,
    )


def _read_ssda903(path: Path, opened: Opened, asked_for: date | None) -> Reading:
    read = read_return(path, opened, as_at=asked_for, otherwise=_date_in(path))
    return as_reading(
        ssda903_to_records(read),
        kind="ssda903",
        path=path,
        tables=read.tables.values(),
        notes=read.notes,
        made_up=read.made_up,
    )


def _read_practice(path: Path, opened: Opened, asked_for: date | None) -> Reading:
    read = read_practice(path, opened, as_at=asked_for, otherwise=_date_in(path))
    return as_reading(
        practice_to_records(read),
        kind="practice",
        path=path,
        tables=read.tables.values(),
        notes=read.notes,
        made_up=read.made_up,
    )


def _read_annex_a(path: Path, opened: Opened, asked_for: date | None) -> Reading:
    result = read_workbook(path, as_at=asked_for, otherwise=_date_in(path), open_with=lambda _: opened)
    properties, as_at = result.properties, result.annex_a.as_at
    if as_at is None:
        raise InputRefused(
            source=path,
            why=f"does not say which date it is as at{suggested(path.name)}",
            what_to_do="give --as-at YYYY-MM-DD, or put the date in the file's name",
        )
    authority = properties.authority or ""
    return Reading(
        records=to_records(result.annex_a, as_at=as_at, authority=authority),
        kind="annex_a",
        sources=sources(path),
        lists=_list_counts(result),
        notes=result.notes.select(*NOTE_SCHEMA),
        set_aside=result.set_aside.drop("list"),
        queried_cells=result.queried_cells.drop("list"),
        made_up=properties.made_up,
    )


def _list_counts(result: ReadResult) -> dict[str, Counts]:
    return {f"list_{number}": Counts(**vars(counts)) for number, counts in result.counts.items()}


def _date_in(path: Path) -> date | None:
    """The one date in a file's name, written year first; None where there is none, or more than one."""
    found = {"-".join((year, month, day)) for year, _, month, day in _DATE_IN_NAME.findall(path.name)}
    try:
        (only,) = found
        return date.fromisoformat(only)
    except ValueError:  # several, none, or 31 February
        return None


def _read_dataset(path: Path, asked_for: date | None) -> Reading:
    manifest = folder.read_manifest(path)
    if asked_for and asked_for < manifest.as_at:
        raise InputRefused(
            source=path,
            why=f"runs to {manifest.as_at}, and as at {asked_for} would hold its own future",
            what_to_do="leave --as-at out, or load the records as they were on that day",
        )
    records = folder.read_folder(path)
    frames, aside = _checked(records)
    return Reading(
        records=Records(
            as_at=asked_for or records.as_at,
            authority=records.authority,
            frames={name: frame.lazy() for name, frame in frames.items()},
            coverage=records.coverage,
        ),
        kind="dataset",
        sources=sources(path),
        lists={name: _counts(frame, aside[name]) for name, frame in frames.items()},
        notes=_set_aside_notes(path, aside),
        set_aside=pl.concat(
            [pl.DataFrame(schema=_SET_ASIDE_SCHEMA), *(_as_typed(name, aside[name]) for name in aside)]
        ),
        queried_cells=pl.DataFrame(schema=_QUERIED_SCHEMA),
        made_up=manifest.made_up,
    )


def _checked(records: Records) -> tuple[dict[str, pl.DataFrame], dict[str, pl.DataFrame]]:
    """Each table's rows to load, and those set aside for want of a key or as an exact duplicate."""
    loaded, aside = {}, {}
    for name, lazy in records.frames.items():
        frame = lazy.collect()
        reason = (
            pl.when(pl.col(dataset().tables[name].key).is_null())
            .then(pl.lit(_NO_KEY))
            .when(~pl.struct(pl.all()).is_first_distinct())
            .then(pl.lit(_DUPLICATE))
        )
        judged = frame.with_row_index("row", offset=1).with_columns(frame.select(reason=reason))
        loaded[name] = judged.filter(pl.col("reason").is_null()).drop("row", "reason")
        aside[name] = judged.filter(pl.col("reason").is_not_null())
    return loaded, aside


def _counts(loaded: pl.DataFrame, aside: pl.DataFrame) -> Counts:
    return Counts(
        rows_read=loaded.height + aside.height, rows_loaded=loaded.height, rows_set_aside=aside.height
    )


def _as_typed(name: str, aside: pl.DataFrame) -> pl.DataFrame:
    cells = pl.struct(pl.exclude("row", "reason").cast(pl.String)).struct.json_encode()
    return aside.select(sheet=pl.lit(name), row=pl.col("row").cast(pl.Int64), reason="reason", cells=cells)


def _set_aside_notes(path: Path, aside: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    notes = [
        rows.select(
            file=pl.lit(path.name),
            sheet=pl.lit(name),
            row=pl.col("row").cast(pl.Int64),
            column=pl.lit(None, pl.String),
            kind=pl.lit("set aside"),
            message=pl.col("reason"),
        )
        for name, rows in aside.items()
    ]
    return pl.concat([pl.DataFrame(schema=NOTE_SCHEMA), *notes])
