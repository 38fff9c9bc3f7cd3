"""Made-up statutory returns for tests: a census's XML, the 903's CSV files, and reading them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from goldenthread.records.returns import census_xml
from goldenthread.records.returns.cin_census import CensusRead, read_census, to_records

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
