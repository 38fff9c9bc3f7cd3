"""Every write of a reporting cycle: who, what, in one transaction with its row of history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.history.actions import About, Proof, record
from goldenthread.web.indicators import taken, words
from goldenthread.web.indicators.measures import ShownMeasure, measures_of, words_of
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.intake.queries import snapshots
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan.actions.carrying_out import sign
from goldenthread.web.plan.models import Action
from goldenthread.web.plan.rules import NotDone, why_not_a_due_date
from goldenthread.web.reporting import queries, rules
from goldenthread.web.reporting.models import (
    Answer,
    Challenge,
    Commentary,
    CorrectiveAction,
    Cycle,
    Frozen,
    Line,
    Remark,
)
from goldenthread.web.reporting.signed import cycle_record, statement
from goldenthread.web.reporting.wording import TIERS, in_words


@dataclass(frozen=True)
class Meeting:
    """Which meeting a cycle is for, and how many working days are given for writing and for reading."""

    body: str
    meets_on: date
    commentary_days: int
    challenge_days: int


@dataclass(frozen=True)
class Correction:
    """What is done about a figure: an action of the plan, or a step with an owner and a due day."""

    action: Action | None = None
    text: str = ""
    owner: Person | None = None
    due: date | None = None


# The cycle


@transaction.atomic
def open_cycle(*, by: Person, meeting: Meeting, cut_off: date, on: date) -> Cycle:
    """Cut the figures off for a meeting: of the records that stood on the day, and with the measures and
    owners of the cycle before it."""
    _refuse(rules.why_not_cut_off(cut_off, on))
    snapshot = taken.stood_at(cut_off)
    if snapshot is None:
        raise NotDone(
            "No records are held that reach back to that cut-off: load them, or choose a later day."
        )
    before = Cycle.objects.first()
    made = Cycle.objects.create(
        **_days(meeting, cut_off),
        cut_off=cut_off,
        snapshot=snapshot.identity,
        as_at=snapshot.as_at,
        beside=taken.beside_then(snapshot),
        opened_by_name=by.name,
        opened_on=on,
    )
    record(by=by, act="opened the reporting cycle", about=about(made), details=_dated(made))
    if before is not None:
        _take_over(before, made)
    return made


@transaction.atomic
def edit_cycle(*, by: Person, cycle: Cycle, version: int, meeting: Meeting) -> bool:
    """Change the meeting or the days, not the cut-off: its figures are taken. False where somebody else saved
    first."""
    held = _open(cycle)
    changes = _days(meeting, held.cut_off)
    if not save_if_unchanged(Cycle.objects.filter(pk=held.pk), version=version, changes=changes):
        return False
    details = {"was": str(held), **{f"{name} was": day for name, day in _dated(held).items()}}
    record(by=by, act="edited the reporting cycle", about=about(held), details=details)
    return True


@transaction.atomic
def add_measures(*, by: Person, cycle: Cycle, indicators: Iterable[str], owner: Person) -> list[Line]:
    """Take these measures' figures into the cycle; gives those that its records answer."""
    held = _open(cycle)
    _refuse(rules.why_not_own(owner))
    already = set(held.lines.values_list("indicator", flat=True))
    made = _taken(held, {id: owner for id in indicators if id not in already})
    if made:
        details = {"measures": [words_of()[one.indicator].title for one in made], "owner": owner.name}
        record(by=by, act="chose measures for the reporting cycle", about=about(held), details=details)
    return made


@transaction.atomic
def change_owner(*, by: Person, line: Line, version: int, owner: Person) -> bool:
    """Who answers for a measure; False where somebody else changed it first."""
    _open(line.cycle)
    _refuse(rules.why_not_own(owner))
    changes = {"owner": owner}
    if not save_if_unchanged(Line.objects.filter(pk=line.pk), version=version, changes=changes):
        return False
    details = {"was": line.owner.name, "is": owner.name}
    record(by=by, act="changed who answers for the measure", about=about_line(line), details=details)
    return True


