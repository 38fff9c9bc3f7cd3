"""How an action goes on its way: milestones, what it waits for, colours set, reports of what is off plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from goldenthread.papers.wording import short_date
from goldenthread.web.accounts.models import Person
from goldenthread.web.history.actions import record
from goldenthread.web.page.conflict import save_if_unchanged
from goldenthread.web.plan import rules
from goldenthread.web.plan.actions.carrying_out import about_thing, at, check_due, locked, refuse, save
from goldenthread.web.plan.actions.dates import propose_date
from goldenthread.web.plan.models import Action, ColourSet, Dependency, ExceptionReport, Milestone
from goldenthread.web.plan.rules import ChangedMeanwhile
from goldenthread.web.plan.values import shown

LONGEST_SET_DAYS = 56  # two rounds of a four-weekly board


@transaction.atomic
def add_milestone(
    *, by: Person, action: Action, version: int, text: str, by_whom: str, due: date
) -> Milestone:
    """A step on the way, with its date."""
    held = at(action, version)
    refuse(rules.why_not_plan_ahead(by, held))
    check_due(due)
    made = Milestone.objects.create(action=held, text=text, by_whom=by_whom, due=due, original_due=due)
    save(held)
    details = {"why": text, "due": str(due)}
    record(by=by, act="added a milestone", about=about_thing(held), details=details)
    return made


@transaction.atomic
def edit_milestone(*, by: Person, milestone: Milestone, version: int, text: str, by_whom: str) -> bool:
    """Its words and who does it; its date moves by asking. False where somebody else saved first."""
    refuse(rules.why_not_plan_ahead(by, locked(milestone.action)))
    changes = {"text": text, "by_whom": by_whom}
    if not save_if_unchanged(Milestone.objects.filter(pk=milestone.pk), version=version, changes=changes):
        return False
    details = {"was": milestone.text}
    record(by=by, act="edited a milestone", about=about_thing(milestone.action), details=details)
    return True


@transaction.atomic
def finish_milestone(*, by: Person, milestone: Milestone, version: int, on: date) -> None:
    """The step was done that day."""
    action = locked(milestone.action)
    refuse(rules.why_not_plan_ahead(by, action))
    open_ = Milestone.objects.filter(pk=milestone.pk, done_on=None)
    if not save_if_unchanged(open_, version=version, changes={"done_on": on, "done_by_name": by.name}):
        raise ChangedMeanwhile
    details = {"why": milestone.text, "on": str(on)}
    record(by=by, act="finished a milestone", about=about_thing(action), details=details)


@transaction.atomic
def wait_for(*, by: Person, action: Action, version: int, on: Action, why: str) -> Dependency:
    """The action cannot finish before another has. Both are held, the lower key first, so that two who tie
    them the opposite way round at once are told apart."""
    for one in sorted((action, on), key=lambda one: one.pk):
        locked(one)
    held = at(action, version)
    refuse(rules.why_not_work(by, held))
    refuse(rules.why_not_wait_for(held, on, _edges()))
    made = Dependency.objects.create(action=held, on=on, why=why)
    save(held)
    record(by=by, act=f"made it wait for {on.code}", about=about_thing(held), details={"why": why})
    return made


@transaction.atomic
def wait_no_more(*, by: Person, dependency: Dependency) -> None:
    """The action can finish without the other after all."""
    refuse(rules.why_not_work(by, dependency.action))
    about, on = about_thing(dependency.action), dependency.on.code
    dependency.delete()
    record(by=by, act=f"made it wait for {on} no more", about=about)


def _edges() -> dict[int, set[int]]:
    """Every action that waits, and for which: read in a lock of its own, so that two ties made at once see
    each other."""
    found: dict[int, set[int]] = {}
    for action, on in Dependency.objects.select_for_update().values_list("action", "on"):
        found.setdefault(action, set()).add(on)
    return found


@transaction.atomic
def set_colour(
    *, by: Person, action: Action, version: int, rag: str, reason: str, until: date, on: date
) -> ColourSet:
    """A colour in place of the computed one, to a last day. The computed colour stays beside it."""
    held = at(action, version)
    refuse(rules.why_not_set_colour(by, held))
    refuse("" if reason.strip() else "Say why the computed colour is not right.")
    refuse(rules.why_not_last_day(until, on, longest=LONGEST_SET_DAYS))
    computed = (shown(held, as_at=on).delivery.computed or shown(held, as_at=on).delivery).words
    held.colours_set.filter(ended_on=None).update(ended_on=on)
    made = ColourSet.objects.create(
        action=held, rag=rag, reason=reason, computed=computed, by=by, by_name=by.name, on=on, until=until
    )
    save(held)
    details = {"why": reason, "until": str(until), "computed": computed}
    record(by=by, act=f"set the delivery colour: {rag}", about=about_thing(held), details=details)
    return made


@transaction.atomic
def end_colour(*, by: Person, action: Action, version: int, on: date) -> None:
    """The computed colour stands again."""
    held = at(action, version)
    refuse(rules.why_not_set_colour(by, held))
    refuse("" if held.colours_set.filter(ended_on=None).update(ended_on=on) else "No colour is set.")
    save(held)
    record(by=by, act="took back the delivery colour that was set", about=about_thing(held))


@transaction.atomic
def stand_by(*, by: Person, action: Action, version: int, why: str, on: date) -> None:
    """A sign-off is kept though evidence was found wanting: somebody looked and says why."""
    held = at(action, version)
    refuse("" if why.strip() else "Say why the sign-off stands.")
    refuse("" if held.state == "signed off" else "The action is not signed off: there is nothing to keep.")
    held.stood_by_on = on
    save(held)
    record(by=by, act="kept the sign-off", about=about_thing(held), details={"why": why})


@dataclass(frozen=True)
class Report:
    """What an owner says of an action that is off its plan."""

    what: str
    why: str
    effect: str
    remedy: str
    help_needed: str = ""
    decision_asked: str = ""


@transaction.atomic
def report_exception(
    *, by: Person, action: Action, version: int, report: Report, new_date: date | None, on: date
) -> bool:
    """The report of an action that is off its plan; a new date in it is asked for as any other. False where
    somebody else saved first; version 0 is a report that nobody has begun."""
    held = locked(action)
    refuse(rules.why_not_work(by, held))
    row, _ = ExceptionReport.objects.get_or_create(
        action=held, defaults={**vars(report), "by_name": by.name, "on": on, "version": 0}
    )
    changes = {**vars(report), "by_name": by.name, "on": on}
    if not save_if_unchanged(ExceptionReport.objects.filter(pk=row.pk), version=version, changes=changes):
        return False
    if new_date is not None:
        asked = propose_date(
            by=by, action=held, version=held.version, proposed=new_date, why=report.why, on=on
        )
        ExceptionReport.objects.filter(pk=row.pk).update(date_change=asked)
    details = {"why": report.why, "until": short_date(new_date) if new_date else ""}
    record(by=by, act="reported an exception", about=about_thing(held), details=details)
    return True
