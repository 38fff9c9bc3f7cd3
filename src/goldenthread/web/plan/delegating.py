"""What the scheme of delegation says to somebody: whether they may record a body's decision, or sign off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.roles import ROLES
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan.models import (
    DEFAULT,
    MATTERS,
    Action,
    Delegated,
    Matter,
    Milestone,
    Scheme,
    Source,
)


def scheme() -> Delegated:
    """The scheme as the authority set it, or the one it begins with."""
    held = Scheme.objects.first()
    return held.delegated if held else DEFAULT


def scheme_for(person: Person) -> Delegated:
    """The same, asked once for each request: it lives as long as the request's person does, as their standing
    does."""
    known: Delegated | None = getattr(person, "_scheme", None)
    if known is None:
        known = scheme()
        person._scheme = known  # type: ignore[attr-defined]
    return known


def why_not_record(person: Person, matter: Matter) -> str:
    """Why this person may not record what was decided in such a matter; "" where they may. A deputy takes
    over no right to record."""
    held = scheme_for(person)
    mine = {role.key for role in standing_of(person).roles if not role.covering}
    if mine & held.recorders(matter):
        return ""
    who = _roles(held.recorders(matter))
    return (
        f"The scheme of delegation leaves {MATTERS[matter]} to the {_body(held, matter)}, recorded by: {who}."
    )


def why_not_sign(person: Person) -> str:
    """Why none of this person's roles signs off at the level the scheme says; "" where one does."""
    held = scheme_for(person)
    if {role.key for role in standing_of(person).roles} & held.signers():
        return ""
    body = _body(held, Matter.SIGN_OFF)
    return f"The scheme of delegation leaves sign-off to the {body}, given by: {_roles(held.signers())}."


def matter_of(action: Action, milestone: Milestone | None, proposed: date) -> Matter:
    """What a new date is a matter of. One that carries an action past a day its notice sets is not for those
    who may move an action's date."""
    if milestone is not None:
        return Matter.MILESTONE
    return Matter.NOTICE if _passes_a_notice(action, proposed) else Matter.ACTION


def _passes_a_notice(action: Action, proposed: date) -> bool:
    sources = Source.objects.filter(
        kind="improvement notice", requirements__objectives=action.objective_id
    ).distinct()
    days = (date.fromisoformat(one["last"]) for source in sources for one in source.dates if one.get("last"))
    return any(proposed > day and (action.due is None or action.due <= day) for day in days)


def _body(held: Delegated, matter: Matter) -> str:
    name = held.body(matter)
    return name[:1].lower() + name[1:]


def _roles(keys: Iterable[str]) -> str:
    return ", ".join(sorted(ROLES[key].label for key in keys if key in ROLES)) or "nobody yet"
