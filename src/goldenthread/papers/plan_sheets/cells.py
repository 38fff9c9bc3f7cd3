"""Cells as text that can be compared: what we write, and what comes back of it."""

from __future__ import annotations

import re
from datetime import date

from goldenthread.papers.plan_sheets.columns import Kind, Value
from goldenthread.papers.plan_sheets.days import read_day

MOST_IN_A_CELL = 32_000  # a spreadsheet holds 32,767 characters in one
_CUT = "… (cut: read the rest on the site)"
_WHOLE_WITH_POINT = re.compile(r"(-?\d+)\.0+")


def written(value: Value) -> str:
    """A value's text as a cell holds it, without what a spreadsheet cannot carry."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = "".join(one for one in str(value) if one.isprintable() or one == "\n")
    return text if len(text) <= MOST_IN_A_CELL else text[: MOST_IN_A_CELL - len(_CUT)] + _CUT


def compared(cell: str, kind: Kind = Kind.TEXT) -> str:
    """A cell in the form in which two of them are the same or not: a day as YYYY-MM-DD, a whole number
    without its point, text without what lies around its lines."""
    text = "\n".join(" ".join(line.split()) for line in written(cell).split("\n")).strip()
    if kind is Kind.DAY:
        day = read_day(text).value
        return day.isoformat() if day else text
    whole = _WHOLE_WITH_POINT.fullmatch(text)
    return whole[1] if whole and kind is Kind.NUMBER else text


def shown(cell: str, kind: Kind = Kind.TEXT) -> str:
    """A cell as people read it: a day as 31/03/2026."""
    day = read_day(cell).value if kind is Kind.DAY else None
    return f"{day:%d/%m/%Y}" if day else cell


def same(one: str, other: str, kind: Kind = Kind.TEXT) -> bool:
    return compared(one, kind) == compared(other, kind)
