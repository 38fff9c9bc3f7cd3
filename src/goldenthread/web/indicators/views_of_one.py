"""One measure: its page, its chart, its file, the children behind it, and pinning it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from goldenthread.papers import judged_words
from goldenthread.papers.figures import Figure
from goldenthread.papers.wording import capital, in_period, period, value_in_words
from goldenthread.web.accounts.permissions import FigureTier, Permission
from goldenthread.web.accounts.policy import policy, signed_in, standing
from goldenthread.web.indicators import actions, drawing, pictures, queries, words
from goldenthread.web.indicators.behind import Asked, behind
from goldenthread.web.indicators.definitions import Definition, definitions
from goldenthread.web.indicators.disclosure import WITHHELD, Withheld
from goldenthread.web.indicators.evidence import evidence_of
from goldenthread.web.indicators.forms import PinForm
from goldenthread.web.indicators.measures import ShownMeasure, one_measure, words_of
from goldenthread.web.indicators.models import Filling, Step
from goldenthread.web.indicators.moving import can_be_explained
from goldenthread.web.intake.names import names_for
from goldenthread.web.page.marks import Mark
from goldenthread.web.page.paging import ROWS, Sliced, page_asked, paged
from goldenthread.web.page.safe_csv import csv_text

_HEADER = (
    *("indicator", "title", "period_start", "period_end", "team", "numerator", "denominator", "value"),
    *("unit", "snapshot", "definition", "beside"),
)


@dataclass(frozen=True)
class Line:
    """A figure as a row of a table. `children` is the address of those behind it, "" for who may not see."""

    name: str
    value: str
    counted: str
    base: str
    children: str
    overdue: str = ""
    marks: str = ""
    limits: str = ""
    signal: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Child:
    """A row behind a figure, as its reader may see it."""

    shown: str
    href: str
    name: str
    link: str
    on: date
    counted: bool
    value: str
    team: str
    worker: str


@policy(Permission.SEE_FIGURES)
@require_safe
def indicator(request: HttpRequest, id: str) -> HttpResponse:
    """How is this going, and for whom?"""
    return _page(request, id)


@policy(Permission.SEE_FIGURES)
@require_safe
def chart(request: HttpRequest, id: str) -> HttpResponse:
    """The chart as a picture."""
    measure = _measure(request, id, _step(request))
    if measure is None:
        raise Http404
    marks = _marks(request, measure)
    drawn = actions.chart(drawing.key(measure, marks), draw=lambda: drawing.draw(measure, marks))
    return HttpResponse(drawn, content_type="image/svg+xml")


@policy(Permission.SEE_FIGURES)
@require_safe
def figures(request: HttpRequest, id: str) -> HttpResponse:
    """The figures of the page as a file: the same rows, withheld where the page withholds."""
    measure = _measure(request, id, _step(request))
    if measure is None:
        raise Http404
    shown = [*reversed(measure.series), *measure.by_team]
    beside = " ".join(queries.beside(shown[0].snapshot))
    rows = [[*_cells(measure, one), beside] for one in shown]
    answer = HttpResponse(csv_text(_HEADER, rows).encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{id}-{measure.latest.end}.csv"'
    return answer


@policy(Permission.PIN_EVIDENCE)
@require_POST
def pin(request: HttpRequest, id: str) -> HttpResponse:
    """Freeze a figure, and go on to what it is evidence for."""
    measure = _measure(request, id, _step(request))
    if measure is None:
        raise Http404
    form = PinForm(request.POST, series=measure.series, unit=measure.words.unit)
    if not form.is_valid():
        return _page(request, id, form=form)
    exhibit = actions.pin(by=signed_in(request), ref=evidence_of(id, form.chosen))
    onward = _reversed("plan:pin", exhibit.pk)
    if onward:
        return redirect(onward)
    messages.success(request, f"Kept as evidence: {exhibit.label}")
    return redirect("indicators:indicator", id=id)


@policy(Permission.SEE_CHILDREN)
@require_safe
def children(request: HttpRequest, id: str) -> HttpResponse:
    """Who are the children behind this figure?"""
    if not standing(request).may(Permission.SEE_FIGURES):
        raise PermissionDenied
    one, held = _definition(id), get_object_or_404(Filling)
    step = _one_of(Step, request.GET.get("step", ""), Step.LATEST)
    series = queries.series(id, step)
    figure = _figure_asked(series, request.GET.get("end", ""))
    asked = _asked(request, id, step=step, figure=figure)
    page = page_asked(request)
    seen = behind(asked, by=signed_in(request), held=held, rows_shown=((page - 1) * ROWS, ROWS))
    rows = _children(seen.rows.to_dicts(), unit=one.unit)
    context = {
        "trail": [("Performance", reverse("indicators:home")), (one.title, _address(id))],
        "one": one,
        "held": held,
        "figure_said": _figure_said(asked, figure),
        "asked": asked,
        "seen": seen,
        "definition_said": f"Definition {one.version}.",
        "rows": rows,
        "purpose": seen.purpose,
        "paged": paged(request, Sliced(rows, seen.total, start=(page - 1) * ROWS)),
        "choices": _counted_choices(request, asked, one),
        "everybody": _everybody(request),
        "pseudonymous": "pseudonymous" in seen.rows["identity"].to_list(),
        "named": any(child.name for child in rows),
    }
    return render(request, "indicators/children.html", context)


def _page(request: HttpRequest, id: str, *, form: PinForm | None = None) -> HttpResponse:
    one, held, step = _definition(id), queries.filling(), _step(request)
    context: dict[str, Any] = {
        "trail": [("Performance", reverse("indicators:home"))],
        "one": one,
        "held": held,
        "step": step.value,
        "lacking": _lacking(held, id),
    }
    measure = _measure(request, id, step)
    if measure is not None:
        context |= _shown(request, measure, step) | {"form": form or _pin_form(request, measure)}
    return render(request, "indicators/indicator.html", context)


def _shown(request: HttpRequest, measure: ShownMeasure, step: Step) -> dict[str, Any]:
    id, tier = measure.words.id, standing(request).figures
    see = standing(request).may(Permission.SEE_CHILDREN)
    may_mark = standing(request).may(Permission.MARK_CHARTS)
    latest = Step.LATEST if step is Step.MONTH else step
    marks = _marks(request, measure)
    marked = pictures.by_period(measure, marks)
    return {
        "measure": measure,
        "marks": marks,
        "marked": bool(marked),
        "definition_said": f"Definition {measure.latest.definition}.",
        "sentence": words.sentence(measure),
        "since": words.since(measure),
        "explain": _explain(id, step, measure),
        "verdict": words.verdict(measure),
        "chart_verdict": words.chart_verdict(measure),
        "chart_said": judged_words.what_tells(measure.judgement),
        "limits_said": judged_words.limits_said(measure.judgement, measure.words.unit),
        "judged": measure.judgement,
        "key": _key(measure),
        "rag": words.rag(measure),
        "on_target": words.on_target(measure),
        "beside": words.beside(measure),
        "may_set_target": _may_set_target(request, measure),
        "may_mark": may_mark,
        "events": queries.shown_events(id) if may_mark else [],
        "overdue": words.overdue(measure, tier),
        "heading": measure.heading,
        "text_of_chart": pictures.text(measure, marks),
        "chart": f"{reverse('indicators:chart', args=[id])}?step={step}",
        "file": f"{reverse('indicators:figures', args=[id])}?step={step}",
        "lines": [
            _line(one, measure, step=_step_of(one, measure, step), see=see, marks=marked.get(one.end, ()))
            for one in reversed(measure.series)
        ],
        "teams": _team_lines(measure, step=latest, see=see, tier=tier),
        "teams_when": capital(in_period(measure.latest.start, measure.latest.end)),
        "children": _behind(measure.latest, id, step=latest) if see else "",
        "steps": [(one.label, f"?step={one}", one is step) for one in (Step.MONTH, Step.QUARTER)],
        "some_withheld": tier is not FigureTier.INTERNAL,
        "has_base": measure.words.unit != "count",
    }


def _explain(id: str, step: Step, measure: ShownMeasure) -> str:
    """Where the last change is explained; "" where there is none to explain."""
    if len(measure.series) < 2 or not can_be_explained(id):
        return ""
    return f"{reverse('indicators:movement', args=[id])}?step={step.value}"


def _may_set_target(request: HttpRequest, measure: ShownMeasure) -> bool:
    return standing(request).may(Permission.SET_TARGETS) and measure.words.polarity != "neutral"


def _pin_form(request: HttpRequest, measure: ShownMeasure) -> PinForm | None:
    if not standing(request).may(Permission.PIN_EVIDENCE):
        return None
    return PinForm(series=measure.series, unit=measure.words.unit)


def _marks(request: HttpRequest, measure: ShownMeasure) -> list[Mark]:
    """The plan's actions and what happened, to mark on the chart."""
    return pictures.marks_on(measure, standing=standing(request))


