"""A made-up authority's paper, small enough to check by eye: every name and number here is invented."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from drawn import frame
from goldenthread.clocks.rows import ROW_SCHEMA
from goldenthread.findings.model import Finding, InspectionReport
from goldenthread.papers.content import BoardPaper, board_paper
from goldenthread.papers.plan import Plan
from goldenthread.papers.words import ClockWords, MeasureWords, Words
from goldenthread.records.store import Counts, Manifest, Source
from goldenthread.standards.calendar import add_months

AS_AT = date(2026, 10, 31)
SNAPSHOT = "5f0c2a9d1b7e"

FIGURE_COLUMNS: dict[str, Any] = {
    "indicator": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "team": pl.String,
    "numerator": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "unit": pl.String,
    "snapshot": pl.String,
    "definition": pl.String,
}


class Gap(NamedTuple):
    """What `indicators.catalogue.Unanswerable` holds."""

    id: str
    title: str
    reason: str


def measure_words(id: str, title: str, **other: Any) -> MeasureWords:
    given: dict[str, Any] = {
        "service_area": "assessment",
        "unit": "percent",
        "polarity": "higher_better",
        "basis": "events",
        "how": f"How {title.lower()} is worked out.",
        "cautions": (),
        "definition": f"{id}/1",
        **other,
    }
    return MeasureWords(id=id, title=title, **given)


WORDS = Words(
    measures={
        one.id: one
        for one in (
            measure_words(
                "referrals", "Referrals received", service_area="front_door", unit="count", polarity="neutral"
            ),
            measure_words(
                "rereferrals",
                "Re-referrals within 12 months",
                service_area="front_door",
                polarity="lower_better",
            ),
            measure_words(
                "in_time", "Assessments completed within 45 working days", clock="ts_assessment_45"
            ),
            measure_words(
                "days", "Days an assessment takes", unit="median_working_days", polarity="lower_better"
            ),
            measure_words(
                "in_care",
                "Children in care",
                service_area="cla",
                unit="count",
                polarity="neutral",
                basis="stock",
            ),
        )
    },
    clocks={
        "ts_assessment_45": ClockWords("ts_assessment_45", "Child and family assessment", "Working Together"),
        "ts_cp_visit": ClockWords("ts_cp_visit", "Visit to a child on a protection plan", "Local standard"),
    },
)


def month_figures(
    id: str, counts: list[tuple[int | None, int | None]], unit: str = "percent"
) -> pl.DataFrame:
    """Monthly figures ending in October 2026, oldest first, from (numerator, denominator) pairs."""
    first = [add_months(date(2026, 10, 1), number - len(counts) + 1) for number in range(len(counts))]
    rows = [
        {
            "indicator": id,
            "period_start": start,
            "period_end": add_months(start, 1) - timedelta(days=1),
            "team": None,
            "numerator": numerator,
            "denominator": denominator,
            "value": _value(numerator, denominator),
            "unit": unit,
            "snapshot": SNAPSHOT,
            "definition": f"{id}/1",
        }
        for start, (numerator, denominator) in zip(first, counts, strict=True)
    ]
    return pl.DataFrame(rows, schema=FIGURE_COLUMNS)


def _value(numerator: int | None, denominator: int | None) -> float | None:
    if denominator is None:
        return None if numerator is None else float(numerator)
    return 100 * numerator / denominator if numerator is not None and denominator else None


def clock_rows(text: str) -> pl.DataFrame:
    """Drawn clock rows; undrawn columns are null."""
    return frame(text, ROW_SCHEMA)


def manifest(**other: Any) -> Manifest:
    given: dict[str, Any] = {
        "snapshot": SNAPSHOT,
        "version": 1,
        "as_at": AS_AT,
        "authority": "Madeupshire",
        "kind": "annex_a",
        "made_up": True,
        "model_version": 1,
        "sources": (Source("2026-10-31.xlsx", "ab" * 32),),
        "lists": {"list_1": Counts(rows_read=120, rows_loaded=118, rows_set_aside=2)},
        **other,
    }
    return Manifest(**given)


def finding(number: int, text: str, **other: Any) -> Finding:
    given: dict[str, Any] = {
        "kind": "area_for_improvement",
        "for_whom": "authority",
        "group": None,
        "tags": (),
        "page": 3,
        **other,
    }
    return Finding(number=number, text=text, **given)


def report(*findings: Finding, **other: Any) -> InspectionReport:
    given: dict[str, Any] = {
        "file": "madeupshire_2026-05-12.pdf",
        "authority": "Madeupshire",
        "framework": "ilacs_2018",
        "inspection_start": date(2026, 3, 2),
        "inspection_end": date(2026, 3, 13),
        "published": date(2026, 5, 12),
        "judgements": {"overall": "inadequate", "leaders": "requires_improvement"},
        "doubts": (),
        "sha256": "cd" * 32,
        **other,
    }
    return InspectionReport(findings=findings, **given)


def paper(**given: Any) -> BoardPaper:
    """A paper with whatever parts a test gives, and nothing in the others."""
    parts: dict[str, Any] = {
        "manifest": manifest(),
        "figures": pl.DataFrame(schema=FIGURE_COLUMNS),
        "clock_rows": pl.DataFrame(schema=ROW_SCHEMA),
        "unanswerable": (),
        "findings": (),
        "plan": None,
        "words": WORDS,
        **given,
    }
    return board_paper(parts.pop("manifest"), **parts)


def action(**other: Any) -> dict[str, Any]:
    """One action of a plan file, agreed and due at the end of the year."""
    return {
        "id": "A1",
        "objective": "O1",
        "title": "Check every open assessment weekly",
        "owner": "Head of assessment",
        "original_due": "2026-12-31",
        "due": "2026-12-31",
        "slips": 0,
        "delivery_state": "agreed",
        "impact_state": "none yet",
        **other,
    }


def plan_file(*actions: dict[str, Any], **other: Any) -> str:
    """A plan file with one objective, answering finding 1 of the made-up report."""
    answers = [{"source": "madeupshire_2026-05-12.pdf", "number": 1}]
    data = {
        "title": "Improvement plan",
        "as_at": "2026-10-31",
        "objectives": [{"id": "O1", "text": "Children are assessed in time", "answers": answers}],
        "actions": list(actions),
        **other,
    }
    return json.dumps(data)


def plan(*actions: dict[str, Any], **other: Any) -> Plan:
    return Plan.from_json(plan_file(*actions, **other), source="plan.json")
