"""Why a figure moved, worked out from the records the site's figures stand for: the same answer as the
command `goldenthread movement` gives, for the reader of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from goldenthread.indicators.catalogue import get
from goldenthread.indicators.movement import Movement, explain
from goldenthread.web.access.purposes import Purpose
from goldenthread.web.accounts.models import Person
from goldenthread.web.indicators.behind import clock_rows_of
from goldenthread.web.indicators.models import Filling, Step
from goldenthread.web.intake.beside import records_as_known, records_of
from goldenthread.web.intake.gate import Seen, children
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import first_to_reach, snapshots

if TYPE_CHECKING:
    from goldenthread.records.tables import Records

_COLUMNS = ("child_id", "team", "was", "now", "late")
_KEPT = 64  # answers kept in this process: a snapshot never changes


@dataclass(frozen=True)
class Periods:
    """Which change is asked about: one indicator, from the period that ends on one day to that of another."""

    indicator: str
    step: Step  # months or quarters
    before: date
    after: date


@dataclass(frozen=True)
class Explained:
    """The movement, without the children; and the date of the records that first gave the earlier figure,
    None where those held are themselves the first."""

    movement: Movement
    first_given: date | None


class OfRecords(Protocol):
    """What was made of records, and says of which: the figures held, or a cycle cut off on a day."""

    snapshot: Any  # its identity
    beside: Any  # [{snapshot, as_at, files}]


def movement(asked: Periods, *, held: OfRecords) -> Explained:
    """What moved the figure. Raises GoldenThreadError where the records do not answer it."""
    then = _known_then(asked, held)
    beside = tuple(one["snapshot"] for one in held.beside)
    return _explained(asked, held.snapshot, beside, then.identity if then else "")


def can_be_explained(indicator: str) -> bool:
    """Whether it is one number: a split is many figures at once."""
    return not get(indicator).parts


def children_moved(asked: Periods, *, by: Person, held: Filling, rows_shown: tuple[int, int]) -> Seen:
    """The children this person reaches whose part in the figure differs, those recorded late first."""
    one = get(asked.indicator)
    return children(
        by=by,
        purpose=Purpose.OVERSIGHT,
        what=f"Behind a movement: {one.title}, {asked.before} to {asked.after}",
        rows=_rows(asked, held),
        snapshot=snapshots().get(identity=held.snapshot),
        rows_shown=rows_shown,
    )


@lru_cache(maxsize=_KEPT)
def _explained(asked: Periods, snapshot: str, beside: tuple[str, ...], then: str) -> Explained:
    records = records_of(snapshots().get(identity=snapshot))
    known = snapshots().get(identity=then) if then else None
    return Explained(
        movement=replace(_worked_out(asked, records, known), children=()),
        first_given=known.as_at if known else None,
    )


def _known_then(asked: Periods, held: OfRecords) -> Snapshot | None:
    """The records that first gave the earlier figure; None where those held did."""
    first = first_to_reach(asked.before, like=snapshots().get(identity=held.snapshot))
    return None if first is None or first.identity == held.snapshot else first


def _rows(asked: Periods, held: Filling) -> Callable[[Records], pl.DataFrame]:
    def rows(records: Records) -> pl.DataFrame:
        found = _worked_out(asked, records, _known_then(asked, held)).children
        shape = {
            "child_id": pl.String, "team": pl.String, "was": pl.Int64, "now": pl.Int64, "late": pl.Boolean,
        }  # fmt: skip
        moved = pl.DataFrame([vars(one) for one in found], schema=shape, orient="row")
        return moved.sort(["late", "team", "child_id"], descending=[True, False, False]).select(_COLUMNS)

    return rows


def _worked_out(asked: Periods, records: Records, known: Snapshot | None) -> Movement:
    then = records_as_known(known) if known else None
    return explain(
        records,
        clock_rows_of(records),
        id=asked.indicator,
        before=asked.before,
        after=asked.after,
        period=asked.step.value,
        known_then=(then, clock_rows_of(then)) if then else None,
    )
