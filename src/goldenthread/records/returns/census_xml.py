"""The XML of a children in need census as rows of text, one sheet for each block, read a child at a time.

Each row has the line it stands on and the places of what it belongs to: `_nth_child`, and where there are
such `_nth_episode`, `_nth_assessment` and `_nth_plan`, counted over the whole file. An element is read
wherever in its block it stands; what is not one of the census's elements is counted and said, never guessed
at.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

import polars as pl

from goldenthread.errors import InputRefused
from goldenthread.records.annex_a.container import is_file, opened_zip
from goldenthread.records.annex_a.limits import limits
from goldenthread.records.annex_a.sheets import Opened, RawSheet
from goldenthread.records.annex_a.workbook_xml import Properties
from goldenthread.standards.returns import cin_census

if TYPE_CHECKING:
    from lxml.etree import _Element

LINE, CHILD, EPISODE, ASSESSMENT, PLAN = "_line", "_nth_child", "_nth_episode", "_nth_assessment", "_nth_plan"
PLACES = {
    "Child": (CHILD,),
    "Disabilities": (CHILD,),
    "CINdetails": (CHILD, EPISODE),
    "Assessments": (CHILD, EPISODE, ASSESSMENT),
    "AssessmentFactors": (CHILD, ASSESSMENT),
    "CINPlanDates": (CHILD, EPISODE),
    "Section47": (CHILD, EPISODE),
    "ChildProtectionPlans": (CHILD, EPISODE, PLAN),
    "Reviews": (CHILD, PLAN),
}
"""The sheets, and what the rows of each belong to."""
HEADER = ("Collection", "Year", "ReferenceDate", "LEA", "SoftwareCode")
MADE_UP = "Golden Thread: made-up data"
STRAY = "text stands between elements in {count:,} places; left out"
UNKNOWN = "{block} holds {count:,} elements the census does not have there ({name}); left out"
TWICE = "{block} holds {name} more than once in {count:,} places; the first is read"
NOT_READ = "{count:,} blocks of PreProceedingsandFGDM; the census's files do not say what they hold: left out"

_ID = "LAchildID"
_CHUNK = 1 << 20
_ROOT, _CHILD = "Message", "Child"
_BATCH = 5_000
_HIDDEN = (b"<!DOCTYPE", b"<!ENTITY", b"\0")  # a NUL: UTF-16, which would hide the others
_AGAIN = "export the census again from the case system"
_TOO_DEEP = 40


def opened_here(path: Path) -> Opened:
    """Open a census in this process; for one that others handed in use `apart.opened`.

    Raises InputRefused where it is no census, holds a document type or entity, is damaged, or is too large.
    """
    with _stream(path) as file:
        _look_through(path, file)
    found = _Found()
    with _stream(path) as file:
        _read(path, file, found)
    header = {name: found.header.get(name) for name in HEADER}
    if not found.is_census:
        raise _refused(path, "it is XML, but no children in need census", "send the census, or its CSV files")
    sheets = [RawSheet(path.name, "Header", pl.DataFrame([header], schema=dict.fromkeys(HEADER, pl.String)))]
    sheets += [RawSheet(path.name, name, found.frame(name)) for name in PLACES]
    return Opened(
        properties=Properties(made_up=header["SoftwareCode"] == MADE_UP),
        sheets=tuple(sheets),
        remarks=tuple(found.remarks()),
    )


@contextmanager
def _stream(path: Path) -> Iterator[IO[bytes]]:
    """The XML itself, out of its zip where it is in one."""
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    if not is_zip:
        if path.stat().st_size > limits().unpacked_bytes:
            raise _refused(path, f"it is larger than {limits().unpacked_bytes // 2**20:,} MB", _AGAIN)
        with path.open("rb") as file:
            yield file
        return
    with opened_zip(path) as parts:
        (name,) = xml_in(parts)
        with parts.open(name) as part:
            yield part


def xml_in(parts: zipfile.ZipFile) -> list[str]:
    """The XML of a zip that holds one file and nothing else."""
    names = [name for name in parts.namelist() if is_file(name)]
    return names if len(names) == 1 and PurePosixPath(names[0]).suffix.lower() == ".xml" else []


def _look_through(path: Path, file: IO[bytes]) -> None:
    """Refuses what no census has and an attack needs, before anything parses it."""
    tail, size = b"", 0
    while chunk := file.read(_CHUNK):
        size += len(chunk)
        if size > limits().unpacked_bytes:
            raise _refused(path, f"it is larger than {limits().unpacked_bytes // 2**20:,} MB", _AGAIN)
        if any(mark in tail + chunk for mark in _HIDDEN):
            raise _refused(path, "it declares a document type or entities, or is not in UTF-8", _AGAIN)
        tail = chunk[-16:]


class _Found:
    """What has been read so far."""

    def __init__(self) -> None:
        self.is_census = False
        self.header: dict[str, str | None] = {}
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in PLACES}
        self.parts: dict[str, list[pl.DataFrame]] = {name: [] for name in PLACES}
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.places: Counter[str] = Counter()

    def next(self, place: str) -> int:
        self.places[place] += 1
        return self.places[place]

    def settle(self) -> None:
        """Turns the rows so far into frames, which take a tenth of the memory."""
        for name, rows in self.rows.items():
            if rows:
                self.parts[name].append(pl.DataFrame(rows, schema=_schema(name), orient="row"))
                self.rows[name] = []

    def frame(self, name: str) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=_schema(name)), *self.parts[name]])

    def remarks(self) -> Iterator[str]:
        for (what, block, name), count in sorted(self.counts.items()):
            yield what.format(block=block, name=name, count=count)


@cache
def _schema(name: str) -> dict[str, type[pl.DataType]]:
    places = dict.fromkeys((LINE, *PLACES[name]), pl.Int64)
    return {**places, **dict.fromkeys(cin_census().tables[name].column_names, pl.String)}


@cache
def _wanted(name: str) -> dict[str, int]:
    """Element to its place among the block's columns."""
    columns = cin_census().tables[name].columns
    return {spelling: place for place, one in enumerate(columns) for spelling in (one.name, *one.also)}


