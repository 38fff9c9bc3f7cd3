"""Writes: keep a workbook, say how its layout is read, carry it out."""

from goldenthread.web.sheets.actions.carrying_out import carry_out
from goldenthread.web.sheets.actions.keeping import answer, choose_columns, keep

__all__ = ["answer", "carry_out", "choose_columns", "keep"]
