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
from goldenthread.papers.outward import LetOut
from goldenthread.papers.withholding import aim_as_shown
from goldenthread.papers.words import MeasureWords, published_words
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.disclosure import as_seen
from goldenthread.web.indicators.models import Step


@dataclass(frozen=True)
class ShownMeasure(Measure):
    """A measure in the form its reader may see; `overdue` is None where that may not be."""

    overdue_withheld: bool = False

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
        return alternative_text(self)


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
    seen = seen_by(tier, [words_of()[id] for id in held])
    return [
        set_.on(_shown(words, seen.series(words, held[id]), duties.get(words.clock or ""), seen))
        for id, words in words_of().items()
        if id in held
    ]


def one_measure(id: str, *, step: Step, tier: FigureTier) -> ShownMeasure | None:
    """One measure by month or quarter, with its teams in the last period; None where it has no figure."""
    words = words_of()[id]
    seen = seen_by(tier, [words])
    months = seen.series(words, queries.series(id, Step.MONTH))
    series = months if step is Step.MONTH else seen.series(words, queries.series(id, step))
    if not series:
        return None
    measure = _shown(words, months, queries.open_duty(words.clock), seen)
    measure = _Set.now().on(replace(measure, series=series, compared=_compared(words)))
    last = Step.LATEST if step is Step.MONTH else step
    return replace(measure, by_team=seen.series(words, queries.by_team(id, last, series[-1].end)))


@dataclass(frozen=True)
class Seen:
    """What one tier may be shown of the figures held."""

    let_out: LetOut
    as_at: date

    def series(self, words: MeasureWords, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        return self.let_out.figures(words.id, get(words.id).kind, figures)

    def tells_of(self, duty: Duty) -> bool:
        return self.let_out.tells_of(duty, self.as_at)


def seen_by(tier: FigureTier, measures: Sequence[MeasureWords]) -> Seen:
    """What a tier may be shown of these measures. For those inside the memory is not read at all."""
    held = queries.filling()
    as_at = held.as_at if held else date.max
    if tier is FigureTier.INTERNAL or held is None:
        return Seen(as_seen(tier, {}, as_at=as_at), as_at)
    about = [name for one in measures for name in (one.id, f"duty:{one.clock}")]
    return Seen(as_seen(tier, queries.told(about), as_at=as_at), as_at)


def measures_of(
    taken: Mapping[str, Sequence[Figure]], *, tier: FigureTier, duties: Mapping[str, Duty] | None = None
) -> dict[str, ShownMeasure]:
    """Measures from figures that somebody kept, held against what is set now: targets and marked events.
    `duties`: what was open of each measure's duty then, by the indicator's id."""
    set_, open_ = _Set.now(), duties or {}
    seen = seen_by(tier, [words_of()[id] for id in taken])
    return {
        id: set_.on(_shown(words_of()[id], seen.series(words_of()[id], series), open_.get(id), seen))
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
        shown = aim_as_shown(aim, measure.series) if aim else None
        return replace(measure, aim=shown, events=tuple(sorted(marked, key=_by_day)))


def _by_day(event: ChartEvent) -> date:
    return event.on


def _compared(words: MeasureWords) -> tuple[Compared, ...]:
    from goldenthread.web.indicators.published import published_beside

    return published_beside(words)


def _shown(words: MeasureWords, series: Sequence[Figure], duty: Duty | None, seen: Seen) -> ShownMeasure:
    hidden = duty is not None and not seen.tells_of(duty)
    return ShownMeasure(
        words=words,
        series=tuple(series),
        by_team=(),
        change=change(words, series),
        since_a_year=change(words, series, months_back=A_YEAR),
        overdue=None if hidden else duty,
        overdue_withheld=hidden,
    )
