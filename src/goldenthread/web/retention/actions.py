"""Writes: periods, holds, dry runs and purges. A purge needs two people, and removes what was confirmed or
nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from goldenthread.errors import GoldenThreadError
from goldenthread.standards.retention import classes
from goldenthread.web.access.models import ChildView
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, record
from goldenthread.web.history.verifying import CARRIED_OUT
from goldenthread.web.intake.actions import reconcile
from goldenthread.web.intake.queries import latest, store
from goldenthread.web.oversight.actions import refill
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.retention.declared import ANONYMISED, REMOVED, Declared, of_children
from goldenthread.web.retention.fence import SITE
from goldenthread.web.retention.finding import find
from goldenthread.web.retention.models import DryRun, Hold, HoldKind, Period, Purge, PurgeState
from goldenthread.web.retention.queries import reasons_to_keep
from goldenthread.web.retention.searching import rows_naming, tombstone


class Refused(GoldenThreadError):
    """What was asked for does not go, and why, in a sentence for the page."""


@transaction.atomic
def set_period(*, by: Person, class_id: str, event: str, years: int, valid_from: date, source: str) -> Period:
    """The authority's own period for a class that has no national one."""
    found = classes()[class_id]
    if not found.local or event not in found.local_events:
        raise Refused(f"{found.title} has no period of the authority's own from {event}.")
    period = Period.objects.create(
        class_id=class_id,
        event=event,
        years=years,
        valid_from=valid_from,
        source=source,
        set_by_name=by.name,
        set_by_id=by.reference,
    )
    about = About("retention period", class_id, found.title)
    details = {"event": event, "years": years, "from": str(valid_from), "why": source}
    record(by=by, act="set how long it is kept", about=about, details=details)
    return period


@transaction.atomic
def place_hold(
    *, by: Person, child: str, kind: str, reason: str, starts: date, ends: date | None = None
) -> Hold:
    """Keep a child's record, or every record where `child` is "", whatever its day."""
    hold = Hold.objects.create(
        child=child,
        kind=HoldKind(kind),
        reason=reason,
        starts=starts,
        ends=ends,
        placed_by_name=by.name,
        placed_by_id=by.reference,
    )
    record(by=by, act="placed the hold", about=_about_hold(hold), details=_days(hold))
    return hold


@transaction.atomic
def lift_hold(*, by: Person, hold: Hold, version: int, ends: date, why: str) -> bool:
    """The hold's last day, and why it is no longer needed. False where somebody else saved first."""
    if ends < hold.starts:
        raise Refused("A hold cannot end before it started.")
    changes = {"ends": ends, "lifted_by_name": by.name, "lifted_why": why}
    if not save_if_unchanged(Hold.objects.filter(pk=hold.pk), version=version, changes=changes):
        return False
    days = {"from": str(hold.starts), "to": str(ends)}
    record(by=by, act="lifted the hold", about=_about_hold(hold), details=days)
    return True


@transaction.atomic
def make_dry_run(*, by: Person, as_at: date) -> DryRun:
    """Work out what is due, and keep the list: nothing is removed."""
    found = find(as_at=as_at)
    run = DryRun.objects.create(
        made_by=by, made_by_name=by.name, digest=found.digest, **{**vars(found), "as_at": as_at}
    )
    details = {"due": len(found.children), "held": len(found.held), "digest": found.digest}
    record(by=by, act="made a dry run", about=_about_run(run), details=details)
    return run


@transaction.atomic
def propose(*, by: Person, run: DryRun, why: str) -> Purge:
    """Propose to remove what a dry run found, as it stands now: a list that has changed needs a new one."""
    if not run.children:
        raise Refused("There is nothing to remove: no record is past its day, or each is held.")
    if Purge.objects.filter(dry_run=run).exists():
        raise Refused("A removal was proposed from this dry run already: make a new one.")
    _refuse_changed(run)
    purge = Purge.objects.create(
        dry_run=run, digest=run.digest, why=why, proposed_by=by, proposed_by_name=by.name
    )
    details = {"children": len(run.children), "digest": run.digest}
    record(by=by, act="proposed the removal", about=_about(purge), details=details)
    return purge


@transaction.atomic
def withdraw(*, by: Person, purge: Purge, why: str) -> None:
    """Nothing is removed after all."""
    purge = _locked(purge, PurgeState.PROPOSED)
    purge.state, purge.fault = PurgeState.WITHDRAWN, f"{by.name}: {why}"[:300]
    purge.save(update_fields=["state", "fault"])
    record(by=by, act="withdrew the removal", about=_about(purge), details={"why": why})


