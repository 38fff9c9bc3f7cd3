"""A simple table as a value, for `components/table.html`. A list with buttons in its rows writes its own
markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """Text, with a link or a coloured tag where it has one (grey, red, yellow, green, blue, purple)."""

    text: str
    href: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Table:
    """Every table has a caption. Each row has as many cells as there are columns."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]
