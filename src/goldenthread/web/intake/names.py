"""The file of names: which child an identifier is, for those who may know it.

Returns carry no names. A CSV file apart from the records gives them, with a way into the case system:

    identifier,name,link
    *,,https://cases.example/child/{identifier}
    W000841,Made-up Child,

The row `*` gives the link for every row that has none of its own. The file is kept by the operators
(GOLDENTHREAD_IDENTITY) or handed in on the site, in a folder for the site's user alone, and sealed where
there is a key (records.names_file). It is read when a page shows a child by name, and never copied into the
database.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings

from goldenthread.errors import InputRefused
from goldenthread.records import names_file
from goldenthread.web.intake.queries import store

MOST_BYTES = 50 * 2**20
_COLUMNS = ("identifier", "name", "link")
_EVERY = "*"


@dataclass(frozen=True)
class Named:
    """A child's name, and the address of the child in the case system ("" where there is none)."""

    name: str
    link: str = ""


def kept_by_operators() -> bool:
    """Whether the file is the operators' to change, and not the site's: the settings or the environment name
    it."""
    return bool(_told())


def place() -> Path:
    """Where the file is, or would be."""
    return names_file.place(store(), _told())


def encrypted() -> bool:
    """Whether the file that is there is sealed."""
    return names_file.is_sealed(place())


def _told() -> str:
    return str(getattr(settings, "IDENTITY", None) or os.environ.get(names_file.IDENTITY, ""))


def names_for(children: Iterable[str]) -> dict[str, Named]:
    """The names of these children, as far as the file has them: for children shown by name only."""
    held = _held()
    return {child: held[child] for child in children if child in held}


def how_many() -> int:
    """How many children the file names."""
    return len(_held())


def read_names(data: bytes, *, source: str) -> dict[str, Named]:
    """The file's rows by identifier. InputRefused, with the line, for anything that is not such a file."""
    lines = csv.DictReader(io.StringIO(_text(data, source=source)), restkey="_more")
    wanted = {column.strip().lower(): column for column in lines.fieldnames or ()}
    missing = [column for column in _COLUMNS[:2] if column not in wanted]
    if missing:
        raise InputRefused(
            source=source,
            why=f"has no column {' or '.join(missing)}",
            what_to_do="give it the columns identifier, name and link",
        )
    found: dict[str, Named] = {}
    for line in lines:
        cells = [(line.get(wanted.get(column, "")) or "").strip() for column in _COLUMNS]
        _take(found, *cells, place=f"line {lines.line_num}", source=source)
    return _with_links(found)


def keep_names(data: bytes, *, source: str) -> int:
    """Put the file in place of the one before, whole or not at all; gives how many children it names."""
    named = read_names(data, source=source)
    names_file.write(place(), data)
    return len(named)


def forget_names() -> None:
    """Remove the file."""
    place().unlink(missing_ok=True)


def forget_children(children: Iterable[str]) -> int:
    """Take these children's rows out of the file, and give how many there were. The operators' own file is
    theirs to change: it is left as it is."""
    gone = set(children)
    if kept_by_operators() or not gone & set(_held()):
        return 0
    rows = list(csv.reader(io.StringIO(_text(names_file.read(place()), source=place().name))))
    column = [cell.strip().lower() for cell in rows[0]].index(_COLUMNS[0])
    kept = [row for row in rows if len(row) <= column or row[column].strip() not in gone]
    held = io.StringIO()
    csv.writer(held).writerows(kept)
    keep_names(held.getvalue().encode(), source=place().name)
    return len(rows) - len(kept)


def _held() -> Mapping[str, Named]:
    try:
        state = place().stat()
    except FileNotFoundError:
        return {}
    return _read_at(place(), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _read_at(path: Path, changed: int, size: int) -> Mapping[str, Named]:
    """Read once for as long as the file stays as it is. A file that is no good, or whose key is not at hand,
    names nobody."""
    try:
        return read_names(names_file.read(path), source=path.name)
    except InputRefused:
        return {}


def _take(found: dict[str, Named], identifier: str, name: str, link: str, *, place: str, source: str) -> None:
    if not identifier and not name:
        return
    if identifier in found:
        raise InputRefused(
            source=source,
            why=f"names the same child again on {place}",
            what_to_do="keep one row for each child",
        )
    if link and urlsplit(link).scheme not in {"http", "https"}:
        raise InputRefused(
            source=source,
            why=f"has a link on {place} that is no web address",
            what_to_do="begin it with https://",
        )
    if not identifier or not (name or link):
        raise InputRefused(
            source=source,
            why=f"has no identifier or no name on {place}",
            what_to_do="fill in both, or remove the row",
        )
    found[identifier] = Named(name, link)


def _with_links(found: dict[str, Named]) -> dict[str, Named]:
    every = found.pop(_EVERY, Named("")).link
    return {
        child: Named(named.name, (named.link or every).replace("{identifier}", quote(child, safe="")))
        for child, named in found.items()
    }


def _text(data: bytes, *, source: str) -> str:
    if b"\x00" in data:
        raise InputRefused(source=source, why="is not a CSV file", what_to_do="save it as CSV and try again")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what older spreadsheets save
