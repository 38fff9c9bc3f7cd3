"""The one way by which the site reads children's rows. It takes the person and the purpose, keeps to the
children that person reaches, hides who they are where the role says so, and writes down that they were looked
at before it gives anything: no row, no page.

    seen = children(by=person, purpose=Purpose.OVERSIGHT, what="Overdue: assessments",
                    rows=lambda records: all_clocks(records).filter(...), rows_shown=(0, 50))

`rows` gets the snapshot's records and gives a frame with a column `child_id`. A row is within reach if its
child is held by a team or worker the person reaches on the snapshot's date, or if its own columns `team` or
`worker` (where it has them) are such. `rows` should give no more columns than the page shows: a pseudonym
beside a birth date is not one."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Identity, Permission
from goldenthread.web.accounts.standing import ChildReach, standing_of
from goldenthread.web.intake.models import ChildView, Snapshot
from goldenthread.web.intake.queries import latest, manifest_of, store

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.records.tables import Records


class Purpose(StrEnum):
    """Why children's rows are read; written down with each look."""

    CASE_WORK = "working with the child"
    OVERSIGHT = "oversight of practice"
    EVIDENCE = "checking evidence"
    DATA_QUALITY = "putting records right"
    PAPER = "making a paper"


@dataclass(frozen=True)
class Seen:
    """The rows that may be shown, and how many there are in all. `child_id` is a pseudonym where `identity`
    says so."""

    rows: pl.DataFrame
    total: int


def children(
    *,
    by: Person,
    purpose: Purpose,
    what: str,
    rows: Callable[[Records], pl.DataFrame],
    snapshot: Snapshot | None = None,
    rows_shown: tuple[int, int] | None = None,
) -> Seen:
    """Rows of the children this person reaches; `rows_shown` is (offset, length). Adds a column `identity`.

    Raises PermissionDenied for a person no role lets see children, Http404 where there is no snapshot.
    """
    found, chosen = _within_reach(by=by, rows=rows, snapshot=snapshot)
    shown = found.slice(*rows_shown) if rows_shown else found
    _write_down(shown, by=by, purpose=purpose, what=what, snapshot=chosen)
    return Seen(rows=_as_shown(shown), total=found.height)


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

    found, chosen = _within_reach(by=by, rows=rows, snapshot=snapshot)
    theirs = found.filter(pl.col("_shown") == child)
    if theirs.is_empty():
        raise Http404
    _write_down(theirs, by=by, purpose=purpose, what=what, snapshot=chosen)
    return Seen(rows=_as_shown(theirs), total=theirs.height)


def record_view(
    *, by: Person, purpose: Purpose, what: str, children: Iterable[str], identified: bool, snapshot: str = ""
) -> ChildView:
    """Write down that children were looked at: for rows that come from PostgreSQL rather than from the
    store."""
    return ChildView.objects.create(
        person=by.reference,
        person_name=by.name,
        purpose=purpose.value,
        what=what[:200],
        snapshot=snapshot,
        children=sorted(set(children)),
        identified=identified,
    )


def pseudonym(child: str) -> str:
    """A stable name for a child that cannot be turned back without the key, which is not in the database."""
    return (
        "P-" + hmac.digest(settings.SECRET_KEY.encode(), b"pseudonym:" + child.encode(), "sha256").hex()[:10]
    )


def _within_reach(
    *, by: Person, rows: Callable[[Records], pl.DataFrame], snapshot: Snapshot | None
) -> tuple[pl.DataFrame, Snapshot]:
    from goldenthread.records.store import open_snapshot

    if not standing_of(by).may(Permission.SEE_CHILDREN):
        raise PermissionDenied
    chosen = snapshot or latest()
    if chosen is None:
        raise Http404
    records = open_snapshot(store(), manifest_of(chosen))
    return _fence(rows(records), records, reaches=standing_of(by).reaches), chosen


def _fence(frame: pl.DataFrame, records: Records, *, reaches: Iterable[ChildReach]) -> pl.DataFrame:
    """Keep the rows some reach covers, each at the best identity tier of those that do, and say how it is
    shown."""
    import polars as pl

    held = _held(frame, records)
    tiers = pl.lit(0)
    for reach in reaches:
        tier = list(Identity).index(reach.identity)
        tiers = pl.max_horizontal(tiers, pl.when(_covers(reach, held)).then(tier).otherwise(0))
    kept = held.with_columns(_tier=tiers).filter(pl.col("_tier") > 0)
    names = {child: pseudonym(child) for child in kept["child_id"].unique().to_list()}
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


def _write_down(frame: pl.DataFrame, *, by: Person, purpose: Purpose, what: str, snapshot: Snapshot) -> None:
    record_view(
        by=by,
        purpose=purpose,
        what=what,
        children=frame["child_id"].to_list(),
        identified="identified" in frame["identity"],
        snapshot=snapshot.identity,
    )


def _as_shown(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    shown = frame.with_columns(child_id=pl.col("_shown"))
    return shown.drop("_shown", "_tier", "_held_team", "_held_worker")
