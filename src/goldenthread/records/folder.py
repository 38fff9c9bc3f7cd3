"""Whole records as a folder: one Parquet file a table, and a manifest that says what they are.

    records/
      manifest.json       model version, as-at date, authority, made up or not; rows and window by table
      ssd_person.parquet  every table of the model, each with exactly the model's fields

The same records give the same bytes. A folder is written beside its place and renamed into it, so that half a
folder is never found there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.coverage import Coverage, History
from goldenthread.records.store.upgrades import brought_up_to_date
from goldenthread.records.tables import Records, schema
from goldenthread.standards.safeguarding_dataset import dataset

FORMAT = "goldenthread-records"
MANIFEST = "manifest.json"

_AGAIN = "give a folder that `goldenthread synthesise` or an export wrote, whole and unchanged"


@dataclass(frozen=True)
class Manifest:
    """What a folder says of itself. `rows` and `coverage` are by table, for the tables it holds."""

    as_at: date
    authority: str
    made_up: bool
    rows: Mapping[str, int]
    coverage: Mapping[str, Coverage]
    model_version: int


def write_folder(records: Records, folder: Path, *, made_up: bool) -> None:
    """Writes the records as a folder, in place of one written here before.

    Raises InputRefused where `folder` is something else that would be lost.
    """
    if folder.exists() and not _may_replace(folder):
        raise InputRefused(
            source=folder,
            why="it is there already and is not a folder of records",
            what_to_do="choose another place, or move it away",
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.being-written")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        _write_all(records, beside, made_up=made_up)
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _may_replace(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).exists() or not any(folder.iterdir()))


def _swap(beside: Path, folder: Path) -> None:
    """Puts a finished folder in its place; the one before goes only then."""
    before = folder.with_name(f".{folder.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    beside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)


def _write_all(records: Records, folder: Path, *, made_up: bool) -> None:
    tables = {}
    for name in dataset().tables:
        frame = records.table(name).collect()
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=True)
        tables[name] = {"rows": frame.height, **records.can_say(name).to_json()}
    manifest = {
        "format": FORMAT,
        "model_version": dataset().model_version,
        "as_at": records.as_at.isoformat(),
        "authority": records.authority,
        "made_up": made_up,
        "tables": tables,
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def read_folder(folder: Path) -> Records:
    """The records in a folder, read lazily. Raises InputRefused unless it is whole and of the model; one
    that an older version of the model wrote comes as the model has it now."""
    manifest = read_manifest(folder)
    _check_named(folder, manifest)
    found = {name: _frame(folder, name, rows=rows) for name, rows in manifest.rows.items()}
    held = {name: frame for name, frame in found.items() if _carries(manifest, name)}
    frames, coverage = brought_up_to_date(held, manifest.coverage, version=manifest.model_version)
    for name, frame in frames.items():
        _check_fields(folder, name, dict(frame.collect_schema()))
    return Records(as_at=manifest.as_at, authority=manifest.authority, frames=frames, coverage=coverage)


def _carries(manifest: Manifest, name: str) -> bool:
    """Whether the folder says anything with a table: one without rows, said to be absent, is just named."""
    return manifest.rows[name] > 0 or manifest.coverage[name].history != "absent"


def _check_named(folder: Path, manifest: Manifest) -> None:
    """Refuses a table the model does not have, and a table's file the manifest does not name."""
    if not set(manifest.rows) <= set(dataset().tables):
        raise _refused(folder, "it names a table that the model does not have")
    if any(path.stem not in manifest.rows for path in folder.glob("*.parquet")):
        raise _refused(folder, f"it holds a table that its {MANIFEST} does not name")


def read_manifest(folder: Path) -> Manifest:
    """What the folder says of itself. Raises InputRefused where it does not say it properly."""
    data = _parsed(folder)
    if data.get("format") != FORMAT:
        raise _refused(folder, f"its {MANIFEST} is not one of a folder of records")
    _check_version(folder, data.get("model_version"))
    try:
        return _manifest(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _refused(folder, f"its {MANIFEST} lacks something it must hold") from None


def _parsed(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise _refused(folder, "there is no such folder")
    if not (folder / MANIFEST).is_file():
        raise _refused(folder, f"it has no {MANIFEST}")
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise _refused(folder, f"its {MANIFEST} cannot be read") from None
    if not isinstance(data, dict):
        raise _refused(folder, f"its {MANIFEST} is not one of a folder of records")
    return data


def _check_version(folder: Path, version: Any) -> None:
    known = dataset().model_version
    if type(version) is not int or version < 1:
        raise _refused(folder, f"its {MANIFEST} does not say which model its tables follow")
    if version > known:
        raise InputRefused(
            source=folder,
            why=f"it follows model version {version}, and this program knows versions up to {known}",
            what_to_do="use the newer program that wrote it",
        )


def _manifest(data: dict[str, Any]) -> Manifest:
    tables: dict[str, dict[str, Any]] = data["tables"]
    if not isinstance(data["authority"], str) or not isinstance(data["made_up"], bool):
        raise TypeError
    return Manifest(
        as_at=date.fromisoformat(data["as_at"]),
        authority=data["authority"],
        made_up=data["made_up"],
        rows={name: _row_count(table["rows"]) for name, table in tables.items()},
        coverage={name: _coverage(name, table) for name, table in tables.items()},
        model_version=data["model_version"],
    )


def _row_count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value


def _coverage(name: str, table: dict[str, Any]) -> Coverage:
    if table["history"] not in get_args(History) or table["window_end"] is None:
        raise ValueError
    return Coverage.from_json(name, table)


def _frame(folder: Path, name: str, *, rows: int) -> pl.LazyFrame:
    """One table's file, after checking that it is there, readable, and has the rows that are said."""
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise _refused(folder, f"{path.name} is missing")
    try:
        frame = pl.scan_parquet(path)
        height = frame.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError):
        raise _refused(folder, f"{path.name} cannot be read as Parquet") from None
    if height != rows:
        raise _refused(folder, f"{path.name} has not the {rows} rows that {MANIFEST} says")
    return frame


def _check_fields(folder: Path, name: str, found: Mapping[str, pl.DataType]) -> None:
    wanted = schema(name)
    strange = sorted(set(found) - set(wanted))
    missing = sorted(set(wanted) - set(found))
    wrong = sorted(field for field in wanted.keys() & found.keys() if found[field] != wanted[field])
    for fields, why in (
        (strange, "has a field the model does not"),
        (missing, "lacks a field"),
        (wrong, "holds a field as the wrong type"),
    ):
        if fields:
            raise _refused(folder, f"{name}.parquet {why}: {fields[0]}")
    if list(found) != list(wanted):
        raise _refused(folder, f"{name}.parquet has its fields in another order than the model")


def _refused(folder: Path, why: str) -> InputRefused:
    return InputRefused(source=folder, why=why, what_to_do=_AGAIN)
