"""Whose a row is: each table's rows with the child they belong to, as the tables declare it."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from goldenthread.records.tables import Records
from goldenthread.standards.retention import TableDeclared, tables

CHILD = "_child"


def owned_tables() -> list[TableDeclared]:
    """The tables whose rows belong to a child."""
    return [declared for declared in tables().values() if declared.child]


def owned(records: Records, declared: TableDeclared) -> pl.LazyFrame:
    """The table's rows with the child of each in `_child`, null where the row leads to none."""
    frame = records.table(declared.name)
    assert declared.child is not None
    if declared.through is None:
        return frame.with_columns(pl.col(declared.child).alias(CHILD))
    table, column = declared.through
    leads_to = tables()[table].child
    assert leads_to is not None
    way = records.table(table).select(_key=column, _child=leads_to).unique("_key", keep="first")
    return frame.join(way, left_on=declared.child, right_on="_key", how="left", maintain_order="left")


def of_children(records: Records, declared: TableDeclared, children: Iterable[str]) -> pl.LazyFrame:
    """The table's rows that belong to any of these children, with `_child`."""
    return owned(records, declared).filter(pl.col(CHILD).is_in(sorted(set(children))))


def every_child(records: Records) -> pl.LazyFrame:
    """Every identifier of a child that any table names, in `_child`, once."""
    named = [owned(records, declared).select(CHILD) for declared in owned_tables()]
    return pl.concat(named).drop_nulls().unique()
