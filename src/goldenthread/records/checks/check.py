"""What a check is, and what it is put to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import polars as pl

from goldenthread.records.belonging import CHILD, owned
from goldenthread.records.tables import Records
from goldenthread.standards.retention import tables

Severity = Literal["error", "query", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "query", "note")
ANY = "any"
"""The table of a check that is put to many lists, team by team. Its `find` gives `_table` and `_team`, the
team's name, and no child."""

LOGICAL = "logical: it cannot be otherwise"
OURS = "Golden Thread: a look for what is seldom so"
_WINDOW_MARGIN = timedelta(days=91)


def census(rule: str) -> str:
    """A rule of the children in need census."""
    return f"children in need census, rule {rule}"


def looked_after(rule: str) -> str:
    """A rule of the children looked after return."""
    return f"SSDA903, rule {rule}"


@dataclass(frozen=True)
class Asked:
    """The records that checks are put to, and those of the snapshot before where there is one."""

    records: Records
    before: Records | None = None

    @property
    def as_at(self) -> date:
        return self.records.as_at

    def table(self, name: str) -> pl.LazyFrame:
        """The table's rows, with the child of each in `_child`."""
        return rows_with_child(self.records, name)

    @cached_property
    def carried(self) -> frozenset[str]:
        """The tables that the source carries."""
        return frozenset(
            name for name in self.records.frames if self.records.can_say(name).history != "absent"
        )

    def known_from(self, table: str) -> date | None:
        """From which day on a row that is not in the table was not there; None where that cannot be told.

        A source that shows a window of months may leave out what began before it and ended in it: a quarter
        of a year into the window, what a row leads back to is nearly always inside.
        """
        said = self.records.can_say(table)
        if said.window_start is None:
            return None
        if said.history == "complete":
            return said.window_start
        return said.window_start + _WINDOW_MARGIN if said.history in ("joined", "window") else None


def rows_with_child(records: Records, name: str) -> pl.LazyFrame:
    """A table's rows, with the child of each in `_child`; null where the rows are no child's."""
    declared = tables()[name]
    if declared.child is None:
        return records.table(name).with_columns(pl.lit(None, pl.String).alias(CHILD))
    return owned(records, declared)


def always(asked: Asked) -> str:
    """Nothing stands in the way of asking."""
    return ""


@dataclass(frozen=True)
class Check:
    """One thing that may be wrong with records, declared once.

    `find` yields the rows of `table` that are so, with `_child`. `columns` are what a person should look at:
    fields of the table, or of another that `find` joined. Where they differ from row to row they are empty
    here, and `find` gives `_column` and `_cell`. `reads` are the other tables it needs. A check that looks
    for what is not there names in `known` the tables it looks in and in `on` the day a row is of: rows of
    days before the tables are known are not asked about.
    """

    id: str
    table: str
    says: str
    source: str
    severity: Severity
    find: Callable[[Asked], pl.LazyFrame]
    columns: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    on: str = ""
    able: Callable[[Asked], str] = always  # why it cannot be asked, where that is not one table's absence

    def why_not(self, asked: Asked) -> str:
        """Why it cannot be asked of these records; empty where it can."""
        wanted = [name for name in (self.table, *self.reads) if name != ANY]
        for name in wanted:
            if name not in asked.carried:
                return f"the records do not carry {name}"
        for name in self.known:
            if asked.known_from(name) is None:
                return f"the records hold only the latest or current rows of {name}"
        return self.able(asked)

    def rows(self, asked: Asked) -> pl.LazyFrame:
        """The rows it finds."""
        found = self.find(asked)
        for name in self.known:
            found = found.filter(pl.col(self.on) >= asked.known_from(name))
        return found


def where(table: str, so: pl.Expr) -> Callable[[Asked], pl.LazyFrame]:
    """Finds the rows of a table that an expression holds for."""
    return lambda asked: asked.table(table).filter(so)


def told_whole(table: str) -> Callable[[Asked], str]:
    """Why a check cannot be asked where a source shows rows of the table in part: Annex A has no end of an
    enquiry, and of a referral that only its list 6 shows no source."""

    def why_not(asked: Asked) -> str:
        whole = asked.records.can_say(table).history == "complete"
        return "" if whole else f"the records hold rows of {table} in part"

    return why_not
