"""Bringing the register into line with the store; asking for a load, and writing down what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goldenthread.records.store import Manifest, manifests
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import About, Actor, Service, record
from goldenthread.web.intake import uploads
from goldenthread.web.intake.models import Load, LoadState, Snapshot
from goldenthread.web.intake.names import forget_names, keep_names
from goldenthread.web.intake.queries import latest, store
from goldenthread.web.intake.signals import register_reconciled

KEEPER = Service("register")
LOADER = Service("loader")
MOST_TRIES = 2  # a load that the site did not live through twice is not tried a third time
_ON_THE_COMMAND_LINE = "give --as-at YYYY-MM-DD, or put the date in the file's name"
_ON_THE_SITE = "load it again and enter the date, or put the date in the file's name"


@dataclass(frozen=True)
class Reconciled:
    """What changed in the register."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


@transaction.atomic
def reconcile(store: Path) -> Reconciled:
    """Make the register say what the store holds: run at start and after each load, to the same effect each
    time."""
    held = manifests(store)
    known = set(Snapshot.objects.values_list("identity", flat=True))
    for place, manifest in enumerate(held, start=1):
        Snapshot.objects.update_or_create(identity=manifest.snapshot, defaults=_row(manifest, place=place))
    gone = known - {manifest.snapshot for manifest in held}
    Snapshot.objects.filter(identity__in=gone).delete()
    added = tuple(manifest.snapshot for manifest in held if manifest.snapshot not in known)
    for act, identities in (
        ("entered the snapshot in the register", added),
        ("struck the snapshot off", sorted(gone)),
    ):
        for identity in identities:
            record(by=KEEPER, act=act, about=About(kind="snapshot", key=identity, label=identity))
    register_reconciled.send(sender=Snapshot, latest=latest())
    return Reconciled(added=added, removed=tuple(sorted(gone)))


def _row(manifest: Manifest, *, place: int) -> dict[str, object]:
    return {
        "place": place,
        "as_at": manifest.as_at,
        "authority": manifest.authority,
        "kind": manifest.kind,
        "made_up": manifest.made_up,
        "version": manifest.version,
        "manifest": manifest.to_json(),
    }


@transaction.atomic
def ask_for_load(*, by: Actor, received: Path, file_name: str, as_at: date | None) -> Load:
    """A workbook to load when its turn comes. The file is moved into a folder of the load's own."""
    load = Load.objects.create(
        file_name=uploads.clean_name(file_name), as_at=as_at, person_name=by.name, person=by.reference
    )
    uploads.put_in_place(received, str(load.pk), load.file_name)
    record(by=by, act="asked for a load", about=_about(load))
    return load


def unfinished() -> list[UUID]:
    """The loads whose files are still wanted."""
    return list(
        Load.objects.filter(state__in=[LoadState.WAITING, LoadState.READING]).values_list("pk", flat=True)
    )


@transaction.atomic
def take_up_again() -> None:
    """For the one that loads, at the start: what is found half-way was left by a site that stopped."""
    for load in Load.objects.filter(state=LoadState.READING):
        if load.tries >= MOST_TRIES or not uploads.place_of(str(load.pk), load.file_name).exists():
            stop_load(load)
        else:
            Load.objects.filter(pk=load.pk).update(state=LoadState.WAITING)


@transaction.atomic
def begin_next() -> Load | None:
    """The load whose turn it is, now being read; None where none waits."""
    load = Load.objects.select_for_update().filter(state=LoadState.WAITING).order_by("asked").first()
    if load is not None:
        load.state, load.began, load.tries = LoadState.READING, timezone.now(), load.tries + 1
        load.save(update_fields=["state", "began", "tries"])
    return load


@transaction.atomic
def keep_load(load: Load, *, snapshot: str, already_held: bool) -> None:
    """The snapshot was made, or was there before: into the register with it, and what is made from it."""
    reconcile(store())
    load.snapshot, load.already_held = snapshot, already_held
    _end(load, LoadState.KEPT, act="kept the load", why="")


@transaction.atomic
def refuse_load(
    load: Load, *, source: str = "", why: str = "", what_to_do: str = "", sentence: str = ""
) -> None:
    """The file is no good, said in one sentence in the words of the page rather than of the command line."""
    if what_to_do == _ON_THE_COMMAND_LINE:
        what_to_do = _ON_THE_SITE
    _end(load, LoadState.REFUSED, act="refused the load", why=sentence or f"{source}: {why}; {what_to_do}.")


@transaction.atomic
def stop_load(load: Load) -> None:
    """The load did not come to an end by itself."""
    why = "The load was stopped before it was finished. Nothing of it was kept: load the file again."
    _end(load, LoadState.STOPPED, act="stopped the load", why=why)
    transaction.on_commit(lambda: uploads.discard(str(load.pk)))


def _end(load: Load, state: LoadState, *, act: str, why: str) -> None:
    load.state, load.ended, load.why = state, timezone.now(), why
    load.save(update_fields=["state", "ended", "why", "snapshot", "already_held"])
    record(by=LOADER, act=act, about=_about(load))


def _about(load: Load) -> About:
    return About(kind="load", key=str(load.pk), label=load.file_name)


@transaction.atomic
def note_download(*, by: Person, snapshot: Snapshot, rows: int) -> None:
    """Somebody takes the rows set aside away: they hold children's details."""
    about = About(kind="snapshot", key=snapshot.identity, label=str(snapshot))
    record(by=by, act="downloaded the rows set aside", about=about, details={"rows": rows})


@transaction.atomic
def put_names(*, by: Person, data: bytes) -> int:
    """Put a file of names in place of the one before; gives how many children it names."""
    record(by=by, act="kept a file of names", about=_NAMES)
    return keep_names(data, source="The file")


@transaction.atomic
def remove_names(*, by: Person) -> None:
    """Take the file of names away: children are shown by their identifiers again."""
    record(by=by, act="removed the file of names", about=_NAMES)
    forget_names()


_NAMES = About(kind="names", key="names", label="the file of names")
