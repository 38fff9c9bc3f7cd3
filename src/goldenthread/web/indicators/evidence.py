"""A figure as evidence: frozen as it stands, and the same figure as it stands today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from goldenthread.indicators.catalogue import get
from goldenthread.papers.figures import Figure, Withheld
from goldenthread.papers.wording import period
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.evidence.refs import EvidenceRef, FrozenFigure
from goldenthread.web.indicators import queries
from goldenthread.web.indicators.measures import Seen, seen_by, words_of
from goldenthread.web.indicators.models import Step
from goldenthread.web.indicators.words import figure_sentence

KIND = "indicator"
_LONGEST_MONTH = 31


def evidence_of(id: str, figure: Figure) -> EvidenceRef:
    """A figure of the authority as a value that outlives the snapshot it came from. Its label holds no
    number, since labels are shown to everybody."""
    one = get(id)
    return EvidenceRef(
        kind=KIND,
        key=id,
        label=f"{one.title}, {period(figure.start, figure.end)}",
        as_of=figure.end,
        figure=FrozenFigure(
            indicator=id,
            definition_version=one.version,
            snapshot=figure.snapshot,
            period_start=figure.start or figure.end,
            period_end=figure.end,
            unit=one.unit,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            sentence=figure_sentence(figure, one.unit),
            beside=queries.beside(figure.snapshot),
        ),
    )


def today(ref: EvidenceRef) -> EvidenceRef | None:
    """The same measure's latest figure: of a quarter where a quarter's was frozen, else the default one.

    None where the source now held cannot answer it. As counted: the page that shows it withholds what its
    reader may not see.
    """
    if ref.kind != KIND or ref.key not in words_of():
        return None
    series = queries.series(ref.key, _step(ref.figure))
    return evidence_of(ref.key, series[-1]) if series else None


def told_outside(figures: Sequence[FrozenFigure]) -> frozenset[FrozenFigure]:
    """Those of the figures that readers outside were told, as they were frozen. A figure of records that have
    changed since is told as it is now, or not at all."""
    known = [one for one in figures if one.indicator in words_of()]
    seen = seen_by(FigureTier.SUPPRESSED, [words_of()[id] for id in {one.indicator for one in known}])
    return frozenset(one for one in known if _is_told(one, seen))


def _is_told(frozen: FrozenFigure, seen: Seen) -> bool:
    day = frozen.period_start == frozen.period_end
    figure = Figure(
        start=None if day else frozen.period_start,
        end=frozen.period_end,
        numerator=frozen.numerator,
        denominator=frozen.denominator,
        value=frozen.value,
        snapshot=frozen.snapshot,
        definition=frozen.indicator,
    )
    (shown,) = seen.series(words_of()[frozen.indicator], [figure])
    return not isinstance(shown, Withheld)


def duties_told_outside(as_at: date) -> dict[tuple[str, str], int | None]:
    """What readers outside were told is overdue on that day, by the duty's clock and the team; of all teams
    together, by EVERY_TEAM. None where it was withheld."""
    return queries.overdue_told(as_at)


def _step(figure: FrozenFigure | None) -> Step:
    days = (figure.period_end - figure.period_start).days if figure else 0
    return Step.QUARTER if days > _LONGEST_MONTH else Step.MONTH
