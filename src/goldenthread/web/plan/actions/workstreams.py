"""Groups that carry actions: formed, changed, and found by the name that a file or a form gives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import Actor, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import about_thing, refuse
from goldenthread.web.plan.models import Action, GroupKind, Workstream
from goldenthread.web.plan.queries.groups import groups_called, why_not_one_group


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
    refuse(why_not_named(group.name))
    made = Workstream.objects.create(**vars(group))
    record(by=by, act="formed the group", about=about_thing(made), details={"kind": made.kind})
    return made


@transaction.atomic
def edit_workstream(*, by: Actor, workstream: Workstream, version: int, group: Group) -> bool:
    """Its name, lead, sponsor and rhythm. False where somebody else saved first. Sign-offs say the name of
    the group that carried the action, so a group with one keeps its name."""
    refuse(why_not_named(group.name, but=workstream))
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
    """The group of that name, in whatever capitals and blanks, formed where there is none yet; None for no
    name. A name that may mean more than one is refused."""
    if not name.strip():
        return None
    known = list(Workstream.objects.all())
    refuse(f"Group {name.strip()}: {why}." if (why := why_not_one_group(name, known)) else "")
    found = groups_called(name, known)
    return found[0] if found else add_workstream(by=by, group=Group(" ".join(name.split())))


def why_not_named(name: str, but: Workstream | None = None) -> str:
    """Why a group may not be called so: two of one name would be told apart by nobody."""
    others = [one for one in Workstream.objects.all() if but is None or one.pk != but.pk]
    return f"There is a group called {name} already." if groups_called(name, others) else ""
