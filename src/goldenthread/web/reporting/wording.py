"""A measure in words, as one tier of reader may see it: what an open cycle's pages show, and what is kept of
it when the cycle is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goldenthread.papers import judged_words
from goldenthread.papers.wording import capital, in_period
from goldenthread.web.accounts.permissions import FigureTier
from goldenthread.web.indicators import words
from goldenthread.web.indicators.measures import ShownMeasure

TIERS = (FigureTier.INTERNAL, FigureTier.SUPPRESSED)


def in_words(measure: ShownMeasure, overdue: str) -> dict[str, Any]:
    """The latest figure with both counts, the change since, the chart and the target, each in words."""
    latest, unit, judged = measure.latest, measure.words.unit, measure.judgement
    chart, rag, target = words.chart_verdict(measure), words.rag(measure), words.on_target(measure)
    return {
        "when": capital(in_period(latest.start, latest.end)),
        "figure": words.said(latest, unit),
        "numerator": latest.numerator,
        "denominator": latest.denominator,
        "definition": latest.definition,
        "since": words.since(measure),
        "chart": [chart.text, chart.colour],
        "chart_said": judged_words.what_tells(judged),
        "limits": judged_words.limits_said(judged, unit),
        "rag": [rag.text, rag.colour] if rag else [],
        "target": [target.target, target.track, target.assurance, target.forecast] if target else [],
        "overdue": overdue,
    }


def for_tier(kept: Mapping[str, Any], tier: FigureTier) -> Any:
    """What was kept for a tier of reader; None for who sees no figures."""
    return kept.get(tier.value)
