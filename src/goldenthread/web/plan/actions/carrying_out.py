"""How the acts of the plan are carried out: what is held, what is refused and in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.signing import ProofUsed, sign_as
from goldenthread.web.history.actions import About
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import (
    Action,
    Objective,
)
from goldenthread.web.plan.rules import ChangedMeanwhile, NotDone


def locked(action: Action) -> Action:
    """The action as it stands, held until the transaction ends. Its key is left free, so that the checks of
    foreign keys at another's commit need not wait for this one."""
    held = Action.objects.select_for_update(of=("self",), no_key=True).select_related(
        "owner", "objective", "workstream"
    )
    return held.get(pk=action.pk)


def at(action: Action, version: int) -> Action:
    held = locked(action)
    if held.version != version:
        raise ChangedMeanwhile
    return held


def locked_objective(objective: Objective) -> Objective:
    """The objective as it stands, held in the same way."""
    return Objective.objects.select_for_update(no_key=True).get(pk=objective.pk)


def save_objective(objective: Objective) -> None:
    """Save, one version on."""
    objective.version += 1
    objective.save()


def sign(permission: Permission, **given: Any) -> None:
    try:
        sign_as(permission, **given)
    except ProofUsed as used:
        raise NotDone(str(used)) from None


def step(action: Action, step: Any) -> None:
    """Take a step of the state machine, or say that it cannot be taken from here."""
    from django_fsm import TransitionNotAllowed

    try:
        step()
    except TransitionNotAllowed:
        raise NotDone(f"The action is {action.state}, so this step cannot be taken now.") from None


def save(action: Action) -> None:
    """Save, one version on. What the database refuses is a rule of the plan, said in words."""
    action.version += 1
    try:
        with transaction.atomic():
            action.save()
    except IntegrityError as refused:
        raise NotDone(_refusal(str(refused))) from None


_REFUSALS = {
    "action_not_signed_off_by_its_owner": "The owner of an action does not sign it off.",
    "action_not_signed_off_by_its_claimer": "Whoever claimed an action complete does not sign it off.",
    "action_not_signed_off_by_its_owners_role": "The role that owns an action does not sign it off.",
}


def _refusal(said: str) -> str:
    # The longest name first: one constraint's name begins like another's.
    known = sorted(_REFUSALS, key=len, reverse=True)
    return next((_REFUSALS[name] for name in known if name in said), "The plan's rules do not allow this.")


def refuse(why: str) -> None:
    if why:
        raise NotDone(why)


def check_due(day: date | None) -> None:
    refuse(rules.why_not_a_due_date(day) if day else "")


def next_code(model: type[Objective] | type[Action], letter: str) -> str:
    """O1, O2, …: the next free number. The lock, given back at the end of the transaction, keeps two people
    adding at once apart."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"plan code {letter}"])
    codes = model.objects.filter(code__regex=rf"^{letter}\d+$").values_list("code", flat=True)
    return f"{letter}{max((int(code[1:]) for code in codes), default=0) + 1}"


def about_thing(thing: Model) -> About:
    return About(kind=type(thing).__name__.lower(), key=str(thing.pk), label=str(thing))