def _read(path: Path, file: IO[bytes], found: _Found) -> None:
    from lxml import etree

    events = etree.iterparse(
        file,
        events=("start", "end"),
        tag=(_ROOT, "Header", _CHILD),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for event, element in events:
            _met(event, element, found)
    except etree.XMLSyntaxError as fault:  # its own words may repeat what stands there
        raise _refused(path, f"line {fault.lineno} is not well-formed XML", _AGAIN) from None
    found.settle()


def _met(event: str, element: _Element, found: _Found) -> None:
    if event == "start":
        found.is_census = found.is_census or (element.tag == _ROOT and element.getparent() is None)
    elif element.tag == "Header":
        for one in element.iter():
            if one.tag in HEADER and one.tag not in found.header:
                found.header[one.tag] = (one.text or "").strip() or None
    elif element.tag == _CHILD:
        _child(element, found)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        if found.places[CHILD] % _BATCH == 0:
            found.settle()


def _child(child: _Element, found: _Found) -> None:
    place = found.next(CHILD)
    wanted = _wanted("Child")
    cells: list[str | None] = [None] * len(cin_census().tables["Child"].columns)
    blocks = []
    for block in child:
        if block.tag == "CINdetails":
            blocks.append(block)
        elif block.tag in ("ChildIdentifiers", "ChildCharacteristics"):
            for one in block:
                if one.tag == "Disabilities":
                    blocks.append(one)
                else:
                    _put(one, "Child", cells, wanted, found)
            _strays(block, found)
        else:
            found.counts[UNKNOWN, _CHILD, _plain(block.tag)] += 1
    _strays(child, found)
    found.rows["Child"].append((child.sourceline, place, *cells))
    identifier = cells[wanted[_ID]]
    for block in blocks:
        if block.tag == "Disabilities":
            _each(block, "Disabilities", (place,), identifier, found)
        else:
            _episode(block, place, identifier, found)


def _episode(block: _Element, child: int, identifier: str | None, found: _Found) -> None:
    place = found.next(EPISODE)
    wanted, cells = _wanted("CINdetails"), _cells("CINdetails", identifier)
    for one in block:
        match one.tag:
            case "Assessments":
                _assessment(one, (child, place), identifier, found)
            case "CINPlanDates" | "CINplanDates":
                _block(one, "CINPlanDates", (child, place), identifier, found)
            case "Section47":
                _block(one, "Section47", (child, place), identifier, found)
            case "ChildProtectionPlans":
                _plan(one, (child, place), identifier, found)
            case "PreProceedingsandFGDM":
                found.counts[NOT_READ, "", ""] += 1
            case _:
                _put(one, "CINdetails", cells, wanted, found)
    _strays(block, found)
    found.rows["CINdetails"].append((block.sourceline, child, place, *cells))


def _assessment(block: _Element, places: tuple[int, ...], identifier: str | None, found: _Found) -> None:
    place = found.next(ASSESSMENT)
    for inner in _block(block, "Assessments", (*places, place), identifier, found):
        if inner.tag == "FactorsIdentifiedAtAssessment":
            _each(inner, "AssessmentFactors", (places[0], place), identifier, found)


def _plan(block: _Element, places: tuple[int, ...], identifier: str | None, found: _Found) -> None:
    """A plan, with its reviews: one Reviews block of many dates, or one for each date."""
    place = found.next(PLAN)
    for inner in _block(block, "ChildProtectionPlans", (*places, place), identifier, found):
        if inner.tag == "Reviews":
            _each(inner, "Reviews", (places[0], place), identifier, found)


_INNER = {"Assessments": "FactorsIdentifiedAtAssessment", "ChildProtectionPlans": "Reviews"}


def _block(
    block: _Element, name: str, places: tuple[int, ...], identifier: str | None, found: _Found
) -> list[_Element]:
    """A row of a block; gives the blocks inside it."""
    wanted, cells, inner = _wanted(name), _cells(name, identifier), []
    for one in block:
        if one.tag == _INNER.get(name):
            inner.append(one)
        else:
            _put(one, name, cells, wanted, found)
    _strays(block, found)
    found.rows[name].append((block.sourceline, *places, *cells))
    return inner


def _each(block: _Element, name: str, places: tuple[int, ...], identifier: str | None, found: _Found) -> None:
    """A row for each element of a block that repeats one."""
    (element,) = (wanted for wanted in _wanted(name) if wanted != _ID)
    for one in block:
        text = (one.text or "").strip()
        if one.tag != element:
            found.counts[UNKNOWN, name, _plain(one.tag)] += 1
        elif text:
            found.rows[name].append((one.sourceline, *places, identifier, text))
    _strays(block, found)


def _cells(name: str, identifier: str | None) -> list[str | None]:
    return [identifier, *[None] * (len(cin_census().tables[name].columns) - 1)]


def _put(one: _Element, name: str, cells: list[str | None], wanted: dict[str, int], found: _Found) -> None:
    place = wanted.get(one.tag)
    if place is None or (one.tag == _ID and name != "Child"):
        found.counts[UNKNOWN, name, _plain(one.tag)] += 1
    elif cells[place] is None:
        text = one.text
        cells[place] = (text.strip() or None) if text else None
    else:
        found.counts[TWICE, name, one.tag] += 1


def _strays(block: _Element, found: _Found) -> None:
    """Text between elements, which real files hold by accident."""
    if block.text and block.text.strip():
        found.counts[STRAY, "", ""] += 1
    for one in block:
        if one.tail and one.tail.strip():
            found.counts[STRAY, "", ""] += 1


def _plain(tag: object) -> str:
    """An element's name where it is plainly one; anything else might be a child's words."""
    text = str(tag)
    return text if text.isascii() and text.isalpha() and len(text) <= _TOO_DEEP else "not named here"


def _refused(path: Path, why: str, what_to_do: str) -> InputRefused:
    return InputRefused(source=path, why=why, what_to_do=what_to_do)
