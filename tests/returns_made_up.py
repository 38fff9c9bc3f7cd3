"""Made-up statutory returns for tests: a census's XML, the 903's CSV files, and reading them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.records.annex_a.sheets import opened_here
from goldenthread.records.returns import census_xml
from goldenthread.records.returns.cin_census import CensusRead, read_census, to_records
from goldenthread.records.returns.ssda903 import ReturnRead, read_return
from goldenthread.standards.returns import ssda903

HEADER = "<Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate>"
IDENTIFIERS = "<LAchildID>K1</LAchildID><PersonBirthDate>2015-05-05</PersonBirthDate><Sex>F</Sex>"
EPISODE = "<CINreferralDate>2025-06-02</CINreferralDate><ReferralSource>1A</ReferralSource>"


def census(folder: Path, *children: str, header: str = HEADER) -> Path:
    """A census of these children in a file."""
    top = f"<Header><CollectionDetails>{header}</CollectionDetails></Header>" if header else ""
    body = "\n".join(children)
    path = folder / "census.xml"
    path.write_text(f"<Message>\n{top}\n<Children>\n{body}\n</Children>\n</Message>\n", encoding="utf-8")
    return path


def child(
    *episodes: str, identifiers: str = IDENTIFIERS, characteristics: str = "<Ethnicity>WBRI</Ethnicity>"
) -> str:
    """A child with episodes, each given by what stands in it."""
    needs = "\n".join(f"<CINdetails>{episode}</CINdetails>" for episode in episodes)
    return (
        f"<Child>\n<ChildIdentifiers>{identifiers}</ChildIdentifiers>\n"
        f"<ChildCharacteristics>{characteristics}</ChildCharacteristics>\n{needs}\n</Child>"
    )


def read_here(path: Path, *, as_at: date | None = None) -> CensusRead:
    """The census, opened in this process: it is of our own making."""
    return read_census(path, as_at=as_at, open_with=census_xml.opened_here)


def table(read: CensusRead, name: str) -> pl.DataFrame:
    return to_records(read).table(name).collect()


def said(read: CensusRead, kind: str) -> list[tuple[str, str | None, str]]:
    """Block, element and message of everything of a kind that is said, of the file too."""
    notes = pl.concat([read.notes, *(block.notes for block in read.blocks.values())])
    return list(notes.filter(pl.col("kind") == kind).select("sheet", "column", "message").iter_rows())


def return_files(folder: Path, **tables: str) -> Path:
    """A return's files, each drawn as its rows: `CHILD | DOB | ...`, the table's columns in order."""
    place = folder / "return"
    place.mkdir(exist_ok=True)
    for name, drawn in tables.items():
        lines = [",".join(ssda903().tables[name].column_names)]
        for row in drawn.strip().splitlines():
            lines.append(",".join(cell.strip() for cell in row.split("|")))
        (place / f"{name.lower()}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def read_return_here(folder: Path, *, as_at: date | None = date(2026, 3, 31), **tables: str) -> ReturnRead:
    """The return these files make, opened in this process."""
    place = return_files(folder, **tables) if tables else folder
    return read_return(place, opened_here(place), as_at=as_at)


def queries(read: ReturnRead) -> list[tuple[str, str | None, str]]:
    """Table, column and message of every query."""
    notes = pl.concat([table.notes for table in read.tables.values()])
    asked = notes.filter(pl.col("kind") == "query")
    return list(asked.select("sheet", "column", "message").iter_rows())
