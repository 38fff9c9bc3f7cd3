"""An action, from proposed to signed off."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.papers.plan import DeliveryState
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import LONDON
from goldenthread.web.history.actions import Actor, Proof, record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import (
    about_thing,
    at,
    check_due,
    locked,
    next_code,
    refuse,
    save,
    sign,
    step,
)
from goldenthread.web.plan.actions.decisions import decide
from goldenthread.web.plan.actions.workstreams import workstream_named
from goldenthread.web.plan.models import (
    Action,
    Note,
    Objective,
)
from goldenthread.web.plan.rules import NotDone
from goldenthread.web.plan.signed import action_record


@dataclass(frozen=True)
class Ownership:
    """Who answers for an action: a person, a role, or a person in a role."""

    person: Person | None = None
    role: str = ""


@dataclass(frozen=True)
class Beside:
    """What stands beside an action's words and owner: who speaks for it, who else has a part, what it costs
    and what could go wrong."""

    sponsor: Ownership = field(default_factory=Ownership)
    partners: str = ""
    cost_notes: str = ""
    risk_notes: str = ""
    update_weeks: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "sponsor": self.sponsor.person,
            "sponsor_role": self.sponsor.role,
            "partners": self.partners,
            "cost_notes": self.cost_notes,
            "risk_notes": self.risk_notes,
            "update_weeks": self.update_weeks,
        }


@transaction.atomic
def add_action(
    *,
    by: Actor,
    objective: Objective,
    text: str,
    owner: Ownership,
    workstream: str = "",
    due: date | None = None,
    beside: Beside | None = None,
) -> Action:
    """A proposed action. Its due date counts once it is agreed. A workstream is given by its name."""
    check_due(due)
    action = Action.objects.create(
        code=next_code(Action, "A"),
        objective=objective,
        text=text,
        owner=owner.person,
        owner_role=owner.role,
        workstream=workstream_named(workstream, by=by),
        due=due,
        original_due=due,
        **(beside.fields if beside else {}),
    )
    record(by=by, act="proposed the action", about=about_thing(action))
    return action


@transaction.atomic
def edit_action(
    *,
    by: Actor,
    action: Action,
    version: int,
    text: str,
    owner: Ownership,
    workstream: str,
    beside: Beside | None = None,
) -> bool:
    """Its words, owner, workstream and what stands beside them (None: as it is). Dates move by
    `propose_date`, states by their own steps. False where somebody else saved first. A claimed or
    signed-off action is opened again before it is changed."""
    if action.state in {DeliveryState.CLAIMED_COMPLETE, DeliveryState.SIGNED_OFF}:
        raise NotDone(f"This action is {action.state}: open it again before changing it.")
    changes = {
        "text": text,
        "owner": owner.person,
        "owner_role": owner.role,
        "workstream": workstream_named(workstream, by=by),
        **(beside.fields if beside else {}),
    }
    row = Action.objects.filter(pk=action.pk, state=action.state)
    if not save_if_unchanged(row, version=version, changes=changes):
        return False
    details = {"was": action.text, "owner was": action.owner_words}
    record(by=by, act="edited the action", about=about_thing(action), details=details)
    return True


@transaction.atomic
def agree(*, by: Person, action: Action, version: int, due: date, meeting: str, on: date) -> None:
    """A meeting agreed the action and its date."""
    check_due(due)
    held = at(action, version)
    refuse(rules.why_not_agree(by, held))
    step(held, held.agree)
    held.agreed_on, held.due, held.original_due = on, due, due
    save(held)
    text = f"Agreed the action, due {due.day} {due:%B %Y}"
    decide(by=by, meeting=meeting, on=on, text=text, why="", action=held)
    record(
        by=by, act="agreed the action", about=about_thing(held), details={"meeting": meeting, "due": str(due)}
    )


@transaction.atomic
def start(*, by: Person, action: Action, version: int) -> None:
    """Work has begun."""
    held = at(action, version)
    refuse(rules.why_not_work(by, held))
    step(held, held.start)
    save(held)
    record(by=by, act="started the action", about=about_thing(held))


@transaction.atomic
def claim(*, by: Person, action: Action, version: int, words: str, on: date) -> None:
    """The owner says it is done, with a word of evidence."""
    held = at(action, version)
    refuse(rules.why_not_work(by, held))
    refuse("" if words.strip() else "Say what shows that it is done.")
    step(held, held.claim)
    held.claim_words, held.claimed_by, held.claimed_by_name, held.claimed_on = words, by, by.name, on
    save(held)
    record(by=by, act="claimed the action complete", about=about_thing(held), details={"why": words})


@transaction.atomic
def sign_off(*, by: Person, action: Action, version: int, words: str, on: date, proof: Proof) -> None:
    """Somebody other than the owner, and than whoever claimed it, accepts that it is done, and signs it."""
    held = at(action, version)
    refuse(rules.why_not_sign_off(by, held))
    step(held, held.sign_off)
    held.signed_off_by, held.signed_off_by_name = by, by.name
    held.signed_off_role, held.signed_off_on = rules.sign_off_role(by, held), on
    save(held)
    details = {"why": words, "as": held.signed_off_role, "claim": held.claim_words, "version": held.version}
    record(by=by, act="signed off the action", about=about_thing(held), details=details)
    sign(
        Permission.SIGN_OFF,
        by=by,
        about=about_thing(held),
        record=action_record(held),
        statement=f"I accept that this action is done. What satisfied me: {words}",
        proof=proof,
        role=held.signed_off_role,
    )


@transaction.atomic
def reopen(*, by: Person, action: Action, version: int, why: str) -> None:
    """Send a claim back, or open an action again; the claim and the sign-off stay in the history."""
    held = at(action, version)
    was = held.state
    refuse("" if why.strip() else "Say why it is opened again.")
    step(held, held.reopen)
    held.claim_words, held.claimed_by, held.claimed_by_name, held.claimed_on = "", None, "", None
    held.signed_off_by, held.signed_off_by_name = None, ""
    held.signed_off_role, held.signed_off_on = "", None
    held.merged_into, held.stood_by_on = None, None
    save(held)
    act = "sent the action back" if was == DeliveryState.CLAIMED_COMPLETE else "opened the action again"
    record(by=by, act=act, about=about_thing(held), details={"why": why, "was": was})


@transaction.atomic
def stop(*, by: Person, action: Action, version: int, why: str) -> None:
    """It will not be done; a date asked for goes with it."""
    held = at(action, version)
    refuse("" if why.strip() else "Say why it is stopped.")
    refuse(rules.why_not_end(by, held))
    step(held, held.stop)
    save(held)
    record(by=by, act="stopped the action", about=about_thing(held), details={"why": why})


@transaction.atomic
def merge(*, by: Person, action: Action, version: int, into: Action, why: str) -> None:
    """It goes on within another action. What its objective answers, the other's objective then answers too,
    so that no finding loses its answer; its words stay with it, and its evidence counts in the other."""
    held = at(action, version)
    refuse("" if why.strip() else "Say why it is merged.")
    refuse(rules.why_not_end(by, held))
    other = locked(into)
    refuse(rules.why_not_merge(held, other))
    step(held, held.merge)
    held.merged_into = other
    save(held)
    other.objective.answers.add(*held.objective.answers.all())
    details = {"why": why, "into": other.code}
    record(by=by, act=f"merged the action into {other.code}", about=about_thing(held), details=details)
    record(by=by, act=f"took in action {held.code}", about=about_thing(other), details={"why": why})


@transaction.atomic
def add_note(*, by: Person, action: Action, text: str, forecast: date | None = None) -> Note:
    """A word on progress, with when it is now expected to be done where that is said. It changes nothing that
    anybody edits, so it takes the action no version on."""
    refuse(rules.why_not_work(by, action))
    check_due(forecast)
    note = Note.objects.create(
        action=action, text=text, forecast=forecast, by_name=by.name, by_id=by.reference
    )
    said = {"forecast": forecast} if forecast else {}
    Action.objects.filter(pk=action.pk).update(updated_on=note.at.astimezone(LONDON).date(), **said)
    details = {"forecast": str(forecast)} if forecast else {}
    record(by=by, act="added a note on progress", about=about_thing(action), details=details)
    return note
