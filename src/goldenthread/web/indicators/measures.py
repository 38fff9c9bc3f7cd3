"""Measures as one reader may see them: what papers say of a measure, made from figures that have been through
disclosure control."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from goldenthread.indicators.catalogue import get
from goldenthread.papers.change import A_YEAR, Change, change
from goldenthread.papers.duties import Duty
from goldenthread.papers.figures import Figure
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
    held, duties = queries.every_series(ids), queries.open_duties()
    return [
        _shown(words, protected(held[id], kind=get(id).kind, tier=tier), duties.get(words.clock or ""), tier)
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
    measure = replace(_shown(words, months, queries.open_duty(words.clock), tier), series=series)
    last = Step.LATEST if step is Step.MONTH else step
    teams = protected_teams(queries.by_team(id, last, series[-1].end), kind=kind, tier=tier)
    return replace(measure, by_team=teams)


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
