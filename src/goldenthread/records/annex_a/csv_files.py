"""The lists as CSV: a folder of them, or a zip. A file is text in UTF-8 with commas, or it is refused with
its row: one quote too many would swallow every row after it without a sound."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.container import is_file
from goldenthread.records.annex_a.limits import limits

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_AS_UTF_8 = "save it as CSV UTF-8 (comma delimited)"


@dataclass(frozen=True)
class CsvFile:
    """One file's name and bytes."""

    name: str
    data: bytes


def in_folder(folder: Path) -> tuple[list[CsvFile], list[str]]:
    """A folder's CSV files in the order of their names, and the names of the files that are none."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    wanted, others = _sorted_out(folder, [path.name for path in files])
    too_large = sum(path.stat().st_size for path in files if path.name in wanted)
    if too_large > limits().unpacked_bytes:
        raise _refused(folder, "its files are far too large together", "send the eleven lists alone")
    return [CsvFile(path.name, path.read_bytes()) for path in files if path.name in wanted], others


def is_one(path: Path) -> bool:
    """Whether a file is a CSV file by itself: by its name, and not a workbook or zip under it."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(8)
    return bool(start) and not start.startswith((_ZIP, _OLE))


def alone(path: Path) -> list[CsvFile]:
    """A CSV file by itself."""
    if path.stat().st_size > limits().unpacked_bytes:
        raise _refused(path, "it is far too large", "export it again")
    return [CsvFile(path.name, path.read_bytes())]


def in_zip(path: Path, parts: zipfile.ZipFile) -> tuple[list[CsvFile], list[str]]:
    """A zip's CSV files likewise. Nothing is unpacked to disk; a folder inside counts for nothing."""
    inside = {PurePosixPath(name).name: name for name in parts.namelist() if is_file(name)}
    if len(inside) < sum(is_file(name) for name in parts.namelist()):
        raise _refused(path, "it holds two files of one name", "send the eleven lists alone")
    wanted, others = _sorted_out(path, sorted(inside))
    return [CsvFile(name, parts.read(inside[name])) for name in wanted], others


def _sorted_out(source: Path, names: list[str]) -> tuple[list[str], list[str]]:
    """Which files are read and which are left out. Sent together with a workbook or XML they are refused: it
    could not be told which of the two is meant."""
    wanted = [name for name in names if name.lower().endswith(".csv")]
    others = [name for name in names if name not in wanted]
    rivals = [name for name in others if name.lower().endswith((".xml", *_WORKBOOKS))]
    if wanted and rivals:
        raise _refused(source, f"it holds CSV files and {rivals[0]} too", f"remove {rivals[0]}, or the rest")
    if any(name.lower().endswith(".zip") for name in others):
        raise _refused(source, "it holds a zip file inside", "unpack it and send the eleven lists alone")
    if not wanted:
        raise _refused(source, "it holds no CSV files", "give the workbook, or the lists as CSV")
    return wanted, others


def cells(file: CsvFile) -> pl.DataFrame:
    """The file's cells as text, columns named by their place; no rows where it is empty."""
    text = _text(file)
    if not text.strip():
        return pl.DataFrame()
    width = _width(file, text)
    try:
        read = pl.read_csv(
            text.encode(),
            has_header=False,
            schema={str(position): pl.String for position in range(width)},
            truncate_ragged_lines=True,
            missing_columns="insert",  # a comma in quotes was counted as one more column
        )
    except pl.exceptions.PolarsError as fault:
        raise _refused(file.name, "it cannot be read as CSV", "save it again as CSV") from fault
    return read.with_columns(pl.all().str.strip_chars().replace("", None))


def _text(file: CsvFile) -> str:
    if file.data.startswith(_ZIP):
        raise _refused(file.name, "it is a zip file or a workbook, not CSV", "save it as CSV")
    if file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(file.name, "it is in UTF-16", _AS_UTF_8)
    try:
        text = file.data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = file.data.count(b"\n", 0, fault.start) + 1
        raise _refused(file.name, f"row {row} is not in UTF-8", _AS_UTF_8) from fault
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise _refused(file.name, f"row {row} holds bytes that are not text", "export it again as CSV")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _width(file: CsvFile, text: str) -> int:
    """The most cells any row can have. Raises InputRefused past the limits, or for a quote left open."""
    widest, rows, opened = 0, 0, 0
    for row, line in enumerate(text.split("\n"), start=1):
        commas = line.count(",")
        if commas > widest:
            widest = commas
            if widest >= limits().columns:
                raise _refused(
                    file.name,
                    f"row {row} has more than {limits().columns} columns",
                    "send the lists as they are",
                )
        if line.count('"') % 2:
            opened = 0 if opened else row
        rows = row
    if opened:
        raise _refused(file.name, f"a quote opened in row {opened} is never closed", "export it again as CSV")
    if rows > limits().rows + 1:
        raise _refused(file.name, f"it has more than {limits().rows:,} rows", "send the eleven lists alone")
    return widest + 1


def read_all(files: list[CsvFile]) -> Iterator[tuple[CsvFile, pl.DataFrame]]:
    """Each file with its cells, those with nothing in them left out."""
    for file in files:
        found = cells(file)
        if found.height:
            yield file, found


def _refused(source: Path | str, why: str, what_to_do: str) -> InputRefused:
    return InputRefused(source=source, why=why, what_to_do=what_to_do)
