"""What is odd about a list's identifiers taken together. One remark for the column, never one for each row:
where a system's identifiers are odd they are odd throughout."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from goldenthread.records.annex_a.reading import Kind
from goldenthread.records.annex_a.sheet_remarks import SheetRemark
from goldenthread.standards.annex_a import standard

_MOST_CHARACTERS = 20  # children in need census, rules 1570 and 1580
_DIGEST = r"^[0-9a-fA-F]{64}$"
_CUT_BY_A_SPREADSHEET = r"^\d(\.\d+)?[eE]\+?\d+$"
_ENDING = r"[_-](\d{3})$"
_FEWEST = 5  # identifiers that must share an ending before it looks like a tool's work


def remarks_on_identifiers(number: int, rows: pl.DataFrame) -> Iterator[SheetRemark]:
    """Remarks on the column that names the child, or the adopter. The identifiers stay as they were typed."""
    column = standard().lists[number].columns[0]
    for kind, message in _remarks(rows[column.name].drop_nulls().unique()):
        yield kind, message, column.header


def _remarks(different: pl.Series) -> Iterator[tuple[Kind, str]]:
    digests = int(different.str.contains(_DIGEST).sum())
    if digests:
        yield "note", f"identifiers that look like digests: {digests:,}; they join to no file with real ones"
    cut = int(different.str.contains(_CUT_BY_A_SPREADSHEET).sum())
    if cut:
        yield "query", f"identifiers a spreadsheet has cut to 15 digits: {cut:,}; export the column as text"
    ending = _shared_ending(different)
    if ending is not None:
        said = f"every identifier ends in {ending}, as if a tool had put the council's code there; kept"
        yield "query", said
        return
    odd = (different.str.len_chars() > _MOST_CHARACTERS) | different.str.contains(r"[^A-Za-z0-9]")
    count = int((odd & ~different.str.contains(_DIGEST)).sum())
    if count:
        yield "query", f"identifiers over {_MOST_CHARACTERS} characters or with punctuation: {count:,}; kept"


def _shared_ending(different: pl.Series) -> str | None:
    endings = different.str.extract(f"({_ENDING})", 1).unique()
    alike = len(endings) == 1 and len(different) >= _FEWEST
    return endings[0] if alike else None
