"""Who may do what next to an action, and why not, in plain words: asked by pages, forms and writes alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date

from goldenthread.errors import GoldenThreadError
from goldenthread.papers import plan as papers
from goldenthread.papers.wording import plain
from goldenthread.standards.calendar import first_day, last_day
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.roles import Role
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan.delegating import scheme_for, why_not_record, why_not_sign
from goldenthread.web.plan.models import Action, DateChange, Evidence, Matter

OPEN = papers.OPEN


class NotDone(GoldenThreadError):
    """An act the plan's rules do not allow, said to the person who tried it."""


class ChangedMeanwhile(NotDone):
    """Somebody else changed the thing between the page and the press of the button."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this while you had the page open. It is shown below as it stands now:"
            " read it, then try again."
        )


def owns(person: Person, action: Action) -> bool:
    """Whether the action is this person's: by name, or by a role they hold where it names only a role."""
    if action.owner_id is not None:
        return action.owner_id == person.pk
    return plain(action.owner_role) in {*_roles(person), plain(person.name)}


def may_work(person: Person, action: Action) -> bool:
    """Whether this person may report on the action: its owner, or whoever keeps the plan."""
    standing = standing_of(person)
    return standing.may(Permission.EDIT_PLAN) or (
        standing.may(Permission.WORK_ACTIONS) and owns(person, action)
    )


def why_not_work(person: Person, action: Action) -> str:
    if may_work(person, action):
        return ""
    owner = action.owner_words
    return f"This action belongs to {owner}: only its owner, or whoever keeps the plan, may do this."


def why_not_sign_off(person: Person, action: Action) -> str:
    """Sign-off is acceptance by somebody other than the owner, and other than whoever claimed it."""
    if owns(person, action):
        return "You own this action, so somebody else must sign it off."
    if action.claimed_by_id == person.pk:
        return "You claimed this action complete, so somebody else must sign it off."
    covering = why_not_covering(person, Permission.SIGN_OFF, lambda who: not _may_sign_off(who, action))
    if covering or not standing_of(person).may(Permission.SIGN_OFF):
        return covering
    return why_not_sign(person)


def _may_sign_off(covered: Person, action: Action) -> bool:
    return not owns(covered, action) and action.claimed_by_id != covered.pk


def why_not_move_objective(person: Person) -> str:
    """Whoever keeps the plan asks for the day by which an objective is to be met."""
    if standing_of(person).may(Permission.EDIT_PLAN):
        return ""
    return "Only whoever keeps the plan may ask for an objective's date."


def why_not_decide(person: Person, change: DateChange) -> str:
    if change.proposed_by_id == person.pk:
        return "You asked for this date, so somebody else must record what the meeting said."
    return why_not_record(person, Matter(change.matter))


def why_not_agree(person: Person, action: Action) -> str:
    """An action's first date is agreed at the level that may move it."""
    return why_not_record(person, Matter.ACTION)


def why_not_end(person: Person, action: Action) -> str:
    """Stopping and merging are decided at the level the scheme of delegation says."""
    return why_not_record(person, Matter.ENDING)


def why_not_plan_ahead(person: Person, action: Action) -> str:
    """Milestones belong to an action with work to do."""
    if action.state not in OPEN:
        return f"The action is {action.state}: its milestones no longer change."
    return why_not_work(person, action)


def why_not_wait_for(action: Action, on: Action, waits: Mapping[int, Set[int]]) -> str:
    """An action waits for another, never for itself by however long a way round. `waits`: which wait for
    which now."""
    if on.pk in waits.get(action.pk, set()):
        return f"It waits for {on.code} already."
    if on.pk == action.pk or action.pk in _all_before(on.pk, waits):
        return f"Action {on.code} waits for this one already, so neither could ever finish."
    return ""


def _all_before(start: int, waits: Mapping[int, Set[int]]) -> set[int]:
    """Everything an action waits for, however far along."""
    found: set[int] = set()
    ahead = [start]
    while ahead:
        new = waits.get(ahead.pop(), set()) - found
        found |= new
        ahead.extend(new)
    return found


