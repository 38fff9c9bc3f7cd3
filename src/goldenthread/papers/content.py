"""What a board paper says, apart from how any renderer shows it.

`board_paper` puts together what the other rooms made: figures, clock rows, what could not be answered,
inspection findings and the plan. It computes no figure of its own but pooled counts (see `change`) and totals
of clock rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from goldenthread.findings.model import SourceDocument
from goldenthread.papers import gaps, headlines
from goldenthread.papers.alongside import Alongside
from goldenthread.papers.duties import Duty, duties
from goldenthread.papers.gaps import CannotAnswer
from goldenthread.papers.headlines import Headline
from goldenthread.papers.measures import ServiceArea, service_areas
from goldenthread.papers.plan import Plan
from goldenthread.papers.words import Words, published_words
from goldenthread.records.store import Manifest


@dataclass(frozen=True)
class BoardPaper:
    """A board paper from one snapshot. `plan` is None where none was given; `beside` are the practice records
    that stood beside the snapshot."""

    manifest: Manifest
    headlines: tuple[Headline, ...]
    inspections: tuple[SourceDocument, ...]
    plan: Plan | None
    areas: tuple[ServiceArea, ...]
    duties: tuple[Duty, ...]
    cannot_say: tuple[str, ...]
    beside: tuple[Manifest, ...] = ()


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
) -> BoardPaper:
    """The paper's content.

    `figures` are `indicators.compute.figures` by month, and may hold the same by team beside them (a `team`
    column, null on the authority's rows). `clock_rows` are shaped as `clocks.rows.ROW_SCHEMA`. `unanswerable`
    are the catalogue's, and the clocks' by way of `gaps.of_clocks`. `words` name measures and duties; the
    published ones unless given. `alongside` is what stands beside each measure's figures, by its id; `beside`
    the practice records that the figures are from too.
    """
    words = words or published_words()
    running = duties(clock_rows, words.clocks)
    areas = service_areas(figures, words.measures, running, alongside or {})
    return BoardPaper(
        manifest=manifest,
        headlines=headlines.headlines(
            manifest.as_at, findings=findings, areas=areas, duties=running, plan=plan
        ),
        inspections=tuple(findings),
        plan=plan,
        areas=areas,
        duties=running,
        cannot_say=gaps.sentences(manifest, unanswerable=unanswerable, duties=running),
        beside=tuple(beside),
    )
