"""A printed line and a table's cell, with their places on the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A printed line. `left` and `baseline` are points from the lower left corner; `page` counts from 1."""

    page: int
    text: str
    left: float
    baseline: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Cell:
    """A stretch of a line set apart by white space, as in a table."""

    text: str
    left: float
    baseline: float
