"""Groups that carry actions: formed, changed, and found by the name that a file or a form gives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing, refuse
from goldenthread.web.plan.models import Action, GroupKind, Workstream


@dataclass(frozen=True)
class Group:
    """What is said of a group. `update_weeks` None: updates are due as the plan says."""

    name: str
    kind: str = GroupKind.WORKSTREAM
    lead: Person | None = None
    lead_role: str = ""
    sponsor_role: str = ""
    update_weeks: int | None = None


@transaction.atomic
def add_workstream(*, by: Actor, group: Group) -> Workstream:
    """A group that actions may be given to."""
    refuse(_why_not_named(group.name))
    made = Workstream.objects.create(**vars(group))
    record(by=by, act="formed the group", about=about_thing(made), details={"kind": made.kind})
    return made


@transaction.atomic
def edit_workstream(*, by: Actor, workstream: Workstream, version: int, group: Group) -> bool:
    """Its name, lead, sponsor and rhythm. False where somebody else saved first. Sign-offs say the name of
    the group that carried the action, so a group with one keeps its name."""
    refuse(_why_not_named(group.name, but=workstream))
    renamed = group.name != workstream.name
    if renamed and Action.objects.filter(workstream=workstream, state="signed off").exists():
        refuse("An action of this group has been signed off under its name, so its name stays as it is.")
    row = Workstream.objects.filter(pk=workstream.pk)
    if not save_if_unchanged(row, version=version, changes=vars(group)):
        return False
    details = {"was": workstream.name, "lead was": workstream.lead_words}
    workstream.name = group.name
    record(by=by, act="edited the group", about=about_thing(workstream), details=details)
    return True


def workstream_named(name: str, *, by: Actor) -> Workstream | None:
    """The group of that name, formed where there is none yet; None for no name."""
    name = name.strip()
    if not name:
        return None
    return Workstream.objects.filter(name=name).first() or add_workstream(by=by, group=Group(name))


def _why_not_named(name: str, but: Workstream | None = None) -> str:
    same = Workstream.objects.filter(name__iexact=name.strip())
    same = same.exclude(pk=but.pk) if but else same
    return f"There is a group called {name} already." if same.exists() else ""