def _measure(request: HttpRequest, id: str, step: Step) -> ShownMeasure | None:
    _definition(id)
    return one_measure(id, step=step, tier=standing(request).figures)


def _definition(id: str) -> Definition:
    if id not in definitions():
        raise Http404
    return definitions()[id]


def _lacking(held: Filling | None, id: str) -> str:
    return next((gap["reason"] for gap in held.unanswerable if gap["id"] == id), "") if held else ""


def _step(request: HttpRequest) -> Step:
    """By month unless by quarter is asked for."""
    return Step.QUARTER if request.GET.get("step") == Step.QUARTER else Step.MONTH


def _step_of(figure: Figure, measure: ShownMeasure, step: Step) -> Step:
    """A month's page ends in the default figure where stock was taken on a day that ends no month."""
    return Step.LATEST if step is Step.MONTH and figure is measure.latest else step


def _line(
    figure: Figure, measure: ShownMeasure, *, step: Step, see: bool, marks: Sequence[Mark] = ()
) -> Line:
    return Line(
        marks="; ".join(mark.words for mark in marks),
        name=capital(period(figure.start, figure.end)),
        children=_behind(figure, measure.words.id, step=step) if see else "",
        **_values(figure, measure.words.unit),
        **_judged(figure, measure),
    )


def _judged(figure: Figure, measure: ShownMeasure) -> dict[str, str]:
    """What the chart shows at a period beside its figure: limits, signal, the way to the target."""
    judged, unit = measure.judgement, measure.words.unit
    point = judged.by_end.get(figure.end)
    expected = judged.target.expected(figure.end) if judged.target else None
    limits = point.limits.shown(unit) if point and point.limits else None
    return {
        "limits": " to ".join(value_in_words(limit, unit) for limit in limits) if limits else "–",
        "signal": capital(judged_words.signal_at(point.signals[0])) if point and point.signals else "",
        "expected": value_in_words(expected, unit),
    }


