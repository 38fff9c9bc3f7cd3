"""From a file or folder to a snapshot: read, dated, checked, kept; or refused with nothing written."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

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
from goldenthread.records.shaped import digest_parts, shaped
from goldenthread.records.store import NOTE_SCHEMA, Counts, Kept, Reading, Source
from goldenthread.records.table_files import holds_tables, tables_in
from goldenthread.records.whole import whole_records

_DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def load(  # each is the caller's to say
    path: Path,
    *,
    store_folder: Path,
    as_at: date | None = None,
    kept_on: date | None = None,
    covers_from: date | None = None,
    authority: str = "",
) -> Kept:
    """Read an Annex A workbook, a folder of its lists as CSV, a children in need census (XML), the
    files of a children looked after return (CSV), filled templates of practice records, or a `records/`
    folder; keep it as a snapshot.

    The as-at date is the one given, else the manifest's, else the workbook's own, else the one date in the
    file's name. `kept_on` is the day it is loaded; `covers_from` and `authority` are for tables of the
    dataset that come without a manifest. Raises InputRefused, with nothing written, for anything
    that cannot be read or dated.
    """
    reading = read(path, as_at=as_at, covers_from=covers_from, authority=authority)
    return store.keep(reading, store_folder, kept_on=kept_on)


def read(
    path: Path, *, as_at: date | None = None, covers_from: date | None = None, authority: str = ""
) -> Reading:
    """What `load` would keep, without keeping it."""
    if not path.exists():
        raise InputRefused(source=path, why="is not there", what_to_do="check the path")
    if path.is_dir() and (path / folder.MANIFEST).exists():
        return _read_dataset(path, as_at)
    if holds_tables(path):
        return _read_dataset_tables(path, as_at, covers_from, authority)
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
    return whole_records(
        records,
        as_at=asked_for or records.as_at,
        name=path.name,
        sources=sources(path),
        made_up=manifest.made_up,
    )


def _read_dataset_tables(
    path: Path, asked_for: date | None, covers_from: date | None, authority: str
) -> Reading:
    """The dataset's tables as CSV or Parquet files, one each, named as the tables are."""
    as_at = asked_for or _date_in(path)
    if as_at is None:
        raise InputRefused(
            source=path,
            why=f"does not say which date it is as at{suggested(path.name)}",
            what_to_do="give --as-at YYYY-MM-DD, or put the date in the folder's name",
        )
    found = shaped(
        tables_in(path), source=path.name, as_at=as_at, covers_from=covers_from, authority=authority
    )
    return whole_records(
        found.records, as_at=as_at, name=path.name, sources=sources(path), made_up=False, notes=found.notes
    )


def read_database(url: str, *, as_at: date, covers_from: date | None = None, authority: str = "") -> Reading:
    """What a database holds of the Standard Safeguarding Dataset, as what is handed to the store. The same
    rows give the same snapshot. Raises InputRefused, which never repeats the address."""
    from goldenthread.records.database import SOURCE, read_tables

    tables = read_tables(url)
    digest = sha256()
    for part in digest_parts(tables):
        digest.update(part)
    found = shaped(tables, source=SOURCE, as_at=as_at, covers_from=covers_from, authority=authority)
    named = (Source(name=SOURCE, sha256=digest.hexdigest()),)
    return whole_records(
        found.records, as_at=as_at, name=SOURCE, sources=named, made_up=False, notes=found.notes
    )
