"""Measures as one reader may see them: what papers say of a measure, made from figures that have been through
disclosure control."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from goldenthread.indicators.catalogue import get
from goldenthread.indicators.judging import Verdict
from goldenthread.indicators.targets import Track
from goldenthread.papers.change import A_YEAR, Change, change
from goldenthread.papers.compared import Compared
from goldenthread.papers.duties import Duty
from goldenthread.papers.figures import Figure
from goldenthread.papers.judgement import Aim, ChartEvent
from goldenthread.papers.measures import AREA_TITLES, Measure, alternative_text
from goldenthread.papers.words import MeasureWords, published_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.disclosure import (
    SMALL,
    WITHHELD,
    Withheld,
    protected,
    protected_quarters,
    protected_teams,
)
from goldenthread.web.indicators.models import Step


@dataclass(frozen=True)
class ShownMeasure(Measure):
    """A measure in the form its reader may see; `overdue` is None where that may not be."""

    overdue_withheld: bool = False

    @property
    def heading(self) -> str:
        if isinstance(self.latest, Withheld):
            return f"{self.words.title}: {WITHHELD}"
        return super().heading

    @property
    def clear(self) -> Change | None:
        """The clear change there is to tell of: what is new, else what has lasted since a year ago."""
        return next((one for one in (self.change, self.since_a_year) if one.is_clear), None)

    @property
    def direction(self) -> str:
        """Whether that change is better or worse; empty where there is none, or it is neither."""
        return self.judged(self.clear) if self.clear else ""

    @property
    def is_off_track(self) -> bool:
        """Whether it is further from the way to its target than is tolerated."""
        return self.judgement.track is Track.OFF

    @property
    def signals(self) -> bool:
        """Whether its control chart says that there is a real change."""
        return self.judgement.verdict not in (Verdict.STEADY, Verdict.UNJUDGED)

    @property
    def previous(self) -> Figure | None:
        """The period before the latest."""
        return self.series[-2] if len(self.series) > 1 else None

    @property
    def text_of_chart(self) -> str:
        """What the chart shows, in words."""
        said = alternative_text(self)
        hidden = any(isinstance(one, Withheld) for one in self.series)
        if isinstance(self.latest, Withheld):
            said = said.replace("latest –", f"latest {WITHHELD}")
        return f"{said} Where a figure is withheld as small, the line has a gap." if hidden else said


@cache
def words_of() -> dict[str, MeasureWords]:
    """The words of every measure, in the order of a child's way through the service."""
    words = published_words().measures.values()
    order = list(AREA_TITLES)
    return {one.id: one for one in sorted(words, key=lambda one: order.index(one.service_area))}


def every_measure(tier: FigureTier) -> list[ShownMeasure]:
    """Every measure with a figure, by month."""
    return these_measures(words_of(), tier)


def these_measures(ids: Iterable[str], tier: FigureTier) -> list[ShownMeasure]:
    """Of those named, the measures that have a figure, by month."""
    held, duties, set_ = queries.every_series(ids), queries.open_duties(), _Set.now()
    return [
        set_.on(
            _shown(
                words, protected(held[id], kind=get(id).kind, tier=tier), duties.get(words.clock or ""), tier
            )
        )
        for id, words in words_of().items()
        if id in held
    ]


def one_measure(id: str, *, step: Step, tier: FigureTier) -> ShownMeasure | None:
    """One measure by month or quarter, with its teams in the last period; None where it has no figure."""
    words, kind = words_of()[id], get(id).kind
    months = protected(queries.series(id, Step.MONTH), kind=kind, tier=tier)
    series = months
    if step is Step.QUARTER:
        quarters = queries.series(id, Step.QUARTER)
        series = protected_quarters(quarters, months=months, kind=kind, tier=tier)
    if not series:
        return None
    measure = _shown(words, months, queries.open_duty(words.clock), tier)
    measure = _Set.now().on(replace(measure, series=series, compared=_compared(words)))
    last = Step.LATEST if step is Step.MONTH else step
    teams = protected_teams(queries.by_team(id, last, series[-1].end), kind=kind, tier=tier)
    return replace(measure, by_team=teams)


def measures_of(
    taken: Mapping[str, Sequence[Figure]], *, tier: FigureTier, duties: Mapping[str, Duty] | None = None
) -> dict[str, ShownMeasure]:
    """Measures from figures that somebody kept, held against what is set now: targets and marked events.
    `duties`: what was open of each measure's duty then, by the indicator's id."""
    set_, open_ = _Set.now(), duties or {}
    return {
        id: set_.on(
            _shown(words_of()[id], protected(series, kind=get(id).kind, tier=tier), open_.get(id), tier)
        )
        for id, series in taken.items()
    }


@dataclass(frozen=True)
class _Set:
    """What people have set: targets, and what is marked on the charts."""

    aims: Mapping[str, Aim]
    events: Mapping[str, tuple[ChartEvent, ...]]

    @classmethod
    def now(cls) -> _Set:
        return cls(queries.aims(), queries.events())

    def on(self, measure: ShownMeasure) -> ShownMeasure:
        """The measure with what was set for it."""
        id = measure.words.id
        marked = (*self.events.get("", ()), *self.events.get(id, ()))
        aim = self.aims.get(id)
        shown = _as_shown(aim, measure.series) if aim else None
        return replace(measure, aim=shown, events=tuple(sorted(marked, key=_by_day)))


def _by_day(event: ChartEvent) -> date:
    return event.on


def _as_shown(aim: Aim, series: Sequence[Figure]) -> Aim:
    """The target alone where it starts from a figure that is withheld: the way to it would give that away."""
    start = aim.trajectory[0].on
    hidden = (one.end for one in series if isinstance(one, Withheld))
    if any((end.year, end.month) == (start.year, start.month) for end in hidden):
        return replace(aim, trajectory=aim.trajectory[-1:])
    return aim


def _compared(words: MeasureWords) -> tuple[Compared, ...]:
    from goldenthread.web.indicators.published import published_beside

    return published_beside(words)


def _shown(
    words: MeasureWords, series: Sequence[Figure], duty: Duty | None, tier: FigureTier
) -> ShownMeasure:
    hidden = duty is not None and tier is not FigureTier.INTERNAL and _gives_away(duty)
    return ShownMeasure(
        words=words,
        series=tuple(series),
        by_team=(),
        change=change(words, series),
        since_a_year=change(words, series, months_back=A_YEAR),
        overdue=None if hidden else duty,
        overdue_withheld=hidden,
    )


def _gives_away(duty: Duty) -> bool:
    return any(count in SMALL for count in (duty.overdue, duty.running - duty.overdue))
