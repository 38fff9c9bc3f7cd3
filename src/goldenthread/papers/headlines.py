"""The opening answers: what was found, what has changed, what is late, what the plan has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.findings.model import ImprovementNotice, SourceDocument
from goldenthread.papers import inspections
from goldenthread.papers.change import Change, Verdict
from goldenthread.papers.colours import Rag
from goldenthread.papers.duties import Duty
from goldenthread.papers.measures import Measure, ServiceArea, pooled_said
from goldenthread.papers.plan import ENDED, ImpactState, Plan, delivery, is_late
from goldenthread.papers.wording import capital, counted, joined, long_date, plain_number
from goldenthread.standards.calendar import working_days_after

_NAMED_AT_MOST = 4  # measures or duties named in one sentence; more would not be read


@dataclass(frozen=True)
class Headline:
    """A board's question and its answer."""

    question: str
    answer: str


def headlines(
    as_at: date,
    *,
    findings: Sequence[SourceDocument],
    areas: Sequence[ServiceArea],
    duties: Sequence[Duty],
    plan: Plan | None,
) -> tuple[Headline, ...]:
    """The opening page's answers, always the same four questions."""
    measures = [measure for area in areas for measure in area.measures]
    return (
        Headline(_asked(findings), _found(findings)),
        Headline("What has changed?", _changed(measures) + _since_a_year(measures)),
        Headline("What is late?", _late(as_at, duties)),
        Headline("Is the plan on time, and is it making a difference?", _plan(plan)),
    )


def _asked(findings: Sequence[SourceDocument]) -> str:
    notices = any(isinstance(one, ImprovementNotice) for one in findings)
    return "What did inspectors find, and what is required of us?" if notices else "What did inspectors find?"


def _found(findings: Sequence[SourceDocument]) -> str:
    if not findings:
        return "No inspection report was given for this paper."
    return " ".join(inspections.summary(report) for report in findings)


def _changed(measures: Sequence[Measure]) -> str:
    clear = [measure for measure in measures if measure.change.is_clear]
    steady = sum(measure.change.verdict is Verdict.STEADY for measure in measures)
    if not clear and not steady:
        return "No measure has enough months or enough events to judge a change."
    unjudged = len(measures) - len(clear) - steady
    rest = capital(counted(steady, "measure shows", "measures show")) + " no clear change."
    rest += f" The other {unjudged} cannot be judged in this way; section 7 says why." if unjudged else ""
    if not clear:
        return rest
    named = _named([_moved(measure, measure.change) for measure in clear])
    return f"{capital(counted(len(clear), 'measure'))} clearly moved: {named}. {rest}"


def _since_a_year(measures: Sequence[Measure]) -> str:
    """What differs clearly from the same three months a year ago; empty where nothing does."""
    clear = [measure for measure in measures if measure.since_a_year.is_clear]
    if not clear:
        return ""
    named = _named([_moved(measure, measure.since_a_year) for measure in clear])
    return f" Since the same months a year ago: {named}."


def _named(moves: list[str]) -> str:
    more = len(moves) - _NAMED_AT_MOST
    return "; ".join(moves[:_NAMED_AT_MOST] + ([counted(more, "more", "more")] if more > 0 else []))


def _moved(measure: Measure, moved: Change) -> str:
    unit = measure.words.unit
    assert moved.recent is not None
    assert moved.before is not None
    before, recent = pooled_said(moved.before, unit), pooled_said(moved.recent, unit)
    direction = "rose" if moved.verdict is Verdict.RISE else "fell"
    good = f", {measure.judged(moved)}" if measure.judged(moved) else ""
    return f"“{measure.words.title}” {direction} from {before} to {recent}{good}"


def _late(as_at: date, duties: Sequence[Duty]) -> str:
    running, overdue = sum(duty.running for duty in duties), sum(duty.overdue for duty in duties)
    if not running:
        return "No duty with a time limit is running in these records."
    if not overdue:
        return f"None is overdue of {counted(running, 'duty', 'duties')} running on {long_date(as_at)}."
    most = sorted((duty for duty in duties if duty.overdue), key=lambda duty: -duty.overdue)
    named = joined([f"{duty.words.title} ({duty.overdue})" for duty in most[:_NAMED_AT_MOST]])
    soon = sum(duty.due_soon for duty in duties)
    longest = max(duty.longest_late for duty in duties)
    by = f", the longest by {counted(longest, 'working day')}" if longest else ""
    return (
        f"{plain_number(overdue)} of the {plain_number(running)} duties running on {long_date(as_at)} "
        f"{'is' if overdue == 1 else 'are'} overdue{by}; "
        f"{counted(soon, 'more falls', 'more fall')} due within five working days. Most overdue: {named}."
    )


def _plan(plan: Plan | None) -> str:
    """What is stopped or merged is no part of what the plan is held to: it is shown, and not counted."""
    if plan is None:
        return "No improvement plan was given for this paper."
    held_to = [one for one in plan.actions if one.delivery_state not in ENDED]
    if not held_to:
        return "The improvement plan holds no action yet."
    stands = (delivery(one, as_at=plan.as_at, working_days=working_days_after) for one in held_to)
    rags = Counter(one.rag for one in stands)
    proven = sum(one.impact_state in (ImpactState.EVIDENCED, ImpactState.SUSTAINED) for one in held_to)
    behind = sum(is_late(one, as_at=plan.as_at) for one in held_to)
    late = f"{behind} of {counted(len(held_to), 'action')}"
    return (
        f"{late} {'is' if behind == 1 else 'are'} late; "
        f"{rags[Rag.WAITING]} awaiting sign-off; {rags[Rag.DONE]} signed off. "
        f"Evidence of a difference for children: {proven} of {len(held_to)}."
    )
