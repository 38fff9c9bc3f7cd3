"""What this person may do next to an action: the buttons of its page, and nothing they may not press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan import rules
from goldenthread.web.plan.models import Action, DateChange


@dataclass(frozen=True)
class Offer:
    """A button: `first` for what moves the action on."""

    label: str
    href: str
    first: bool = False


def offers(person: Person, action: Action, waiting: DateChange | None) -> list[Offer]:
    """Every step open to this person now, what moves the action on first. `waiting`: a date asked for."""
    return [*_steps(person, action), *_dates(person, action, waiting), *_others(person, action)]


def moves(person: Person, action: Action) -> list[Offer]:
    """The steps that move an action from where it stands, for its card on the board."""
    return list(_steps(person, action))


def waits_for(person: Person, action: Action) -> str:
    """Why this person cannot take the step the action waits for, where that is worth saying."""
    if action.state != "claimed complete":
        return ""
    return rules.why_not_sign_off(person, action)


def _steps(person: Person, action: Action) -> Iterator[Offer]:
    standing = standing_of(person)
    keeps, works = standing.may(Permission.EDIT_PLAN), rules.may_work(person, action)
    match action.state:
        case "proposed" if _may_agree(person, action):
            yield _offer("Agree it", "agree", action, first=True)
        case "agreed" if works:
            yield _offer("Start it", "start", action, first=True)
            yield _offer("Claim it complete", "claim", action)
        case "in progress" if works:
            yield _offer("Claim it complete", "claim", action, first=True)
        case "claimed complete":
            yield from _answers_to_claim(person, action)
        case "signed off" | "stopped" | "merged" if keeps or standing.may(Permission.SIGN_OFF):
            yield _offer("Open it again", "reopen", action)


def _may_agree(person: Person, action: Action) -> bool:
    standing = standing_of(person)
    let_in = standing.may(Permission.EDIT_PLAN) or standing.may(Permission.RECORD_DECISIONS)
    return let_in and not rules.why_not_agree(person, action)


def _answers_to_claim(person: Person, action: Action) -> Iterator[Offer]:
    standing = standing_of(person)
    if standing.may(Permission.SIGN_OFF) and not rules.why_not_sign_off(person, action):
        yield _offer("Sign it off", "sign-off", action, first=True)
    if standing.may(Permission.SIGN_OFF) or standing.may(Permission.EDIT_PLAN):
        yield _offer("Send it back", "reopen", action)


def _dates(person: Person, action: Action, waiting: DateChange | None) -> Iterator[Offer]:
    if waiting is not None:
        if not rules.why_not_decide(person, waiting):
            yield Offer("Record the decision on its date", reverse("plan:decide-date", args=[waiting.pk]))
    elif action.state in rules.OPEN and rules.may_work(person, action):
        yield _offer("Ask for a new date", "propose-date", action)


def _others(person: Person, action: Action) -> Iterator[Offer]:
    standing = standing_of(person)
    settled = action.state in {"claimed complete", "signed off"}
    if rules.may_work(person, action):
        yield _offer("Add a note", "note", action)
    if standing.may(Permission.PIN_EVIDENCE):
        yield _offer("Add evidence", "add-evidence", action)
    if standing.may(Permission.JUDGE_EVIDENCE) and not rules.owns(person, action):
        yield _offer("Judge its impact", "impact", action)
    if standing.may(Permission.RECORD_DECISIONS):
        yield _offer("Record a decision", "action-decision", action)
    if standing.may(Permission.EDIT_PLAN) and not settled:
        yield _offer("Edit it", "edit-action", action)
    if rules.may_work(person, action) and action.state in rules.OPEN:
        yield _offer("Add a milestone", "add-milestone", action)
        yield _offer("Say what it waits for", "wait-for", action)
    if standing.may(Permission.EDIT_PLAN) and not rules.why_not_set_colour(person, action):
        yield _offer("Set its colour", "set-colour", action)
    if standing.may(Permission.EDIT_PLAN) and _may_end(person, action):
        yield _offer("Merge it into another", "merge", action)
        yield _offer("Stop it", "stop", action)


def _may_end(person: Person, action: Action) -> bool:
    return action.state in {*rules.OPEN, "claimed complete"} and not rules.why_not_end(person, action)


def _offer(label: str, route: str, action: Action, *, first: bool = False) -> Offer:
    return Offer(label, reverse(f"plan:{route}", args=[action.pk]), first)
