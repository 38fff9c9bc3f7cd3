"""What readers outside are shown of the figures held: worked out once for each filling of them, by the one
step that everything published passes through (`papers.outward`), and remembered, so that no two pages and no
two months can be laid side by side for what one of them withholds.

A figure is shown where each of its counts was told and is what was told; all else is withheld, and so is
everything before the step was made. Months come before quarters, quarters before teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from goldenthread.disclosure.profiles import OUTSIDE, Audience, Profile, audiences
from goldenthread.indicators.definition import Kind
from goldenthread.papers.figures import WITHHELD, Figure, Withheld, figure_rows, withheld
from goldenthread.papers.outward import Counted, LetOut, cells_of, let_out_to
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators.models import Step

if TYPE_CHECKING:
    import polars as pl

    from goldenthread.papers.duties import Duty

__all__ = ["OUTSIDE", "WITHHELD", "Withheld", "as_seen", "let_out", "reader", "withheld"]

TABLES = ("months", "quarters", "teams of the latest period", "teams of the latest quarter")


def reader(on: date) -> Audience:
    """The readers outside, under the rule that the strictest of them is shown figures by."""
    held = [one for one in audiences(on).values() if one.pool == OUTSIDE and one.profile]
    return max(held, key=lambda one: one.profile.most_small if one.profile else 0)


def as_seen(tier: FigureTier, told: Mapping[str, int | None], *, as_at: date) -> LetOut:
    """What this tier may be shown. Whoever is not known to see all is from outside."""
    profile = None if tier is FigureTier.INTERNAL else _profile(as_at)
    return LetOut(profile, told, {})


def let_out(
    figures: pl.DataFrame, duties: Sequence[Duty], *, as_at: date, told: Mapping[str, int | None]
) -> dict[str, int | None]:
    """What readers outside are told of all figures in all their steps, with what they were told before."""
    measures = [_counted(str(id), rows) for (id,), rows in figures.group_by("indicator", maintain_order=True)]
    return dict(let_out_to(reader(as_at), measures, duties, as_at=as_at, told=told).told)


def is_small(figure: Figure, kind: Kind, *, as_at: date) -> bool:
    """Whether a figure may not be shown by itself, whatever else is: for those that are in no table, such as
    what was first given of a period that is known better now."""
    profile = _profile(as_at)
    return profile is not None and any(map(profile.is_small, cells_of("", kind, figure).values()))


@cache
def _profile(as_at: date) -> Profile | None:
    return reader(as_at).profile


def _counted(id: str, rows: pl.DataFrame) -> Counted:
    from goldenthread.indicators.catalogue import get

    by_step = {step: figure_rows(rows.filter(step=step.value)) for step in Step}
    once = {(one.start, one.end, one.team): one for held in by_step.values() for one in held}
    quarters = _service(by_step[Step.QUARTER])
    tables = (
        (*_service(by_step[Step.MONTH]), *_service(by_step[Step.LATEST])),
        quarters,
        _teams(by_step[Step.LATEST], by_step[Step.LATEST]),
        _teams(by_step[Step.QUARTER], quarters),
    )
    return Counted(id, get(id).kind, tuple(once.values()), tuple(zip(TABLES, tables, strict=True)))


def _service(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(one for one in figures if one.team is None)


def _teams(figures: Iterable[Figure], of: Sequence[Figure]) -> tuple[Figure, ...]:
    """The teams of the last period of those."""
    last = max((one.end for one in of), default=None)
    return tuple(one for one in figures if one.team is not None and one.end == last)
