"""What a board paper says, apart from how any renderer shows it.

`board_paper` puts together what the other rooms made: figures, clock rows, what could not be answered,
inspection findings and the plan. It computes no figure of its own but pooled counts (see `change`) and totals
of clock rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from goldenthread.disclosure.profiles import Audience
from goldenthread.findings.model import SourceDocument
from goldenthread.papers import gaps, headlines, withholding
from goldenthread.papers.alongside import Alongside
from goldenthread.papers.duties import Duty, duties
from goldenthread.papers.gaps import CannotAnswer
from goldenthread.papers.headlines import Headline
from goldenthread.papers.measures import ServiceArea, service_areas
from goldenthread.papers.plan import Plan
from goldenthread.papers.said import Said
from goldenthread.papers.withholding import Outward, outward
from goldenthread.papers.words import Words, published_words
from goldenthread.records.store import Manifest


@dataclass(frozen=True)
class BoardPaper:
    """A board paper from one snapshot. `plan` is None where none was given; `beside` are the practice records
    that stood beside the snapshot; `reader` whom it is for (None: the board), `withheld` what that leaves
    out, in sentences, and `told` what is to be remembered of it; `said` what owners said of the measures at a
    meeting."""

    manifest: Manifest
    headlines: tuple[Headline, ...]
    inspections: tuple[SourceDocument, ...]
    plan: Plan | None
    areas: tuple[ServiceArea, ...]
    duties: tuple[Duty, ...]
    cannot_say: tuple[str, ...]
    beside: tuple[Manifest, ...] = ()
    reader: Audience | None = None
    withheld: tuple[str, ...] = ()
    told: Mapping[str, int | None] = field(default_factory=dict)
    said: Said | None = None

    @property
    def outside(self) -> bool:
        """Whether it is for readers who are shown less than was counted."""
        return self.reader is not None and not self.reader.sees_all


def board_paper(  # noqa: PLR0913  what a paper is made from, each named
    manifest: Manifest,
    *,
    figures: pl.DataFrame,
    clock_rows: pl.DataFrame,
    unanswerable: Sequence[CannotAnswer],
    findings: Sequence[SourceDocument],
    plan: Plan | None,
    words: Words | None = None,
    alongside: Mapping[str, Alongside] | None = None,
    beside: Sequence[Manifest] = (),
    reader: Audience | None = None,
    told: Mapping[str, int | None] | None = None,
    ties: pl.DataFrame | None = None,
    said: Said | None = None,
) -> BoardPaper:
    """The paper's content.

    `figures` are `indicators.compute.figures` by month, and may hold the same by team beside them (a `team`
    column, null on the authority's rows). `clock_rows` are shaped as `clocks.rows.ROW_SCHEMA`. `unanswerable`
    are the catalogue's, and the clocks' by way of `gaps.of_clocks`. `words` name measures and duties; the
    published ones unless given. `alongside` is what stands beside each measure's figures, by its id; `beside`
    the practice records that the figures are from too. `reader` is whom it is for, and `told` what such
    readers were told before: all that follows is made from what they may be shown. `ties` are figures that
    are in no table here and that those of the tables add up to, such as quarters. `said` is what owners said
    of the measures at a meeting: for readers inside alone, since nobody can count what words give away.
    """
    words = words or published_words()
    held = duties(clock_rows, words.clocks)
    out = None
    if reader is not None and not reader.sees_all:
        out = outward(reader, figures, words.measures, held, as_at=manifest.as_at, told=told or {}, ties=ties)
    running = _shown(held, out)
    plan = withholding.without_counts(plan) if plan and out else plan
    areas = service_areas(figures, words.measures, running, alongside or {}, out=out)
    return BoardPaper(
        manifest=manifest,
        headlines=headlines.headlines(
            manifest.as_at, findings=findings, areas=areas, duties=running, plan=plan
        ),
        inspections=tuple(findings),
        plan=plan,
        areas=areas,
        duties=running,
        cannot_say=gaps.sentences(None if out else manifest, unanswerable=unanswerable, duties=running),
        beside=tuple(beside),
        reader=reader,
        withheld=_withheld(out, areas, held, running, said) if out else (),
        told=out.let_out.told if out else {},
        said=None if out else said,
    )


def _shown(held: Sequence[Duty], out: Outward | None) -> tuple[Duty, ...]:
    if out is None:
        return tuple(held)
    return tuple(one for one in map(out.duty, held) if one is not None)


def _withheld(
    out: Outward,
    areas: Sequence[ServiceArea],
    held: Sequence[Duty],
    shown: Sequence[Duty],
    said: Said | None,
) -> tuple[str, ...]:
    measures = [measure for area in areas for measure in area.measures]
    told_of = {one.words.id for one in shown}
    return withholding.said(
        out,
        series=[figure for measure in measures for figure in (*measure.series, *measure.by_team)],
        without_teams=[one.words.title for one in measures if one.teams_withheld],
        without_counts_of=[one.words.title for one in held if one.words.id not in told_of],
        without_words=said is not None,
    )
