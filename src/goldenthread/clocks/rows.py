"""The one shape every clock gives: a row per duty, per child, per occurrence.

Overdue lists, due-soon lists and timeliness indicators all read these rows; no second place computes a due
date.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Status(StrEnum):
    """Where a duty stands on the as-at date."""

    DONE = "done"  # done on or before its due date
    DONE_LATE = "done_late"
    DUE = "due"  # running, more than five working days left
    DUE_SOON = "due_soon"  # running, due within five working days
    OVERDUE = "overdue"
    NOT_ANSWERABLE = (
        "not_answerable"  # it was done, on a day the source does not hold: in time or late, unknown
    )
    LAPSED = "lapsed"  # no longer owed, never done: the plan ended, the conference was not needed


class Basis(StrEnum):
    """How sure the rule is, given what the source carries."""

    KNOWN = "known"
    ASSUMED = "assumed"  # the source leaves the branch of the rule open: the rule taken is named in `rule`


ROW_SCHEMA: dict[str, type[pl.DataType]] = {
    "clock": pl.String,  # the id in timescales.yaml, for example ts_assessment_45
    "child_id": pl.String,
    "about": pl.String,  # key of the record the duty hangs on: an assessment, a plan, a care period
    "started": pl.Date,
    "due": pl.Date,
    "done": pl.Date,
    "status": pl.String,  # a Status
    "days_late": pl.Int64,  # working days after `due` until done, or until the as-at date; 0 if not late
    "team": pl.String,  # the team's name
    "worker": pl.String,  # the worker's name
    "rule": pl.String,  # the branch of the rule applied, in a few words
    "basis": pl.String,  # a Basis
}