def _key(measure: ShownMeasure) -> list[str]:
    """What the chart's shapes and lines are, of those that are drawn."""
    judged = measure.judgement
    fired = [point.signals[0] for point in (judged.chart.points if judged.chart else ()) if point.signals]
    kinds = {judged_words.good_or_bad(one, measure.words.polarity) or "neither" for one in fired}
    drawn = [
        (bool(judged.chart), "unbroken grey line: the average; broken grey lines: the limits of chance"),
        (judged.target is not None, "dotted green line: the way to the target"),
        ("better" in kinds, "blue triangle: a signal, for the better"),
        ("worse" in kinds, "orange square: a signal, for the worse"),
        ("neither" in kinds, "purple cross: a signal, neither better nor worse"),
        (True, "filled diamond: the latest figure"),
    ]
    return [said for is_drawn, said in drawn if is_drawn]


def _values(figure: Figure, unit: str) -> dict[str, str]:
    if isinstance(figure, Withheld):
        return dict.fromkeys(("value", "counted", "base"), WITHHELD)
    counts = (("counted", figure.numerator), ("base", figure.denominator))
    return {
        "value": value_in_words(figure.value, unit),
        **{name: "–" if count is None else f"{count:,}" for name, count in counts},
    }


def _team_lines(measure: ShownMeasure, *, step: Step, see: bool, tier: FigureTier) -> list[Line]:
    duty = measure.overdue if tier is FigureTier.INTERNAL else None
    late = {team.team.lower(): f"{team.overdue} of {team.running}" for team in duty.teams} if duty else {}
    return [
        Line(
            name=one.team or "",
            children=_behind(one, measure.words.id, step=step, team=one.team or "") if see else "",
            overdue=late.get((one.team or "").lower(), "none open") if duty else "",
            **_values(one, measure.words.unit),
        )
        for one in sorted(measure.by_team, key=lambda one: _urgency(one, measure))
    ]


