"""The one way by which the site reads children's rows. It takes the person and the purpose, keeps to the
children that person reaches, hides who they are where the role says so, and writes down that they were looked
at before it gives anything: no row, no page.

    seen = children(by=person, purpose=Purpose.OVERSIGHT, what="Overdue: assessments",
                    rows=lambda records: all_clocks(records).filter(...), rows_shown=(0, 50))

`rows` gets the snapshot's records, with what stands beside them, and gives a frame with a column `child_id`.
A row is within reach if its child is held by a team or worker the person reaches on the snapshot's date, or
if its own columns `team` or `worker` (where it has them) are such. `rows` should give no more columns than
the page shows: a pseudonym beside a birth date is not one. Beyond one's roles, a child may be open to a
person (allotted, or opened for an hour) or shut (restricted, or in conflict), as access.fences says: shut
beats everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from goldenthread.web.access.actions import Look, may_take_away, record_view
from goldenthread.web.access.purposes import Purpose, pseudonym
from goldenthread.web.access.queries import Fence, fence_of
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity, Permission
from goldenthread.web.accounts.standing import ChildReach, standing_of
from goldenthread.web.intake.beside import records_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import latest

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.tables import Records


@dataclass(frozen=True)
class Seen:
    """The rows that may be shown, and how many there are in all. `child_id` is a pseudonym where `identity`
    says so; `purpose` is what was written down."""

    rows: pl.DataFrame
    total: int
    purpose: Purpose


class TooMuch(Exception):
    """More rows than the person may take away today; nothing was looked at."""

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows} rows are more than may be taken away in a day")
        self.rows = rows


def children(
    *,
    by: Person,
    purpose: Purpose,
    what: str,
    rows: Callable[[Records], pl.DataFrame],
    snapshot: Snapshot | None = None,
    rows_shown: tuple[int, int] | None = None,
    taken_away: bool = False,
) -> Seen:
    """Rows of the children this person reaches; `rows_shown` is (offset, length). Adds a column `identity`.

    `taken_away` is for what becomes a file: of the children some role lets the person take away, as many as
    go in a day. Children open to the person beyond their roles are read on the page and not taken away.
    Raises PermissionDenied for a person no role lets see children, Http404 where there is no snapshot,
    TooMuch where a file would be of more rows than may go.
    """
    fence, reaches = fence_of(by), standing_of(by).reaches
    if taken_away:
        fence, reaches = Fence(open={}, shut=fence.shut), tuple(one for one in reaches if one.taken_away)
    found, chosen = _within_reach(
        by=by, rows=rows, snapshot=snapshot, fence=fence, purpose=purpose, reaches=reaches
    )
    shown = found.slice(*rows_shown) if rows_shown else found
    if taken_away and not may_take_away(shown.height, by=by):
        raise TooMuch(shown.height)
    leaving = shown.height if taken_away else None
    _write_down(shown, by=by, purpose=purpose, what=what, snapshot=chosen, leaving=leaving)
    return Seen(rows=_as_shown(shown), total=found.height, purpose=purpose)


def one_child(
    *,
    by: Person,
    purpose: Purpose,
    what: str,
    child: str,
    rows: Callable[[Records], pl.DataFrame],
    snapshot: Snapshot | None = None,
) -> Seen:
    """Rows about one child, named as this person is shown them. Http404 alike for a child out of reach and
    for none."""
    import polars as pl

    fence = fence_of(by)
    why = fence.purpose_of(child, otherwise=purpose)
    found, chosen = _within_reach(by=by, rows=rows, snapshot=snapshot, fence=fence, purpose=why)
    theirs = found.filter(pl.col("_shown") == child)
    if theirs.is_empty():
        raise Http404
    _write_down(theirs, by=by, purpose=why, what=what, snapshot=chosen)
    return Seen(rows=_as_shown(theirs), total=theirs.height, purpose=why)


def _within_reach(
    *,
    by: Person,
    rows: Callable[[Records], pl.DataFrame],
    snapshot: Snapshot | None,
    fence: Fence,
    purpose: Purpose,
    reaches: Iterable[ChildReach] | None = None,
) -> tuple[pl.DataFrame, Snapshot]:
    standing = standing_of(by)
    if not (standing.may(Permission.SEE_CHILDREN) or standing.may(Permission.SEE_ALLOTTED)):
        raise PermissionDenied
    chosen = snapshot or latest()
    if chosen is None:
        raise Http404
    records = records_of(chosen)
    counted = standing.reaches if reaches is None else reaches
    kept = _tiered(_not_shut(rows(records), fence), records, reaches=counted, fence=fence)
    return _named(kept, purpose=purpose), chosen


def _not_shut(frame: pl.DataFrame, fence: Fence) -> pl.DataFrame:
    import polars as pl

    return frame.filter(~pl.col("child_id").is_in(sorted(fence.shut)))


def _tiered(
    frame: pl.DataFrame, records: Records, *, reaches: Iterable[ChildReach], fence: Fence
) -> pl.DataFrame:
    """Keep the rows some reach covers, or whose child is open to the person, each at the best identity tier
    of those that do."""
    import polars as pl

    held = _held(frame, records)
    identified = list(Identity).index(Identity.IDENTIFIED)
    tiers = pl.when(pl.col("child_id").is_in(sorted(fence.open))).then(identified).otherwise(0)
    for reach in reaches:
        tier = list(Identity).index(reach.identity)
        tiers = pl.max_horizontal(tiers, pl.when(_covers(reach, held)).then(tier).otherwise(0))
    return held.with_columns(_tier=tiers).filter(pl.col("_tier") > 0)


def _named(kept: pl.DataFrame, *, purpose: Purpose) -> pl.DataFrame:
    """Each row with how its child is shown."""
    import polars as pl

    names = {child: pseudonym(child, purpose) for child in kept["child_id"].unique().to_list()}
    identified = pl.col("_tier") == list(Identity).index(Identity.IDENTIFIED)
    return kept.with_columns(
        _shown=pl.when(identified)
        .then("child_id")
        .otherwise(pl.col("child_id").replace_strict(names, default=None)),
        identity=pl.when(identified).then(pl.lit("identified")).otherwise(pl.lit("pseudonymous")),
    )


def _held(frame: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Each row with the team and the worker who held its child on the snapshot's date."""
    import polars as pl

    from goldenthread.records.allocation import allocated_on

    on_the_day = frame.lazy().select("child_id").unique().with_columns(_on=pl.lit(records.as_at))
    held = allocated_on(on_the_day, records, child="child_id", on="_on")
    now = held.select("child_id", _held_team="team", _held_worker="worker").collect()
    return frame.join(now, on="child_id", how="left", maintain_order="left")


def _covers(reach: ChildReach, frame: pl.DataFrame) -> pl.Expr:
    import polars as pl

    if reach.teams is None:
        return pl.lit(True)
    teams = [name for name in ("team", "_held_team") if name in frame.columns]
    workers = [name for name in ("worker", "_held_worker") if name in frame.columns]
    in_team = [pl.col(name).is_in(sorted(reach.teams)).fill_null(False) for name in teams]
    own = [(pl.col(name) == reach.worker).fill_null(False) for name in workers if reach.worker]
    return pl.any_horizontal(*in_team, *own)


def _write_down(
    frame: pl.DataFrame,
    *,
    by: Person,
    purpose: Purpose,
    what: str,
    snapshot: Snapshot,
    leaving: int | None = None,
) -> None:
    shown = {
        child: identity == "identified"
        for child, identity in frame.select("child_id", "identity").iter_rows()
    }
    record_view(Look(purpose, what, shown, snapshot.identity, leaving), by=by)


def _as_shown(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    shown = frame.with_columns(child_id=pl.col("_shown"))
    return shown.drop("_shown", "_tier", "_held_team", "_held_worker")
