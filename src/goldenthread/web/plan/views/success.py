"""What an objective's page says of success: how its measures stand, what the chart says of before and after,
and whether what was judged still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from goldenthread.papers.plan import ENDED
from goldenthread.web.accounts.permissions import Permission
from goldenthread.web.accounts.policy import signed_in, standing
from goldenthread.web.accounts.standing import Standing
from goldenthread.web.page.elsewhere import provider
from goldenthread.web.page.measured import Around, MeasureNow
from goldenthread.web.plan import exhibits, queries, rules_of_impact
from goldenthread.web.plan.exhibits import ShownExhibit
from goldenthread.web.plan.models import Action, HandMeasure, Measure, Objective
from goldenthread.web.plan.values import Shown


@dataclass(frozen=True)
class Done:
    """An action, the day from which before and since are told, and the two."""

    action: Action
    event: str
    on: date
    around: Around


@dataclass(frozen=True)
class Success:
    """A measure of an objective: its baseline as frozen, how it stands, its chart, and the actions' days."""

    measure: Measure
    title: str
    href: str
    baseline: ShownExhibit | None
    now: MeasureNow | None
    chart: Mapping[str, str] | None
    done: Sequence[Done]


def success_context(request: HttpRequest, objective: Objective, rows: Sequence[Shown]) -> dict[str, object]:
    """For the page of an objective; `objective` has its measures at hand."""
    may, person = standing(request), signed_in(request)
    judgements = queries.with_signatures(queries.judgements_of(objective)[:20])
    stands = judgements[0].one if judgements else None
    barred = rules_of_impact.why_not_judge_objective(person, objective)
    return {
        "successes": _successes(objective, rows, may),
        "by_hand": queries.hand_standings(objective, may.figures),
        "judgement": stands,
        "judgements": judgements,
        "question": queries.question_of(stands),
        "may_judge": may.may(Permission.JUDGE_EVIDENCE) and not barred,
        "may_target": may.may(Permission.SET_TARGETS),
    }


def last_day_of(measure: str) -> date | None:
    """The last day whose figure of a measure, as judgements name it, there is; None where there is none."""
    indicator = queries.indicator_of(measure)
    if not indicator:
        key = measure.removeprefix("by hand:")
        held = HandMeasure.objects.filter(pk=key).first() if key.isdigit() else None
        return queries.hand_standing(held).ends if held else None
    asked = provider("MEASURE_PERIODS")
    found = asked(indicator) if asked else []
    return found[-1].as_of if found else None


def _successes(objective: Objective, rows: Sequence[Shown], may: Standing) -> list[Success]:
    measures = list(objective.measures.select_related("baseline"))
    ids = [one.indicator for one in measures]
    titles, dated = queries.measure_titles(ids), _dated(rows)
    days = {str(action.pk): on for action, _, on in dated}
    asked, drawn = provider("MEASURES_NOW"), provider("MEASURE_CHARTS")
    now: Mapping[str, MeasureNow] = asked(ids, standing=may, days=days) if asked and ids else {}
    charts = drawn(ids, standing=may) if drawn and ids else {}
    frozen = [one.baseline for one in measures if one.baseline]
    baselines = dict(
        zip((one.pk for one in frozen), exhibits.shown_exhibits(frozen, may.figures), strict=True)
    )
    return [
        Success(
            measure=one,
            title=titles[one.indicator],
            href=f"/performance/{one.indicator}/",
            baseline=baselines[one.baseline.pk] if one.baseline else None,
            now=now.get(one.indicator),
            chart=charts.get(one.indicator),
            done=_done(now.get(one.indicator), dated),
        )
        for one in measures
    ]


def _dated(rows: Sequence[Shown]) -> list[tuple[Action, str, date]]:
    """Each action not stopped with the day it was signed off, or where it is not yet the day it was
    agreed."""
    found = []
    for row in rows:
        action = row.action
        if action.state in ENDED:
            continue
        if action.signed_off_on:
            found.append((action, "signed off", action.signed_off_on))
        elif action.agreed_on:
            found.append((action, "agreed, not yet signed off", action.agreed_on))
    return sorted(found, key=lambda one: (one[2], one[0].pk))


def _done(now: MeasureNow | None, dated: Sequence[tuple[Action, str, date]]) -> list[Done]:
    if now is None:
        return []
    return [Done(action, event, on, now.around[str(action.pk)]) for action, event, on in dated]