def _urgency(team: Figure, measure: ShownMeasure) -> tuple[bool, float, str]:
    """Where most children wait for something better first; withheld teams last, in the order of their
    names."""
    higher, counted, base = measure.words.polarity == "higher_better", team.numerator, team.denominator
    if counted is None:
        weight = team.value or 0
    else:
        weight = (base or 0) - counted if higher and base is not None else counted
    return isinstance(team, Withheld), -weight, team.team or ""


def _behind(figure: Figure, id: str, *, step: Step, **more: str) -> str:
    query = urlencode({"step": step.value, "end": str(figure.end), **more})
    return f"{reverse('indicators:children', args=[id])}?{query}"


def _cells(measure: ShownMeasure, figure: Figure) -> list[object]:
    hidden = isinstance(figure, Withheld)
    counts = (figure.numerator, figure.denominator, figure.value)
    return [
        measure.words.id,
        measure.words.title,
        figure.start or "",
        figure.end,
        figure.team or "",
        *(WITHHELD if hidden else "" if count is None else count for count in counts),
        measure.words.unit,
        figure.snapshot,
        figure.definition,
    ]


def _figure_asked(series: Sequence[Figure], end: str) -> Figure:
    """The figure that ends on that day, the latest where no day is given; 404 where there is none such."""
    found = [one for one in series if not end or str(one.end) == end]
    if not found:
        raise Http404
    return found[-1]


def _asked(request: HttpRequest, id: str, *, step: Step, figure: Figure) -> Asked:
    return Asked(
        indicator=id,
        step=step,
        start=figure.start,
        end=figure.end,
        team=request.GET.get("team", ""),
        counted={"yes": True, "no": False}.get(request.GET.get("counted", "")),
    )


def _figure_said(asked: Asked, figure: Figure) -> str:
    """The figure whose children these are: the team's where one is asked for; empty where it has none."""
    shown = [figure]
    if asked.team:
        teams = queries.by_team(asked.indicator, asked.step, asked.end)
        shown = [one for one in teams if one.team == asked.team]
    return " ".join(words.figure_sentence(one, words_of()[asked.indicator].unit) for one in shown)


def _children(rows: Sequence[dict[str, Any]], *, unit: str) -> list[Child]:
    names = names_for(row["child_id"] for row in rows if row["identity"] == "identified")
    return [
        _child(row, names.get(row["child_id"]) if row["identity"] == "identified" else None) for row in rows
    ]


def _child(row: dict[str, Any], named: Any) -> Child:
    return Child(
        shown=row["child_id"],
        href=_reversed("oversight:child", row["child_id"]),
        name=named.name if named else "",
        link=named.link if named else "",
        on=row["on"],
        counted=row["in_numerator"],
        value="" if row["value"] is None else f"{row['value']:,.0f}",
        team=row["team"] or "No team recorded",
        worker=row["worker"] or "No worker recorded",
    )


def _counted_choices(request: HttpRequest, asked: Asked, one: Definition) -> list[tuple[str, str, bool]]:
    """Filters by whether a row is counted, where that tells rows apart."""
    if not one.denominator or one.unit != "Per cent":
        return []
    named = ((None, "", "All"), (True, "yes", "Counted"), (False, "no", "Not counted"))
    return [(label, _narrowed(request, counted=key), asked.counted is value) for value, key, label in named]


def _everybody(request: HttpRequest) -> str:
    return _narrowed(request, team="") if request.GET.get("team") else ""


def _narrowed(request: HttpRequest, **changes: str) -> str:
    query = {**request.GET.dict(), **changes}
    query.pop("page", None)
    return f"?{urlencode({key: value for key, value in query.items() if value})}"


def _address(id: str) -> str:
    return reverse("indicators:indicator", args=[id])


def _reversed(route: str, key: object) -> str:
    """The address of a page of another room, "" where that room has none such."""
    try:
        return reverse(route, args=[key])
    except NoReverseMatch:
        return ""


def _one_of(steps: type[Step], text: str, default: Step) -> Step:
    return steps(text) if text in steps.values else default
