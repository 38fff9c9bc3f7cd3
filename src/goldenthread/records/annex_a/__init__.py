"""Ofsted's Annex A lists, in and out: read a workbook, write one, and turn lists into records and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from goldenthread.records.annex_a.container import workbook_properties
    from goldenthread.records.annex_a.lists import AnnexA
    from goldenthread.records.annex_a.lists_to_records import to_records
    from goldenthread.records.annex_a.reader import ReadResult, read_workbook
    from goldenthread.records.annex_a.records_to_lists import from_records
    from goldenthread.records.annex_a.writer import write_workbook

_HOMES = {
    "AnnexA": "lists",
    "ReadResult": "reader",
    "from_records": "records_to_lists",
    "read_workbook": "reader",
    "to_records": "lists_to_records",
    "workbook_properties": "container",
    "write_workbook": "writer",
}

__all__ = [
    "AnnexA",
    "ReadResult",
    "from_records",
    "read_workbook",
    "to_records",
    "workbook_properties",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    """The public functions, fetched when first asked for: the engine behind them is slow to start."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
