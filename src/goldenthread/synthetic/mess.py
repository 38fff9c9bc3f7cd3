"""One value as real files hold it: the ways it is typed, and what a good import makes of each.

Each way names the mess it is an example of. What it should be read as is worked out here, from the value, and
never by the reader: it is what the reader is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from goldenthread.standards.annex_a import Code, Column, standard
from goldenthread.synthetic.mess_cells import met_in

_SERIAL_DAY_0 = date(1899, 12, 30)
_FIRST_SERIAL = date(1940, 1, 2)
_YES_OR_NO = {"Y": ("Yes", "True", "1", "1 - Yes", "1 = Yes", "a. Yes"), "N": ("No", "false", "0")}
_LAST_MONTH = 12  # a day up to it could be read as a month
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number


@dataclass(frozen=True)
class Typed:
    """A cell as typed (text, a number or a date), what it is to be read as, and whether it is remarked on."""

    cell: Any
    value: Any
    kind: str | None = None  # query or note
    mess: str = ""


def plain(column: Column, value: Any) -> Typed:
    """The value as the form asks for it."""
    if value is None:
        return Typed(None, None)
    if column.codes is None:
        return Typed(value, value)
    code = _code(column, value)
    kind = _kind_of(column, code)
    return Typed(code.printed if code else value, value, kind, _mess_of(column, kind))


def _mess_of(column: Column, kind: str | None) -> str:
    """Which mess a code is that is remarked on however it is typed."""
    if kind == "note":
        return "C14"
    return "C30" if kind and column.codes == "legal_status" else ""


def ways(column: Column, value: Any, *, is_key: bool) -> list[Typed]:
    """Every way to type the value that we know of. A key's own value is never lost by any of them."""
    if value is None:
        return [] if is_key else [_nothing(column, text) for text in ("-", "..", "<blank>", "No data")]
    found = [*_WAYS[column.kind](column, value), *_met(column, value)]
    return [way for way in found if way.value == value or not is_key]


def _met(column: Column, value: Any) -> Iterator[Typed]:
    """The ways of the drawn table."""
    for one in met_in(*((column.codes,) if column.codes else (column.kind, column.name))):
        if one.stands_for(value):
            yield Typed(one.typed, one.is_read_as(value), one.kind or None, one.mess)


def _nothing(column: Column, text: str) -> Typed:
    """A way of saying nothing; in free text, where it could be meant, it is remarked on."""
    is_words = column.kind == "text" and any(letter.isalpha() for letter in text)
    return Typed(text, None, "note" if is_words else None, "C21")


def _code(column: Column, raw: str) -> Code | None:
    codes = standard().code_sets[column.codes or ""].codes
    return next((code for code in codes if code.raw == raw), None)


def _kind_of(column: Column, code: Code | None) -> str | None:
    """Whether a code is remarked on however it is typed."""
    if code is None:
        return None
    if (column.codes, code.raw) in (
        ("legal_status", "V3"),
        ("legal_status", "V4"),
        ("reason_ceased_looked_after", "X1"),
    ):
        return "query"
    return "note" if code.retired else None


def _dates(column: Column, value: date) -> Iterator[Typed]:
    yield Typed(f"{value.day}/{value.month}/{value.year}", value, mess="D02")
    if value.day <= _LAST_MONTH:
        yield Typed(f"{value:%d/%m/%Y}", value, mess="D05")
    yield Typed(f"{value.isoformat()}T11:14:05", value, mess="D03")
    yield Typed(f"{value:%Y/%m/%d}", value, mess="D04")
    yield Typed(datetime.combine(value, time(14, 30)), value, mess="D07")
    if value >= _FIRST_SERIAL:
        yield Typed((value - _SERIAL_DAY_0).days, value, "note", "D09")
    yield Typed("not_date", None, "query", "D06")
    yield Typed("31/12/9999", None, "note", "D08")
    yield Typed("#N/A", None, "note", "I17")


def _integers(column: Column, value: int) -> Iterator[Typed]:
    yield Typed(f"{value}.0", value, mess="N04")
    if column.minimum == -1:
        if value == -1:
            yield Typed(value, value, mess="N03")
        if value >= 0:
            yield Typed(value + 0.138261464750171, value, mess="N01")
            yield Typed(f"{value}.5yrs", value, mess="N02")
        if value == 0:
            yield Typed("<1", 0, mess="N02")
        return
    if value == 0:
        yield Typed("0", 0, mess="N05")
    yield Typed("-1", None, "query", "N07")
    yield Typed("many", None, "query", "N07")


def _codes(column: Column, value: str) -> Iterator[Typed]:
    code = _code(column, value)
    if code is None:  # a council's own name, in an open set
        yield Typed(f"{value} ", value, mess="C29")
        return
    kind = _kind_of(column, code)
    yield Typed(f"  {code.printed} ", value, kind, "C29")
    yield Typed(code.printed.replace(" ", "  "), value, kind, "C06")
    yield Typed(code.printed.replace(" ", "\u00a0"), value, kind, "C06")
    yield Typed(code.raw, value, kind, "C02")
    yield Typed(f"{code.printed}'", value, kind, "C28")
    if f"{code.raw}: " in code.printed:
        yield Typed(code.printed.replace(f"{code.raw}: ", f"{code.raw} - "), value, kind, "C31")
    if column.codes == "ethnicity" and code.printed[1:2] == ")":
        yield Typed(f"z{code.printed[1:]}", value, kind, "C03")
    if column.codes == "yes_no":
        for way in _YES_OR_NO.get(value, ()):
            yield Typed(way, value, kind, "C18")
    if len(code.raw) == 4 and code.label:
        yield Typed(f"{code.raw} - {code.label}", value, kind, "C02")
        yield Typed(f"{code.label} [{code.raw}]", value, kind, "C02")
        yield Typed(f"Code '{code.raw}' is not mapped", value, kind, "C10")
    if not standard().code_sets[column.codes or ""].open:
        yield Typed("order made, change of plan", None, "query", "C22")
    yield Typed("#N/A", None, "note", "I17")


def _identifiers(column: Column, value: str) -> Iterator[Typed]:
    yield Typed(f" {value}\u00a0", value, mess="I16")
    if value.isdecimal() and not value.startswith("0") and len(value) <= _MOST_DIGITS:
        yield Typed(int(value), value, mess="I01")
        yield Typed(f"{value}.0", value, mess="I02")
    if column.name == "placement_urn":
        yield Typed("XXXXXXX", None, "note", "I13")


def _texts(column: Column, value: str) -> Iterator[Typed]:
    yield Typed(value.replace(" ", "\u00a0"), value, mess="I16")
    yield Typed(f" {value}  ", value, mess="I16")
    yield Typed("N/A", None, "note", "C35")
    yield Typed("#N/A", None, "note", "I17")


def _postcodes(column: Column, value: str) -> Iterator[Typed]:
    yield Typed(value.replace(" ", "").lower(), value, mess="P01")
    yield Typed(f"  {value} ", value, mess="P01")
    yield Typed(" ".join(value.replace(" ", "")), value, mess="P01")
    yield Typed(value[:-2], value[:-2], mess="P11")
    yield Typed(f"xx{value}zz", None, "query", "P02")
    yield Typed("CON", None, None, "P07")


_WAYS: dict[str, Callable[[Column, Any], Iterator[Typed]]] = {
    "date": _dates,
    "integer": _integers,
    "category": _codes,
    "id": _identifiers,
    "text": _texts,
    "postcode": _postcodes,
}