def why_not_set_colour(person: Person, action: Action) -> str:
    """A colour is set by somebody who does not answer for the action."""
    if action.state not in OPEN:
        return f"The action is {action.state}: its colour says so and is not set."
    if owns(person, action):
        return "You own this action, so somebody else must set its colour."
    return ""


def why_not_last_day(until: date, on: date, *, longest: int) -> str:
    """A colour somebody set is looked at again soon."""
    if until < on:
        return "Its last day has passed already: enter a later one."
    if (until - on).days > longest:
        return f"A colour stands for {longest} days at most: enter an earlier last day."
    return ""


def why_not_judge(person: Person, evidence: Evidence) -> str:
    if evidence.pinned_by_id == person.pk:
        return "You pinned this evidence, so somebody else must judge it."
    answered_for = _goes_on_in(evidence.action)
    if any(owns(person, one) for one in answered_for):
        return "You own this action, so somebody else must judge its evidence."
    return why_not_covering(
        person,
        Permission.JUDGE_EVIDENCE,
        lambda who: evidence.pinned_by_id == who.pk or any(owns(who, one) for one in answered_for),
    )


def _goes_on_in(action: Action) -> list[Action]:
    """An action and those it was merged into: its evidence counts for the last."""
    found, onward = [action], action.merged_into
    while onward is not None and onward not in found:
        found.append(onward)
        onward = onward.merged_into
    return found


def why_not_impact(person: Person, action: Action) -> str:
    """Who may judge; what an impact may rest on stands in `rules_of_impact`."""
    if owns(person, action):
        return "You own this action, so somebody else must judge its impact."
    return why_not_covering(person, Permission.JUDGE_EVIDENCE, lambda who: owns(who, action))


def why_not_merge(action: Action, into: Action) -> str:
    """What goes on within another action needs one that goes on."""
    if action.pk == into.pk:
        return "An action cannot be merged into itself: choose another."
    if into.state not in OPEN:
        return f"Action {into.code} is {into.state}, so nothing more can go on within it."
    return ""


LONGEST_AGE = 36  # months


def why_not_months(months: int) -> str:
    """For how long evidence may be taken as fresh."""
    if 1 <= months <= LONGEST_AGE:
        return ""
    return f"Enter a number of months from 1 to {LONGEST_AGE}"


def why_not_a_due_date(day: date) -> str:
    """A clock needs the bank holidays on its way."""
    if first_day() <= day <= last_day():
        return ""
    years = f"{first_day().year} and {last_day().year}"
    return f"Enter a date between {years}: bank holidays are held for those years"


def sign_off_role(person: Person, action: Action) -> str:
    """The role by which a person signs an action off: one of their own before one they cover."""
    signers = scheme_for(person).signers()
    found = _by_which(person, Permission.SIGN_OFF, lambda who: not _may_sign_off(who, action), among=signers)
    return found.label[:200] if found else ""


def _by_which(
    person: Person,
    permission: Permission,
    barred: Callable[[Person], bool],
    among: Set[str] | None = None,
) -> Role | None:
    """The role by which a person may do a thing, passing over any they hold as deputy of somebody who could
    not do it: cover gives no more than the person covered has."""
    standing = standing_of(person)
    covered = {one.reference: one for one in standing.covered}
    fit = (
        role
        for role in standing.roles
        if permission in role.permissions and (among is None or role.key in among)
    )
    return next((role for role in fit if not role.covering or not barred(covered[role.covering])), None)


def why_not_covering(person: Person, permission: Permission, barred: Callable[[Person], bool]) -> str:
    if not standing_of(person).may(permission) or _by_which(person, permission, barred) is not None:
        return ""
    names = " and ".join(one.name for one in standing_of(person).covered)
    return f"You would do this covering {names}, who may not: somebody else must."


def _roles(person: Person) -> set[str]:
    return {plain(role.label) for role in standing_of(person).roles}
