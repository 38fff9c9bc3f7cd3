"""Reading the figures held, as the values that papers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from goldenthread.disclosure.profiles import OUTSIDE
from goldenthread.web.indicators.models import ChartEvent, Filling, OpenDuty, Step, Target, Told
from goldenthread.web.indicators.models import Figure as Row

if TYPE_CHECKING:
    from goldenthread.papers.duties import Duty
    from goldenthread.papers.figures import Figure
    from goldenthread.papers.judgement import Aim
    from goldenthread.papers.judgement import ChartEvent as Event

_FIELDS = (
    "indicator",
    "period_start",
    "period_end",
    "numerator",
    "denominator",
    "value",
    "snapshot",
    "definition",
    "team",
)


def filling() -> Filling | None:
    """Which snapshot the figures stand for; None before the first."""
    return Filling.objects.first()


def beside(snapshot: str) -> tuple[str, ...]:
    """The practice records that stood beside the snapshot when the figures held were made of it."""
    held = filling()
    return tuple(one["snapshot"] for one in held.beside) if held and held.snapshot == snapshot else ()


def every_series(indicators: Iterable[str]) -> dict[str, tuple[Figure, ...]]:
    """The authority's months of the measures named, oldest first, ending in its default figure where that is
    not a month's (stock on a date that ends no month)."""
    steps = (Step.MONTH, Step.LATEST)
    rows = Row.objects.filter(team=None, step__in=steps, indicator__in=list(indicators))
    ordered = rows.order_by("indicator", "period_end").values_list(*_FIELDS)
    return {id: _once_each(found) for id, found in groupby(ordered, key=lambda row: row[0])}


def series(indicator: str, step: Step) -> tuple[Figure, ...]:
    """The authority's figures of one measure, oldest first; months as `every_series` has them."""
    steps = (Step.MONTH, Step.LATEST) if step is Step.MONTH else (step,)
    rows = Row.objects.filter(team=None, indicator=indicator, step__in=steps)
    return _once_each(rows.order_by("period_end").values_list(*_FIELDS))


def whole_periods(indicator: str, step: Step) -> tuple[Figure, ...]:
    """The authority's figures of whole periods alone, oldest first: what may be compared with one another."""
    rows = Row.objects.filter(team=None, indicator=indicator, step=step)
    return tuple(_figure(row) for row in rows.order_by("period_end").values_list(*_FIELDS))


def by_team(indicator: str, step: Step, end: date) -> tuple[Figure, ...]:
    """Each team's figure for the period that ends on that day, by the team's name."""
    rows = Row.objects.filter(indicator=indicator, step=step, period_end=end).exclude(team=None)
    return tuple(_figure(row) for row in rows.order_by("team").values_list(*_FIELDS))


def open_duties() -> dict[str, Duty]:
    """What is open and overdue of each duty, team by team."""
    return _duties(OpenDuty.objects.all())


def open_duty(clock: str | None) -> Duty | None:
    """The same of one duty; None where it has none open, or there is no such."""
    return _duties(OpenDuty.objects.filter(clock=clock)).get(clock or "") if clock else None


def told(about: Iterable[str] | None = None) -> dict[str, int | None]:
    """What readers outside were told of the measures named, and of the duties whose clocks are: of all where
    none is named."""
    rows = Told.objects.filter(pool=OUTSIDE)
    if about is not None:
        rows = rows.filter(about__in=list(about))
    found: dict[str, int | None] = {}
    for cells in rows.values_list("cells", flat=True):
        found |= cells
    return found


def overdue_told(as_at: date) -> dict[tuple[str, str], int | None]:
    """What readers outside were told is overdue on a day, by clock and team."""
    from goldenthread.papers.outward import overdue_told

    cells = Told.objects.filter(pool=OUTSIDE, about__startswith="duty:").values_list("cells", flat=True)
    return {key: count for held in cells for key, count in overdue_told(held, as_at=as_at).items()}


def duties_of(rows: Iterable[OpenDuty]) -> tuple[Duty, ...]:
    """Rows of what is open and overdue as the duties they are of."""
    return tuple(_duties(rows).values())


def aims() -> dict[str, Aim]:
    """Every measure's target, by the indicator's id."""
    from goldenthread.papers.judgement import Aim

    return {one.indicator: Aim.from_json(_dated(one)) for one in Target.objects.exclude(trajectory=[])}


def target_of(indicator: str) -> Target | None:
    """A measure's row, which may hold a target that was ended; None where it never had one."""
    return Target.objects.filter(indicator=indicator).first()


def shown_events(indicator: str) -> list[ChartEvent]:
    """What is marked on one measure's chart: its own and every measure's, the earliest first."""
    return list(ChartEvent.objects.filter(indicator__in=(indicator, ""), taken_back_at=None))


def event(key: int) -> ChartEvent | None:
    """One event, taken back or not."""
    return ChartEvent.objects.filter(pk=key).first()


def events() -> dict[str, tuple[Event, ...]]:
    """What is marked on the charts, by the indicator's id; "" for what is marked on every chart."""
    found: dict[str, list[Event]] = {}
    for one in ChartEvent.objects.filter(taken_back_at=None):
        found.setdefault(one.indicator, []).append(event_of(one))
    return {id: tuple(held) for id, held in found.items()}


def event_of(row: ChartEvent) -> Event:
    """An event as a value."""
    from goldenthread.papers.judgement import ChartEvent as Event

    return Event(row.on, row.what, row.rebases)


def _dated(row: Target) -> dict[str, Any]:
    return {"trajectory": row.trajectory, "tolerance": row.tolerance}


def _once_each(rows: Iterable[tuple[Any, ...]]) -> tuple[Figure, ...]:
    return tuple({row[2]: _figure(row) for row in rows}.values())


def _figure(row: tuple[Any, ...]) -> Figure:
    from goldenthread.papers.figures import Figure

    _, start, end, numerator, denominator, value, snapshot, definition, team = row
    return Figure(
        start=start,
        end=end,
        numerator=numerator,
        denominator=denominator,
        value=value,
        snapshot=snapshot,
        definition=definition,
        team=team,
    )


def _duties(rows: Iterable[OpenDuty]) -> dict[str, Duty]:
    from goldenthread.papers.duties import Duty, TeamDuty
    from goldenthread.papers.words import ClockWords, published_words

    names: Mapping[str, ClockWords] = published_words().clocks
    teams: dict[str, list[TeamDuty]] = {}
    for row in rows:
        team = TeamDuty(row.team, row.running, row.overdue, row.due_soon, row.longest_late)
        teams.setdefault(row.clock, []).append(team)
    return {
        clock: Duty(names.get(clock, ClockWords(clock, clock)), tuple(held), (), 0, ())
        for clock, held in teams.items()
    }