@transaction.atomic
def freeze(*, by: Person, cycle: Cycle, version: int, proof: Proof, on: date) -> bool:
    """Keep the cycle as its meeting received it, for good, and sign what was kept; False where somebody else
    changed it first."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    lines = queries.lines_of(held)
    _refuse(rules.why_not_freeze(held, on, measures=len(lines)))
    if held.version != version:
        return False
    shown = {tier: queries.measures_in(lines, tier) for tier in TIERS}
    frozen = Frozen.objects.bulk_create([_frozen(line, shown) for line in lines])
    changes = {"frozen_on": on, "frozen_by_name": by.name}
    save_if_unchanged(Cycle.objects.filter(pk=held.pk), version=version, changes=changes)
    details = {"measures": len(lines), "records": held.snapshot}
    record(by=by, act="froze the reporting cycle", about=about(held), details=details)
    held.refresh_from_db()
    sign(
        Permission.RECORD_DECISIONS,
        by=by,
        about=about(held),
        record=cycle_record(held, frozen),
        statement=statement(held),
        proof=proof,
    )
    return True


# What is said


@transaction.atomic
def comment(*, by: Person, line: Line, version: int, text: str, on: date) -> bool:
    """What the owner says of the figures. What they said before is kept; False where it was said anew
    meanwhile."""
    _open(line.cycle)
    _refuse(rules.why_not_comment(by, line))
    if not save_if_unchanged(Line.objects.filter(pk=line.pk), version=version, changes={}):
        return False
    Commentary.objects.create(line=line, text=text, by=by, by_name=by.name, on=on)
    record(by=by, act="wrote the commentary", about=about_line(line), details={"text": text})
    return True


@transaction.atomic
def challenge(*, by: Person, line: Line, text: str, voice: str, on: date) -> Challenge:
    """Put something to the owner; `voice` where it is somebody else's, written down."""
    _open(line.cycle)
    _refuse(rules.why_not_challenge(by, line))
    made = Challenge.objects.create(line=line, text=text, voice=voice, by=by, by_name=by.name, on=on)
    record(by=by, act="challenged the measure", about=about_line(line), details={"text": text, "for": voice})
    return made


@transaction.atomic
def answer(*, by: Person, challenge: Challenge, text: str, on: date) -> Answer:
    """The owner answers what was put to them."""
    _open(challenge.line.cycle)
    held = Challenge.objects.select_related("line__cycle", "line__owner").get(pk=challenge.pk)
    _refuse(rules.why_not_answer(by, held))
    made = Answer.objects.create(challenge=held, text=text, by=by, by_name=by.name, on=on)
    record(by=by, act="answered the challenge", about=about_line(held.line), details={"text": text})
    return made


@transaction.atomic
def remark(*, by: Person, line: Line, text: str, on: date) -> Remark:
    """Say something of a frozen measure; what was frozen stays as it is."""
    _refuse(rules.why_not_remark(line.cycle))
    made = Remark.objects.create(line=line, text=text, by=by, by_name=by.name, on=on)
    record(by=by, act="remarked on the frozen measure", about=about_line(line), details={"text": text})
    return made


# What is done about it


@transaction.atomic
def correct(*, by: Person, line: Line, correction: Correction, on: date) -> CorrectiveAction:
    """A corrective action: one of the plan, or one of its own."""
    _open(line.cycle)
    _refuse(rules.why_not_correct(by, line))
    if correction.action is None:
        _refuse(_why_not_its_own(correction, on))
    made = CorrectiveAction.objects.create(
        line=line, **vars(correction), raised_by_name=by.name, raised_on=on
    )
    details = {"action": made.action.code} if made.action else {"text": made.text, "due": str(made.due)}
    record(by=by, act="added the corrective action", about=about_line(line), details=details)
    return made


@transaction.atomic
def say_done(*, by: Person, corrective: CorrectiveAction, version: int, words: str, on: date) -> bool:
    """Its owner says that it is done; False where somebody else changed it first."""
    _refuse(rules.why_not_done(by, corrective))
    changes = {"done_on": on, "done_by": by, "done_words": words}
    return _moved(by, corrective, version, changes, "said the corrective action is done", words)


