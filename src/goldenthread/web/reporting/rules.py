"""Who may do what in a reporting cycle, and why not, in plain words: asked by pages, forms and acts alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.clocks.plan import challenge_due, commentary_due
from goldenthread.papers.wording import long_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.standing import standing_of
from goldenthread.web.plan.rules import why_not_a_due_date
from goldenthread.web.reporting.models import Challenge, CorrectiveAction, Cycle, Line

FROZEN = (
    "This was frozen for the meeting on {day} and does not change any more: add a remark, or say it in the"
    " next cycle."
)


@dataclass(frozen=True)
class Days:
    """The days of a cycle, worked out from its cut-off: by when owners write, by when others have read."""

    commentary: date
    challenge: date


def days_of(cut_off: date, *, commentary_days: int, challenge_days: int) -> Days:
    """Raises CalendarExhausted beyond the bank holidays held."""
    written = commentary_due(cut_off, commentary_days)
    return Days(written, challenge_due(written, challenge_days))


def why_not_days(days: Days, meets_on: date) -> str:
    """Everybody has read before the meeting, or on its day."""
    if days.challenge <= meets_on:
        return ""
    return (
        f"So many working days end on {long_date(days.challenge)}, after the meeting on"
        f" {long_date(meets_on)}: allow fewer, or cut off earlier."
    )


def why_not_cut_off(cut_off: date, on: date) -> str:
    if cut_off > on:
        return "Enter a cut-off that is not after today: figures of a day to come are not there yet."
    return why_not_a_due_date(cut_off)


def why_not_change(cycle: Cycle) -> str:
    """Nothing of a frozen cycle changes."""
    return FROZEN.format(day=long_date(cycle.meets_on)) if cycle.is_frozen else ""


def why_not_own(person: Person) -> str:
    """An owner works on what is late and sees figures as counted."""
    standing = standing_of(person)
    works = standing.may(Permission.WORK_ACTIONS) or standing.may(Permission.EDIT_PLAN)
    if works and standing.may(Permission.SEE_FIGURES) and standing.figures is FigureTier.INTERNAL:
        return ""
    return f"{person.name} cannot answer for a measure: their roles do not see figures as counted."


def why_not_comment(person: Person, line: Line) -> str:
    """Only the owner says how it is."""
    if line.cycle.is_frozen:
        return why_not_change(line.cycle)
    if line.owner_id != person.pk:
        return f"{line.owner.name} answers for this measure: only they write its commentary."
    return why_not_own(person)


def why_not_challenge(person: Person, line: Line) -> str:
    """Somebody else puts it to the owner."""
    if line.cycle.is_frozen:
        return why_not_change(line.cycle)
    if line.owner_id == person.pk:
        return "You answer for this measure, so somebody else must challenge it."
    if standing_of(person).may(Permission.CHALLENGE):
        return ""
    return "Your roles do not challenge what is said of a measure."


def why_not_answer(person: Person, challenge: Challenge) -> str:
    """The owner answers, once."""
    if challenge.line.cycle.is_frozen:
        return why_not_change(challenge.line.cycle)
    if hasattr(challenge, "answer"):
        return "This was answered already."
    if challenge.line.owner_id != person.pk:
        return f"{challenge.line.owner.name} answers for this measure: only they answer what is put to them."
    return ""


def why_not_correct(person: Person, line: Line) -> str:
    """Its owner, or whoever keeps the cycle, says what is done about it."""
    if line.cycle.is_frozen:
        return why_not_change(line.cycle)
    if line.owner_id == person.pk or standing_of(person).may(Permission.MAKE_PAPERS):
        return ""
    return f"{line.owner.name} answers for this measure: only they, or whoever keeps the cycle, may do this."


def why_not_done(person: Person, corrective: CorrectiveAction) -> str:
    if corrective.action_id is not None:
        return "This is an action of the plan: it is carried out and signed off there."
    if corrective.done_on is not None:
        return "This is done already."
    if corrective.owner_id != person.pk:
        return "Only its owner may say that it is done."
    return ""


def why_not_check(person: Person, corrective: CorrectiveAction) -> str:
    """Somebody other than its owner, and other than whoever said it is done, looks whether it is."""
    if corrective.done_on is None:
        return "This is not done yet, so there is nothing to check."
    if corrective.checked_on is not None:
        return "This is checked already."
    if person.pk in (corrective.owner_id, corrective.done_by_id):
        return "You own this, so somebody else must check that it is done."
    if standing_of(person).may(Permission.SIGN_OFF):
        return ""
    return "Your roles do not sign off what somebody else has done."


def why_not_freeze(cycle: Cycle, on: date, *, measures: int) -> str:
    """At the meeting, or after it: never before."""
    if cycle.is_frozen:
        return why_not_change(cycle)
    if not measures:
        return "There is no measure in this cycle, so there is nothing to freeze."
    if on < cycle.meets_on:
        return f"The meeting is on {long_date(cycle.meets_on)}: a cycle is frozen at its meeting, not before."
    return ""


def why_not_remark(cycle: Cycle) -> str:
    """Remarks are for what can no longer be said otherwise."""
    return "" if cycle.is_frozen else "This is not frozen yet: say it in the commentary or as a challenge."
