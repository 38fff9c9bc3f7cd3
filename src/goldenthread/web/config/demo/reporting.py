"""Two reporting cycles: the last one, frozen as its meeting received it, and one that is open today with a
commentary that is late. The figures are those of the made-up records; what is said of them is made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from goldenthread.standards.calendar import add_working_days, working_days_after
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.standing import today
from goldenthread.web.config.demo.acts import made_up_proof
from goldenthread.web.config.demo.calendar import on_the_day
from goldenthread.web.intake.models import Snapshot
from goldenthread.web.reporting import actions, queries
from goldenthread.web.reporting.actions import Correction, Meeting
from goldenthread.web.reporting.drafting import Asked, draft_for
from goldenthread.web.reporting.models import Cycle, Line

BOARD = "Improvement Board"
_ONE = timedelta(days=1)
_OWNERS = {
    "assessment_45wd": "assessment",
    "rereferrals_12m": "assessment",
    "cpp_visit_timely": "safeguarding",
    "icpc_15wd": "safeguarding",
    "cla_review_timely": "care",
}
# What an owner adds to the draft that explains the change: what happened, and what is done about it.
_SAID = {
    "assessment_45wd": "Assessments that ran over waited for a health reply more often than for a visit. From"
    " this month the team manager asks for it in the first week.",
    "rereferrals_12m": "Half of those who came back had been closed with no offer of early help. Each closure"
    " is now read by a second manager.",
    "cpp_visit_timely": "The late visits lie with workers who hold more than their share; two caseloads have"
    " been evened out since.",
    "icpc_15wd": "Conferences were held up where a strategy discussion was not written up on the day.",
    "cla_review_timely": "Reviews slipped in the weeks when two reviewing officers were away together.",
}
_CHALLENGES = {
    "assessment_45wd": ("chair", "What would a child see that is different, and by when?"),
    "cpp_visit_timely": ("director", "Evening out caseloads was said last time. What has come of it?"),
}
_ANSWER = "The audit of next month asks the family that. I bring what it says to the next meeting."


def report(people: Mapping[str, Person], *, earlier: Snapshot, newest: Snapshot) -> None:
    """The cycle of the meeting three weeks after the earlier records, and the one of the newest."""
    _last(people, earlier)
    _now(people, newest)


def _last(people: Mapping[str, Person], records: Snapshot) -> None:
    meets_on = records.as_at + timedelta(days=21)
    kept = _opened(people, records, meets_on=meets_on, days=(5, 3), on=records.as_at + _ONE)
    lines = queries.lines_of(kept)
    for one in lines:
        _comment(one, on=kept.commentary_due - _ONE)
    for one in lines:
        _challenge(people, one, on=kept.challenge_due, answered_on=kept.challenge_due)
    visits = next((one for one in lines if one.indicator == "cpp_visit_timely"), None)
    if visits is not None:
        _correct(visits, people, on=kept.challenge_due, due=add_working_days(meets_on, 15))
    with on_the_day(meets_on):
        now = Cycle.objects.get(pk=kept.pk)
        freezer = people["secretary"]
        actions.freeze(by=freezer, cycle=now, version=now.version, proof=made_up_proof(), on=meets_on)
    after = meets_on + timedelta(days=9)
    if visits is not None and after <= today():
        frozen = queries.lines().get(pk=visits.pk)
        said = "The board asked for the next cycle to say how soon the late ones were seen in the end."
        with on_the_day(after):
            actions.remark(by=people["secretary"], line=frozen, text=said, on=after)


def _now(people: Mapping[str, Person], records: Snapshot) -> None:
    """Open today: words were due two working days ago, and one owner has not written."""
    on = today()
    written = max(1, working_days_after(records.as_at, on) - 2)
    meets_on = add_working_days(on, 8)
    kept = _opened(people, records, meets_on=meets_on, days=(written, 7), on=min(on, records.as_at + _ONE))
    lines = queries.lines_of(kept)
    for one in lines:
        if one.indicator != "cla_review_timely":
            _comment(one, on=min(on, kept.commentary_due))
    for one in lines:
        if one.indicator == "assessment_45wd":
            _challenge(people, one, on=on, answered_on=None)


def _opened(
    people: Mapping[str, Person], records: Snapshot, *, meets_on: date, days: tuple[int, int], on: date
) -> Cycle:
    by = people["secretary"]
    with on_the_day(on):
        meeting = Meeting(BOARD, meets_on, *days)
        made = actions.open_cycle(by=by, meeting=meeting, cut_off=records.as_at, on=on)
        for key in dict.fromkeys(_OWNERS.values()):
            theirs = [id for id, owner in _OWNERS.items() if owner == key]
            actions.add_measures(by=by, cycle=made, indicators=theirs, owner=people[key])
    return made


def _comment(line: Line, *, on: date) -> None:
    asked = Asked.of({"draft": "yes"})
    text = " ".join(filter(None, (draft_for(line, asked), _SAID[line.indicator])))
    with on_the_day(on):
        actions.comment(by=line.owner, line=line, version=line.version, text=text, on=on)


def _challenge(people: Mapping[str, Person], line: Line, *, on: date, answered_on: date | None) -> None:
    if line.indicator not in _CHALLENGES:
        return
    who, text = _CHALLENGES[line.indicator]
    with on_the_day(on):
        put = actions.challenge(by=people[who], line=line, text=text, voice="", on=on)
    if answered_on:
        with on_the_day(answered_on, minutes=60):
            actions.answer(by=line.owner, challenge=put, text=_ANSWER, on=answered_on)


def _correct(line: Line, people: Mapping[str, Person], *, on: date, due: date) -> None:
    """A step of its own, done in time and checked by the director."""
    wanted = Correction(text="Go through each late visit with its worker", owner=line.owner, due=due)
    with on_the_day(on, minutes=90):
        step = actions.correct(by=line.owner, line=line, correction=wanted, on=on)
    if due > today():
        return
    with on_the_day(due - _ONE):
        said = "Every one gone through in supervision"
        actions.say_done(by=line.owner, corrective=step, version=step.version, words=said, on=due - _ONE)
    step.refresh_from_db()
    with on_the_day(due):
        looked = "I read six supervision records: all six had it"
        actions.check(by=people["director"], corrective=step, version=step.version, words=looked, on=due)
