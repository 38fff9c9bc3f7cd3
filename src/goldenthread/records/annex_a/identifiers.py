"""What is odd about a list's identifiers taken together. One remark for the column, never one for each row:
where a system's identifiers are odd they are odd throughout."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from goldenthread.records.annex_a.reading import Kind
from goldenthread.records.annex_a.sheet_remarks import SheetRemark
from goldenthread.standards.annex_a import standard

_MOST_CHARACTERS = 20  # children in need census, rules 1570 and 1580
_DIGITS_OF_A_DIGEST = 64
_CUT_BY_A_SPREADSHEET = r"^\d(\.\d+)?[eE]\+?\d+$"
_ENDING = r"[_-](\d{3})$"
_FEWEST = 5  # identifiers that must share an ending before it looks like a tool's work


def remarks_on_identifiers(number: int, rows: pl.DataFrame) -> Iterator[SheetRemark]:
    """Remarks on the column that names the child, or the adopter. The identifiers stay as they were typed."""
    column = standard().lists[number].columns[0]
    for kind, message in _remarks(rows[column.name].drop_nulls().unique()):
        yield kind, message, column.header


def _remarks(different: pl.Series) -> Iterator[tuple[Kind, str]]:
    found = different.to_frame("one").select(**_FOUND).row(0, named=True)
    if found["digests"]:
        said = (
            f"identifiers that look like digests: {found['digests']:,}; they join to no file with real ones"
        )
        yield "note", said
    if found["cut"]:
        said = f"identifiers a spreadsheet has cut to 15 digits: {found['cut']:,}; export the column as text"
        yield "query", said
    if found["ending"] is not None and found["endings"] == 1 and len(different) >= _FEWEST:
        said = (
            f"every identifier ends in {found['ending']}, as if a tool had put the council's code there; kept"
        )
        yield "query", said
    elif found["odd"]:
        said = f"identifiers over {_MOST_CHARACTERS} characters or with punctuation: {found['odd']:,}; kept"
        yield "query", said


_ONE = pl.col("one")
_IS_DIGEST = (_ONE.str.len_bytes() == _DIGITS_OF_A_DIGEST) & ~_ONE.str.contains(r"[^0-9a-fA-F]")
_IS_ODD = (_ONE.str.len_chars() > _MOST_CHARACTERS) | _ONE.str.contains(r"[^A-Za-z0-9]")
_FOUND = {
    "digests": _IS_DIGEST.sum(),
    "cut": _ONE.str.contains(_CUT_BY_A_SPREADSHEET).sum(),
    "odd": (_IS_ODD & ~_IS_DIGEST).sum(),
    "ending": _ONE.str.extract(f"({_ENDING})").first(),
    "endings": _ONE.str.extract(f"({_ENDING})").n_unique(),
}
"""What is looked for among the different identifiers of a list, all in one pass."""