@transaction.atomic
def confirm(*, by: Person, purge: Purge, digest: str) -> Purge:
    """A second person confirms the very list that was proposed: its digest, worked out again now."""
    purge = _locked(purge, PurgeState.PROPOSED)
    if purge.proposed_by_id == by.pk:
        raise Refused("Somebody else confirms a removal that you proposed.")
    if digest != purge.digest:
        raise Refused("This is not the list that was proposed. Open the page again.")
    _refuse_changed(purge.dry_run)
    purge.state, purge.confirmed_at = PurgeState.CONFIRMED, timezone.now()
    purge.confirmed_by, purge.confirmed_by_name = by, by.name
    purge.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmed_by_name"])
    record(by=by, act="confirmed the removal", about=_about(purge), details={"digest": purge.digest})
    return purge


def confirmed() -> list[Purge]:
    """The purges to carry out, the oldest first."""
    return list(Purge.objects.filter(state=PurgeState.CONFIRMED).select_related("dry_run").order_by("pk"))


@transaction.atomic
def stop(purge: Purge, *, why: str) -> None:
    """Nothing more is removed by it, and why."""
    purge = _locked(purge, PurgeState.CONFIRMED)
    purge.state, purge.fault = PurgeState.STOPPED, why[:300]
    purge.save(update_fields=["state", "fault"])
    record(by=SITE, act="stopped the removal", about=_about(purge), details={"why": why})


@transaction.atomic
def held_since(purge: Purge, *, on: date) -> bool:
    """Whether a hold was placed on any of its children after it was confirmed."""
    by_child, every = reasons_to_keep(on=on)
    return bool(every) or any(child in by_child for child in purge.dry_run.children)


@transaction.atomic
def finish(purge: Purge, *, snapshots: Mapping[str, Mapping[str, int]]) -> None:
    """The store is without the children: now the site's own tables, the register, and the tombstones into
    history, in one transaction."""
    purge = _locked(purge, PurgeState.CONFIRMED)
    tombs = {child: tombstone(child) for child in purge.dry_run.children}
    looks = _forget(purge, tombs)
    site = {declared.model: _leave(declared, tombs) for declared in of_children()}
    site[ChildView._meta.label] = len(looks)
    reconcile(store())
    if site.get("oversight.ClockRow"):  # the counts beside the duties stood for the child too
        refill(latest())
    purge.state, purge.carried_out_at = PurgeState.DONE, timezone.now()
    purge.removed = {
        "tombstones": sorted(tombs.values()),
        "snapshots": {name: dict(tables) for name, tables in snapshots.items()},
        "site": {model: rows for model, rows in site.items() if rows},
    }
    purge.save(update_fields=["state", "carried_out_at", "removed"])
    details = {**purge.removed, "digest": purge.digest, "looks": looks}
    record(by=SITE, act=CARRIED_OUT, about=_about(purge), details=details)


def _leave(declared: Declared, tombs: Mapping[str, str]) -> int:
    """A model's rows that name the children: gone, or with tombstones in their place; how many there were."""
    if declared.class_ is ChildView:
        return 0  # they have their tombstones already: see _forget
    rows = rows_naming(declared, tombs)
    if declared.at_end == REMOVED:
        count = rows.count()
        rows.delete()
        return count
    assert declared.at_end == ANONYMISED, declared
    found = list(rows)
    for row in found:
        _anonymise(declared, row, tombs)
    return len(found)


def _forget(purge: Purge, tombs: Mapping[str, str]) -> dict[str, str]:
    """Tombstones into the trail of looks; the rows changed, each with the digest of what it reads now.

    The trail is never changed but by this: a function of the database's owner, which looks for itself whether
    two people decided. It comes first, while the dry run still names the children.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_id, digest FROM retention_forget(%s, %s)", [purge.pk, json.dumps(dict(tombs))]
        )
        return {str(row): digest for row, digest in cursor.fetchall()}


def _anonymise(declared: Declared, row: Any, tombs: Mapping[str, str]) -> None:
    assert declared.child is not None
    names = declared.child.split()
    for name in names:
        held = getattr(row, name)
        held = [tombs.get(one, one) for one in held] if isinstance(held, list) else tombs.get(held, held)
        setattr(row, name, held)
    row.save(update_fields=names)


def _refuse_changed(run: DryRun) -> None:
    if find(as_at=run.as_at).digest != run.digest:
        raise Refused("The list has changed since the dry run: make a new one and propose that.")


def _locked(purge: Purge, state: PurgeState) -> Purge:
    """The purge as it stands now, for this transaction alone; refused where it is no longer in that state."""
    held = Purge.objects.select_for_update(of=("self",)).select_related("dry_run").get(pk=purge.pk)
    if held.state != state:
        raise Refused(f"This removal is no longer waiting: {held.get_state_display().lower()}.")
    return held


def _about(purge: Purge) -> About:
    return About("purge", str(purge.pk), str(purge))


def _about_run(run: DryRun) -> About:
    return About("dry run", str(run.pk), str(run))


def _about_hold(hold: Hold) -> About:
    return About("hold", str(hold.pk), str(hold))


def _days(hold: Hold) -> dict[str, str]:
    return {"from": str(hold.starts), "to": str(hold.ends or "")}
