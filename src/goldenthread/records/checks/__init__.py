"""Checks of children's records: what cannot be so, what seldom is, and what is worth knowing.

Each check is declared in one place (cells, dates, across, teams) with an id, plain words, where it comes
from, how grave it is, and a lazy expression that yields its rows. Nothing here changes or removes a row.
What the records cannot tell is not asked, and that is said: a count of none means that it was asked.
"""

from __future__ import annotations

from goldenthread.records.checks.asking import (
    FOUND,
    Checked,
    Outcome,
    checked,
    found_by,
    not_among,
    rows_found,
)
from goldenthread.records.checks.catalogue import catalogue
from goldenthread.records.checks.check import ANY, SEVERITIES, Asked, Check, Severity

__all__ = [
    "ANY",
    "FOUND",
    "SEVERITIES",
    "Asked",
    "Check",
    "Checked",
    "Outcome",
    "Severity",
    "catalogue",
    "checked",
    "found_by",
    "not_among",
    "rows_found",
]
