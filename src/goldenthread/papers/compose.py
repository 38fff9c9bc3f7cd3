"""From a snapshot, the reports and the plan to a board paper's content: one way, for the command line and the
site alike, so that the same inputs give the same paper whoever asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from goldenthread.clocks.engine import all_clocks, unanswerable
from goldenthread.disclosure.profiles import Audience
from goldenthread.findings.model import SourceDocument
from goldenthread.indicators import catalogue, compute
from goldenthread.papers import content, gaps
from goldenthread.papers.alongside import Alongside, published_alongside
from goldenthread.papers.content import BoardPaper
from goldenthread.papers.plan import Plan
from goldenthread.papers.said import Said
from goldenthread.papers.words import published_words
from goldenthread.records.store import Manifest
from goldenthread.records.tables import Records


def compose(  # noqa: PLR0913  what a paper is made from, each named
    manifest: Manifest,
    records: Records,
    *,
    reports: Sequence[SourceDocument],
    plan: Plan | None,
    alongside: Mapping[str, Alongside] | None = None,
    beside: Sequence[Manifest] = (),
    reader: Audience | None = None,
    told: Mapping[str, int | None] | None = None,
    said: Said | None = None,
) -> BoardPaper:
    """The paper's content: figures for the service and its teams by month, and every duty as it stands.
    `alongside` is by the measure's id; the embedded figures for England where it is not given. `beside` names
    the practice records that the records hold tables of; `reader` is whom it is for, the board where it is
    not given, and `told` what such readers were told before; `said` what owners said at a meeting."""
    rows = all_clocks(records)
    service = compute.figures(records, rows, period="month")
    by_team = compute.figures(records, rows, by=("team",), period="month")
    clock_gaps = gaps.of_clocks(unanswerable(records), published_words().clocks)
    ties = None
    if reader is not None and not reader.sees_all:
        ties = _quarters(records, rows)
    return content.board_paper(
        manifest,
        figures=pl.concat([service, by_team], how="diagonal"),
        clock_rows=rows,
        unanswerable=(*catalogue.unanswerable(records), *catalogue.only_lately(records), *clock_gaps),
        findings=reports,
        plan=plan,
        alongside=_published() if alongside is None else alongside,
        beside=beside,
        reader=reader,
        told=told,
        ties=ties,
        said=said,
    )


def _quarters(records: Records, rows: pl.DataFrame) -> pl.DataFrame:
    """What the months add up to: in no table of the paper, but told elsewhere to the same readers."""
    cuts = [compute.figures(records, rows, by=by, period="quarter") for by in ((), ("team",))]
    return pl.concat(cuts, how="diagonal")


def _published() -> dict[str, Alongside]:
    return published_alongside(published_words().measures.values())
