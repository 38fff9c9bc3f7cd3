"""Cells as they were met in real files, a line each in mess_cells.csv: which mess it is an example of, which
columns it is met in (by their code set, kind or name), the value it stands for, how it is typed, and what a
good import makes of it.

`any` value: whatever the cell should say is lost to what is typed. Read `=`: the value; `-`: nothing.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Met:
    """One line: how a value is typed, and what is made of it."""

    mess: str
    of: str
    value: str
    typed: str
    read: str
    kind: str

    def stands_for(self, value: object) -> bool:
        return self.value in ("any", str(value))

    def is_read_as(self, value: object) -> object:
        """What the cell is read as, where it should have said this."""
        return {"=": value, "-": None}.get(self.read, self.read)


@cache
def met_in(*of: str) -> tuple[Met, ...]:
    """The lines about columns of one of these."""
    return tuple(one for one in every_cell() if one.of in of)


@cache
def every_cell() -> tuple[Met, ...]:
    """Every line."""
    text = files(__package__).joinpath("mess_cells.csv").read_text(encoding="utf-8")
    return tuple(Met(**line) for line in csv.DictReader(text.splitlines(keepends=True)))