@transaction.atomic
def check(*, by: Person, corrective: CorrectiveAction, version: int, words: str, on: date) -> bool:
    """Somebody else looked, and it is; False where somebody else changed it first."""
    _refuse(rules.why_not_check(by, corrective))
    changes = {"checked_on": on, "checked_by": by, "checked_words": words}
    return _moved(by, corrective, version, changes, "checked the corrective action", words)


def about(cycle: Cycle) -> About:
    return About(kind="reporting cycle", key=str(cycle.pk), label=str(cycle))


def about_line(line: Line) -> About:
    label = f"{words_of()[line.indicator].title}: {line.cycle}"
    return About(kind="reported measure", key=str(line.pk), label=label)


def _refuse(why_not: str) -> None:
    if why_not:
        raise NotDone(why_not)


def _open(cycle: Cycle) -> Cycle:
    """The cycle, which nobody freezes until this is written; refused where it is frozen."""
    held = Cycle.objects.select_for_update().get(pk=cycle.pk)
    _refuse(rules.why_not_change(held))
    return held


def _days(meeting: Meeting, cut_off: date) -> dict[str, Any]:
    _refuse(why_not_a_due_date(meeting.meets_on))
    days = rules.days_of(
        cut_off, commentary_days=meeting.commentary_days, challenge_days=meeting.challenge_days
    )
    _refuse(rules.why_not_days(days, meeting.meets_on))
    return {**vars(meeting), "commentary_due": days.commentary, "challenge_due": days.challenge}


def _dated(cycle: Cycle) -> dict[str, str]:
    names = ("cut_off", "commentary_due", "challenge_due", "meets_on")
    return {name.replace("_", " "): str(getattr(cycle, name)) for name in names}


def _take_over(before: Cycle, made: Cycle) -> None:
    """The measures of the cycle before, each with its owner where they may still answer for it."""
    held = before.lines.select_related("owner")
    _taken(made, {one.indicator: one.owner for one in held if not rules.why_not_own(one.owner)})


def _taken(cycle: Cycle, owners: Mapping[str, Person]) -> list[Line]:
    found = taken.taken_from(_snapshot(cycle), [id for id in owners if id in words_of()])
    series = {id: one.series for id, one in found.items()}
    open_ = {id: one.duty for id, one in found.items() if one.duty}
    shown = {tier: measures_of(series, tier=tier, duties=open_) for tier in TIERS}
    lines = [
        Line(
            cycle=cycle,
            indicator=id,
            owner=owners[id],
            figures=taken.to_json(one.series),
            overdue={tier.value: words.overdue(shown[tier][id], tier) for tier in TIERS},
        )
        for id, one in found.items()
    ]
    return Line.objects.bulk_create(lines)


def _snapshot(cycle: Cycle) -> Snapshot:
    found = snapshots().filter(identity=cycle.snapshot).first()
    if found is None:
        raise NotDone("The records of this cut-off are held no longer: open a new cycle.")
    return found


def _why_not_its_own(correction: Correction, on: date) -> str:
    if not (correction.text and correction.owner and correction.due):
        return "Say what is done, by whom and by when, or choose the action of the plan that does it."
    if correction.due < on:
        return "Enter a due day that is not in the past."
    return why_not_a_due_date(correction.due)


def _moved(
    by: Person, corrective: CorrectiveAction, version: int, changes: Mapping[str, Any], act: str, words: str
) -> bool:
    rows = CorrectiveAction.objects.filter(pk=corrective.pk)
    if not save_if_unchanged(rows, version=version, changes=changes):
        return False
    details = {"what": corrective.text, "words": words}
    record(by=by, act=act, about=about_line(corrective.line), details=details)
    return True


def _frozen(line: Line, shown: Mapping[FigureTier, Mapping[int, ShownMeasure]]) -> Frozen:
    return Frozen(
        line=line,
        title=words_of()[line.indicator].title,
        owner_name=line.owner.name,
        shown={
            tier.value: in_words(shown[tier][line.pk], line.overdue.get(tier.value, "")) for tier in TIERS
        },
        said=queries.said_of(line),
    )
