"""Reading the figures held, as the values that papers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from goldenthread.web.indicators.models import Figure as Row
from goldenthread.web.indicators.models import Filling, OpenDuty, Step

if TYPE_CHECKING:
    from goldenthread.papers.duties import Duty
    from goldenthread.papers.figures import Figure

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
